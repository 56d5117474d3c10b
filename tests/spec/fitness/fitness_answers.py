"""Answers to a rule pack, made from the points that a source has."""

from collections.abc import Mapping
from datetime import date

from nyhavn.framework.fitness.answering import Answer, AnswerEvidence, EvidenceGround
from nyhavn.framework.fitness.rule_pack import RatedDimension, RulePack

DAY = date(2026, 11, 2)
MINUTES = AnswerEvidence(ground=EvidenceGround.DOCUMENT, reference="minutes of 2 November 2026")


def answer(asked: str, says: str) -> Answer:
    return Answer(asked=asked, says=says, because="It is written there.", assessor="Ama", on=DAY, evidence=(MINUTES,))


def with_points(pack: RulePack, *points: int, gates: Mapping[str, str] | None = None) -> list[Answer]:
    """Answers that give each dimension so many points. gates: those that are not answered with yes."""
    given = [answer(gate.code, (gates or {}).get(gate.code, "yes")) for gate in pack.gates]
    for one, wanted in zip(pack.dimensions, points, strict=True):
        given += _of(one, wanted)
    return given


def _of(one: RatedDimension, wanted: int) -> list[Answer]:
    if one.levels:
        return [answer(one.code, next(level.code for level in one.levels if level.points == wanted))]
    met = one.points_by_met.index(wanted)
    return [answer(criterion.code, "yes" if at < met else "no") for at, criterion in enumerate(one.criteria)]
