"""Rows of a workspace come into this database, as they were written, under the numbers that this database gives."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import BinaryField, ForeignKey, JSONField, Model
from django.utils import timezone

from nyhavn.web.consent.media_models import NoticeFile
from nyhavn.web.site.moving.dump import MORE
from nyhavn.web.site.moving.reach import Mover, Table, every_row, target_of
from nyhavn.web.site.moving.remains import Remains

AT_ONCE = 500
NO_ADDRESS = "@moved.invalid"  # RFC 2606: no mail ever gets there

Told = Mapping[str, Any]
Complete = Callable[[Table, Told], Mapping[str, object]]
"""Values for the fields that did not move, by attribute; told: the line of the row."""


class Incoming:
    """What came in so far, by the names that the lines use."""

    def __init__(self, complete: Complete, remains: Remains) -> None:
        self.complete, self.remains = complete, remains
        self._keys: dict[Table, dict[object, object]] = {}

    def take(self, mover: Mover, lines: Iterable[bytes]) -> int:
        """Take in the rows of one model; how many. Its `movers` come in order. Raises LookupError, ValueError."""
        known = self._keys.setdefault(mover.model, dict(self.remains.standing(mover.model)))
        leads_to_itself = any(isinstance(one, ForeignKey) and target_of(one) is mover.model for one in mover.fields)
        size = 1 if leads_to_itself or mover.is_shared else AT_ONCE
        later: list[tuple[object, str, object]] = []
        count = 0
        for some in _chunks((json.loads(line) for line in lines), size):
            made = [self._values(mover, told, later, count + place) for place, told in enumerate(some)]
            for place, (told, key) in enumerate(zip(some, self._stored(mover, some, made, count), strict=True)):
                known[told["uuid"] if mover.has_uuid else count + place] = key
            count += len(some)
        for own, attribute, name in later:
            every_row(mover.model).filter(pk=known[own]).update(**{attribute: known[name]})
        return count

    def key_of(self, model: Table, name: object) -> object:
        """The number that a row got here."""
        return self._keys[model][name]

    def _values(
        self, mover: Mover, told: Told, later: list[tuple[object, str, object]], place: int
    ) -> dict[str, object]:
        values: dict[str, object] = dict(self.complete(mover.model, told))
        for field in mover.fields:
            value = told[field.name]
            if isinstance(field, ForeignKey) and value is not None:
                known = self._keys[target_of(field)]
                if target_of(field) is mover.model and value not in known:  # it comes further down
                    later.append((told["uuid"] if mover.has_uuid else place, field.attname, value))
                    value = None
                else:
                    value = known[value]
            values[field.attname] = value if isinstance(field, ForeignKey) else _value(field, value)
        expected = {field.name for field in mover.fields}
        if {name for name in told if not name.startswith(MORE)} != expected:
            raise ValueError(f"a row of {mover.label} does not have the fields of this version")
        return values

    def _stored(
        self, mover: Mover, told: Sequence[Told], made: Sequence[dict[str, object]], first: int
    ) -> Sequence[object]:
        """Their numbers. A shared row that is here already stays as it is; one that stayed here is compared."""
        if mover.is_shared:
            return [_shared(mover, mover.model(**values)) for values in made]
        names = [str(one[mover.named_by]) if mover.named_by else first + place for place, one in enumerate(told)]
        numbers = [self.remains.number(mover.model, name) for name in names]
        found: list[object] = []
        for was_here, pairs in groupby(zip(numbers, made, strict=True), lambda one: one[0] is not None):
            some = list(pairs)
            if was_here and mover.model in self.remains.kept:
                self.remains.compare(mover, dict(some))
                found += [number for number, _ in some]
            else:
                found += _inserted(mover.model, [mover.model(pk=number, **values) for number, values in some])
        return found


def stub_of_a_person(uuid: str) -> Mapping[str, object]:
    """Somebody who stands beside what they did, and cannot sign in."""
    return {
        "email": f"{UUID(uuid)}{NO_ADDRESS}",
        "password": make_password(None),
        "is_active": False,
        "is_operator": False,
        "joined_at": timezone.now(),
    }


def _shared(mover: Mover, row: Model) -> object:
    if isinstance(row, NoticeFile) and hashlib.sha256(bytes(row.content)).hexdigest() != row.sha256:
        raise ValueError("a file of a notice is not what its hash says")
    same = every_row(mover.model).filter(**{name: getattr(row, name) for name in mover.known_by})
    found = same.values_list("pk", flat=True).first()
    return found if found is not None else _inserted(mover.model, [row])[0]


def _inserted(model: Table, rows: list[Model]) -> list[object]:
    """Insert as told. Neither `save` nor `bulk_create` does: both put the moment of now where a row began earlier.

    rows: all of them with a number, or none.
    """
    fields = [field for field in model._meta.concrete_fields if rows[0].pk is not None or not field.primary_key]
    size = max(1, connection.ops.bulk_batch_size(fields, rows))
    keys: list[object] = []
    for some in _chunks(iter(rows), size):
        found = every_row(model)._insert(
            some, fields=fields, returning_fields=[model._meta.pk], using=connection.alias, raw=True
        )
        keys += [key for (key,) in found]
    return keys


def _value(field: Any, value: Any) -> object:
    if value is None or isinstance(field, JSONField):
        return value
    if isinstance(field, BinaryField):
        return base64.b64decode(value, validate=True)
    return field.to_python(value)


def _chunks(found: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while some := list(islice(found, size)):
        yield some
