"""The tree of an XLSForm expression, and the functions that can be evaluated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

EQUALITY = ("=", "!=")
ORDERING = ("<", "<=", ">", ">=")
ARITHMETIC = ("+", "-", "*", "div", "mod")


@dataclass(frozen=True)
class Literal:
    """A text or a number as written."""

    value: str | float


@dataclass(frozen=True)
class Name:
    """The answer to a question."""

    name: str


@dataclass(frozen=True)
class Current:
    """The answer to the question that carries the expression (`.`)."""


@dataclass(frozen=True)
class Negative:
    """Unary minus."""

    operand: "Node"


@dataclass(frozen=True)
class Binary:
    """A comparison or arithmetic of two operands."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Junction:
    """`and` or `or` of two or more operands; flat, because forms chain dozens of them."""

    operator: str
    operands: tuple["Node", ...]


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True)
class Foreign:
    """Something readable that reaches beyond one row, such as instance('list')/root/item[...]."""

    what: str


Node = Literal | Name | Current | Negative | Binary | Junction | Call | Foreign


@dataclass(frozen=True)
class Arity:
    """How many arguments a function takes; most is None where there is no limit."""

    least: int
    most: int | None

    def accepts(self, count: int) -> bool:
        """Whether that many arguments are right."""
        return self.least <= count and (self.most is None or count <= self.most)


# Functions that can be answered from one row (ODK XForms specification, section "XPath functions").
SUPPORTED: Mapping[str, Arity] = MappingProxyType(
    {
        "selected": Arity(2, 2),
        "count-selected": Arity(1, 1),
        "not": Arity(1, 1),
        "boolean": Arity(1, 1),
        "if": Arity(3, 3),
        "coalesce": Arity(2, 2),
        "true": Arity(0, 0),
        "false": Arity(0, 0),
        "string": Arity(1, 1),
        "string-length": Arity(1, 1),
        "number": Arity(1, 1),
        "int": Arity(1, 1),
        "floor": Arity(1, 1),
        "ceiling": Arity(1, 1),
        "abs": Arity(1, 1),
        "round": Arity(1, 2),
        "regex": Arity(2, 2),
        "contains": Arity(2, 2),
        "starts-with": Arity(2, 2),
        "ends-with": Arity(2, 2),
        "concat": Arity(1, None),
        "today": Arity(0, 0),
        "now": Arity(0, 0),
        "date": Arity(1, 1),
        "date-time": Arity(1, 1),
        "decimal-date-time": Arity(1, 1),
        "min": Arity(2, None),
        "max": Arity(2, None),
    }
)
# With one argument these read a node set, which is many rows of a repeat, not one.
OVER_ROWS_WITH_ONE_ARGUMENT = frozenset({"min", "max", "concat"})


def children(node: Node) -> tuple[Node, ...]:
    """The direct operands of a node."""
    match node:
        case Negative(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Junction(_, operands):
            return operands
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """A node and everything under it, in the order as written."""
    yield node
    for child in children(node):
        yield from walk(child)


def is_constant(node: Node) -> bool:
    """Whether a node says the same for every row."""
    return not any(isinstance(below, Name | Current) for below in walk(node))


def depth(node: Node) -> int:
    """How many levels the tree has; worked out without recursion, because the answer may be thousands."""
    levels, level = 0, [node]
    while level:
        levels, level = levels + 1, [child for parent in level for child in children(parent)]
    return levels


def factors(node: Node) -> int:
    """The highest number of factors that are multiplied or divided on the way to one value."""
    below = [factors(child) for child in children(node)]
    match node:
        case Binary("*" | "div" | "mod"):
            return sum(below)
        case Call("round"):
            return below[0] + 1
    return max(below, default=1)


# How often an engine's column repeats an operand that is itself computed: nulling before a cast or a division, cutting
# dates into parts, writing numbers as text. A function that stands in none of these uses its operands once.
_REPEATED = {
    **dict.fromkeys(("int", "coalesce", "div"), 2),
    **dict.fromkeys(("min", "max"), 3),
    **dict.fromkeys(("concat", "string", "string-length", "contains", "regex", "selected", "count-selected"), 6),
    **dict.fromkeys(("starts-with", "ends-with", "mod"), 6),
    **dict.fromkeys(("date", "date-time", "decimal-date-time", *ORDERING), 30),
}


def copies(node: Node) -> int:
    """About how many columns the tree grows to on an engine that shares nothing."""
    below = children(node)
    name = node.operator if isinstance(node, Binary) else node.function if isinstance(node, Call) else ""
    repeated = _REPEATED.get(name, 1)
    return 1 + sum(copies(child) * (repeated if children(child) else 1) for child in below)
