"""Everything the quality report shows, prepared from the release: figures by dimension, pictures, what changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from nyhavn.exchange.report import quality_words
from nyhavn.exchange.report.days import day
from nyhavn.exchange.report.languages import PAGE_LANGUAGE, direction
from nyhavn.exchange.report.marking import Marking
from nyhavn.exchange.report.quality_charts import GroupsPicture, ResponsePicture, group_pictures, response_picture
from nyhavn.exchange.report.quality_values import Written, written
from nyhavn.exchange.report.speech import Words, say
from nyhavn.exchange.report.values import share
from nyhavn.framework.quality_dimensions import (
    QUALITY,
    Break,
    CheckLine,
    Dimension,
    FigureBefore,
    QualityFigure,
    QualityReport,
)
from nyhavn.framework.release import Release

REPORT_PAGE = "report.html"


@dataclass(frozen=True)
class FigureView:
    """One figure as it is laid out. sources, offices: in words, one after the other."""

    figure: QualityFigure
    title: str
    value: Written
    why: str
    formula: str
    sources: str
    offices: str


@dataclass(frozen=True)
class DimensionView:
    """The figures of one dimension."""

    code: Dimension
    title: str
    asks: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True)
class CheckView:
    """The findings of one check. severity, rows: in words."""

    line: CheckLine
    severity: str
    rows: str


@dataclass(frozen=True)
class BesideView:
    """One figure now and in the release before."""

    title: str
    before: Written
    now: Written


@dataclass(frozen=True)
class QualityPage(Marking):
    """The prepared page. report_at: address of the release report."""

    issued: str
    report_at: str
    dimensions: tuple[DimensionView, ...]
    response: ResponsePicture | None
    groups: tuple[GroupsPicture, ...]
    checks: tuple[CheckView, ...]
    breaks: tuple[Break, ...]
    beside: tuple[BesideView, ...]

    def share(self, value: float | None) -> str:
        """A share as per cent."""
        return share(value)


def quality_page(
    release: Release, quality: QualityReport, *, report_at: str, language: str = PAGE_LANGUAGE, runs: str = ""
) -> QualityPage:
    """The page of a quality report. language: that its words are said in. runs: as `page.page_of` has it."""
    runs = runs or direction(release.language)
    is_mirrored = runs == "rtl"
    return QualityPage(
        words=Words(),
        language=language,
        own_language=release.language,
        direction=runs,
        issued=day(release.issued_at.date()),
        report_at=report_at,
        dimensions=tuple(_dimension(quality, entry.code, entry.title, entry.asks) for entry in QUALITY.dimensions),
        response=response_picture(release, is_mirrored=is_mirrored),
        groups=group_pictures(release, is_mirrored=is_mirrored),
        checks=tuple(_check(line) for line in quality.checks),
        breaks=quality.breaks,
        beside=_beside(quality),
    )


def _dimension(quality: QualityReport, code: Dimension, title: str, asks: str) -> DimensionView:
    return DimensionView(code, say(title), say(asks), tuple(_figure(figure) for figure in quality.of(code)))


def _figure(figure: QualityFigure) -> FigureView:
    return FigureView(
        figure=figure,
        title=say(figure.title),
        value=written(figure.unit, figure.standing, figure.value, figure.text),
        why=say(figure.why) if figure.why else "",
        formula=say(figure.formula),
        sources=_listed(figure.computed_from),
        offices=_listed(figure.asked_by),
    )


def _listed(texts: Iterable[str]) -> str:
    """Texts of the vocabulary, one after the other."""
    return say(quality_words.LIST_JOIN).join(say(text) for text in texts)


def _check(line: CheckLine) -> CheckView:
    severity = quality_words.SEVERITIES.get(line.severity, line.severity)
    return CheckView(line, say(severity), say(line.rows) if line.rows in _SAID else line.rows)


_SAID = (*QUALITY.texts.values(), quality_words.SEE_RESPONSE)


def _beside(quality: QualityReport) -> tuple[BesideView, ...]:
    """Every figure that one of the two releases has."""
    if quality.before is None:
        return ()
    pairs = ((figure, quality.before.figure(figure.code)) for figure in quality.figures)
    views = (_pair(figure, before) for figure, before in pairs if before is not None)
    return tuple(view for view in views if view.before.is_there or view.now.is_there)


def _pair(figure: QualityFigure, before: FigureBefore) -> BesideView:
    now = written(figure.unit, figure.standing, figure.value, figure.text)
    return BesideView(say(figure.title), written(before.unit, before.standing, before.value, before.text), now)
