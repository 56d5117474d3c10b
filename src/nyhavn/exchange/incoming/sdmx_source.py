"""What official series publish, worked out row by row from SDMX data of the structure IAEG-SDGs:SDG.

Both readers (CSV and ML) give one `Row` after the other, and nothing of it is kept but a summary. A code that the
structure does not know is refused, because what is guessed at could hide a gap; a series that it does not know is
named, since newer editions of the structure have more of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from nyhavn.framework.gaps import Published
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.sdg import GROUPS, INDICATORS, SERIES, TOTAL, Group
from nyhavn.framework.sdmx_codes import CODE_LISTS

MOST_FAULTS = 10
PERIOD = "TIME_PERIOD"
NOT_APPLICABLE = frozenset({TOTAL, "_Z", ""})
ROWS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Row:
    """One observation, or a series without any. where: the row or element, for whoever looks for a mistake."""

    where: str
    codes: Mapping[str, str]
    value: str


@dataclass(frozen=True)
class SdmxSource:
    """What was read. unknown: series that this structure does not have, each with its number of rows."""

    published: tuple[Published, ...]
    unknown: Mapping[str, int]
    of_other_areas: int


@dataclass
class _Seen:
    """What one indicator has so far."""

    groups: set[Group] = field(default_factory=set)
    has_figures: bool = False
    latest: str = ""


INDICATORS_OF: dict[str, list[str]] = defaultdict(list)
for _one in INDICATORS.values():
    for _series in _one.series:
        INDICATORS_OF[_series.code].append(_one.code)


def summary_of(
    rows: Iterable[Row], *, area: str, source: str, place: str, also: Mapping[str, Mapping[str, Group]]
) -> SdmxSource:
    """What is published of an area. also: codes that an office named for a group, by dimension. Raises Refusal."""
    seen: dict[str, _Seen] = {}
    unknown: dict[str, int] = defaultdict(int)
    faults: list[Reason] = []
    of_others = taken = 0
    for row in rows:
        if row.codes.get("REF_AREA", area) != area:
            of_others += 1
            continue
        faults += _faults(row, also)
        if len(faults) >= MOST_FAULTS:
            break
        taken += 1
        if row.codes["SERIES"] not in SERIES:
            unknown[row.codes["SERIES"]] += 1
        for indicator in INDICATORS_OF.get(row.codes["SERIES"], ()):
            _note(seen.setdefault(indicator, _Seen()), row, also)
    if faults:
        raise Refusal(*faults[:MOST_FAULTS])
    if not taken:
        raise _nothing(area, of_others)
    published = tuple(_published(code, one, source, place) for code, one in sorted(seen.items()))
    return SdmxSource(published, dict(sorted(unknown.items())), of_others)


def _nothing(area: str, of_others: int) -> Refusal:
    what = f"None of the {of_others:,} rows is about area {area}." if of_others else "There is no observation in it."
    return refusal("sdmx-source-wrong", what, where="REF_AREA", do="Check the area, or hand in another file.")


def _faults(row: Row, also: Mapping[str, Mapping[str, Group]]) -> Iterator[Reason]:
    if not row.codes.get("SERIES"):
        yield Reason("sdmx-source-wrong", "There is no SERIES.", row.where, "Name the series of every row.")
        return
    for dimension, known in CODE_LISTS.items():
        code = row.codes.get(dimension, "")
        if code not in NOT_APPLICABLE and code not in known and code not in also.get(dimension, {}):
            what = f'{dimension} has no code "{code[:40]}".'
            yield Reason("sdmx-source-wrong", what, row.where, "Correct the code; the structure is IAEG-SDGs:SDG.")


def _note(seen: _Seen, row: Row, also: Mapping[str, Mapping[str, Group]]) -> None:
    if not _is_figure(row.value):
        return
    seen.has_figures = True
    seen.latest = max(seen.latest, row.codes.get(PERIOD, ""))
    for dimension, code in row.codes.items():
        if code not in NOT_APPLICABLE:
            seen.groups |= set(_groups(dimension, code))
            if code in also.get(dimension, {}):
                seen.groups.add(also[dimension][code])


def _groups(dimension: str, code: str) -> Iterator[Group]:
    """Groups that a code tells apart; those who did not say are none."""
    if code.startswith("_"):
        return
    for group in Group:
        for stands in GROUPS.entry(group).codes:
            if stands.dimension == dimension and code.startswith(stands.begins):
                yield group


def _is_figure(value: str) -> bool:
    try:
        return float(value) == float(value)  # a NaN is not equal to itself
    except ValueError:
        return False


def _published(indicator: str, seen: _Seen, source: str, place: str) -> Published:
    return Published(indicator, source, place, frozenset(seen.groups), seen.has_figures, seen.latest[:10])


def told_of(rows: Iterable[Row], step: Callable[[int], None]) -> Iterator[Row]:
    """The same rows; says now and then how many went by."""
    for number, row in enumerate(rows):
        if number % ROWS_AT_ONCE == 0:
            step(number)
        yield row
