"""Keys for the programming interface: made, listed, recognised, revoked.

Of a key only its SHA-256 is kept. A plain hash is enough here: a key is 256 random bits, so nobody can try them out as
they could the passwords that people think of; a slow hash would only make every request slow.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roles import AccountRight
from nyhavn.web.accounts.access import not_found
from nyhavn.web.accounts.models import AccessKey, User
from nyhavn.web.audit.actions import record

PREFIX = "nyhavn_"  # so that programs which look for leaked secrets know one when they see it
MOST_KEYS = 20  # of one person, valid at the same time
SEEN_EVERY = timedelta(minutes=10)  # how exact "last used" is: not every reading should write


class MadeKey(NamedTuple):
    """A new key. secret: shown once and not kept."""

    key: AccessKey
    secret: str


class KeyShown(Declared):
    """What is shown of a key after it was made: never the key itself."""

    uuid: UUID
    label: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class KeysShown(Declared):
    """The valid keys of a person."""

    keys: tuple[KeyShown, ...]


def make_key(*, by: User, label: str, days: int) -> MadeKey:
    """Make a key that does what its owner may do, for so many days. Raises Refusal "too-many-keys"."""
    secret = PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        if valid_keys(by).count() >= MOST_KEYS:
            what = f"You have {MOST_KEYS} access keys, and nobody may have more."
            raise refusal("too-many-keys", what, do="Revoke one that you no longer use.")
        key = AccessKey.objects.create(
            user=by, label=label, key_hash=_hash(secret), expires_at=now + timedelta(days=days)
        )
        record("access-key-made", by=by, kind="access-key", on=key.uuid, facts={"days": days})
    return MadeKey(key, secret)


def revoke_key(*, by: User, on: AccessKey) -> None:
    """End a key at once. Revoking it again changes nothing."""
    with transaction.atomic():
        if AccessKey.objects.filter(id=on.id, revoked_at=None).update(revoked_at=timezone.now()):
            record("access-key-revoked", by=by, kind="access-key", on=on.uuid)


def valid_keys(user: User) -> QuerySet[AccessKey]:
    """The keys of a person that can be used now, the newest first."""
    return AccessKey.objects.filter(user=user, revoked_at=None, expires_at__gt=timezone.now()).order_by("-id")


def keys_shown(user: User) -> KeysShown:
    """What a person may know of their valid keys."""
    return KeysShown(keys=tuple(KeyShown.model_validate(key, from_attributes=True) for key in valid_keys(user)))


def key_behind(secret: str) -> AccessKey | None:
    """The valid key with that secret, of somebody whose account is active; notes that it was used."""
    now = timezone.now()
    found = (
        AccessKey.objects.filter(key_hash=_hash(secret), revoked_at=None, expires_at__gt=now, user__is_active=True)
        .select_related("user")
        .first()
    )
    if found is not None and (found.last_used_at is None or found.last_used_at < now - SEEN_EVERY):
        AccessKey.objects.filter(id=found.id).update(last_used_at=now)
    return found


def enter_key(user: User, right: AccountRight, *, key: UUID) -> AccessKey:
    """A key of one's own; those of others are not found. Raises Refusal "not-found"."""
    found = AccessKey.objects.filter(user=user, uuid=key).first()
    if found is None:
        raise not_found("access key")
    return found


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
