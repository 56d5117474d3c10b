"""An alignment record from elsewhere: what it is, whether it can be relied on, and what becomes of each claim.

Nothing in it is believed before its signature, form and dates were found to be right; whatever is wrong makes it
unproven, with the reason, and never stops anything. Texts are made plain. A version that is newer than this software
is kept, and said to be not understood.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from nyhavn.exchange.bundle.canonical import Unreadable, canonical_json
from nyhavn.exchange.described.alignment import FAMILY, FORMAT, digest_of
from nyhavn.exchange.incoming.alignment_files import files_found
from nyhavn.exchange.incoming.signed_file import SignedFile, read_signed
from nyhavn.framework.alignment import AlignmentRecord
from nyhavn.framework.alignment_checks import CheckedClaim, checked_claims
from nyhavn.framework.federation_limits import FEDERATION
from nyhavn.framework.foreign_text import cleaned
from nyhavn.framework.peer_address import is_same_site


class RecordStanding(StrEnum):
    """What a record from elsewhere is here."""

    READ = "read"
    NOT_UNDERSTOOD = "not-understood"  # signed by the peer, in a version that this software does not know
    UNPROVEN = "unproven"


@dataclass(frozen=True)
class RecordFromElsewhere:
    """A record as it came. reasons: why it is unproven or not understood, in sentences of ours.

    record: with plain texts; None unless it was read. claims: what became of each.
    """

    standing: RecordStanding
    digest: str
    by: str = ""
    reasons: tuple[str, ...] = ()
    record: AlignmentRecord | None = None
    claims: tuple[CheckedClaim, ...] = ()


@dataclass(frozen=True)
class Expected:
    """What is known before it is read. key: the line that is pinned for the peer. digest, initiative, number: as the
    feed lists it, "" and 0 where it was handed in by hand. site: of the peer, "" where nobody said which.
    """

    key: str
    digest: str = ""
    initiative: str = ""
    number: int = 0
    site: str = ""


def read_record(
    data: bytes, expected: Expected, *, now: datetime, fetched: Mapping[str, bytes] | None = None
) -> RecordFromElsewhere:
    """What these bytes come to. fetched: files that it names, by address. Raises nothing for whatever stands in it."""
    digest = digest_of(data)
    try:
        file = read_signed(data, most_bytes=FEDERATION.record_bytes)
    except Unreadable as fault:
        return RecordFromElsewhere(RecordStanding.UNPROVEN, digest, reasons=(f"{fault}",))
    if reasons := tuple(_stranger_reasons(file, expected, digest)):
        return RecordFromElsewhere(RecordStanding.UNPROVEN, digest, file.by, reasons)
    if file.format != FORMAT:
        return _other_format(file, digest)
    record = _record_in(file)
    if record is None:
        reason = "It is signed, and not of the form that its version has."
        return RecordFromElsewhere(RecordStanding.UNPROVEN, digest, file.by, (reason,))
    if reasons := (*_date_reasons(record, now), *_listing_reasons(record, expected)):
        return RecordFromElsewhere(RecordStanding.UNPROVEN, digest, file.by, reasons)
    claims = checked_claims(record, files_found(record, fetched or {}, key=file.by))
    return RecordFromElsewhere(RecordStanding.READ, digest, file.by, record=record, claims=claims)


def _stranger_reasons(file: SignedFile, expected: Expected, digest: str) -> tuple[str, ...]:
    found = []
    if file.by != expected.key:
        found.append("It is signed with another key than the one that is known of this site.")
    if expected.digest and digest != expected.digest:
        found.append("It is not the record that the feed lists: its hash is another.")
    return tuple(found)


def _other_format(file: SignedFile, digest: str) -> RecordFromElsewhere:
    version = file.version_of(FAMILY)
    if version is not None:
        reason = f"It is signed, and written in version {version} of the format, which this software does not know."
        return RecordFromElsewhere(RecordStanding.NOT_UNDERSTOOD, digest, file.by, (reason,))
    reason = "It is signed, and it is no alignment record."
    return RecordFromElsewhere(RecordStanding.UNPROVEN, digest, file.by, (reason,))


def _record_in(file: SignedFile) -> AlignmentRecord | None:
    """The record with plain texts, if it is of the form of this version before and after its texts were made plain."""
    try:
        AlignmentRecord.model_validate_json(canonical_json(file.said), strict=True)
        plain: Any = cleaned(file.said, FEDERATION.text_letters)
        return AlignmentRecord.model_validate_json(canonical_json(plain), strict=True)
    except ValidationError:  # its message would quote what stands there
        return None


def _date_reasons(record: AlignmentRecord, now: datetime) -> tuple[str, ...]:
    found = []
    if record.made_at > now + FEDERATION.skew:
        found.append("It says that it was made at a moment that is still to come.")
    if record.verdict.judged_on > record.made_at.date():
        found.append("It says that it was judged after it was made.")
    if any(one.issued_at > record.made_at for one in record.releases):
        found.append("It names a release that was issued after it was made.")
    return tuple(found)


def _listing_reasons(record: AlignmentRecord, expected: Expected) -> tuple[str, ...]:
    found = []
    if expected.initiative and f"{record.initiative.id}" != expected.initiative:
        found.append("It is about another initiative than the one that the feed lists.")
    if expected.number and record.number != expected.number:
        found.append("It has another number than the one that the feed lists.")
    if expected.site and not all(is_same_site(one, expected.site) for one in _addresses(record)):
        found.append("It names addresses of another site than the one that signed it.")
    return tuple(found)


def _addresses(record: AlignmentRecord) -> Iterator[str]:
    """Every address that a page would make a link of, or that would be asked."""
    yield record.initiative.address
    for one in record.releases:
        yield one.address
        yield from (file.address for file in (one.statement, one.dossier) if file)
