"""Bodies of the community look at what is declared of questions of identity."""

from nyhavn.framework.identity import IdentityQuestion
from nyhavn.web.community.codings import add_identity
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.queries import tables_of


def declared(initiative: Initiative) -> tuple[IdentityQuestion, ...]:
    """What stands in the tables."""
    return tables_of(initiative).identity


add_identity("tables", declared)
