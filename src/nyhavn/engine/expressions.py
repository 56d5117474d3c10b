"""XLSForm expressions over whole frames: the twin of `framework.expression_rows`."""

from collections.abc import Mapping
from datetime import date

import narwhals as nw

from nyhavn.framework.expression import Expression
from nyhavn.framework.instrument import AnswerType


def condition(expression: Expression, types: Mapping[str, AnswerType], *, current: str = "", today: date) -> nw.Expr:
    """Whether the expression holds, per row: boolean, never null."""
    raise NotImplementedError


def number(expression: Expression, types: Mapping[str, AnswerType], *, current: str = "", today: date) -> nw.Expr:
    """The expression as a number, per row: Float64, null where it is no number."""
    raise NotImplementedError


def text(expression: Expression, types: Mapping[str, AnswerType], *, current: str = "", today: date) -> nw.Expr:
    """The expression as text, per row: "" where there is no answer, never null."""
    raise NotImplementedError
