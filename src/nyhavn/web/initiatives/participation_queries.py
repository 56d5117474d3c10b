"""The ladder of participation across the data value chain, and the verdict."""

from nyhavn.chain.verdict import verdict_on
from nyhavn.framework.chain import CHAIN, NEEDED_STAGES, StageEntry
from nyhavn.framework.definition import StageStanding, StageVerdict, Verdict
from nyhavn.framework.participation import PARTICIPATION, LevelEntry, is_sufficient
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.plan_parts import initiation_of, participation_of
from nyhavn.web.initiatives.schemas import (
    CellShown,
    ParticipationShown,
    RungShown,
    StageShown,
    StartShown,
    VerdictShown,
)

UNSAID = StageVerdict("", None, StageStanding.NOT_ANSWERED, "Nobody said which level of participation there was.")


def verdict_of(on: Initiative) -> Verdict:
    """The verdict as of today."""
    return verdict_on(initiation_of(on), participation_of(on), print_strict=on.prints_strict)


def participation_shown(on: Initiative) -> ParticipationShown:
    """Everything that the page of participation shows."""
    verdict = verdict_of(on)
    judged = {stage.stage: stage for stage in verdict.stages}
    return ParticipationShown(
        verdict=_verdict(verdict),
        initiated=StartShown(
            standing=verdict.initiated.standing, reason=verdict.initiated.reason, evidence=verdict.initiated.evidence
        ),
        stages=tuple(_stage(entry, judged.get(str(entry.code), UNSAID)) for entry in CHAIN.stages),
        rungs=tuple(_rung(entry, judged) for entry in reversed(PARTICIPATION.levels)),
    )


def _verdict(verdict: Verdict) -> VerdictShown:
    return VerdictShown(
        outcome=verdict.outcome,
        clause=verdict.clause,
        sentence=verdict.sentence,
        open_questions=verdict.open_questions,
        reading=verdict.reading,
        strict_outcome=verdict.strict_outcome,
    )


def _stage(entry: StageEntry, judged: StageVerdict) -> StageShown:
    return StageShown(
        stage=entry.code,
        name=entry.name,
        meaning=entry.meaning,
        is_needed=entry.code in NEEDED_STAGES,
        is_inferred=entry.inferred,
        level=judged.level,
        standing=judged.standing,
        reason=judged.reason,
        evidence=judged.evidence,
    )


def _rung(entry: LevelEntry, judged: dict[str, StageVerdict]) -> RungShown:
    return RungShown(
        level=entry.level,
        name=entry.name,
        meaning=entry.meaning,
        is_sufficient=is_sufficient(entry.level),
        is_own_wording=entry.own_wording,
        cells=tuple(_cell(stage, judged.get(str(stage.code), UNSAID), entry.level) for stage in CHAIN.stages),
    )


def _cell(stage: StageEntry, judged: StageVerdict, level: int) -> CellShown:
    if judged.level != level:
        return CellShown(stage=stage.code, is_here=False)
    return CellShown(stage=stage.code, is_here=True, standing=judged.standing, evidence=judged.evidence)
