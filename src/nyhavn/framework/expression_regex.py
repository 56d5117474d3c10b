"""Regular expressions that mean the same to every engine.

Forms are written for Java's dialect; answers are checked with RE2 (DuckDB), Rust's regex (Polars), Java (Spark) and
Python. Only what all of them read alike is kept: texts, classes, groups, alternatives, counts and anchors. The
shorthands \\d, \\w and \\s are ASCII, as they are in Java. Everything else (look-around, back-references, \\p{…}) is
reported as not supported rather than read two ways.
"""

import re
from dataclasses import dataclass

_SHORTHANDS = {"d": "0-9", "w": "A-Za-z0-9_", "s": r" \t\n\r\f\v"}
_CONTROLS = {"t": r"\t", "n": r"\n", "r": r"\r", "f": r"\f"}
_LITERAL_AFTER_BACKSLASH = frozenset(r"\.[]{}()*+?^$|-/ @#%&_=!<>:;,~'" + '"`')
MOST_OPEN = 40  # groups inside groups; keeps the reader far from the limit of the call stack
MOST_REPEATS = 1000  # RE2 refuses more, also as a product of nested counts


class _NotPortableError(Exception):
    """The pattern uses something that engines read differently."""


@dataclass
class _Reader:
    """A reader over a pattern."""

    pattern: str
    at: int = 0
    open: int = 0

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        sign = self.peek()
        if not sign:
            raise _NotPortableError
        self.at += 1
        return sign

    def skip(self, text: str) -> bool:
        found = self.pattern.startswith(text, self.at)
        self.at += len(text) if found else 0
        return found


def portable(pattern: str) -> str | None:
    """The pattern in the form all engines read alike, for a match of the whole text; None if there is none."""
    reader = _Reader(pattern)
    try:
        body = _alternatives(reader, 1)
    except _NotPortableError:
        return None
    return None if reader.peek() else f"^(?:{body})$"


def matches(pattern: str, answer: str) -> bool:
    """Whether a whole answer matches; no pattern that is not portable matches anything.

    Python's `$` also stands before a last line break, which no other engine reads so; its `\\Z` is their `$`.
    """
    written = portable(pattern)
    if written is None:
        return False
    return re.search(re.sub(r"(\\.)|\$", lambda met: met.group(1) or r"\Z", written), answer, re.ASCII) is not None


def _alternatives(reader: _Reader, repeats: int) -> str:
    parts = [_sequence(reader, repeats)]
    while reader.skip("|"):
        parts.append(_sequence(reader, repeats))
    return "|".join(parts)


def _sequence(reader: _Reader, repeats: int) -> str:
    parts: list[str] = []
    while reader.peek() and reader.peek() not in "|)":
        parts.append(_repeated(reader, repeats))
    return "".join(parts)


def _repeated(reader: _Reader, repeats: int) -> str:
    start = reader.at
    atom = _atom(reader, repeats)
    count, most = _count(reader)
    if count and atom in ("^", "$"):
        raise _NotPortableError
    if most * repeats > MOST_REPEATS:
        raise _NotPortableError
    if most > 1 and atom.startswith("("):
        inner = _Reader(reader.pattern, start)
        _atom(inner, repeats * most)
    return atom + count


def _count(reader: _Reader) -> tuple[str, int]:
    """The count after an atom, and the highest number in it."""
    sign = reader.peek()
    if not sign or sign not in "*+?{":
        return "", 1
    reader.take()
    written, most = (sign, 1) if sign != "{" else _braces(reader)
    if reader.skip("?"):
        written += "?"
    following = reader.peek()
    if following and following in "*+?{":  # possessive and doubled counts
        raise _NotPortableError
    return written, most


def _braces(reader: _Reader) -> tuple[str, int]:
    end = reader.pattern.find("}", reader.at)
    inside = reader.pattern[reader.at : end] if end >= 0 else ""
    reader.at = end + 1
    least, comma, most = inside.partition(",")
    numbers = [number for number in (least, most) if number]
    if not least or not all(number.isascii() and number.isdigit() for number in numbers):
        raise _NotPortableError
    if comma and most and int(least) > int(most):
        raise _NotPortableError
    return "{" + inside + "}", max(int(number) for number in numbers)


def _atom(reader: _Reader, repeats: int) -> str:
    sign = reader.take()
    if sign == "(":
        return _group(reader, repeats)
    if sign == "[":
        return _class(reader)
    if sign == "\\":
        return _escape(reader)
    if sign == ".":
        return r"[^\n]"  # Java's own leaves out other line breaks too
    if sign in "^$":
        return sign
    if sign in "*+?{":
        raise _NotPortableError
    return _literal(sign)


def _group(reader: _Reader, repeats: int) -> str:
    reader.skip("?:")
    reader.open += 1
    if reader.peek() == "?" or reader.open > MOST_OPEN:
        raise _NotPortableError
    body = _alternatives(reader, repeats)
    reader.open -= 1
    if not reader.skip(")"):
        raise _NotPortableError
    return f"(?:{body})"


def _escape(reader: _Reader) -> str:
    sign = reader.take()
    if sign.lower() in _SHORTHANDS:
        negated = "^" if sign.isupper() else ""
        return f"[{negated}{_SHORTHANDS[sign.lower()]}]"
    return _single(sign)


def _single(sign: str) -> str:
    """One character written with a backslash."""
    if sign in _CONTROLS:
        return _CONTROLS[sign]
    if sign not in _LITERAL_AFTER_BACKSLASH:
        raise _NotPortableError
    return _literal(sign)


def _literal(sign: str) -> str:
    return f"\\{sign}" if sign in r"\.[]{}()*+?^$|-" else sign


def _class(reader: _Reader) -> str:
    parts = ["[^" if reader.skip("^") else "["]
    if reader.peek() == "]":  # an empty class in Java, a literal bracket elsewhere
        raise _NotPortableError
    while not reader.skip("]"):
        parts.append(_member(reader))
    return "".join(parts) + "]"


def _member(reader: _Reader) -> str:
    """One character, range or shorthand inside a class."""
    sign = reader.take()
    if sign == "[" or (sign == "&" and reader.peek() == "&"):  # Java nests and intersects classes
        raise _NotPortableError
    if sign == "\\" and reader.peek() in _SHORTHANDS:
        return _SHORTHANDS[reader.take()]
    low, written = _end_of_range(reader, sign)
    if reader.peek() != "-" or reader.pattern[reader.at + 1 : reader.at + 2] in ("]", ""):
        return written
    reader.take()
    high, written_high = _end_of_range(reader, reader.take())
    if high < low:
        raise _NotPortableError
    return f"{written}-{written_high}"


def _end_of_range(reader: _Reader, sign: str) -> tuple[str, str]:
    if sign != "\\":
        if sign == "[":
            raise _NotPortableError
        return sign, _literal(sign)
    escaped = reader.take()
    return escaped, _single(escaped)
