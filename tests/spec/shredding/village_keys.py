"""What several tests of keys look at."""

from pathlib import Path

from nyhavn.web.collection import keys
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.queries import material
from web import objects
from web.cast import Cast


def four(village: Cast) -> list[Contribution]:
    """Four people say something, each another age."""
    collection = objects.collection(village)
    return [objects.contribution(collection, {**objects.SAID, "age": str(30 + place)}) for place in range(4)]


def ages(village: Cast) -> list[str | None]:
    """Of everybody who takes part; fails if one does not open."""
    return [str(age) for age in material(village.initiative).table.column("age").to_pylist()]


def listed(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but the one that is held during a turn."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != keys.HELD
    }
