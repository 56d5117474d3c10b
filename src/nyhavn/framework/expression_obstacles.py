"""Why an expression of a form cannot be worked out on a page, in words that follow "its condition ..."."""

from collections.abc import Mapping, Set

from nyhavn.framework.choice_filters import filter_columns, filter_questions, filter_types, read_filter
from nyhavn.framework.expression import Expression, names, parse, unsupported
from nyhavn.framework.expression_tree import Current, walk
from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.refusal import Refusal


def obstacles(text: str, types: Mapping[str, AnswerType], facts: Set[str], *, current: str = "") -> tuple[str, ...]:
    """Every obstacle. facts: questions that only a device can answer. current: the question that `.` stands for."""
    try:
        expression = parse(text)
    except Refusal:
        return ("cannot be read",)
    return (*_beyond(expression, current in types), *_unknown(names(expression), types, facts))


def filter_obstacles(text: str, columns: Set[str], types: Mapping[str, AnswerType], facts: Set[str]) -> tuple[str, ...]:
    """Every obstacle of a choice filter. columns: those that the choices have."""
    if not text:
        return ()
    try:
        expression = read_filter(text)
    except Refusal:
        return ("cannot be read",)
    missing = [column for column in filter_columns(text) if column not in {*columns, "name"}]
    return (
        *_beyond(expression, False),
        *_unknown(filter_questions(text), filter_types((), types), facts),
        *(f"looks at the column {column}, which its choices do not have" for column in missing),
    )


def _beyond(expression: Expression, has_current: bool) -> tuple[str, ...]:
    found = [f"uses {what}" for what in unsupported(expression)]
    if not has_current and any(isinstance(node, Current) for node in walk(expression.tree)):
        found.append("uses “.”, which stands for no question there")
    return tuple(found)


def _unknown(named: tuple[str, ...], types: Mapping[str, AnswerType], facts: Set[str]) -> tuple[str, ...]:
    absent = [f"names {name}, which is not a question" for name in named if name not in types]
    return (*absent, *(f"asks for {name}, which only a device knows" for name in named if name in facts))
