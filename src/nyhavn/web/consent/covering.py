"""Whether consent stands for a few contributions, without reading the ledger of all others."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from nyhavn.framework.consent import Purpose, decide
from nyhavn.web.consent.queries import plan_notices, standing_of
from nyhavn.web.initiatives.models import Initiative


def covered_for(initiative: Initiative, days: Mapping[UUID, date], purpose: Purpose) -> frozenset[UUID]:
    """Of these contributions, those that may be used for the purpose now. days: when each was made.

    A contribution that may not be kept any more may not be used for anything.
    """
    notices, needed = plan_notices(initiative), (Purpose.COLLECTION, purpose)
    return frozenset(
        one
        for one, found in standing_of(initiative, days).items()
        if all(decide(found.record_for(each, days[one]), notices, each).is_covered for each in needed)
    )
