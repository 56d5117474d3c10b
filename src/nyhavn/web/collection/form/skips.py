"""Conditions of a form in words, for paper: questions by their numbers, answers by their codes."""

from collections.abc import Mapping

from django.utils.translation import gettext

from nyhavn.framework.expression import parse
from nyhavn.framework.expression_tree import Binary, Call, Current, Foreign, Junction, Literal, Name, Negative, Node
from nyhavn.framework.refusal import Refusal

SIGNS = {"!=": "≠", "<=": "≤", ">=": "≥", "div": "÷", "*": "×", "-": "−"}


def in_words(condition: str, numbers: Mapping[str, str]) -> str:
    """The condition as somebody with a pencil reads it: "3 = yes and 5 > 18". numbers: of the questions, by name."""
    try:
        return _said(parse(condition).tree, numbers)
    except Refusal:
        return condition


def _said(node: Node, numbers: Mapping[str, str]) -> str:
    match node:
        case Literal(value):
            return f"{value:g}" if isinstance(value, float) else str(value)
        case Name(name):
            return numbers.get(name, name)
        case Current():
            return gettext("this answer")
        case Negative(operand):
            return f"−{_said(operand, numbers)}"
        case Binary(operator, left, right):
            return _compared(operator, left, right, numbers)
        case Junction(operator, operands):
            word = gettext("and") if operator == "and" else gettext("or")
            return f" {word} ".join(_bracketed(operand, numbers) for operand in operands)
        case Call(function, arguments):
            return _called(function, arguments, numbers)
        case Foreign(what):
            return what


def _compared(operator: str, left: Node, right: Node, numbers: Mapping[str, str]) -> str:
    """A comparison with nothing at all asks whether there is an answer."""
    if right == Literal("") and operator in ("=", "!="):
        word = gettext("has no answer") if operator == "=" else gettext("has an answer")
        return f"{_said(left, numbers)} {word}"
    return f"{_said(left, numbers)} {SIGNS.get(operator, operator)} {_said(right, numbers)}"


def _called(function: str, arguments: tuple[Node, ...], numbers: Mapping[str, str]) -> str:
    parts = [_said(argument, numbers) for argument in arguments]
    if function == "selected":
        return " ".join((parts[0], gettext("has"), parts[1]))
    if function == "not":
        return f"{gettext('not')} ({parts[0]})"
    return f"{function}({', '.join(parts)})"


def _bracketed(node: Node, numbers: Mapping[str, str]) -> str:
    said = _said(node, numbers)
    return f"({said})" if isinstance(node, Junction) else said
