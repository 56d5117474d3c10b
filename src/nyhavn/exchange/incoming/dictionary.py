"""A small data dictionary in TOML, where no form exists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nyhavn.framework.instrument import Instrument


@dataclass(frozen=True)
class Reading:
    """How one question's answers stand in the file.

    question: name of the question; column: exact header of its column.
    separator: what stands between several answers in one cell.
    dont_know_column, refused_column, not_applicable_column: headers of separate columns that hold one answer each.
    texts: code by the text that stands for it in the file.
    """

    question: str
    column: str
    separator: str = " "
    dont_know_column: str = ""
    refused_column: str = ""
    not_applicable_column: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Dictionary:
    """An instrument with the way its answers stand in the file."""

    instrument: Instrument
    readings: tuple[Reading, ...]


def read_dictionary(path: Path) -> Dictionary:
    """Read a data dictionary (TOML)."""
    raise NotImplementedError
