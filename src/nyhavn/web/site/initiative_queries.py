"""Initiatives and organisations as strangers see them: those that are listed, and those that have published."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from nyhavn.chain.plan import InitiativeSection
from nyhavn.web.accounts.access import not_found
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.collection.community_credit import unnamed_community
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.plan_parts import about_of
from nyhavn.web.releases.models import ISSUED, PublicRelease
from nyhavn.web.releases.queries import published
from nyhavn.web.site.catalogue_queries import FIELDS, Found

MOST_RELEASES = 50
WITHHELD = "(name withheld)"


@dataclass(frozen=True)
class ListedInitiative:
    """One initiative in a list."""

    slug: str
    title: str
    organisation: str
    community: str
    place: str

    @property
    def href(self) -> str:
        """The address of its page."""
        return f"/initiatives/{self.slug}/"


def public_initiatives() -> QuerySet[Initiative]:
    """Those that said so, or that have published something, by title."""
    issued = PublicRelease.objects.filter(initiative=OuterRef("pk"), state__in=ISSUED)
    found = Initiative.objects.filter(Q(is_listed=True) | Exists(issued))
    return found.select_related("organisation").order_by("title", "id")


def listed(initiative: Initiative) -> ListedInitiative:
    """The initiative as a line of a list."""
    name, about = organisation_shown(initiative), about_shown(initiative)
    return ListedInitiative(initiative.slug, initiative.title, name, about.community, about.place)


def about_shown(initiative: Initiative) -> InitiativeSection:
    """What the initiative is about; without its community, where that wishes to stay unnamed."""
    about = about_of(initiative)
    return about.model_copy(update={"community": ""}) if unnamed_community(initiative) else about


def organisation_shown(initiative: Initiative) -> str:
    """The name of its organisation, unless that names a community which wishes to stay unnamed."""
    name, unnamed = initiative.organisation.name, unnamed_community(initiative)
    return WITHHELD if unnamed and unnamed.casefold() in name.casefold() else name


def public_initiative(slug: str) -> Initiative:
    """One of them. Raises Refusal "not-found"."""
    found = public_initiatives().filter(slug=slug).first()
    if found is None:
        raise not_found("initiative")
    return found


def public_organisation(slug: str) -> Organisation:
    """An organisation with an initiative that is public. Raises Refusal "not-found"."""
    found = Organisation.objects.filter(slug=slug, initiatives__in=public_initiatives()).distinct().first()
    if found is None:
        raise not_found("organisation")
    return found


def releases_of(initiative: Initiative) -> tuple[Found, ...]:
    """What it has published, the newest first."""
    return tuple(Found(*row) for row in published(initiative).values_list(*FIELDS)[:MOST_RELEASES])
