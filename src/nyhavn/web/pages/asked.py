"""What a form asks, read from the model of an operation: one `Asked` for each field, whatever shows or checks it."""

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, FutureDate, PastDate
from pydantic.fields import FieldInfo

from nyhavn.web.pages.operations import Choices
from nyhavn.web.pages.uploads import Upload

MOST_RADIOS = 7  # above this number of answers a list to choose from is easier to use


class Kind(StrEnum):
    """The kinds of fields, by what the person does."""

    LINE = "line"
    LINES = "lines"  # several lines of text
    WHOLE = "whole"
    NUMBER = "number"
    DAY = "day"
    TICK = "tick"
    ONE = "one"  # of several answers
    SEVERAL = "several"  # of several answers
    LIST = "list"  # one entry on each line
    PAIRS = "pairs"  # code = value on each line
    FILE = "file"
    GROUP = "group"
    GROUPS = "groups"  # a group that repeats


# Those whose control is more than one element, so that a fieldset and a legend hold it together.
FIELDSETS = frozenset({Kind.SEVERAL, Kind.GROUP, Kind.GROUPS})


@dataclass(frozen=True)
class Asked:
    """One field. choices: value, label. values: what a choice stands for where that is no text. parts: of a group."""

    name: str
    kind: Kind
    title: str
    hint: str = ""
    is_required: bool = True
    allows_none: bool = False
    default: Any = None
    choices: Choices = ()
    values: tuple[tuple[str, Any], ...] = ()
    parts: tuple["Asked", ...] = ()
    lines: int = 1
    width: str = ""
    autocomplete: str = ""

    @property
    def may_be_empty(self) -> bool:
        """Whether no answer is an answer. What has another default is filled in from the start."""
        takes_nothing = self.allows_none or self.default == "" or self.kind in (Kind.SEVERAL, Kind.LIST, Kind.PAIRS)
        return not self.is_required and takes_nothing

    @property
    def has_radios(self) -> bool:
        """Whether its answers are all seen at once."""
        return self.kind is Kind.ONE and len(self.choices) <= MOST_RADIOS


@cache
def asked(model: type[BaseModel]) -> tuple[Asked, ...]:
    """What a model asks, in order. Raises TypeError for a field that no form can show: a defect of the model."""
    return tuple(_one(model, name, info) for name, info in model.model_fields.items())


def with_choices(fields: Sequence[Asked], choices: Mapping[str, Choices]) -> tuple[Asked, ...]:
    """The same with answers that depend on the object. Keys: name of a field, or "group.field" inside a group."""
    return tuple(_offered(field, choices) for field in fields)


def _offered(field: Asked, choices: Mapping[str, Choices]) -> Asked:
    if field.parts:
        inside = {key.removeprefix(f"{field.name}."): of for key, of in choices.items() if "." in key}
        return replace(field, parts=with_choices(field.parts, inside))
    if field.name not in choices:
        return field
    kind = Kind.SEVERAL if field.kind in (Kind.LIST, Kind.SEVERAL) else Kind.ONE
    return replace(
        field, kind=kind, choices=_with_none(tuple(choices[field.name]), field.allows_none or field.may_be_empty, kind)
    )


def _one(model: type[BaseModel], name: str, info: FieldInfo) -> Asked:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    kind, allows_none = _without_none(info.annotation)
    lines = int(str(extra.get("lines", 1)))
    is_required = info.is_required()
    found = Asked(
        name=name,
        kind=Kind.LINE,
        title=info.title or _worded(name),
        hint=info.description or "",
        is_required=is_required,
        allows_none=allows_none,
        default=None if is_required else info.get_default(call_default_factory=True, validated_data={}),
        lines=lines,
        width=str(extra.get("width", "")),
        autocomplete="off" if extra.get("personal") else str(extra.get("autocomplete", "")),
    )
    labels = extra.get("labels", {})
    return _of_kind(found, kind, labels if isinstance(labels, dict) else {}, f"{model.__name__}.{name}")


def _of_kind(field: Asked, kind: Any, labels: Mapping[str, Any], place: str) -> Asked:
    """The field with its kind, answers and parts, from what stands in the annotation."""
    if kind is bool and not field.allows_none or kind == Literal[True]:
        return replace(field, kind=Kind.TICK)
    answers = _answers(kind)
    if answers:
        return _with_answers(field, Kind.ONE, answers, labels)
    if kind in PLAIN:
        of = Kind.LINES if kind is str and field.lines > 1 else PLAIN[kind]
        return replace(field, kind=of)
    if _is_model(kind):
        return replace(field, kind=Kind.GROUP, parts=asked(kind))
    return _several(field, kind, labels, place)


def _several(field: Asked, kind: Any, labels: Mapping[str, Any], place: str) -> Asked:
    """A field that takes more than one value."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in (Mapping, dict) and _bare(inside[1]) is str:
        return replace(field, kind=Kind.PAIRS, lines=max(field.lines, 4))
    if origin in (tuple, list, frozenset) and inside:
        of = _bare(inside[0])
        answers = _answers(of)
        if answers:
            return _with_answers(field, Kind.SEVERAL, answers, labels)
        if of is str:
            return replace(field, kind=Kind.LIST, lines=max(field.lines, 4))
        if _is_model(of):
            return replace(field, kind=Kind.GROUPS, parts=asked(of))
    raise TypeError(f"{place}: no form can ask for {kind}")


PLAIN = {
    str: Kind.LINE,
    int: Kind.WHOLE,
    float: Kind.NUMBER,
    Decimal: Kind.NUMBER,
    date: Kind.DAY,
    PastDate: Kind.DAY,
    FutureDate: Kind.DAY,
    Upload: Kind.FILE,
}


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _answers(kind: Any) -> tuple[Any, ...]:
    """The values of an enumeration, a Literal, or yes and no."""
    if kind is bool:
        return (True, False)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(member.value for member in kind)
    return typing.get_args(kind) if typing.get_origin(kind) is Literal else ()


def _with_answers(field: Asked, kind: Kind, answers: Sequence[Any], labels: Mapping[str, Any]) -> Asked:
    words = {str(value): _worded(str(value)) for value in answers} | {"True": "Yes", "False": "No"} | dict(labels)
    choices = tuple((str(value), str(words[str(value)])) for value in answers)
    values = tuple((str(value), value) for value in answers if not isinstance(value, str))
    return replace(field, kind=kind, choices=_with_none(choices, field.allows_none, kind), values=values)


def _with_none(choices: Choices, may_be_none: bool, kind: Kind) -> Choices:
    """With an answer for those who give none, since nobody can take back a choice among radio buttons."""
    return (*choices, ("", "No answer")) if may_be_none and kind is Kind.ONE else choices


def _without_none(annotation: Any) -> tuple[Any, bool]:
    """The annotation without None, and whether None was in it."""
    annotation = _bare(annotation)
    if typing.get_origin(annotation) not in (Union, types.UnionType):
        return annotation, False
    rest = [part for part in typing.get_args(annotation) if part is not type(None)]
    return (_bare(rest[0]) if len(rest) == 1 else annotation), len(rest) < len(typing.get_args(annotation))


def _bare(annotation: Any) -> Any:
    """Without what Annotated adds."""
    return typing.get_args(annotation)[0] if typing.get_origin(annotation) is Annotated else annotation


def _worded(code: str) -> str:
    """A code as people read it: board-member becomes "Board member"."""
    text = code.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]
