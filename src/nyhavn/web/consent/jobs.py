"""Once a day: consents whose time is over are written as expired."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.web.consent.ledger import write_expired
from nyhavn.web.consent.ledger_models import StandingRow
from nyhavn.web.consent.projection import AT_ONCE, Key
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease

EXPIRY = "consent-expiry"
_YES = [state.value for state in ConsentState if state.allows_processing]


@handles(EXPIRY, every=timedelta(days=1))
def expire(lease: Lease) -> None:
    """Write what the calendar says. Nothing waits for it: a yes past its last day counts for nothing before, too.

    Killed and begun again, it goes on with what is left, because only what still stands as a yes is looked for.
    """
    for initiative, keys in _over(timezone.localdate()):
        write_expired(initiative=initiative, keys=keys)
        lease.renew()


def _over(today: date) -> Iterator[tuple[Initiative, Sequence[Key]]]:
    """Consents whose last day is over, some at a time, each batch within one initiative."""
    over = StandingRow.objects.filter(state__in=_YES, valid_until__lt=today).order_by("id")
    for initiative in Initiative.objects.filter(id__in=over.order_by().values("initiative")).order_by("id"):
        mine = over.filter(initiative=initiative).values_list("contribution", "purpose")
        while rows := list(mine[:AT_ONCE]):
            yield initiative, [(contribution, Purpose(purpose)) for contribution, purpose in rows]
