"""The design of a collection: of whom it speaks, how they were chosen, and what that does not allow one to claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class Target(StrEnum):
    """Of whom or what the figures speak."""

    POPULATION = "population"
    PARTICIPANTS = "participants"
    DOCUMENTED_EVENTS = "documented-events"
    ENUMERATED_UNITS = "enumerated-units"


class Selection(StrEnum):
    """How the units came to be in the data."""

    SIMPLE_RANDOM = "simple-random"
    CLUSTER = "cluster"
    STRATIFIED = "stratified"
    CENSUS = "census"
    VOLUNTEER = "volunteer"
    QUOTA = "quota"
    SNOWBALL = "snowball"
    REGISTER = "register"
    INVENTORY = "inventory"
    UNKNOWN = "unknown"


class Design(Declared):
    """The design as a plan states it.

    words: the selection in the producer's words. weights, cluster, strata: columns, "" if there are none.
    population_size: units in the population from which a simple random sample was drawn, if known.
    """

    target: Target
    selection: Selection
    words: str = ""
    weights: str = ""
    cluster: str = ""
    strata: str = ""
    population_size: int | None = Field(default=None, ge=1)


class SelectionVocabulary(Vocabulary):
    """Which selections are probability selections, and what selection and target do not allow one to claim."""

    probability: tuple[Selection, ...]
    selection: Mapping[Selection, tuple[str, ...]]
    target: Mapping[Target, tuple[str, ...]]


SELECTION = read_vocabulary(SelectionVocabulary, "selection")


def is_probability(selection: Selection) -> bool:
    """Whether every unit of the population had a known chance above zero (a census: certainty)."""
    return selection in SELECTION.probability


def target_reasons(design: Design) -> tuple[Reason, ...]:
    """Why the target may not be claimed with that selection; empty if it may."""
    if design.target is not Target.POPULATION or is_probability(design.selection):
        return ()
    what = f"The selection ({design.selection}) does not allow figures about a population."
    do = (
        "Set the target to participants, documented events or enumerated units. "
        "A figure about a population needs a probability sample, or an adjustment made outside this release."
    )
    return (Reason("population-estimate-without-probability-sample", what, "design", do),)


def check_target(design: Design) -> None:
    """Refuses a population target for a selection that is no probability selection."""
    reasons = target_reasons(design)
    if reasons:
        raise Refusal(*reasons)


class ErrorMethod(StrEnum):
    """How standard errors are computed."""

    SIMPLE_RANDOM = "simple-random"
    CLUSTER = "cluster"
    NONE = "none"


@dataclass(frozen=True)
class StandardErrors:
    """The method, and in a plain sentence why this one or why none."""

    method: ErrorMethod
    reason: str


def standard_errors(design: Design) -> StandardErrors:
    """How standard errors are computed for that design. When in doubt there are none: a wrong one misleads more."""
    if not is_probability(design.selection):
        return _none(f"The selection ({design.selection}) does not allow a margin of error.")
    if design.target is not Target.POPULATION:
        return _none("The figures speak of no wider population, so there is no sampling error.")
    if design.selection is Selection.CENSUS:
        return _none("Everybody was to be asked, so there is no sampling error.")
    if design.cluster:
        return StandardErrors(ErrorMethod.CLUSTER, "Units were drawn in clusters, so clusters are compared.")
    if design.selection is Selection.SIMPLE_RANDOM and not (design.weights or design.strata):
        return StandardErrors(ErrorMethod.SIMPLE_RANDOM, "Units were drawn at random, each with the same chance.")
    return _none("The plan names no column of clusters, so the sampling error of this design cannot be computed.")


def limits(design: Design) -> tuple[str, ...]:
    """What target and selection do not allow one to claim, in plain sentences that are printed with the figures."""
    sentences = SELECTION.target[design.target]
    if not is_probability(design.selection):
        return sentences + SELECTION.selection[design.selection]
    if design.target is not Target.POPULATION:
        return sentences
    errors = standard_errors(design)
    missing = (errors.reason,) if errors.method is ErrorMethod.NONE else ()
    return sentences + SELECTION.selection[design.selection] + missing


def _none(reason: str) -> StandardErrors:
    return StandardErrors(ErrorMethod.NONE, reason)
