"""Reading before publication: without a grant nobody outside the team sees a candidate, and no grant stays secret.

The link is shown once to whoever let somebody read. Only its hash is kept, so nobody who reads the database can use it.
"""

import hashlib
import secrets
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.framework.interests import DecidedAct, check_let_read
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.framework.release_states import PUBLIC, ReleaseState
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.guards import Act, Asked, check_guards, guarding_reasons
from nyhavn.web.releases.early_asks import EarlyReaderSaid
from nyhavn.web.releases.independence import decided
from nyhavn.web.releases.models import EarlyReading, EventKind, PublicRelease
from nyhavn.web.releases.standing import held, tell_everybody, trace

TOKEN_BYTES = 32
SEEN_AT_HOME = frozenset({ReleaseState.RETURNED, ReleaseState.SCHEDULED})


def let_read(*, by: User, on: PublicRelease, said: EarlyReaderSaid) -> tuple[EarlyReading, str]:
    """Let somebody outside read a release before it is published; the link comes once. Raises Refusal.

    That there is somebody is public as soon as the release is announced; who and why, when it is published.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        release = held(on)
        is_open = ReleaseState(release.state) in SEEN_AT_HOME
        check_let_read(is_announceable=is_open, is_in_print=release.issued_at is not None)
        check_guards(Act.LET_READ, release.initiative, by=by, about=release)
        made = EarlyReading.objects.create(
            release=release, let_by=by, token_sha256=_hashed(token), recorded_at=timezone.now(), **said.model_dump()
        )
        if release.state == ReleaseState.SCHEDULED:
            tell_everybody(release, EventKind.EARLY_READER)
        decided(release, by, DecidedAct.LET_READ)
        trace("early-reader-recorded", by=by, on=release, is_party=said.is_party)
    return made, f"{settings.SITE_ADDRESS}/early/{token}/"


def stop_reading(*, by: User, on: EarlyReading) -> None:
    """The link opens nothing any more; that it did stays on record, and is told with the release."""
    with transaction.atomic():
        release = held(on.release)
        EarlyReading.objects.filter(id=on.id, stopped_at=None).update(stopped_at=timezone.now())
        trace("early-reader-stopped", by=by, on=release)


def reading_behind(token: str) -> EarlyReading:
    """What a link opens. Raises Refusal "link-not-usable"."""
    return _usable(EarlyReading.objects.filter(token_sha256=_hashed(token)))


def reading_numbered(uuid: object) -> EarlyReading:
    """What a session holds. Raises Refusal "link-not-usable"."""
    if not isinstance(uuid, str):
        raise not_usable()
    return _usable(EarlyReading.objects.filter(uuid=UUID(uuid)))


def _usable(found: QuerySet[EarlyReading]) -> EarlyReading:
    row = found.filter(stopped_at=None).select_related("release__initiative", "release__run").first()
    if row is None or ReleaseState(row.release.state) not in SEEN_AT_HOME | PUBLIC or _stands_still(row.release):
        raise not_usable()
    return row


def _stands_still(release: PublicRelease) -> bool:
    """Whether nobody may be let read now, as while everything is stopped. Why is nothing for whoever holds a link."""
    asked = Asked(Act.LET_READ, release.initiative, about=release)
    return release.issued_at is None and bool(guarding_reasons(asked))


def look(reading: EarlyReading) -> None:
    """Keep the first time somebody looked. Call it before anything is shown."""
    with transaction.atomic():
        new = EarlyReading.objects.filter(id=reading.id, first_read_at=None).update(first_read_at=timezone.now())
        if new:
            trace("early-reader-looked", by=None, on=reading.release)


def not_usable() -> Refusal:
    """The one answer for a link that was never made, was stopped, or whose release was given up."""
    do = "Ask whoever gave it to you."
    return refusal("link-not-usable", "This link does not work, or does not work any more.", do=do)


def _hashed(token: str) -> str:
    """Of 32 random bytes: nothing that anybody could guess."""
    return hashlib.sha256(token.encode()).hexdigest()
