"""Where the map of gaps stands beside other things to do."""

from nyhavn.framework.gap_showing import OFFICES
from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.organisation_around import OrganisationPart, add_organisation_part
from nyhavn.web.initiatives.around import Part, add_part


def add_to_work() -> None:
    """Fill the registries of the earlier stage."""
    add_part(Part("gaps", "Gaps", 56, Right.SEE_WORKSPACE))
    add_organisation_part(OrganisationPart("gap-sources", "Map of gaps", 10, OrganisationRight.SEE, OFFICES))
