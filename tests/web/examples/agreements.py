"""An agreement with an office, what was handed over under it, and its public page."""

from collections.abc import Mapping

from django.utils import timezone

from nyhavn.web.accounts.models import Membership, Organisation, User
from nyhavn.web.agreements.models import Agreement, Package
from nyhavn.web.agreements.queries import newest
from web import board
from web.agreeing import Office, in_force, office
from web.cast import Cast
from web.examples.registry import example
from web.examples.releases import a_published_one

OFFERED, RECEIVED = "organisations/<slug:organisation>/agreements", "organisations/<slug:organisation>/received"


def an_office(cast: Cast) -> Office:
    """The office of the example. Members of the village's organisation are members there, its administrator decides."""
    slug = f"office-of-{cast.initiative.slug}"[:60]
    known = Organisation.objects.filter(slug=slug).first()
    if known is None:
        made = office(slug, f"Office of {cast.initiative.slug}")
        for one in cast.organisation.memberships.select_related("user"):
            Membership.objects.create(user=one.user, organisation=made.organisation, is_admin=one.is_admin)
        return made
    admin, member = (User.objects.get(email=f"{name}@{slug}.example") for name in ("nadia", "noor"))
    return Office(known, admin, member)


def an_agreement(cast: Cast) -> Agreement:
    """Made once. Its body has a name that no other example gives one."""
    known = Agreement.objects.filter(initiative=cast.initiative).first()
    if known is None and not cast.initiative.community_bodies.exists():
        board.named(cast, "The assembly that agreed")
    return known or in_force(cast, an_office(cast))


def a_package(cast: Cast) -> Package:
    """As it is once a worker has built it, and the office is asked to delete it."""
    found = an_agreement(cast)
    known = found.packages.first()
    now = timezone.now()
    return known or Package.objects.create(
        agreement=found,
        version=newest(found),
        release=a_published_one(cast),
        handed="protected-aggregates",
        variables=["water"],
        purpose="SDG 6.1.1",
        state="ready",
        sha256="0" * 64,
        size=1,
        built_at=now,
        asked_back_at=now,
    )


@example("initiatives/<slug:initiative>/agreements/<uuid:agreement>")
def one_of_an_initiative(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "agreement": an_agreement(cast).uuid}


@example(f"{OFFERED}/<uuid:agreement>")
def one_of_an_office(cast: Cast) -> Mapping[str, object]:
    found = an_agreement(cast)
    return {"organisation": found.recipient.slug, "agreement": found.uuid}


@example(f"{RECEIVED}/<uuid:package>")
def one_that_was_received(cast: Cast) -> Mapping[str, object]:
    found = a_package(cast)
    return {"organisation": found.agreement.recipient.slug, "package": found.uuid}
