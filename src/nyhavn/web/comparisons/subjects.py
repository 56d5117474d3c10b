"""Finding a comparison from an address: the right first, then the comparison within the initiative."""

from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.comparisons.models import ReleaseComparison
from nyhavn.web.comparisons.queries import compared_in
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Subject


def comparisons_home(initiative: Initiative) -> str:
    """The address of the page."""
    return f"/work/initiatives/{initiative.slug}/comparisons/"


def enter_comparison(user: User, right: Right, *, initiative: str, comparison: UUID) -> ReleaseComparison:
    """The comparison, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = compared_in(within).select_related("release__initiative").filter(uuid=comparison).first()
    if found is None:
        raise not_found("comparison")
    return found


COMPARISON = Subject(
    "comparison",
    "initiatives/<slug:initiative>/comparisons/<uuid:comparison>",
    enter_comparison,
    home=lambda on: comparisons_home(on.release.initiative),
)
