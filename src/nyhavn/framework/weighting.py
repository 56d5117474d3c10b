"""Weighting as a plan declares it: which totals the weights must meet, how, and what a reference's counts are."""

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, Refusal, refusal

# Two digits below what is ever published of a weighted figure, and what the side-by-side comparisons ask of everybody.
TOLERANCE = 1e-8
MOST_ROUNDS = 500  # passes over all margins; a raking that needs more meets its margins by accident only


class CountsOf(StrEnum):
    """What the counts of a reference are. Only counts of the population can say how many people a row stands for."""

    POPULATION = "population"  # a census, a register, a projection, or a weighted probability sample
    SAMPLE = "sample"  # how many were interviewed
    TARGETS = "targets"  # how many interviews were planned (quotas)
    UNSTATED = "unstated"


class Method(StrEnum):
    """How initial weights are changed until they meet the margins (Deville and Sarndal 1992)."""

    POST_STRATIFICATION = "post-stratification"  # one margin, met exactly
    RAKING = "raking"  # several margins in turn (iterative proportional fitting); weights stay above zero
    LINEAR = "linear"  # the regression estimator; with bounds: truncated linear
    LOGIT = "logit"  # weights stay strictly within bounds of the initial ones


class Unplaced(StrEnum):
    """What becomes of rows that a margin cannot place: who declined to say, or of whom nothing is stated."""

    REFUSE = "refuse"  # say so; the producer decides
    AS_SAMPLED = "as-sampled"  # they keep the share that they have in the sample; totals hold among the others


class Bounds(Declared):
    """The least and the largest that a weight may be changed by: final weight / initial weight."""

    low: float = Field(ge=0, allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)


class Weighting(Declared):
    """[weighting]: how the contributions are weighted to the population of [reference].

    margins: each one breakdown, or several crossed; empty: every margin of the reference.
    bounds: needed by logit, possible with linear. tolerance: largest relative error of any total.
    most_rounds: passes over the margins before raking counts as failed. trim: largest weight of a row as a multiple of
    the median weight; None: weights are not trimmed. unplaced: for rows without a category that the reference knows.
    """

    method: Method = Method.RAKING
    margins: tuple[tuple[str, ...], ...] = ()
    bounds: Bounds | None = None
    tolerance: float = Field(default=TOLERANCE, gt=0, lt=1)
    most_rounds: int = Field(default=MOST_ROUNDS, ge=1)
    trim: float | None = Field(default=None, gt=1, allow_inf_nan=False)
    unplaced: Unplaced = Unplaced.REFUSE


def check_weighting(weighting: Weighting) -> None:
    """Refuses, with every reason at once, a declaration that contradicts itself."""
    reasons = [*_bounds(weighting), *_margins(weighting), *_trim(weighting)]
    if reasons:
        raise Refusal(*reasons)


def check_counts(counts: CountsOf) -> None:
    """Raises Refusal "weighting-counts-not-population" for counts that do not say how many people there are."""
    if counts is CountsOf.POPULATION:
        return
    said = {
        CountsOf.SAMPLE: "how many people were interviewed",
        CountsOf.TARGETS: "how many interviews were planned",
        CountsOf.UNSTATED: "something that is not stated",
    }[counts]
    what = f"The counts of the reference are {said}, not how many people live there."
    do = 'Use a reference that counts the population, and say so with counts = "population".'
    raise refusal("weighting-counts-not-population", what, where="[reference], counts", do=do)


def _bounds(weighting: Weighting) -> Iterator[Reason]:
    where = "[weighting], bounds"
    bounds = weighting.bounds
    if bounds is None:
        if weighting.method is Method.LOGIT:
            what = "Logit calibration keeps weights within bounds, and there are none."
            yield Reason("weighting-bounds-wrong", what, where, "Add low and high, for example 0.3 and 3.")
        return
    if weighting.method not in (Method.LOGIT, Method.LINEAR):
        what = f"Weighting by {weighting.method} takes no bounds; they would be ignored."
        yield Reason("weighting-bounds-wrong", what, where, "Remove them, or choose logit or linear.")
    if not bounds.low < 1 < bounds.high:
        what = "Bounds must lie on both sides of 1, because a weight of 1 times the old one is no change."
        yield Reason("weighting-bounds-wrong", what, where, "Set low below 1 and high above 1.")


def _margins(weighting: Weighting) -> Iterator[Reason]:
    where = "[weighting], margins"
    if weighting.method is Method.POST_STRATIFICATION and len(weighting.margins) > 1:
        what = "Post-stratification meets one margin; several are named."
        do = "Cross the breakdowns into one margin, or choose raking."
        yield Reason("weighting-one-margin", what, where, do)
    for margin in weighting.margins:
        if not margin or len(set(margin)) < len(margin):
            what = f"A margin names one or more different breakdowns, not ({', '.join(margin)})."
            yield Reason("weighting-margin-wrong", what, where, "Name each breakdown once.")
    named = [frozenset(margin) for margin in weighting.margins]
    if len(set(named)) < len(named):
        yield Reason("weighting-margin-wrong", "The same margin is named twice.", where, "Keep one.")


def _trim(weighting: Weighting) -> Iterator[Reason]:
    if weighting.trim is not None and weighting.method in (Method.LINEAR, Method.LOGIT):
        what = f"Weights made by {weighting.method} calibration are limited by bounds, not by trimming."
        yield Reason("weighting-trim-unfit", what, "[weighting], trim", "Set bounds, or choose raking.")
