"""What is sealed, what is refused before sealing, and that every code has an explanation."""

import json
import re
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

import nyhavn.exchange.bundle as bundle_package
from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.content import write_content
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.manifest import read_manifest, write_manifest
from nyhavn.exchange.bundle.sealing import seal
from nyhavn.exchange.bundle.statement import signed_bytes, state
from nyhavn.framework.explanations import explanations
from nyhavn.framework.refusal import Refusal
from spec.bundle.small_release import REPORT, small_release

HASH = "ab" * 32
CODE = re.compile(r'(?:refusal|Problem|report)\(\s*"([a-z]+(?:-[a-z]+)+)"')


@pytest.fixture
def log(tmp_path: Path) -> ReleaseLog:
    return ReleaseLog.open(tmp_path / "log")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    write_content(small_release(), tmp_path / "content", report_html=REPORT)
    return tmp_path / "content"


def test_sealing_adds_evidence_and_touches_no_content(content: Path, log: ReleaseLog) -> None:
    before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    sealed = seal(content, small_release(), log)
    after = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    assert {path: after[path] for path in before} == before
    assert len(after) - len(before) == 5
    assert (sealed.log_size, sealed.key_fingerprint) == (1, log.key_fingerprint)


def test_a_folder_is_sealed_once(content: Path, log: ReleaseLog) -> None:
    seal(content, small_release(), log)
    with pytest.raises(Refusal) as refused:
        seal(content, small_release(), log)
    assert refused.value.codes == ("bundle-not-plain",)
    assert log.state().signed.checkpoint.size == 1


@pytest.mark.parametrize("odd", ["link", ".hidden", "two words.txt", "empty folder", "nothing at all"])
def test_what_does_not_arrive_everywhere_as_it_left_is_not_sealed(content: Path, log: ReleaseLog, odd: str) -> None:
    if odd == "link":
        (content / "link").symlink_to(content / "report.html")
    elif odd == "empty folder":
        (content / "empty").mkdir()
    elif odd == "nothing at all":
        content = content.parent / "nothing"
        content.mkdir()
    else:
        (content / odd).write_bytes(b"x")
    with pytest.raises(Refusal) as refused:
        seal(content, small_release(), log)
    assert refused.value.codes == ("bundle-not-plain",)
    assert log.state().leaves == ()


def test_a_damaged_log_seals_nothing(content: Path, log: ReleaseLog) -> None:
    (log.folder / "checkpoint").write_bytes(b"garbage")
    with pytest.raises(Refusal) as refused:
        seal(content, small_release(), log)
    assert refused.value.codes == ("log-damaged",)
    assert not (content / "log/checkpoint").exists()


def test_what_is_signed_holds_no_words_of_or_about_persons(content: Path, log: ReleaseLog) -> None:
    """Titles, parties and counts are in the content, where they can be left out of a later release."""
    seal(content, small_release(), log)
    body = b64decode(json.loads((content / "release.intoto.dsse.json").read_bytes())["payload"]).decode()
    release = small_release()
    for word in (release.title, release.community, release.attribution, release.parties[0].name, release.participants):
        assert f'"{word}"' not in body


def test_the_encoding_that_is_signed_is_that_of_the_dsse_specification() -> None:
    """The specification's own example has another type; lengths and spaces are what matters."""
    assert signed_bytes(b"hello world") == b"DSSEv1 28 application/vnd.in-toto+json 11 hello world"


def test_the_moment_of_issue_is_told_in_utc() -> None:
    berlin = datetime(2026, 11, 20, 13, 30, tzinfo=timezone(timedelta(hours=1)))
    stated = state(replace(small_release(), issued_at=berlin), {"a": HASH})
    assert stated.predicate.issued_at == "2026-11-20T12:30:00Z"
    naive = datetime(2026, 11, 20, 13, 30, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        state(replace(small_release(), issued_at=naive), {"a": HASH})


def test_a_manifest_comes_back_sorted() -> None:
    data = write_manifest({"b.txt": HASH, "a/x.csv": HASH, "B.txt": HASH})
    assert [line[66:] for line in data.decode().splitlines()] == ["B.txt", "a/x.csv", "b.txt"]
    assert read_manifest(data) == {"b.txt": HASH, "a/x.csv": HASH, "B.txt": HASH}


@pytest.mark.parametrize(
    "text",
    [
        f"{HASH}  a.txt",
        f"{HASH} *a.txt\n",
        f"{HASH.upper()}  a.txt\n",
        f"{HASH}  b.txt\n{HASH}  a.txt\n",
        f"{HASH}  a.txt\n{HASH}  a.txt\n",
        f"{HASH}  a.txt\r\n",
        f"{HASH}  ../a.txt\n",
        f"{HASH}  /a.txt\n",
        f"{HASH}  a.txt\n\n",
        f"\\{HASH}  a.txt\n",
        f"{HASH}  ä.txt\n",
    ],
)
def test_a_manifest_in_any_other_spelling_is_not_read(text: str) -> None:
    with pytest.raises(Unreadable):
        read_manifest(text.encode())


def test_every_code_of_refusals_and_problems_is_explained() -> None:
    folder = Path(bundle_package.__path__[0])
    used = {code for path in folder.glob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    assert len(used) > 25
    assert used - explanations().keys() == set()
