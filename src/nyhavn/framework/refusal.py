"""Refusals: the one kind of error that is written for the person who meets it.

Three kinds of error exist. A `Refusal` may be read by the person: it says what is wrong, where, and what to do.
An `OutsideFault` is the world's (disk full, no permission): the same three parts, and trying again may help.
Everything else is a defect of ours and is allowed to crash.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One thing that is wrong.

    code: stable, listed with an explanation in `framework/refusals/*.toml` (`nyhavn explain CODE`).
    what: one plain sentence. It may name columns, questions, codes and row numbers, never a person's answer.
    where: the place: file, sheet, row, column, question or plan key.
    do: what to do next, one plain sentence.
    """

    code: str
    what: str
    where: str = ""
    do: str = ""

    def sentence(self) -> str:
        """All parts in one line of text."""
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.do}" if self.do else ""
        return f"{place}{self.what}{remedy}"


class Refusal(Exception):
    """Something was not done, for reasons that the person may read."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(reason.sentence() for reason in reasons))
        self.reasons = reasons

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all reasons, in order."""
        return tuple(reason.code for reason in self.reasons)


class OutsideFault(Refusal):
    """The outside world failed us: no room, no permission, a device gone. Trying again may help."""


def refusal(code: str, what: str, *, where: str = "", do: str = "") -> Refusal:
    """A refusal for a single reason."""
    return Refusal(Reason(code, what, where, do))


def check_none(reasons: Iterable[Reason]) -> None:
    """Raises Refusal with all reasons, if there are any."""
    found = tuple(reasons)
    if found:
        raise Refusal(*found)
