"""Somebody from outside who asked to read what is not open, and the link they were given."""

from collections.abc import Mapping

from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.web.openness.actions import hashed
from nyhavn.web.openness.models import AccessRequest, Choice
from web import opening_up
from web.cast import Cast
from web.examples.registry import example

TOKEN = "shown-once"


def a_request(cast: Cast) -> AccessRequest:
    """A request about records that are for the community only; the results stay open."""
    if not Choice.objects.filter(initiative=cast.initiative, material=Material.RECORDS).exists():
        opening_up.chosen(cast, AccessLevel.COMMUNITY, material=Material.RECORDS)
    found = AccessRequest.objects.filter(initiative=cast.initiative).first()
    made = found or opening_up.asked(cast, material=Material.RECORDS)[0]
    AccessRequest.objects.filter(id=made.id).update(token_sha256=hashed(f"{TOKEN}-{cast.initiative.slug}"))
    return made


@example("initiatives/<slug:initiative>/access-requests/<uuid:asked>")
def somebody_who_asked(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "asked": a_request(cast).uuid}


@example("access/<str:token>")
def the_link_of_somebody_who_asked(cast: Cast) -> Mapping[str, object]:
    a_request(cast)
    return {"token": f"{TOKEN}-{cast.initiative.slug}"}
