"""What one installation tells others: its feed. A list of the alignment records of its initiatives, and what went away.

It names identifiers, places and hashes, and says nothing about anybody. What went away stays as a tombstone without any
content, so that whoever was away for a month learns of it, too. The feed is whole and signed, or it is not believed.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from datetime import date as Day
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from nyhavn.framework.alignment import (
    Address,
    AlignmentRecord,
    Moment,
    Number,
    ReleaseId,
    Sha256,
    VersionName,
    whole_second,
)
from nyhavn.framework.declared import Declared
from nyhavn.framework.federation_limits import FEDERATION
from nyhavn.framework.refusal import Refusal, refusal


class ReleaseRef(Declared):
    """A release that stands. digest: of what was signed about its files, "" if nobody outside may fetch that."""

    id: ReleaseId
    version: VersionName
    digest: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]

    @property
    def named(self) -> tuple[str, str]:
        """Identifier and version."""
        return self.id, self.version


class FeedEntry(Declared):
    """An initiative that is listed. number: of its record; digest: of the whole file; releases: those that stand."""

    initiative: UUID
    number: Number
    record: Address
    digest: Sha256
    releases: Annotated[tuple[ReleaseRef, ...], Field(max_length=FEDERATION.releases)]


class Tombstone(Declared):
    """Something that went away: an initiative, or one release of it. Nothing but what it was and the day."""

    initiative: UUID
    release: ReleaseId | None
    version: VersionName | None
    on: Day

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.release is None) is not (self.version is None):
            raise ValueError("a release has an identifier and a version")
        return self

    @property
    def about(self) -> tuple[UUID, str, str]:
        """What it is about."""
        return self.initiative, self.release or "", self.version or ""


class Feed(Declared):
    """All that is listed. number: counts up with every feed; site: address of the installation; catalogue: its DCAT."""

    number: Number
    made_at: Moment
    site: Address
    catalogue: Address
    entries: Annotated[tuple[FeedEntry, ...], Field(max_length=FEDERATION.entries)]
    tombstones: Annotated[tuple[Tombstone, ...], Field(max_length=FEDERATION.tombstones)]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        listed = [one.initiative for one in self.entries]
        standing = {(one.initiative, *each.named) for one in self.entries for each in one.releases}
        gone = [one.about for one in self.tombstones]
        if len(set(listed)) != len(listed) or len(set(gone)) != len(gone):
            raise ValueError("something is listed twice")
        if len(standing) != sum(len(one.releases) for one in self.entries):
            raise ValueError("a release is listed twice")
        if (standing | {(one, "", "") for one in listed}) & set(gone):
            raise ValueError("something stands and went away at once")
        return self


def entry_of(record: AlignmentRecord, *, address: str, digest: str) -> FeedEntry:
    """The entry of a record. address: where it can be fetched; digest: of the signed file."""
    standing = [one for one in record.releases if one.state != "withdrawn"]
    return FeedEntry(
        initiative=record.initiative.id,
        number=record.number,
        record=address,
        digest=digest,
        releases=tuple(
            ReleaseRef(id=one.id, version=one.version, digest=one.statement.sha256 if one.statement else "")
            for one in standing
        ),
    )


def next_feed(before: Feed | None, entries: Iterable[FeedEntry], *, at: datetime, site: str, catalogue: str) -> Feed:
    """The feed after that one. What stood in it and does not any more gets a tombstone; what is back loses its own.

    at: with a time zone. Tombstones go after FEDERATION.tombstone_days, the oldest first if there are too many.
    Raises Refusal "feed-too-long".
    """
    listed = tuple(sorted(entries, key=lambda one: str(one.initiative)))
    if len(listed) > FEDERATION.entries:
        raise feed_too_long()
    stands = {about for one in listed for about in _abouts(one)}
    gone = {one.about: one for one in (before.tombstones if before else ())}
    for about in (about for one in (before.entries if before else ()) for about in _abouts(one)):
        gone.setdefault(about, _tombstone(about, at.astimezone(UTC).date()))
    oldest = at.astimezone(UTC).date() - FEDERATION.told
    kept = [one for one in gone.values() if one.about not in stands and one.on >= oldest]
    newest = sorted(kept, key=lambda one: (one.on, one.about), reverse=True)[: FEDERATION.tombstones]
    return Feed(
        number=before.number + 1 if before else 1,
        made_at=whole_second(at),
        site=site,
        catalogue=catalogue,
        entries=listed,
        tombstones=tuple(newest),
    )


def feed_too_long() -> Refusal:
    """More is listed than any site would read."""
    what = "More initiatives are listed here than other sites read from one feed."
    do = "Unlist what has ended. For a site of this size, several installations are the way that holds."
    return refusal("feed-too-long", what, where="feed for other sites", do=do)


def _abouts(entry: FeedEntry) -> Iterator[tuple[UUID, str, str]]:
    yield entry.initiative, "", ""
    yield from ((entry.initiative, *one.named) for one in entry.releases)


def _tombstone(about: tuple[UUID, str, str], day: Day) -> Tombstone:
    initiative, release, version = about
    return Tombstone(initiative=initiative, release=release or None, version=version or None, on=day)
