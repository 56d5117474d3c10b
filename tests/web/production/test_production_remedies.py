"""Loss by group on the page of a run, and remedies compared beside it: once, for the team, and no more than needed."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution
from nyhavn.web.jobs.actions import take
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.production import remedy_jobs
from nyhavn.web.production.models import RemedyComparison, Run, RunState
from nyhavn.web.production.remedy_actions import COMPARE, compare_remedies
from nyhavn.web.production.remedy_schemas import RemediesShown
from nyhavn.web.production.remedy_showing import remedies_shown, run_loss
from nyhavn.web.production.risk_page import frontier, run_risk
from web import objects
from web.cast import Cast
from web.production.seeing import HOME, as_, page, press

pytestmark = pytest.mark.django_db(transaction=True)

# Two breakdowns and a crossed table, so that small groups exist.
AGES = """
[[breakdown]]
id = "old"
title = "Age"
categories = [
    { code = "young", label = "Under 40", when = "${age} < 40" },
    { code = "old", label = "40 or more", when = "${age} >= 40" },
]
"""
CROSSED = objects.TABLES.replace("[[indicator]]", AGES + "[[indicator]]").replace(
    'by = [["gender"]]', 'by = [["gender"], ["gender", "old"]]'
)
UNSAFE = CROSSED.replace("threshold = 5", "threshold = 5\ncomplementary = false")
PARAMETERS = ("threshold", "need_low", "need_high", "primary", "joint_bounds", "complementary")


@pytest.fixture
def small(ready: Cast) -> Cast:
    """A village in which three people describe their gender in words of their own."""
    collection = ready.initiative.collections.get()
    for age in ("21", "35", "66"):
        objects.contribution(
            collection, {"gender": "own_words", "gender_own": "Amina-Q-7731", "age": age, "water": "no"}
        )
    objects.tables(ready, CROSSED)
    return ready


def worked() -> None:
    while work_once():
        pass


def compared(village: Cast, run: Run) -> RemediesShown:
    compare_remedies(by=village[Role.COORDINATOR], on=run)
    worked()
    return remedies_shown(Run.objects.get(id=run.id))


def group(loss: Any, label: str) -> Any:
    return next(one for one in loss.groups if one.label == label)


# --- As planned -----------------------------------------------------------------------------


def test_the_page_says_at_once_which_people_disappear(small: Cast) -> None:
    run = objects.run(small)
    loss = run_loss(run).loss
    assert loss is not None
    assert group(loss, "Gender: In own words").disappears
    assert not group(loss, "Age: 40 or more").disappears
    shown = page(small[Role.APPROVER], f"runs/{run.uuid}/")
    assert "Nothing at all would be said about:" in shown
    assert "<li><bdi>Gender: In own words</bdi></li>" in shown
    assert 'fill="url(#planned-hatch)"' in shown
    assert "<title" in shown and "<desc" in shown


def test_where_nobody_is_lost_nothing_is_hatched(ready: Cast) -> None:
    run = objects.run(ready)
    loss = run_loss(run).loss
    assert loss is not None and not any(one.disappears for one in loss.groups)
    shown = page(ready[Role.COORDINATOR], f"runs/{run.uuid}/")
    assert "Which people disappear" in shown
    assert "Nothing at all would be said about" not in shown
    assert 'fill="url(#planned-hatch)"' not in shown


# --- At risk --------------------------------------------------------------------------------


def test_the_steward_sees_what_is_at_risk_and_nobody_else_does(small: Cast) -> None:
    run = objects.run(small)
    risk = run_risk(run).at_risk
    assert risk is not None and risk.few > 0
    assert run.restricted is not None
    assert risk.few + risk.all_or_none + risk.unanswered >= run.restricted["primary"] > 0
    own_words = group(risk, "Gender: In own words")
    assert own_words.few > 0
    shown = page(small[Role.STEWARD], f"runs/{run.uuid}/")
    assert "would rest on so few people that they can be guessed" in shown
    for role in (Role.APPROVER, Role.COORDINATOR):
        assert "What is at risk" not in page(small[role], f"runs/{run.uuid}/")


def test_where_nothing_is_at_risk_nothing_is_said_about_it(ready: Cast) -> None:
    run = objects.run(ready)
    assert run_risk(run).at_risk is None
    assert "What is at risk" not in page(ready[Role.STEWARD], f"runs/{run.uuid}/")


# --- Compared -------------------------------------------------------------------------------


def test_remedies_stand_beside_the_plan_those_first_that_lose_least(small: Cast) -> None:
    shown = compared(small, objects.run(small))
    assert shown.planned is not None and shown.planned.passes
    assert {one.code for one in shown.tried} == {"nothing-crossed", "without-gender", "without-old"}
    crossed_apart = next(one for one in shown.tried if one.code == "nothing-crossed")
    assert crossed_apart.loss is not None and crossed_apart.loss.left_out == 6
    assert all(one.passes for one in shown.tried)
    lost = [sum(group.disappears for group in one.loss.groups) for one in shown.tried if one.loss]
    assert lost == sorted(lost)


def test_risk_stands_beside_use_for_every_choice(small: Cast) -> None:
    run = objects.run(small)
    shown = compared(small, run)
    assert shown.planned is not None and shown.planned.loss is not None and shown.planned.at_risk
    picture = frontier(shown.planned, shown.tried, is_mirrored=False)
    assert picture is not None and len(picture.points) == 1 + len(shown.tried)
    best = [point for point in picture.points if point.is_best]
    assert best and all(a.x <= b.x and a.y >= b.y for a, b in picture.line)
    mirrored = frontier(shown.planned, shown.tried, is_mirrored=True)
    assert mirrored is not None
    for point, other in zip(picture.points, mirrored.points, strict=True):
        assert (round(point.x + other.x, 6), point.y) == (100.0, other.y)
    seen = page(small[Role.COORDINATOR], f"runs/{run.uuid}/")
    assert seen.count("<circle") == len(picture.points)
    assert "★ As planned" in seen


def test_a_plan_that_protection_refuses_passes_under_a_remedy(small: Cast) -> None:
    objects.tables(small, UNSAFE)
    run = objects.run(small)
    assert (run.state, [reason["code"] for reason in run.reasons]) == (RunState.REFUSED, ["protection-failed"])
    shown = compared(small, run)
    assert shown.planned is not None and not shown.planned.passes
    passing = {one.code for one in shown.tried if one.passes}
    assert "hide-more" in passing
    assert {one.code for one in shown.tried} - passing
    seen = page(small[Role.COORDINATOR], f"runs/{run.uuid}/")
    assert "As planned: still refused" in seen
    assert "the tables pass" in seen and "still refused" in seen


def test_a_run_that_other_tables_cannot_mend_is_not_compared(ready: Cast) -> None:
    objects.tables(ready, objects.TABLES.replace('licence = "CC-BY-4.0"\n', ""))
    run = objects.run(ready)
    assert [reason["code"] for reason in run.reasons] == ["licence-unknown"]
    with pytest.raises(Refusal) as refused:
        compare_remedies(by=ready[Role.COORDINATOR], on=run)
    assert refused.value.codes == ("comparison-out-of-turn",)
    assert "compare-remedies" not in page(ready[Role.COORDINATOR], f"runs/{run.uuid}/")


def test_only_the_newest_run_is_compared(small: Cast) -> None:
    older = objects.run(small)
    newer = objects.run(small)
    with pytest.raises(Refusal) as refused:
        compare_remedies(by=small[Role.STEWARD], on=older)
    assert refused.value.codes == ("comparison-out-of-turn",)
    assert compared(small, newer).planned is not None


def test_what_stops_a_run_is_said_before_a_comparison(small: Cast) -> None:
    run = objects.run(small)
    Contribution.objects.update(set_aside="A test.")
    with pytest.raises(Refusal) as refused:
        compare_remedies(by=small[Role.COORDINATOR], on=run)
    assert refused.value.codes == ("plan-part-missing",)
    assert not RemedyComparison.objects.exists()


def test_what_was_withdrawn_since_the_run_takes_no_part(small: Cast) -> None:
    run = objects.run(small)
    before = compared(small, run).planned
    RemedyComparison.objects.all().delete()
    people = list(Contribution.objects.order_by("id")[:30])
    Contribution.objects.filter(id__in=[one.id for one in people]).update(set_aside="A test.")
    after = compared(small, run).planned
    assert before is not None and after is not None and before.loss is not None and after.loss is not None
    assert after.loss.hidden > before.loss.hidden


# --- Once -----------------------------------------------------------------------------------


def test_asking_twice_is_asking_once(small: Cast) -> None:
    run = objects.run(small)
    for _ in range(2):
        answer = press(small[Role.COORDINATOR], f"runs/{run.uuid}/do/compare-remedies/")
        assert answer.status_code == 302
    assert Job.objects.filter(kind=COMPARE).count() == 1
    worked()
    finished = RemedyComparison.objects.get().finished_at
    assert press(small[Role.STEWARD], f"runs/{run.uuid}/do/compare-remedies/").status_code == 302
    worked()
    assert RemedyComparison.objects.get().finished_at == finished
    actions = list(AuditRecord.objects.filter(action__startswith="remedies").values_list("action", flat=True))
    assert actions == ["remedies-asked-for", "remedies-compared"]


def test_a_worker_that_lost_its_lease_writes_nothing_and_the_next_one_does(
    small: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = objects.run(small)
    compare_remedies(by=small[Role.COORDINATOR], on=run)
    real, stages = Lease.progress, []

    def progress(lease: Lease, stage: str, step: int, steps: int) -> None:
        stages.append(stage)
        if stage == "Choice 2 of 4: Counting":
            Job.objects.filter(id=lease.job.id).update(lease_until=timezone.now() - timedelta(seconds=1))
            assert take() is not None
        real(lease, stage, step, steps)

    with monkeypatch.context() as patched:
        patched.setattr(Lease, "progress", progress)
        assert work_once()
    assert stages[-1] == "Choice 2 of 4: Counting"
    assert RemedyComparison.objects.get().found is None
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    worked()
    assert RemedyComparison.objects.get().found is not None
    assert AuditRecord.objects.filter(action="remedies-compared").count() == 1


def test_a_comparison_whose_job_failed_may_be_asked_for_again(small: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = objects.run(small)

    def crash(initiative: object) -> None:
        raise ValueError("a defect")

    with monkeypatch.context() as patched:
        patched.setattr(remedy_jobs, "material", crash)
        failed = compared(small, run)
    assert failed.is_possible and [reason.code for reason in failed.reasons] == ["job-failed"]
    assert "came to nothing" in page(small[Role.COORDINATOR], f"runs/{run.uuid}/")
    assert compared(small, run).planned is not None


def test_tables_that_were_broken_meanwhile_end_it_with_their_reasons(small: Cast) -> None:
    run = objects.run(small)
    compare_remedies(by=small[Role.COORDINATOR], on=run)
    small.initiative.tables_plan.delete()
    worked()
    shown = remedies_shown(Run.objects.get(id=run.id))
    assert shown.planned is None and {reason.code for reason in shown.reasons} == {"plan-part-missing"}
    assert Job.objects.get(kind=COMPARE).state == JobState.DONE
    assert AuditRecord.objects.filter(action="remedies-not-compared").count() == 1


# --- Who sees what --------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.ENUMERATOR, Role.ASSESSOR, Role.OBSERVER])
def test_who_may_not_see_a_candidate_sees_nothing_of_its_loss(small: Cast, role: Role) -> None:
    run = objects.run(small)
    for place in (f"{HOME}runs/{run.uuid}/", f"{HOME}runs/{run.uuid}/do/compare-remedies/"):
        assert as_(small[role]).get(place).status_code == 403
    assert as_(small[role]).post(f"{HOME}runs/{run.uuid}/do/compare-remedies/").status_code == 403
    assert not Job.objects.filter(kind=COMPARE).exists()


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.APPROVER])
def test_who_sees_a_candidate_sees_its_loss_and_not_what_several_protections_together_would_tell(
    small: Cast, role: Role
) -> None:
    run = objects.run(small)
    compared(small, run)
    shown = page(small[role], f"runs/{run.uuid}/")
    assert "Which people disappear" in shown
    assert "What would lose less" not in shown
    for mine in (Role.COORDINATOR, Role.STEWARD):
        assert "What would lose less" in page(small[mine], f"runs/{run.uuid}/")


def test_nothing_of_the_numbers_of_protection_and_nobodys_words_are_kept_or_shown(small: Cast) -> None:
    run = objects.run(small)
    shown = compared(small, run)
    kept = json.dumps(RemedyComparison.objects.get().found) + shown.model_dump_json()
    seen = page(small[Role.COORDINATOR], f"runs/{run.uuid}/")
    part = seen[seen.index("Which people disappear") :]
    for text in (kept, part):
        assert not [name for name in PARAMETERS if name in text]
        assert "7731" not in text
        assert not [one for one in Contribution.objects.all() if str(one.uuid) in text]
