"""Every place of a record, and other values that could stand there."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from pydantic import BaseModel

Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value at any depth, with the way to it; lists stand there as a whole, too."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from places(getattr(value, field.name), (*at, field.name))
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from places(getattr(value, name), (*at, name))
    else:
        yield at, value
        if isinstance(value, tuple):
            for number, part in enumerate(value):
                yield from places(part, (*at, number))


def others(value: Any) -> list[Any]:
    """Other values of the same kind; nothing for what was never said."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, Enum):
        return [each for each in type(value) if each is not value]
    if isinstance(value, int):
        return [0, 1, value + 1, value + 7, value + 1000]
    if isinstance(value, str):
        return ["", "n/a", f"{value} changed", "population"]
    if isinstance(value, date):  # a moment is one, too
        return [value + timedelta(days=days) for days in (-400, -30, -1, 1, 30, 400)]
    if isinstance(value, UUID):
        return [UUID(int=value.int + 7)]
    if isinstance(value, Mapping):
        return [{**value, "en": "Another word"}]
    if isinstance(value, tuple):
        return [value[:-1], value[1:]] if value else []
    return []


def changed(value: Any, at: Place, new: Any) -> Any:
    """A copy in which another value stands at that place."""
    if not at:
        return new
    first, *rest = at
    if isinstance(value, tuple):
        assert isinstance(first, int)
        return (*value[:first], changed(value[first], tuple(rest), new), *value[first + 1 :])
    assert isinstance(first, str)
    inner = changed(getattr(value, first), tuple(rest), new)
    if isinstance(value, BaseModel):
        return value.model_copy(update={first: inner})
    return dataclasses.replace(value, **{first: inner})


def name_of(at: Place) -> str:
    """A place without numbers: that of every entry of a list."""
    return ".".join(part for part in at if isinstance(part, str))
