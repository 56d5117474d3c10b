"""What the community has against opening, producing, announcing and publishing."""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from django.utils import timezone

from nyhavn.framework.community_body import Matter
from nyhavn.framework.community_coding import coding_reasons
from nyhavn.framework.community_matters import Aim
from nyhavn.framework.refusal import Reason
from nyhavn.framework.roles import Right
from nyhavn.web.community.codings import codings_in
from nyhavn.web.community.queries import matter_against, matter_decisions
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.initiatives.guards import Act, Asked, add_guard
from nyhavn.web.pages.languages import speaks_every_language


@runtime_checkable
class Versioned(Protocol):
    """A release, which a later stage knows better."""

    name: str
    version: str


def against_opening(asked: Asked) -> Iterator[Reason]:
    """What bodies decided about openings."""
    yield from matter_against(asked.initiative, Matter.OPENING, timezone.localdate())


def against_categories(asked: Asked) -> Iterator[Reason]:
    """What bodies decided about the categories of the questionnaire in use."""
    decisions = [one for one in matter_decisions(asked.initiative) if one.matter is Matter.CODING]
    if decisions:
        yield from coding_reasons(decisions, codings_in(asked.initiative), timezone.localdate())


def against_release(asked: Asked) -> Iterator[Reason]:
    """What bodies decided about releases, or about this one."""
    of = asked.about
    aim = Aim(of.name, of.version) if isinstance(of, Versioned) else Aim()
    yield from matter_against(asked.initiative, Matter.RELEASE, timezone.localdate(), aim)


add_guard("community-opening", {Act.OPEN}, against_opening)
add_guard("community-categories", {Act.OPEN, Act.PRODUCE}, against_categories)
add_guard("community-release", {Act.ANNOUNCE, Act.PUBLISH, Act.PUBLISH_MATERIAL}, against_release)
# A board meets in the language of its people: its pages and its meeting speak it, unlike those of the office.
speaks_every_language(r"/work/initiatives/[^/]+/(board/|community-bodies/[^/]+/do/hold-meeting/)")
add_part(Part("board", "For the board", 53, Right.RECORD_COMMUNITY_DECISION))
