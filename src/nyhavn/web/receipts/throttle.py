"""Counting wrong codes, by address and for everybody, in the database: so that all processes count together.

A try is paid for before it is looked at, and right codes get their money back. So a hundred tries at the same moment
cannot all slip in before the first is counted. An address is hashed under a random key of the day and the key of the
installation; when the day is over, its key and its buckets go.
"""

import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from nyhavn.framework.guessing import EVERYBODY, SOURCE, Bucket, Limit, check_try
from nyhavn.framework.refusal import Refusal
from nyhavn.web.collection.vault import keyed_hash
from nyhavn.web.receipts.models import GuessBucket, GuessingDay

KEY_BYTES = 32
ALL = "everybody"
TOO_MANY = "too-many-tries"
SIX_PREFIX = 64  # whoever has one address of IPv6 has all of its network


def source_of(request: HttpRequest) -> str:
    """Where a request comes from. What it says of itself counts only behind a proxy of ours."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.NINJA_NUM_PROXIES:
        address = request.headers.get("X-Forwarded-For", address).split(",")[-1].strip()
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 6:
        return str(ipaddress.ip_network((address, SIX_PREFIX), strict=False))
    return str(known)


@dataclass(frozen=True)
class Paid:
    """What one try has put into the buckets. A full bucket takes nothing in, and gives nothing back."""

    source: str
    own: float
    everybody: float


def pay(source: str, cost: int) -> Paid:
    """Count one try before it is looked at. Raises Refusal "too-many-tries"; then nothing is looked at."""
    now = timezone.now()
    with transaction.atomic():
        own, everybody = _buckets(source, now)
        check_try(_as_of(own, SOURCE, now), _as_of(everybody, EVERYBODY, now))
        return Paid(source, _fill(own, SOURCE, now, cost), _fill(everybody, EVERYBODY, now, cost))


def why_not(refused: Refusal) -> Mapping[str, object]:
    """For the page of somebody who says something: whether to wait a little, or what else stands in the way."""
    return {"is_waiting": True} if refused.codes == (TOO_MANY,) else {"reasons": refused.reasons}


def give_back(paid: Paid) -> None:
    """The code was right: it was no guess."""
    now = timezone.now()
    with transaction.atomic():
        own, everybody = _buckets(paid.source, now)
        _fill(own, SOURCE, now, -paid.own)
        _fill(everybody, EVERYBODY, now, -paid.everybody)


def forget_days() -> None:
    """Forget every day but today."""
    GuessingDay.objects.exclude(day=timezone.localdate()).delete()


def _buckets(source: str, now: datetime) -> tuple[GuessBucket, GuessBucket]:
    """The bucket of a source and that of everybody, locked, always in this order."""
    day = _today()
    name = keyed_hash("guess source", bytes(day.key) + source.encode())
    return _locked(day, name, now), _locked(day, ALL, now)


def _locked(day: GuessingDay, name: str, now: datetime) -> GuessBucket:
    GuessBucket.objects.get_or_create(day=day, name=name, defaults={"at": now})
    return GuessBucket.objects.select_for_update().get(day=day, name=name)


def _today() -> GuessingDay:
    """The key of today. The first try of a day makes it, and ends those before."""
    today = timezone.localdate()
    found, is_new = GuessingDay.objects.get_or_create(day=today, defaults={"key": secrets.token_bytes(KEY_BYTES)})
    if is_new:
        forget_days()
    return found


def _as_of(stored: GuessBucket, limit: Limit, now: datetime) -> Bucket:
    return Bucket(stored.level, stored.at).later(limit, now)


def _fill(stored: GuessBucket, limit: Limit, now: datetime, cost: float) -> float:
    """Put something in, or take it out. What was put in."""
    before = _as_of(stored, limit, now)
    after = before.filled(limit, cost)
    stored.level, stored.at = after.level, after.at
    stored.save(update_fields=["level", "at"])
    return after.level - before.level
