"""Texts that strangers wrote, made harmless before anybody reads them: no markup, no hidden signs, not too long.

Pages escape what they show; this is for everything that is not a page, and so that nobody reads a tag as words.
"""

import re
import unicodedata
from html import unescape
from typing import Any

# Addresses by the letters of RFC 3986: nothing in them is markup, and what looks like an entity is a part of a query.
ADDRESS = r"^https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+$"
_IS_ADDRESS = re.compile(ADDRESS.removesuffix("$"))
_TAG = re.compile(r"<[a-zA-Z/!?][^>]*(?:>|\Z)")
_UNESCAPED_AT_MOST = 5  # whoever hides markup deeper than that reads it as signs
_KEPT_CONTROLS = "\n\t"
# Signs that turn the direction of all that follows, or that nobody sees. Joiners and marks of direction belong to
# scripts and stay.
_HIDDEN = frozenset("\u200b\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
CUT = "…"


def shortened(text: str, letters: int) -> str:
    """The text, or its beginning with a sign that it was cut; never longer than that."""
    return text if len(text) <= letters else f"{text[: letters - len(CUT)]}{CUT}"


def plain_text(text: str, letters: int) -> str:
    """The words of a text without markup, control signs and signs that change its direction, at most so long."""
    text = _without_hidden(shortened(text, letters))
    for _ in range(_UNESCAPED_AT_MOST):
        # A sign that nobody sees may stand inside of a tag or an entity, which is whole once the sign is gone.
        before, text = text, _TAG.sub(" ", _without_hidden(unescape(text)))
        if text == before:
            break
    return shortened(text.strip(), letters)


def _without_hidden(text: str) -> str:
    return "".join(sign for sign in text if _is_seen(sign))


def _is_seen(sign: str) -> bool:
    if sign in _HIDDEN:
        return False
    # Cs: halves of a sign, which no file can hold. Co: nobody knows how they look.
    return unicodedata.category(sign) not in ("Cc", "Cs", "Co") or sign in _KEPT_CONTROLS


def cleaned(value: Any, letters: int) -> Any:
    """What a JSON file held, with every text in it made plain; names and addresses stay as they are."""
    if isinstance(value, str):
        return value if _IS_ADDRESS.fullmatch(value) else plain_text(value, letters)
    if isinstance(value, list):
        return [cleaned(part, letters) for part in value]
    if isinstance(value, dict):
        return {name: cleaned(part, letters) for name, part in value.items()}
    return value
