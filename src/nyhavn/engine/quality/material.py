"""What a declared check works on, and how it says what it found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from nyhavn.engine.days import only_where, read_numbers
from nyhavn.engine.quality.flags import Answered, Flag
from nyhavn.engine.quality.subjects import NOT_ASKED_OF_PEOPLE, Subject
from nyhavn.engine.quality.values import Reads, values_where
from nyhavn.framework.checks import CHECKS, Check
from nyhavn.framework.expression_values import NUMBER_PATTERN
from nyhavn.framework.findings import Evidence, EvidenceKind, Finding, Severity
from nyhavn.framework.instrument import Instrument

Found = Flag | Finding
NOT_JUDGED = "not-judged"


@dataclass(frozen=True)
class Spread:
    """Where the numbers of a column lie. rows: how many numbers.

    mad: median distance from the median; nan if nobody asked for it.
    least, most: of the numbers that no list of codes for missing answers knows; nan if there is none.
    """

    low: float
    median: float
    high: float
    mad: float
    least: float
    most: float
    rows: int


@dataclass(frozen=True)
class ColumnCounts:
    """The different values of a column, and how many of them are numbers."""

    different: int
    numbers: int


@dataclass(frozen=True)
class Material:
    """The answers with what is known about their columns. subjects: by the name of the question.

    timed: the same rows with the moments that checks of times read beside the answers.

    spreads: of the columns of numbers, found for all checks together. columns: counts of the values of each question.
    """

    answers: nw.LazyFrame[Any]
    timed: nw.LazyFrame[Any]
    instrument: Instrument
    subjects: Mapping[str, Subject]
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    columns: Mapping[str, ColumnCounts] = field(default_factory=dict)

    @property
    def looked_at(self) -> Answered:
        """The rows as flags read them."""
        return Answered(self.answers, self.timed)

    def header(self, name: str) -> str:
        """The column as its producer knows it."""
        return self.subjects[name].header if name in self.subjects else name

    def is_answered(self, name: str) -> nw.Expr:
        """There is an answer other than don't know and declined; in a column that is no question, something."""
        return self.subjects[name].is_answered if name in self.subjects else ~nw.col(name).is_null()

    def number(self, name: str, *, under: str = "") -> nw.Expr:
        """The answer as a number, null where it is none, or stands for don't know or declined.

        under: the column in which the answers stand, if it has another name there.
        """
        text = nw.col(under or name)
        question = self.subjects[name].question if name in self.subjects else None
        silent = sorted({*question.dont_know, *question.refused}) if question else []
        return only_where(~text.is_in(silent), read_numbers(text)) if silent else read_numbers(text)

    @property
    def different(self) -> Mapping[str, int]:
        """How many different values each question has."""
        return {name: counts.different for name, counts in self.columns.items()}

    def asked_of_people(self) -> list[str]:
        """The questions that are put to people, in the instrument's order."""
        return [name for name, each in self.subjects.items() if each.question.type not in NOT_ASKED_OF_PEOPLE]


def column_counts(name: str) -> list[nw.Expr]:
    """The counts of `ColumnCounts`, in its order."""
    cell = nw.col(name)
    return [values_where(~cell.is_null()), values_where(cell.str.contains(NUMBER_PATTERN))]


CheckRun = Callable[[Material, Check], Iterator[Found]]


def words_of(check: Check, code: str) -> tuple[Severity, str, bool]:
    """Severity, wording and restriction of one finding of a check."""
    words = CHECKS.kind[check.kind].finding[code]
    return check.severity or words.severity, words.wording, words.restricted


def raised(
    check: Check,
    code: str,
    headers: tuple[str, ...],
    counts: tuple[int, int],
    *,
    numbers: tuple[int, ...] = (),
    evidence: Sequence[Evidence] = (),
) -> Finding:
    """A finding in the words of its kind. counts: rows concerned, and rows looked at."""
    severity, wording, is_restricted = words_of(check, code)
    return Finding(code, severity, headers, *counts, wording, numbers, tuple(evidence), is_restricted)


def marking(
    check: Check,
    code: str,
    headers: tuple[str, ...],
    marked: nw.Expr,
    looked_at: nw.Expr,
    *,
    alone: Reads = "",
    parts: tuple[tuple[str, nw.Expr], ...] = (),
    evidence: Sequence[Evidence] = (),
) -> Flag:
    """A flag in the words of its kind. Conditions that are null are false."""
    severity, wording, is_restricted = words_of(check, code)
    is_marked, is_looked_at = (nw.coalesce(truth, nw.lit(False)) for truth in (marked, looked_at))
    figures = tuple(evidence)
    return Flag(code, severity, headers, wording, is_marked, is_looked_at, alone, parts, figures, is_restricted)


def not_judged(check: Check, headers: tuple[str, ...], rows: int, why: str) -> Iterator[Finding]:
    """A declared check that could not be made is said; one that runs by itself is not missed by anybody."""
    if not check.is_usual:
        wording = f"The check “{check.kind}” could not be made: {why}."
        is_restricted = any(words.restricted for words in CHECKS.kind[check.kind].finding.values())
        yield Finding(NOT_JUDGED, Severity.NOTE, headers, rows, rows, wording, is_restricted=is_restricted)


def counted(name: str, rows: int) -> Evidence:
    """A figure that counts rows."""
    return Evidence(name, rows, EvidenceKind.COUNT)


def score(name: str, value: float) -> Evidence:
    """A figure made from all rows that were looked at."""
    return Evidence(name, value, EvidenceKind.SCORE)


def single(name: str, value: float) -> Evidence:
    """A figure about one row, place, interviewer or limit: it is never shown."""
    return Evidence(name, value, EvidenceKind.SINGLE)
