"""Coded rows with the weights that a plan asks for: calibrated to margins, or adjusted to a reference."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from nyhavn.engine.adjusted_rows import Adjusted, adjusted_weights, check_adjustable
from nyhavn.engine.estimation import Calibration, columns
from nyhavn.engine.weighting import CellWeights, Margin, SampleCells, collapse, weigh, with_unplaced
from nyhavn.engine.weighting.convergence import check_converged
from nyhavn.framework.adjustment import Adjustment
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.weighting import Weighting

_FINAL = "_final"


@dataclass(frozen=True)
class WeightOrder:
    """How rows are to be weighted: to margins by breakdown id, as declared. Exactly one of the two is given.

    An adjustment is for samples that chance did not draw; it needs the totals of its covariates among the margins.
    """

    margins: tuple[Margin, ...]
    weighting: Weighting | None = None
    adjustment: Adjustment | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """Ids of the breakdowns that rows are weighted by, each once."""
        if self.adjustment is not None:
            return tuple(covariate.breakdown for covariate in self.adjustment.covariate)
        named = self.weighting.margins if self.weighting and self.weighting.margins else None
        sets = named or tuple(margin.variables for margin in self.margins)
        return tuple(dict.fromkeys(name for names in sets for name in names))


@dataclass(frozen=True)
class WeightedRows:
    """The coded frame with final weights, what a variance must know of them, and how they came about.

    calibration: for `tables`. weights: restricted, its cells count people. adjusted: None where weights only meet
    margins.
    """

    coded: nw.LazyFrame[Any]
    calibration: Calibration
    weights: CellWeights
    adjusted: Adjusted | None


def weigh_rows(coded: nw.LazyFrame[Any], order: WeightOrder) -> WeightedRows:
    """Weights of a coded frame that holds the categories of every breakdown the order names.

    Raises Refusal for margins that the rows cannot meet, for weights that do not come to rest, and for participants
    that nobody in the reference is like.
    """
    _check_named(order)
    is_weighted = columns.WEIGHT in coded.collect_schema().names()
    placed = coded.with_columns(*(nw.col(columns.category(name)).alias(name) for name in order.variables))
    cells = collapse(placed, order.variables, columns.WEIGHT if is_weighted else "")
    _check_population(cells, order.margins)
    weights, adjusted = _weights(cells, order, is_weighted=is_weighted)
    initial = nw.col(columns.WEIGHT) if is_weighted else nw.lit(1.0)
    final = weights.attach(placed, _FINAL)
    marked = final.with_columns(
        # Weights from chances of taking part have no weights before them: their own are what residuals are taken with.
        (nw.col(_FINAL) if adjusted else initial).alias(columns.INITIAL),
        *(nw.col(name).alias(columns.margin(name)) for name in order.variables),
    )
    ready = marked.with_columns(nw.col(_FINAL).alias(columns.WEIGHT)).drop(_FINAL, *order.variables)
    met = tuple(target.margin.variables for target in weights.targets)
    return WeightedRows(ready, Calibration(met, initial=columns.INITIAL), weights, adjusted)


def _check_named(order: WeightOrder) -> None:
    """Refuses an order that names what the reference does not know, before the rows are asked for it."""
    if order.adjustment is not None:
        check_adjustable(order.margins, order.adjustment)
        return
    known = {name for margin in order.margins for name in margin.variables}
    unknown = [name for name in order.variables if name not in known]
    if unknown:
        what = f"The reference has no totals by {', '.join(unknown)}."
        do = "Add them to [reference], or name another margin."
        raise refusal("weighting-margin-unknown", what, where="[weighting], margins", do=do)


def _weights(cells: SampleCells, order: WeightOrder, *, is_weighted: bool) -> tuple[CellWeights, Adjusted | None]:
    if order.adjustment is None:
        declared = order.weighting or Weighting()
        weights = weigh(cells, with_unplaced(cells, order.margins, declared.unplaced), declared)
        check_converged(weights.convergence, do="Cut weights less.")
        return weights, None
    if is_weighted:
        what = "The rows have weights already, and an adjustment makes weights for people whom chance did not choose."
        do = "Leave out the weights, or weight to margins instead."
        raise refusal("adjustment-with-weights", what, where="[adjustment]", do=do)
    return adjusted_weights(cells, order.margins, order.adjustment)


def _check_population(cells: SampleCells, margins: tuple[Margin, ...]) -> None:
    """Refuses totals that count fewer than took part: shares, most often, or thousands."""
    reasons = [
        Reason(
            "weighting-population-too-small",
            f"The totals by {margin.name} add up to {margin.total:.10g}, fewer than the {cells.n} contributions.",
            where="[reference], margins",
            do="Give numbers of people, not shares or thousands.",
        )
        for margin in margins
        if margin.total < cells.n
    ]
    if reasons:
        raise Refusal(*reasons)
