"""Reads the words of an XLSForm expression into a tree (XPath 1.0 grammar, as far as forms use it)."""

from nyhavn.framework.expression_tokens import Kind, Token, tokens, unreadable
from nyhavn.framework.expression_tree import (
    OVER_ROWS_WITH_ONE_ARGUMENT,
    SUPPORTED,
    Arity,
    Binary,
    Call,
    Current,
    Foreign,
    Junction,
    Literal,
    Name,
    Negative,
    Node,
    depth,
)
from nyhavn.framework.refusal import Refusal

MOST_CHARACTERS = 20_000  # ten times the longest expression met in real forms
MOST_LEVELS = 80  # keeps both interpreters far from the limits of Python's and DuckDB's call stacks
MOST_OPEN = 40  # brackets inside brackets; each costs the parser eight calls
_BINDING = {"=": 1, "!=": 1, "<": 2, "<=": 2, ">": 2, ">=": 2, "+": 3, "-": 3, "*": 4, "div": 4, "mod": 4}
_JUNCTIONS = ("or", "and")
_STEPS = ("/", "//")


def read_tree(text: str, where: str) -> Node:
    """The tree of an expression; raises Refusal `expression-unreadable`."""
    if len(text) > MOST_CHARACTERS:
        raise unreadable(text[:80] + "…", MOST_CHARACTERS, "it is too long to be read", where)
    parser = _Parser(text, where)
    tree = parser.whole()
    if depth(tree) > MOST_LEVELS:
        raise unreadable(text, 1, f"it is nested more than {MOST_LEVELS} levels deep", where)
    return tree


class _Parser:
    """Recursive descent; one method per level of binding."""

    def __init__(self, text: str, where: str) -> None:
        self.text = text
        self.where = where
        self.tokens = tokens(text, where)
        self.at = 0
        self.open = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def is_sign(self, *signs: str) -> bool:
        return self.token.kind is Kind.SIGN and self.token.value in signs

    def take(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def skip(self, sign: str) -> bool:
        if not self.is_sign(sign):
            return False
        self.at += 1
        return True

    def expect(self, sign: str) -> None:
        if not self.skip(sign):
            raise self.expected(sign)

    def expected(self, what: str) -> Refusal:
        token = self.token
        met = "the expression ends" if token.kind is Kind.END else f"«{token.value}» stands"
        return unreadable(self.text, token.position, f"{met} where {what} was expected", self.where)

    def whole(self) -> Node:
        tree = self.junction(0)
        if self.token.kind is not Kind.END:
            raise self.expected("an operator or the end")
        return tree

    def nested(self) -> Node:
        """An expression inside brackets; counted, so that no text can exhaust the stack."""
        self.open += 1
        if self.open > MOST_OPEN:
            raise unreadable(self.text, self.token.position, f"more than {MOST_OPEN} brackets are open", self.where)
        tree = self.junction(0)
        self.open -= 1
        return tree

    def is_operator(self, *operators: str) -> bool:
        """Operator names are names that stand where an operator can (XPath 1.0 section 3.7)."""
        return self.token.kind in (Kind.SIGN, Kind.NAME) and self.token.value in operators

    def junction(self, level: int) -> Node:
        if level == len(_JUNCTIONS):
            return self.binary(1)
        operands = [self.junction(level + 1)]
        while self.is_operator(_JUNCTIONS[level]):
            self.take()
            operands.append(self.junction(level + 1))
        return operands[0] if len(operands) == 1 else Junction(_JUNCTIONS[level], tuple(operands))

    def binary(self, least: int) -> Node:
        """Operators that bind at least so tightly; equal ones from left to right."""
        left = self.unary()
        while self.is_operator(*_BINDING) and (binding := _BINDING[self.token.value]) >= least:
            operator = self.take().value
            left = Binary(operator, left, self.binary(binding + 1))
        return left

    def unary(self) -> Node:
        signs = 0
        while self.skip("-"):
            signs += 1
        operand = self.union()
        return Negative(operand) if signs % 2 else operand

    def union(self) -> Node:
        first = self.operand()
        if not self.is_sign("|"):
            return first
        while self.skip("|"):
            self.operand()
        return Foreign("a union of paths (|)")

    def operand(self) -> Node:
        token = self.token
        if token.kind is Kind.NUMBER:
            return Literal(float(self.take().value))
        if token.kind is Kind.TEXT:
            return Literal(self.take().value)
        if self.skip("("):
            inner = self.nested()
            self.expect(")")
            return self.after(inner)
        if token.kind is Kind.NAME and self.tokens[self.at + 1] == Token(
            Kind.SIGN, "(", self.tokens[self.at + 1].position
        ):
            return self.after(self.call())
        return self.path()

    def call(self) -> Node:
        function = self.take()
        self.expect("(")
        arguments: list[Node] = []
        if not self.is_sign(")"):
            arguments.append(self.nested())
            while self.skip(","):
                arguments.append(self.nested())
        self.expect(")")
        return self.checked(function, tuple(arguments))

    def checked(self, function: Token, arguments: tuple[Node, ...]) -> Call:
        """The call, if a function we know has the arguments it needs."""
        name = function.value
        arity = SUPPORTED.get(name)
        over_rows = name in OVER_ROWS_WITH_ONE_ARGUMENT and len(arguments) == 1
        if arity and not over_rows and not arity.accepts(len(arguments)):
            what = f"{name}() has {len(arguments)} arguments and takes {_spoken(arity)}"
            raise unreadable(self.text, function.position, what, self.where)
        return Call(name, arguments)

    def after(self, start: Node) -> Node:
        """What follows a bracket or a call: a path that starts there, such as current()/../age."""
        if not self.is_sign("[", *_STEPS):
            return start
        is_current = start == Call("current", ())
        filtered = self.predicates()
        rest = self.path() if self.is_sign(*_STEPS) else start
        if is_current and not filtered:
            return rest
        return Foreign(f"{start.function}()" if isinstance(start, Call) else "a path from a bracket")

    def predicates(self) -> bool:
        met = False
        while self.skip("["):
            self.nested()
            self.expect("]")
            met = True
        return met

    def path(self) -> Node:
        """A path reads as the question it ends in: names are unique in a form that one table can hold."""
        if self.is_sign("/", "//"):
            self.take()
        last = self.step()
        filtered = self.predicates()
        while self.is_sign(*_STEPS):
            self.take()
            last = self.step()
            filtered = self.predicates() or filtered
        return Foreign("a path with a condition ([…])") if filtered else last

    def step(self) -> Node:
        if self.token.kind is Kind.QUESTION:
            return self.question()
        if self.skip("."):
            return Current()
        if self.skip(".."):
            return Foreign("a path that ends in a group (..)")
        if self.skip("@"):
            self.named()
            return Foreign("an attribute (@)")
        if self.skip("*"):
            return Foreign("a path to every question (*)")
        name = self.named()
        if self.skip("::"):
            self.step()
            return Foreign(f"{name}::")
        return Name(name)

    def named(self) -> str:
        if self.token.kind is not Kind.NAME:
            raise self.expected("an answer, a number, a text or a function")
        return self.take().value

    def question(self) -> Node:
        name = self.token.value
        if not name:
            raise unreadable(self.text, self.token.position, "${} names no question", self.where)
        self.take()
        return Foreign("the last saved form (${last-saved#…})") if "#" in name else Name(name)


def _spoken(arity: Arity) -> str:
    if arity.most is None:
        return f"at least {arity.least}"
    return str(arity.least) if arity.least == arity.most else f"{arity.least} to {arity.most}"
