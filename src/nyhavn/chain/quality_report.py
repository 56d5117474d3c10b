"""The quality report of a release: its records brought together, and the figures worked out from them."""

import math
from collections import Counter
from dataclasses import replace

import pyarrow as pa

from nyhavn.chain.counting import Counted
from nyhavn.chain.decided import is_decided
from nyhavn.chain.dossier import PUBLISHED_FORMATS
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_rules import concerns_persons
from nyhavn.chain.previous import Previous
from nyhavn.chain.weighing import WEIGHT
from nyhavn.engine.production import ProtectedTables
from nyhavn.exchange.licences import is_open_licence
from nyhavn.framework.quality_dimensions import QualityReport
from nyhavn.framework.quality_records import ComparedForAdjustment, QualityRecords, WeightSpread
from nyhavn.framework.quality_rules import quality_report
from nyhavn.framework.release import Release


def with_quality(release: Release, plan: Plan, counted: Counted, before: Previous | None) -> Release:
    """The release with its quality report; the rest of it is what the report is worked out from, and stays."""
    return replace(release, quality=quality_of(release, plan, counted, before))


def quality_of(release: Release, plan: Plan, counted: Counted, before: Previous | None) -> QualityReport:
    """The report. Every count of people in it passed the gate before, or passes a rule that keeps small ones back."""
    threshold = plan.protection.threshold if concerns_persons(plan) else 1
    records = QualityRecords(
        release=release,
        indicators=frozenset(indicator.id for indicator in plan.indicator),
        threshold=threshold,
        collected_questions=len(counted.response),
        formats=PUBLISHED_FORMATS,
        licence_is_open=is_open_licence(plan.release.licence),
        answered=_answered(release, plan, counted),
        keys=bool(plan.quality.keys),
        before=before.release if before else None,
        had_before=before is not None,
        announced=plan.release.release_date,
        returned=plan.release.results_returned,
        weights=_spread(plan, counted.used_answers, threshold),
        compared=_compared(plan, counted.produced),
        approached=plan.method.approached,
    )
    return quality_report(records)


def _answered(release: Release, plan: Plan, counted: Counted) -> tuple[bool, ...]:
    """For each finding that is published, whether somebody decided about it."""
    decided = {(f.check, f.columns, f.wording): is_decided(f, plan.quality.decided) for f in counted.findings}
    return tuple(decided[finding.check, finding.columns, finding.wording] for finding in release.findings)


def _spread(plan: Plan, answers: pa.Table, threshold: int) -> WeightSpread | None:
    """How unlike the weights of the plan are; None if it has none."""
    column = WEIGHT if plan.weights else plan.design.weights
    return weight_spread(answers.column(column), threshold) if column else None


def _compared(plan: Plan, produced: ProtectedTables) -> ComparedForAdjustment | None:
    """Participants beside the population, where the plan adjusts for who takes part."""
    adjusted = produced.adjusted
    if adjusted is None:
        return None
    found = adjusted.compared
    furthest = max(found.balance, key=lambda entry: abs(entry.difference_before))
    titles = {breakdown.id: breakdown.title for breakdown in plan.breakdowns}
    return ComparedForAdjustment(
        difference_before=found.difference_before,
        difference_after=found.difference_after,
        covariate=titles.get(furthest.covariate, furthest.covariate),
        r_indicator=found.r_indicator,
        population_covered=found.population_covered,
        smallest_category=found.smallest_category,
        smallest_cell=min(int(rows) for rows in adjusted.both.rows if rows),
    )


def weight_spread(weights: pa.ChunkedArray, threshold: int) -> WeightSpread | None:
    """Kish's design effect of weights written as text, n * sum(w^2) / sum(w)^2, and how many values few rows share.

    Rows without a weight, or with one of zero, are in no figure and not counted. None if no row has a weight.
    Source: Kish, Survey Sampling (1965), 11.7.
    """
    rows = Counter(value for text in weights.to_pylist() if text is not None and (value := float(text)) > 0)
    n, total = sum(rows.values()), math.fsum(value * count for value, count in rows.items())
    if not total:
        return None
    squares = math.fsum(value * value * count for value, count in rows.items())
    return WeightSpread(n * squares / total**2, sum(count < threshold for count in rows.values()))
