"""Whether consent stands for a few contributions, without reading the ledger of all others."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose, decide
from nyhavn.framework.consent_ledger import LedgerEntry, standing
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.consent.queries import plan_notices
from nyhavn.web.initiatives.models import Initiative

AT_ONCE = 500  # parameters of one query


def covered_for(initiative: Initiative, days: Mapping[UUID, date], purpose: Purpose) -> frozenset[UUID]:
    """Of these contributions, those that may be used for the purpose now. days: when each was made.

    A contribution that may not be kept any more may not be used for anything.
    """
    asked = list(days)
    batches = (asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE))
    said = standing(entry for some in batches for entry in _entries(initiative, some))
    notices = plan_notices(initiative)
    needed = (Purpose.COLLECTION, purpose)
    return frozenset(
        one
        for one, found in said.items()
        if all(decide(found.record_for(each, days[one]), notices, each).is_covered for each in needed)
    )


def _entries(initiative: Initiative, some: Sequence[UUID]) -> Iterator[LedgerEntry]:
    versions = dict(initiative.notices.values_list("id", "version"))
    events = ConsentEvent.objects.filter(initiative=initiative, contribution__in=some).order_by("id")
    columns = ("contribution", "purpose", "state", "notice_id", "language", "at")
    for contribution, purpose, state, notice_id, language, at in events.values_list(*columns):
        day = timezone.localtime(at).date()
        notice = versions.get(notice_id, "")
        yield LedgerEntry(contribution, Purpose(purpose), ConsentState(state), notice, language, day)
