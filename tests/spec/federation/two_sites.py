"""Sites of a federation in memory: each with a key, an initiative, a release with its dossier, a record and a feed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nyhavn.exchange.bundle.canonical import readable_json
from nyhavn.exchange.bundle.dossier import DOSSIER_DATA, dossier_plain
from nyhavn.exchange.bundle.keys import VerifierKey
from nyhavn.exchange.bundle.statement import state, write_envelope
from nyhavn.exchange.described.alignment import digest_of, signed_record
from nyhavn.exchange.described.alignment_feed import signed_feed
from nyhavn.framework.alignment import AlignmentRecord, FileOnRecord
from nyhavn.framework.alignment_export import Exportable
from nyhavn.framework.alignment_making import ReleaseToRecord, ToAlign, alignment_record, subject_on_record
from nyhavn.framework.chain import Stage
from nyhavn.framework.definition import Initiation, PartyKind, StageParticipation, judge
from nyhavn.framework.evidence import Evidence, EvidenceKind
from nyhavn.framework.federation import Feed, FeedEntry, entry_of, next_feed
from nyhavn.framework.openness_levels import AccessLevel
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.safeguards import evidence_for
from spec.bundle.small_release import small_release
from spec.principles.test_spec_safeguards import GOOD

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
WATER, CLINIC = UUID(int=11), UUID(int=12)
OPEN_GATE = Exportable(is_listed=True, is_unnamed=False, risks=())
MINUTES = Evidence(kind=EvidenceKind.WORKSHOP_MINUTES, date=date(2026, 3, 1), attested_by="Rosa the teacher")
DESIGN = StageParticipation(stage=Stage.DESIGN, level=4, claimed_by="Water network", evidence=(MINUTES,))
COLLECTION = StageParticipation(stage=Stage.COLLECTION, level=5, claimed_by="Water network")  # nothing shows it
STARTED = Initiation(started_by="Ministry", kind=PartyKind.GOVERNMENT, claimed_by="Ministry")
SOFTWARE = ("nyhavn", "0.1.0")


def release_of(stated: tuple[StageParticipation, ...] = (DESIGN, COLLECTION), **changes: Any) -> Release:
    """A release whose dossier is computed from records that hold this participation."""
    verdict = judge(STARTED, stated, on=date(2026, 11, 1))
    principles = evidence_for(replace(GOOD, verdict=verdict))
    return replace(small_release(), verdict=verdict, principles=principles, **changes)


def with_states(release: Release, number: int, state: EvidenceState) -> Release:
    """The release with all safeguards of one principle in that state."""
    principles = tuple(
        replace(one, safeguards=tuple(replace(each, state=state) for each in one.safeguards))
        if one.number == number
        else one
        for one in release.principles
    )
    return replace(release, principles=principles)


@dataclass
class Site:
    """A site. numbers: the last number of each record."""

    name: str
    seed: int
    files: dict[str, bytes] = field(default_factory=dict)
    feed: Feed | None = None
    number: int = 0

    def __post_init__(self) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([self.seed]) * 32)
        self.key = VerifierKey(f"{self.name}/releases", self.private.public_key().public_bytes_raw())
        self.address = f"https://{self.name}"
        self.sign: Callable[[bytes], bytes] = self.private.sign

    @property
    def feed_address(self) -> str:
        return f"{self.address}/feeds/alignment.json"

    def put(self, path: str, data: bytes) -> FileOnRecord:
        """Lay a file out for everybody."""
        self.files[f"{self.address}{path}"] = data
        return FileOnRecord(address=f"{self.address}{path}", sha256=digest_of(data))

    def lay_out(self, release: Release, issued: ReleaseState = ReleaseState.PUBLISHED) -> ReleaseToRecord:
        """A release with its signed statement and its dossier."""
        place = f"/data/{release.id}/{release.version}"
        dossier = readable_json(dossier_plain(release))
        envelope = write_envelope(state(release, {DOSSIER_DATA: digest_of(dossier)}), self.key, self.sign)
        return ReleaseToRecord(
            id=release.id,
            version=release.version,
            state=issued,
            issued_at=release.issued_at,
            access=AccessLevel.OPEN,
            licence=release.licence,
            address=f"{self.address}{place}/",
            statement=self.put(f"{place}/statement", envelope),
            dossier=self.put(f"{place}/dossier.json", dossier),
            principles=release.principles,
        )

    def to_align(self, *releases: ReleaseToRecord, initiative: UUID = WATER, **changes: Any) -> ToAlign:
        """What a record of this site is made from."""
        subject = subject_on_record(
            id=initiative,
            address=f"{self.address}/initiatives/water/",
            title="Water in two quarters",
            summary="Neighbours asked about water.",
            language="en",
            organisation="Water network",
            community="North and South",
            place="An invented town",
            kind="survey-of-persons",
        )
        self.number += 1
        made = ToAlign(
            gate=OPEN_GATE,
            subject=subject,
            initiation=STARTED,
            participation=(DESIGN, COLLECTION),
            releases=releases,
            number=self.number,
            at=NOW - timedelta(hours=1),
            software=SOFTWARE,
        )
        return replace(made, **changes)

    def record(self, *releases: ReleaseToRecord, **changes: Any) -> AlignmentRecord:
        """A record of this site."""
        return alignment_record(self.to_align(*releases, **changes))

    def signed(self, record: AlignmentRecord) -> bytes:
        """Its file."""
        return signed_record(record, self.key, self.sign)

    def entry(self, record: AlignmentRecord) -> FeedEntry:
        """Its entry, with the file laid out."""
        data = self.signed(record)
        place = self.put(f"/initiatives/{record.initiative.id}/alignment.json", data)
        return entry_of(record, address=place.address, digest=place.sha256)

    def publish(self, *entries: FeedEntry, at: datetime = NOW) -> bytes:
        """The next feed of this site."""
        catalogue = f"{self.address}/feeds/catalogue.jsonld"
        self.feed = next_feed(self.feed, entries, at=at, site=self.address, catalogue=catalogue)
        data = signed_feed(self.feed, self.key, self.sign)
        self.files[self.feed_address] = data
        return data
