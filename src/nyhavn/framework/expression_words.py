"""Conditions of a questionnaire in plain words, for people who check who is asked what.

Only what can be said exactly is said in words; everything else stays as the author wrote it.
"""

from collections.abc import Mapping

from nyhavn.framework.expression import parse
from nyhavn.framework.expression_tree import Binary, Call, Junction, Literal, Name, Node
from nyhavn.framework.instrument import Choice, Instrument, Question
from nyhavn.framework.refusal import Refusal

LONGEST_LABEL = 80  # of a question inside a sentence
_COMPARED: Mapping[str, str] = {
    "=": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}


def condition_words(text: str, instrument: Instrument, language: str = "") -> str:
    """The condition in words, or as written where words would not be exact. "" stays ""."""
    if not text.strip():
        return ""
    try:
        tree = parse(text).tree
    except Refusal:
        return text
    return _Speaker(instrument, language).said(tree) or text


class _Speaker:
    """Says nodes of an expression in one language of an instrument; "" for what it cannot say exactly."""

    def __init__(self, instrument: Instrument, language: str) -> None:
        self.instrument, self.language = instrument, language

    def said(self, node: Node) -> str:
        """The node as a statement."""
        match node:
            case Junction(operator, operands):
                parts = [self._inside(operand) for operand in operands]
                return f" {operator} ".join(parts) if all(parts) else ""
            case Call("not", (operand,)):
                inner = self.said(operand)
                return f"it is not so that {inner}" if inner else ""
            case Call("selected", (Name(name), Literal(str(code)))):
                question = self._question(name)
                return f"the answer to {question} includes {self._value(name, code)}" if question else ""
            case Binary(operator, Name(name), Literal(value)) if operator in _COMPARED:
                return self._compared(name, operator, value)
        return ""

    def _inside(self, node: Node) -> str:
        """A statement inside another one: in brackets if it is a chain itself."""
        words = self.said(node)
        return f"({words})" if words and isinstance(node, Junction) else words

    def _compared(self, name: str, operator: str, value: str | float) -> str:
        question = self._question(name)
        if not question:
            return ""
        if value == "" and operator in ("=", "!="):
            return f"{question} is {'not ' if operator == '=' else ''}answered"
        return f"the answer to {question} {_COMPARED[operator]} {self._value(name, value)}"

    def _question(self, name: str) -> str:
        found = self.instrument.question(name)
        return f"“{shortened(found.label(self.language))}”" if found else ""

    def _value(self, name: str, value: str | float) -> str:
        if isinstance(value, float):
            return f"{value:g}"
        return choice_words(self.instrument.question(name), value, self.language)


def choice_words(question: Question | None, code: str, language: str) -> str:
    """A choice by its label in that language, else by its code."""
    choices = question.choices if question else ()
    found: Choice | None = next((choice for choice in choices if choice.code == code), None)
    label = (found.labels.get(language) or next(iter(found.labels.values()), "")) if found else ""
    return f"“{shortened(label or code)}”"


def shortened(label: str) -> str:
    """A label on one line and not too long for a sentence."""
    line = " ".join(label.split())
    return line if len(line) <= LONGEST_LABEL else f"{line[:LONGEST_LABEL].rstrip()} …"
