"""A community that wishes to stay unnamed: kept out of what is shown of its initiative to everybody."""

from collections.abc import Collection
from dataclasses import replace

from nyhavn.chain.plan import InitiativeSection
from nyhavn.framework.interests import DeclaredInterest
from nyhavn.framework.needs import Need
from nyhavn.web.collection.community_credit import unnamed_community
from nyhavn.web.collection.withheld import WITHHELD as WITHHELD  # the public pages take them from here
from nyhavn.web.collection.withheld import unnamed_communities as unnamed_communities
from nyhavn.web.collection.withheld import whole_or_withheld as whole_or_withheld
from nyhavn.web.collection.withheld import without as without
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.plan_parts import about_of
from nyhavn.web.interests.queries import declared_in
from nyhavn.web.needs.queries import needs_on_record
from nyhavn.web.releases.queries import Announcement, announced
from nyhavn.web.safety.public_stops import PublicStop, public_stops


def about_shown(initiative: Initiative) -> InitiativeSection:
    """What the initiative is about, title first; without its community, where that wishes to stay unnamed."""
    about, unnamed = about_of(initiative), unnamed_communities((initiative,))
    if not unnamed:
        return about
    texts = {part: without(unnamed, getattr(about, part)) for part in ("title", "place", "summary")}
    return about.model_copy(update={**texts, "community": ""})


def declared_shown(initiative: Initiative) -> tuple[DeclaredInterest, ...]:
    """What was declared of it; without its community, where that wishes to stay unnamed."""
    entries, unnamed = declared_in(initiative), unnamed_community(initiative)
    return tuple(_without(entry, unnamed) for entry in entries) if unnamed else entries


def _without(entry: DeclaredInterest, name: str) -> DeclaredInterest:
    texts = {field: getattr(entry, field) for field in ("who", "what", "because")}
    is_named = {field: name.casefold() in text.casefold() for field, text in texts.items()}
    return entry.model_copy(update={field: WITHHELD for field, named in is_named.items() if named})


def needs_told(initiative: Initiative) -> tuple[Need, ...]:
    """What was needed and what came of it; without the community, where that wishes to stay unnamed."""
    found, unnamed = needs_on_record(initiative), unnamed_communities((initiative,))
    return tuple(_told(need, unnamed) for need in found.need) if found else ()


def _told(need: Need, unnamed: Collection[str]) -> Need:
    returned = tuple(one.model_copy(update={"how": without(unnamed, one.how)}) for one in need.returned)
    used = tuple(
        one.model_copy(update={"who": whole_or_withheld(unnamed, one.who), "what": without(unnamed, one.what)})
        for one in need.used
    )
    texts = {"words": without(unnamed, need.words), "minutes": without(unnamed, need.minutes)}
    named = {"raised_by": whole_or_withheld(unnamed, need.raised_by)}
    return need.model_copy(update={**texts, **named, "returned": returned, "used": used})


def stops_told(initiative: Initiative) -> tuple[PublicStop, ...]:
    """Who stopped what, and why; without the community, where that wishes to stay unnamed."""
    found, unnamed = public_stops(initiative), unnamed_communities((initiative,))
    return tuple(replace(one, who=whole_or_withheld(unnamed, one.who), why=without(unnamed, one.why)) for one in found)


def organisation_shown(initiative: Initiative) -> str:
    """The name of its organisation, unless that names a community which wishes to stay unnamed."""
    return whole_or_withheld(unnamed_communities((initiative,)), initiative.organisation.name)


def announcements() -> tuple[Announcement, ...]:
    """What is announced and not published yet, the nearest date first."""
    return tuple(_unnamed(one) for one in announced())


def _unnamed(one: Announcement) -> Announcement:
    unnamed = unnamed_communities((one.initiative,))
    return replace(one, title=without(unnamed, one.title), place=without(unnamed, one.place))
