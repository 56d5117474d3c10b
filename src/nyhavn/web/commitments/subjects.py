"""Finding requests from an address: as the initiative that asks, or as the authority that is asked. Drafts: as those
who may bring them."""

from uuid import UUID

from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.access import enter_organisation
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.commitments.models import ActionRequest, RequestDraft
from nyhavn.web.commitments.queries import asked_by, asked_of, drafts_of
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Subject


def decisions_home(initiative: Initiative) -> str:
    """The address of the page of an initiative."""
    return f"/work/initiatives/{initiative.slug}/decisions/"


def commitments_home(authority: Organisation | None) -> str:
    """The address of the page of an authority."""
    return f"/work/organisations/{authority.slug}/commitments/" if authority else "/work/"


def enter_draft(user: User, right: Right, *, initiative: str, draft: UUID) -> RequestDraft:
    """The draft, for somebody with that right in its initiative. Raises Refusal."""
    found = drafts_of(enter_initiative(user, right, initiative=initiative)).filter(uuid=draft).first()
    if found is None:
        raise not_found("draft")
    return found


def enter_request(user: User, right: Right, *, initiative: str, asked: UUID) -> ActionRequest:
    """The request, for somebody with that right in its initiative. Raises Refusal."""
    found = asked_by(enter_initiative(user, right, initiative=initiative)).filter(uuid=asked).first()
    if found is None:
        raise not_found("request")
    return found


def enter_asked(user: User, right: OrganisationRight, *, organisation: str, asked: UUID) -> ActionRequest:
    """The request, for somebody with that right in the authority that it was brought to. Raises Refusal."""
    found = asked_of(enter_organisation(user, right, organisation=organisation)).filter(uuid=asked).first()
    if found is None:
        raise not_found("request")
    return found


DRAFT = Subject(
    "request-draft",
    "initiatives/<slug:initiative>/decisions/drafts/<uuid:draft>",
    enter_draft,
    home=lambda on: decisions_home(on.initiative),
)
REQUEST = Subject(
    "request",
    "initiatives/<slug:initiative>/decisions/<uuid:asked>",
    enter_request,
    home=lambda on: decisions_home(on.initiative),
)
ASKED = Subject(
    "asked",
    "organisations/<slug:organisation>/commitments/<uuid:asked>",
    enter_asked,
    home=lambda on: commitments_home(on.authority),
)
