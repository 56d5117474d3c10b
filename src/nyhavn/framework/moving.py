"""Where a move of a workspace stands, on the side that it leaves and on the side where it arrives."""

from enum import StrEnum


class MoveState(StrEnum):
    """What an installation knows of a move."""

    LEAVING = "leaving"  # the archive is out; the workspace is still owned here, and nothing changes in it
    STAYED = "stayed"  # the move was called off
    DECIDED = "decided"  # it belongs to the other installation; the keys here are not destroyed yet
    GONE = "gone"  # ... and now they are
    ARRIVED = "arrived"  # it came from another installation, and is owned here


class MoveStep(StrEnum):
    """What changes that."""

    CALL_OFF = "call-off"
    DECIDE = "decide"
    FORGET = "forget"


TRANSITIONS: dict[tuple[MoveState, MoveStep], MoveState] = {
    (MoveState.LEAVING, MoveStep.CALL_OFF): MoveState.STAYED,
    (MoveState.LEAVING, MoveStep.DECIDE): MoveState.DECIDED,
    (MoveState.DECIDED, MoveStep.FORGET): MoveState.GONE,
}
IS_STILL = frozenset({MoveState.LEAVING, MoveState.DECIDED, MoveState.GONE})  # nothing is carried out in it
OWNED_ELSEWHERE = frozenset({MoveState.DECIDED, MoveState.GONE})


def after(state: MoveState, step: MoveStep) -> MoveState | None:
    """The state after a step; None where the step does not fit."""
    return TRANSITIONS.get((state, step))
