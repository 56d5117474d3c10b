"""Modules: functioning (Washington Group), self-described gender and migratory status, as a plan declares them.

A module becomes breakdowns in one place, so that page, interface and command count the same. Three forms of them:
`declared` (codes and labels, before any questionnaire is known), `published` (what a release may say) and `counted`
(with the writings that occur in the answers). Only the last holds people's words, and it is kept nowhere.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.modules.gender import SelfDescribedGender
from nyhavn.framework.modules.migration import MigratoryStatus
from nyhavn.framework.modules.module import NOBODY_ASKED, Facts, Module
from nyhavn.framework.modules.own_words import Said
from nyhavn.framework.modules.washington_group import WashingtonGroup
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.sdmx_codes import with_official_codes
from nyhavn.framework.statistics import Breakdown

AnyModule = Annotated[WashingtonGroup | SelfDescribedGender | MigratoryStatus, Field(discriminator="kind")]
Breakdowns = tuple[Breakdown, ...]


def declared(own: Breakdowns, modules: Sequence[Module]) -> Breakdowns:
    """All breakdowns of a plan by code and label: its own first, then those of its modules."""
    return (*own, *(made for module in modules for made in module.published(NOBODY_ASKED)))


def published(own: Breakdowns, modules: Sequence[Module], instrument: Instrument) -> Breakdowns:
    """All breakdowns as a release may show them, with the official codes that the questionnaire gives answers."""
    coded = with_official_codes(own, instrument)
    return (*coded, *(made for module in modules for made in module.published(instrument)))


def counted(own: Breakdowns, modules: Sequence[Module], instrument: Instrument, said: Said) -> Breakdowns:
    """All breakdowns as tables need them. said: by question of free text, every writing that occurs."""
    return (*own, *(made for module in modules for made in module.breakdowns(instrument, said)))


def as_read(modules: Sequence[Module], instrument: Instrument, said: Said) -> Instrument:
    """The questionnaire as the tables read it, with all words that modules know for declining and for not knowing."""
    for module in modules:
        instrument = module.as_read(instrument, said)
    return instrument


def words_in(modules: Sequence[Module], instrument: Instrument) -> tuple[str, ...]:
    """The questions whose writings have to be known before counting, each once."""
    return tuple(dict.fromkeys(name for module in modules for name in module.words_in(instrument)))


def module_reasons(
    modules: Sequence[Module], instrument: Instrument, identity: tuple[IdentityQuestion, ...]
) -> tuple[Reason, ...]:
    """Everything that stands against counting by these modules; empty if nothing does."""
    names = [module.id for module in modules]
    twice = [
        Reason("module-twice", f"{name} stands there {names.count(name)} times.", f"module {name}", "Keep one.")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    return (*twice, *(reason for module in modules for reason in module.reasons(instrument, identity)))


def check_modules(modules: Sequence[Module], instrument: Instrument, identity: tuple[IdentityQuestion, ...]) -> None:
    """Raises Refusal with all reasons against these modules, each naming its module."""
    reasons = module_reasons(modules, instrument, identity)
    if reasons:
        raise Refusal(*reasons)


def module_limits(
    modules: Sequence[Module], instrument: Instrument, found: Mapping[str, Facts], threshold: int
) -> tuple[str, ...]:
    """What figures by these modules do not say. found: facts by module id. threshold: of small counts."""
    return tuple(said for module in modules for said in module.limits(instrument, found[module.id], threshold))


__all__ = [
    "AnyModule",
    "Facts",
    "MigratoryStatus",
    "Module",
    "Said",
    "SelfDescribedGender",
    "WashingtonGroup",
    "as_read",
    "check_modules",
    "counted",
    "declared",
    "module_limits",
    "module_reasons",
    "published",
    "words_in",
]
