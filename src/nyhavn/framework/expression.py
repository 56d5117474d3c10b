"""XLSForm expressions (XPath as ODK uses it), read into one frozen tree.

One parser, two interpreters: `framework.expression_rows` for one person's answers, `engine.expressions` for whole
frames. What an expression means is written in docs/reference/expressions.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nyhavn.framework.expression_parser import read_tree
from nyhavn.framework.expression_regex import portable
from nyhavn.framework.expression_tree import (
    OVER_ROWS_WITH_ONE_ARGUMENT,
    SUPPORTED,
    Call,
    Current,
    Foreign,
    Literal,
    Name,
    Node,
    copies,
    factors,
    walk,
)
from nyhavn.framework.expression_values import LARGEST_LITERAL, MOST_FACTORS, SMALLEST_LITERAL
from nyhavn.framework.instrument import AnswerType, Instrument
from nyhavn.framework.refusal import Reason, Refusal

MOST_ROUNDING_DIGITS = 9  # beyond it, powers of ten and binary fractions no longer agree between engines
MOST_COPIES = 12_000  # columns that one expression may grow to on an engine; the largest real one has 11,000
_METADATA_TYPES = {"start": AnswerType.DATETIME, "end": AnswerType.DATETIME, "today": AnswerType.DATE}


@dataclass(frozen=True)
class Expression:
    """A read expression: the text as written, and its tree."""

    text: str
    tree: Node = field(repr=False)


def parse(text: str, *, where: str = "") -> Expression:
    """Read an expression; raises Refusal `expression-unreadable` with the position. where: the place, for people."""
    return Expression(text, read_tree(text, where))


def names(expression: Expression) -> tuple[str, ...]:
    """Names of the questions an expression refers to, in order, each once (`.` is not one)."""
    return tuple(dict.fromkeys(node.name for node in walk(expression.tree) if isinstance(node, Name)))


def unsupported(expression: Expression) -> tuple[str, ...]:
    """What the expression uses that cannot be evaluated here, e.g. ("pulldata()",); empty if all can."""
    found = [_obstacle(node) for node in walk(expression.tree)]
    found.append(f"more than {MOST_FACTORS} factors" if factors(expression.tree) > MOST_FACTORS else "")
    found.append("computations inside computations, too many" if copies(expression.tree) > MOST_COPIES else "")
    return tuple(dict.fromkeys(filter(None, found)))


def _obstacle(node: Node) -> str:
    """Why one node cannot be evaluated, "" if it can."""
    match node:
        case Literal(float(value)) if value and not SMALLEST_LITERAL <= value <= LARGEST_LITERAL:
            return "a number out of all range"
        case Foreign(what):
            return what
        case Call(function) if function not in SUPPORTED:
            return f"{function}()"
        case Call(function, (_,)) if function in OVER_ROWS_WITH_ONE_ARGUMENT:
            return f"{function}() over several rows"
        case Call("regex", (_, Literal(str(pattern)))):
            return "" if portable(pattern) else "regex() with a pattern that engines read differently"
        case Call("regex"):
            return "regex() with a computed pattern"
        case Call("round", (_, digits)):
            is_plain = isinstance(digits, Literal) and digits.value in range(MOST_ROUNDING_DIGITS + 1)
            return "" if is_plain else "round() with unusual digits"
    return ""


def check(expression: Expression, types: Mapping[str, AnswerType], *, current: str = "", where: str = "") -> None:
    """Refuse an expression that cannot be evaluated with these questions; all reasons at once."""
    reasons = [_unsupported_reason(expression, what, where) for what in unsupported(expression)]
    reasons += [_unknown_reason(expression, name, where) for name in names(expression) if name not in types]
    if current not in types and any(isinstance(node, Current) for node in walk(expression.tree)):
        reasons.append(_current_reason(expression, where))
    if reasons:
        raise Refusal(*reasons)


def _unsupported_reason(expression: Expression, what: str, where: str) -> Reason:
    said = f"The expression «{expression.text}» uses {what}, which cannot be evaluated here."
    return Reason("expression-unsupported", said, where, do="Write it with the functions of the reference page.")


def _unknown_reason(expression: Expression, name: str, where: str) -> Reason:
    said = f"The expression «{expression.text}» names the question {name}, which is not there."
    return Reason("expression-unknown-question", said, where, do="Correct the name, or add the question.")


def _current_reason(expression: Expression, where: str) -> Reason:
    said = f"The expression «{expression.text}» uses “.”, but it belongs to no question."
    return Reason("expression-no-current", said, where, do="Name the question: ${name}.")


def answer_types(instrument: Instrument) -> Mapping[str, AnswerType]:
    """The type of every question as expressions see it (metadata start and end are moments, today is a day)."""
    return {question.name: _METADATA_TYPES.get(question.metadata, question.type) for question in instrument.questions}
