"""XLSForm expressions (XPath as ODK uses it), read into one frozen tree."""

from collections.abc import Mapping
from dataclasses import dataclass

from nyhavn.framework.instrument import AnswerType, Instrument


@dataclass(frozen=True)
class Expression:
    """A read expression: the text as written, and its tree."""

    text: str


def parse(text: str, *, where: str = "") -> Expression:
    """Read an expression; raises Refusal `expression-unreadable` with the position. where: the place, for people."""
    raise NotImplementedError


def names(expression: Expression) -> tuple[str, ...]:
    """Names of the questions an expression refers to, in order, each once (`.` is not one)."""
    raise NotImplementedError


def unsupported(expression: Expression) -> tuple[str, ...]:
    """What the expression uses that cannot be evaluated here, e.g. ("pulldata()",); empty if all can."""
    raise NotImplementedError


def answer_types(instrument: Instrument) -> Mapping[str, AnswerType]:
    """The type of every question as expressions see it (metadata start and end are moments, today is a day)."""
    raise NotImplementedError
