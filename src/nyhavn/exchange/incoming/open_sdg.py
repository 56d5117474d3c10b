"""What a national SDG platform publishes, read from the layout of Open SDG: one CSV file per indicator.

A file is named indicator_1-2-1.csv. Its columns are Year, Value, what is said of a figure, and one per breakdown; a
field that is empty means "not broken down so". A file without figures says why in its first row.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from nyhavn.exchange.incoming.archive import archive_in, open_member
from nyhavn.exchange.incoming.source_file import reading
from nyhavn.framework.gaps import Published
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.framework.sdg import Group
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary

YEAR, VALUE = "Year", "Value"


class ColumnVocabulary(Vocabulary):
    """Which column says what. no_statistics: how a file of no statistics begins."""

    about_the_figure: tuple[str, ...]
    places: tuple[str, ...]
    no_statistics: tuple[str, ...]
    groups: Mapping[str, tuple[Group, ...]]


COLUMNS = read_vocabulary(ColumnVocabulary, "open_sdg_columns")


@dataclass(frozen=True)
class OpenSdgSource:
    """A folder that was read. unknown: columns that stand for no group that we know, each with its indicators."""

    published: tuple[Published, ...]
    unknown: Mapping[str, tuple[str, ...]]


Step = Callable[[int, int], None]
Columns = Mapping[str, tuple[Group, ...]]
FILES = "indicator_*.csv"


def read_open_sdg(folder: Path, *, source: str, place: str) -> OpenSdgSource:
    """Every indicator of a folder. Raises Refusal "open-sdg-..." with file and row."""
    paths = sorted(folder.glob(FILES))
    if not paths:
        raise _empty(str(folder))
    return _source(((path.name, _bytes(path)) for path in paths), source, place, {})


def read_open_sdg_zip(
    content: bytes, *, name: str, source: str, place: str, also: Columns, step: Step = lambda done, of: None
) -> OpenSdgSource:
    """The same from a folder in a zip archive, as somebody hands it in.

    also: columns that an office named, with their groups. step: how many of how many files are read. Raises Refusal.
    """
    with archive_in(content, where=name) as archive:
        found = sorted(one for one in archive.namelist() if _is_indicator(one))
        if not found:
            raise _empty(name)

        def files() -> Iterator[tuple[str, bytes]]:
            for number, one in enumerate(found):
                step(number, len(found))
                with open_member(archive, one, where=f"{name}, {PurePosixPath(one).name}") as stream:
                    yield PurePosixPath(one).name, stream.read()

        return _source(files(), source, place, also)


def _is_indicator(name: str) -> bool:
    path = PurePosixPath(name)
    return fnmatchcase(path.name, FILES) and path.parts[0] != "__MACOSX"


def _empty(where: str) -> Refusal:
    what = "There is no file named like indicator_1-2-1.csv."
    return refusal("open-sdg-empty", what, where=where, do="Name the folder in which those files are.")


def _source(files: Iterable[tuple[str, bytes]], source: str, place: str, also: Columns) -> OpenSdgSource:
    columns = {**COLUMNS.groups, **also}
    unknown: dict[str, list[str]] = {}
    published: dict[str, Published] = {}
    for name, content in files:
        indicator = name.removesuffix(".csv").removeprefix("indicator_").replace("-", ".")
        if indicator in published:
            what = f"There are two files of indicator {indicator}."
            raise refusal("open-sdg-wrong", what, where=name, do="Keep one folder with one file per indicator.")
        header, rows = _content(name, content)
        published[indicator] = _published(indicator, header, rows, columns, source, place)
        for column in header:
            if column not in {*COLUMNS.about_the_figure, *COLUMNS.places, *columns}:
                unknown.setdefault(column, []).append(indicator)
    return OpenSdgSource(tuple(published.values()), {name: tuple(found) for name, found in sorted(unknown.items())})


def _bytes(path: Path) -> bytes:
    with reading(path):
        return path.read_bytes()


def _content(name: str, content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refusal("open-sdg-wrong", "This is no text in UTF-8.", where=name, do="Save it as UTF-8.") from None
    try:
        lines = [(number, line) for number, line in enumerate(csv.reader(text.splitlines()), start=1) if any(line)]
    except csv.Error as fault:
        raise refusal("open-sdg-wrong", f"This is no CSV: {fault}.", where=name, do="Save it as CSV.") from None
    header = [field.strip() for field in lines[0][1]] if lines else []
    if not {YEAR, VALUE} <= {*header}:
        what = f"The columns {YEAR} and {VALUE} are not both there."
        raise refusal("open-sdg-wrong", what, where=f"{name}, row 1", do="Name them so in the first row.")
    return header, list(_rows(name, header, lines[1:]))


def _rows(name: str, header: list[str], lines: list[tuple[int, list[str]]]) -> Iterator[dict[str, str]]:
    for number, line in lines:
        if len(line) > len(header):
            what = f"The row has {len(line)} fields, and there are {len(header)} columns."
            raise refusal("open-sdg-wrong", what, where=f"{name}, row {number}", do="Correct the row.")
        yield dict(zip(header, [field.strip() for field in line] + [""] * len(header), strict=False))


def _published(
    indicator: str, header: list[str], rows: list[dict[str, str]], columns: Columns, source: str, place: str
) -> Published:
    figures = [row for row in rows if _is_figure(row[VALUE])]
    groups = {group for name in header if any(row[name] for row in figures) for group in columns.get(name, ())}
    says = rows[0][YEAR] if rows and not figures else ""
    return Published(
        indicator=indicator,
        source=source,
        place=place,
        groups=frozenset(groups),
        has_figures=bool(figures),
        latest=max((row[YEAR] for row in figures), default=""),
        is_statistical=not says.startswith(COLUMNS.no_statistics),
    )


def _is_figure(value: str) -> bool:
    try:
        return float(value.replace(",", "")) == float(value.replace(",", ""))  # a NaN is not equal to itself
    except ValueError:
        return False
