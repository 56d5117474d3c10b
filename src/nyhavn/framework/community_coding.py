"""Categories as something that a community agrees to: a version is made from what the categories say.

A version with a name of its own could stay while the list under it changes. So it is worked out from codes, labels and
the mapping to official codes: another list is another version, and an agreement to the one is none to the other.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nyhavn.framework.community_body import Matter
from nyhavn.framework.community_matters import Aim, MatterDecision, matter_reasons, told_on
from nyhavn.framework.identity import IdentityQuestion, RemarkCode, check_identity
from nyhavn.framework.instrument import Instrument, Question
from nyhavn.framework.refusal import Reason

DIGITS = 10  # of the version: enough to tell lists apart, short enough to read aloud


@dataclass(frozen=True)
class Coding:
    """The categories of one question. is_identity: declared as one, or its name suggests so."""

    question: str
    version: str
    labels: tuple[Mapping[str, str], ...]
    mappings: tuple[str, ...]
    is_identity: bool


def codings_of(instrument: Instrument, declared: Sequence[IdentityQuestion]) -> tuple[Coding, ...]:
    """The categories of every question that has some. declared: what is said about questions of identity."""
    said = {one.question: one for one in declared}
    prompts = check_identity(instrument, tuple(declared))
    asking = {one.question for one in prompts if one.code is RemarkCode.NOT_DECLARED} | set(said)
    return tuple(
        _coding(question, said.get(question.name), is_identity=question.name in asking)
        for question in instrument.questions
        if question.choices
    )


def _coding(question: Question, said: IdentityQuestion | None, *, is_identity: bool) -> Coding:
    mapping = {name: dict(codes) for name, codes in said.mapping.items()} if said else {}
    return Coding(
        question.name,
        version_of(question, mapping),
        tuple(choice.labels or {"": choice.code} for choice in question.choices),
        tuple(sorted(mapping)),
        is_identity,
    )


def version_of(question: Question, mapping: Mapping[str, Mapping[str, str]]) -> str:
    """The version of these categories. They are public, so their hash tells nothing that is not."""
    content = [[[choice.code, dict(choice.labels)] for choice in question.choices], mapping]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def coding_reasons(decisions: Iterable[MatterDecision], codings: Iterable[Coding], day: date) -> tuple[Reason, ...]:
    """What the community has against the categories; a decision about all of them is about those of identity."""
    told = told_on(decisions, Matter.CODING, day)
    named = {one.about for one in told}
    return tuple(
        reason
        for coding in codings
        if coding.is_identity or coding.question in named
        for reason in _against(told, coding, day)
    )


def _against(told: Sequence[MatterDecision], coding: Coding, day: date) -> tuple[Reason, ...]:
    where = f"question {coding.question}, categories {coding.version}"
    mine = told if coding.is_identity else [one for one in told if one.about]
    return matter_reasons(mine, Matter.CODING, day, Aim(coding.question, coding.version), where)
