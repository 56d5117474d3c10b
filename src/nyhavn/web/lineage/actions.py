"""Taking back: the consent events, what happens at once, and the walk to everything else, in one transaction."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_circumstances import ALONE, Circumstances
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.lineage import Outcome, reach
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, erase_contributions, record
from nyhavn.web.consent.actions import record_consents
from nyhavn.web.consent.queries import purposes_given
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.lineage import kinds, mirror
from nyhavn.web.lineage.mirror import MirrorKind, MirrorLine
from nyhavn.web.lineage.models import Withdrawal, WithdrawalStep

WALK = "lineage-walk"
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class TakenBack:
    """One contribution and the purposes that end, as they were said. uuid: of the withdrawal."""

    contribution: UUID
    purposes: frozenset[Purpose]
    at: datetime
    uuid: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Manner:
    """How a withdrawal was said. said_by: code of who spoke for the person, "" for the person. kind: why it ended.

    circumstances: who was there. For the ledger of consent alone; what the mirror replays after a restore lacks them.
    """

    mode: ConsentMode
    language: str = ""
    said_by: str = ""
    kind: MirrorKind = MirrorKind.WITHDRAWN
    circumstances: Circumstances = ALONE


# Nobody said it.
BY_TIME = Manner(ConsentMode.TIMER, kind=MirrorKind.EXPIRED)


def withdraw(
    *,
    by: User | None,
    initiative: Initiative,
    contribution: UUID,
    purposes: frozenset[Purpose],
    mode: ConsentMode,
    language: str = "",
    said_by: str = "",
    circumstances: Circumstances = ALONE,
) -> Withdrawal:
    """Take back one contribution, or some of its purposes. by: None for the person. Raises Refusal."""
    manner = Manner(mode, language, said_by, circumstances=circumstances)
    (made,) = withdraw_many(
        by=by, initiative=initiative, contributions=(contribution,), purposes=purposes, manner=manner
    )
    return made


def withdraw_many(
    *,
    by: User | None,
    initiative: Initiative,
    contributions: Collection[UUID],
    purposes: frozenset[Purpose],
    manner: Manner,
) -> tuple[Withdrawal, ...]:
    """Take back many contributions together, all of them or none. They are walked set by set. Raises Refusal."""
    check_guards(Act.TAKE_BACK, initiative, by=by)
    now = timezone.now()
    said = [TakenBack(one, purposes, now) for one in dict.fromkeys(contributions)]
    _purposes(said)
    # Before the transaction: on SQLite there is one writer, and nobody should wait for it to wait for the disk.
    remember(initiative=initiative, said=said, manner=manner)
    return take_back(by=by, initiative=initiative, said=said, manner=manner)


def remember(*, initiative: Initiative, said: Sequence[TakenBack], manner: Manner) -> None:
    """Put what ended into the mirror; it is on the disk when this returns."""
    mirror.remember([_line(initiative, one, manner) for one in said])


def take_back(
    *, by: User | None, initiative: Initiative, said: Sequence[TakenBack], manner: Manner
) -> tuple[Withdrawal, ...]:
    """Write withdrawals as they were said; they are in the mirror already. Raises Refusal.

    All of one call have the same purposes.
    """
    purposes = _purposes(said)
    ended = reach(purposes)
    with transaction.atomic():
        for some in chunks(said):
            contributions = frozenset(one.contribution for one in some)
            given = purposes_given(initiative, contributions)
            entries = [_entry(one, given.get(one.contribution, frozenset()), manner) for one in some]
            record_consents(by=None, initiative=initiative, said=entries)
            kinds.do_at_once(kinds.Withdrawn(initiative, contributions, ended, some[0].at))
            if Purpose.COLLECTION in ended:
                erase_contributions(contributions)
        made = _written(by, initiative, said, manner)
        facts: dict[str, Fact] = {"contributions": len(made), "purposes": sorted(purpose.value for purpose in purposes)}
        if by is not None:  # what a person says alone is not audited: a reader would see when each of them came
            record(
                "contributions-withdrawn",
                by=by,
                kind="initiative",
                on=initiative.uuid,
                scope=initiative.uuid,
                facts=facts,
            )
        enqueue(WALK, scope=initiative.uuid, on=made[0].act, key=str(made[0].act))
    return made


def line_of(withdrawal: Withdrawal) -> MirrorLine:
    """What the mirror remembers of a withdrawal that stands in the database."""
    ended = frozenset(Purpose(purpose) for purpose in withdrawal.purposes)
    said = TakenBack(withdrawal.contribution, ended, withdrawal.at, withdrawal.uuid)
    kind = MirrorKind(withdrawal.kind)
    manner = Manner(ConsentMode(withdrawal.mode), withdrawal.language, withdrawal.said_by, kind)
    return _line(withdrawal.initiative, said, manner)


def _line(initiative: Initiative, said: TakenBack, manner: Manner) -> MirrorLine:
    purposes = tuple(purpose.value for purpose in Purpose if purpose in said.purposes)
    told = (manner.mode.value, manner.said_by, manner.kind)
    return MirrorLine(initiative.uuid, said.contribution, purposes, said.at, said.uuid, *told)


def _purposes(said: Sequence[TakenBack]) -> frozenset[Purpose]:
    """The purposes of one act. Raises Refusal "withdrawal-empty"."""
    found = {one.purposes for one in said}
    if len(found) > 1:
        raise ValueError("withdrawals of one act have the same purposes")
    purposes = next(iter(found), frozenset())
    if not purposes:
        what = "It is not said what is taken back."
        raise refusal("withdrawal-empty", what, where="purposes", do="Choose what should end, or everything.")
    return purposes


def _entry(one: TakenBack, given: frozenset[Purpose], manner: Manner) -> ConsentSaid:
    """What goes into the ledger: the purposes that were named, and with the collection every one that was allowed."""
    ended = one.purposes | (given if Purpose.COLLECTION in one.purposes else frozenset())
    # A person takes back whatever they like; the clock ends only what still stands.
    is_by_time = manner.kind is MirrorKind.EXPIRED
    state = ConsentState.EXPIRED if is_by_time else ConsentState.WITHDRAWN
    answers = {purpose: state for purpose in Purpose if purpose in (ended & given if is_by_time else ended)}
    return ConsentSaid(
        one.contribution, answers, None, manner.language, one.at, manner.mode, circumstances=manner.circumstances
    )


def _written(
    by: User | None, initiative: Initiative, said: Sequence[TakenBack], manner: Manner
) -> tuple[Withdrawal, ...]:
    act = uuid4()
    rows = (
        Withdrawal(
            uuid=one.uuid,
            initiative=initiative,
            contribution=one.contribution,
            purposes=[purpose.value for purpose in Purpose if purpose in one.purposes],
            language=manner.language,
            mode=manner.mode.value,
            said_by=manner.said_by,
            kind=manner.kind.value,
            by=by,
            at=one.at,
            act=act,
        )
        for one in said
    )
    return tuple(Withdrawal.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE))


def chunks(said: Iterable[TakenBack]) -> Iterator[list[TakenBack]]:
    """A few hundred at a time: a query names them all."""
    waiting = iter(said)
    while some := list(islice(waiting, ROWS_AT_ONCE)):
        yield some


def tell_further(*, kind: str, on: UUID, words: str, day: date) -> None:
    """What became of a thing after the walk, as when somebody says that a recalled copy is deleted.

    Call it in the transaction that writes what it is about. Every proof that names the thing says so from then on.
    """
    told = WithdrawalStep.objects.filter(kind=kind, on=on, outcome=Outcome.RECALLED.value)
    told.update(words=words, on_date=day)
