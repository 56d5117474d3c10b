"""What the bodies of a community decided beside uses: openings, releases, categories, protection. Rules, no rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from nyhavn.framework.community_body import Matter
from nyhavn.framework.community_standing import Against, CommunityStep, against, limits
from nyhavn.framework.refusal import Reason


@dataclass(frozen=True)
class Aim:
    """What an act is about. "" for what nobody knows yet: a limit on one of them then reaches it."""

    about: str = ""
    version: str = ""


@dataclass(frozen=True)
class MatterDecision:
    """One decision. body: that of the line. about, version: "" for all. at: when it was recorded."""

    body: UUID
    matter: Matter
    step: CommunityStep
    about: str
    version: str
    threshold: int | None
    starts_on: date
    ends_on: date | None
    at: datetime
    in_meeting: bool = False

    def concerns(self, matter: Matter, day: date) -> bool:
        """Whether it speaks of that on that day."""
        return self.matter is matter and self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def reaches(self, target: Aim) -> bool:
        """Whether a limit reaches this."""
        return _meets(self.about, target.about) and _meets(self.version, target.version)

    def frees(self, other: "MatterDecision") -> bool:
        """Whether what this one allows covers everything that the other limits."""
        return self.about in ("", other.about) and self.version in ("", other.version) and self.matter is other.matter

    def agrees_to(self, target: Aim) -> bool:
        """Whether an agreement covers this; one to a single thing covers nothing unknown."""
        return self.about in ("", target.about) and self.version in ("", target.version)

    def touches(self, other: "MatterDecision") -> bool:
        """Whether there is something that both are about. Levels of access lie in each other."""
        is_about_one = self.matter is Matter.ACCESS or _meets(self.about, other.about)
        return self.matter is other.matter and is_about_one and _meets(self.version, other.version)


def _meets(limit: str, known: str) -> bool:
    return not limit or not known or limit == known


def told_on(decisions: Iterable[MatterDecision], matter: Matter, day: date) -> list[MatterDecision]:
    """Those that speak of it on that day, in the same order."""
    return [decision for decision in decisions if decision.concerns(matter, day)]


_WORDS = {
    (Matter.OPENING, Against.VETOED): (
        "community-opening-vetoed",
        "A body of the community has decided that this collection is not to open.",
        "Talk with the body that decided. Only that body can lift its decision.",
    ),
    (Matter.OPENING, Against.NOT_AGREED): (
        "community-opening-not-agreed",
        "A body of the community has said that no collection opens without its agreement. It is not there.",
        "Put the opening on the agenda of the body, and record what it decides.",
    ),
    (Matter.RELEASE, Against.VETOED): (
        "community-release-vetoed",
        "A body of the community has decided against this release.",
        "Talk with the body that decided. Only that body can lift its decision.",
    ),
    (Matter.RELEASE, Against.NOT_AGREED): (
        "community-release-not-agreed",
        "A body of the community has said that nothing is released without its agreement. It is not there.",
        "Put the release on the agenda of the body, and record what it decides.",
    ),
    (Matter.CODING, Against.VETOED): (
        "community-coding-rejected",
        "A body of the community has rejected the categories of this question.",
        "Change the categories together with those whom they describe. Only that body can lift its decision.",
    ),
    (Matter.CODING, Against.NOT_AGREED): (
        "community-coding-not-agreed",
        "A body of the community has said that its agreement to categories is needed. To these it is not there.",
        "Show the body the categories in this version, and record what it decides.",
    ),
}


def matter_reasons(
    decisions: Iterable[MatterDecision], matter: Matter, day: date, aim: Aim | None = None, where: str = ""
) -> tuple[Reason, ...]:
    """What the community has against it on that day; empty if nothing."""
    found = against(told_on(decisions, matter, day), aim or Aim())
    if found is None:
        return ()
    code, what, do = _WORDS[matter, found]
    return (Reason(code, what, where or "community decisions", do),)


def floor_of(decisions: Iterable[MatterDecision], day: date) -> int | None:
    """The highest threshold that a body asks for; None if none does. One body cannot lower what another asks for."""
    held: Sequence[MatterDecision] = list(limits(told_on(decisions, Matter.POLICY, day), CommunityStep.VETOES, Aim()))
    return max((one.threshold for one in held if one.threshold is not None), default=None)


def stricter(threshold: int, floor: int | None) -> int:
    """The threshold that a run uses. What a community asks for never lowers what the plan says."""
    return threshold if floor is None else max(threshold, floor)
