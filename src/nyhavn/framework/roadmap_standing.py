"""Where an action stands on a day. Late is worked out and never said; done needs evidence; a claim stops no clock."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.roadmap import Action, Roadmap
from nyhavn.framework.roadmap_evidence import ActionEvidence, proof_fault
from nyhavn.framework.roadmap_history import ActionEntry, ActionStep, SaidState
from nyhavn.framework.roadmap_vocabulary import IS_SHOWN_DONE, ActionStatus


class EvidenceWeighed(Declared):
    """One piece, and why it does not count; "" if it does."""

    evidence: ActionEvidence
    fault: str


class ActionStanding(Declared):
    """Where an action stands. finished_on: as said, with evidence or without. days_late: against the days that hold.

    days_slipped: how far the last day has moved from the one first planned; negative where it came forward.
    """

    status: ActionStatus
    finished_on: date | None = None
    days_late: int = 0
    days_slipped: int = 0
    evidence: tuple[EvidenceWeighed, ...] = ()


PROGRESS_ONLY = "shows progress only"
OF_EARLIER_CLAIM = "about an earlier claim, after which the action was taken up again"
BEFORE_IT_BEGAN = "dated before the action began"


def standing(action: Action, today: date) -> ActionStanding:
    """Where it stands that day."""
    weighed = tuple(
        EvidenceWeighed(evidence=one, fault=evidence_fault_of(action, one, today)) for one in action.evidence
    )
    status = _status(action, weighed, today)
    return ActionStanding(
        status=status,
        finished_on=action.claim.on if action.claim else None,
        days_late=_days_late(action, status, today),
        days_slipped=(action.days.ends - action.planned.ends).days,
        evidence=weighed,
    )


def evidence_fault_of(action: Action, piece: ActionEvidence, today: date) -> str:
    """Why a piece does not count for the claim that is made now, or "" if it does."""
    claim = action.claim
    if piece.about is None:
        return PROGRESS_ONLY
    if claim is None or piece.about != claim.number:
        return OF_EARLIER_CLAIM
    if piece.day is not None and piece.day < _begun(action):
        return BEFORE_IT_BEGAN
    return proof_fault(piece, (action.owner.name, claim.by), today)


def _begun(action: Action) -> date:
    """The earliest day on which it can have begun: as said, else as ever planned."""
    said = [one.on for one in action.entries if one.step is ActionStep.START]
    planned = [action.planned.starts, *(shift.now.starts for shift in action.shifts)]
    claim = [action.claim.on] if action.claim else []
    return min((*said, *planned, *claim))


def _status(action: Action, weighed: tuple[EvidenceWeighed, ...], today: date) -> ActionStatus:
    if action.said is SaidState.DROPPED:
        return ActionStatus.DROPPED
    if action.claim is not None:
        return _claimed(action, action.claim, weighed)
    if today > action.days.ends:
        return ActionStatus.OVERDUE
    if action.said is SaidState.BEGUN:
        return ActionStatus.UNDER_WAY
    return ActionStatus.LATE_TO_START if today > action.days.starts else ActionStatus.PLANNED


def _claimed(action: Action, claim: ActionEntry, weighed: tuple[EvidenceWeighed, ...]) -> ActionStatus:
    shows = {one.evidence.shows for one in weighed if not one.fault}
    if "contradicts" in shows:
        return ActionStatus.DISPUTED
    if "supports" not in shows:
        return ActionStatus.CLAIMED
    return ActionStatus.DONE if claim.on <= action.days.ends else ActionStatus.DONE_LATE


def _days_late(action: Action, status: ActionStatus, today: date) -> int:
    if status is ActionStatus.DONE_LATE and action.claim is not None:
        return (action.claim.on - action.days.ends).days
    if status is ActionStatus.LATE_TO_START:
        return (today - action.days.starts).days
    if status in (ActionStatus.OVERDUE, ActionStatus.CLAIMED, ActionStatus.DISPUTED):
        return max(0, (today - action.days.ends).days)
    return 0


class ConflictKind(StrEnum):
    """What does not fit between an action and one that it waits for."""

    STARTS_BEFORE_END = "starts-before-end"
    BEGUN_BEFORE_DONE = "begun-before-done"
    NEEDS_DROPPED = "needs-dropped"


class Conflict(Declared):
    """Shown, never refused: plans are made before everything fits. code: of the action; on: of what it waits for."""

    code: str
    on: str
    kind: ConflictKind


def conflicts(roadmap: Roadmap, today: date) -> tuple[Conflict, ...]:
    """All that does not fit that day, in the order of the actions."""
    there = roadmap.by_code
    return tuple(
        Conflict(code=action.code, on=code, kind=kind)
        for action in roadmap.actions
        for code in action.depends_on
        for kind in _between(action, there[code], today)
    )


def _between(action: Action, other: Action, today: date) -> Iterator[ConflictKind]:
    """Last days are included, so an action that starts on the last day of what it waits for starts too early."""
    if action.said in (SaidState.DROPPED, SaidState.SAID_DONE):
        return
    found = standing(other, today)
    if found.status is ActionStatus.DROPPED:
        yield ConflictKind.NEEDS_DROPPED
        return
    is_done = found.status in IS_SHOWN_DONE
    ends = found.finished_on if is_done and found.finished_on else max(other.days.ends, today)
    if action.said is SaidState.BEGUN and not is_done:
        yield ConflictKind.BEGUN_BEFORE_DONE
    elif action.said is SaidState.PLANNED and action.days.starts <= ends:
        yield ConflictKind.STARTS_BEFORE_END
