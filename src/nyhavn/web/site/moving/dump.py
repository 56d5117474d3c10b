"""The canonical form of a workspace: one line of JSON per row, the same from every database.

Numbers that a database gave are left out. A row is known by its uuid, or else by its place among the rows of its model;
so two installations hold the same workspace if, and only if, these lines are the same.
"""

import base64
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, ForeignKey, JSONField, Model

from nyhavn.exchange.bundle.canonical import canonical_json
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.site.moving.reach import Mover, Table, label_of, movers, target_of

AT_ONCE = 2_000
MORE = "+"  # before the name of what is no field of the row, but goes with it

More = Callable[[Model], Mapping[str, object]]
"""What goes along with a row beyond its fields."""


class Names:
    """How rows are called that others refer to: uuid, or place. Filled model by model, in the order of `movers`."""

    def __init__(self, initiative: Initiative) -> None:
        self.initiative = initiative
        self._known: dict[Table, dict[object, object]] = {}
        self._movers = {one.model: one for one in movers()}

    def of(self, model: Table, key: object) -> object:
        """The name of a row. Raises LookupError for one that is not of this initiative."""
        if model not in self._known:
            self._known[model] = self._read(self._movers[model])
        if key not in self._known[model]:
            raise LookupError(f"a row of this initiative refers to a {label_of(model)} that is not of it")
        return self._known[model][key]

    def _read(self, mover: Mover) -> dict[object, object]:
        rows = mover.rows(self.initiative)
        if mover.has_uuid:
            return {key: str(uuid) for key, uuid in rows.values_list("pk", "uuid")}
        return {key: place for place, key in enumerate(rows.values_list("pk", flat=True))}


def nothing_more(_: Model) -> Mapping[str, object]:
    """Nothing beyond the fields."""
    return {}


def lines(mover: Mover, names: Names, more: More = nothing_more) -> Iterator[bytes]:
    """The rows of one model, in the order in which they were written."""
    return _lines(mover, mover.rows(names.initiative), names, more)


def _lines(mover: Mover, rows: Any, names: Names, more: More) -> Iterator[bytes]:
    for row in rows.iterator(chunk_size=AT_ONCE):
        told = {field.name: _told(row, field, names) for field in mover.fields}
        yield canonical_json({**told, **{f"{MORE}{name}": value for name, value in more(row).items()}})


def digest_of(initiative: Initiative, without: Callable[[Table], Collection[object]] = lambda _: ()) -> str:
    """SHA-256 over the whole workspace, lower-case hex. What others share may be told differently elsewhere.

    Rows that have a name are taken in the order of their names: a site to which a workspace comes back knows some of
    them already. without: numbers of rows of a model that are left out.
    """
    names, found = Names(initiative), hashlib.sha256()
    for mover in (one for one in movers() if not one.is_shared):
        found.update(canonical_json({"model": mover.label}))
        rows = mover.rows(initiative).exclude(pk__in=list(without(mover.model)))
        for line in _lines(mover, rows.order_by(mover.named_by or "pk"), names, nothing_more):
            found.update(line)
    return found.hexdigest()


def _told(row: Model, field: Any, names: Names) -> object:
    value = getattr(row, field.attname)
    if value is None:
        return None
    if isinstance(field, ForeignKey):
        return names.of(target_of(field), value)
    if isinstance(field, JSONField):
        return value
    if isinstance(field, BinaryField):
        return base64.b64encode(bytes(value)).decode("ascii")
    return plain(value)


def plain(value: object) -> object:
    """A value of a column as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value
