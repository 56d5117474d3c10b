"""Principle 3: is consent evidenced per person and purpose, and did people take part, stage by stage?"""

from nyhavn.framework.basis import BasisKind, basis_entry
from nyhavn.framework.chain import stage_name
from nyhavn.framework.consent import Coverage, Notice
from nyhavn.framework.definition import Outcome, StageStanding, StageVerdict
from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard

STAGES_CODE = "participation-by-stage"
_CONSENT = Safeguard(
    "consent-per-person",
    "Is there a consent of each person for each purpose, given beforehand under a notice that exists?",
    ("consent records", "notices", "basis"),
)
_STAGES = Safeguard(
    STAGES_CODE,
    "Did people take part in the decisions, stage by stage?",
    ("participation", "evidence"),
)

_ALWAYS_YES = "No purpose has both a valid yes and another answer. A column that always says the same proves nothing."
_UNDATED = "Some consents or contributions have no date, so it is not shown that the consent came first."


def consent_per_person(records: ReleaseRecords) -> SafeguardEvidence:
    """Evidence against if a consent came too late or names a notice that is not there; none if nobody ever says no.

    No number stands here. How many agreed to one purpose, less how many agreed to another or are counted in the tables,
    is how many refused; so is the difference from the release before, however large each number is by itself.
    """
    if records.basis.kind is not BasisKind.CONSENT_RECORD_PER_PERSON:
        return _CONSENT.nothing(*basis_entry(records.basis.kind).words)
    if not any(coverage.total for coverage in records.consent):
        return _CONSENT.nothing("Consent per person is stated as the basis. No consent record was found.")
    references = tuple(_notice(notice) for notice in records.notices)
    broken = [sentence for coverage in records.consent for sentence in _broken(coverage)]
    if broken:
        return _CONSENT.against(*broken, references=references)
    shown = [coverage for coverage in records.consent if coverage.given and _can_tell(coverage, records)]
    undated = [_UNDATED] if any(coverage.undated for coverage in records.consent) else []
    if not shown:
        return _CONSENT.nothing(_ALWAYS_YES, *undated, references=references)
    lines = [_given(coverage) for coverage in shown]
    return _CONSENT.found(*lines, *undated, references=references)


def _notice(notice: Notice) -> str:
    """A notice by what decides whether a consent fits it."""
    until = f" until {notice.valid_until.isoformat()}" if notice.valid_until else ""
    of = f"{', '.join(notice.languages)}; from {notice.valid_from.isoformat()}{until}"
    return f"notice {notice.version} ({of}; for {', '.join(notice.purposes)})"


def _can_tell(coverage: Coverage, records: ReleaseRecords) -> bool:
    """Whether the column of that purpose holds both yes and another answer, which shows that people were asked."""
    columns = [column for column in records.consent_columns if column.purpose is coverage.purpose]
    return any(column.given > 0 and column.refused + column.other > 0 for column in columns)


def _broken(coverage: Coverage) -> list[str]:
    faults = {
        "consent is dated after the contribution": coverage.after_collection,
        "consent names a notice, language or purpose that did not exist": coverage.not_matching_notice,
    }
    return [f"Purpose {coverage.purpose}: {fault}." for fault, count in faults.items() if count]


def _given(coverage: Coverage) -> str:
    return f"Purpose {coverage.purpose}: valid consent beforehand. Not everybody gave it, so people could say no."


def participation_by_stage(records: ReleaseRecords) -> SafeguardEvidence:
    """Evidence found if a stage suffices, against if a claim is contradicted or nobody took part anywhere."""
    verdict = records.verdict
    lines = tuple(_stage_line(stage) for stage in verdict.stages)
    standings = {stage.standing for stage in verdict.stages}
    if StageStanding.CONTRADICTED in standings or verdict.outcome is Outcome.DOES_NOT_COUNT:
        return _STAGES.against(*lines)
    if StageStanding.SUFFICIENT in standings:
        return _STAGES.found(*lines)
    return _STAGES.nothing(*lines)


def _stage_line(stage: StageVerdict) -> str:
    return f"{stage_head(stage.stage, stage.standing)} {stage.reason}"


def stage_head(stage: str, standing: StageStanding) -> str:
    """How the line about a stage begins, so that whoever reads a dossier finds it."""
    return f"{stage_name(stage).capitalize()}: {standing}."
