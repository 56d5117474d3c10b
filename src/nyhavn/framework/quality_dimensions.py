"""Quality by dimension: figures computed from the records of a release, each with its formula and its source.

Figures judge nothing: there is no score, no total, no threshold. What could not be worked out says why, and is never a
zero. Codes are stable, so that releases can be set beside each other and offices' rules can look figures up.

The dimensions are those of the European Statistics Code of Practice, and one that offices ask of citizen data; codes
such as A5 are ESS quality and performance indicators. Sources: framework/data/quality_dimensions.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary

DECIMALS = 6  # more would only say which data engine added up


class Dimension(StrEnum):
    """The dimensions, in the order in which they are shown."""

    RELEVANCE = "relevance"
    ACCURACY = "accuracy"
    TIMELINESS = "timeliness"
    COHERENCE = "coherence"
    ACCESSIBILITY = "accessibility"
    COVERAGE = "coverage"


class Unit(StrEnum):
    """What a value is counted in. SHARE: 0 to 1. POINTS: difference of two shares. WORDS: `text` says it."""

    SHARE = "share"
    POINTS = "points"
    COUNT = "count"
    DAYS = "days"
    RATIO = "ratio"
    WORDS = "words"


class FigureState(StrEnum):
    """Whether a figure is there. Neither of the others is ever read as zero."""

    COMPUTED = "computed"
    NOT_COMPUTED = "not computed"
    NOT_SHOWN = "not shown"  # it was computed, and could give somebody away


class DimensionEntry(Declared):
    """What a dimension is called, and what it asks."""

    code: Dimension
    title: str
    asks: str


class FigureEntry(Declared):
    """What is fixed about a figure: the meaning of its code. ess: code of the ESS indicator it is, "" if it is none.

    asked_by: criteria of offices that ask for it, as `QualityVocabulary.offices` names them.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    dimension: Dimension
    title: str
    unit: Unit
    formula: str
    computed_from: tuple[str, ...]
    ess: str = ""
    asked_by: tuple[str, ...] = ()


class QualityVocabulary(Vocabulary):
    """Every figure there is, why one may be lacking, and what short texts stand for."""

    dimensions: tuple[DimensionEntry, ...]
    figures: tuple[FigureEntry, ...]
    reasons: Mapping[str, str]
    texts: Mapping[str, str]
    offices: Mapping[str, str]

    def entry(self, code: str) -> FigureEntry:
        """What is fixed about a figure. Raises KeyError for a code that nobody declared."""
        for entry in self.figures:
            if entry.code == code:
                return entry
        raise KeyError(code)


QUALITY = read_vocabulary(QualityVocabulary, "quality_dimensions")


@dataclass(frozen=True)
class QualityFigure:
    """One figure, complete in itself, so that it can be read without the program that made it.

    value: in `unit`; None unless it was computed and is a number. text: instead of a number, such as "a few".
    about: what it is about (the question, the group, the indicator), in the release's words; may be empty.
    why: why it was not computed, or is not shown. The rest as in `FigureEntry`.
    """

    code: str
    dimension: Dimension
    title: str
    unit: Unit
    standing: FigureState
    value: float | None
    text: str
    about: tuple[str, ...]
    why: str
    formula: str
    computed_from: tuple[str, ...]
    ess: str
    asked_by: tuple[str, ...]


@dataclass(frozen=True)
class CheckLine:
    """The findings of one check together. findings: how many questions it asks; answered: how many were decided about.

    severity: the highest among them. rows: contributions concerned, as it may be shown, where there is one finding.
    """

    check: str
    severity: str
    findings: int
    answered: int
    rows: str = ""


@dataclass(frozen=True)
class Break:
    """Something that is not as it was in the release before.

    part: question, breakdown, indicator or method. name: its id. sentence: what changed, in plain words.
    """

    part: str
    name: str
    sentence: str


@dataclass(frozen=True)
class FigureBefore:
    """A figure as the release before had it."""

    code: str
    unit: Unit
    standing: FigureState
    value: float | None
    text: str


@dataclass(frozen=True)
class QualityBefore:
    """The quality report of the release before, as far as it is compared."""

    release: str
    version: str
    figures: tuple[FigureBefore, ...]

    def figure(self, code: str) -> FigureBefore | None:
        """The figure of that code, if it was there."""
        return next((figure for figure in self.figures if figure.code == code), None)


@dataclass(frozen=True)
class QualityReport:
    """The quality of one release. vocabulary: version of what the codes mean.

    announced: the date that was announced for the release. returned: when the community saw the results.
    before: None if no release before carries such a report.
    """

    vocabulary: str
    figures: tuple[QualityFigure, ...]
    checks: tuple[CheckLine, ...] = ()
    breaks: tuple[Break, ...] = ()
    announced: date | None = None
    returned: date | None = None
    before: QualityBefore | None = None

    def figure(self, code: str) -> QualityFigure:
        """The figure of that code. Raises KeyError for a code this report does not know."""
        for figure in self.figures:
            if figure.code == code:
                return figure
        raise KeyError(code)

    def number(self, code: str, unit: Unit) -> float | None:
        """The number of a figure; None where there is none, which is never a zero.

        Raises KeyError for a code this report does not know, and ValueError where it is counted in another unit.
        """
        figure = self.figure(code)
        if figure.unit is not unit:
            raise ValueError(f"{code} is counted in {figure.unit}, not in {unit}")
        return figure.value if figure.standing is FigureState.COMPUTED else None

    def of(self, dimension: Dimension) -> tuple[QualityFigure, ...]:
        """The figures of one dimension, in order."""
        return tuple(figure for figure in self.figures if figure.dimension is dimension)


def computed(code: str, value: float, *, about: tuple[str, ...] = ()) -> QualityFigure:
    """A figure that is a number. Raises ValueError for one that is counted in words."""
    made = _bare(code)
    if made.unit is Unit.WORDS:
        raise ValueError(f"{code} is said in words")
    return replace(made, standing=FigureState.COMPUTED, value=round(float(value), DECIMALS), about=about)


def said(code: str, text: str, *, about: tuple[str, ...] = ()) -> QualityFigure:
    """A figure that is said in words; text: key of the vocabulary's texts."""
    return replace(_bare(code), standing=FigureState.COMPUTED, text=QUALITY.texts[text], about=about)


def not_computed(code: str, reason: str) -> QualityFigure:
    """A figure that could not be computed; reason: key of the vocabulary's reasons."""
    return replace(_bare(code), why=QUALITY.reasons[reason])


def not_shown(code: str) -> QualityFigure:
    """A figure that could give somebody away."""
    return replace(_bare(code), standing=FigureState.NOT_SHOWN, why=QUALITY.reasons["protects"])


def _bare(code: str) -> QualityFigure:
    """What is fixed about a figure, with nothing computed yet."""
    entry = QUALITY.entry(code)
    return QualityFigure(
        code=entry.code,
        dimension=entry.dimension,
        title=entry.title,
        unit=entry.unit,
        standing=FigureState.NOT_COMPUTED,
        value=None,
        text="",
        about=(),
        why="",
        formula=entry.formula,
        computed_from=entry.computed_from,
        ess=entry.ess,
        asked_by=tuple(QUALITY.offices[name] for name in entry.asked_by),
    )


def in_order(figures: Mapping[str, QualityFigure]) -> tuple[QualityFigure, ...]:
    """The figures in the order of the vocabulary. Raises KeyError if one is lacking: each must say how it stands."""
    return tuple(figures[entry.code] for entry in QUALITY.figures)


def as_before(report: QualityReport, *, release: str, version: str) -> QualityBefore:
    """What of a report the next release keeps beside its own."""
    kept = (FigureBefore(f.code, f.unit, f.standing, f.value, f.text) for f in report.figures)
    return QualityBefore(release, version, tuple(kept))


def with_days(
    report: QualityReport, *, collected_to: date | None, issued: date, announced: date | None, returned: date | None
) -> QualityReport:
    """The report with the figures that depend on the day of issue worked out for that day; nothing else changes."""
    days = {
        "time-lag": _days("time-lag", collected_to, issued, "end-not-stated"),
        "punctuality": _days("punctuality", announced, issued, "not-announced"),
        "results-first": _days("results-first", returned, issued, "not-returned"),
    }
    # Whether a lag is one of first results (TP1) does not depend on the day.
    figures = tuple(
        replace(days[figure.code], ess=figure.ess) if figure.code in days else figure for figure in report.figures
    )
    return replace(report, figures=figures, announced=announced, returned=returned)


def _days(code: str, start: date | None, issued: date, lacking: str) -> QualityFigure:
    return not_computed(code, lacking) if start is None else computed(code, (issued - start).days)
