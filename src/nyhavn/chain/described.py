"""What may be said about the data: findings, response and coverage, each after passing the gate for counts."""

from collections.abc import Iterable, Sequence

from nyhavn.chain.plan import ReferenceSection
from nyhavn.framework.design import Design, Target, is_probability
from nyhavn.framework.findings import Finding
from nyhavn.framework.gate_numbers import shown_count
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.release import CoverageRow, PublicFinding, ResponseRow
from nyhavn.framework.response import ResponseCounts
from nyhavn.framework.statistics import (
    TOTAL,
    Breakdown,
    CellStatus,
    Indicator,
    Statistic,
    StatisticalTable,
)

CONTRIBUTIONS = "contributions"  # id of the indicator that counts them, made where a reference needs it
SAME_ANSWER = "constant-column"
MISSING_ANSWER, SEE_RESPONSE = "missing-answer", "see response"
WHOLE_PERCENT = 2  # decimals of a share: shares of response are given in whole per cent


def public_findings(findings: Iterable[Finding], threshold: int) -> tuple[PublicFinding, ...]:
    """The findings without row numbers, and with their counts; restricted ones are not among them.

    Where people are concerned, a finding about fewer than `threshold` contributions, or about all but so few, is not
    among them either: that it is there at all would say that somebody earns far more than the others, or answered what
    cannot be. Nor is it said that everybody gave the same answer.

    How many answers are missing is said by the response table alone, under its own rule: an exact count here would
    let the reasons that it keeps together be told apart.
    """
    return tuple(
        PublicFinding(f.check, f.severity, f.columns, _count(f, threshold), f.wording)
        for f in findings
        if not f.is_restricted and (threshold == 1 or _is_about_many(f, threshold))
    )


def _is_about_many(finding: Finding, threshold: int) -> bool:
    """Neither the rows that it is about nor the others are a small group, and it is no answer of everybody."""
    others = finding.out_of - finding.rows
    return finding.rows >= threshold and not 0 < others < threshold and finding.check != SAME_ANSWER


def _count(finding: Finding, threshold: int) -> str:
    """The count of one finding as it may be shown."""
    if finding.check == MISSING_ANSWER and threshold > 1:
        return SEE_RESPONSE
    return shown_count(finding.rows, threshold)


def response_rows(
    counts: Iterable[ResponseCounts], instrument: Instrument, threshold: int, language: str
) -> tuple[ResponseRow, ...]:
    """Response by question, in whole per cent of those asked.

    A question asked of fewer than `threshold` is left out, and so is one that fewer than `threshold` were not asked:
    either would count a small group. Reasons are split only if none of them is a small count.
    """
    return tuple(
        _response_row(count, instrument, threshold, language) for count in counts if _may_show(count, threshold)
    )


def _may_show(count: ResponseCounts, threshold: int) -> bool:
    """Whether nothing small can be worked out from the row's being there."""
    return not any(0 < number < threshold for number in (count.asked, count.rows - count.asked)) and count.asked > 0


def _response_row(count: ResponseCounts, instrument: Instrument, threshold: int, language: str) -> ResponseRow:
    """One question's response."""
    question = instrument.question(count.question)
    label = question.label(language) if question else count.question
    reasons = (count.dont_know, count.refused, count.missing)
    without = sum(reasons)
    if any(0 < number < threshold for number in (without, count.answered)):
        return ResponseRow(count.question, label, None, None, None, None)
    split = [None] * 3 if any(0 < n < threshold for n in reasons) else [round(n / count.asked, 2) for n in reasons]
    return ResponseRow(count.question, label, round(count.answered / count.asked, WHOLE_PERCENT), *split)


def with_contributions(indicators: tuple[Indicator, ...], reference: ReferenceSection | None) -> tuple[Indicator, ...]:
    """The indicators, and one that counts the contributions by the breakdowns that a reference knows."""
    if reference is None or any(indicator.id == CONTRIBUTIONS for indicator in indicators):
        return indicators
    by = tuple((margin.breakdown,) for margin in reference.margins)
    title = "Contributions in this release"
    counted = Indicator(id=CONTRIBUTIONS, title=title, statistic=Statistic.COUNT, by=by, unit="contributions")
    return (*indicators, counted)


def check_margins(reference: ReferenceSection | None, breakdowns: Sequence[Breakdown]) -> None:
    """Raises Refusal "margin-categories" where a margin's categories are not those of its breakdown."""
    reasons = []
    known = {breakdown.id: {category.code for category in breakdown.categories} for breakdown in breakdowns}
    for margin in reference.margins if reference else ():
        where = f'[reference], margin "{margin.breakdown}"'
        if margin.breakdown not in known:
            what = f'There is no breakdown "{margin.breakdown}".'
            reasons.append(Reason("margin-categories", what, where, f"Breakdowns: {', '.join(known)}."))
            continue
        extra = sorted(margin.totals.keys() - known[margin.breakdown])
        lacking = sorted(known[margin.breakdown] - margin.totals.keys())
        if extra or lacking:
            what = (
                f"The categories differ. Not in the breakdown: {_listed(extra)}. Not in the margin: {_listed(lacking)}."
            )
            reasons.append(Reason("margin-categories", what, where, "Use the same category codes on both sides."))
    if reasons:
        raise Refusal(*reasons)


def _listed(names: Sequence[str]) -> str:
    """Names in a sentence, or "none"."""
    return ", ".join(names) or "none"


def coverage_rows(
    reference: ReferenceSection | None, breakdowns: Sequence[Breakdown], tables: Sequence[StatisticalTable]
) -> tuple[CoverageRow, ...]:
    """Shares of each group among the contributions and in the reference; None where the group's number is hidden."""
    rows = []
    labels = {breakdown.id: {c.code: c.label for c in breakdown.categories} for breakdown in breakdowns}
    for margin in reference.margins if reference else ():
        table = next(t for t in tables if t.indicator == CONTRIBUTIONS and t.breakdowns == (margin.breakdown,))
        total, whole = table.figure(TOTAL).n, sum(margin.totals.values())
        for code, size in margin.totals.items():
            figure = table.figure(code)
            share = figure.n / total if figure.n is not None and total else None
            label = labels[margin.breakdown][code]
            rows.append(CoverageRow(margin.breakdown, code, label, share, size / whole if whole else None))
    return tuple(rows)


def headline(indicators: Sequence[Indicator], tables: Sequence[StatisticalTable], design: Design, unit: str) -> str:
    """The first indicator's total with its limit, in one sentence."""
    is_modelled = not is_probability(design.selection)
    first = next((i for i in indicators if i.id != CONTRIBUTIONS), None)
    figure = next((t.figures[-1] for t in tables if first and t.indicator == first.id and not t.breakdowns), None)
    if first is None or figure is None or figure.status is not CellStatus.PUBLISHED or figure.value is None:
        return "No total can be shown for the first indicator."
    shown = f"{first.title}: {_value(figure.value, first)} {first.unit}".rstrip()
    basis = _basis(design.target, figure.n or 0, unit, is_modelled=is_modelled)
    return f"{shown} ({basis}{_interval(figure.low, figure.high, first, is_modelled=is_modelled)})."


def _value(value: float, indicator: Indicator) -> str:
    """A figure in words: shares in whole per cent, the rest with at most one decimal."""
    if indicator.statistic is Statistic.PROPORTION:
        return f"{value * 100:.0f} %"
    return f"{value:,.1f}".removesuffix(".0")


def _basis(target: Target, n: int, unit: str, *, is_modelled: bool) -> str:
    """On how many answers a figure rests, and of whom it speaks."""
    drawn = f"estimate for the population from {n:,} answers"
    modelled = f"estimate for the population by a model, from {n:,} participants whom chance did not choose"
    return {
        Target.POPULATION: modelled if is_modelled else drawn,
        Target.PARTICIPANTS: f"among {n:,} participants who answered; it does not speak for anybody else",
        Target.DOCUMENTED_EVENTS: f"a documented minimum from {n:,} reports; the true number is higher or equal",
        Target.ENUMERATED_UNITS: f"of {n:,} that were visited; the unit is: {unit}",
    }[target]


def _interval(low: float | None, high: float | None, indicator: Indicator, *, is_modelled: bool) -> str:
    """The 95 % interval in words, or nothing. That of a model says so, and is no margin of error."""
    if low is None or high is None:
        return ""
    name = "range of the model, without bias from what was not measured," if is_modelled else "95 % interval"
    return f"; {name} {_value(low, indicator)} to {_value(high, indicator)}"
