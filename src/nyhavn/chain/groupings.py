"""A plan by wider categories: the breakdown, and the population that it is compared with or weighted to."""

from nyhavn.chain.plan import Margin, Plan
from nyhavn.framework.grouping import grouping_reasons
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.statistics import Breakdown


def with_groupings(plan: Plan) -> Plan:
    """The plan by the groupings that were chosen in it; raises Refusal for groupings that do not fit."""
    reasons = [reason for breakdown in plan.breakdown for reason in _reasons(breakdown)]
    if reasons:
        raise Refusal(*reasons)
    for breakdown in plan.breakdown:
        if breakdown.chosen and not breakdown.finer:
            plan = grouped_by(plan, breakdown.id, breakdown.chosen.grouping)
    return plan


def grouped_by(plan: Plan, name: str, grouping: str) -> Plan:
    """The plan with one breakdown by the wider categories of one of its groupings."""
    grouped = {breakdown.id: breakdown.grouped(grouping) for breakdown in plan.breakdown if breakdown.id == name}
    update: dict[str, object] = {"breakdown": tuple(grouped.get(one.id, one) for one in plan.breakdown)}
    if plan.reference is not None:
        margins = tuple(_summed(margin, grouped.get(margin.breakdown)) for margin in plan.reference.margins)
        update["reference"] = plan.reference.model_copy(update={"margins": margins})
    return plan.model_copy(update=update)


def _reasons(breakdown: Breakdown) -> tuple[Reason, ...]:
    codes = tuple(category.code for category in breakdown.told_apart)
    return grouping_reasons(breakdown.groupings, breakdown.chosen, codes, f"breakdown {breakdown.id}")


def _summed(margin: Margin, grouped: Breakdown | None) -> Margin:
    """The margin by the groups of its breakdown. A code that the breakdown lacks stays, and is refused elsewhere."""
    if grouped is None:
        return margin
    totals: dict[str, float] = {}
    for code, number in margin.totals.items():
        under = grouped.counted_under(code)
        totals[under] = totals.get(under, 0.0) + number
    return margin.model_copy(update={"totals": totals})
