"""The roadmap as a table: whatever the picture shows, and what does not fit into it, a row for each action."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from nyhavn.exchange.report import roadmap_words as words
from nyhavn.exchange.report.days import day as day_words
from nyhavn.exchange.report.roadmap_picture import days_words, mark_words, state_words
from nyhavn.exchange.report.speech import say
from nyhavn.framework.roadmap_bodies import UNNAMED_BODY
from nyhavn.framework.roadmap_history import Shift
from nyhavn.framework.roadmap_money import Balance
from nyhavn.framework.roadmap_timeline import EvidenceLine, PaymentLine, Timeline, TimelineRow
from nyhavn.framework.roadmap_vocabulary import FundingKind, Paid


@dataclass(frozen=True)
class RoadmapCells:
    """One action in words, each cell as lines. status: its code, for the page's own marks."""

    code: str
    what: str
    status: str
    who: tuple[str, ...]
    when: tuple[str, ...]
    stands: tuple[str, ...]
    waits: tuple[str, ...]
    money: tuple[str, ...]
    pay: tuple[str, ...]


@dataclass(frozen=True)
class RoadmapStrand:
    """The actions of one strand."""

    name: str
    rows: tuple[RoadmapCells, ...]


def roadmap_table(of: Timeline) -> tuple[RoadmapStrand, ...]:
    """The rows by strand, in the order of the picture. The words are in the language that is spoken."""
    return tuple(
        RoadmapStrand(say(words.ROADMAP_STRANDS[strand.value]), tuple(_cells(row) for row in rows))
        for strand, rows in groupby(of.rows, key=lambda row: row.strand)
    )


def _cells(row: TimelineRow) -> RoadmapCells:
    status, *rest = state_words(row)
    return RoadmapCells(
        code=row.code,
        what=row.what,
        status=row.status.value,
        who=tuple(_who(row)),
        when=(*(one for one in rest), *(_moved(shift) for shift in row.shifts), *_slipped(row)),
        stands=(status, *_stands(row)),
        waits=tuple(_waits(row)),
        money=tuple(line for one in row.funding for line in _money(one)) or (say(words.ROADMAP_NO_MONEY),),
        pay=tuple(line for one in row.payments for line in _pay(one)) or (say(words.ROADMAP_NO_MONEY),),
    )


def body_words(name: str) -> str:
    """A name as it is, and in the reader's words where none is said."""
    return say(words.ROADMAP_UNNAMED) if name == UNNAMED_BODY else name


def _who(row: TimelineRow) -> Iterator[str]:
    yield body_words(row.owner)
    if row.partners:
        yield say(words.ROADMAP_WITH).format(partners="; ".join(map(body_words, row.partners)))


def _moved(shift: Shift) -> str:
    return say(words.ROADMAP_MOVED).format(
        day=day_words(shift.recorded_on), was=days_words(shift.was), now=days_words(shift.now), because=shift.because
    )


def _slipped(row: TimelineRow) -> Iterator[str]:
    if row.days_slipped:
        moved = words.ROADMAP_SLIPPED if row.days_slipped > 0 else words.ROADMAP_FORWARD
        yield say(moved).format(days=abs(row.days_slipped))


def _stands(row: TimelineRow) -> Iterator[str]:
    yield from (mark_words(mark) for mark in row.marks)
    if row.because:
        yield say(words.ROADMAP_BECAUSE).format(because=row.because)
    yield from (_evidence(one) for one in row.evidence)


def _evidence(one: EvidenceLine) -> str:
    line = say(words.ROADMAP_EVIDENCE[one.shows]).format(
        reference=one.reference,
        day=day_words(one.day) if one.day else say(words.ROADMAP_NO_DAY),
        by=body_words(one.by) or say(words.ROADMAP_NOBODY),
    )
    if not one.fault:
        return line
    return f"{line}. {say(words.ROADMAP_NOT_COUNTING).format(fault=say(words.ROADMAP_FAULTS[one.fault]))}"


def _waits(row: TimelineRow) -> Iterator[str]:
    yield from row.depends_on
    yield from (say(words.ROADMAP_CONFLICTS[one.kind.value]).format(code=one.on) for one in row.conflicts)


def amount_words(amount: Decimal) -> str:
    """An amount with its decimals as they are, thousands parted by commas."""
    whole = amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()
    return f"{whole:,f}"


def _money(one: Balance) -> Iterator[str]:
    for kind in FundingKind:
        amount = getattr(one, kind.value)
        if amount.said:
            name = say(words.ROADMAP_FUNDING[kind.value])
            said = say(words.ROADMAP_AMOUNT).format(currency=one.currency, amount=amount_words(amount.said), kind=name)
            shown = say(words.ROADMAP_AMOUNT_SHOWN).format(amount=amount_words(amount.shown))
            yield f"{said} ({shown})"
    if one.is_spent_beyond:
        yield say(words.ROADMAP_BEYOND)


def _pay(one: PaymentLine) -> Iterator[str]:
    payer = "; ".join(map(body_words, one.payers)) or say(words.ROADMAP_NO_PAYER)
    yield say(words.ROADMAP_PAYER).format(community=body_words(one.community), payer=payer)
    yield say(words.ROADMAP_SAYS_COMMUNITY).format(said=_paid(one.by_community, one.people_paid_by_community))
    yield say(words.ROADMAP_SAYS_PAYER).format(said=_paid(one.by_payer, one.people_paid_by_payer))
    if one.unpaid_hours:
        yield say(words.ROADMAP_HOURS).format(hours=one.unpaid_hours)
    else:
        yield say(words.ROADMAP_NO_HOURS)
    if one.differs:
        yield say(words.ROADMAP_DIFFERS)


def _paid(paid: Paid | None, people: int | None) -> str:
    said = say(words.ROADMAP_PAYMENT[paid.value] if paid else words.ROADMAP_SAYS_NOTHING)
    return said if people is None else say(words.ROADMAP_PEOPLE_PAID).format(said=said, people=people)
