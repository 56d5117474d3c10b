"""What stands by the decisions of a community's bodies, whatever they decided about.

One rule for everything that a body can decide: a limit holds until its own line of bodies takes it back, and no other
body can; where agreement is needed, silence is none. A line: a body and those that took its place.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Protocol, Self, TypeVar
from uuid import UUID

from nyhavn.framework.refusal import Reason


class CommunityStep(StrEnum):
    """What a body can decide."""

    VETOES = "vetoes"
    LIFTS_VETO = "lifts-veto"
    NEEDS_AGREEMENT = "needs-agreement"  # from now on nothing of this without the body's agreement
    NEEDS_NONE = "needs-no-agreement"
    AGREES = "agrees"


class Against(StrEnum):
    """How a community stands against something."""

    VETOED = "vetoed"
    NOT_AGREED = "not-agreed"


# Each step that allows something, and the limit that it takes back or meets.
FREES = {
    CommunityStep.LIFTS_VETO: CommunityStep.VETOES,
    CommunityStep.NEEDS_NONE: CommunityStep.NEEDS_AGREEMENT,
    CommunityStep.AGREES: CommunityStep.NEEDS_AGREEMENT,
}

Target = TypeVar("Target", contravariant=True)


class Decided(Protocol[Target]):
    """A decision as the rule reads it. body: its line. in_meeting: taken in a meeting with a quorum."""

    @property
    def body(self) -> UUID: ...  # noqa: D102
    @property
    def step(self) -> CommunityStep: ...  # noqa: D102
    @property
    def in_meeting(self) -> bool: ...  # noqa: D102

    def reaches(self, target: Target, /) -> bool:
        """Whether a limit reaches this."""

    def frees(self, other: Self, /) -> bool:
        """Whether what this one allows covers everything that the other limits."""

    def agrees_to(self, target: Target, /) -> bool:
        """Whether an agreement covers this."""

    def touches(self, other: Self, /) -> bool:
        """Whether there is something that both are about."""


Aim = TypeVar("Aim")
One = TypeVar("One", bound=Decided)  # type: ignore[type-arg]  # whatever its target is


def against(told: Sequence[Decided[Aim]], target: Aim) -> Against | None:
    """What stands against it; None if nothing. told: of all bodies, as they hold on the day, in the order written."""
    if any(limits(told, CommunityStep.VETOES, target)):
        return Against.VETOED
    needs = limits(told, CommunityStep.NEEDS_AGREEMENT, target)
    if any(not _agreed(told, need, target) for need in needs):
        return Against.NOT_AGREED
    return None


def limits(told: Sequence[One], limit: CommunityStep, target: object) -> Iterator[One]:
    """The limits of one kind that reach it and that their own line has not taken back since."""
    freeing = next(step for step, of in FREES.items() if of is limit and step is not CommunityStep.AGREES)
    for place, found in enumerate(told):
        if found.step is not limit or not found.reaches(target):
            continue
        since = (later for later in told[place + 1 :] if later.step is freeing and _carries(later, found))
        if not any(later.frees(found) for later in since):
            yield found


def _carries(later: Decided[Aim], limit: Decided[Aim]) -> bool:
    """Whether it can take back or meet a limit: by the same line, and in a meeting if the limit was set in one.

    Asked here as well as when it is recorded: an agreement can be older than the limit, a plan can come from anywhere.
    """
    return later.body == limit.body and (later.in_meeting or not limit.in_meeting)


def _agreed(told: Iterable[Decided[Aim]], need: Decided[Aim], target: Aim) -> bool:
    mine = (one for one in told if one.step is CommunityStep.AGREES and _carries(one, need))
    return any(one.agrees_to(target) for one in mine)


def meeting_reasons(told: Iterable[One], new: One) -> tuple[Reason, ...]:
    """Why the new decision needs a meeting: its line set that limit in one, so that nobody takes it back alone."""
    limit = FREES.get(new.step)
    if limit is None or new.in_meeting:
        return ()
    own = (one for one in told if one.body == new.body and one.step is limit and one.in_meeting)
    if not any(new.touches(one) for one in own):
        return ()
    what = "This body set that limit in a meeting with enough of its members. Nobody takes it back outside of one."
    do = "Put it on the agenda of the next meeting, and record what the meeting decides."
    return (Reason("community-lift-needs-meeting", what, "community decisions", do),)
