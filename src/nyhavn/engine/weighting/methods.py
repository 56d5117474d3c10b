"""Weighting as a plan declares it: the one place that turns a declared method into weights."""

from collections.abc import Sequence
from dataclasses import replace

from nyhavn.engine.weighting.calibration import calibrate
from nyhavn.engine.weighting.distances import LINEAR, Distance, logit, truncated_linear
from nyhavn.engine.weighting.margins import Margin
from nyhavn.engine.weighting.post_stratification import post_stratify
from nyhavn.engine.weighting.raking import rake
from nyhavn.engine.weighting.sample import SampleCells
from nyhavn.engine.weighting.trimming import trim
from nyhavn.engine.weighting.weights import CellWeights
from nyhavn.framework.refusal import refusal
from nyhavn.framework.weighting import Method, Weighting, check_weighting


def weigh(cells: SampleCells, margins: Sequence[Margin], weighting: Weighting) -> CellWeights:
    """Weights of the sample to these margins, as declared, trimmed if that is declared.

    margins: those of the reference; only those that the declaration names are used. Raises Refusal: those of
    `check_weighting` and of the method.
    """
    check_weighting(weighting)
    chosen = _chosen(margins, weighting)
    weights = _untrimmed(cells, chosen, weighting)
    if weighting.trim is None:
        return weights
    return trim(weights, weighting.trim, tolerance=weighting.tolerance, most_rounds=weighting.most_rounds)


def _untrimmed(cells: SampleCells, margins: Sequence[Margin], weighting: Weighting) -> CellWeights:
    if weighting.method is Method.POST_STRATIFICATION:
        if len(margins) > 1:
            what = "Post-stratification meets one margin; the reference has several."
            do = "Name one, or choose raking."
            raise refusal("weighting-one-margin", what, where="[weighting], margins", do=do)
        return post_stratify(cells, margins[0])
    if weighting.method is Method.RAKING:
        return rake(cells, margins, tolerance=weighting.tolerance, most_rounds=weighting.most_rounds)
    return calibrate(cells, margins, _distance(weighting), tolerance=weighting.tolerance)


def _distance(weighting: Weighting) -> Distance:
    if weighting.bounds is None:
        return LINEAR
    return logit(weighting.bounds) if weighting.method is Method.LOGIT else truncated_linear(weighting.bounds)


def _chosen(margins: Sequence[Margin], weighting: Weighting) -> tuple[Margin, ...]:
    """The margins that the declaration names; a margin of more variables is summed to the ones named."""
    if not weighting.margins:
        return tuple(margins)
    chosen = []
    for names in weighting.margins:
        home = next((margin for margin in margins if set(names) <= set(margin.variables)), None)
        if home is None:
            what = f"The reference has no totals by {' and '.join(names)}."
            do = "Add them to [reference], or name another margin."
            raise refusal("weighting-margin-unknown", what, where="[weighting], margins", do=do)
        is_same = set(names) == set(home.variables)
        chosen.append(home if is_same else replace(home, variables=names, totals=home.over(names)))
    return tuple(chosen)
