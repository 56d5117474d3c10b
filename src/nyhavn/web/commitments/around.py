"""The place of decisions among the pages of an initiative, and in its releases."""

from nyhavn.framework.commitments import AUTHORITIES
from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.organisation_around import OrganisationPart, add_organisation_part
from nyhavn.web.commitments.queries import on_record
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.production.decisions_on_record import tell_of_decisions


def add_to_others() -> None:
    """Fill the registries of earlier stages."""
    add_part(Part("decisions", "Decisions", 145, Right.SEE_WORKSPACE))
    add_organisation_part(
        OrganisationPart("commitments", "Requests and commitments", 40, OrganisationRight.ANSWER_FOR, AUTHORITIES)
    )
    tell_of_decisions(on_record)
