"""Choice filters: which choices are left after earlier answers, as in a district list that follows the province.

In a filter a bare name is a column of the choices, and ${name} is a question (XPath reads the filter from the place of
one choice). So both can be one word: `province = ${province}`.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from nyhavn.framework.expression import Expression, check, names, parse
from nyhavn.framework.expression_rows import Row
from nyhavn.framework.expression_tokens import Kind, Token, tokens
from nyhavn.framework.form_page import FormChoice
from nyhavn.framework.instrument import AnswerType

_COLUMN = "choice column "
"""Stands before the name of a column, so that it cannot be the name of a question."""

_OPERATORS = frozenset({"and", "or", "div", "mod"})
_ENDS_OPERAND = frozenset({")", "]", ".", "..", "*"})
_IN_PATH = frozenset({"/", "//", "::", "@"})


@lru_cache(maxsize=2048)
def read_filter(text: str) -> Expression:
    """The filter, its columns told apart from questions. Raises Refusal `expression-unreadable`."""
    parts, at = [], 0
    for column in _column_tokens(tokens(text, "")):
        start = column.position - 1
        parts += [text[at:start], f"${{{_COLUMN}{column.value}}}"]
        at = start + len(column.value)
    return parse("".join((*parts, text[at:])))


def filter_columns(text: str) -> tuple[str, ...]:
    """The columns of the choices that a filter looks at."""
    return tuple(name.removeprefix(_COLUMN) for name in names(read_filter(text)) if name.startswith(_COLUMN))


def filter_questions(text: str) -> tuple[str, ...]:
    """The questions whose answers a filter looks at."""
    return tuple(name for name in names(read_filter(text)) if not name.startswith(_COLUMN))


def filter_types(columns: Sequence[str], types: Mapping[str, AnswerType]) -> dict[str, AnswerType]:
    """The types of everything a filter may name: questions, and columns, which are texts."""
    return {**types, **{f"{_COLUMN}{column}": AnswerType.TEXT for column in (*columns, "name")}}


def offered(
    choices: Sequence[FormChoice],
    text: str,
    answers: Mapping[str, str],
    types: Mapping[str, AnswerType],
    today: date,
) -> tuple[FormChoice, ...]:
    """The choices left, each code once, in the list's order. Raises Refusal for a filter that cannot be evaluated."""
    left: dict[str, FormChoice] = {}
    columns = list(dict.fromkeys(column for choice in choices for column in choice.columns))
    known = filter_types(columns, types)
    given: dict[str, str | None] = dict(answers)
    if text:
        check(read_filter(text), known)  # once and not per choice: lists of districts have thousands of rows
    for choice in choices:
        if not text or Row(ChainMap(_cells(choice), given), known, "", today).truth(read_filter(text).tree):
            left.setdefault(choice.code, choice)
    return tuple(left.values())


def _cells(choice: FormChoice) -> dict[str, str | None]:
    return {f"{_COLUMN}{column}": cell for column, cell in {"name": choice.code, **choice.columns}.items()}


def _column_tokens(all_tokens: Sequence[Token]) -> Iterator[Token]:
    """Names that are no function, no operator and no step of a path (XPath 1.0 section 3.7)."""
    after_operand = False
    for before, token, following in zip((None, *all_tokens), all_tokens, (*all_tokens[1:], None), strict=False):
        is_name = token.kind is Kind.NAME
        is_operator = is_name and token.value in _OPERATORS and after_operand
        in_path = _is_one_of(before, _IN_PATH) or _is_one_of(following, (*_IN_PATH, "("))
        if is_name and not is_operator and not in_path:
            yield token
        is_operand_sign = token.kind is Kind.SIGN and token.value in _ENDS_OPERAND
        after_operand = not is_operator and (token.kind is not Kind.SIGN or is_operand_sign)


def _is_one_of(token: Token | None, signs: Iterable[str]) -> bool:
    return token is not None and token.value in signs
