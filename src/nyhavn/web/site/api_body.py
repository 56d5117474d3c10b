"""Reading what a program says: JSON, exactly as the operation asks it. Nothing is guessed or converted."""

import json
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from django.http import HttpRequest

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.pages.mistakes import checked
from nyhavn.web.pages.operations import Choices
from nyhavn.web.pages.typed import Path

Said = TypeVar("Said", bound=Declared)


def said_in(
    request: HttpRequest,
    asks: type[Said],
    choices: Mapping[str, Choices],
    check_names: Callable[[Collection[str]], None],
) -> Said:
    """What was said. Nothing sent says nothing. Raises Refusal: json-needed, request-unreadable, that of the check of
    names, and for mistakes in what is said the codes and sentences of the pages."""
    sent = request.read()  # not .body, whose limit is that of a form; the size was checked before anything was read
    if sent and request.content_type != "application/json":
        raise refusal("json-needed", "What was sent is not called JSON.", do="Send Content-Type: application/json.")
    text = sent or b"{}"
    check_names(tuple(_names(_readable(text))))
    found = checked(asks, text, choices)
    if isinstance(found, tuple):
        raise Refusal(*(replace(mistake.reason, where=pointer_to(mistake.path)) for mistake in found))
    return found


def pointer_to(path: Path) -> str:
    """The place in what was sent, as a JSON pointer (RFC 6901): /people/0/role."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _readable(body: bytes) -> object:
    """What stands there.

    Raises Refusal "request-unreadable" for what two readers of JSON could understand differently, or none at all.
    """
    try:
        parsed = json.loads(
            body.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_no_number, parse_float=_finite
        )
        json.dumps(parsed, ensure_ascii=False).encode("utf-8")  # half a character (a lone surrogate) fails here
    except (ValueError, RecursionError):
        what = "What was sent is no JSON text in UTF-8, or names something twice."
        raise refusal("request-unreadable", what, do="Check it with a JSON reader.") from None
    if (path := next(_with_nul(parsed), None)) is not None:
        what = "A text holds the character NUL, which cannot be kept."
        raise refusal("request-unreadable", what, where=pointer_to(path), do="Remove it.")
    return parsed


def _names(held: object, at: str = "") -> Iterator[str]:
    """The names of everything that was said, with points between their parts."""
    if isinstance(held, list):
        for entry in held:
            yield from _names(entry, at)
    elif isinstance(held, dict):
        for name, entry in held.items():
            yield f"{at}{name}"
            yield from _names(entry, f"{at}{name}.")


def _with_nul(held: object, at: Path = ()) -> Iterator[Path]:
    """The places of texts with the character NUL; of a name that has it, what it stands in."""
    if isinstance(held, str) and "\0" in held:
        yield at
    elif isinstance(held, list):
        for number, entry in enumerate(held):
            yield from _with_nul(entry, (*at, number))
    elif isinstance(held, dict):
        for name, entry in held.items():
            yield from _with_nul(name, at)
            yield from _with_nul(entry, (*at, name))


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _no_number(word: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("too large")
    return number
