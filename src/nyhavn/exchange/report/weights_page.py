"""What the page shows of weights: how they were made, what each group was multiplied by, how far figures could move."""

from dataclasses import dataclass, replace

from nyhavn.exchange.report import weights_words as words
from nyhavn.exchange.report.charts import Chart
from nyhavn.exchange.report.speech import say
from nyhavn.exchange.report.tables import Label, breakdown_title, category_label
from nyhavn.exchange.report.values import number_style
from nyhavn.exchange.report.words import CHART_INTERVAL, GLOSSARY, INTERVAL, Term
from nyhavn.framework.release import MovedFigure, Release, WeightingStatement
from nyhavn.framework.statistics import Breakdown, CellStatus, Figure, Indicator

ALMOST_NONE = 1e-6  # relative; smaller errors are those of computing, which nobody needs to read


@dataclass(frozen=True)
class FactorRow:
    """One group; factor "" where it is not shown."""

    breakdown: str
    label: Label
    factor: str


@dataclass(frozen=True)
class MovedRow:
    """One figure and its ranges, as they are written."""

    title: str
    participants: str
    estimate: str
    strongest: str
    defect: str


@dataclass(frozen=True)
class WeightsView:
    """Weights as they are laid out. facts: terms, texts, and whether the text is the producer's own."""

    said: WeightingStatement
    facts: tuple[tuple[str, str, bool], ...]
    factors: tuple[FactorRow, ...]
    moved: tuple[MovedRow, ...]


@dataclass(frozen=True)
class Footing:
    """What the figures of a release stand on. weights: None where none were made.

    interval: what their intervals are called. speaks_of: of whom they speak, as words name it. glossary: words
    explained, in the language of the page.
    """

    weights: WeightsView | None
    interval: str
    speaks_of: str
    glossary: tuple[Term, ...]


def footing(release: Release, *, reference_day: str) -> Footing:
    """The footing of a release. reference_day: of the population that was weighted to, in words, "" if not stated."""
    modelled = is_modelled(release)
    return Footing(
        weights_view(release, reference_day),
        say(words.MODEL_RANGE if modelled else INTERVAL),
        "modelled" if modelled else release.method.target,
        tuple(_explained(term, modelled=modelled) for term in GLOSSARY),
    )


def is_modelled(release: Release) -> bool:
    """Whether figures are estimates of a model, because chance did not choose who took part."""
    return release.weighting is not None and release.weighting.adjusts


def modelled_chart(chart: Chart) -> Chart:
    """The chart, with its interval named as that of a model."""
    usual, ours = say(CHART_INTERVAL), say(words.CHART_MODEL_RANGE)
    return replace(chart, notes=tuple(ours if note == usual else note for note in chart.notes))


def _explained(term: Term, *, modelled: bool) -> Term:
    meant = words.MODEL_RANGE_TERM if modelled and term.anchor == words.MODEL_RANGE_TERM.anchor else term
    return replace(meant, term=say(meant.term), meaning=say(meant.meaning))


def weights_view(release: Release, day_of_reference: str) -> WeightsView | None:
    """The view of a release; None where nothing was weighted by Nyhavn. day_of_reference: in words."""
    said = release.weighting
    if said is None:
        return None
    breakdowns = {breakdown.id: breakdown for breakdown in release.breakdowns}
    indicators = {indicator.id: indicator for indicator in release.indicators}
    return WeightsView(
        said,
        tuple(_facts(said, day_of_reference)),
        tuple(_factors(said, breakdowns)),
        tuple(_moved(one, indicators[one.indicator]) for one in said.moved),
    )


def interval_head(release: Release, usual: str) -> str:
    """What intervals are called: the play of chance, or what a model says."""
    is_modelled = release.weighting is not None and release.weighting.adjusts
    return say(words.MODEL_RANGE) if is_modelled else usual


def _facts(said: WeightingStatement, day: str) -> list[tuple[str, str, bool]]:
    facts = [
        (words.WEIGHTED_METHOD, say(words.WEIGHTED_METHODS.get(said.method, said.method)), False),
        (words.WEIGHTED_BY, ", ".join(said.by), True),
        (words.WEIGHTED_SOURCE, said.source, True),
        (words.WEIGHTED_DAY, day, False),
        (words.WEIGHTED_ERROR, _error(said.largest_error), False),
        (words.DESIGN_EFFECT, "" if said.design_effect is None else f"{said.design_effect:.2f}", False),
        (words.EFFECTIVE_N, "" if said.effective_n is None else f"{said.effective_n:,.0f}", False),
        (words.TRIMMED, said.trimmed, False),
    ]
    return [(say(term), text, is_own) for term, text, is_own in facts if text]


def _error(error: float) -> str:
    return say(words.ALMOST_NONE) if error < ALMOST_NONE else f"{error:.1g}"


def _factors(said: WeightingStatement, breakdowns: dict[str, Breakdown]) -> list[FactorRow]:
    return [
        FactorRow(
            breakdown_title(one.breakdown, breakdowns),
            category_label(one.category, breakdowns.get(one.breakdown)),
            "" if one.factor is None else f"{one.factor:,.3g}",
        )
        for one in said.factors
    ]


def _moved(one: MovedFigure, indicator: Indicator) -> MovedRow:
    style = number_style(indicator, [Figure((), CellStatus.PUBLISHED, value=one.estimate)])
    return MovedRow(
        one.title,
        style.value(one.participants),
        style.value(one.estimate),
        style.interval(one.low, one.high),
        style.interval(one.low_by_defect, one.high_by_defect),
    )
