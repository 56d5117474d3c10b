"""Why a steward decided something: read by the team, sealed in the database, gone with whomever it is about."""

import io
import zipfile
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from nyhavn.framework.refusal import OutsideFault
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.collection import keys, ring
from nyhavn.web.collection.models import Contribution, KeyEpoch
from nyhavn.web.collection.turning import turn
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.lineage.holdings import held_about
from nyhavn.web.production import correction_actions, decision_actions
from nyhavn.web.production.decision_queries import DeskItem, desk
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.production.models import FindingDecision
from nyhavn.web.production.showing import findings_shown
from nyhavn.web.production.why_decided import reason_of
from web import objects
from web.cast import Cast
from web.production.seeing import candidate, page
from web.withdrawing import AGGREGATES, taken_back, walked

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Zuleikha-4471 is the mayor's mother, and she is that old."
UNREADABLE = "the reason cannot be read any more"
RULE = """
[[rule]]
id = "not-so-old"
says = "Nobody of this age lives here."
must_hold = "${age} < 58"
severity = "serious"
[protection]"""


@pytest.fixture
def found(ready: Cast) -> Cast:
    """The village after a run: two are older than 57."""
    objects.tables(ready, objects.TABLES.replace("[protection]", RULE))
    objects.run(ready)
    return ready


def sipho(village: Cast) -> User:
    return village[Role.STEWARD]


def item(village: Cast) -> DeskItem:
    return next(one for one in desk(village.initiative) if one.finding.check_code == "inconsistent")


def keep(village: Cast) -> FindingDecision:
    """About both of them."""
    return decision_actions.keep(by=sipho(village), on=item(village).finding, reason=WORDS)


def correct(village: Cast, contribution: UUID) -> FindingDecision:
    """About one of them."""
    said = {"column": "age", "value": "35", "reason": WORDS}
    return correction_actions.correct(by=sipho(village), on=item(village).finding, contribution=contribution, **said)


def remove(village: Cast, *contributions: UUID) -> FindingDecision:
    return decision_actions.remove(
        by=sipho(village), on=item(village).finding, contributions=contributions, reason=WORDS
    )


def read(decision: FindingDecision) -> str:
    return reason_of(FindingDecision.objects.get(id=decision.id))


def stored() -> str:
    """Every value of the table, as somebody with the database reads it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM production_findingdecision")
        return repr([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor])


def log(village: Cast) -> str:
    with zipfile.ZipFile(io.BytesIO(export_plan(by=sipho(village), on=village.initiative).content)) as archive:
        return archive.read("cleaning-log.csv").decode()


def turns(village: Cast) -> int:
    return Job.objects.filter(kind="keys-turn", scope=village.initiative.uuid).count()


# --- Who reads it -------------------------------------------------------------------------------


def test_the_steward_reads_it_on_the_page_in_the_interface_and_in_the_log(found: Cast) -> None:
    first, second = item(found).open
    correct(found, first)
    keep(found)
    assert page(sipho(found), "findings/").count("Zuleikha-4471") == 2
    shown = next(one for one in findings_shown(found.initiative).findings if one.check == "inconsistent")
    assert [decision.reason for decision in shown.decisions] == [WORDS, WORDS]
    objects.run(found)
    assert "Zuleikha-4471" in page(sipho(found), "findings/")
    assert log(found).count("Zuleikha-4471") == 2
    walked(found, second, AGGREGATES)  # a single purpose takes no words away
    assert [reason_of(one) for one in FindingDecision.objects.all()] == [WORDS, WORDS]


def test_whoever_has_the_database_alone_does_not_read_it(found: Cast) -> None:
    decision = keep(found)
    assert "Zuleikha" not in stored()
    FindingDecision.objects.update(sealed=b"", wrapped_key=b"", earlier_reason=WORDS)  # as it was before
    assert "Zuleikha" in stored()
    assert read(decision) == WORDS


def test_it_opens_in_its_own_row_alone_and_the_page_comes_all_the_same(found: Cast) -> None:
    first, second = item(found).open
    one, other = remove(found, first), remove(found, second)
    for row, words in ((one, other), (other, one)):
        values = {"sealed": words.sealed, "wrapped_key": words.wrapped_key}
        FindingDecision.objects.filter(id=row.id).update(**values)
    assert read(one) == read(other) == ""
    assert UNREADABLE in page(sipho(found), "findings/")


def test_where_the_key_is_not_there_nobody_is_told_that_the_words_are_gone(found: Cast) -> None:
    decision = keep(found)
    keys.epoch_file(found.initiative.uuid, 1).unlink()
    with pytest.raises(OutsideFault) as fault:
        read(decision)
    assert fault.value.codes == ("key-missing",)


# --- Gone with whomever it is about ------------------------------------------------------------


def test_it_goes_with_the_decision_when_the_only_one_it_is_about_takes_theirs_back(found: Cast) -> None:
    first, _ = item(found).open
    correct(found, first)
    walked(found, first)
    assert not FindingDecision.objects.exists()
    assert turns(found) == 1
    assert "Zuleikha" not in page(sipho(found), "findings/")


def test_of_a_decision_about_two_the_words_go_with_one_and_what_it_does_stays(found: Cast) -> None:
    first, second = item(found).open
    decision = remove(found, first, second)
    walked(found, first)
    assert read(decision) == ""
    assert FindingDecision.objects.get().contributions == (second,)
    run = objects.run(found)
    assert run.state == "judged", run.reasons
    assert candidate(run).cleaning is not None
    assert UNREADABLE in page(sipho(found), "findings/")
    assert [line[:7] for line in log(found).splitlines() if "cannot be read any more" in line] == ["remove,"]
    decision_actions.undo(by=sipho(found), on=FindingDecision.objects.get())


def test_it_goes_also_where_the_decision_was_undone(found: Cast) -> None:
    decision = keep(found)
    decision_actions.undo(by=sipho(found), on=decision)
    assert read(decision) == WORDS
    walked(found, item(found).finding.contributions[0])
    assert read(decision) == ""


def test_it_goes_where_all_that_the_finding_points_to_go(found: Cast) -> None:
    keep(found)
    both = item(found).finding.contributions
    for one in both:
        walked(found, one)
    assert not FindingDecision.objects.exists()


def test_words_from_before_they_were_sealed_go_as_well(found: Cast) -> None:
    decision = keep(found)
    FindingDecision.objects.update(sealed=b"", wrapped_key=b"", epoch=None, earlier_reason=WORDS)
    assert "Zuleikha-4471" in page(sipho(found), "findings/")
    walked(found, item(found).finding.contributions[0])
    assert "Zuleikha" not in stored()
    assert read(decision) == ""


@pytest.mark.slow
def test_a_database_from_before_keeps_its_words_when_it_is_brought_up_to_date(found: Cast) -> None:
    decision = keep(found)
    FindingDecision.objects.update(sealed=b"", wrapped_key=b"", epoch=None, earlier_reason=WORDS)
    MigrationExecutor(connection).migrate([("production", "0005_no_lists")])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reason FROM production_findingdecision")
            assert cursor.fetchall() == [(WORDS,)]
    finally:
        MigrationExecutor(connection).migrate([("production", "0006_sealed_reasons")])
    assert read(decision) == WORDS


def test_a_withdrawal_of_somebody_else_leaves_it(found: Cast) -> None:
    decision = keep(found)
    elsewhere = Contribution.objects.exclude(uuid__in=item(found).finding.contributions).earliest("id")
    walked(found, elsewhere.uuid)
    assert read(decision) == WORDS


# --- Old copies ---------------------------------------------------------------------------------


def test_no_key_that_is_left_opens_an_old_copy_of_it(found: Cast) -> None:
    """The keys turn once between the withdrawal and the walk that comes to the decision, and once more after it."""
    decision = keep(found)
    copies = [bytes(decision.wrapped_key)]
    taken_back(found, item(found).finding.contributions[0])
    turn(found.initiative)
    copies.append(bytes(FindingDecision.objects.get().wrapped_key))
    assert read(decision) == WORDS
    assert decision.uuid in ring.survivors(found.initiative.uuid)
    while work_once():
        pass
    Job.objects.filter(kind="keys-turn").update(not_before=timezone.now())
    while work_once():
        pass
    assert decision.uuid not in ring.survivors(found.initiative.uuid)
    number = keys.epochs_with_key(found.initiative.uuid)[-1]
    assert number == 3
    left = keys.read(keys.epoch_file(found.initiative.uuid, number))
    for copy in copies:
        with pytest.raises(InvalidUnwrap):
            aes_key_unwrap(left, copy)


def test_an_old_database_that_is_put_back_opens_what_survived_and_loses_what_did_not(found: Cast) -> None:
    first, second = item(found).open
    gone, stays = remove(found, first), remove(found, second)
    columns = ("sealed", "wrapped_key", "epoch")
    before = {row["id"]: row for row in FindingDecision.objects.values("id", *columns)}
    with transaction.atomic():
        FindingDecision.objects.filter(id=gone.id).update(sealed=b"", wrapped_key=b"")
    turn(found.initiative)
    for number, row in before.items():
        FindingDecision.objects.filter(id=number).update(**{f"{name}": row[name] for name in columns})
    ring.apply(found.initiative)
    assert (read(gone), read(stays)) == ("", WORDS)
    assert set(FindingDecision.objects.get(id=gone.id).contributions) == {first}


def test_the_database_refuses_words_without_a_key_and_a_key_without_its_period(found: Cast) -> None:
    keep(found)
    assert KeyEpoch.objects.count() == 1
    for faulty in ({"wrapped_key": b""}, {"sealed": b""}, {"epoch": None}, {"earlier_reason": WORDS}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FindingDecision.objects.update(**faulty)


# --- The person's copy --------------------------------------------------------------------------


def test_a_copy_has_the_reason_of_a_decision_about_this_person_alone(found: Cast) -> None:
    first, second = item(found).open
    correct(found, first)
    assert held_about(found.initiative, first)["decision-reason"] == ({"reason": WORDS},)
    assert "decision-reason" not in held_about(found.initiative, second)


def test_a_copy_has_no_reason_that_may_tell_of_others(found: Cast) -> None:
    first, second = item(found).open
    keep(found)
    for one in (first, second):
        assert "decision" in held_about(found.initiative, one)
        assert "Zuleikha" not in str(held_about(found.initiative, one))
