"""A declaration that stands, somebody who may read before publication, and the link that was given to them."""

import hashlib
from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from nyhavn.framework.interests import InterestKind
from nyhavn.framework.roles import Role
from nyhavn.web.interests.actions import declare
from nyhavn.web.interests.asks import InterestSaid
from nyhavn.web.releases.models import EarlyReading, PublicRelease
from web.cast import Cast
from web.examples.collection import of
from web.examples.production import a_run
from web.examples.registry import example


@example("initiatives/<slug:initiative>/declarations/<uuid:declaration>")
def a_declaration(cast: Cast) -> Mapping[str, object]:
    said = InterestSaid(
        kind=InterestKind.FUNDER, who="City fund", what="Pays the interviewers.", since=date(2026, 1, 2)
    )
    return of(cast, declaration=declare(by=cast[Role.COORDINATOR], on=cast.initiative, said=said).uuid)


def a_reader(cast: Cast) -> tuple[EarlyReading, str]:
    """Somebody who may read the release, and what their link holds; whatever became of the release since."""
    a_run(cast)
    release = PublicRelease.objects.get(initiative=cast.initiative)
    token = "shown-once"
    values = {"who": "The ministry", "why": "To prepare answers", "is_party": False, "recorded_at": timezone.now()}
    hashed = hashlib.sha256(token.encode()).hexdigest()
    made, _ = EarlyReading.objects.get_or_create(release=release, token_sha256=hashed, defaults=values)
    return made, token


@example("initiatives/<slug:initiative>/early-readers/<uuid:reader>")
def an_early_reader(cast: Cast) -> Mapping[str, object]:
    return of(cast, reader=a_reader(cast)[0].uuid)


@example("early/<str:token>")
def the_link_of_an_early_reader(cast: Cast) -> Mapping[str, object]:
    return {"token": a_reader(cast)[1]}
