"""From a finding to a corrected release: an answer corrected, left out, a contribution taken out; sealed, undone."""

import csv
import io
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps

from nyhavn.chain.production import produce_release
from nyhavn.exchange.incoming.cleaning_log import read_cleaning_log
from nyhavn.framework.cleaning import CleaningAction
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import CleaningStatement
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection import vault
from nyhavn.web.collection.actions import show_answers
from nyhavn.web.collection.models import Contribution
from nyhavn.web.production import correction_actions, decision_actions
from nyhavn.web.production.decision_queries import DeskItem, changes_elsewhere, desk
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.production.models import CorrectedAnswer, FindingDecision, Run
from nyhavn.web.releases import actions as releases
from nyhavn.web.releases.models import PublicRelease
from web import objects
from web.cast import Cast
from web.production.seeing import candidate, page, press, refused
from web.publishing import again, in_days, returned

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "We looked at the paper form."
RULE = """
[[rule]]
id = "not-so-old"
says = "Nobody of this age lives here."
must_hold = "${age} < 58"
severity = "serious"
[protection]"""
OWN_WORDS = """
[[identity]]
question = "gender"
topic = "gender"
own_words_question = "gender_own"
[[rule]]"""
SECRET = "Zuleikha-4471"  # an answer that stands nowhere but in the vault


@pytest.fixture
def found(ready: Cast) -> Cast:
    """The village after a run: two are older than 57 (ages 58 and 59)."""
    objects.tables(ready, objects.TABLES.replace("[protection]", RULE))
    objects.run(ready)
    return ready


def sipho(village: Cast) -> User:
    return village[Role.STEWARD]


def item(village: Cast) -> DeskItem:
    return next(one for one in desk(village.initiative) if one.finding.check_code == "inconsistent")


def checks(village: Cast) -> list[str]:
    return [one.finding.check_code for one in desk(village.initiative)]


def correct(village: Cast, contribution: UUID, value: str = "35", column: str = "age") -> FindingDecision:
    finding = item(village).finding
    return correction_actions.correct(
        by=sipho(village), on=finding, contribution=contribution, column=column, value=value, reason=REASON
    )


def blank(village: Cast, contribution: UUID, column: str = "age") -> FindingDecision:
    finding = item(village).finding
    return correction_actions.blank(
        by=sipho(village), on=finding, contribution=contribution, column=column, reason=REASON
    )


def remove(village: Cast, *contributions: UUID) -> FindingDecision:
    return decision_actions.remove(
        by=sipho(village), on=item(village).finding, contributions=contributions, reason=REASON
    )


def exported(village: Cast) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(export_plan(by=sipho(village), on=village.initiative).content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def judged(village: Cast) -> Run:
    run = objects.run(village)
    assert run.state == "judged", run.reasons
    return run


# --- The way ----------------------------------------------------------------------------------


def test_from_a_finding_to_a_corrected_release(found: Cast) -> None:
    """On pages, as the steward walks it: one corrected, one left out, and neither is found any more."""
    first, second = item(found).open
    finding = f"findings/{item(found).finding.uuid}"
    asked = page(sipho(found), f"{finding}/do/correct/")
    assert str(first)[:8] in asked and "How old are you?" in asked and "Do you have water" not in asked
    said = {"contribution": str(first), "column": "age", "value": "٣٥", "reason": REASON}
    assert press(sipho(found), f"{finding}/do/correct/", said).status_code == 302
    assert item(found).open == (second,)
    said = {"contribution": str(second), "column": "age", "reason": "Nobody knows it any more."}
    assert press(sipho(found), f"{finding}/do/blank/", said).status_code == 302
    assert not item(found).is_open
    shown = page(sipho(found), "findings/")
    assert "An answer corrected in <code>age</code>" in shown and "An answer left out in <code>age</code>" in shown

    release = candidate(judged(found))
    assert "inconsistent" not in checks(found)
    assert release.cleaning == CleaningStatement(
        recodes=0, recoded="", corrected="a few", blanked="a few", removed="none"
    )
    assert release.participants == "40"
    answered = {row.question: row.missing for row in release.response}
    assert answered["age"] != 0, "the answer that was left out counts as missing"
    later = page(sipho(found), "findings/")
    assert "Changed, and not found any more" in later and "Nobody of this age lives here." in later


def test_what_the_person_said_stays_as_it_was(found: Cast) -> None:
    first, _ = item(found).open
    correct(found, first)
    contribution = Contribution.objects.get(uuid=first)
    assert contribution.version == 1
    assert show_answers(by=sipho(found), on=contribution)["age"] == "58"


def test_a_contribution_that_is_taken_out_is_not_used_and_the_release_says_so(found: Cast) -> None:
    first, second = item(found).open
    remove(found, first)
    correct(found, second)
    run = judged(found)
    assert candidate(run).cleaning == CleaningStatement(0, "", "a few", "none", "a few")
    assert candidate(run).participants == "39"
    assert not run.uses.filter(contribution=first).exists() and run.uses.filter(contribution=second).exists()
    assert "inconsistent" not in checks(found)


def test_without_a_change_no_log_is_made_and_the_release_says_nothing(found: Cast) -> None:
    decision_actions.keep(by=sipho(found), on=item(found).finding, reason=REASON)
    assert candidate(judged(found)).cleaning is None
    assert set(exported(found)) == {"README.txt", "plan.toml", "water.xlsx", "contributions.csv"}


def test_an_answer_that_nobody_gave_can_be_filled_in(found: Cast) -> None:
    """Nobody in the village said anything in own words, so the column itself is missing."""
    objects.tables(found, objects.TABLES.replace("[protection]", RULE.replace("${age} < 58", "${gender_own} = 'x'")))
    Contribution.objects.all().delete()
    collection = found.initiative.collections.get()
    objects.contributions(collection, 39)
    odd = objects.contribution(collection, {"gender": "own_words", "age": "30", "water": "yes"})
    rule = RULE.replace("${age} < 58", "${age} != 30 or not(${gender} = 'own_words')")
    objects.tables(found, objects.TABLES.replace("[protection]", rule))
    objects.run(found)
    assert item(found).open == (odd.uuid,)
    correct(found, odd.uuid, "31")
    judged(found)
    assert "inconsistent" not in checks(found)


# --- Undone, and found wanting ----------------------------------------------------------------


def test_undone_the_next_run_finds_it_again_and_the_value_is_forgotten(found: Cast) -> None:
    first, second = item(found).open
    decision = correct(found, first)
    remove(found, second)
    judged(found)
    assert {one.uuid for one in changes_elsewhere(found.initiative)} >= {decision.uuid}
    for one in changes_elsewhere(found.initiative):
        assert press(sipho(found), f"decisions/{one.uuid}/do/undo/").status_code == 302
    assert not CorrectedAnswer.objects.exists()
    assert candidate(judged(found)).cleaning is None
    assert item(found).open == (first, second)


def test_a_correction_that_does_not_help_waits_for_another_look(found: Cast) -> None:
    first, second = item(found).open
    decision = correct(found, first, "70")
    assert item(found).open == (second,)
    judged(found)
    assert item(found).open == (first, second)
    refuses("answer-already-decided", lambda: correct(found, first, "35"))
    decision_actions.undo(by=sipho(found), on=decision)
    correct(found, first, "35")
    assert item(found).open == (second,)


# --- Sealed -----------------------------------------------------------------------------------


def everything_stored() -> bytes:
    """Every field of every row of every table."""
    rows = (row for model in apps.get_models() for row in model._default_manager.values_list())
    return b"".join(bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode() for row in rows for v in row)


def test_no_old_or_new_value_stands_anywhere_but_in_the_vault(found: Cast) -> None:
    words = f"{SECRET}-before"
    collection = found.initiative.collections.get()
    odd = objects.contribution(collection, {"gender": "own_words", "gender_own": words, "age": "60", "water": "no"})
    rule = RULE.replace("${age} < 58", "${age} < 60 or ${gender_own} = 'x'")
    objects.tables(found, objects.TABLES.replace("[protection]", rule))
    objects.run(found)
    assert item(found).open == (odd.uuid,)
    correct(found, odd.uuid, f"{SECRET}-after", "gender_own")
    run = judged(found)
    corrected = CorrectedAnswer.objects.get()
    assert corrected.column == "gender_own" and len(corrected.sealed) > 512
    assert SECRET.encode() not in everything_stored()
    assert SECRET not in page(sipho(found), "findings/") + page(found[Role.COORDINATOR], "findings/")
    assert run.restricted is not None and run.restricted["applied"] is None
    facts = AuditRecord.objects.filter(action="finding-decided").latest("id").facts
    assert facts == {"decision": "correct", "check": "inconsistent", "contributions": "fewer than 10"}
    assert f"{SECRET}-after".encode() in exported(found)["cleaning-log.csv"]


def test_it_opens_with_its_contribution_and_in_its_own_row_alone(found: Cast) -> None:
    first, second = item(found).open
    correct(found, first, "35")
    correct(found, second, "36")
    one, other = CorrectedAnswer.objects.order_by("id")
    one.sealed, other.sealed = other.sealed, one.sealed
    for row in (one, other):
        row.save()
    run = objects.run(found)
    assert (run.state, [reason["code"] for reason in run.reasons]) == ("refused", ["contribution-changed"])


def test_it_is_gone_with_its_contribution(found: Cast) -> None:
    first, _ = item(found).open
    correct(found, first)
    Contribution.objects.get(uuid=first).delete()
    assert not CorrectedAnswer.objects.exists()
    assert candidate(judged(found)).cleaning is None


def test_what_is_sealed_beside_a_contribution_needs_its_key() -> None:
    place = vault.Place(UUID(int=1), 1, UUID(int=2))
    vault.keys.make_once(vault.keys.epoch_file(place.initiative, place.epoch))
    mine, other = (vault.seal(place, {"age": "58"}) for _ in range(2))
    blob = vault.seal_beside(place, mine, UUID(int=3), {"new": "35"})
    assert vault.open_beside(place, mine, UUID(int=3), blob) == {"new": "35"}
    for sealed, on in ((other, UUID(int=3)), (mine, UUID(int=4)), (mine, place.on)):
        refuses("contribution-changed", lambda sealed=sealed, on=on: vault.open_beside(place, sealed, on, blob))


# --- Refused, each alone ----------------------------------------------------------------------


def refuses(code: str, act: object) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act()  # type: ignore[operator]
    assert refusal.value.codes == (code,)
    return refusal.value


UNREADABLE, NO_CHANGE = "correction-unreadable", "correction-changes-nothing"
VALUES = {"thirty": UNREADABLE, "3,5": UNREADABLE, " ": UNREADABLE, "58": NO_CHANGE, " 058 ": NO_CHANGE}


def test_a_value_that_is_no_answer_or_no_change_is_refused_and_not_quoted(found: Cast) -> None:
    first, _ = item(found).open
    for value, code in VALUES.items():
        refusal = refuses(code, lambda value=value: correct(found, first, value))
        assert not value.strip() or value.strip() not in str(refusal)
    assert not FindingDecision.objects.exists()
    correct(found, first, "57")


def test_an_answer_is_left_out_where_there_is_one(found: Cast) -> None:
    odd = objects.contribution(found.initiative.collections.get(), {"gender": "man", "age": "61", "water": "no"})
    rule = RULE.replace("${age} < 58", "${age} < 60 or ${hours} > 90").replace(
        "severity", 'when = "${age} > 0"\nseverity'
    )
    objects.tables(found, objects.TABLES.replace("[protection]", rule))
    objects.run(found)
    assert item(found).open == (odd.uuid,)
    refuses("correction-changes-nothing", lambda: blank(found, odd.uuid, "hours"))
    blank(found, odd.uuid, "age")


def test_an_answer_is_decided_about_once(found: Cast) -> None:
    first, _ = item(found).open
    correct(found, first, "70")
    judged(found)
    for again_ in (lambda: correct(found, first, "35"), lambda: blank(found, first), lambda: remove(found, first)):
        refuses("answer-already-decided", again_)
    assert FindingDecision.objects.count() == 1


def test_a_contribution_of_another_finding_is_not_corrected(found: Cast) -> None:
    elsewhere = Contribution.objects.order_by("id")[0].uuid
    refuses("finding-already-decided", lambda: correct(found, elsewhere))
    first, _ = item(found).open
    remove(found, first)
    refuses("finding-already-decided", lambda: correct(found, first))


def test_only_questions_of_the_finding_are_changed(found: Cast) -> None:
    first, _ = item(found).open
    refuses("question-not-correctable", lambda: correct(found, first, "no", "water"))
    refuses("question-not-correctable", lambda: blank(found, first, "no such column"))


def test_own_words_about_who_somebody_is_are_left_out_but_never_written_anew(found: Cast) -> None:
    collection = found.initiative.collections.get()
    odd = objects.contribution(collection, {"gender": "own_words", "gender_own": "x", "age": "60", "water": "no"})
    rule = RULE.replace("${age} < 58", "${gender_own} != 'x'").replace("[[rule]]", OWN_WORDS)
    objects.tables(found, objects.TABLES.replace("[protection]", rule))
    objects.run(found)
    refuses("question-not-correctable", lambda: correct(found, odd.uuid, "y", "gender_own"))
    blank(found, odd.uuid, "gender_own")
    judged(found)
    assert "inconsistent" not in checks(found)


def test_a_decision_about_an_answer_that_the_person_changed_since_stops_the_run_by_its_reference(found: Cast) -> None:
    first, second = item(found).open
    decision = correct(found, first)
    correct(found, second)
    contribution = Contribution.objects.select_related("epoch").get(uuid=first)
    place = vault.Place(found.initiative.uuid, contribution.epoch.number, first, version=2)
    sealed = vault.seal(place, {"gender": "man", "age": "59", "water": "no"})
    Contribution.objects.filter(uuid=first).update(version=2, sealed=sealed.blob, wrapped_key=sealed.wrapped_key)
    run = objects.run(found)
    assert (run.state, [reason["code"] for reason in run.reasons]) == ("refused", ["decision-outdated"])
    assert run.reasons[0]["where"] == f"contribution {str(first)[:8]}, column age"
    decision_actions.undo(by=sipho(found), on=decision)
    judged(found)


def test_a_form_with_something_missing_is_refused(found: Cast) -> None:
    whole = {"contribution": str(item(found).open[0]), "column": "age", "value": "35", "reason": REASON}
    place = f"findings/{item(found).finding.uuid}/do/correct/"
    for part in whole:
        assert refused(press(sipho(found), place, whole | {part: ""})), part
    for part in ("contribution", "column", "value"):
        assert refused(press(sipho(found), place, whole | {part: "not-one-of-them"})), part
    assert not FindingDecision.objects.exists()
    assert press(sipho(found), place, whole).status_code == 302


# --- What comes after a run -------------------------------------------------------------------


def decide_later(village: Cast) -> None:
    correct(village, item(village).open[0])


def undo_later(village: Cast) -> None:
    decision_actions.undo(by=sipho(village), on=changes_elsewhere(village.initiative)[0])


@pytest.mark.parametrize("later", [decide_later, undo_later])
def test_there_is_no_date_for_results_that_rest_on_other_decisions(found: Cast, later: object) -> None:
    first, second = item(found).open
    if later is undo_later:
        remove(found, first, second)
    release = returned(found)
    later(found)  # type: ignore[operator]
    refuses("release-produce-again", lambda: schedule(found, release))
    assert schedule(found, returned(found)).state == "scheduled"


def schedule(village: Cast, release: PublicRelease) -> PublicRelease:
    releases.schedule(by=village[Role.COORDINATOR], on=release, day=in_days(2))
    return again(release)


# --- Taken out of the site --------------------------------------------------------------------


def test_the_export_carries_the_log_and_the_command_reads_it(found: Cast, tmp_path: Path) -> None:
    first, second = item(found).open
    correct(found, first)
    remove(found, second)
    files = exported(found)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    log = read_cleaning_log(tmp_path / "cleaning-log.csv", key="contribution")
    assert [(entry.action, entry.row, entry.key, entry.column, entry.old, entry.new) for entry in log.entries] == [
        (CleaningAction.CORRECT, 39, str(first)[:8], "age", "58", "35"),
        (CleaningAction.REMOVE, 40, str(second)[:8], "", None, None),
    ]
    assert {(entry.decided.by, entry.decided.reason) for entry in log.entries} == {("Sipho", REASON)}
    rows = list(csv.DictReader(io.StringIO(files["contributions.csv"].decode(), newline="")))
    assert (rows[38]["age"], rows[38]["contribution"], len(rows)) == ("58", str(first)[:8], 40)
    produced = produce_release(tmp_path / "plan.toml", out=tmp_path / "out", log=tmp_path / "log", step=lambda *_: None)
    assert produced.release.cleaning == CleaningStatement(0, "", "a few", "none", "a few")
    assert (
        export_plan(by=sipho(found), on=found.initiative).content
        == export_plan(by=sipho(found), on=found.initiative).content
    )
