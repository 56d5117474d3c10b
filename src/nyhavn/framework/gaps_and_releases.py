"""Releases of communities beside the gap map: what they show, and which gaps their initiatives could fill.

Only for releases whose initiative opted in; whoever asks looks after that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nyhavn.framework.gaps import Cell, Published, gaps
from nyhavn.framework.release import Release
from nyhavn.framework.sdg import GROUPS, Group
from nyhavn.framework.sdg_table import codes_of, dimension_of
from nyhavn.framework.statistics import TOTAL, StatisticalTable


@dataclass(frozen=True)
class Candidate:
    """An initiative that opted in. groups: those that its questions tell apart, for each SDG indicator it speaks to."""

    initiative: str
    groups: Mapping[str, frozenset[Group]]


def published_by(release: Release) -> tuple[Published, ...]:
    """What a release shows of each SDG indicator that it speaks to. A group counts where a figure of it is shown."""
    codes = dict.fromkeys(code for indicator in release.indicators for code in indicator.sdg)
    return tuple(_published(release, code) for code in codes)


def _published(release: Release, code: str) -> Published:
    ids = {indicator.id for indicator in release.indicators if code in indicator.sdg}
    tables = [table for table in release.tables if table.indicator in ids]
    shown = [figure for table in tables for figure in table.figures if figure.value is not None]
    return Published(
        indicator=code,
        source=release.id,
        place=release.place,
        groups=frozenset(group for table in tables for group in _groups(release, table)),
        has_figures=bool(shown),
        latest=str(release.method.collected_to.year) if release.method.collected_to else "",
    )


def _groups(release: Release, table: StatisticalTable) -> Iterable[Group]:
    """Groups that a shown figure is about, by the official codes of its categories."""
    for place, name in enumerate(table.breakdowns):
        dimension = dimension_of(release, name)
        if dimension is None:
            continue
        codes = codes_of(release, name, dimension)
        shown = {figure.categories[place] for figure in table.figures if figure.value is not None} - {TOTAL}
        for group in Group:
            for stands in GROUPS.entry(group).codes:
                if stands.dimension == dimension and any(codes.get(one, "").startswith(stands.begins) for one in shown):
                    yield group


def told_apart(codings: Iterable[tuple[str, Iterable[str]]]) -> frozenset[Group]:
    """The groups that questions tell apart. codings: an official dimension, and the codes of a question's answers.

    One code alone tells nobody apart, and neither do codes for a total, or for those who did not say.
    """
    found = set()
    for dimension, codes in codings:
        known = {code for code in codes if code and not code.startswith("_")}
        for group in Group:
            for stands in GROUPS.entry(group).codes:
                if stands.dimension == dimension and sum(code.startswith(stands.begins) for code in known) > 1:
                    found.add(group)
    return frozenset(found)


def could_fill(cells: Iterable[Cell], candidate: Candidate) -> tuple[Cell, ...]:
    """The gaps that an initiative could fill, most pressing first; then what nobody can report for want of a code."""
    found = tuple(cells)
    without_code = (cell for cell in found if cell.rank is None and cell.is_lacking)
    return tuple(cell for cell in (*gaps(found), *without_code) if _fills(candidate, cell))


def who_could_fill(cell: Cell, candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """The initiatives that could fill a gap; none for what is no gap."""
    return tuple(one.initiative for one in candidates if cell.is_lacking and _fills(one, cell))


def _fills(candidate: Candidate, cell: Cell) -> bool:
    groups = candidate.groups.get(cell.indicator)
    return groups is not None and (cell.group is None or cell.group in groups)
