"""What pages and interface show of results that go home: the pages, the figures to choose from, what people say."""

from collections.abc import Iterator

from nyhavn.chain.validating import tables_sha256
from nyhavn.exchange.report.tables import figure_label
from nyhavn.exchange.report.values import number_style
from nyhavn.framework.declared import Declared
from nyhavn.framework.home_page import mark_of
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import CellStatus
from nyhavn.framework.validation import Validation, validation_reasons
from nyhavn.web.production.schemas import ReasonShown
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of
from nyhavn.web.releases.validation import validation_at_issue


class FigureToChoose(Declared):
    """A figure as the page would say it. mark: what is written into a sentence; value: "" where it is not shown."""

    mark: str
    group: str
    value: str


class TableToChoose(Declared):
    """The figures of one table."""

    id: str
    title: str
    figures: tuple[FigureToChoose, ...]


class HomeShown(Declared):
    """languages: in which there is a page. tables: SHA-256 of the table files. reasons: why it may not go out yet."""

    languages: tuple[str, ...]
    lacking: tuple[str, ...]
    tables: str
    said: Validation | None
    reasons: tuple[ReasonShown, ...]
    to_choose: tuple[TableToChoose, ...]


def home_shown(on: PublicRelease) -> HomeShown:
    """Everything about the way home of one release."""
    release = content_of(on)
    tables = tables_sha256(release)
    found = validation_at_issue(on, release)
    languages = tuple(on.home_texts.values_list("language", flat=True))
    reasons = validation_reasons(found or Validation(), tables)
    return HomeShown(
        languages=languages,
        lacking=tuple(one for one in languages_of(release) if one not in languages),
        tables=tables,
        said=found,
        reasons=tuple(ReasonShown(code=r.code, what=r.what, where=r.where, do=r.do) for r in reasons),
        to_choose=tuple(_tables(release)),
    )


def languages_of(release: Release) -> tuple[str, ...]:
    """The languages in which people were asked, as codes."""
    return tuple(one.rpartition("(")[2].rstrip(")") for one in release.instrument.languages)


def _tables(release: Release) -> Iterator[TableToChoose]:
    indicators = {one.id: one for one in release.indicators}
    breakdowns = {one.id: one for one in release.breakdowns}
    for table in release.tables:
        indicator = indicators[table.indicator]
        style, by = number_style(indicator, table.figures), [breakdowns.get(name) for name in table.breakdowns]
        yield TableToChoose(
            id=table.id,
            title=indicator.title,
            figures=tuple(
                FigureToChoose(
                    mark=mark_of(table, figure),
                    group=", ".join(figure_label(figure, place, one).text for place, one in enumerate(by)),
                    value=style.value(figure.value) if figure.status is CellStatus.PUBLISHED else "",
                )
                for figure in table.figures
            ),
        )
