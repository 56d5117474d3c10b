"""Direct identifiers: columns that say who somebody is, or lead straight to them."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of direct identifier."""

    NAME = "name of a person"
    PHONE = "phone number"
    EMAIL = "e-mail address"
    ADDRESS = "address of a dwelling"
    NATIONAL_ID = "identity number"
    NETWORK = "network address"
    DEVICE = "device"
    COLLECTOR = "interviewer"
    RECORD = "record code"
    POSITION = "position"
    OWN_WORDS = "free text that may say who somebody is"


# A position or a record code points at the unit of the data: it concerns a person only where the unit is one.
_OF_THE_UNIT = frozenset({Kind.POSITION, Kind.RECORD})


@dataclass(frozen=True)
class Identifier:
    """One identifier found: its kind, the headers it stands in (a position stands in two), and why it was found.

    why: a plain sentence about header, type or form of the values, never a value.
    """

    kind: Kind
    columns: tuple[str, ...]
    why: str

    @property
    def is_place(self) -> bool:
        """Whether it points at the unit of the data, which may be a place or an event rather than a person."""
        return self.kind in _OF_THE_UNIT
