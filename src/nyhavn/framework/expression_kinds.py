"""What kind of value an expression has, known from the questions' types alone, before any answer is seen."""

from collections.abc import Mapping
from enum import Enum

from nyhavn.framework.expression_tree import (
    ARITHMETIC,
    EQUALITY,
    Binary,
    Call,
    Current,
    Literal,
    Name,
    Negative,
    Node,
)
from nyhavn.framework.instrument import AnswerType


class Kind(Enum):
    """Kinds of value. DAY: whole days; MOMENT: a date with a time; both count in days since 1970-01-01."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    MOMENT = "moment"


class Comparing(Enum):
    """How two sides are compared. EITHER: as numbers if both read as numbers, else as moments if both do."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    MOMENT = "moment"
    EITHER = "either"


_OF_TYPE = {
    AnswerType.INTEGER: Kind.NUMBER,
    AnswerType.DECIMAL: Kind.NUMBER,
    AnswerType.DATE: Kind.DAY,
    AnswerType.DATETIME: Kind.MOMENT,
}
_OF_FUNCTION = {
    "selected": Kind.BOOLEAN,
    "not": Kind.BOOLEAN,
    "boolean": Kind.BOOLEAN,
    "true": Kind.BOOLEAN,
    "false": Kind.BOOLEAN,
    "regex": Kind.BOOLEAN,
    "contains": Kind.BOOLEAN,
    "starts-with": Kind.BOOLEAN,
    "ends-with": Kind.BOOLEAN,
    "string": Kind.TEXT,
    "concat": Kind.TEXT,
    "today": Kind.DAY,
    "now": Kind.DAY,
    "date": Kind.DAY,
    "date-time": Kind.MOMENT,
}


def kind_of(node: Node, types: Mapping[str, AnswerType], current: str) -> Kind:
    """The kind of a node's value. A name without a type, as any other answer, is text."""
    match node:
        case Literal(value):
            return Kind.TEXT if isinstance(value, str) else Kind.NUMBER
        case Name(name):
            return _OF_TYPE.get(types.get(name, AnswerType.TEXT), Kind.TEXT)
        case Current():
            return kind_of(Name(current), types, current)
        case Negative():
            return Kind.NUMBER
        case Binary(operator):
            return Kind.NUMBER if operator in ARITHMETIC else Kind.BOOLEAN
        case Call("if", (_, *branches)) | Call("coalesce", branches):
            kinds = {kind_of(branch, types, current) for branch in branches}
            return kinds.pop() if len(kinds) == 1 else Kind.TEXT
        case Call(function):
            return _OF_FUNCTION.get(function, Kind.NUMBER)
        case _:
            return Kind.BOOLEAN


def comparing(comparison: Binary, types: Mapping[str, AnswerType], current: str) -> Comparing:
    """How a comparison is made (XPath 1.0 section 3.4; days and the empty text as ODK compares them).

    The empty text means "no answer", so that ${age} = '' asks whether the question was answered.
    """
    sides = (comparison.left, comparison.right)
    is_equality = comparison.operator in EQUALITY
    if is_equality and Literal("") in sides:
        return Comparing.TEXT
    kinds = {kind_of(side, types, current) for side in sides}
    if Kind.BOOLEAN in kinds:
        return Comparing.BOOLEAN if is_equality else Comparing.NUMBER
    for kind, found in (
        (Kind.DAY, Comparing.DAY),
        (Kind.MOMENT, Comparing.MOMENT),
        (Kind.NUMBER, Comparing.NUMBER),
    ):
        if kind in kinds:
            return found
    return Comparing.TEXT if is_equality else Comparing.EITHER
