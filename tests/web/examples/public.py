"""Things that anybody may open: a form, an explained refusal, an invitation, a release with its files."""

from collections.abc import Mapping

from nyhavn.web.accounts.invitations import invite
from nyhavn.web.consent.models import Notice, NoticeMedium
from nyhavn.web.releases.models import HomeText, PublicRelease
from web import notice_files, publishing
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


@example("data/<str:name>/<str:version>/home/<str:language>/<str:form>")
def a_page_that_went_home(cast: Cast) -> Mapping[str, object]:
    found = a_public_release(cast)
    content = publishing.page_said().page().model_dump(mode="json")
    HomeText.objects.get_or_create(release=found, language="ar", defaults={"content": content})
    return {**a_version(cast), "language": "ar", "form": "page"}


@example("data/<str:name>/<str:version>/cite/<str:format>")
def a_citation(cast: Cast) -> Mapping[str, object]:
    return {**a_version(cast), "format": "bibtex"}


@example("feeds/catalogue.<slug:extension>")
def a_feed(cast: Cast) -> Mapping[str, object]:
    a_public_release(cast)
    return {"extension": "ttl"}


def a_used_notice(cast: Cast) -> Notice:
    """A notice in use with a file beside its words, made once."""
    shown = NoticeMedium.objects.filter(notice__initiative=cast.initiative).exclude(notice__valid_from=None).first()
    if shown is not None:
        return shown.notice
    made = notice_files.draft(cast, "with-files")
    notice_files.show(cast, made, notice_files.medium())
    return notice_files.use(cast, made)


@example("notices/<uuid:notice>/<slug:language>")
def a_text_that_people_agreed_to(cast: Cast) -> Mapping[str, object]:
    return {"notice": a_used_notice(cast).uuid, "language": "en"}


@example("notices/<uuid:notice>/media/<str:sha256>")
def a_file_beside_it(cast: Cast) -> Mapping[str, object]:
    made = a_used_notice(cast)
    return {"notice": made.uuid, "sha256": made.media.get().file.sha256}


@example("initiatives/<slug:initiative>/notices/<uuid:notice>/media/<str:sha256>")
def the_same_file_for_the_team(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, **a_file_beside_it(cast)}
