"""Somebody owns the database and would like the record of what was done to say something else."""

import hashlib
import json
import random
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from nyhavn.exchange.audit_log.checkpoints import checkpoint_line
from nyhavn.exchange.audit_log.leaves import FIRST_HEAD, commitment, next_head
from nyhavn.exchange.audit_log.verdict import LogVerification
from nyhavn.exchange.audit_log.verification import kept_in, verify_log
from nyhavn.exchange.bundle.keys import read_verifier_key
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.framework.roles import Role
from nyhavn.web.audit.actions import erase_account, erase_contributions, record
from nyhavn.web.audit.exporting import Reader, log_lines
from nyhavn.web.audit.leaves import written
from nyhavn.web.audit.models import AuditRecord, Seal
from nyhavn.web.audit.seals import broken_seals, seal
from web.cast import Cast
from web.log_attacker import open_the_tables

pytestmark = pytest.mark.django_db
EVERYTHING = Reader(None, sees_people=True)


def worked(village: Cast, records: int = 12) -> None:
    """Some days of work, sealed in several batches."""
    for number in range(records):
        by = village[Role.STEWARD if number % 3 else Role.COORDINATOR]
        scope = village.initiative.uuid
        record("contribution-set-aside", by=by, kind="contribution", on=uuid4(), scope=scope, facts={"n": number})
        if number % 4 == 3:
            seal()
    seal()


def taken_out(reader: Reader = EVERYTHING) -> list[bytes]:
    return list(log_lines(reader))


def found(lines: Iterable[bytes], **more: object) -> LogVerification:
    return verify_log(lines, **more)  # type: ignore[arg-type]


def codes(lines: Iterable[bytes], **more: object) -> set[str]:
    return {problem.code for problem in found(lines, **more).problems}


def sealed_anew() -> None:
    """The whole chain made again over what stands there now, as the program itself would."""
    AuditRecord.objects.update(seal=None)
    Seal.objects.all().delete()
    while seal() is not None:
        continue


# --- The database alone ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: AuditRecord.objects.filter(id__gt=0).update(action="nothing-happened"),
        lambda: AuditRecord.objects.filter(id__gt=0).update(facts={}),
        lambda: AuditRecord.objects.filter(id__gt=0).update(by=uuid4()),
        lambda: AuditRecord.objects.filter(id__gt=0).update(by_salt=b"0" * 16),
        lambda: AuditRecord.objects.filter(id__gt=0).update(leaf="0" * 64),
        lambda: AuditRecord.objects.all().delete(),
        lambda: Seal.objects.update(digest="0" * 64),
    ],
)
def test_the_database_itself_refuses_changes(village: Cast, attempt: Callable[[], object]) -> None:
    worked(village, 1)
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        attempt()
    assert broken_seals() == ()


# --- Whoever takes the triggers away ----------------------------------------------------------


def change_a_fact() -> None:
    AuditRecord.objects.filter(id=middle()).update(facts={"n": 999})


def change_who() -> None:
    AuditRecord.objects.filter(id=middle()).update(by=uuid4())


def change_when() -> None:
    AuditRecord.objects.filter(id=middle()).update(at=timezone.now() - timedelta(days=9))


def delete_one() -> None:
    AuditRecord.objects.filter(id=middle()).delete()


def swap_two() -> None:
    ids = list(AuditRecord.objects.order_by("id").values_list("id", flat=True))[5:7]
    one, other = (AuditRecord.objects.get(id=number) for number in ids)
    AuditRecord.objects.filter(id__in=ids).delete()
    one.id, other.id = other.id, one.id
    other.save(force_insert=True)
    one.save(force_insert=True)


def insert_one() -> None:
    made = AuditRecord.objects.get(id=middle())
    extra = written(action="role-given", at=made.at, by=made.by, scope=made.scope, kind="account", on=uuid4(), facts={})
    extra.seal = made.seal
    extra.save(force_insert=True)


def middle() -> int:
    return list(AuditRecord.objects.order_by("id").values_list("id", flat=True))[5]


CHANGES = [
    change_a_fact,
    change_who,
    change_when,
    delete_one,
    swap_two,
    insert_one,
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found_in_the_database_and_in_the_file(village: Cast, change: Callable[[], None]) -> None:
    worked(village)
    assert broken_seals() == () and codes(taken_out()) == set()
    open_the_tables()
    change()
    assert broken_seals() != ()
    assert codes(taken_out()) != set()


@pytest.mark.parametrize("change", CHANGES)
def test_a_record_written_anew_is_found_by_whoever_kept_an_older_checkpoint(
    village: Cast, change: Callable[[], None]
) -> None:
    worked(village)
    older = taken_out()
    paper = checkpoint_line(found(older).size, found(older).head).encode()
    open_the_tables()
    change()
    for entry in AuditRecord.objects.filter(by__isnull=False):
        anew = written(
            action=entry.action, at=entry.at, by=entry.by, scope=entry.scope, kind=entry.kind, on=entry.on,
            facts=entry.facts,
        )  # fmt: skip
        anew.id = entry.id
        anew.save(force_update=True)
    sealed_anew()
    assert broken_seals() == () and codes(taken_out()) == set()  # alone, it looks sound
    for kept in (paper, kept_in(older)):
        assert codes(taken_out(), older=kept) & {"log-written-anew", "log-shortened"}


def test_newest_records_that_are_cut_off_are_found_by_whoever_kept_a_later_checkpoint(village: Cast) -> None:
    worked(village)
    kept = kept_in(taken_out())
    open_the_tables()
    last = Seal.objects.order_by("-id")[0]
    AuditRecord.objects.filter(seal=last).delete()
    last.delete()
    assert codes(taken_out()) == set()
    assert codes(taken_out(), older=kept) == {"log-shortened"}


def test_a_record_that_only_grew_agrees_with_every_older_checkpoint(village: Cast) -> None:
    """The twin: whoever keeps checkpoints is not alarmed by honest work."""
    kept = []
    for _ in range(4):
        worked(village, 5)
        kept.append(kept_in(taken_out()))
    for older in kept:
        verdict = found(taken_out(), older=older)
        assert verdict.problems == ()
        assert (verdict.kept_size, verdict.is_vouched_for) == (older.size, True)
    assert not found(taken_out()).is_vouched_for


# --- Whoever changes the file ------------------------------------------------------------------


def test_any_line_that_is_lost_doubled_moved_or_touched_is_found(village: Cast) -> None:
    worked(village)
    lines = taken_out()
    drawn = random.Random(6)
    # A seal in between says where records were sealed; the next one covers them all the same.
    counted = [number for number, line in enumerate(lines) if not line.startswith(b'{"head":')]
    for _ in range(200):
        changed, at = list(lines), drawn.choice(counted)
        what = drawn.choice(["lost", "doubled", "moved", "touched"])
        if what == "lost":
            del changed[at]
        elif what == "doubled":
            changed.insert(at, changed[at])
        elif what == "moved":
            changed.insert(drawn.randrange(len(lines) - 1), changed.pop(at))
        else:
            place = drawn.randrange(len(changed[at]))
            changed[at] = changed[at][:place] + b"7" + changed[at][place + 1 :]
        if changed != lines and not only_says_when_it_was_made(lines, changed):
            assert codes(changed), (what, at)


def only_says_when_it_was_made(lines: list[bytes], changed: list[bytes]) -> bool:
    """The first line is about the file and not about the record: its moment and count are not under a seal."""
    return lines[1:] == changed[1:] and changed[0].startswith(b'{"format":"nyhavn-audit-log-1","made_at":')


def test_a_file_of_another_kind_is_no_record() -> None:
    assert codes([]) == {"log-cut-off"}
    assert "log-line-unreadable" in codes([b"name,age\n", b"Sipho,40\n"])
    assert codes([b"\xff\xfe\x00" * 50]) == {"log-line-unreadable", "log-cut-off"}


# --- Keys ----------------------------------------------------------------------------------------


def test_a_signed_record_says_by_whom(village: Cast, settings: LazySettings, tmp_path: Path) -> None:
    settings.RELEASE_LOG = tmp_path / "log"
    worked(village)
    assert not found(taken_out()).is_vouched_for
    own = ReleaseLog.open(tmp_path / "log")
    other = ReleaseLog.open(tmp_path / "other")
    lines = taken_out()
    assert found(lines, trusted=[read_verifier_key(own.verifier_key)]).is_vouched_for
    assert codes(lines, trusted=[read_verifier_key(other.verifier_key)]) == {"log-signature-wrong"}
    assert found(lines).is_signer_trusted is None
    # The signed lines alone, cut out of an older file, are a checkpoint too.
    note = own_note(lines)
    worked(village, 3)
    trusted = [read_verifier_key(own.verifier_key)]
    assert found(taken_out(), older=note, trusted=trusted).kept_size == 12
    assert "older-checkpoint-unsigned" in codes(
        taken_out(), older=note, trusted=[read_verifier_key(other.verifier_key)]
    )
    # A checkpoint of the log of releases, under the same key, is none of this one.
    assert "older-checkpoint-unreadable" in codes(taken_out(), older=(tmp_path / "log" / "checkpoint").read_bytes())


def own_note(lines: list[bytes]) -> bytes:
    return str(json.loads(lines[-1])["checkpoint"]).encode()


def test_without_a_signature_a_given_key_is_not_satisfied(village: Cast, tmp_path: Path) -> None:
    worked(village)
    key = read_verifier_key(ReleaseLog.open(tmp_path / "log").verifier_key)
    assert codes(taken_out(), trusted=[key]) == {"log-signature-wrong"}


# --- People are erased ---------------------------------------------------------------------------


def everything_kept() -> str:
    """All that the two tables hold, as text."""
    with connection.cursor() as cursor:
        kept = []
        for table in ("audit_auditrecord", "audit_seal"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 (our own names)
            kept += [repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()]
    return "\n".join(kept)


def test_somebody_is_erased_and_the_chain_holds(village: Cast) -> None:
    worked(village)
    older = kept_in(taken_out())
    sipho = village[Role.STEWARD]
    record("role-given", by=village[Role.COORDINATOR], kind="account", on=sipho.uuid, scope=village.initiative.uuid)
    seal()
    lines = AuditRecord.objects.filter(by=sipho.uuid).count()
    assert sipho.uuid.hex in everything_kept().replace("-", "")
    assert erase_account(sipho.uuid, by=None) == lines + 1
    seal()
    assert broken_seals() == ()
    verdict = found(taken_out(), older=older)
    assert verdict.problems == () and verdict.erased == lines
    assert f"{lines} records: author erased. Everything else about them was checked." in verdict.notes
    assert sipho.uuid.hex not in everything_kept().replace("-", "")
    assert sipho.uuid.hex not in b"".join(taken_out()).decode().replace("-", "")
    assert AuditRecord.objects.get(action="account-erased").facts == {"records": "fewer than 10"}


def test_who_is_known_to_have_worked_here_cannot_be_tried_once_the_salt_is_gone(village: Cast) -> None:
    worked(village)
    sipho = village[Role.STEWARD].uuid
    before = list(AuditRecord.objects.filter(by=sipho).values_list("by_commitment", "by_salt"))
    assert before and all(commitment(bytes(salt), "by", str(sipho)) == kept for kept, salt in before)  # with it, yes
    erase_account(sipho, by=None)
    known = [person.uuid for person in village.people.values()]
    left = everything_kept()
    for uuid in known:
        for guess in guesses(uuid):
            assert guess not in left
    salts = [bytes(s) for s in AuditRecord.objects.exclude(by_salt=None).values_list("by_salt", flat=True)]
    erased = set(AuditRecord.objects.filter(by_salt=None).values_list("by_commitment", flat=True))
    assert erased
    assert not {commitment(salt, "by", str(uuid)) for salt in salts for uuid in known} & erased


def guesses(uuid: UUID) -> list[str]:
    """What somebody would try first: hashes of the code without a salt, and with an empty one."""
    texts = (str(uuid).encode(), uuid.hex.encode(), uuid.bytes)
    return [
        hashlib.sha256(before + text).hexdigest()
        for text in texts
        for before in (b"", b"\x00", b"\x01", b"\x02", b"\x02" + b"\x00" * 16, b"by\n", b"\x02by\n")
    ]


def test_a_withdrawn_contribution_is_erased_from_the_record_alone(village: Cast) -> None:
    worked(village)
    gone, stays = list(AuditRecord.objects.order_by("id").values_list("on", flat=True))[:2]
    assert erase_contributions([gone]) == 1
    kept = everything_kept().replace("-", "")
    assert gone is not None and stays is not None
    assert gone.hex not in kept and stays.hex in kept
    assert broken_seals() == () and codes(taken_out()) == set()


def test_an_erased_author_cannot_be_replaced_by_another(village: Cast) -> None:
    worked(village)
    erase_account(village[Role.STEWARD].uuid, by=None)
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        AuditRecord.objects.filter(by=None).update(by=village.admin.uuid)
    open_the_tables()
    for salt in (None, b"x" * 16):
        with transaction.atomic():
            AuditRecord.objects.filter(by=None).update(by=village.admin.uuid, by_salt=salt)
            assert broken_seals() != ()
            AuditRecord.objects.filter(by=village.admin.uuid).update(by=None, by_salt=None)
    assert broken_seals() == ()


# --- Readers of one initiative ---------------------------------------------------------------------


def test_a_reader_checks_the_whole_chain_and_learns_nothing_of_others(village: Cast, harbour: Cast) -> None:
    worked(village, 5)
    worked(harbour, 7)
    worked(village, 2)
    lines = taken_out(Reader(village.initiative.uuid))
    verdict = found(lines, older=kept_in(taken_out()))
    assert (verdict.problems, verdict.size, verdict.shown, verdict.withheld) == ((), 14, 7, 7)
    text = b"".join(lines).decode()
    strangers = [harbour.initiative.uuid, *(person.uuid for person in (*harbour.people.values(), harbour.admin))]
    own = [person.uuid for person in village.people.values()]
    contributions = [uuid for uuid in AuditRecord.objects.values_list("on", flat=True) if uuid]
    assert [uuid for uuid in (*strangers, *own, *contributions) if str(uuid) in text] == []
    assert str(village.initiative.uuid) in text


def test_a_head_is_what_the_reference_says() -> None:
    assert hashlib.sha256(b"nyhavn audit log 1").hexdigest() == FIRST_HEAD
    leaf = "ab" * 32
    assert (
        next_head(FIRST_HEAD, leaf)
        == hashlib.sha256(b"\x01" + bytes.fromhex(FIRST_HEAD) + bytes.fromhex(leaf)).hexdigest()
    )
