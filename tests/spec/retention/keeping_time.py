"""People who agreed on some day, under a notice that promises for how long."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import uuid4

from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.notice_terms import Kept, PurposeTerms, RecipientKind
from nyhavn.framework.opening import Door
from nyhavn.framework.retention import after_months
from nyhavn.web.collection.actions import NewContribution, contribute
from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.consent.actions import record_consent
from nyhavn.web.consent.models import Notice
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.lineage.retention import EXPIRY
from web import objects
from web.cast import Cast

MONTHS = 24
NOON = time(12)


def promised(village: Cast, terms: Mapping[Purpose, int | Kept]) -> Collection:
    """An open collection under a notice that has been in use for years and promises that."""
    collection = objects.collection(village)
    shown = objects.notice_since(collection.notice, 5_000)
    kept = [_terms(purpose, how).model_dump(mode="json") for purpose, how in terms.items()]
    Notice.objects.filter(id=shown.id).update(terms=kept)
    return collection


def _terms(purpose: Purpose, how: int | Kept) -> PurposeTerms:
    said: dict[str, object] = {"purpose": purpose, "kept": how, "recipients": (RecipientKind.TEAM,)}
    return PurposeTerms.model_validate(said | ({"kept": Kept.MONTHS, "months": how} if isinstance(how, int) else {}))


def years_ago(days_before: int = 0) -> date:
    """The day from which the promised months end today; days_before: so many days before it."""
    today = timezone.localdate()
    found = after_months(date(today.year - 3, today.month, today.day), 36 - MONTHS)
    return date.fromordinal(found.toordinal() - days_before)


def agreed(to: Collection, day: date, purposes: Mapping[Purpose, ConsentState] = objects.YES) -> Contribution:
    """Somebody contributed on that day and said yes, at noon."""
    uuid = uuid4()
    said = ConsentSaid(uuid, purposes, to.notice.uuid, "en", noon(day), ConsentMode.WEB_FORM)
    return contribute(by=None, to=to, said=NewContribution(uuid, Door.FORM, dict(objects.SAID), said, day))


def renewed(village: Cast, one: Contribution, *purposes: Purpose, day: date) -> None:
    """The same person says yes once more."""
    answers = dict.fromkeys(purposes, ConsentState.RENEWED)
    notice = village.initiative.notices.get().uuid
    said = ConsentSaid(one.uuid, answers, notice, "en", noon(day), ConsentMode.WEB_FORM)
    record_consent(by=None, initiative=village.initiative, said=said)


def noon(day: date) -> datetime:
    """The middle of a day, by the clock of the place."""
    return timezone.make_aware(datetime.combine(day, NOON))


def a_day_passes() -> None:
    """The daily job, and everything that follows from it."""
    enqueue(EXPIRY)
    while work_once():
        pass
