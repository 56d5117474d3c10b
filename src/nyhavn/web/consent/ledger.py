"""Writing what people said to the ledger of consent. Nothing in it is ever changed."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.framework import consent
from nyhavn.framework.consent_ledger import ConsentSaid, check_entry
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record_once_a_day
from nyhavn.web.consent.models import ConsentEvent, Notice
from nyhavn.web.consent.queries import notices, plan_notice
from nyhavn.web.initiatives.models import Initiative

WRITTEN_AT_ONCE = 1_000


def record_consent(*, by: User | None, initiative: Initiative, said: ConsentSaid) -> None:
    """Write what one person said for one contribution. by: None for the person. Raises Refusal; see check_entry."""
    record_consents(by=by, initiative=initiative, said=(said,))


def record_consents(*, by: User | None, initiative: Initiative, said: Sequence[ConsentSaid]) -> None:
    """Write what several people said, all of it or nothing. Raises Refusal.

    The ledger is its own record. That an account writes in it is also audited, once a day; what a person says alone is
    not, because a reader of the audit would see when each of them came.
    """
    with transaction.atomic():
        known = {notice.uuid: (notice, plan_notice(notice)) for notice in notices(initiative)}
        events = [event for one in said for event in _events(initiative, known, one)]
        ConsentEvent.objects.bulk_create(events, batch_size=WRITTEN_AT_ONCE)
        if by is not None:
            facts: dict[str, Fact] = {"modes": sorted({one.mode.value for one in said})}
            record_once_a_day(
                "consent-recorded",
                by=by,
                kind="initiative",
                on=initiative.uuid,
                scope=initiative.uuid,
                facts=facts,
            )


def _events(
    initiative: Initiative, known: Mapping[UUID, tuple[Notice, consent.Notice | None]], said: ConsentSaid
) -> Iterable[ConsentEvent]:
    """The lines for one contribution. Raises Refusal."""
    stored, shown = known.get(said.notice, (None, None)) if said.notice else (None, None)
    check_entry(said, shown, timezone.localtime(said.at).date())
    for purpose, state in said.answers.items():
        yield ConsentEvent(
            initiative=initiative,
            contribution=said.contribution,
            purpose=purpose.value,
            state=state.value,
            notice=stored,
            language=said.language,
            at=said.at,
            mode=said.mode.value,
        )
