"""A village at one site, and an empty place for it at another."""

from pathlib import Path

import pytest

from spec.moving.moving_places import Between, Site, new_site


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = new_site(tmp_path_factory.mktemp("moving") / "old")
    site.village("begin")
    return site


@pytest.fixture(scope="session")
def packed_once(begun: Site, tmp_path_factory: pytest.TempPathFactory) -> Between:
    """Packed and confirmed, and not decided yet."""
    folder = tmp_path_factory.mktemp("packed")
    move = Between(begun.copied_site(folder / "old"), new_site(folder / "new"), folder / "files")
    move.new.village("neighbours")
    move.pack()
    move.confirm()
    return move


@pytest.fixture
def packed(packed_once: Between, tmp_path: Path) -> Between:
    """A copy of its own for each test."""
    return again(packed_once, tmp_path)


@pytest.fixture(scope="session")
def moved_once(packed_once: Between, tmp_path_factory: pytest.TempPathFactory) -> Between:
    """Meanwhile somebody took everything back at the old site."""
    move = again(packed_once, tmp_path_factory.mktemp("moved") / "there")
    move.old.village("take-back=2")
    move.hand_over()
    move.take_in()
    return move


@pytest.fixture
def moved(moved_once: Between, tmp_path: Path) -> Between:
    return again(moved_once, tmp_path)


def again(move: Between, to: Path) -> Between:
    """Everything once more, in another place."""
    files = to / "files"
    files.mkdir(parents=True)
    for path in move.folder.iterdir():
        (files / path.name).write_bytes(path.read_bytes())
    return Between(move.old.copied_site(to / "old"), move.new.copied_site(to / "new"), files)
