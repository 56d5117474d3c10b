"""What is wrong with what somebody said, as sentences: the same for a form and for the programming interface."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext, gettext_noop
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.web.pages.asked import Asked, Kind, asked, with_choices
from nyhavn.web.pages.operations import Choices
from nyhavn.web.pages.typed import Path

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong. path: of the field, e.g. ("people", 1, "name"); () for the whole form."""

    path: Path
    reason: Reason


def said(model: type[Model], raw: object, choices: Mapping[str, Choices] | None = None) -> Model:
    """What somebody said, as the model. Raises Refusal with one reason for every mistake."""
    found = checked(model, raw, choices or {})
    if isinstance(found, tuple):
        raise Refusal(*(mistake.reason for mistake in found))
    return found


def checked(model: type[Model], raw: object, choices: Mapping[str, Choices]) -> Model | tuple[Mistake, ...]:
    """The model, or every mistake in the order of the fields. raw: bytes are JSON, taken as said: "5" is no 5."""
    fields = with_choices(asked(model), choices)
    try:
        found = model.model_validate_json(raw, strict=True) if isinstance(raw, bytes) else model.model_validate(raw)
    except ValidationError as error:
        # The error itself is dropped: it quotes what the person typed.
        details = error.errors(include_url=False, include_input=False)
        return in_order(fields, tuple(_mistake(fields, detail) for detail in details))
    return tuple(_beyond_the_model(fields, found)) or found


def in_order(fields: Sequence[Asked], mistakes: Sequence[Mistake]) -> tuple[Mistake, ...]:
    """As the fields stand on the page."""
    return tuple(sorted(mistakes, key=lambda mistake: _place(fields, mistake.path)))


def _place(fields: Sequence[Asked], path: Path) -> tuple[int, ...]:
    if not path:
        return ()
    if isinstance(path[0], int):
        return (path[0], *_place(fields, path[1:]))
    at = next((number for number, one in enumerate(fields) if one.name == path[0]), len(fields))
    return (at, *(_place(fields[at].parts, path[1:]) if at < len(fields) else ()))


def _beyond_the_model(fields: Sequence[Asked], value: Any, at: Path = (), where: str = "") -> Iterator[Mistake]:
    """What pydantic lets pass and a person must not: an empty text where one is needed, an answer not on offer."""
    for one in fields:
        held, path, place = getattr(value, one.name), (*at, one.name), _joined(where, one.title)
        if one.kind is Kind.GROUP and held is not None:
            yield from _beyond_the_model(one.parts, held, path, place)
        elif one.kind is Kind.GROUPS:
            for number, entry in enumerate(held):
                yield from _beyond_the_model(one.parts, entry, (*path, number), f"{place} {number + 1}")
        elif held == "" and one.is_required:
            yield Mistake(path, _reason(MISSING, {}, place))
        elif one.kind in (Kind.ONE, Kind.SEVERAL) and not _is_offered(one, held):
            yield Mistake(path, _reason(NOT_OFFERED, {}, place))


def _is_offered(one: Asked, held: Any) -> bool:
    offered = {value for value, label in one.choices}
    given = tuple(held or ()) if one.kind is Kind.SEVERAL else (() if held is None else (held,))
    return all(str(getattr(each, "value", each)) in offered for each in given)


@dataclass(frozen=True)
class Sentence:
    """How a kind of mistake is said. Names in braces are numbers of the model's own rule, never what was typed."""

    code: str
    what: str
    do: str = ""


_ = gettext_noop
MISSING = Sentence("entry-missing", _("This is empty."), _("Please fill it in."))
NOT_CHOSEN = Sentence("entry-missing", _("No answer is chosen."), _("Please choose one."))
NO_FILE = Sentence("entry-missing", _("No file is chosen."), _("Please choose one."))
NOT_TICKED = Sentence("entry-missing", _("This box is not ticked."), _("Please tick it if it is so."))
NOT_OFFERED = Sentence("entry-not-in-list", _("This is not one of the answers."), _("Please choose one of them."))
UNKNOWN = Sentence("entry-unknown", _("Nobody asked for this entry."), _("Please correct its name or leave it out."))
WRONG_PATTERN = Sentence(
    "entry-wrong-pattern", _("This is not written as it has to be."), _("Please look at the hint and change it.")
)
GENERAL = Sentence("entry-wrong-kind", _("This cannot be used here."), _("Please check it."))
_NUMBER = Sentence("entry-not-a-number", _("This is not a number."), _("Please write digits, for example 12."))
_WHOLE = Sentence("entry-not-a-number", _("This is not a whole number."), _("Please write it without decimals."))
_DATE = Sentence(
    "entry-not-a-date", _("This is not a date."), _("Please write year-month-day, for example 2026-11-22.")
)
_YES_OR_NO = Sentence("entry-wrong-kind", _("This is neither yes nor no."), _("Please choose one of the two."))
_TEXT = Sentence("entry-wrong-kind", _("This is not a text."), _("Please give a text."))
_GROUP = Sentence("entry-wrong-kind", _("Several named entries belong here."), _("Please give them by name."))
_FILE = Sentence("entry-wrong-kind", _("This is not a file."), _("Please give its name and its content as base64."))
_LIST = Sentence("entry-wrong-kind", _("A list belongs here."), _("Please give a list, with one entry or more."))

SENTENCES: Mapping[str, Sentence] = {
    "missing": MISSING,
    "string_too_short": Sentence(
        "entry-too-short", _("This is too short."), _("Please write {min_length} characters or more.")
    ),
    "string_too_long": Sentence(
        "entry-too-long", _("This is too long."), _("Please write {max_length} characters or fewer.")
    ),
    "bytes_too_short": Sentence("entry-too-short", _("The file is empty."), _("Please choose another one.")),
    "bytes_type": _FILE,
    "not_base64": _FILE,
    "too_short": Sentence("entry-too-short", _("There are too few entries."), _("Please give {min_length} or more.")),
    "too_long": Sentence("entry-too-long", _("There are too many entries."), _("Please give {max_length} or fewer.")),
    "string_pattern_mismatch": WRONG_PATTERN,
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "enum": NOT_OFFERED,
    "literal_error": NOT_OFFERED,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": Sentence("entry-out-of-bounds", _("This number is too large."), _("Please check it.")),
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than": Sentence("entry-out-of-bounds", _("This is too small."), _("Please give more than {gt}.")),
    "greater_than_equal": Sentence("entry-out-of-bounds", _("This is too small."), _("Please give {ge} or more.")),
    "less_than": Sentence("entry-out-of-bounds", _("This is too large."), _("Please give less than {lt}.")),
    "less_than_equal": Sentence("entry-out-of-bounds", _("This is too large."), _("Please give {le} or less.")),
    "multiple_of": Sentence(
        "entry-out-of-bounds", _("This number is not possible here."), _("Please give a multiple of {multiple_of}.")
    ),
    "date_parsing": _DATE,
    "date_type": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "bool_parsing": _YES_OR_NO,
    "bool_type": _YES_OR_NO,
    "extra_forbidden": UNKNOWN,
    "model_type": _GROUP,
    "model_attributes_type": _GROUP,
    "mapping_type": _GROUP,
    "dict_type": _GROUP,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "frozen_set_type": _LIST,
    "iterable_type": _LIST,
    "date_past": Sentence("entry-not-a-date", _("This date is not in the past."), _("Please check it.")),
    "date_future": Sentence("entry-not-a-date", _("This date is not in the future."), _("Please check it.")),
}
# Sentences for what is missing or wrong in a field where nobody writes.
BY_KIND: Mapping[tuple[str, Kind], Sentence] = {
    ("missing", Kind.ONE): NOT_CHOSEN,
    ("missing", Kind.SEVERAL): NOT_CHOSEN,
    ("too_short", Kind.SEVERAL): NOT_CHOSEN,
    ("missing", Kind.FILE): NO_FILE,
    ("missing", Kind.TICK): NOT_TICKED,
    ("literal_error", Kind.TICK): NOT_TICKED,
    ("model_type", Kind.FILE): _FILE,
    ("model_attributes_type", Kind.FILE): _FILE,
}


def _mistake(fields: Sequence[Asked], detail: ErrorDetails) -> Mistake:
    """One error of pydantic, at its field."""
    path, where, one = _found(fields, detail["loc"])
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in ("value_error", "assertion_error"):
        return Mistake(path, Reason("entry-not-accepted", _own_words(context), where, ""))
    sentence = BY_KIND.get((kind, one.kind)) if one else None
    if kind == "string_too_short" and context.get("min_length") == 1:
        sentence = MISSING
    if kind == "extra_forbidden":
        where, path = _joined(where, f'"{detail["loc"][-1]}"'), (*path, detail["loc"][-1])
    return Mistake(path, _reason(sentence or SENTENCES.get(kind, GENERAL), context, where))


def _own_words(context: Mapping[str, Any]) -> str:
    """The sentence that a validator of the model raised; it is written by us and quotes nobody."""
    text = str(context.get("error", "")).strip() or gettext(GENERAL.what)
    return text if text.endswith((".", "!", "?")) else f"{text[:1].upper()}{text[1:]}."


def _reason(sentence: Sentence, context: Mapping[str, Any], where: str) -> Reason:
    numbers = {name: _short(value) for name, value in context.items()}
    do = gettext(sentence.do).format(**numbers) if sentence.do else ""
    return Reason(sentence.code, gettext(sentence.what), where, do)


def _short(value: Any) -> Any:
    """1 and not 1.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _found(fields: Sequence[Asked], loc: Sequence[int | str]) -> tuple[Path, str, Asked | None]:
    """The field that an error is about: its path, its place in words, and what it asks."""
    path: Path = ()
    where, one = "", None
    for step in loc:
        if isinstance(step, int) and one is not None:
            where = f"{where} {step + 1}"
            path = (*path, step) if one.kind is Kind.GROUPS else path
            continue
        known = next((each for each in fields if each.name == step), None)
        if known is None:
            break
        path, where, one, fields = (*path, known.name), _joined(where, known.title), known, known.parts
    return path, where, one


def _joined(where: str, title: str) -> str:
    title = gettext(title) if title else ""
    return f"{where}, {title}" if where else title
