"""Why an expression of a form cannot be worked out on a page, in words that follow "its condition ..."."""

from collections.abc import Mapping, Set

from nyhavn.framework.choice_filters import filter_columns, filter_questions, read_filter
from nyhavn.framework.expression import Expression, names, parse, unsupported
from nyhavn.framework.expression_tree import EQUALITY, Binary, Current, Literal, children, walk
from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.refusal import Refusal


def obstacles(text: str, types: Mapping[str, AnswerType], facts: Set[str], *, current: str = "") -> tuple[str, ...]:
    """Every obstacle. facts: questions that only a device can answer. current: the question that `.` stands for."""
    try:
        expression = parse(text)
    except Refusal:
        return ("cannot be read",)
    of_time = _compares_times(expression, types, current)
    return (*_beyond(expression, current in types), *of_time, *_unknown(names(expression), types, facts))


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
        *_compares_times(expression, types, ""),
        *_unknown(filter_questions(text), types, facts),
        *(f"looks at the column {column}, which its choices do not have" for column in missing),
    )


def _compares_times(expression: Expression, types: Mapping[str, AnswerType], current: str) -> tuple[str, ...]:
    """Times of day have no order here, and are written with or without seconds; whether there is one can be asked."""
    for node in walk(expression.tree):
        if isinstance(node, Binary) and not (node.operator in EQUALITY and Literal("") in (node.left, node.right)):
            named = [current if isinstance(side, Current) else getattr(side, "name", "") for side in children(node)]
            if any(types.get(name) is AnswerType.TIME for name in named):
                return ("compares or computes with a time of day",)
    return ()


def _beyond(expression: Expression, has_current: bool) -> tuple[str, ...]:
    found = [f"uses {what}" for what in unsupported(expression)]
    if not has_current and any(isinstance(node, Current) for node in walk(expression.tree)):
        found.append("uses “.”, which stands for no question there")
    return tuple(found)


def _unknown(named: tuple[str, ...], types: Mapping[str, AnswerType], facts: Set[str]) -> tuple[str, ...]:
    absent = [f"names {name}, which is not a question" for name in named if name not in types]
    return (*absent, *(f"asks for {name}, which only a device knows" for name in named if name in facts))
