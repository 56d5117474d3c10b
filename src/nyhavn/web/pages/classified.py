"""What kind of thing each stored field holds; export, retention and erasure read it.

Every model of ours carries `PRIVACY`: field name -> kind. A test fails for a field without one.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.apps import apps
from django.db import models


class Privacy(StrEnum):
    """The kinds of stored fields."""

    PUBLIC = "public"  # may be shown to everybody once its object is public
    PERSONAL = "personal"  # names or points at a person
    SPECIAL = "special"  # what somebody contributed, sealed: health, origin, beliefs stand in it
    DERIVED = "derived"  # computed from contributions, restricted
    TECHNICAL = "technical"  # numbers, states, moments and links that say nothing about a contributor


PRIVATE = frozenset({Privacy.PERSONAL, Privacy.SPECIAL})


class Classification(dict[str, Privacy]):
    """The fields of a model by kind. of_others: those about somebody else than the row is."""

    of_others: frozenset[str] = frozenset()


def classified(
    *, public: str = "", personal: str = "", special: str = "", derived: str = "", technical: str = "", others: str = ""
) -> Classification:
    """The fields of a model by kind; each argument is names separated by blanks.

    others: which of the personal and special ones are about somebody else than the one whom the row is about, such as
    the account that wrote it down: whoever takes a copy of the row does not get them.
    """
    kinds = zip(Privacy, (public, personal, special, derived, technical), strict=True)
    found = Classification({name: kind for kind, names in kinds for name in names.split()})
    found.of_others = frozenset(others.split())
    if any(found.get(name) not in PRIVATE for name in found.of_others):
        raise ValueError("What is of others is personal or special.")
    return found


def classified_models() -> Iterator[type[models.Model]]:
    """Every model that says what its fields hold, in the order of the apps."""
    return (model for model in apps.get_models() if hasattr(model, "PRIVACY"))


def privacy_of(model: type[models.Model]) -> Classification:
    """The classification of a model."""
    found: Classification = model.PRIVACY  # type: ignore[attr-defined]  # every model of ours has one, a test says so
    return found


def erasable_fields(model: type[models.Model]) -> tuple[str, ...]:
    """The fields that must be gone when the person is: personal and special ones."""
    return tuple(name for name, kind in privacy_of(model).items() if kind in PRIVATE)


def sealed_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Those of them that are bytes: what stands in them is read by whoever holds the key, and by nobody else."""
    return tuple(name for name in erasable_fields(model) if isinstance(model._meta.get_field(name), models.BinaryField))


def copied_fields(model: type[models.Model]) -> tuple[str, ...]:
    """The fields that a person gets of a row about them: all of theirs that can be read as they are."""
    left_out = privacy_of(model).of_others.union(sealed_fields(model))
    return tuple(name for name in erasable_fields(model) if name not in left_out)


def copy_of(row: models.Model) -> Mapping[str, object]:
    """What the person whom a row is about gets of it, by field, as values that JSON can hold."""
    return {name: _plain(getattr(row, name)) for name in copied_fields(row._meta.model)}


def _plain(value: object) -> object:
    """A value as a file for people and programs says it; a thing by its public number."""
    if isinstance(value, models.Model):
        return str(getattr(value, "uuid", value.pk))
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
