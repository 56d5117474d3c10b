"""A community that wishes to stay unnamed: kept out of what is shown of its initiative to everybody."""

from nyhavn.chain.plan import InitiativeSection
from nyhavn.web.collection.community_credit import unnamed_community
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.plan_parts import about_of

WITHHELD = "(name withheld)"


def about_shown(initiative: Initiative) -> InitiativeSection:
    """What the initiative is about; without its community, where that wishes to stay unnamed."""
    about = about_of(initiative)
    return about.model_copy(update={"community": ""}) if unnamed_community(initiative) else about


def organisation_shown(initiative: Initiative) -> str:
    """The name of its organisation, unless that names a community which wishes to stay unnamed."""
    name, unnamed = initiative.organisation.name, unnamed_community(initiative)
    return WITHHELD if unnamed and unnamed.casefold() in name.casefold() else name
