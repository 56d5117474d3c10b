"""How the alignment record of an initiative is made: from what the system works out anyway, and from no claim.

The verdict is judged here and now, evidence by principle is what the newest open release says, and only what passed the
gates of a release is repeated.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from nyhavn.framework.alignment import (
    ALIGNMENT,
    AlignmentRecord,
    EvidenceOnRecord,
    FileOnRecord,
    InitiationOnRecord,
    PrincipleOnRecord,
    Reading,
    ReleaseOnRecord,
    RulesOnRecord,
    SafeguardOnRecord,
    SoftwareOnRecord,
    StageOnRecord,
    SubjectOnRecord,
    VerdictOnRecord,
    whole_second,
)
from nyhavn.framework.alignment_export import WHERE, Exportable, check_may_export
from nyhavn.framework.attribution import Wish
from nyhavn.framework.chain import CHAIN, Stage
from nyhavn.framework.definition import Initiation, StageParticipation, StageStanding, StageVerdict, Verdict, judge
from nyhavn.framework.evidence import Evidence, evidence_fault
from nyhavn.framework.federation_limits import FEDERATION
from nyhavn.framework.foreign_text import shortened
from nyhavn.framework.openness_levels import AccessLevel
from nyhavn.framework.participation import PARTICIPATION
from nyhavn.framework.principles import PRINCIPLES, EvidenceState, PrincipleEvidence, SafeguardEvidence, describe
from nyhavn.framework.records import AttributionWish, PublicText
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release_states import PUBLIC, ReleaseState
from nyhavn.framework.safeguards.confidentiality_and_attribution import named_against_wish

UNANSWERED = "Nobody said which level of participation there was."
RELIABLE = (StageStanding.SUFFICIENT, StageStanding.INSUFFICIENT)


@dataclass(frozen=True)
class ReleaseToRecord:
    """A release as everybody may see it. principles: as they stand in its dossier, () if it has none.

    statement, dossier: the files that everybody may fetch, None where there are none.
    """

    id: str
    version: str
    state: ReleaseState
    issued_at: datetime | None
    access: AccessLevel
    licence: str
    address: str
    statement: FileOnRecord | None = None
    dossier: FileOnRecord | None = None
    principles: tuple[PrincipleEvidence, ...] = ()

    @property
    def shows_principles(self) -> bool:
        """Whether its evidence may be repeated: it stands, is open, and has a dossier that can be compared."""
        is_open = self.access is AccessLevel.OPEN and self.state is not ReleaseState.WITHDRAWN
        return is_open and bool(self.principles) and self.dossier is not None


@dataclass(frozen=True)
class ToAlign:
    """Everything that a record is made from. releases: in any order; candidates among them stay inside.

    number: of this record, counted up. software: name and version. strict: the reading "and" is asked for, too.
    withheld: names of those who wish not to be named, looked for in every text.
    """

    gate: Exportable
    subject: SubjectOnRecord
    initiation: Initiation
    participation: tuple[StageParticipation, ...]
    releases: tuple[ReleaseToRecord, ...]
    number: int
    at: datetime
    software: tuple[str, str]
    strict: bool = False
    withheld: tuple[str, ...] = field(default=(), repr=False)


def subject_on_record(
    *,
    id: UUID,
    address: str,
    title: str,
    summary: str,
    language: str,
    organisation: str,
    community: str,
    place: str,
    kind: str,
) -> SubjectOnRecord:
    """The initiative as a record names it; texts that are too long for it are cut, and say so."""
    name, text = FEDERATION.name_letters, FEDERATION.text_letters
    return SubjectOnRecord(
        id=id,
        address=address,
        title=shortened(title, name),
        summary=shortened(summary, text),
        language=language,
        organisation=shortened(organisation, name),
        community=shortened(community, name),
        place=shortened(place, name),
        kind=kind,
    )


def alignment_record(of: ToAlign) -> AlignmentRecord:
    """The record. Raises Refusal: what check_may_export raises, and alignment-names-somebody; ValueError for a moment
    without a time zone.
    """
    check_may_export(of.gate)
    at = whole_second(of.at)
    day = at.date()
    verdict = judge(of.initiation, of.participation, on=day, print_strict=of.strict)
    public = sorted(_public(of.releases), key=attrgetter("issued_at"), reverse=True)
    made = AlignmentRecord(
        number=of.number,
        made_at=at,
        software=SoftwareOnRecord(name=of.software[0], version=of.software[1]),
        rules=RulesOnRecord(chain=CHAIN.version, participation=PARTICIPATION.version, principles=PRINCIPLES.version),
        licence=ALIGNMENT.record_licence,
        statement=ALIGNMENT.statement,
        initiative=of.subject,
        verdict=_verdict(verdict, day),
        initiation=_initiation(of.initiation, verdict.initiated, day),
        stages=_stages(verdict.stages, of.participation, day),
        principles=_principles(public),
        releases=tuple(_release(one) for one in public[: FEDERATION.releases]),
    )
    check_names_nobody(made.model_dump(mode="json"), of.withheld)
    return made


def _public(releases: Iterable[ReleaseToRecord]) -> Iterable[ReleaseToRecord]:
    return (one for one in releases if one.state in PUBLIC and one.issued_at is not None)


def _verdict(verdict: Verdict, day: date) -> VerdictOnRecord:
    return VerdictOnRecord.model_validate(
        {
            "outcome": verdict.outcome,
            "clause": verdict.clause,
            "reading": Reading.AND_OR,
            "strict_outcome": verdict.strict_outcome,
            "sentence": verdict.sentence,
            "open_questions": verdict.open_questions,
            "judged_on": day,
        }
    )


def _initiation(said: Initiation, verdict: StageVerdict, day: date) -> InitiationOnRecord:
    # An organisation does not vouch for its own mandate, whoever makes the claim: as in the verdict.
    return InitiationOnRecord(
        kind=said.kind,
        standing=verdict.standing,
        reason=verdict.reason,
        evidence=_pieces(said.evidence, (said.claimed_by,), day),
        mandate=_pieces(said.mandate, (said.claimed_by, said.started_by), day),
    )


def _stages(
    verdicts: Iterable[StageVerdict], stated: Iterable[StageParticipation], day: date
) -> tuple[StageOnRecord, ...]:
    """All stages of the chain; of those that nobody spoke about, that nobody did."""
    judged, said = {one.stage: one for one in verdicts}, {one.stage: one for one in stated}
    silent = StageVerdict("", None, StageStanding.NOT_ANSWERED, UNANSWERED)
    return tuple(_stage(stage, judged.get(stage, silent), said.get(stage), day) for stage in Stage)


def _stage(stage: Stage, verdict: StageVerdict, said: StageParticipation | None, day: date) -> StageOnRecord:
    return StageOnRecord(
        stage=stage,
        standing=verdict.standing,
        level_claimed=verdict.level,
        level_shown=verdict.level if verdict.standing in RELIABLE else None,
        reason=verdict.reason,
        evidence=_pieces(said.evidence, (said.claimed_by,), day) if said else (),
    )


def _pieces(pieces: Sequence[Evidence], claimants: tuple[str, ...], day: date) -> tuple[EvidenceOnRecord, ...]:
    """What each piece is and whether it counts. Who attests it is somebody's name, and stays here."""
    faults = ((piece, evidence_fault(piece, claimants, day)) for piece in pieces[: FEDERATION.parts])
    return tuple(
        EvidenceOnRecord(kind=piece.kind, date=piece.date, shows=piece.shows, counts=not fault, why_not=fault)
        for piece, fault in faults
    )


def _principles(public: Sequence[ReleaseToRecord]) -> tuple[PrincipleOnRecord, ...]:
    """As the newest release that may be repeated has them; without one, each says that there are no records yet."""
    source = next((one for one in public if one.shows_principles), None)
    if source is None:
        return tuple(_principle(describe(entry, ()), None) for entry in PRINCIPLES.principles)
    return tuple(_principle(one, source) for one in sorted(source.principles, key=lambda one: one.number))


def _principle(said: PrincipleEvidence, source: ReleaseToRecord | None) -> PrincipleOnRecord:
    def those(state: EvidenceState) -> tuple[SafeguardOnRecord, ...]:
        found = [one for one in said.safeguards if one.state is state]
        return tuple(_safeguard(one, source) for one in found) if source else ()

    return PrincipleOnRecord(
        number=said.number,
        name=said.name,
        explanation=said.explanation,
        evidence_for=those(EvidenceState.FOUND),
        evidence_against=those(EvidenceState.AGAINST),
        no_evidence=those(EvidenceState.NONE),
        cannot_show=said.cannot_show,
    )


def _safeguard(said: SafeguardEvidence, source: ReleaseToRecord) -> SafeguardOnRecord:
    return SafeguardOnRecord(
        code=said.code,
        question=said.question,
        says=says_on_record(said.detail),
        release=source.id,
        release_version=source.version,
    )


def says_on_record(detail: Sequence[str]) -> tuple[str, ...]:
    """What a safeguard says, as far as a record has room for it."""
    said = [line.strip() for line in detail if line.strip()]
    return tuple(shortened(line, FEDERATION.text_letters) for line in said[: FEDERATION.parts])


def _release(one: ReleaseToRecord) -> ReleaseOnRecord:
    is_withdrawn = one.state is ReleaseState.WITHDRAWN
    return ReleaseOnRecord.model_validate(
        {
            "id": one.id,
            "version": one.version,
            "state": one.state.value,
            "issued_at": whole_second(one.issued_at) if one.issued_at else None,
            "access": one.access,
            "licence": "" if is_withdrawn else shortened(one.licence, FEDERATION.name_letters),
            "address": one.address,
            "statement": one.statement,
            "dossier": one.dossier if one.shows_principles else None,
        }
    )


def check_names_nobody(leaves: dict[str, Any], withheld: tuple[str, ...]) -> None:
    """The last look, whatever was passed in: no text that leaves names somebody who wished not to be named.

    leaves: the values of the file, as JSON knows them. Raises Refusal "alignment-names-somebody".
    """
    wishes = tuple(AttributionWish(name=name, wish=Wish.ANONYMOUS) for name in withheld)
    places = named_against_wish(wishes, tuple(_texts(leaves, "")))
    if places:
        what = "Somebody who wishes not to be named stands in the record."
        do = "Take the name out of the texts of the initiative; the record is made anew."
        raise refusal("alignment-names-somebody", what, where=f"{WHERE}, {places[0]}", do=do)


def _texts(value: object, place: str) -> Iterable[PublicText]:
    if isinstance(value, str):
        yield PublicText(place=place, text=value)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, place)
