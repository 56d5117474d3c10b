"""A release as one zip file: as safe to check as a folder, and every byte of it decided."""

import hashlib
import io
import os
import random
import shutil
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from nyhavn.exchange.bundle.container import pack
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.verdict import Verification
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.refusal import Refusal
from spec.bundle.small_release import publish_release

# Packed once; another hash means that zips packed earlier no longer verify.
GOLDEN = "b2c434b8f5465f0bb280f4d1f946e9a441f404c7c7cc39a58db9129c5087accf"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> ReleaseLog:
    return ReleaseLog.open(tmp_path_factory.mktemp("instance") / "log")


@pytest.fixture(scope="module")
def folder(log: ReleaseLog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_release(log, tmp_path_factory.mktemp("releases") / "release").folder


@pytest.fixture(scope="module")
def good(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("zips") / "release.zip"
    pack(folder, path)
    return path.read_bytes()


def check(data: bytes, tmp_path: Path, log: ReleaseLog) -> Verification:
    (tmp_path / "release.zip").write_bytes(data)
    return verify(tmp_path / "release.zip", trusted=[log.verifier_key])


def codes(found: Verification) -> set[str]:
    return {problem.code for problem in found.problems}


def repacked(good: bytes, *, compression: int = zipfile.ZIP_STORED, extra: dict[str, bytes] | None = None) -> bytes:
    """The same files in a zip made by somebody else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
        for name, data in (extra or {}).items():
            new.writestr(name, data)
    return out.getvalue()


def test_a_packed_release_verifies_like_its_folder(good: bytes, folder: Path, tmp_path: Path, log: ReleaseLog) -> None:
    found = check(good, tmp_path, log)
    assert (found.problems, found.signer_trusted) == ((), True)
    assert found == verify(folder, trusted=[log.verifier_key])


def test_packing_depends_on_names_and_bytes_alone(good: bytes, folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    for path in copy.rglob("*"):
        path.chmod(0o700)
        os.utime(path, (10**9, 10**9))
    pack(copy, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == good
    assert list(tmp_path.glob("*.partial")) == []


def test_packing_gives_the_same_bytes_in_every_version(tmp_path: Path) -> None:
    small = tmp_path / "small"
    (small / "b").mkdir(parents=True)
    (small / "a.txt").write_bytes(b"water\n")
    (small / "b" / "empty").write_bytes(b"")
    pack(small, tmp_path / "small.zip")
    assert hashlib.sha256((tmp_path / "small.zip").read_bytes()).hexdigest() == GOLDEN


def test_an_unpacked_zip_is_the_folder_again(good: bytes, folder: Path, tmp_path: Path, log: ReleaseLog) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert verify(tmp_path / "unpacked", trusted=[log.verifier_key]).ok


def unnoticed(good: bytes, positions: Iterable[int], tmp_path: Path, log: ReleaseLog) -> list[int]:
    """The positions whose change is not found."""
    changed = ((at, good[:at] + bytes([good[at] ^ 0x01]) + good[at + 1 :]) for at in positions)
    return [at for at, data in changed if check(data, tmp_path, log).ok]


@pytest.mark.slow
def test_every_byte_of_the_directory_of_a_zip_is_protected(good: bytes, tmp_path: Path, log: ReleaseLog) -> None:
    assert unnoticed(good, range(good.index(b"PK\x01\x02"), len(good)), tmp_path, log) == []


def test_a_changed_byte_of_a_zip_is_found(good: bytes, tmp_path: Path, log: ReleaseLog) -> None:
    """A sample of the whole, and all of the first header and the last record."""
    sample = random.Random(20261122).sample(range(len(good)), 80)
    assert unnoticed(good, [*range(30), *sample, *range(len(good) - 22, len(good))], tmp_path, log) == []


@pytest.mark.parametrize("cut", [0, 1, 4, 30, 500, -1, -22, -60])
def test_a_cut_zip_is_found(good: bytes, tmp_path: Path, log: ReleaseLog, cut: int) -> None:
    assert codes(check(good[:cut], tmp_path, log)) == {"container-damaged"}


@pytest.mark.parametrize("edit", ["comment", "before", "after", "other times", "other order"])
def test_the_same_files_in_an_edited_zip_are_found(good: bytes, tmp_path: Path, log: ReleaseLog, edit: str) -> None:
    """All files are whole; only the container was touched."""
    path = tmp_path / "edited.zip"
    path.write_bytes(good)
    if edit == "comment":
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = b"hello"
    edits = {"before": b"#!/bin/sh\n" + good, "after": good + b"\n", "other times": repacked(good)}
    if edit == "other order":
        with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(path, "w") as new:
            for info in reversed(old.infolist()):
                new.writestr(info, old.read(info))
    found = check(edits.get(edit) or path.read_bytes(), tmp_path, log)
    assert codes(found) in ({"container-edited"}, {"container-damaged"})
    assert found.problems[0].file == "release.zip"


def test_an_edited_zip_still_names_the_file_that_was_changed(good: bytes, tmp_path: Path, log: ReleaseLog) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info, b"<p>invented</p>" if info.filename == "report.html" else old.read(info))
    assert ("file-changed", "report.html") in {(p.code, p.file) for p in check(out.getvalue(), tmp_path, log).problems}


def test_a_file_added_to_a_zip_is_found(good: bytes, tmp_path: Path, log: ReleaseLog) -> None:
    found = check(repacked(good, extra={"tables/more.csv": b"x"}), tmp_path, log)
    assert codes(found) == {"container-edited", "file-added"}


@pytest.mark.parametrize(
    "name",
    ["../outside.txt", "/etc/outside", "a/../../outside", "..\\outside", "C:\\outside", "folder/", ".hidden", "a//b"],
)
def test_a_name_that_leads_elsewhere_is_not_unpacked(good: bytes, tmp_path: Path, log: ReleaseLog, name: str) -> None:
    (tmp_path / "deep").mkdir()
    found = check(repacked(good, extra={name: b"x"}), tmp_path / "deep", log)
    assert codes(found) == {"container-damaged"}
    assert list(tmp_path.rglob("outside*")) == []


def test_a_link_in_a_zip_is_not_made(good: bytes, tmp_path: Path, log: ReleaseLog) -> None:
    out = io.BytesIO(good)
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("tables/link.csv")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hostname")
    assert codes(check(out.getvalue(), tmp_path, log)) == {"container-edited", "file-added"}


def test_a_bomb_is_not_unpacked(good: bytes, tmp_path: Path, log: ReleaseLog) -> None:
    bomb = repacked(good, compression=zipfile.ZIP_DEFLATED, extra={"zeros.bin": bytes(50_000_000)})
    assert len(bomb) < 200_000
    assert codes(check(bomb, tmp_path, log)) == {"container-damaged"}


def test_one_file_listed_many_times_is_not_unpacked(good: bytes, tmp_path: Path, log: ReleaseLog) -> None:
    """Overlapping entries: a small zip that claims to hold many times its size."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a0", bytes(10_000))
        first = archive.infolist()[0]
        for number in range(1, 50):
            again = zipfile.ZipInfo(f"a{number}")
            again.header_offset, again.CRC = first.header_offset, first.CRC
            again.file_size = again.compress_size = first.file_size
            archive.filelist.append(again)
    assert codes(check(out.getvalue(), tmp_path, log)) == {"container-damaged"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_a_file_that_is_a_folder_and_too_many_files_are_found(
    good: bytes, tmp_path: Path, log: ReleaseLog
) -> None:
    for extra in ({"report.html": b"x"}, {"report.html/x": b"x"}, {f"f{n}": b"" for n in range(10_001)}):
        assert codes(check(repacked(good, extra=extra), tmp_path, log)) == {"container-damaged"}


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x05\x06" + bytes(18), bytes(100)])
def test_what_is_no_zip_of_a_release_is_no_release(data: bytes, tmp_path: Path, log: ReleaseLog) -> None:
    assert not check(data, tmp_path, log).ok


def test_links_hidden_files_and_the_folder_itself_are_not_packed(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    with pytest.raises(Refusal) as inside:
        pack(copy, copy / "release.zip")
    (copy / "link").symlink_to(folder / "report.html")
    with pytest.raises(Refusal) as linked:
        pack(copy, tmp_path / "release.zip")
    assert inside.value.codes == linked.value.codes == ("bundle-not-plain",)
    assert "link" in str(linked.value)
