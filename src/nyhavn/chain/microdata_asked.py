"""What is asked about a file of records: what is what in it, and what else is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nyhavn.framework.microdata_policy import Review
from nyhavn.framework.refusal import Reason

SHOWN = 5  # row numbers named in one sentence
_FIRST_ROWS = f"Rows below the header, the first {SHOWN} at most:"


@dataclass(frozen=True)
class Known:
    """What is what in a file of records.

    keys: what an intruder may know of a person. sensitive: what they would learn. weight: how many people a row stands
    for; "" where nobody knows. household: rows with the same value live together; "" where nobody knows.
    """

    keys: tuple[str, ...]
    sensitive: tuple[str, ...] = ()
    weight: str = ""
    household: str = ""


@dataclass(frozen=True)
class Wishes:
    """What is asked of an assessment. All of it may be left out.

    asked: values of k. hierarchies: a file for each key that could be coarser. policy: for whom the file would be made.
    release: columns that would be handed over besides those that are known. texts: those of them that hold free text or
    media. reviews: who looked at every entry of which. out: a new file for the risk of each row. picture: a new file
    for risk against loss.
    """

    asked: tuple[int, ...] = ()
    hierarchies: tuple[tuple[str, Path], ...] = ()
    policy: str = ""
    release: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    reviews: tuple[Review, ...] = ()
    out: Path | None = None
    picture: Path | None = None


NO_WISHES = Wishes()


def naming(reason: Reason, rows: Sequence[int]) -> Reason:
    """The same reason with the rows to look at, where there are any."""
    if not rows:
        return reason
    first = ", ".join(map(str, rows[:SHOWN]))
    return Reason(reason.code, f"{reason.what} {_FIRST_ROWS} {first}.", reason.where, reason.do)
