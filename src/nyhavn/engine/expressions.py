"""XLSForm expressions over whole frames: the twin of `framework.expression_rows`.

Written for DuckDB, Polars and Spark alike: text is nulled before a cast can fail on it, nothing is divided by zero,
and NaN never enters a frame (null stands for "no number"), because engines compare NaN in different ways. On pandas
everything works but looking for one answer inside another, which narwhals cannot do there.
"""

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import narwhals as nw

from nyhavn.engine.days import day_texts, only_where, read_days, read_moments, read_numbers, write_numbers
from nyhavn.framework.expression import Expression, check
from nyhavn.framework.expression_kinds import Comparing, Kind, comparing, kind_of
from nyhavn.framework.expression_regex import portable
from nyhavn.framework.expression_rows import Row
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
    is_constant,
)
from nyhavn.framework.instrument import AnswerType


def condition(expression: Expression, types: Mapping[str, AnswerType], *, current: str = "", today: date) -> nw.Expr:
    """Whether the expression holds, per row: boolean, never null.

    types: of all questions the expression may name; each names a text column of the frame. current: the question
    that `.` stands for. Use it in `filter` or `with_columns` (true() alone is one value, not a column).
    Raises Refusal if the expression cannot be evaluated with these questions.
    """
    check(expression, types, current=current)
    return _Frame(types, current, today).truth(expression.tree)


def number(expression: Expression, types: Mapping[str, AnswerType], *, current: str = "", today: date) -> nw.Expr:
    """The expression as a number, per row: Float64, null where it is no number. Otherwise as `condition`."""
    check(expression, types, current=current)
    return _Frame(types, current, today).number(expression.tree)


def text(expression: Expression, types: Mapping[str, AnswerType], *, current: str = "", today: date) -> nw.Expr:
    """The expression as text, per row: "" where there is no answer, never null. Otherwise as `condition`."""
    check(expression, types, current=current)
    return _Frame(types, current, today).text(expression.tree)


Read = Callable[[Node], nw.Expr]


@dataclass(frozen=True)
class _Frame:
    """Builds the column that any node is, as a text, a number, a truth, a day or a moment."""

    types: Mapping[str, AnswerType]
    current: str
    today: date

    def kind(self, node: Node) -> Kind:
        return kind_of(node, self.types, self.current)

    @property
    def constant(self) -> Row:
        """Reads what is the same for every row; an engine is only given the outcome."""
        return Row({}, self.types, self.current, self.today)

    def constant_number(self, number: float) -> nw.Expr:
        return nw.lit(None if math.isnan(number) else number, dtype=nw.Float64)

    def branched(self, node: Node, read: Read) -> nw.Expr | None:
        """if() and coalesce() read each branch in the way that is asked for; None for every other node."""
        match node:
            case Call("if", (asked, then, other)):
                return nw.when(self.truth(asked)).then(read(then)).otherwise(read(other))
            case Call("coalesce", (first, second)):
                return nw.when(self.is_empty(first)).then(read(second)).otherwise(read(first))
        return None

    def is_empty(self, node: Node) -> nw.Expr:
        if self.kind(node) is Kind.NUMBER:
            return self.number(node).is_null()
        return self.text(node) == ""

    def text(self, node: Node) -> nw.Expr:
        if is_constant(node):
            return nw.lit(self.constant.text(node))
        branch = self.branched(node, self.text)
        if branch is not None:
            return branch
        match node:
            case Name() | Current():
                return nw.coalesce(self.answer(node), nw.lit(""))
            case Call("string", (argument,)):
                return self.text(argument)
            case Call("concat", arguments):
                return nw.concat_str(*(self.text(argument) for argument in arguments), ignore_nulls=True)
        return self.written(node)

    def answer(self, node: Name | Current) -> nw.Expr:
        return nw.col(node.name if isinstance(node, Name) else self.current)

    def written(self, node: Node) -> nw.Expr:
        """The text of a computed value."""
        kind = self.kind(node)
        if kind is Kind.BOOLEAN:
            return nw.when(self.truth(node)).then(nw.lit("true")).otherwise(nw.lit("false"))
        if kind in (Kind.DAY, Kind.MOMENT):
            return self.written_day(node)
        return write_numbers(self.number(node))

    def written_day(self, node: Node) -> nw.Expr:
        """The day of a text; a day computed from a number has no text."""
        match node:
            case Call("date" | "date-time", (argument,)) if self.kind(argument) not in (Kind.NUMBER, Kind.BOOLEAN):
                return day_texts(self.text(argument))
        return nw.lit("")

    def number(self, node: Node) -> nw.Expr:
        if is_constant(node):
            return self.constant_number(self.constant.number(node))
        branch = self.branched(node, self.number)
        if branch is not None:
            return branch
        match node:
            case Negative(operand):
                return nw.lit(0.0) - self.number(operand)
            case Binary(sign, left, right) if sign in ARITHMETIC:
                return _COMPUTE[sign](self.number(left), self.number(right))
            case Call(function, arguments) if function in _NUMERIC:
                return _NUMERIC[function](self, arguments)
        return self.converted(node)

    def converted(self, node: Node) -> nw.Expr:
        """The number of a value of another kind."""
        kind = self.kind(node)
        if kind is Kind.BOOLEAN:
            return nw.when(self.truth(node)).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        if kind is Kind.DAY:
            return self.day(node)
        if kind is Kind.MOMENT:
            return self.moment(node)
        return read_numbers(self.answer(node) if isinstance(node, Name | Current) else self.text(node))

    def day(self, node: Node) -> nw.Expr:
        if is_constant(node):
            return self.constant_number(self.constant.day(node))
        branch = self.branched(node, self.day)
        if branch is not None:
            return branch
        match node:
            case Call("date" | "date-time", (argument,)):
                return self.day(argument)
        return self.dated(node, read_days).floor()

    def moment(self, node: Node) -> nw.Expr:
        if is_constant(node):
            return self.constant_number(self.constant.moment(node))
        branch = self.branched(node, self.moment)
        if branch is not None:
            return branch
        match node:
            case Call("date"):
                return self.day(node)
            case Call("date-time", (argument,)):
                return self.moment(argument)
        return self.dated(node, read_moments)

    def dated(self, node: Node, read: Callable[[nw.Expr], nw.Expr]) -> nw.Expr:
        return self.number(node) if self.kind(node) in (Kind.NUMBER, Kind.BOOLEAN) else read(self.text(node))

    def truth(self, node: Node) -> nw.Expr:
        if is_constant(node):
            return nw.lit(self.constant.truth(node))
        branch = self.branched(node, self.truth)
        if branch is not None:
            return branch
        match node:
            case Junction(sign, operands):
                joined = nw.all_horizontal if sign == "and" else nw.any_horizontal
                return joined(*(self.truth(operand) for operand in operands), ignore_nulls=False)
            case Binary(sign) if sign not in ARITHMETIC:
                return self.compared(node)
            case Call(function, arguments) if function in _TRUTHS:
                return _TRUTHS[function](self, arguments)
        return self.is_something(node)

    def is_something(self, node: Node) -> nw.Expr:
        """A number other than 0; any text; any day."""
        kind = self.kind(node)
        if kind is Kind.NUMBER:
            return _settled(self.number(node) != 0.0, False)
        if kind in (Kind.DAY, Kind.MOMENT):
            return ~self.day(node).is_null()
        return self.text(node) != ""

    def compared(self, node: Binary) -> nw.Expr:
        how = comparing(node, self.types, self.current)
        if how is Comparing.EITHER:
            return self.related(node, self.number) | self.related(node, self.moment)
        return self.related(node, self.reads()[how])

    def reads(self) -> Mapping[Comparing, Read]:
        return {
            Comparing.TEXT: self.text,
            Comparing.NUMBER: self.number,
            Comparing.BOOLEAN: self.truth,
            Comparing.DAY: self.day,
            Comparing.MOMENT: self.moment,
        }

    def related(self, node: Binary, read: Read) -> nw.Expr:
        """A comparison; with no number on a side it is false, and != is true (XPath 1.0 section 3.4)."""
        return _settled(_RELATIONS[node.operator](read(node.left), read(node.right)), node.operator == "!=")


def _settled(truth: nw.Expr, otherwise: bool) -> nw.Expr:
    return nw.coalesce(truth, nw.lit(otherwise))


def _divide(left: nw.Expr, right: nw.Expr) -> nw.Expr:
    """Division by zero gives no number: the divisor is nulled first (Spark raises on it, DuckDB says infinity)."""
    return left / only_where(right != 0.0, right)


def _remainder(left: nw.Expr, right: nw.Expr) -> nw.Expr:
    return left - right * _cut(_divide(left, right))


def _cut(value: nw.Expr) -> nw.Expr:
    """Towards zero."""
    return nw.when(value >= 0.0).then(value.floor()).otherwise(value.ceil())


def _round(frame: _Frame, arguments: tuple[Node, ...]) -> nw.Expr:
    """Half up, as XPath rounds."""
    digits = arguments[1].value if len(arguments) > 1 and isinstance(arguments[1], Literal) else 0
    scale = 10.0 ** int(digits)
    return (frame.number(arguments[0]) * scale + 0.5).floor() / scale


def _extreme(is_better: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> Callable[[_Frame, tuple[Node, ...]], nw.Expr]:
    """The least or the greatest; with one missing there is none (engines' own functions skip missing values)."""

    def of(frame: _Frame, arguments: tuple[Node, ...]) -> nw.Expr:
        best = frame.number(arguments[0])
        for argument in arguments[1:]:
            other = frame.number(argument)
            chosen = nw.when(is_better(best, other)).then(best).otherwise(other)
            best = only_where(~best.is_null() & ~other.is_null(), chosen)
        return best

    return of


def _selected(frame: _Frame, arguments: tuple[Node, ...]) -> nw.Expr:
    """Exact tokens, found as plain text between spaces: a code may hold signs that a pattern would read."""
    answers, code = frame.text(arguments[0]), frame.text(arguments[1])
    padded = nw.concat_str(nw.lit(" "), answers, nw.lit(" "), ignore_nulls=True)
    if is_constant(arguments[1]):
        wanted = frame.constant.text(arguments[1])
        return padded.str.contains(f" {wanted} ", literal=True) if wanted else nw.lit(False)
    token = nw.concat_str(nw.lit(" "), code, nw.lit(" "), ignore_nulls=True)
    return padded.str.contains(token, literal=True) & (code != "")


def _sought(frame: _Frame, node: Node) -> nw.Expr | str:
    """What to look for: a text where it is the same for every row, because pandas knows no other way."""
    return frame.constant.text(node) if is_constant(node) else frame.text(node)


def _count_selected(answers: nw.Expr) -> nw.Expr:
    marked = answers.str.replace_all("[^ ]+", "x").str.replace_all(" ", "", literal=True)
    return marked.str.len_chars().cast(nw.Float64)


def _matches(frame: _Frame, arguments: tuple[Node, ...]) -> nw.Expr:
    """What a pattern takes out of the answer must be all of it: for Spark, $ also stands before a last line break."""
    pattern = arguments[1]
    written = portable(str(pattern.value)) if isinstance(pattern, Literal) else None
    return frame.text(arguments[0]).str.replace_all(written or "", _WHOLE) == _WHOLE


_WHOLE = "\x01\x02"  # no answer is this

_COMPUTE: Mapping[str, Callable[[nw.Expr, nw.Expr], nw.Expr]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divide,
    "mod": _remainder,
}
_RELATIONS: Mapping[str, Callable[[nw.Expr, nw.Expr], nw.Expr]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NUMERIC: Mapping[str, Callable[[_Frame, tuple[Node, ...]], nw.Expr]] = {
    "number": lambda frame, arguments: frame.number(arguments[0]),
    "decimal-date-time": lambda frame, arguments: frame.moment(arguments[0]),
    "int": lambda frame, arguments: _cut(frame.number(arguments[0])),
    "floor": lambda frame, arguments: frame.number(arguments[0]).floor(),
    "ceiling": lambda frame, arguments: frame.number(arguments[0]).ceil(),
    "abs": lambda frame, arguments: frame.number(arguments[0]).abs(),
    "round": _round,
    "min": _extreme(operator.le),
    "max": _extreme(operator.ge),
    "string-length": lambda frame, arguments: frame.text(arguments[0]).str.len_chars().cast(nw.Float64),
    "count-selected": lambda frame, arguments: _count_selected(frame.text(arguments[0])),
}
_TRUTHS: Mapping[str, Callable[[_Frame, tuple[Node, ...]], nw.Expr]] = {
    "not": lambda frame, arguments: ~frame.truth(arguments[0]),
    "boolean": lambda frame, arguments: frame.truth(arguments[0]),
    "selected": _selected,
    "contains": lambda frame, arguments: frame.text(arguments[0]).str.contains(
        _sought(frame, arguments[1]), literal=True
    ),
    "starts-with": lambda frame, arguments: frame.text(arguments[0]).str.starts_with(_sought(frame, arguments[1])),
    "ends-with": lambda frame, arguments: frame.text(arguments[0]).str.ends_with(_sought(frame, arguments[1])),
    "regex": _matches,
}
