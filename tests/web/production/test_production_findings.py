"""The steward's desk: questions, oldest first, decided one at a time, with undo, and still decided in the next run."""

from uuid import UUID

import pytest

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection import actions as collection_actions
from nyhavn.web.collection.models import Contribution
from nyhavn.web.production import decision_actions
from nyhavn.web.production.decision_queries import DeskItem, desk
from nyhavn.web.production.models import FindingDecision, FoundProblem
from nyhavn.web.production.why_decided import reason_of
from web import objects
from web.cast import Cast
from web.production.seeing import HOME, as_, candidate, page, press, refused

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "We asked them again."
DECISIONS = ("keep", "correct", "blank", "remove")
TABLES = objects.TABLES.replace(
    "[protection]",
    """
[[rule]]
id = "not-so-old"
says = "Nobody of this age lives here."
must_hold = "${age} < 58"
severity = "serious"
[quality]
keys = [["age"]]
[protection]""",
)


@pytest.fixture
def found(ready: Cast) -> Cast:
    """The village after a run: two are older than 57 (ages 58 and 59), and two have the same age."""
    objects.tables(ready, TABLES)
    objects.contribution(ready.initiative.collections.get(), {"gender": "woman", "age": "30", "water": "yes"})
    objects.run(ready)
    return ready


def item(village: Cast, check: str = "inconsistent") -> DeskItem:
    return next(one for one in desk(village.initiative) if one.finding.check_code == check)


def sipho(village: Cast) -> User:
    return village[Role.STEWARD]


def keep(village: Cast, check: str = "inconsistent") -> FindingDecision:
    return decision_actions.keep(by=sipho(village), on=item(village, check).finding, reason=REASON)


def remove(village: Cast, *contributions: UUID, check: str = "inconsistent") -> FindingDecision:
    finding = item(village, check).finding
    return decision_actions.remove(by=sipho(village), on=finding, contributions=contributions, reason=REASON)


def set_aside(village: Cast, *contributions: UUID) -> FindingDecision:
    """As it was decided before removals stood in a cleaning log."""
    finding = item(village).finding
    for one in contributions:
        collection_actions.set_aside(by=sipho(village), on=Contribution.objects.get(uuid=one), reason=REASON)
    made = FindingDecision.objects.create(
        initiative=village.initiative, finding=finding, decision="set-aside", earlier_reason=REASON
    )
    for one in contributions:
        made.about.create(contribution=one)
    return made


def serious_is(village: Cast) -> str:
    """What the newest candidate says about serious findings."""
    run = village.initiative.runs.order_by("-number").first()
    assert run is not None
    safeguards = [s for principle in candidate(run).principles for s in principle.safeguards]
    return next(s.state.value for s in safeguards if s.code == "serious-findings")


def test_a_finding_points_to_the_contributions_behind_its_rows(found: Cast) -> None:
    ages = item(found).finding.contributions
    received = list(Contribution.objects.order_by("id").values_list("uuid", flat=True))
    assert list(ages) == received[38:40]
    twins = item(found, "key-duplicate").finding.contributions
    assert list(twins) == [received[10], received[40]]


def test_what_was_found_earliest_comes_first_and_what_is_decided_last(found: Cast) -> None:
    objects.contribution(found.initiative.collections.get(), {"gender": "man", "age": "999", "water": "yes"})
    objects.run(found)
    checks = [one.finding.check_code for one in desk(found.initiative)]
    assert checks[-1] != "inconsistent" and len(checks) >= 3
    since = [one.since for one in desk(found.initiative)]
    assert since == sorted(since)
    keep(found)
    assert desk(found.initiative)[-1].finding.check_code == "inconsistent"


def test_a_finding_that_is_kept_is_decided_in_this_run_and_the_next(found: Cast) -> None:
    assert serious_is(found) == "evidence against"
    keep(found)
    assert not item(found).is_open
    objects.run(found)
    assert not item(found).is_open
    assert reason_of(item(found).decisions[0]) == REASON
    assert serious_is(found) == "evidence found"


def test_a_later_contribution_with_the_same_problem_waits_for_a_look_of_its_own(found: Cast) -> None:
    keep(found)
    later = objects.contribution(found.initiative.collections.get(), {"gender": "man", "age": "70", "water": "yes"})
    objects.run(found)
    assert item(found).open == (later.uuid,)
    assert serious_is(found) == "evidence against"
    keep(found)
    objects.run(found)
    assert not item(found).is_open
    assert serious_is(found) == "evidence found"


def test_one_of_two_twins_is_taken_out_and_the_finding_is_gone_in_the_next_run(found: Cast) -> None:
    first, second = item(found, "key-duplicate").open
    remove(found, second, check="key-duplicate")
    assert not Contribution.objects.exclude(set_aside="").exists()
    assert item(found, "key-duplicate").open == (first,)
    run = objects.run(found)
    assert "key-duplicate" not in [one.finding.check_code for one in desk(found.initiative)]
    assert not run.uses.filter(contribution=second).exists() and run.uses.filter(contribution=first).exists()


def test_part_of_a_finding_is_taken_out_and_the_rest_is_kept(found: Cast) -> None:
    first, second = item(found).open
    remove(found, first)
    assert item(found).open == (second,)
    keep(found)
    assert not item(found).is_open
    objects.run(found)
    assert not item(found).is_open
    assert serious_is(found) == "evidence found"


def test_undone_it_waits_again_and_what_was_taken_out_takes_part_again(found: Cast) -> None:
    first, second = item(found).open
    decision = remove(found, first, second)
    assert not item(found).is_open
    objects.run(found)
    decision_actions.undo(by=sipho(found), on=decision)
    run = objects.run(found)
    assert run.uses.filter(contribution=first).exists()
    assert item(found).open == (first, second)
    kept = keep(found)
    decision_actions.undo(by=sipho(found), on=kept)
    assert item(found).open == (first, second)
    assert FindingDecision.objects.exclude(undone_at=None).count() == 2


def test_what_was_set_aside_in_earlier_days_takes_part_again_when_that_is_undone(found: Cast) -> None:
    first, second = item(found).open
    decision = set_aside(found, first, second)
    assert not item(found).open
    Contribution.objects.filter(uuid=first).update(set_aside="")  # somebody else was quicker
    decision_actions.undo(by=sipho(found), on=decision)
    assert not Contribution.objects.exclude(set_aside="").exists()


def test_a_contribution_that_is_gone_waits_for_no_decision(found: Cast) -> None:
    first, second = item(found).open
    Contribution.objects.filter(uuid=first).delete()
    assert item(found).open == (second,)


# --- What is refused ------------------------------------------------------------------------


def refuses(code: str, act: object) -> None:
    with pytest.raises(Refusal) as refusal:
        act()  # type: ignore[operator]
    assert refusal.value.codes == (code,)


def test_a_finding_is_decided_once(found: Cast) -> None:
    finding = item(found).finding
    keep(found)
    refuses(
        "finding-already-decided",
        lambda: decision_actions.keep(by=sipho(found), on=finding, reason=REASON),
    )


def test_a_finding_of_an_earlier_run_is_not_decided(found: Cast) -> None:
    finding = item(found).finding
    objects.run(found)
    refuses("finding-out-of-turn", lambda: decision_actions.keep(by=sipho(found), on=finding, reason=REASON))
    assert not FindingDecision.objects.exists()


def test_a_contribution_of_another_finding_or_initiative_is_not_taken_out(found: Cast, harbour: Cast) -> None:
    other = item(found, "key-duplicate").open[0]
    foreign = objects.contribution(objects.collection(harbour))
    for stranger in (other, foreign.uuid):
        mine = item(found).open[0]
        refuses("finding-already-decided", lambda one=stranger, own=mine: remove(found, own, one))
    assert not FindingDecision.objects.exists()


def test_an_undone_decision_is_not_undone_again(found: Cast) -> None:
    decision = keep(found)
    decision_actions.undo(by=sipho(found), on=decision)
    refuses("decision-already-undone", lambda: decision_actions.undo(by=sipho(found), on=decision))


def test_the_record_of_what_was_done_holds_no_reason_and_no_contribution(found: Cast) -> None:
    keep(found)
    facts = AuditRecord.objects.get(action="finding-decided").facts
    assert facts == {"decision": "keep", "check": "inconsistent", "contributions": "fewer than 10"}
    assert REASON not in str(list(AuditRecord.objects.values_list("facts", flat=True)))


# --- Pages ----------------------------------------------------------------------------------


def test_the_steward_decides_on_pages(found: Cast) -> None:
    shown = page(sipho(found), "findings/")
    assert "Nobody of this age lives here." in shown and "Waits for a decision, the oldest first" in shown
    finding = item(found).finding
    first, second = item(found).open
    choose = page(sipho(found), f"findings/{finding.uuid}/do/remove/")
    assert str(first)[:8] in choose
    said = {"contributions": [str(first)], "reason": "Filled in twice."}
    assert press(sipho(found), f"findings/{finding.uuid}/do/remove/", said).status_code == 302
    assert press(sipho(found), f"findings/{finding.uuid}/do/keep/", {"reason": "She is old."}).status_code == 302
    assert "She is old." in page(sipho(found), "findings/")
    decision = FindingDecision.objects.get(decision="remove")
    assert press(sipho(found), f"decisions/{decision.uuid}/do/undo/").status_code == 302
    assert item(found).open == (first,)


@pytest.mark.parametrize("said", [{"reason": "Twice."}, {"contributions": ["not-a-uuid"], "reason": "Twice."}])
def test_taking_out_without_naming_contributions_of_the_finding_is_refused(found: Cast, said: dict[str, str]) -> None:
    answer = press(sipho(found), f"findings/{item(found).finding.uuid}/do/remove/", said)
    assert refused(answer)
    assert not FindingDecision.objects.exists()


def test_a_decision_needs_a_reason(found: Cast) -> None:
    assert "This is empty" in refused(
        press(sipho(found), f"findings/{item(found).finding.uuid}/do/keep/", {"reason": ""})
    )


def test_only_the_steward_is_led_to_single_contributions_and_to_decisions(found: Cast) -> None:
    first = item(found).open[0]
    assert f"/contributions/{first}/" in page(sipho(found), "findings/")
    seen = page(found[Role.COORDINATOR], "findings/")
    assert "Nobody of this age lives here." in seen
    assert str(first) not in seen and "/do/" not in seen.split("<main")[1]


def test_findings_are_for_those_who_may_see_them(found: Cast, harbour: Cast, stranger: User) -> None:
    finding = item(found).finding
    for role in Role:
        sees = role in (Role.COORDINATOR, Role.STEWARD)
        assert (as_(found[role]).get(f"{HOME}findings/").status_code == 200) is sees, role
        if role is not Role.STEWARD:
            for name in DECISIONS:
                answer = press(found[role], f"findings/{finding.uuid}/do/{name}/", {"reason": REASON})
                assert answer.status_code == 403, (role, name)
    for outsider in (stranger, harbour[Role.STEWARD]):
        for place in ("findings/", *(f"findings/{finding.uuid}/do/{name}/" for name in DECISIONS)):
            assert as_(outsider).get(f"{HOME}{place}").status_code == 404
    under_their_own = f"/work/initiatives/harbour-noise/findings/{finding.uuid}/do/keep/"
    assert as_(harbour[Role.STEWARD]).post(under_their_own, {"reason": REASON}).status_code == 404
    assert not FindingDecision.objects.exists()


def test_findings_with_many_contributions_show_the_first_and_say_how_many_more(ready: Cast) -> None:
    objects.tables(ready, TABLES.replace("${age} < 58", "${age} < 25"))
    objects.run(ready)
    shown = page(sipho(ready), "findings/")
    assert "and 15 more" in shown
    finding = item(ready).finding
    assert FoundProblem.objects.get(uuid=finding.uuid).rows == 35
