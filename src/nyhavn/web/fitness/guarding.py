"""Where assessments stand among the parts of an initiative, and of those who judge."""

from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.organisation_around import OrganisationPart, add_organisation_part
from nyhavn.web.fitness.sides import BODIES, OFFICES
from nyhavn.web.initiatives.around import Part, add_part


def add_to_initiative() -> None:
    """Fill the registries of earlier stages."""
    add_part(Part("assessments", "Assessments", 145, Right.ASK_FOR_ASSESSMENT))
    for code, label, order in (("assessments", "Assessments", 15), ("criteria", "Criteria", 20)):
        add_organisation_part(OrganisationPart(code, label, order, OrganisationRight.ASSESS, OFFICES))
    add_organisation_part(OrganisationPart("appeals", "Appeals", 25, OrganisationRight.HEAR_APPEALS, BODIES))
