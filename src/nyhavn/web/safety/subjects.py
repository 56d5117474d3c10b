"""Finding a risk from an address: the right first, then the risk within the initiative."""

from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Subject
from nyhavn.web.safety.models import Risk


def safety_home(initiative: Initiative) -> str:
    """The address of the page of safety."""
    return f"/work/initiatives/{initiative.slug}/safety/"


def risk_home(risk: Risk) -> str:
    """The address of one risk."""
    return f"/work/initiatives/{risk.initiative.slug}/risks/{risk.uuid}/"


def enter_risk(user: User, right: Right, *, initiative: str, risk: UUID) -> Risk:
    """The risk, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = Risk.objects.filter(initiative=within, uuid=risk).select_related("initiative__organisation").first()
    if found is None:
        raise not_found("risk")
    return found


RISK = Subject("risk", "initiatives/<slug:initiative>/risks/<uuid:risk>", enter_risk, home=risk_home)
