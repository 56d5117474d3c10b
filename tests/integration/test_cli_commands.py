"""The command line, run as people run it."""

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from command_line import nyhavn
from nyhavn.cli import console
from spec.bad_input.village import Village

COMMAND = Path(sys.executable).with_name("nyhavn")

COUNTS = """
[initiation]
started_by = "Women of the upper valley"
kind = "community"
claimed_by = "The women's group"
[[initiation.evidence]]
kind = "workshop-minutes"
date = 2025-02-01
attested_by = "The district librarian"
"""
UNPROVEN = """
[[participation]]
stage = "design"
level = 4
claimed_by = "The office"
"""


def as_a_process(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command as the shell does."""
    return subprocess.run([COMMAND, *words], capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def produced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village whose plan was produced once: its folder with plan.toml, out and log."""
    folder = tmp_path_factory.mktemp("village")
    Village(folder)
    run = as_a_process("produce", folder / "plan.toml", "--out", folder / "out", "--log", folder / "log", "--zip")
    assert run.returncode == 0, run.stderr
    assert "Public:" in run.stdout and "Restricted:" in run.stdout
    return folder


@pytest.mark.slow
def test_the_example_initiative_counts_is_protected_and_verifies(tmp_path: Path, repository: Path) -> None:
    plan = repository / "examples" / "services-for-all" / "plan.toml"
    run = as_a_process("produce", plan, "--out", tmp_path / "out", "--log", tmp_path / "log")
    assert run.returncode == 0, run.stderr
    assert "It counts as citizen data" in run.stdout
    hidden, cells = map(int, re.findall(r"(\d+) of (\d+) figures are not shown", run.stdout)[0])
    assert 0 < hidden < cells / 2
    assert nyhavn("verify", tmp_path / "out" / "release", "--key", tmp_path / "log" / "trust.pub").returncode == 0


def test_help_names_every_command_for_a_newcomer() -> None:
    run = as_a_process("--help")
    assert run.returncode == 0
    for command in ("verdict", "check-form", "produce", "verify", "explain"):
        assert command in run.stdout


def test_a_verdict_names_its_clause(tmp_path: Path) -> None:
    (tmp_path / "who.toml").write_text(COUNTS, encoding="utf-8")
    run = nyhavn("verdict", tmp_path / "who.toml", "--strict")
    assert run.returncode == 0, run.stderr
    assert "counts" in run.stdout.lower()
    assert "started it" in run.stdout
    assert "local reading" in run.stdout


def test_a_claim_without_evidence_leaves_the_verdict_open(tmp_path: Path) -> None:
    (tmp_path / "who.toml").write_text(UNPROVEN, encoding="utf-8")
    run = nyhavn("verdict", tmp_path / "who.toml")
    assert "cannot tell" in run.stdout.lower()
    assert "unproven" in run.stdout
    assert "?" in run.stdout


def test_a_typing_mistake_in_a_verdict_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "who.toml").write_text(COUNTS.replace("started_by", "startd_by"), encoding="utf-8")
    run = nyhavn("verdict", tmp_path / "who.toml")
    assert run.returncode == 1
    assert 'Did you mean "started_by"?' in run.stderr


def test_a_form_is_checked_in_all_its_languages(repository: Path) -> None:
    run = nyhavn("check-form", repository / "examples" / "services-for-all" / "form.xlsx")
    assert run.returncode == 0, run.stderr
    assert all(language in run.stdout for language in ("en", "es", "ar"))


def test_a_form_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    run = as_a_process("check-form", tmp_path / "none.xlsx")
    assert run.returncode == 1
    assert "none.xlsx" in run.stderr and "Traceback" not in run.stderr


def test_a_release_verifies_with_the_key_of_its_producer(produced: Path) -> None:
    run = nyhavn("verify", produced / "out" / "release", "--key", produced / "log" / "trust.pub")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "unchanged since signed by" in run.stdout
    assert "true was not checked" in run.stdout


def test_the_folder_of_a_run_is_answered_with_the_folder_to_verify(produced: Path) -> None:
    run = nyhavn("verify", produced / "out", "--key", produced / "log" / "trust.pub")
    assert run.returncode == 1
    assert f"Verify {produced / 'out' / 'release'}" in run.stderr


def test_the_zip_verifies_as_well(produced: Path) -> None:
    run = nyhavn("verify", produced / "out" / "release.zip", "--key", produced / "log" / "trust.pub")
    assert run.returncode == 0, run.stdout + run.stderr


def test_without_a_key_it_says_that_nobody_vouches_for_the_signer(produced: Path) -> None:
    run = nyhavn("verify", produced / "out" / "release")
    assert run.returncode == 3
    assert "--key" in run.stdout


def test_a_foreign_signer_fails_and_is_named(produced: Path, tmp_path: Path) -> None:
    plan = produced / "plan.toml"
    assert nyhavn("produce", plan, "--out", tmp_path / "o", "--log", tmp_path / "log").returncode == 0
    run = nyhavn("verify", produced / "out" / "release", "--key", tmp_path / "log" / "trust.pub")
    assert run.returncode == 1
    assert "WRONG" in run.stdout
    assert re.search(r"[0-9a-f]{16}", run.stdout)


def test_a_changed_table_is_named(produced: Path, tmp_path: Path) -> None:
    copy = tmp_path / "release"
    subprocess.run(["cp", "-r", produced / "out" / "release", copy], check=True)
    table = next((copy / "tables").glob("water.csv"))
    table.write_text(table.read_text(encoding="utf-8").replace("published", "Published", 1), encoding="utf-8")
    run = nyhavn("verify", copy, "--key", produced / "log" / "trust.pub")
    assert run.returncode == 1
    assert "tables/water.csv" in run.stdout


def test_an_older_checkpoint_detects_a_log_written_anew(produced: Path, tmp_path: Path) -> None:
    """Somebody keeps a checkpoint; the producer starts the log again with the same key and signs other releases."""
    kept = produced / "out" / "release" / "log" / "checkpoint"
    anew = tmp_path / "log"
    subprocess.run(["cp", "-r", produced / "log", anew], check=True)
    for name in ("leaves.txt", "checkpoint", "checkpoints"):
        subprocess.run(["rm", "-r", anew / name], check=True)
    village = Village(tmp_path)
    village.change("plan.toml", "Water in our village", "Wells in our village")
    assert nyhavn("produce", tmp_path / "plan.toml", "--out", tmp_path / "again", "--log", anew).returncode == 0
    again = tmp_path / "again" / "release"
    assert nyhavn("verify", again, "--key", anew / "trust.pub").returncode == 0, "whole in itself"
    run = nyhavn("verify", again, "--key", anew / "trust.pub", "--checkpoint", kept)
    assert run.returncode == 1
    assert "WRONG" in run.stdout and "log" in run.stdout


def test_the_next_release_names_the_one_before(produced: Path, tmp_path: Path) -> None:
    plan = produced / "plan.toml"
    before = produced / "out" / "release"
    run = nyhavn("produce", plan, "--out", tmp_path / "two", "--log", produced / "log", "--previous", before)
    assert run.returncode == 0, run.stderr
    page = (tmp_path / "two" / "release" / "report.html").read_text(encoding="utf-8")
    assert "compared with release" in page


def test_a_place_that_is_taken_is_never_written_over(produced: Path) -> None:
    plan = produced / "plan.toml"
    page = produced / "out" / "release" / "report.html"
    was = page.read_bytes()
    run = nyhavn("produce", plan, "--out", produced / "out", "--log", produced / "log")
    assert run.returncode == 1
    assert "output-exists" in run.stderr
    assert page.read_bytes() == was


@pytest.mark.parametrize("code", ["plan-mistake", "direct-identifiers", "encoding-wrong", "no-room"])
def test_every_code_in_a_message_can_be_looked_up(code: str) -> None:
    listed = nyhavn("explain").stdout.split()
    named = next(known for known in listed if code in known)
    run = nyhavn("explain", named)
    assert run.returncode == 0
    assert "Why:" in run.stdout and "What to do:" in run.stdout


def test_an_unknown_code_is_answered_with_the_nearest() -> None:
    run = nyhavn("explain", "plan-mistak")
    assert run.returncode == 1
    assert "plan-mistake" in run.stderr


def test_a_trust_file_without_a_key_is_refused_and_not_taken_for_no_file(produced: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.pub").write_text("# nobody yet\n", encoding="utf-8")
    run = nyhavn("verify", produced / "out" / "release", "--key", tmp_path / "empty.pub")
    assert run.returncode == 1
    assert "empty.pub" in run.stderr or "key" in run.stderr


def test_a_run_that_lost_its_interruption_ends_at_its_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_to_end = threading.Event()
    monkeypatch.setattr(console, "STOPPED", asked_to_end)
    with console.progress() as step:
        step("Reading the files", 0, 1)
        asked_to_end.set()
        with pytest.raises(KeyboardInterrupt):
            step("Counting", 0, 1)
