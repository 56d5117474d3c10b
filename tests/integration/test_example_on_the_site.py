"""The example comes into an empty installation once, goes on from a signed release to an office, survives a backup."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

from browser.installation import started

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
COMMAND = Path(sys.executable).with_name("nyhavn")
NAME = "services-for-all-2025"
INITIATIVE, OFFICE = "/initiatives/services-for-all/", "Statistics Office of Veridia (invented)"
APPLIED = "March 2022), applied by Statistics Office of Veridia (invented). This is not a decision of the UK Office"
Look = Callable[[str], str]


def nyhavn(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NYHAVN_HOME": str(home), "NYHAVN_KEYS": str(home / "keys")}
    return subprocess.run([COMMAND, *words], env=environment, capture_output=True, text=True, timeout=600)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> tuple[Path, str, int]:
    """A home with the example in it, what was printed, and how many mails the worker still had to send."""
    home = tmp_path_factory.mktemp("example")
    run = nyhavn("example", "--folder", str(repository / "examples" / "services-for-all"), home=home)
    assert run.returncode == 0, run.stderr
    assert "password: harbour " in run.stdout and f"/data/{NAME}/1/" in run.stdout
    with sqlite3.connect(home / "nyhavn.sqlite3") as database:
        [mails] = database.execute("SELECT count(*) FROM accounts_outgoingmail").fetchone()
    return home, run.stdout, mails


@pytest.fixture(scope="module")
def example(loaded: tuple[Path, str, int]) -> Path:
    return loaded[0]


@pytest.fixture(scope="module")
def mail_waiting(loaded: tuple[Path, str, int]) -> int:
    return loaded[2]


@pytest.fixture(scope="module")
def welcome(loaded: tuple[Path, str, int]) -> str:
    return loaded[1]


@pytest.fixture(scope="module")
def look(example: Path) -> Iterator[Look]:
    """What a page says to visitors, with single blanks."""
    site = started(example)

    def words(path: str) -> str:
        with urllib.request.urlopen(f"{site.address}{path}", timeout=60) as answer:
            return " ".join(unescape(answer.read().decode()).split())

    yield words
    site.stop()


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


def test_a_complaint_about_it_is_answered_and_a_new_version_promised(example: Path) -> None:
    with sqlite3.connect(example / "nyhavn.sqlite3") as database:
        acts = database.execute("SELECT step, remedy, done_by_id IS NULL FROM complaints_complaintdone ORDER BY id")
        assert acts.fetchall() == [("acknowledge", "", 0), ("promise", "new-version", 0)]
        outside = database.execute("SELECT count(*) FROM initiatives_roleassignment WHERE role = 'outside-body'")
        assert outside.fetchone() == (1,)


def test_a_map_of_gaps_of_an_invented_country_shows_what_it_could_fill(look: Look) -> None:
    said = look("/gaps/")
    assert "Veridia (invented)" in said
    assert "Invented figures, made up for the example" in said
    assert "Services for all" in look("/gaps/999/16.6.2/disability/")


def test_an_agreement_is_in_force_and_a_package_was_handed_over_under_it(look: Look, example: Path) -> None:
    found = re.search(rf"{INITIATIVE}agreements/[0-9a-f-]+/", look(INITIATIVE))
    assert found is not None
    said = look(found[0])
    assert OFFICE in said
    assert "In force" in said
    with sqlite3.connect(example / "nyhavn.sqlite3") as database:
        package = database.execute("SELECT state, handed FROM agreements_package").fetchall()
        community = database.execute("SELECT count(*) FROM agreements_agreementdecision").fetchone()
    assert package == [("ready", "protected-aggregates")]
    assert community == (1,)


def test_an_office_applied_the_criteria_of_another_and_one_verdict_is_appealed_against(look: Look) -> None:
    said = look(f"/data/{NAME}/1/verdicts/")
    assert said.count(APPLIED) >= 2  # each verdict says whose criteria they are, and who applied them
    for words in ("as proxy or complement, with a caveat", "Use as context", "Caveat", "One district only"):
        assert words in said
    assert "Next time we will ask about each service for itself." in said
    assert "Human Rights Commission of Veridia (invented)" in said


def test_one_authority_committed_itself_to_a_day_and_another_one_is_late(look: Look) -> None:
    said = look(f"{INITIATIVE}decisions/")
    assert "Transport Authority of Meridian (invented)" in said
    assert "overdue" in said.casefold()
    assert "The ID office gets a ramp" in look("/authorities/municipality-of-meridian/")


def test_who_took_part_stands_beside_an_invented_census(look: Look) -> None:
    assert "Invented census of Meridian District" in look(f"/data/{NAME}/1/comparisons/")


def test_the_welcome_says_who_to_sign_in_as_on_the_other_side(welcome: str) -> None:
    for email in ("selma@statistics.example", "tomas@statistics.example", "farah@rights.example", "hugo@town.example"):
        assert f"  {email}: " in welcome


def test_no_mail_of_invented_people_waits_to_leave_later(mail_waiting: int) -> None:
    assert mail_waiting == 0


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
