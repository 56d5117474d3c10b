"""Once a day: what was allowed for a time that is over ends, and goes the way of everything that is taken back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_ledger import Stands
from nyhavn.web.consent.expiring import over
from nyhavn.web.consent.ledger import over_now
from nyhavn.web.consent.projection import Key
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.lineage.actions import BY_TIME, TakenBack, remember, take_back
from nyhavn.web.lineage.certificates import begin_certificates

EXPIRY = "consent-expiry"


@handles(EXPIRY, every=timedelta(days=1))
def expire(lease: Lease) -> None:
    """End what the calendar has ended. Nothing waits for it: a yes past its last day counts for nothing before, too.

    Killed and begun again, it goes on with what is left, because only what still stands as a yes is looked for.
    """
    for initiative, keys in over(timezone.localdate()):
        end_by_time(initiative=initiative, keys=keys)
        lease.renew()


def end_by_time(*, initiative: Initiative, keys: Iterable[Key]) -> int:
    """End those of these consents whose time is over; how many contributions that reached.

    The mirror is written inside the transaction, unlike with a person's own withdrawal: only behind the lock it is sure
    that nobody renewed, and a line about somebody who did would count against them after a restore.
    """
    with transaction.atomic():
        ended = over_now(initiative, keys)
        now = timezone.now()
        reached = 0
        for purposes, contributions in _alike(ended):
            said = [TakenBack(one, purposes, now) for one in contributions]
            remember(initiative=initiative, said=said, manner=BY_TIME)
            take_back(by=None, initiative=initiative, said=said, manner=BY_TIME)
            reached += len(said)
        begin_certificates(initiative, ended.values(), timezone.localtime(now).date())
    return reached


def _alike(ended: Mapping[Key, Stands]) -> Iterator[tuple[frozenset[Purpose], list[UUID]]]:
    """Contributions for which the same purposes end, together."""
    by_contribution: dict[UUID, set[Purpose]] = {}
    for contribution, purpose in ended:
        by_contribution.setdefault(contribution, set()).add(purpose)
    groups: dict[frozenset[Purpose], list[UUID]] = {}
    for contribution, purposes in by_contribution.items():
        groups.setdefault(frozenset(purposes), []).append(contribution)
    yield from groups.items()
