"""The roadmap on a day, for everybody: rows, bars, marks and today, from which picture and table are both made.

Whoever wished not to be named is named nowhere in it, in no text either, and no mail address is.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.evidence import as_compared
from nyhavn.framework.roadmap import Action, Roadmap
from nyhavn.framework.roadmap_bodies import Naming
from nyhavn.framework.roadmap_history import ActionDays, ActionStep, Shift
from nyhavn.framework.roadmap_money import Balance, balances
from nyhavn.framework.roadmap_payment import PaymentStanding, payments_standing
from nyhavn.framework.roadmap_standing import Conflict, conflicts, standing
from nyhavn.framework.roadmap_vocabulary import IS_SHOWN_DONE, ActionStatus, Paid, Strand


class MarkKind(StrEnum):
    """What a mark on a bar stands for."""

    EARLIER_END = "earlier-end"  # a last day that was moved, and stays to be seen
    BEGUN = "begun"
    SHOWN_DONE = "shown-done"
    SAID_DONE = "said-done"  # nothing shows it, or something contradicts it
    DROPPED = "dropped"


class TimelineMark(Declared):
    """One mark."""

    kind: MarkKind
    on: date


class EvidenceLine(Declared):
    """One piece of evidence in public words. fault: why it does not count, "" if it does."""

    kind: str
    reference: str
    day: date | None
    by: str
    shows: str
    fault: str


class PaymentLine(Declared):
    """What both sides say about the pay of one community. None: that side said nothing. payers: as either side says."""

    community: str
    payers: tuple[str, ...]
    by_payer: Paid | None
    by_community: Paid | None
    people_paid_by_payer: int | None
    people_paid_by_community: int | None
    unpaid_hours: str
    differs: bool


class TimelineRow(Declared):
    """One action. days: those that hold. late_until: how far the delay reaches, None without one."""

    code: str
    strand: Strand
    what: str
    owner: str
    partners: tuple[str, ...]
    planned: ActionDays
    days: ActionDays
    shifts: tuple[Shift, ...]
    status: ActionStatus
    finished_on: date | None
    days_late: int
    days_slipped: int
    late_until: date | None
    because: str
    depends_on: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    marks: tuple[TimelineMark, ...]
    evidence: tuple[EvidenceLine, ...]
    funding: tuple[Balance, ...]
    payments: tuple[PaymentLine, ...]


class Timeline(Declared):
    """The rows by strand, and in each by first day. first, last: days that the picture reaches from and to."""

    title: str
    today: date
    first: date
    last: date
    rows: tuple[TimelineRow, ...]


def timeline(roadmap: Roadmap, today: date) -> Timeline:
    """The roadmap as everybody may see it that day."""
    naming, against = roadmap.naming, conflicts(roadmap, today)
    order = list(Strand)
    actions = sorted(roadmap.actions, key=lambda one: (order.index(one.strand), one.days.starts, one.code))
    rows = tuple(_row(one, naming, tuple(c for c in against if c.code == one.code), today) for one in actions)
    reached = [today, *(day for row in rows for day in _reached(row))]
    return Timeline(title=naming.text(roadmap.title), today=today, first=min(reached), last=max(reached), rows=rows)


def _reached(row: TimelineRow) -> Iterator[date]:
    yield from (row.days.starts, row.days.ends, row.planned.starts, row.planned.ends)
    yield from (mark.on for mark in row.marks)


def _row(action: Action, naming: Naming, against: tuple[Conflict, ...], today: date) -> TimelineRow:
    found = standing(action, today)
    end = found.finished_on if found.status is ActionStatus.DONE_LATE else today
    return TimelineRow(
        code=action.code,
        strand=action.strand,
        what=naming.text(action.what),
        owner=naming.name(action.owner),
        partners=tuple(naming.name(one) for one in action.partners),
        planned=action.planned,
        days=action.days,
        shifts=tuple(shift.public(naming) for shift in action.shifts),
        status=found.status,
        finished_on=found.finished_on,
        days_late=found.days_late,
        days_slipped=found.days_slipped,
        late_until=end if found.days_late and found.status is not ActionStatus.LATE_TO_START else None,
        because=naming.text(action.dropped.because) if action.dropped else "",
        depends_on=action.depends_on,
        conflicts=against,
        marks=tuple(_marks(action, found.status)),
        evidence=tuple(_evidence_lines(action, naming, today)),
        funding=balances(action.funding, action.owner.name, today),
        payments=tuple(_payment_line(one, naming) for one in payments_standing(action.payments)),
    )


def _marks(action: Action, status: ActionStatus) -> Iterator[TimelineMark]:
    earlier = dict.fromkeys(shift.was.ends for shift in action.shifts)
    yield from (TimelineMark(kind=MarkKind.EARLIER_END, on=day) for day in earlier if day != action.days.ends)
    begun = [one.on for one in action.entries if one.step is ActionStep.START]
    yield from (TimelineMark(kind=MarkKind.BEGUN, on=day) for day in begun[-1:])
    if action.claim is not None:
        is_shown = status in IS_SHOWN_DONE
        yield TimelineMark(kind=MarkKind.SHOWN_DONE if is_shown else MarkKind.SAID_DONE, on=action.claim.on)
    if action.dropped is not None:
        yield TimelineMark(kind=MarkKind.DROPPED, on=action.dropped.on)


def _evidence_lines(action: Action, naming: Naming, today: date) -> Iterator[EvidenceLine]:
    for one in standing(action, today).evidence:
        piece = one.evidence
        yield EvidenceLine(
            kind=piece.kind.value,
            reference=naming.text(piece.reference),
            day=piece.day,
            by=naming.text(piece.by),
            shows=piece.shows,
            fault=one.fault,
        )


def _payment_line(one: PaymentStanding, naming: Naming) -> PaymentLine:
    sides = (one.by_payer, one.by_community)
    payers = {as_compared(said.payer.name): said.payer for said in sides if said is not None and said.payer is not None}
    return PaymentLine(
        community=naming.name(one.community),
        payers=tuple(dict.fromkeys(naming.name(payer) for payer in payers.values())),
        by_payer=one.by_payer.paid if one.by_payer else None,
        by_community=one.by_community.paid if one.by_community else None,
        people_paid_by_payer=one.by_payer.people_paid if one.by_payer else None,
        people_paid_by_community=one.by_community.people_paid if one.by_community else None,
        unpaid_hours="" if one.unpaid_hours is None else f"{one.unpaid_hours.normalize():f}",
        differs=one.differs,
    )
