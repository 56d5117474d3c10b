"""Answers to the criteria of a rule pack: each with who gave it, when, why, and what it rests on."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Day
from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.fitness.rule_pack import RulePack
from nyhavn.framework.refusal import Reason, check_none, refusal

YES, NO = "yes", "no"
DERIVED = frozenset({"score", "scores", "points", "total", "mean", "average", "verdict", "passes", "band", "decision"})


class EvidenceGround(StrEnum):
    """What an answer rests on."""

    COMPUTED = "computed"  # a figure or a safeguard of the release, worked out by Nyhavn
    DOCUMENT = "document"
    RECORD = "record"  # of Nyhavn, such as a meeting


class AnswerEvidence(Declared):
    """One thing that an answer rests on. reference: code of a computed figure, or where the document is found."""

    ground: EvidenceGround
    reference: str
    says: str = ""


class Answer(Declared):
    """What an assessor answers. says: "yes" or "no", or the code of a level."""

    asked: str
    says: str
    because: str
    assessor: str
    on: Day
    evidence: tuple[AnswerEvidence, ...]


@dataclass(frozen=True)
class Computed:
    """Evidence that Nyhavn worked out from a release. words: what it says, as it is published. release: its digest."""

    code: str
    title: str
    words: str
    release: str


class Dispute(Declared):
    """An assessor holds a computed figure to be wrong, or to say something else. The figure stays as it is."""

    code: str
    because: str
    assessor: str
    on: Day


def check_nothing_derived(fields: Iterable[str]) -> None:
    """Raises Refusal "score-typed-in" where somebody hands in what only follows from answers."""
    typed = sorted({field for field in fields if field.rpartition(".")[2].lower() in DERIVED})
    if typed:
        what = "Points, totals and decisions follow from the answers and cannot be handed in."
        raise refusal("score-typed-in", what, where=", ".join(typed), do="Answer the criteria, each with its evidence.")


def check_answers(pack: RulePack, answers: Iterable[Answer], computed: Iterable[Computed]) -> None:
    """Raises Refusal with every fault of every answer; answers that are not given yet are no fault."""
    given, known = tuple(answers), {one.code for one in computed}
    check_none(_faults(pack, given, known))


def _faults(pack: RulePack, answers: tuple[Answer, ...], known: set[str]) -> Iterator[Reason]:
    may_say = possible(pack)
    for asked, times in Counter(answer.asked for answer in answers).items():
        if times > 1:
            yield Reason("answered-twice", "There is more than one answer.", asked, "Keep one of them.")
    for answer in answers:
        if answer.asked not in may_say:
            what = f"{pack.title} ({pack.edition}) asks nothing of this code."
            yield Reason("answer-to-nothing", what, answer.asked, "Take the answer out.")
            continue
        yield from _faults_of(answer, may_say[answer.asked], known)


def _faults_of(answer: Answer, may_say: tuple[str, ...], known: set[str]) -> Iterator[Reason]:
    if answer.says not in may_say:
        do = f"Answer one of: {', '.join(may_say)}."
        yield Reason("answer-unknown", "This is none of the answers that can be given.", answer.asked, do)
    if not answer.because.strip():
        yield Reason("answer-without-reason", "It is not said why.", answer.asked, "Say in a sentence why.")
    if not answer.evidence:
        do = "Name a computed figure, a document or a record that it rests on."
        yield Reason("answer-without-evidence", "The answer rests on nothing.", answer.asked, do)
    if not answer.assessor.strip():
        yield Reason("answer-by-nobody", "It is not said who answers.", answer.asked, "Name the assessor.")
    for one in answer.evidence:
        if one.ground is EvidenceGround.COMPUTED and one.reference not in known:
            what = f'Nothing was computed under the code "{one.reference}".'
            yield Reason("evidence-not-computed", what, answer.asked, "Name a figure of this release.")
        elif not one.reference.strip():
            what = "It is not said where the evidence is found."
            yield Reason("evidence-nowhere", what, answer.asked, "Write where the document or record stands.")


def check_disputes(disputes: Iterable[Dispute], computed: Iterable[Computed]) -> None:
    """Raises Refusal where a dispute is about nothing, or says no reason."""
    known = {one.code for one in computed}
    check_none(_faults_of_disputes(tuple(disputes), known))


def _faults_of_disputes(disputes: tuple[Dispute, ...], known: set[str]) -> Iterator[Reason]:
    for one in disputes:
        if one.code not in known:
            yield Reason("evidence-not-computed", "Nothing was computed under this code.", one.code, "Check the code.")
        if not one.because.strip():
            yield Reason("answer-without-reason", "It is not said what is wrong with it.", one.code, "Say why.")


def possible(pack: RulePack) -> dict[str, tuple[str, ...]]:
    """What can be answered to each thing that a pack asks."""
    found: dict[str, tuple[str, ...]] = {gate.code: (YES, NO) for gate in pack.gates}
    for one in pack.dimensions:
        found |= {code: tuple(level.code for level in one.levels) or (YES, NO) for code in one.asked}
    return found
