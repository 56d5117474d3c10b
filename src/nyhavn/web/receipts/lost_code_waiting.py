"""Requests of people who lost their code, on the desk of whoever can go on with them."""

from collections.abc import Iterator

from django.utils import timezone

from nyhavn.framework.lost_code import OPEN_FOR, LostCodeState
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.subjects import home_of
from nyhavn.web.initiatives.access import rights_in
from nyhavn.web.initiatives.waiting import Waiting, add_waiting
from nyhavn.web.receipts.models import LostCode


def lost_codes_waiting(user: User) -> Iterator[Waiting]:
    """Those that wait for this person as a witness, and those that a witness gave back to this person to finish."""
    within = timezone.now() - OPEN_FOR
    found = LostCode.objects.filter(initiative__roles__user=user, ended_at=None, asked_at__gt=within).distinct()
    for one in found.select_related("initiative", "asked_by").order_by("id"):
        if title := _title(one, user, rights_in(user, one.initiative)):
            yield Waiting(title, one.initiative.title, home_of(one.initiative, "lost-codes"), one.asked_at)


def _title(one: LostCode, user: User, rights: frozenset[Right]) -> str:
    is_mine = one.asked_by is not None and one.asked_by.id == user.id
    if one.state == LostCodeState.REQUESTED and not is_mine and Right.WITNESS_LOST_CODES in rights:
        return "Somebody who lost the code needs a witness"
    if one.state == LostCodeState.CONFIRMED and is_mine and Right.HELP_CONTRIBUTORS in rights:
        return "A lost code has its witness: do what the person wants"
    return ""


add_waiting(lost_codes_waiting)
