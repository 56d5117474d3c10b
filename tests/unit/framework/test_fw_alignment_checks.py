"""Claims are decided as the definition decides them: a record that follows from its parts is never contradicted."""

from datetime import date
from itertools import product

import pytest

from nyhavn.framework.alignment import Reading
from nyhavn.framework.alignment_checks import ClaimResult, checked_claims
from nyhavn.framework.alignment_making import alignment_record
from nyhavn.framework.chain import Stage
from nyhavn.framework.definition import Initiation, Outcome, PartyKind, StageParticipation
from nyhavn.framework.evidence import Evidence, EvidenceKind
from spec.federation.two_sites import Site

SITE = Site("harbour.example", 1)
GOOD = Evidence(kind=EvidenceKind.WORKSHOP_MINUTES, date=date(2026, 3, 1), attested_by="Residents")
AGAINST = GOOD.model_copy(update={"shows": "contradicts"})
OWN = GOOD.model_copy(update={"attested_by": "Network"})  # attested by whoever claims it
PROOFS = ((), (GOOD,), (OWN,), (GOOD, AGAINST))
STARTS = [
    Initiation(),
    Initiation(started_by="x", kind=PartyKind.GOVERNMENT, claimed_by="Network", evidence=(GOOD,)),
    Initiation(started_by="x", kind=PartyKind.COMMUNITY, claimed_by="Network", evidence=(GOOD,)),
    Initiation(started_by="x", kind=PartyKind.COMMUNITY, claimed_by="Network"),
    Initiation(started_by="Network", kind=PartyKind.CIVIL_SOCIETY, claimed_by="Network", evidence=(GOOD,)),
    Initiation(
        started_by="Network",
        kind=PartyKind.CIVIL_SOCIETY,
        claimed_by="Network",
        evidence=(GOOD,),
        represents="Residents",
        mandate=(GOOD,),
    ),
]


def stage(code: Stage, level: int, proof: tuple[Evidence, ...]) -> StageParticipation:
    return StageParticipation(stage=code, level=level, claimed_by="Network", evidence=proof)


def made(start: Initiation, *stages: StageParticipation, strict: bool = True):
    return alignment_record(SITE.to_align(initiation=start, participation=stages, strict=strict))


@pytest.mark.parametrize("start", STARTS)
def test_whatever_the_system_works_out_agrees_with_itself(start):
    for (level, proof), (other, more) in product(product((2, 4), PROOFS), repeat=2):
        record = made(start, stage(Stage.DESIGN, level, proof), stage(Stage.COLLECTION, other, more))
        results = {one.code: one for one in checked_claims(record)}
        verdict = results["verdict"]
        assert verdict.result is ClaimResult.CLAIMED, record.verdict
        contradicted = {code for code, one in results.items() if one.result is ClaimResult.CONTRADICTED}
        said = {f"stage/{one.stage}" for one in record.stages if one.standing == "contradicted"}
        assert contradicted == said | ({"initiation"} if record.initiation.standing == "contradicted" else set())


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("clause", ["initiated", "design", "collection", "none", "open"])
@pytest.mark.parametrize("reading", list(Reading))
def test_every_other_verdict_than_the_one_that_follows_is_contradicted(outcome, clause, reading):
    record = made(STARTS[0], stage(Stage.DESIGN, 4, (GOOD,)), stage(Stage.COLLECTION, 4, ()), strict=False)
    told = record.verdict.model_copy(update={"outcome": outcome, "clause": clause, "reading": reading})
    found = checked_claims(record.model_copy(update={"verdict": told}))[0]
    follows = {Reading.AND_OR: Outcome.COUNTS, Reading.AND: Outcome.CANNOT_TELL}[reading]
    is_right = outcome is follows and clause == "design"
    assert (found.result is not ClaimResult.CONTRADICTED) is is_right


def test_a_wrong_stricter_outcome_is_contradicted():
    record = made(STARTS[0], stage(Stage.DESIGN, 4, (GOOD,)))
    told = record.verdict.model_copy(update={"strict_outcome": Outcome.COUNTS})
    assert checked_claims(record.model_copy(update={"verdict": told}))[0].result is ClaimResult.CONTRADICTED


@pytest.mark.parametrize(
    "change",
    [{"kind": PartyKind.STATISTICS_OFFICE}, {"evidence": ()}, {"mandate": ()}],
)
def test_a_start_without_what_it_takes_is_contradicted(change):
    record = made(STARTS[-1])
    assert record.verdict.clause == "initiated"
    told = record.initiation.model_copy(update=change)
    found = {one.code: one.result for one in checked_claims(record.model_copy(update={"initiation": told}))}
    assert found["initiation"] is found["verdict"] is ClaimResult.CONTRADICTED


def test_under_the_stricter_reading_the_verdict_is_as_strong_as_the_weaker_stage():
    record = made(STARTS[0], stage(Stage.DESIGN, 4, (GOOD,)), stage(Stage.COLLECTION, 5, (GOOD,)))
    told = record.verdict.model_copy(update={"reading": Reading.AND})
    found = checked_claims(record.model_copy(update={"verdict": told}))
    assert (found[0].result, record.verdict.strict_outcome) == (ClaimResult.CLAIMED, Outcome.COUNTS)
