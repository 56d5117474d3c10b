"""Whether a few contributions may be used for a purpose, without reading the ledger of all others."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_decision import may_use_now
from nyhavn.web.consent.community_queries import community_decisions
from nyhavn.web.consent.queries import plan_notices, standing_of
from nyhavn.web.initiatives.models import Initiative


def covered_for(initiative: Initiative, days: Mapping[UUID, date], purpose: Purpose) -> frozenset[UUID]:
    """Of these contributions, those that may be used for the purpose now. days: when each was made.

    A contribution that may not be kept any more may not be used for anything. The community is heard about the use
    alone: no decision of a body ends the keeping.
    """
    notices, today, told = plan_notices(initiative), timezone.localdate(), community_decisions(initiative)
    return frozenset(
        one
        for one, found in standing_of(initiative, days).items()
        if may_use_now(found, (), notices, Purpose.COLLECTION, today, days[one]).is_covered
        and may_use_now(found, told, notices, purpose, today, days[one]).is_covered
    )
