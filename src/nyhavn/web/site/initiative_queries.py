"""Initiatives and organisations as strangers see them: those that are listed, and those that have published."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from nyhavn.web.accounts.access import not_found
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.releases.models import ISSUED, PublicRelease
from nyhavn.web.releases.queries import published
from nyhavn.web.site.catalogue_queries import Found, found_in
from nyhavn.web.site.unnamed import about_shown, organisation_shown

MOST_RELEASES = 50


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
    return ListedInitiative(initiative.slug, about.title, name, about.community, about.place)


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
    return tuple(found_in(published(initiative)[:MOST_RELEASES]))
