"""A verdict as it was issued: with everything that it follows from, so that anybody can work it out again years later.

Nothing in it is looked up anywhere else: the text of the criteria stands in it, too.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date as Day
from hashlib import sha256

from nyhavn.framework.declared import Declared
from nyhavn.framework.fitness.answering import Answer, Computed, Dispute, check_answers, check_disputes
from nyhavn.framework.fitness.judging import describe, judge
from nyhavn.framework.fitness.rule_pack import RulePack, rule_pack
from nyhavn.framework.fitness.verdict import Verdict, check_verdict, printed
from nyhavn.framework.refusal import Refusal

STORED = "criteria"


class ComputedThen(Declared):
    """Evidence as it was computed when the verdict was given."""

    code: str
    title: str
    words: str
    release: str


class Issued(Declared):
    """What is kept. release, version, digest: what it is about. lines: as printed. report: the judgement in sentences.

    reply: what the producer said to it before; "" where nothing was said. confirmed: whether a second assessor stood
    behind the answers.
    """

    verdict: Verdict
    pack_text: str
    answers: tuple[Answer, ...]
    computed: tuple[ComputedThen, ...]
    disputes: tuple[Dispute, ...] = ()
    release: str
    version: str
    digest: str
    issued_on: Day
    reply: str = ""
    replied_on: Day | None = None
    confirmed: bool = False
    lines: tuple[str, ...] = ()
    report: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all of it."""
        return sha256(self.model_dump_json().encode()).hexdigest()


@dataclass(frozen=True)
class Recomputed:
    """What comes out today. differs: a sentence for each thing that is not as it was; empty where all is the same."""

    report: tuple[str, ...]
    lines: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether the same comes out."""
        return not self.differs


def then(evidence: tuple[Computed, ...]) -> tuple[ComputedThen, ...]:
    """Computed evidence as it is kept."""
    return tuple(ComputedThen(**asdict(one)) for one in evidence)


def as_computed(kept: tuple[ComputedThen, ...]) -> tuple[Computed, ...]:
    """The same for the rules."""
    return tuple(Computed(one.code, one.title, one.words, one.release) for one in kept)


def with_lines(issued: Issued, pack: RulePack) -> Issued:
    """The record with what follows from it. Raises Refusal with everything that speaks against issuing it."""
    computed = as_computed(issued.computed)
    check_answers(pack, issued.answers, computed)
    check_disputes(issued.disputes, computed)
    judgement = judge(pack, issued.answers)
    check_verdict(issued.verdict, pack, judgement)
    follows = {"lines": printed(issued.verdict, pack), "report": tuple(describe(judgement))}
    return issued.model_copy(update=follows)


def recompute(kept: Issued) -> Recomputed:
    """Work it out anew from the text of the criteria and the answers, and compare."""
    try:
        pack = rule_pack(kept.pack_text, where=STORED)
        anew = with_lines(kept.model_copy(update={"lines": (), "report": ()}), pack)
    except Refusal as refused:
        return Recomputed((), (), tuple(reason.sentence() for reason in refused.reasons))
    return Recomputed(anew.report, anew.lines, tuple(_differences(kept, anew, pack)))


def _differences(kept: Issued, anew: Issued, pack: RulePack) -> Iterator[str]:
    if pack.fingerprint != kept.verdict.fingerprint:
        yield "The text of the criteria is not that of which the verdict names the fingerprint."
    if anew.report != kept.report:
        yield "From the answers something else follows than what was issued."
    if anew.lines != kept.lines:
        yield "The verdict reads otherwise than it was issued."
