"""Codes that an expression looks for, and that no answer of its question can ever be."""

from collections.abc import Iterator

from nyhavn.framework.expression import Expression
from nyhavn.framework.expression_tree import EQUALITY, Binary, Call, Literal, Name, Node, walk
from nyhavn.framework.instrument import Instrument, Question


def impossible_codes(expression: Expression, instrument: Instrument) -> tuple[tuple[Question, str], ...]:
    """Each text that a question with a closed list of choices is compared with and that its list does not hold.

    Looked at: `${question} = 'code'`, either way round, `!=`, and `selected(${question}, 'code')`. The empty text is
    not a code: it stands for no answer.
    """
    found = []
    for name, code in dict.fromkeys(pair for node in walk(expression.tree) for pair in _compared(node)):
        question = instrument.question(name)
        if question and question.codes and not question.open_choices and code and code not in question.codes:
            found.append((question, code))
    return tuple(found)


def _compared(node: Node) -> Iterator[tuple[str, str]]:
    """The question and the text that one node holds against each other."""
    match node:
        case Binary(operator, Name(name), Literal(str(text))) | Binary(operator, Literal(str(text)), Name(name)):
            if operator in EQUALITY:
                yield name, text
        case Call("selected", (Name(name), Literal(str(text)))):
            yield name, text
