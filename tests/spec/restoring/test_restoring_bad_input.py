"""What an operator can get wrong with a backup is said in a sentence."""

import subprocess
from pathlib import Path

import pytest

from spec.restoring.conftest import Village
from spec.restoring.places import COMMAND, new_place

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("home", "backup-not-here"),
        ("home/deep.tar", "backup-not-here"),
        ("keys", "backup-not-here"),
        ("mirror/old.tar", "backup-not-here"),
        ("no-such-folder/old.tar", "backup-folder-missing"),
        ("old.tar", "backup-exists"),
    ],
)
def test_a_place_where_no_backup_belongs_is_refused(village: Village, to: str, code: str) -> None:
    before = village.place.backup.read_bytes()
    assert code in village.place.refused("backup", "--to", village.place.folder / to)
    assert village.place.backup.read_bytes() == before


def test_a_link_into_the_home_is_the_home(village: Village) -> None:
    (village.place.folder / "elsewhere").symlink_to(village.place.home)
    assert "backup-not-here" in village.place.refused("backup", "--to", village.place.folder / "elsewhere")


def test_where_nothing_was_ever_written_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    place = new_place(tmp_path / "place")
    assert "backup-of-nothing" in place.refused("backup", "--to", tmp_path)
    assert not list(tmp_path.glob("*.tar"))


def test_a_backup_that_is_not_there_is_not_found(village: Village) -> None:
    assert "file-not-found" in village.place.refused("restore", village.place.folder / "older.tar")


def test_a_disk_without_room_leaves_no_half_backup(village: Village) -> None:
    """The system refuses to let any file grow beyond 200 KB."""
    limited = ("bash", "-c", 'trap "" XFSZ; ulimit -f 200; exec "$@"', "limited", *COMMAND)
    asked = (*limited, "backup", "--to", str(village.place.folder / "disk"))
    (village.place.folder / "disk").mkdir()
    done = subprocess.run(
        asked, env=village.place.environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Not done:" in done.stderr
    assert list((village.place.folder / "disk").iterdir()) == []


def test_nobody_else_may_read_a_backup_and_no_key_is_in_it(village: Village) -> None:
    assert oct(village.place.backup.stat().st_mode & 0o777) == "0o600"
    content = village.place.backup.read_bytes()
    secrets = {path.name: path.read_bytes() for path in village.place.keys.rglob("*.key")}
    assert set(secrets) == {"1.key", "mirror.key"}
    assert not [name for name, secret in secrets.items() if secret in content]
    assert (village.place.home / "secret-key").read_bytes() in content
    for name in (b"mirror.key", b"withdrawals.txt", b"installation.key", b"scratch/"):
        assert name not in content
