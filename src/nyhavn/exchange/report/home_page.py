"""The one-page result, prepared: sentences with the figures of the release in them, one picture, one table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from nyhavn.exchange.report import home_words, words
from nyhavn.exchange.report.charts import Chart, indicator_chart
from nyhavn.exchange.report.days import day
from nyhavn.exchange.report.languages import direction, language_attribute
from nyhavn.exchange.report.marking import Marking
from nyhavn.exchange.report.speech import Words, say
from nyhavn.exchange.report.tables import TableView, table_view
from nyhavn.exchange.report.values import NumberStyle, number_style
from nyhavn.exchange.report.visible import visible
from nyhavn.exchange.report.weights_words import RELIABILITY
from nyhavn.framework.home_page import HomePage, Mark, figure_behind, parts_of
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import Breakdown, CellStatus, Figure, Indicator


@dataclass(frozen=True)
class HomeView(Marking):
    """One page as it is laid out. sentences: with their figures marked; aloud: the same to be spoken.

    own_language: of the page; language: in which its fixed words are said.
    """

    title: str
    about: tuple[str, ...]
    sentences: tuple[Markup, ...]
    aloud: tuple[str, ...]
    chart: Chart
    chart_says: str
    table: TableView
    margin: str
    limits: str
    next_step: str
    is_public: bool

    @property
    def fixed(self) -> Markup:
        """The attribute that marks fixed words where nobody has translated them."""
        return language_attribute(self.language, self.own_language)


def home_view(page: HomePage, release: Release, *, language: str, is_public: bool) -> HomeView:
    """The page filled from the release. language: in which the fixed words are said. Raises KeyError: not of this one.

    Nothing but the published tables is looked at, and of a figure that is not published no number.
    """
    told = in_language(release, page)
    table = next(table for table in told.tables if table.id == page.picture)
    indicator = {one.id: one for one in told.indicators}[table.indicator]
    breakdowns = {one.id: one for one in told.breakdowns}
    runs = direction(page.language)
    chart = indicator_chart(indicator, [table], breakdowns, is_mirrored=runs == "rtl")
    if chart is None:
        raise KeyError(page.picture)
    view = table_view(table, indicator, breakdowns)
    return HomeView(
        words=Words(),
        language=language,
        own_language=page.language,
        direction=runs,
        title=page.title,
        about=_about(told),
        sentences=tuple(_written(sentence, told) for sentence in page.sentences),
        aloud=tuple(_spoken(sentence, told) for sentence in page.sentences),
        chart=chart,
        chart_says=indicator.title,
        table=view,
        margin=say(home_words.HOME_MARGIN if view.has_interval else words.NO_INTERVAL),
        limits=page.limits,
        next_step=page.next_step,
        is_public=is_public,
    )


def _about(release: Release) -> tuple[str, ...]:
    """Who is in the numbers, and when they were asked; counts as they may be shown."""
    shown = words.SHOWN_COUNTS.get(release.participants, release.participants)
    named = {"participants": say(shown) if shown != release.participants else shown, "community": release.community}
    who = home_words.HOME_WHO if release.community else home_words.HOME_WHO_ALONE
    first, last = release.method.collected_from, release.method.collected_to
    found = [say(who).format(**named)]
    if first and last:
        period = day(first) if first == last else f"{day(first)} – {day(last)}"
        found.append(say(home_words.HOME_WHEN).format(period=period))
    return tuple(found)


def in_language(release: Release, page: HomePage) -> Release:
    """The release with what it calls groups and indicators in the language of the page, where that is known.

    What the writer says counts first, then the labels of the questionnaire.
    """
    return replace(
        release,
        community=page.names.get(release.community, release.community),
        indicators=tuple(_renamed(one, page.names) for one in release.indicators),
        breakdowns=tuple(_relabelled(one, release, page) for one in release.breakdowns),
    )


def _renamed(indicator: Indicator, names: Mapping[str, str]) -> Indicator:
    said = {"title": names.get(indicator.title, indicator.title), "unit": names.get(indicator.unit, indicator.unit)}
    return indicator.model_copy(update=said)


def _relabelled(breakdown: Breakdown, release: Release, page: HomePage) -> Breakdown:
    asked = choice_labels(release, breakdown.question, page.language)
    categories = tuple(
        one.model_copy(update={"label": page.names.get(one.label) or asked.get(one.code) or one.label})
        for one in breakdown.categories
    )
    title = page.names.get(breakdown.title, breakdown.title)
    return breakdown.model_copy(update={"categories": categories, "title": title})


def choice_labels(release: Release, question: str, language: str) -> Mapping[str, str]:
    """Code to label of a question of the form in that language; empty where it has none."""
    asked = next((one for one in release.instrument.questions if one.name == question), None)
    ending = f"({language})"
    return {
        choice.code: text
        for choice in (asked.choices if asked else ())
        for name, text in choice.labels.items()
        if name.endswith(ending) or name == language
    }


def _written(sentence: str, release: Release) -> Markup:
    return Markup("").join(
        escape(visible(part)) if isinstance(part, str) else _marked(_said(part, release, is_aloud=False))
        for part in parts_of(sentence)
    )


def _marked(text: str) -> Markup:
    return Markup("<strong><bdi>{}</bdi></strong>").format(text)


def _spoken(sentence: str, release: Release) -> str:
    return "".join(
        part if isinstance(part, str) else _said(part, release, is_aloud=True) for part in parts_of(sentence)
    )


def _said(mark: Mark, release: Release, *, is_aloud: bool) -> str:
    """A figure in words. Numbers of a figure that is not published are never looked at."""
    found = figure_behind(mark, release)
    if found is None:
        raise KeyError(mark.table)
    table, figure = found
    if figure.status is not CellStatus.PUBLISHED:
        return say(words.NOT_SHOWN if figure.status is CellStatus.SUPPRESSED else words.NO_ANSWERS)
    indicator = next(one for one in release.indicators if one.id == table.indicator)
    style = number_style(indicator, table.figures)
    text = _aloud(figure, style) if is_aloud else _in_print(figure, style)
    flag = f" ({say(RELIABILITY[figure.reliability])})" if figure.reliability in RELIABILITY else ""
    return f"{text}{flag}"


def _in_print(figure: Figure, style: NumberStyle) -> str:
    value = style.value(figure.value)
    if figure.low is None or figure.high is None:
        return value
    return say(home_words.FIGURE_WITH_RANGE).format(value=value, range=style.interval(figure.low, figure.high))


def _aloud(figure: Figure, style: NumberStyle) -> str:
    value = _without_signs(style.value(figure.value))
    if figure.low is None or figure.high is None:
        return value
    ends = {"low": _without_signs(style.value(figure.low)), "high": _without_signs(style.value(figure.high))}
    return say(home_words.ALOUD_WITH_RANGE).format(value=value, **ends)


def _without_signs(text: str) -> str:
    """A sign is read differently by every voice, or not at all."""
    return text.replace("٪", "%").replace("\u00a0", " ").replace(" %", "%").replace("%", f" {say(home_words.PER_CENT)}")
