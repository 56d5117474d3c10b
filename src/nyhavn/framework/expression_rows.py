"""XLSForm expressions over one person's answers: the twin of `engine.expressions`."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from nyhavn.framework.expression import Expression, check
from nyhavn.framework.expression_kinds import Comparing, Kind, comparing, kind_of
from nyhavn.framework.expression_regex import matches
from nyhavn.framework.expression_tree import (
    ARITHMETIC,
    Binary,
    Call,
    Current,
    Junction,
    Literal,
    Name,
    Negative,
    Node,
)
from nyhavn.framework.expression_values import (
    days_since_epoch,
    read_day,
    read_moment,
    read_number,
    write_number,
)
from nyhavn.framework.instrument import AnswerType

Value = bool | float | str


def evaluate(
    expression: Expression,
    row: Mapping[str, str | None],
    types: Mapping[str, AnswerType],
    *,
    current: str = "",
    today: date,
) -> Value:
    """The value for one row: a boolean, a number (NaN where there is none) or a text ("" where there is none).

    row: answers by question name; missing names and None are missing answers. today: what today() means.
    Raises Refusal if the expression cannot be evaluated with these questions.
    """
    check(expression, types, current=current)
    reader = Row(row, types, current, today)
    kind = kind_of(expression.tree, types, current)
    if kind is Kind.BOOLEAN:
        return reader.truth(expression.tree)
    return reader.number(expression.tree) if kind is Kind.NUMBER else reader.text(expression.tree)


def holds(
    expression: Expression,
    row: Mapping[str, str | None],
    types: Mapping[str, AnswerType],
    *,
    current: str = "",
    today: date,
) -> bool:
    """Whether the expression holds for one row."""
    check(expression, types, current=current)
    return Row(row, types, current, today).truth(expression.tree)


@dataclass(frozen=True)
class Row:
    """Reads any node as a text, a number, a truth, a day or a moment of one row.

    Days and moments are days since 1970-01-01; NaN stands for "none".
    """

    row: Mapping[str, str | None]
    types: Mapping[str, AnswerType]
    current: str
    today: date

    def kind(self, node: Node) -> Kind:
        """The kind of value a node has."""
        return kind_of(node, self.types, self.current)

    def chosen(self, node: Node) -> Node | None:
        """The branch that if() or coalesce() takes, None for every other node."""
        match node:
            case Call("if", (asked, then, other)):
                return then if self.truth(asked) else other
            case Call("coalesce", (first, second)):
                return second if self.is_empty(first) else first
        return None

    def is_empty(self, node: Node) -> bool:
        """Whether there is no answer."""
        if self.kind(node) is Kind.NUMBER:
            return math.isnan(self.number(node))
        return self.text(node) == ""

    def text(self, node: Node) -> str:
        """As text, "" where there is none."""
        branch = self.chosen(node)
        if branch is not None:
            return self.text(branch)
        match node:
            case Literal(str(value)):
                return value
            case Name(name):
                return self.row.get(name) or ""
            case Current():
                return self.row.get(self.current) or ""
            case Call("string", (argument,)):
                return self.text(argument)
            case Call("concat", arguments):
                return "".join(self.text(argument) for argument in arguments)
        return self.written(node)

    def written(self, node: Node) -> str:
        """The text of a computed value."""
        kind = self.kind(node)
        if kind is Kind.BOOLEAN:
            return "true" if self.truth(node) else "false"
        if kind in (Kind.DAY, Kind.MOMENT):
            return self.written_day(node)
        return write_number(self.number(node))

    def written_day(self, node: Node) -> str:
        """today() and the day of a text; a day computed from a number has no text."""
        match node:
            case Call("date" | "date-time", (argument,)):
                text = "" if self.kind(argument) in (Kind.NUMBER, Kind.BOOLEAN) else self.text(argument)
                return "" if math.isnan(read_day(text)) else text[:10]
        return self.today.isoformat()

    def number(self, node: Node) -> float:
        """As a number."""
        branch = self.chosen(node)
        if branch is not None:
            return self.number(branch)
        match node:
            case Literal(float(value)):
                return value
            case Negative(operand):
                return -self.number(operand)
            case Binary(operator, left, right) if operator in ARITHMETIC:
                return _COMPUTE[operator](self.number(left), self.number(right))
            case Call(function, arguments) if function in _NUMERIC:
                return _NUMERIC[function](self, arguments)
        return self.converted(node)

    def converted(self, node: Node) -> float:
        """The number of a value of another kind."""
        kind = self.kind(node)
        if kind is Kind.BOOLEAN:
            return float(self.truth(node))
        if kind is Kind.DAY:
            return self.day(node)
        return self.moment(node) if kind is Kind.MOMENT else read_number(self.text(node))

    def day(self, node: Node) -> float:
        """As a whole day."""
        branch = self.chosen(node)
        if branch is not None:
            return self.day(branch)
        match node:
            case Call("today" | "now"):
                return days_since_epoch(self.today)
            case Call("date" | "date-time", (argument,)):
                return self.day(argument)
        return _whole(math.floor, self.dated(node, read_day))

    def moment(self, node: Node) -> float:
        """As a day with its fraction."""
        branch = self.chosen(node)
        if branch is not None:
            return self.moment(branch)
        match node:
            case Call("today" | "now" | "date"):
                return self.day(node)
            case Call("date-time", (argument,)):
                return self.moment(argument)
        return self.dated(node, read_moment)

    def dated(self, node: Node, read: Callable[[str], float]) -> float:
        """The day or moment of a number or a text."""
        return self.number(node) if self.kind(node) in (Kind.NUMBER, Kind.BOOLEAN) else read(self.text(node))

    def truth(self, node: Node) -> bool:
        """As a truth."""
        branch = self.chosen(node)
        if branch is not None:
            return self.truth(branch)
        match node:
            case Junction("and", operands):
                return all(self.truth(operand) for operand in operands)
            case Junction(_, operands):
                return any(self.truth(operand) for operand in operands)
            case Binary(operator) if operator not in ARITHMETIC:
                return self.compared(node)
            case Call(function, arguments) if function in _TRUTHS:
                return _TRUTHS[function](self, arguments)
        return self.is_something(node)

    def is_something(self, node: Node) -> bool:
        """A number other than 0; any text; any day."""
        kind = self.kind(node)
        if kind is Kind.NUMBER:
            number = self.number(node)
            return not math.isnan(number) and number != 0
        if kind in (Kind.DAY, Kind.MOMENT):
            return not math.isnan(self.day(node))
        return self.text(node) != ""

    def compared(self, node: Binary) -> bool:
        """Whether a comparison holds."""
        how = comparing(node, self.types, self.current)
        relation = _RELATIONS[node.operator]
        if how is Comparing.EITHER:
            numbers = relation(self.number(node.left), self.number(node.right))
            return numbers or relation(self.moment(node.left), self.moment(node.right))
        read = getattr(self, _READ_AS[how])
        return relation(read(node.left), read(node.right))


def _divide(left: float, right: float) -> float:
    """Division by zero gives no number: XPath's infinity would make every "more than" true."""
    return math.nan if right == 0 else left / right


def _remainder(left: float, right: float) -> float:
    """The remainder of a division that is cut towards zero; it has the sign of `left`."""
    return left - right * _cut(_divide(left, right))


def _cut(number: float) -> float:
    """Towards zero."""
    return _whole(math.floor if number >= 0 else math.ceil, number)


def _rounded(number: float, digits: int) -> float:
    """Half up, as XPath rounds."""
    return _whole(math.floor, number * 10.0**digits + 0.5) / 10.0**digits


def _round(row: Row, arguments: tuple[Node, ...]) -> float:
    digits = arguments[1].value if len(arguments) > 1 and isinstance(arguments[1], Literal) else 0
    return _rounded(row.number(arguments[0]), int(digits))


def _extreme(choose: Callable[[list[float]], float]) -> Callable[[Row, tuple[Node, ...]], float]:
    def of(row: Row, arguments: tuple[Node, ...]) -> float:
        numbers = [row.number(argument) for argument in arguments]
        return math.nan if any(math.isnan(number) for number in numbers) else choose(numbers)

    return of


def _selected(row: Row, arguments: tuple[Node, ...]) -> bool:
    code = row.text(arguments[1])
    return code != "" and f" {code} " in f" {row.text(arguments[0])} "


_COMPUTE: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": _divide,
    "mod": _remainder,
}
_RELATIONS: Mapping[str, Callable[..., bool]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_READ_AS = {
    Comparing.TEXT: "text",
    Comparing.NUMBER: "number",
    Comparing.BOOLEAN: "truth",
    Comparing.DAY: "day",
    Comparing.MOMENT: "moment",
}
_NUMERIC: Mapping[str, Callable[[Row, tuple[Node, ...]], float]] = {
    "number": lambda row, arguments: row.number(arguments[0]),
    "decimal-date-time": lambda row, arguments: row.moment(arguments[0]),
    "int": lambda row, arguments: _cut(row.number(arguments[0])),
    "floor": lambda row, arguments: _whole(math.floor, row.number(arguments[0])),
    "ceiling": lambda row, arguments: _whole(math.ceil, row.number(arguments[0])),
    "abs": lambda row, arguments: abs(row.number(arguments[0])),
    "round": _round,
    "min": _extreme(min),
    "max": _extreme(max),
    "string-length": lambda row, arguments: float(len(row.text(arguments[0]))),
    "count-selected": lambda row, arguments: float(sum(code != "" for code in row.text(arguments[0]).split(" "))),
}
_TRUTHS: Mapping[str, Callable[[Row, tuple[Node, ...]], bool]] = {
    "true": lambda row, arguments: True,
    "false": lambda row, arguments: False,
    "not": lambda row, arguments: not row.truth(arguments[0]),
    "boolean": lambda row, arguments: row.truth(arguments[0]),
    "selected": _selected,
    "contains": lambda row, arguments: row.text(arguments[1]) in row.text(arguments[0]),
    "starts-with": lambda row, arguments: row.text(arguments[0]).startswith(row.text(arguments[1])),
    "ends-with": lambda row, arguments: row.text(arguments[0]).endswith(row.text(arguments[1])),
    "regex": lambda row, arguments: matches(row.text(arguments[1]), row.text(arguments[0])),
}


def _whole(step: Callable[[float], int], number: float) -> float:
    return number if math.isnan(number) else float(step(number))
