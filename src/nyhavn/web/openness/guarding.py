"""Nothing is chosen, announced or published more open than a body of the community decided."""

from collections.abc import Iterator

from django.utils import timezone

from nyhavn.framework.openness import AccessLevel, Material, access_reasons
from nyhavn.framework.refusal import Reason
from nyhavn.framework.roles import Right
from nyhavn.web.community.queries import matter_decisions
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.initiatives.guards import Act, Asked, add_guard
from nyhavn.web.openness.asks import OpennessSaid
from nyhavn.web.openness.queries import choice_of


def against_choosing(asked: Asked) -> Iterator[Reason]:
    """What bodies decided against a level that somebody is about to choose."""
    if isinstance(asked.about, OpennessSaid):
        said = asked.about
        yield from access_reasons(matter_decisions(asked.initiative), said.material, said.level, timezone.localdate())


def against_going_out(asked: Asked) -> Iterator[Reason]:
    """The same for what goes out: as somebody chose, or open where nobody did."""
    chosen = choice_of(asked.initiative, Material.RESULTS)
    level = chosen.level if chosen else AccessLevel.OPEN
    yield from access_reasons(matter_decisions(asked.initiative), Material.RESULTS, level, timezone.localdate())


def against_stories(asked: Asked) -> Iterator[Reason]:
    """The same for what single people told, which is not open where nobody chose."""
    chosen = choice_of(asked.initiative, Material.STORIES)
    if chosen is None:
        what, do = "Nobody chose who may read stories, photographs, sound and maps.", "Choose it with the community."
        yield Reason("material-nobody-chose", what, "openness", do)
        return
    today = timezone.localdate()
    yield from access_reasons(matter_decisions(asked.initiative), Material.STORIES, chosen.level, today)


def add_to_initiative() -> None:
    """Fill the registries of the earlier stage."""
    add_guard("openness-choice", {Act.CHOOSE_OPENNESS}, against_choosing)
    add_guard("openness", {Act.ANNOUNCE, Act.PUBLISH}, against_going_out)
    add_guard("openness-stories", {Act.PUBLISH_MATERIAL}, against_stories)
    add_part(Part("openness", "How open it is", 54, Right.SEE_WORKSPACE))
