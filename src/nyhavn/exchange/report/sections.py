"""What a part of the report is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A part of the page: its anchor and its heading."""

    anchor: str
    heading: str
