"""The credit file beside a release: compared with what was signed, changed without fault, never a way in for others."""

import shutil
from pathlib import Path

import pytest

from command_line import nyhavn
from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.container import pack
from nyhavn.exchange.bundle.credit import (
    COMMITMENT,
    CREDIT,
    CREDIT_CHANGED,
    CREDIT_ELSEWHERE,
    CREDIT_SAME,
    commitment_of,
    read_credit,
    write_credit,
)
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.attribution import CreditLine
from nyhavn.framework.labels import labels_from
from nyhavn.framework.release import CreditStatement
from spec.bundle.small_release import publish_release

LINE = CreditLine("Las vecinas", ("Ana", "علی"), others=True)
FILE = write_credit(LINE, "ab" * 32)
FEWER = write_credit(CreditLine("Las vecinas", ("Ana",), others=True), "")
LABELS = labels_from({"TK A": {"es": "Nombren el barrio."}})


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    log = ReleaseLog.open(tmp_path / "log")
    statement = CreditStatement(commitment_of(FILE), LABELS)
    return publish_release(log, tmp_path / "release", credit=statement).folder


def test_the_file_is_read_as_it_was_written() -> None:
    assert read_credit(FILE) == LINE


@pytest.mark.parametrize(("given", "note"), [(FILE, CREDIT_SAME), (FEWER, CREDIT_CHANGED), (None, CREDIT_ELSEWHERE)])
def test_verify_says_whether_the_names_were_changed_and_never_fails_for_it(
    bundle: Path, given: bytes | None, note: str
) -> None:
    found = verify(bundle, credit=given)
    assert found.ok
    assert note in found.notes


def test_the_bundle_holds_no_name_and_carries_the_labels(bundle: Path) -> None:
    texts = {path.name: path.read_text("utf-8") for path in bundle.rglob("*") if path.is_file()}
    assert not any("Ana" in text for name, text in texts.items() if name != "report.html")
    assert texts[COMMITMENT] == f"{commitment_of(FILE)}  {CREDIT}\n"
    assert all("Nombren el barrio." in texts[name] for name in ("README.txt", "datapackage.json", "report.json"))


def test_a_credit_file_laid_into_the_bundle_is_read_and_no_added_file(bundle: Path, tmp_path: Path) -> None:
    (bundle / CREDIT).write_bytes(FEWER)
    found = verify(bundle)
    assert found.ok and CREDIT_CHANGED in found.notes
    pack(bundle, tmp_path / "whole.zip")
    assert verify(tmp_path / "whole.zip").ok


def test_a_release_without_a_hash_takes_no_credit_file(tmp_path: Path) -> None:
    folder = publish_release(ReleaseLog.open(tmp_path / "log"), tmp_path / "release").folder
    assert not any("named" in note for note in verify(folder).notes)
    (folder / CREDIT).write_bytes(FILE)
    assert [problem.code for problem in verify(folder).problems] == ["file-added"]


@pytest.mark.parametrize("damage", [b"", b"{}", FILE.replace(b'"format":1', b'"format":2'), FILE[:-1], b" " + FILE])
def test_what_is_no_credit_file_is_said_to_be_damaged(bundle: Path, damage: bytes) -> None:
    with pytest.raises(Unreadable):
        read_credit(damage)
    assert [problem.code for problem in verify(bundle, credit=damage).problems] == ["evidence-damaged"]


def test_a_changed_hash_is_a_changed_file(bundle: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(bundle, tmp_path / "copied"))
    (copied / COMMITMENT).write_text(f"{commitment_of(FEWER)}  {CREDIT}\n")
    assert [(p.code, p.file) for p in verify(copied, credit=FEWER).problems] == [("file-changed", COMMITMENT)]


def test_the_command_takes_the_file(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / CREDIT).write_bytes(FEWER)
    ran = nyhavn("verify", bundle, "--credit", tmp_path / CREDIT)
    assert ran.returncode == 3  # no key was given
    assert "was changed since the release was signed" in " ".join((ran.stdout + ran.stderr).split())
