"""What lies beside the keys for the mirror is in the second copy of the keys too, or a restore could not use that."""

from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import Settings

from nyhavn.web.collection import escrow
from nyhavn.web.collection.keys_check import key_problems
from nyhavn.web.collection.models import Contribution
from nyhavn.web.lineage import mirror
from web.cast import Cast
from web.withdrawing import taken_back

BOTH = ("mirror.key", "mirror.head")


@pytest.fixture
def drawer(settings: Settings, tmp_path: Path) -> Path:
    """The disk of the second copy."""
    settings.ESCROW = tmp_path / "drawer"
    settings.ESCROW.mkdir(mode=0o700)
    return settings.ESCROW


def somebody_takes_back(village: Cast) -> None:
    taken_back(village, Contribution.objects.earliest("id").uuid)


def is_equal(drawer: Path) -> bool:
    return all((drawer / name).read_bytes() == (Path(settings.KEYS) / name).read_bytes() for name in BOTH)


def test_both_are_copied_when_they_are_made_and_when_they_change(drawer: Path, ready: Cast) -> None:
    for _ in range(2):
        somebody_takes_back(ready)
        assert is_equal(drawer)
    assert [oct((drawer / name).stat().st_mode & 0o777) for name in BOTH] == ["0o600", "0o600"]
    escrow.keep_all()
    assert [reason.code for reason in key_problems()] == []  # nobody is told to destroy them


def test_a_withdrawal_does_not_wait_for_that_disk_and_the_daily_round_makes_it_good(drawer: Path, ready: Cast) -> None:
    escrow.keep_all()
    away = drawer.rename(drawer.with_name("away"))
    somebody_takes_back(ready)
    assert mirror.head().count == 1
    away.rename(drawer)
    assert not (drawer / "mirror.head").exists()
    escrow.keep_all()
    assert is_equal(drawer)


def test_a_copy_that_goes_further_is_kept(drawer: Path, ready: Cast) -> None:
    """The folder of keys was put back from an older copy: the newer head shows it."""
    somebody_takes_back(ready)
    older = (Path(settings.KEYS) / "mirror.head").read_bytes()
    somebody_takes_back(ready)
    newer = (drawer / "mirror.head").read_bytes()
    (Path(settings.KEYS) / "mirror.head").write_bytes(older)
    mirror.keep_second_copy()
    assert (drawer / "mirror.head").read_bytes() == newer


def test_where_there_is_one_copy_only_nothing_else_is_written(ready: Cast, tmp_path: Path) -> None:
    somebody_takes_back(ready)
    mirror.keep_second_copy()
    assert len(list(tmp_path.rglob("mirror.key"))) == 1
