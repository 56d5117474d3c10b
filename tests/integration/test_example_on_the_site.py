"""The example comes into an empty installation once, ends in a signed release, and survives a backup."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from browser.installation import started

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
COMMAND = Path(sys.executable).with_name("nyhavn")
NAME = "services-for-all-2025"


def nyhavn(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NYHAVN_HOME": str(home), "NYHAVN_KEYS": str(home / "keys")}
    return subprocess.run([COMMAND, *words], env=environment, capture_output=True, text=True, timeout=600)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A home with the example in it."""
    home = tmp_path_factory.mktemp("example")
    run = nyhavn("example", "--folder", str(repository / "examples" / "services-for-all"), home=home)
    assert run.returncode == 0, run.stderr
    assert "password: harbour " in run.stdout and f"/data/{NAME}/1/" in run.stdout
    return home


def page_of(home: Path) -> tuple[str, str]:
    """The page of the release as visitors get it, and the headline that was signed."""
    site = started(home)
    try:
        with urllib.request.urlopen(f"{site.address}/data/{NAME}/", timeout=30) as answer:
            page = answer.read().decode()
        with urllib.request.urlopen(f"{site.address}/data/{NAME}/1/files/report.json", timeout=30) as answer:
            return page, json.load(answer)["headline"]
    finally:
        site.stop()


def test_the_release_is_public_and_verifies(example: Path) -> None:
    page, headline = page_of(example)
    assert headline in page
    [manifest] = example.glob(f"releases/{NAME}/**/MANIFEST.sha256")
    run = nyhavn("verify", str(manifest.parent), "--key", str(example / "log" / "trust.pub"), home=example)
    assert run.returncode == 0, run.stdout


def test_it_goes_into_an_empty_installation_only(example: Path) -> None:
    run = nyhavn("example", home=example)
    assert run.returncode == 1
    assert "This installation is in use" in run.stderr and "Traceback" not in run.stderr


def test_a_start_without_the_example_is_empty(tmp_path: Path) -> None:
    started(tmp_path).stop()
    with sqlite3.connect(tmp_path / "nyhavn.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)


def test_a_backup_restores_to_the_same_release(example: Path, tmp_path: Path) -> None:
    """As docs/how-to/back-up-and-restore.md says: the database, the home, and the keys from another place."""
    restored = tmp_path / "restored"
    restored.mkdir(mode=0o700)
    with sqlite3.connect(example / "nyhavn.sqlite3") as old, sqlite3.connect(restored / "nyhavn.sqlite3") as new:
        old.backup(new)
    for name in ("releases", "log", "languages", "keys"):
        shutil.copytree(example / name, restored / name)
    shutil.copy(example / "secret-key", restored)
    page, headline = page_of(restored)
    assert headline in page
