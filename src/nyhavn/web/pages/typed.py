"""What people typed, as the form carried it, and the way from there to the values that a model takes.

Typed values are texts (LINE, ONE ...), tuples of texts (SEVERAL), uploads (FILE), mappings (GROUP) and tuples of
mappings (GROUPS): everything that is needed to show the form again as it was.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Protocol

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from pydantic import BaseModel

from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.web.pages.asked import Asked, Kind
from nyhavn.web.pages.uploads import Upload, upload_of

Typed = Any  # as above
Path = tuple[str | int, ...]
SEPARATOR = "-"
NUL = "\0"  # no database keeps it
MOST_REPETITIONS = 200
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?")
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
# Signs that phones and scripts put where a program expects - and .
SIGNS = str.maketrans({"−": "-", "–": "-", "٫": ".", "٬": "", " ": "", "\u00a0": "", "\u202f": ""})


class Sent(Protocol):
    """What a request carries: the texts of a POST, or its files."""

    def getlist(self, key: str) -> list[Any]:
        """All values of that name."""

    def __iter__(self) -> Iterator[str]: ...


def typed(fields: Sequence[Asked], texts: Sent, files: Sent, prefix: str = "") -> dict[str, Typed]:
    """What was typed into these fields. Raises Refusal "upload-too-large"."""
    return {one.name: _typed(one, texts, files, f"{prefix}{one.name}") for one in fields}


def _typed(one: Asked, texts: Sent, files: Sent, name: str) -> Typed:
    if one.kind is Kind.GROUP:
        return typed(one.parts, texts, files, f"{name}{SEPARATOR}")
    if one.kind is Kind.GROUPS:
        numbers = _numbers((*texts, *files), name)
        found = (typed(one.parts, texts, files, f"{name}{SEPARATOR}{n}{SEPARATOR}") for n in numbers)
        return tuple(entry for entry in found if not is_blank(one.parts, entry))
    if one.kind is Kind.FILE:
        sent = [each for each in files.getlist(name) if isinstance(each, UploadedFile)]
        return upload_of(sent[-1]) if sent else None
    given = [str(each) for each in texts.getlist(name)]
    return tuple(given) if one.kind is Kind.SEVERAL else (given[-1] if given else "")


def _numbers(keys: Sequence[str], name: str) -> list[int]:
    """The repetitions of a group that were sent, in order."""
    pattern = re.compile(re.escape(name) + rf"{SEPARATOR}(\d{{1,3}}){SEPARATOR}")
    found = {int(match[1]) for key in keys if (match := pattern.match(key))}
    return sorted(found)[:MOST_REPETITIONS]


def is_blank(parts: Sequence[Asked], entry: Mapping[str, Typed]) -> bool:
    """Whether nobody wrote anything into this repetition: every part is empty, or as it stood there at first."""
    return all(_is_empty(part, entry.get(part.name)) for part in parts)


def _is_empty(part: Asked, value: Typed) -> bool:
    if part.kind is Kind.GROUP:
        return is_blank(part.parts, value or {})
    return not value or (isinstance(value, str) and not value.strip()) or value == text_of(part, part.default)


def text_of(one: Asked, value: Any) -> Typed:
    """A value of a model as somebody would have typed it."""
    return _TEXTS[one.kind](one, value) if one.kind in _TEXTS else _text(value)


def texts_of(parts: Sequence[Asked], value: Any) -> dict[str, Typed]:
    """The same for all parts of a group; value: a mapping, a model, or None for a new one."""
    stored = value.model_dump() if isinstance(value, BaseModel) else value or {}
    return {part.name: text_of(part, stored.get(part.name, part.default)) for part in parts}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value.value if isinstance(value, Enum) else value.isoformat() if isinstance(value, date) else value)


_TEXTS: Mapping[Kind, Callable[[Asked, Any], Typed]] = {
    Kind.GROUP: lambda one, value: texts_of(one.parts, value),
    Kind.GROUPS: lambda one, value: tuple(texts_of(one.parts, entry) for entry in value or ()),
    Kind.SEVERAL: lambda one, value: tuple(_text(each) for each in value or ()),
    Kind.LIST: lambda one, value: "\n".join(_text(each) for each in value or ()),
    Kind.PAIRS: lambda one, value: "\n".join(f"{key} = {each}" for key, each in (value or {}).items()),
    Kind.TICK: lambda one, value: "yes" if value else "",
    Kind.FILE: lambda one, value: None,
}


@dataclass
class Raw:
    """What a model takes, and what could not even be brought into its shape, by path."""

    values: dict[str, Any]
    slips: dict[Path, Reason] = field(default_factory=dict)


def raw_of(fields: Sequence[Asked], entry: Mapping[str, Typed], at: Path = ()) -> Raw:
    """From texts to values. A text that is no number stays one, and the model says what is wrong with it."""
    raw = Raw({})
    for one in fields:
        _put(raw, one, entry.get(one.name), (*at, one.name))
    return raw


def _put(raw: Raw, one: Asked, value: Typed, at: Path) -> None:
    if one.kind is Kind.GROUP:
        if not (one.allows_none and is_blank(one.parts, value or {})):
            _put_inside(raw, raw_of(one.parts, value or {}, at), one.name)
        return
    if one.kind is Kind.GROUPS:
        raw.values[one.name] = []
        for number, entry in enumerate(value or ()):
            inside = raw_of(one.parts, entry, (*at, number))
            raw.values[one.name].append(inside.values)
            raw.slips.update(inside.slips)
        return
    try:
        found = _value(one, value)
    except Refusal as slip:
        raw.slips[at] = slip.reasons[0]
    else:
        if found is not NOTHING:
            raw.values[one.name] = found


def _put_inside(raw: Raw, inside: Raw, name: str) -> None:
    raw.values[name] = inside.values
    raw.slips.update(inside.slips)


NOTHING = object()


def _value(one: Asked, value: Typed) -> Any:
    """One value. Raises Refusal where the text has no such shape; NOTHING where the model is to say "missing"."""
    if isinstance(value, str) and NUL in value:
        do = gettext("Delete it and write it again by hand.")
        what = gettext("This holds a sign that nobody can see and that cannot be kept.")
        raise refusal("entry-wrong-kind", what, do=do)
    if one.kind in _SHAPES:
        return _SHAPES[one.kind](one, value)
    text = str(value or "").strip()
    if not text:
        return _nothing(one)
    return READ[one.kind](text, one) if one.kind in READ else text


_SHAPES: Mapping[Kind, Callable[[Asked, Typed], Any]] = {
    Kind.TICK: lambda one, value: bool(value),
    Kind.SEVERAL: lambda one, value: [_answer(each, one) for each in value or ()],
    Kind.LIST: lambda one, value: [line.strip() for line in str(value or "").splitlines() if line.strip()],
    Kind.PAIRS: lambda one, value: _pairs(str(value or "")),
    Kind.FILE: lambda one, value: value if isinstance(value, Upload) else _nothing(one),
}


def _nothing(one: Asked) -> Any:
    """What an empty field means. An empty field never becomes a default that the person did not see."""
    if one.allows_none:
        return None
    if one.is_required:
        return NOTHING
    if one.default == "":
        return ""
    raise refusal("entry-missing", gettext("This is empty."), do=gettext("Please fill it in."))


def _pairs(text: str) -> dict[str, str]:
    """Lines of code = value."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        code, equals, value = (part.strip() for part in line.partition("="))
        if not line.strip():
            continue
        if not equals or not code:
            do = gettext("Write a code, the sign = and the value on each line.")
            what = gettext("Line {number} has no code and value.").format(number=number)
            raise refusal("entry-wrong-kind", what, do=do)
        if code in found:
            do = gettext("Write each code once.")
            what = gettext("The code on line {number} stands there twice.").format(number=number)
            raise refusal("entry-wrong-kind", what, do=do)
        found[code] = value
    return found


def ascii_digits(text: str) -> str:
    """The same with digits 0-9 for those of any script."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _number(text: str, one: Asked) -> str:
    plain = ascii_digits(text).translate(SIGNS)
    if NUMBER.fullmatch(plain):
        return plain
    if "," in plain or "،" in plain:
        do = gettext("Write a point before decimals, and nothing between thousands.")
        raise refusal("entry-not-a-number", gettext("A comma can be read in two ways."), do=do)
    do = gettext("Please write digits, for example 12.")
    raise refusal("entry-not-a-number", gettext("This is not a number."), do=do)


def _day(text: str, one: Asked) -> str:
    found = DAY.fullmatch(ascii_digits(text).translate(SIGNS))
    if found is None:
        do = gettext("Please write year-month-day, for example 2026-11-22.")
        raise refusal("entry-not-a-date", gettext("This is not a date."), do=do)
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"


def _answer(text: str, one: Asked) -> Any:
    return dict(one.values).get(text, text)


READ: Mapping[Kind, Callable[[str, Asked], Any]] = {
    Kind.WHOLE: _number,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.ONE: _answer,
}


def as_typed(text: str) -> str:
    """With each end of a line as the one sign as which the page counts it; browsers send two."""
    return text.replace("\r\n", "\n").strip()
