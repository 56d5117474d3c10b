"""What may stand in the facts of a record, and how numbers of people are told: as a size, never exactly.

Readers of the record sit in the community. An exact number of contributions, read twice, says that somebody came.
"""

from collections.abc import Mapping

from nyhavn.exchange.audit_log.leaves import Fact

# Facts that count people or what they contributed.
OF_PEOPLE = frozenset(
    {"contributions", "rows", "rows with errors", "left out", "records", "drafts dropped", "findings", "withdrawals"}
)
SIZES = ((0, "none"), (9, "fewer than 10"), (99, "10 to 99"), (999, "100 to 999"), (9_999, "1,000 to 9,999"))
LARGEST = "10,000 or more"


def size_of(number: int) -> str:
    """How many, as a size."""
    return next((words for most, words in SIZES if number <= most), LARGEST)


def told(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts as they are kept. Raises TypeError for anything but text, whole numbers, yes or no, nothing, texts."""
    return {name: _told(name, value) for name, value in facts.items()}


def _told(name: str, value: Fact) -> Fact:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return size_of(value) if name in OF_PEOPLE else value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    raise TypeError(f"The fact {name} is of a kind that no record holds.")
