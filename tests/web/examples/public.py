"""Things that anybody may open: a form, an explained refusal, an invitation."""

from collections.abc import Mapping

from nyhavn.web.accounts.invitations import invite
from web.cast import Cast
from web.examples.collection import a_collection
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
