"""The words of an XLSForm expression (XPath 1.0 section 3.7, and ${name})."""

import re
from dataclasses import dataclass
from enum import Enum

from nyhavn.framework.refusal import Refusal, refusal


class Kind(Enum):
    """What a token is."""

    NUMBER = "a number"
    TEXT = "a text"
    QUESTION = "a question"
    NAME = "a name"
    SIGN = "a sign"
    END = "the end"


@dataclass(frozen=True)
class Token:
    """One token; position is 1-based, in characters."""

    kind: Kind
    value: str
    position: int


# Word processors turn quotes into typographic ones; forms in real use carry them, even mixed in one text.
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<NUMBER>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<TEXT>'[^']*'|"[^"]*")
    |\$\{(?P<QUESTION>[^${}]*)\}
    |(?P<NAME>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)
    |(?P<SIGN>!=|<=|>=|//|::|\.\.|[-=<>+*/()\[\],.@|])""",
    re.VERBOSE,
)


def unreadable(text: str, position: int, what: str, where: str) -> Refusal:
    """The refusal of an expression that cannot be read."""
    return refusal(
        "expression-unreadable",
        f"The expression «{text}» cannot be read: at character {position}, {what}.",
        where=where,
        do="Correct the expression in the form or the plan.",
    )


def tokens(text: str, where: str) -> tuple[Token, ...]:
    """All tokens of an expression, and one that marks its end."""
    plain = text.translate(_QUOTES)
    found: list[Token] = []
    position = 0
    while position < len(plain):
        match = _TOKEN.match(plain, position)
        if match is None:
            raise unreadable(text, position + 1, _complaint(plain[position:]), where)
        if match.lastgroup != "space":
            found.append(_token(match))
        position = match.end()
    return (*found, Token(Kind.END, "", len(plain) + 1))


def _token(match: "re.Match[str]") -> Token:
    name = str(match.lastgroup)
    value = match.group(name)
    if name == "TEXT":
        value = value[1:-1]
    return Token(Kind[name], value.strip() if name == "QUESTION" else value, match.start() + 1)


def _complaint(rest: str) -> str:
    if rest[0] in "'\"":
        return "a text starts that has no closing quote"
    if rest[0] == "$":
        return "a question was expected, written ${name}"
    return f"the sign {rest[0]} means nothing here"
