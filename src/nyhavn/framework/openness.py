"""How open material is: its level, who chose it with whom and why, and what the community's bodies allow.

To keep something closed is a choice like any other. What counts is who made it, and that nobody opens more than a body
of the community decided. A body speaks of levels: a limit on one reaches it and everything more open.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum

from nyhavn.framework.community_body import Matter
from nyhavn.framework.community_matters import Aim, MatterDecision, told_on
from nyhavn.framework.community_standing import Against, CommunityStep, against
from nyhavn.framework.declared import Declared
from nyhavn.framework.openness_levels import AccessLevel as AccessLevel  # everybody takes both from here
from nyhavn.framework.openness_levels import Material as Material
from nyhavn.framework.refusal import Reason, Refusal, refusal

LEVELS = tuple(AccessLevel)  # the most open first


class Heard(StrEnum):
    """What the records say of the community's part in a choice. Worked out from its decisions, never claimed."""

    MEETING = "decided-in-a-meeting"
    WITHOUT_MEETING = "decided-without-a-meeting"
    NOT_ASKED = "body-not-asked"
    NO_BODY = "no-body"


class OpennessChoice(Declared):
    """One choice. with_whom: whom the producers chose it with, in words. licence: SPDX expression."""

    material: Material
    level: AccessLevel
    licence: str
    reason: str
    with_whom: str
    heard: Heard
    chosen_on: date


@dataclass(frozen=True)
class AccessDecision(MatterDecision):
    """A body's decision about levels. about: a level, "" for every one; version: which material, "" for all."""

    def reaches(self, target: Aim) -> bool:
        """A limit on one level reaches everything that is at least as open. What is closed no limit reaches."""
        return (
            target.about != AccessLevel.CLOSED
            and self.version in ("", target.version)
            and _at_least_as_open(target.about, self.about)
        )

    def agrees_to(self, target: Aim) -> bool:
        """Whoever agrees to one level agrees to everything that is less open."""
        return self.version in ("", target.version) and (not self.about or _at_least_as_open(self.about, target.about))


def _at_least_as_open(level: str, other: str) -> bool:
    return not other or LEVELS.index(AccessLevel(level)) <= LEVELS.index(AccessLevel(other))


def about_access(decisions: Iterable[MatterDecision], day: date) -> tuple[AccessDecision, ...]:
    """What bodies decided about levels and holds on that day, in the same order."""
    found = told_on(decisions, Matter.ACCESS, day)
    names = [field.name for field in fields(MatterDecision)]
    return tuple(AccessDecision(**{name: getattr(one, name) for name in names}) for one in found)


def access_reasons(
    decisions: Iterable[MatterDecision], material: Material, level: AccessLevel, day: date
) -> tuple[Reason, ...]:
    """Why material may not be that open on that day; empty if nothing stands against it."""
    found = against(about_access(decisions, day), Aim(level.value, material.value))
    if found is None:
        return ()
    code, what, do = _WORDS[found]
    return (Reason(code, what, f"{material} {level}", do),)


_WORDS = {
    Against.VETOED: (
        "openness-against-community",
        "A body of the community has decided that this is not to be so open.",
        "Choose a level that is less open, or talk with the body. Only that body can lift its decision.",
    ),
    Against.NOT_AGREED: (
        "openness-not-agreed",
        "A body of the community has said that nothing is so open without its agreement. It is not there.",
        "Put it on the agenda of the body, or choose a level that is less open.",
    ),
}


def level_that_holds(
    decisions: Iterable[MatterDecision], material: Material, chosen: AccessLevel | None, day: date
) -> AccessLevel:
    """What is enforced: the level chosen, or the most open one below it that the community allows.

    A body can ask for more protection at any time, so a later decision of it holds at once. Nobody chose: statistics
    are open, as far as the community allows; what single people told or showed is not.
    """
    told, unchosen = tuple(decisions), AccessLevel.CLOSED if material is Material.STORIES else AccessLevel.OPEN
    start = LEVELS.index(chosen or unchosen)
    return next(level for level in LEVELS[start:] if not access_reasons(told, material, level, day))


def stricter_of(one: AccessLevel, other: AccessLevel) -> AccessLevel:
    """The less open of both."""
    return max(one, other, key=LEVELS.index)


def heard_about(
    decisions: Iterable[MatterDecision], material: Material, level: AccessLevel, day: date, *, has_body: bool
) -> Heard:
    """What the records say of the community's part in choosing this level on this day."""
    told = [one for one in about_access(decisions, day) if one.version in ("", material.value) and _speaks(one, level)]
    if any(one.in_meeting for one in told):
        return Heard.MEETING
    if told:
        return Heard.WITHOUT_MEETING
    return Heard.NOT_ASKED if has_body else Heard.NO_BODY


def _speaks(one: AccessDecision, level: AccessLevel) -> bool:
    """Whether it carries that level: it agrees to it, or it set a limit that the level keeps."""
    if one.step is CommunityStep.AGREES:
        return not one.about or _at_least_as_open(one.about, level)
    return one.step is CommunityStep.VETOES and not one.reaches(Aim(level.value, one.version))


# Longest time for which somebody outside may read: this project's decision. After it they ask again.
LONGEST_ACCESS = timedelta(days=366)


def check_until(until: date, today: date) -> None:
    """Raises Refusal "access-days": access ends, and within a year."""
    if not today <= until <= today + LONGEST_ACCESS:
        what = "Access ends on a day from today on, at the latest in a year."
        raise refusal("access-days", what, where="until", do="Choose another day. They can ask again.")


def check_may_grant(level: AccessLevel, *, has_body: bool, is_of_board: bool) -> None:
    """Raises Refusal "access-closed", "access-needs-community"."""
    if level is AccessLevel.CLOSED:
        what = "This is closed. Nobody from outside reads it, whoever asks."
        raise refusal("access-closed", what, do="Say no, with the reason. To let somebody read, choose another level.")
    if level is AccessLevel.COMMUNITY and has_body and not is_of_board:
        what = "This is for the community only, so the community decides who else reads it."
        raise Refusal(Reason("access-needs-community", what, "your role", "Ask a board member of this initiative."))
