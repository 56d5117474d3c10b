"""SDG goals, targets, indicators and series, and the breakdowns that each series admits.

Read from the official structures as they were published; source and licence: framework/data/sdg_groups.toml. Nothing
is said about how many indicators there are: the list repeats some, and keeps some that reviews deleted.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from nyhavn.framework.declared import Declared
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary

ALL, TOTAL = "ALL", "_T"


class Group(StrEnum):
    """Groups of people whom official figures may not show."""

    SEX = "sex"
    AGE = "age"
    DISABILITY = "disability"
    MIGRATION = "migratory-status"
    INDIGENOUS = "indigenous-identity"
    INCOME = "income"
    URBANISATION = "urbanisation"
    OTHER = "other"


class GroupCodes(Declared):
    """A dimension of the structure; begins: only codes that begin so."""

    dimension: str
    begins: str = ""


class GroupEntry(Declared):
    """What stands for a group in the official structure. No codes: it has none for this group."""

    code: Group
    title: str
    codes: tuple[GroupCodes, ...]


class GroupVocabulary(Vocabulary):
    """The groups, and which breakdowns the official title of an indicator names."""

    groups: tuple[GroupEntry, ...]
    named_in_title: Mapping[str, tuple[Group, ...]]

    def entry(self, group: Group) -> GroupEntry:
        """What is said of a group."""
        return next(entry for entry in self.groups if entry.code is group)


GROUPS = read_vocabulary(GroupVocabulary, "sdg_groups")


@dataclass(frozen=True)
class Series:
    """A series of the structure. admits: by dimension its codes, or ALL. unit: code; multiplier: power of ten."""

    code: str
    name: str
    unit: str
    multiplier: str
    admits: Mapping[str, frozenset[str]]

    def breaks_down_by(self, group: Group) -> bool:
        """Whether two codes of a dimension can be told apart for that group; one alone says whom it is about."""
        return any(self._apart(codes) for codes in GROUPS.entry(group).codes)

    def _apart(self, codes: GroupCodes) -> bool:
        admitted = self.admits.get(codes.dimension, frozenset())
        if ALL in admitted:
            return not codes.begins
        inside = {code for code in admitted if code != TOTAL and code.startswith(codes.begins)}
        return bool(inside) and len(inside) + (TOTAL in admitted) > 1


@dataclass(frozen=True)
class SdgIndicator:
    """An indicator of the list. series: none where the structure has none, as for those that reviews deleted.

    repeats: codes of others with the same title.
    """

    code: str
    title: str
    goal: str
    goal_title: str
    target: str
    target_title: str
    series: tuple[Series, ...]
    repeats: tuple[str, ...]

    @property
    def named(self) -> tuple[Group, ...]:
        """The breakdowns that its title names."""
        return GROUPS.named_in_title.get(self.code, ())

    def admits(self, group: Group) -> bool:
        """Whether one of its series can be broken down so."""
        return any(series.breaks_down_by(group) for series in self.series)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("nyhavn.framework") / "data" / "sdg" / f"{name}.csv").read_text(encoding="utf-8-sig")
    yield from csv.DictReader(text.splitlines())


def _read_series() -> dict[str, Series]:
    described = ("SERIES", "Name", "UNIT_MEASURE", "UNIT_MULT")
    found = {}
    for row in _rows("series"):
        admits = {name: frozenset(code for code in value.split(";") if code) for name, value in row.items()}
        kept = {name: codes for name, codes in admits.items() if name not in described}
        found[row["SERIES"]] = Series(row["SERIES"], row["Name"], row["UNIT_MEASURE"], row["UNIT_MULT"], kept)
    return found


def _read_indicators(series: Mapping[str, Series]) -> dict[str, SdgIndicator]:
    rows = list(_rows("indicators"))
    same: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        same[row["indicator_title"].casefold()].append(row["indicator"])
    return {
        row["indicator"]: SdgIndicator(
            code=row["indicator"],
            title=row["indicator_title"],
            goal=row["goal"],
            goal_title=row["goal_title"],
            target=row["target"],
            target_title=row["target_title"],
            series=tuple(series[code] for code in row["global_series"].split()),
            repeats=tuple(code for code in same[row["indicator_title"].casefold()] if code != row["indicator"]),
        )
        for row in rows
    }


SERIES = _read_series()
INDICATORS = _read_indicators(SERIES)
