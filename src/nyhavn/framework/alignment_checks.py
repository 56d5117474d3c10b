"""What becomes of each claim of a record that came from elsewhere: evidenced, claimed, unproven or contradicted.

"Evidenced" says that the document it names was fetched, is the very one, and says the same. It does not say that the
document is true: that is as much as anybody can see from outside, and no more than our own records get.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Day
from enum import StrEnum

from nyhavn.framework.alignment import (
    AlignmentRecord,
    EvidenceOnRecord,
    InitiationOnRecord,
    PrincipleOnRecord,
    Reading,
    ReleaseOnRecord,
    SafeguardOnRecord,
    StageOnRecord,
)
from nyhavn.framework.alignment_making import RELIABLE, says_on_record
from nyhavn.framework.chain import NEEDED_STAGES, Stage, stage_name
from nyhavn.framework.definition import (
    INITIATION,
    MAY_INITIATE,
    Outcome,
    PartyKind,
    StageStanding,
    StageVerdict,
    decided,
    decided_strictly,
    verdict_sentence,
)
from nyhavn.framework.participation import is_sufficient
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.safeguards.participation_and_consent import STAGES_CODE, stage_head

PARTICIPATION_PRINCIPLE = 3


class ClaimResult(StrEnum):
    """What a claim came to, the weakest last."""

    EVIDENCED = "evidenced"
    CLAIMED = "claimed"
    UNPROVEN = "unproven"
    CONTRADICTED = "contradicted"


class Fetched(StrEnum):
    """What became of fetching a file that a record names."""

    SAME = "same"
    OTHER = "other"  # its hash is not the one in the record, or it is not what it should be
    NOT_THERE = "not-there"


@dataclass(frozen=True)
class DossierSays:
    """A dossier that was fetched. said: principle and code of each safeguard, with its state and its sentences."""

    fetched: Fetched
    said: Mapping[tuple[int, str], tuple[EvidenceState, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True)
class StatementSays:
    """A signed statement that was fetched. is_signed: by the key of the peer. dossier: hash of its dossier, ""."""

    fetched: Fetched
    is_signed: bool = False
    dossier: str = ""


@dataclass(frozen=True)
class FilesFound:
    """All that was fetched for a record, by identifier and version of the release."""

    dossiers: Mapping[tuple[str, str], DossierSays] = field(default_factory=dict)
    statements: Mapping[tuple[str, str], StatementSays] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedClaim:
    """One claim. code: stable, such as "verdict", "stage/design", "principle/3/consent-per-person", "release/x/1".

    evidence: hashes of the files that were fetched, are the very ones and say the same.
    """

    code: str
    words: str
    result: ClaimResult
    reason: str
    evidence: tuple[str, ...] = ()


NOTHING_FOUND = FilesFound()
_R = ClaimResult
_CONTRADICTS_ITSELF = "The record contradicts itself: what it says of its evidence does not lead to what it claims."
_NOT_NAMED = "It names no file that could be compared."
_OLDER = "It names an older release than the newest one with a dossier."
_NOT_FETCHED = "The file that it names could not be fetched."
_OTHER_FILE = "The file that it names is not the one that was meant: its hash differs, or it cannot be read."
_SAYS_SO = "The file that it names was fetched, is the very one, and says the same."


def checked_claims(
    record: AlignmentRecord, files: FilesFound = NOTHING_FOUND, *, is_whole: bool = True
) -> tuple[CheckedClaim, ...]:
    """Every claim of a record whose signature, form and dates were found to be right.

    is_whole: as it was signed. Of `harvest.as_it_stands` nobody can say what the record left out.
    """
    day = record.verdict.judged_on
    stages = [_stage(one, record, files) for one in record.stages if _is_claimed(one)]
    initiation = _initiation(record.initiation, day)
    needed = {one.code: one for one in (initiation, *stages)}
    return (
        _verdict(record, needed),
        *([initiation] if record.initiation.standing is not StageStanding.NOT_ANSWERED else []),
        *stages,
        *(claim for one in record.principles for claim in _principle(one, record, files)),
        *(_left_out(record, files) if is_whole else ()),
        *(_release(one, files) for one in record.releases if one.state != "withdrawn"),
    )


def _verdict(record: AlignmentRecord, needed: Mapping[str, CheckedClaim]) -> CheckedClaim:
    """Decided anew from what the record says of each stage; then it rests on what decides it."""
    said = record.verdict
    answers = (
        StageVerdict(INITIATION, None, record.initiation.standing, ""),
        *(StageVerdict(one.stage, one.level_claimed, one.standing, "") for one in record.stages if _is_needed(one)),
    )
    (outcome, clause), strict = decided(answers), decided_strictly(answers)
    meant = strict if said.reading is Reading.AND else outcome
    if said.outcome is not meant or said.strict_outcome not in (None, strict) or said.clause != clause:
        reason = "It does not follow from what the record says."
        return CheckedClaim("verdict", said.sentence, _R.CONTRADICTED, reason)
    # In words of ours: those of the record could say more than what was found.
    words = verdict_sentence(meant, answers, strict if said.strict_outcome else None)
    if meant is not Outcome.COUNTS:
        return CheckedClaim("verdict", words, _R.CLAIMED, "It follows from what the record says of each stage.")
    deciding = _deciding(clause, said.reading)
    weakest = max((needed[code] for code in deciding), key=lambda one: list(_R).index(one.result))
    return CheckedClaim("verdict", words, weakest.result, weakest.reason, weakest.evidence)


def _deciding(clause: str, reading: Reading) -> tuple[str, ...]:
    """Codes of the claims that the verdict rests on."""
    if clause == "initiated":
        return (INITIATION,)
    stages = NEEDED_STAGES if reading is Reading.AND else (Stage(clause),)
    return tuple(f"stage/{stage}" for stage in stages)


def _is_needed(one: StageOnRecord) -> bool:
    return one.stage in NEEDED_STAGES


def _is_claimed(one: StageOnRecord) -> bool:
    return one.standing is not StageStanding.NOT_ANSWERED or one.level_shown is not None


def _initiation(said: InitiationOnRecord, day: Day) -> CheckedClaim:
    """An organisation of civil society has to show for whom it speaks, too; other bodies cannot initiate."""
    words = f"It was started by {said.kind.value.replace('-', ' ')}."
    speaks = said.kind is not PartyKind.CIVIL_SOCIETY or _supports(said.mandate, day)
    result, reason = _standing(
        said.standing,
        supported=said.kind in MAY_INITIATE and speaks and _supports(said.evidence, day),
        disputed=_disputes(said.evidence, day) or _disputes(said.mandate, day),
    )
    return CheckedClaim(INITIATION, words, result, reason)


def _stage(one: StageOnRecord, record: AlignmentRecord, files: FilesFound) -> CheckedClaim:
    code, words = f"stage/{one.stage}", f"{stage_name(one.stage).capitalize()}: {one.reason}"
    level, day = one.level_claimed or 0, record.verdict.judged_on
    result, reason = _standing(
        one.standing,
        supported=_supports(one.evidence, day) and is_sufficient(level),
        disputed=_disputes(one.evidence, day),
    )
    reliable = one.level_claimed if one.standing in RELIABLE else None
    is_low = one.standing is StageStanding.INSUFFICIENT
    if one.level_shown not in (None, reliable) or (is_low and is_sufficient(level)):
        result, reason = _R.CONTRADICTED, _CONTRADICTS_ITSELF
    if result is not _R.CLAIMED or one.standing is not StageStanding.SUFFICIENT:
        return CheckedClaim(code, words, result, reason)
    return _stage_in_dossier(CheckedClaim(code, words, result, reason), one, record, files)


def _standing(standing: StageStanding, *, supported: bool, disputed: bool) -> tuple[ClaimResult, str]:
    """What a standing comes to by itself, without any file."""
    if standing is StageStanding.SUFFICIENT:
        if disputed or not supported:
            return _R.CONTRADICTED, _CONTRADICTS_ITSELF
        return _R.CLAIMED, "It names documents with their days. None of them can be fetched."
    if standing is StageStanding.CONTRADICTED:
        return _R.CONTRADICTED, "The record itself says that evidence shows the opposite."
    if standing is StageStanding.UNPROVEN:
        return _R.UNPROVEN, "The record itself says that no evidence supports it."
    return _R.CLAIMED, "It is stated, and nothing has to be shown for it."


def _stage_in_dossier(
    claim: CheckedClaim, one: StageOnRecord, record: AlignmentRecord, files: FilesFound
) -> CheckedClaim:
    """Whether the dossier of the release that the principles come from says the same of that stage."""
    source = _source(record)
    dossier = files.dossiers.get(source.named) if source else None
    if source is None or dossier is None or dossier.fetched is Fetched.NOT_THERE:
        return claim
    if dossier.fetched is Fetched.OTHER:
        return CheckedClaim(claim.code, claim.words, _R.UNPROVEN, _OTHER_FILE)
    _, says = dossier.said.get((PARTICIPATION_PRINCIPLE, STAGES_CODE), (EvidenceState.NONE, ()))
    if any(line.startswith(stage_head(one.stage, StageStanding.CONTRADICTED)) for line in says):
        return CheckedClaim(claim.code, claim.words, _R.CONTRADICTED, "The dossier of its release says the opposite.")
    # The whole line, with the level in it: a dossier that shows level 4 is no evidence of level 5.
    is_said = f"{stage_head(one.stage, StageStanding.SUFFICIENT)} {one.reason}" in says
    if not is_said or not one.reason.startswith(f"Level {one.level_claimed} "):
        return claim
    return CheckedClaim(claim.code, claim.words, _R.EVIDENCED, _SAYS_SO, _hash_of(source))


def _source(record: AlignmentRecord) -> ReleaseOnRecord | None:
    """The release whose dossier a record has to repeat: the newest that has one."""
    return max((one for one in record.releases if one.dossier), key=lambda one: one.issued_at, default=None)


def _all(one: PrincipleOnRecord) -> tuple[SafeguardOnRecord, ...]:
    return (*one.evidence_for, *one.evidence_against, *one.no_evidence)


def _hash_of(release: ReleaseOnRecord) -> tuple[str, ...]:
    return (release.dossier.sha256,) if release.dossier else ()


def _principle(one: PrincipleOnRecord, record: AlignmentRecord, files: FilesFound) -> Iterator[CheckedClaim]:
    states = (
        (EvidenceState.FOUND, one.evidence_for),
        (EvidenceState.AGAINST, one.evidence_against),
        (EvidenceState.NONE, one.no_evidence),
    )
    for state, safeguards in states:
        for each in safeguards:
            result, reason, evidence = _safeguard(one.number, state, each, record, files)
            yield CheckedClaim(f"principle/{one.number}/{each.code}", " ".join(each.says), result, reason, evidence)


def _safeguard(
    number: int, state: EvidenceState, said: SafeguardOnRecord, record: AlignmentRecord, files: FilesFound
) -> tuple[ClaimResult, str, tuple[str, ...]]:
    release = record.release((said.release, said.release_version))
    if release is None or release.dossier is None:
        return _R.UNPROVEN, _NOT_NAMED, ()
    if release is not _source(record):
        return _R.UNPROVEN, _OLDER, ()
    dossier = files.dossiers.get(release.named, DossierSays(Fetched.NOT_THERE))
    if dossier.fetched is Fetched.OTHER:
        return _R.UNPROVEN, _OTHER_FILE, ()
    if dossier.fetched is Fetched.SAME:
        found = dossier.said.get((number, said.code))
        if found is None:
            return _R.UNPROVEN, "The file that it names says nothing about this.", ()
        if found[0] is not state or says_on_record(found[1]) != said.says:
            return _R.CONTRADICTED, "The file that it names says something else.", ()
    if state is EvidenceState.NONE:
        return _R.UNPROVEN, "No record speaks for it or against it.", ()
    if dossier.fetched is Fetched.NOT_THERE:
        return _R.CLAIMED, _NOT_FETCHED, ()
    return _R.EVIDENCED, _SAYS_SO, _hash_of(release)


def _left_out(record: AlignmentRecord, files: FilesFound) -> Iterator[CheckedClaim]:
    """Evidence against that stands in a dossier and not in the record that repeats it."""
    told = {(one.number, each.code) for one in record.principles for each in _all(one)}
    source = _source(record)
    dossier = files.dossiers.get(source.named) if source else None
    if dossier is None or dossier.fetched is not Fetched.SAME:
        return
    for (number, code), (state, _) in sorted(dossier.said.items()):
        if state is EvidenceState.AGAINST and (number, code) not in told:
            words = "The record says nothing about this."
            reason = "The dossier of its release holds evidence against, which the record leaves out."
            yield CheckedClaim(f"principle/{number}/{code}", words, _R.CONTRADICTED, reason)


def _release(one: ReleaseOnRecord, files: FilesFound) -> CheckedClaim:
    code, words = f"release/{one.id}/{one.version}", f"It published {one.id}, version {one.version}."
    if one.statement is None:
        return CheckedClaim(code, words, _R.CLAIMED, _NOT_NAMED)
    found = files.statements.get(one.named, StatementSays(Fetched.NOT_THERE))
    if found.fetched is Fetched.NOT_THERE:
        return CheckedClaim(code, words, _R.CLAIMED, _NOT_FETCHED)
    if found.fetched is Fetched.OTHER:
        return CheckedClaim(code, words, _R.UNPROVEN, _OTHER_FILE)
    if one.dossier is not None and found.dossier != one.dossier.sha256:
        return CheckedClaim(code, words, _R.CONTRADICTED, "What was signed about its files names another dossier.")
    if not found.is_signed:
        reason = "What was signed about its files bears another key than that of this site."
        return CheckedClaim(code, words, _R.CLAIMED, reason)
    reason = "What was signed about its files was fetched, is the very one, and bears the key of this site."
    return CheckedClaim(code, words, _R.EVIDENCED, reason, (one.statement.sha256,))


def _supports(pieces: tuple[EvidenceOnRecord, ...], day: Day) -> bool:
    return any(one.shows == "supports" for one in pieces if _counts(one, day))


def _disputes(pieces: tuple[EvidenceOnRecord, ...], day: Day) -> bool:
    return any(one.shows == "contradicts" for one in pieces if _counts(one, day))


def _counts(one: EvidenceOnRecord, day: Day) -> bool:
    """Whatever a record says of it: what has no day, or one still to come, never counts."""
    return one.counts and one.date is not None and one.date <= day
