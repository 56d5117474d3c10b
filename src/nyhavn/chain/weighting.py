"""How a run weights its contributions to a reference, and what may be said about it."""

from collections.abc import Iterator
from dataclasses import replace

from nyhavn.chain.described import CONTRIBUTIONS
from nyhavn.chain.plan import Plan, ReferenceSection
from nyhavn.engine.adjusted_rows import Moved
from nyhavn.engine.production import ProtectedTables
from nyhavn.engine.weighted_rows import WeightOrder
from nyhavn.engine.weighting import CellWeights, one_way
from nyhavn.engine.weighting.sample import grouped
from nyhavn.framework.adjustment import (
    INTERVAL_LABEL,
    Adjustment,
    OutcomeModel,
    ReferenceSource,
    limits_statement,
    may_be_called_estimate,
)
from nyhavn.framework.design import Target
from nyhavn.framework.gate_numbers import shown_count
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.release import Explained, MovedFigure, WeightFactor, WeightingStatement
from nyhavn.framework.statistics import CellStatus, StatisticalTable
from nyhavn.framework.weighting import CountsOf, Unplaced, check_counts, check_weighting

SHOWN_DIGITS = 6  # significant, of factors and ranges: more than anybody can use, fewer than engines differ in


def is_adjusted(plan: Plan) -> bool:
    """Whether figures about a population are made from people whom chance did not choose."""
    return plan.adjustment is not None


def check_weights(plan: Plan) -> None:
    """Raises Refusal where weights are asked for that the plan gives no ground for."""
    if plan.weighting is None and plan.adjustment is None:
        return
    if plan.weighting is not None and plan.adjustment is not None:
        what = "The plan weights to margins and adjusts for selection; only one of them can make the weights."
        do = "Keep [weighting] for people drawn by chance, and [adjustment] for others."
        raise Refusal(Reason("weighting-twice", what, "[weighting], [adjustment]", do))
    _check_adjustment(plan.adjustment)
    counts = plan.reference.counts if plan.reference else CountsOf.UNSTATED
    if plan.reference is None:
        what = "The plan weights the contributions, and there is no population to weight them to."
        raise Refusal(Reason("weighting-no-margins", what, "[reference]", "Add [reference] with its margins."))
    check_counts(counts)
    if plan.weighting is not None:
        check_weighting(plan.weighting)
    if plan.weighting is not None and plan.design.target is not Target.POPULATION:
        what = "Weights make people stand for a population, and the plan says that the figures speak of nobody else."
        do = 'Set the target to "population", if chance decided who took part, or leave [weighting] out.'
        raise Refusal(Reason("weighting-without-population", what, "[design], target", do))


def _check_adjustment(adjustment: Adjustment | None) -> None:
    """Raises Refusal for parts of an adjustment that serve from Python and would be passed over by tables."""
    if adjustment is None:
        return
    unused = {
        "reference": adjustment.reference is not None,
        "population_size": adjustment.population_size is not None,
        "replicates": adjustment.replicates > 0,
        "outcome_model": adjustment.outcome_model is OutcomeModel.LOGISTIC,
    }
    reasons = [
        Reason(
            "adjustment-part-unused",
            f"The tables of a plan make no use of {part}; it would be ignored.",
            f"[adjustment], {part}",
            "Leave it out. The population of a plan stands in [reference].",
        )
        for part, is_set in unused.items()
        if is_set
    ]
    if reasons:
        raise Refusal(*reasons)


def weight_order(plan: Plan) -> WeightOrder | None:
    """What the engine is asked to do; None where the plan does not weight to a reference.

    Nor where it declares an adjustment and lets the figures describe participants: then nobody stands for others.
    """
    speaks = plan.design.target is Target.POPULATION and (plan.weighting or plan.adjustment)
    if plan.reference is None or not speaks:
        return None
    margins = tuple(one_way(margin.breakdown, margin.totals) for margin in plan.reference.margins)
    return WeightOrder(margins, plan.weighting, _adjustment(plan, plan.reference))


def _adjustment(plan: Plan, reference: ReferenceSection) -> Adjustment | None:
    """The adjustment, with the plan's reference as its own."""
    if plan.adjustment is None:
        return None
    source = ReferenceSource(source=reference.source, reference_date=reference.reference_date)
    return plan.adjustment.model_copy(update={"reference": source})


def check_estimates(plan: Plan, produced: ProtectedTables) -> None:
    """Raises Refusal where the data do not let adjusted figures be called estimates for a population."""
    order = weight_order(plan)
    if order is None or order.adjustment is None or produced.adjusted is None:
        return
    reasons = may_be_called_estimate(plan.design, order.adjustment, produced.adjusted.found)
    if reasons:
        raise Refusal(*(replace(reason, do=f"{reason.do} Or set the target to participants.") for reason in reasons))


def limits_of(plan: Plan, produced: ProtectedTables) -> tuple[str, ...]:
    """What design, weights and adjustment do not allow one to claim."""
    order = weight_order(plan)
    if order is None or order.adjustment is None or produced.adjusted is None:
        return limits_statement(plan.design)
    return limits_statement(plan.design, order.adjustment, produced.adjusted.found)


def weighting_statement(plan: Plan, produced: ProtectedTables) -> WeightingStatement | None:
    """What is published about the weights. Nothing in it counts a small group.

    A factor is a population total divided by what the sample has of it, so it tells how many contributions a category
    has: it is shown where that number is shown. The design effect is made from all factors; with some of them and
    their totals known, it would give the hidden ones away, so it is shown only if none is hidden.
    """
    if produced.weights is None or plan.reference is None:
        return None
    weights, threshold = produced.weights, plan.protection.threshold
    factors = tuple(_factors(plan, weights, produced.tables))
    is_open = all(factor.factor is not None for factor in factors)
    effective = weights.effective_n if is_open else None
    titles = {breakdown.id: breakdown.title for breakdown in plan.breakdowns}
    trimming = weights.trimming
    return WeightingStatement(
        method=weights.method,
        adjusts=is_adjusted(plan),
        source=plan.reference.source,
        reference_date=plan.reference.reference_date,
        by=tuple(" x ".join(titles[name] for name in target.margin.variables) for target in weights.targets),
        rounds=weights.convergence.rounds,
        largest_error=weights.convergence.error,
        design_effect=None if effective is None else round(weights.design_effect, 2),
        effective_n=None if effective is None else round(effective),
        trimmed="" if trimming is None else shown_count(trimming.rows, threshold),
        keeps_unplaced=plan.weighting is not None and plan.weighting.unplaced is Unplaced.AS_SAMPLED,
        interval=INTERVAL_LABEL if is_adjusted(plan) else "",
        factors=factors,
        moved=tuple(_moved(plan, produced)),
        explained=tuple(
            Explained(titles[one.breakdown], one.selection, one.outcome, one.measured)
            for one in (plan.adjustment.covariate if plan.adjustment else ())
        ),
    )


def _factors(plan: Plan, weights: CellWeights, tables: tuple[StatisticalTable, ...]) -> Iterator[WeightFactor]:
    """Final by initial weight of each category of each one-way margin, where its contributions are shown."""
    shown = {table.breakdowns: table for table in tables if table.indicator == CONTRIBUTIONS}
    labels = {(b.id, c.code): c.label for b in plan.breakdowns for c in b.categories}
    for target in weights.targets:
        number, named = weights.cells.groups(target.margin.variables)
        before = grouped(weights.cells.weight, number, len(named))
        after = grouped(weights.final, number, len(named))
        table = shown.get(target.margin.variables)
        for place, codes in enumerate(named):
            is_shown = table is not None and _is_published(table, codes)
            factor = _short(after[place] / before[place]) if is_shown else None
            label = labels.get((target.margin.variables[0], codes[0]), "")
            yield WeightFactor(target.margin.variables[0], codes[0], label, factor)


def _is_published(table: StatisticalTable, codes: tuple[str, ...]) -> bool:
    return any(f.categories == codes and f.status is CellStatus.PUBLISHED for f in table.figures)


def _moved(plan: Plan, produced: ProtectedTables) -> Iterator[MovedFigure]:
    """How far totals could move, of indicators whose total is published."""
    titles = {indicator.id: indicator.title for indicator in plan.indicator}
    open_totals = {
        table.indicator
        for table in produced.tables
        if not table.breakdowns and table.figures[0].status is CellStatus.PUBLISHED
    }
    for one in produced.moved:
        if one.indicator in open_totals:
            yield _said(one, titles[one.indicator])


def _said(one: Moved, title: str) -> MovedFigure:
    ranged = one.sensitivity
    return MovedFigure(
        indicator=one.indicator,
        title=title,
        participants=_short(one.naive),
        estimate=_short(one.value),
        low=_short(ranged.as_strong.low),
        high=_short(ranged.as_strong.high),
        low_by_defect=_short(ranged.by_defect.low),
        high_by_defect=_short(ranged.by_defect.high),
        strongest=ranged.strongest,
        words=ranged.words,
    )


def _short(number: float) -> float:
    return float(f"{number:.{SHOWN_DIGITS}g}")
