"""The method card: what must be written down about how people are chosen and asked before anybody is asked.

Principle 4 of the UN Copenhagen Framework (professional standards). A card is complete or it lacks named parts; a
collection does not open without a complete one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.design import Design
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import Reason, Refusal


class CardPart(StrEnum):
    """The parts of a method card, in the order in which they are shown."""

    POPULATION = "population"
    SELECTION = "selection"
    INSTRUMENT = "instrument"
    ASKING = "asking"
    TRAINING = "training"
    PRETEST = "pretest"
    ERROR_SOURCES = "error-sources"


@dataclass(frozen=True)
class CardState:
    """What is written down so far. design: None until the selection is said; instrument: None until it is chosen.

    enumerators: people who have the role; trained: those of them with a recorded training.
    nobody_asks: the card says that nobody is sent to ask.
    """

    population: str = ""
    design: Design | None = None
    instrument: Instrument | None = None
    mode: str = ""
    nobody_asks: bool = False
    enumerators: int = 0
    trained: int = 0
    pretest: str = ""
    error_sources: str = ""


def missing_parts(state: CardState) -> tuple[Reason, ...]:
    """Every part that is missing, each with what to do; empty if the card is complete."""
    return tuple(_missing(state))


def check_complete(state: CardState) -> None:
    """Raises Refusal with every part that is missing."""
    reasons = missing_parts(state)
    if reasons:
        raise Refusal(*reasons)


def unsaid_in_method(*, population: str, mode: str) -> tuple[Reason, ...]:
    """What every release says of its method, whoever made its data; empty if both are said."""
    return (*_population(population), *_mode(mode))


def missing_columns(design: Design, instrument: Instrument) -> tuple[str, ...]:
    """Columns that the design names and the questionnaire does not ask."""
    named = (design.weights, design.cluster, design.strata)
    return tuple(name for name in dict.fromkeys(named) if name and instrument.question(name) is None)


def _missing(state: CardState) -> Iterator[Reason]:
    yield from _population(state.population)
    yield from _about_selection(state)
    if state.instrument is None:
        do = "Upload a questionnaire and choose it on the card."
        yield _lacks("No questionnaire is chosen.", CardPart.INSTRUMENT, do)
    elif state.design is not None:
        yield from _about_columns(state.design, state.instrument)
    yield from _mode(state.mode)
    yield from _about_training(state)
    if not state.pretest.strip():
        do = "Try the questionnaire with a few people and write down what you changed. If you did not, say so and why."
        yield _lacks("It is not said whether the questionnaire was tried out.", CardPart.PRETEST, do)
    if not state.error_sources.strip():
        do = "Say what may make the figures wrong: who is hard to reach, which question is hard to answer."
        yield _lacks("It is not said what may make the figures wrong.", CardPart.ERROR_SOURCES, do)


def _population(said: str) -> Iterator[Reason]:
    if not said.strip():
        do = "Say of whom or what the figures will speak: which people, which places, which time."
        yield _lacks("Nobody can tell whom the figures are about.", CardPart.POPULATION, do)


def _mode(said: str) -> Iterator[Reason]:
    if not said.strip():
        do = "Say how people are asked: at the door, by telephone, on the web, in a meeting."
        yield _lacks("It is not said how people are asked.", CardPart.ASKING, do)


def _about_selection(state: CardState) -> Iterator[Reason]:
    if state.design is None:
        do = "Say how the people or things in the data are chosen."
        yield _lacks("It is not said who is chosen, and how.", CardPart.SELECTION, do)
    elif not state.design.words.strip():
        do = "Describe the selection in your own words, so that somebody else could repeat it."
        yield _lacks("The selection is not described in words.", CardPart.SELECTION, do)


def _about_columns(design: Design, instrument: Instrument) -> Iterator[Reason]:
    for name in missing_columns(design, instrument):
        what = f"The card needs the question “{name}” for weights, groups or strata, and the questionnaire has none."
        do = "Ask it in the questionnaire, or take it off the card."
        yield Reason("method-column-unknown", what, CardPart.SELECTION.value, do)


def _about_training(state: CardState) -> Iterator[Reason]:
    if state.nobody_asks:
        return
    if not state.enumerators:
        do = "Give the role of enumerator to those who ask, or say on the card that nobody is sent to ask."
        yield _lacks("Nobody has the role of asking people.", CardPart.TRAINING, do)
    elif state.trained < state.enumerators:
        lacking = state.enumerators - state.trained
        what = f"Of {state.enumerators} people who ask, {lacking} have no recorded training."
        yield _lacks(what, CardPart.TRAINING, "Record when each was trained, and in what.")


def _lacks(what: str, part: CardPart, do: str) -> Reason:
    return Reason("method-part-missing", what, part.value, do)
