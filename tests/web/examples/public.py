"""Things that anybody may open: a form, an explained refusal, an invitation, a release with its files."""

from collections.abc import Mapping

from nyhavn.web.accounts.invitations import invite
from nyhavn.web.releases.models import PublicRelease
from web import publishing
from web.cast import Cast
from web.examples.collection import a_collection
from web.examples.production import a_run
from web.examples.registry import example


@example("c/<slug:code>")
def a_form(cast: Cast) -> Mapping[str, object]:
    return {"code": a_collection(cast).code}


@example("refusals/<slug:code>")
def an_explained_refusal(cast: Cast) -> Mapping[str, object]:
    return {"code": "not-found"}


@example("accounts/invitation/<str:secret>")
def the_link_of_an_invitation(cast: Cast) -> Mapping[str, object]:
    sent = invite(by=cast.admin, email="newcomer@people.example", organisation=cast.organisation, to_what="join")
    return {"secret": sent.link.rstrip("/").rpartition("/")[2]}


def a_public_release(cast: Cast) -> PublicRelease:
    """A release that went all the way, made once: signed, in the log, with its files."""
    a_run(cast)
    found = PublicRelease.objects.get(initiative=cast.initiative)
    return publishing.published(cast, found) if found.state == "candidate" else found


@example("data/<str:name>")
def a_release(cast: Cast) -> Mapping[str, object]:
    return {"name": a_public_release(cast).name}


@example("data/<str:name>/<str:version>")
def a_version(cast: Cast) -> Mapping[str, object]:
    found = a_public_release(cast)
    return {"name": found.name, "version": found.version}


@example("data/<str:name>/<str:version>/files/<path:path>")
def a_file(cast: Cast) -> Mapping[str, object]:
    return {**a_version(cast), "path": "report.json"}


@example("data/<str:name>/<str:version>/cite/<str:format>")
def a_citation(cast: Cast) -> Mapping[str, object]:
    return {**a_version(cast), "format": "bibtex"}


@example("feeds/catalogue.<slug:extension>")
def a_feed(cast: Cast) -> Mapping[str, object]:
    a_public_release(cast)
    return {"extension": "ttl"}
