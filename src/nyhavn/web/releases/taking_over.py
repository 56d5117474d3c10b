"""Releases that came out after a backup: when it is restored they are out, and the database must say so.

Their files and their entry in the log outlived the database that announced them. The moment of issue is read from the
files; what would be signed at that moment must be, value by value, what was signed.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from nyhavn.chain.signing import issued_release
from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.content import REPORT_DATA, release_from_json, release_json
from nyhavn.exchange.bundle.log_files import TRUST_FILE
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.releases.credit import credit_as_signed
from nyhavn.web.releases.independence import independence_as_signed
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.publishing import as_issued, make_public
from nyhavn.web.releases.queries import place_of
from nyhavn.web.releases.standing import held, trace
from nyhavn.web.releases.validation import validation_as_signed


def take_over_published() -> tuple[str, ...]:
    """Make public what is out already; names with versions. A release whose moment is fixed goes on by its job.

    Call it before withdrawals are replayed, so that they find as published what is published. Where the files hold
    something else than this database would publish, nothing is done: the job that would publish it is refused.
    """
    return tuple(f"{one.name} {one.version}" for one in _announced() if _take_over(one, place_of(one)))


def _announced() -> Iterator[PublicRelease]:
    waiting = PublicRelease.objects.filter(state=ReleaseState.SCHEDULED, issued_at=None)
    found = waiting.exclude(content="").select_related("run__initiative", "initiative").order_by("id")
    return (release for release in found if place_of(release).is_dir())


def _take_over(release: PublicRelease, place: Path) -> bool:
    signed = signed_at(place)
    if signed is None:
        return False
    with transaction.atomic():
        found = held(release)
        found.issued_at = signed.issued_at
        credit_as_signed(found, signed.credit)
        independence_as_signed(found, signed.independence)
        validation_as_signed(found, signed.validation)
        would_be = issued_release(as_issued(found), signed.issued_at)
        if not _are_same(would_be, signed):
            return False
        # Nobody is told by mail: they were when it came out.
        make_public(found, would_be)
        trace("release-taken-over", by=None, on=found)
    return True


def signed_at(place: Path) -> Release | None:
    """What was signed there with the key of this installation; None if that cannot be said of it."""
    trust = Path(settings.RELEASE_LOG) / TRUST_FILE
    if not trust.is_file():
        return None
    if not verify(place, trusted=trust.read_text().splitlines(), log_folder=Path(settings.RELEASE_LOG)).ok:
        return None
    try:
        return release_from_json((place / REPORT_DATA).read_bytes())
    except (Unreadable, OSError):
        return None


def _are_same(one: Release, other: Release) -> bool:
    """In every value. The order of labels is another one in a report."""
    return bool(json.loads(release_json(one)) == json.loads(release_json(other)))
