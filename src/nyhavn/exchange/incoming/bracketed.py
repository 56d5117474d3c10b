"""Texts in square brackets, one or several in a cell, so that a spreadsheet changes nothing in them.

A spreadsheet takes 0012 for a number, 3-4 for a day and =1+1 for a formula, and nobody sees a blank at the end. Inside
brackets all of this is text: [0012], [No ]. An empty pair stands for an empty cell.
"""

import re
from collections.abc import Iterable

_ONE = re.compile(r"\s*\[((?:[^\[\]\\]|\\.)*)\]\s*", re.DOTALL)
_ESCAPED = {"\\": "\\", "[": "[", "]": "]", "n": "\n", "r": "\r", "t": "\t"}
_ESCAPES = {sign: f"\\{letter}" for letter, sign in _ESCAPED.items()}


def bracketed(texts: Iterable[str | None]) -> str:
    """The texts as one cell; None as an empty pair."""
    return "".join(f"[{''.join(_ESCAPES.get(sign, sign) for sign in text or '')}]" for text in texts)


def unbracketed(cell: str) -> tuple[str | None, ...] | None:
    """The texts of a cell, an empty pair as None; None for a cell that is not written so."""
    found, at = [], 0
    while at < len(cell):
        match = _ONE.match(cell, at)
        text = _plain(match[1]) if match else None
        if match is None or text is None:
            return None
        found.append(text or None)
        at = match.end()
    return tuple(found)


def _plain(text: str) -> str | None:
    """The text without escapes; None for an escape that is none."""
    letters = re.findall(r"\\(.)", text, re.DOTALL)
    if not all(letter in _ESCAPED for letter in letters):
        return None
    return re.sub(r"\\(.)", lambda match: _ESCAPED[match[1]], text, flags=re.DOTALL)
