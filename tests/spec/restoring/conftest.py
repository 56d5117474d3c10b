"""A village with a backup; after the backup some took their data back."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from spec.restoring.places import Place, new_place

GONE = 3


@dataclass(frozen=True)
class Village:
    """people: all who contributed before the backup. gone: those who took their data back after it."""

    place: Place
    people: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def still(self) -> set[str]:
        """Whom a restore has to bring back."""
        return set(self.people) - set(self.gone)

    def copied(self, to: Path) -> "Village":
        return Village(self.place.copied(to), self.people, self.gone)


def lived(place: Place, *, is_out: bool = True) -> Village:
    """From the beginning to the withdrawals. is_out: the release came out before the backup, and not after it."""
    people = tuple(place.village("begin", *["go-on"] * is_out)["people"])
    place.done("backup", "--to", place.backup)
    if not is_out:
        place.village("go-on")
    gone = people[:GONE]
    place.village(f"take-back={','.join(gone)}")
    return Village(place, people, gone)


@pytest.fixture(scope="session")
def lived_once(tmp_path_factory: pytest.TempPathFactory) -> Village:
    return lived(new_place(tmp_path_factory.mktemp("village") / "as-it-was"))


@pytest.fixture
def village(lived_once: Village, tmp_path: Path) -> Village:
    """A copy of its own for each test."""
    return lived_once.copied(tmp_path / "place")
