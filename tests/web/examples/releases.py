"""A release, something that is published, and the links in mails about it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.core import signing

from nyhavn.web.releases.models import HomeText, PublicRelease, RecallAsked, Recipient, VintagePlan
from nyhavn.web.releases.recalls import DELETED
from nyhavn.web.releases.recipients import CONFIRM, STOP
from web import publishing
from web.cast import Cast
from web.examples.collection import IN, of
from web.examples.production import a_run
from web.examples.registry import example


@example(f"{IN}/releases/<uuid:release>")
def release(cast: Cast) -> Mapping[str, object]:
    a_run(cast)
    return of(cast, release=PublicRelease.objects.get(initiative=cast.initiative).uuid)


@example(f"{IN}/releases/<uuid:release>/home/<str:language>/<str:form>")
def a_page_that_goes_home(cast: Cast) -> Mapping[str, object]:
    found = release(cast)
    on_its_way = PublicRelease.objects.get(initiative=cast.initiative)
    content = publishing.page_said().page().model_dump(mode="json")
    HomeText.objects.get_or_create(release=on_its_way, language="ar", defaults={"content": content})
    return {**found, "language": "ar", "form": "page"}


def a_published_one(cast: Cast) -> PublicRelease:
    """The candidate as it is after its publication."""
    a_run(cast)
    found = PublicRelease.objects.get(initiative=cast.initiative)
    found.state, found.issued_at = "published", datetime(2026, 3, 1, tzinfo=UTC)
    found.release_date = found.issued_at.date()
    found.save()
    return found


def a_recipient(cast: Cast) -> Recipient:
    name = a_published_one(cast).name
    return Recipient.objects.get_or_create(name=name, email="reader@people.example")[0]


@example("hear/of/<str:name>")
def published(cast: Cast) -> Mapping[str, object]:
    return {"name": a_published_one(cast).name}


@example("hear/confirm/<str:token>")
def the_link_that_confirms(cast: Cast) -> Mapping[str, object]:
    return {"token": signing.dumps(str(a_recipient(cast).uuid), salt=CONFIRM)}


@example("hear/stop/<str:token>")
def the_link_that_stops(cast: Cast) -> Mapping[str, object]:
    return {"token": signing.dumps(str(a_recipient(cast).uuid), salt=STOP)}


@example("hear/deleted/<str:token>")
def the_link_that_says_deleted(cast: Cast) -> Mapping[str, object]:
    recipient = a_recipient(cast)
    release = PublicRelease.objects.get(initiative=cast.initiative)
    asked = RecallAsked.objects.get_or_create(release=release, recipient=recipient)[0]
    return {"token": signing.dumps(str(asked.uuid), salt=DELETED)}


@example(f"{IN}/vintages/<uuid:vintages>")
def vintages(cast: Cast) -> Mapping[str, object]:
    name = a_published_one(cast).name
    values = {"every_months": 3, "first_date": date(2030, 3, 1), "next_date": date(2030, 3, 1)}
    made = VintagePlan.objects.get_or_create(initiative=cast.initiative, name=name, ended_at=None, defaults=values)[0]
    return of(cast, vintages=made.uuid)
