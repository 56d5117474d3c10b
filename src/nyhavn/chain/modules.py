"""The modules of a plan on real answers: the breakdowns as they are counted, and what has to be known for limits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from nyhavn.engine.module_facts import rows_where, writings
from nyhavn.framework import modules
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.modules import Facts, Module
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.statistics import Breakdown

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True)
class CountedGroups:
    """The breakdowns as tables need them, and the questionnaire as tables read it. Both may hold people's words."""

    breakdowns: tuple[Breakdown, ...]
    instrument: Instrument


def counted_groups(
    own: tuple[Breakdown, ...],
    declared: Sequence[Module],
    instrument: Instrument,
    identity: tuple[IdentityQuestion, ...],
    answers: Frame,
) -> CountedGroups:
    """All groups of a plan on these answers. Raises Refusal for a module whose questions were not asked."""
    if not declared:
        return CountedGroups(own, instrument)
    modules.check_modules(declared, instrument, identity)
    _check_columns(declared, answers)
    said = writings(answers, modules.words_in(declared, instrument))
    read = modules.as_read(declared, instrument, said)
    return CountedGroups(modules.counted(own, declared, instrument, said), read)


def module_facts(
    declared: Sequence[Module], instrument: Instrument, answers: Frame, today: date
) -> Mapping[str, Facts]:
    """By module what has to be counted for its limits. Exact, so restricted."""
    return {one.id: rows_where(answers, one.facts(instrument), instrument, today) for one in declared}


def identity_questions(identity: Iterable[IdentityQuestion], declared: Iterable[Module]) -> frozenset[str]:
    """The questions about who people are: no check asks why somebody's own words are not one of the choices."""
    own = (name for one in identity for name in (one.question, one.own_words_question))
    return frozenset(filter(None, (*own, *(name for module in declared for name in module.asks()))))


def _check_columns(declared: Sequence[Module], answers: Frame) -> None:
    """Refuses a module whose question stands in the questionnaire, but has no column in the contributions."""
    there = set(answers.collect_schema().names())
    do = "Add the column to the contributions, or take the module out."
    reasons = [
        Reason(
            "module-not-collected",
            f"The contributions have no column for {name}. Not collected is not 0 %.",
            where=module.where,
            do=do,
        )
        for module in declared
        for name in module.asks()
        if name not in there
    ]
    if reasons:
        raise Refusal(*reasons)
