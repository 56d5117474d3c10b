"""Where agreements stand among the ways around."""

from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.organisation_around import OrganisationPart, add_organisation_part
from nyhavn.web.initiatives.around import Part, add_part


def add_to_ways() -> None:
    """Fill the registries of earlier stages."""
    add_part(Part("agreements", "Agreements", 135, Right.SEE_WORKSPACE))
    add_organisation_part(OrganisationPart("agreements", "Agreements", 30, OrganisationRight.SEE))
    add_organisation_part(OrganisationPart("received", "Received", 35, OrganisationRight.SEE))
