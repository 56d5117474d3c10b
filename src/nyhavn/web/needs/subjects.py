"""Finding a need from an address: the right first, then the need within the initiative."""

from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.needs.models import NeedRaised
from nyhavn.web.pages.operations import Subject


def needs_home(initiative: Initiative) -> str:
    """The address of the page."""
    return f"/work/initiatives/{initiative.slug}/needs/"


def enter_need(user: User, right: Right, *, initiative: str, need: UUID) -> NeedRaised:
    """The need, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = NeedRaised.objects.filter(initiative=within, uuid=need).select_related("initiative__organisation").first()
    if found is None:
        raise not_found("need")
    return found


NEED = Subject(
    "need",
    "initiatives/<slug:initiative>/needs/<uuid:need>",
    enter_need,
    home=lambda on: needs_home(on.initiative),
)
