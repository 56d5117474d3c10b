"""A community that wishes to stay unnamed: kept out of what is shown of its initiative to everybody."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from nyhavn.chain.plan import InitiativeSection
from nyhavn.web.collection.community_credit import unnamed_community
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.plan_parts import about_of
from nyhavn.web.releases.queries import Announcement, announced

WITHHELD = "(name withheld)"


def about_shown(initiative: Initiative) -> InitiativeSection:
    """What the initiative is about, title first; without its community, where that wishes to stay unnamed."""
    about, unnamed = about_of(initiative), unnamed_communities((initiative,))
    if not unnamed:
        return about
    texts = {part: without(unnamed, getattr(about, part)) for part in ("title", "place", "summary")}
    return about.model_copy(update={**texts, "community": ""})


def organisation_shown(initiative: Initiative) -> str:
    """The name of its organisation, unless that names a community which wishes to stay unnamed."""
    return whole_or_withheld(unnamed_communities((initiative,)), initiative.organisation.name)


def announcements() -> tuple[Announcement, ...]:
    """What is announced and not published yet, the nearest date first."""
    return tuple(_unnamed(one) for one in announced())


def _unnamed(one: Announcement) -> Announcement:
    unnamed = unnamed_communities((one.initiative,))
    return replace(one, title=without(unnamed, one.title), place=without(unnamed, one.place))


def unnamed_communities(initiatives: Iterable[Initiative]) -> frozenset[str]:
    """The names that may stand nowhere."""
    return frozenset(filter(None, map(unnamed_community, initiatives)))


def whole_or_withheld(unnamed: Collection[str], name: str) -> str:
    """A name, unless one of those stands in it: what is left of it would tell."""
    return name if without(unnamed, name) == name else WITHHELD


def without(unnamed: Collection[str], text: str) -> str:
    """A text in which these names are withheld, in whichever letters they are written."""
    names = "|".join(map(re.escape, unnamed))
    return re.sub(names, WITHHELD, text, flags=re.IGNORECASE) if names else text
