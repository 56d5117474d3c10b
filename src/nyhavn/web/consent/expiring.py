"""Which consents are over by time, as whoever ends them asks for them."""

from collections.abc import Iterator, Sequence
from datetime import date

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.web.consent.ledger_models import StandingRow
from nyhavn.web.consent.projection import AT_ONCE, Key
from nyhavn.web.initiatives.models import Initiative

_YES = [state.value for state in ConsentState if state.allows_processing]


def over(today: date) -> Iterator[tuple[Initiative, Sequence[Key]]]:
    """Consents whose last day is over, some at a time, each batch within one initiative.

    Whoever asks writes that they are over before the next batch, or gets the same ones again.
    """
    found = StandingRow.objects.filter(state__in=_YES, valid_until__lt=today).order_by("id")
    for initiative in Initiative.objects.filter(id__in=found.order_by().values("initiative")).order_by("id"):
        mine = found.filter(initiative=initiative).values_list("contribution", "purpose")
        while rows := list(mine[:AT_ONCE]):
            yield initiative, [(contribution, Purpose(purpose)) for contribution, purpose in rows]
