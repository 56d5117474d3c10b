"""Whatever is changed in a release after signing is found, and the file is named."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyhavn.exchange.bundle.layout import EVIDENCE, sha256_of, take_inventory
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.verdict import Verification
from nyhavn.exchange.bundle.verification import verify
from spec.bundle.small_release import publish_release

CONTENT = (
    "README.txt",
    "codebook.csv",
    "datapackage.json",
    "dossier.json",
    "dossier.schema.json",
    "report.html",
    "report.json",
    "tables/water.by.functioning.place.csv",
    "tables/water.total.csv",
)
SAMPLE_STEP = 97  # of content files every 97th byte is changed, and the first and the last


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> ReleaseLog:
    return ReleaseLog.open(tmp_path_factory.mktemp("instance") / "log")


@pytest.fixture(scope="module")
def originals(log: ReleaseLog, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two releases of one log; never touched by a test."""
    place = tmp_path_factory.mktemp("releases")
    first = publish_release(log, place / "first")
    second = publish_release(log, place / "second", id="agua-2026-2", previous="agua-2026-1", title="Otra entrega")
    return first.folder, second.folder


@pytest.fixture
def bundle(originals: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of the second release that a test may damage."""
    return Path(shutil.copytree(originals[1], tmp_path / "bundle"))


def named(found: Verification) -> set[str]:
    return {problem.file for problem in found.problems}


def codes(found: Verification) -> set[str]:
    return {problem.code for problem in found.problems}


def coded(found: Verification) -> set[tuple[str, str]]:
    return {(problem.code, problem.file) for problem in found.problems}


def test_the_files_of_these_tests_are_all_the_files_there_are(bundle: Path) -> None:
    assert set(take_inventory(bundle).files) == {*CONTENT, *EVIDENCE}


def test_an_untouched_release_verifies(originals: tuple[Path, Path], log: ReleaseLog) -> None:
    """The twin of everything below: the useful thing comes through."""
    for place, name in zip(originals, ("agua-2026-1", "agua-2026-2"), strict=True):
        found = verify(place, trusted=[log.verifier_key])
        assert (found.problems, found.ok, found.signer_trusted) == ((), True, True)
        assert (found.release_id, found.version, found.issued_at) == (name, "1", "2026-11-20T12:30:00Z")
        assert found.signer == log.key_fingerprint


def test_the_result_says_what_was_not_checked(bundle: Path, log: ReleaseLog) -> None:
    notes = " ".join(verify(bundle, trusted=[log.verifier_key]).notes)
    assert "true was not checked" in notes
    assert "No witness" in notes
    assert "No older checkpoint" in notes
    assert "No key was given" not in notes


def test_without_a_key_nothing_is_wrong_but_nobody_is_trusted(bundle: Path) -> None:
    found = verify(bundle)
    assert (found.ok, found.signer_trusted) == (True, None)
    assert any("No key was given" in note for note in found.notes)


def test_copying_times_and_modes_do_not_matter(bundle: Path, log: ReleaseLog) -> None:
    """As git, a download or a USB stick would leave it."""
    for path in bundle.rglob("*"):
        path.chmod(0o755)
        os.utime(path, (1, 1))
    assert verify(bundle, trusted=[log.verifier_key]).ok


@pytest.mark.slow
@pytest.mark.parametrize("file", EVIDENCE)
def test_every_byte_of_the_evidence_is_protected(bundle: Path, file: str) -> None:
    """Every position, each with two changes: the lowest bit, and the bit between large and small letters."""
    path = bundle / file
    data = path.read_bytes()
    unnoticed = []
    for position in range(len(data)):
        for bit in (0x01, 0x20):
            path.write_bytes(data[:position] + bytes([data[position] ^ bit]) + data[position + 1 :])
            if verify(bundle).ok:
                unnoticed.append((position, bit))
    assert unnoticed == []
    path.write_bytes(data)
    assert verify(bundle).ok


@pytest.mark.parametrize("file", EVIDENCE)
def test_a_changed_byte_of_the_evidence_is_found(bundle: Path, file: str) -> None:
    """A sample of the slow test above, for every day."""
    path = bundle / file
    data = path.read_bytes()
    for position in {0, len(data) - 1, *range(0, len(data), 23)}:
        path.write_bytes(data[:position] + bytes([data[position] ^ 0x01]) + data[position + 1 :])
        assert not verify(bundle).ok


@pytest.mark.parametrize("file", CONTENT)
def test_a_changed_byte_of_content_is_found_and_the_file_is_named(bundle: Path, file: str) -> None:
    path = bundle / file
    data = path.read_bytes()
    for position in {0, len(data) - 1, *range(0, len(data), SAMPLE_STEP)}:
        path.write_bytes(data[:position] + bytes([data[position] ^ 0x01]) + data[position + 1 :])
        assert coded(verify(bundle)) == {("file-changed", file)}


@pytest.mark.parametrize("file", [*CONTENT, *EVIDENCE])
@pytest.mark.parametrize("change", ["cut", "longer", "empty", "line feed", "crlf", "byte order mark"])
def test_a_file_cut_or_made_longer_is_found_and_named(bundle: Path, file: str, change: str) -> None:
    path = bundle / file
    data = path.read_bytes()
    changed = {
        "cut": data[:-1],
        "longer": data + b" ",
        "empty": b"",
        "line feed": data + b"\n",
        "crlf": data.replace(b"\n", b"\r\n"),
        "byte order mark": b"\xef\xbb\xbf" + data,
    }
    path.write_bytes(changed[change])
    assert file in named(verify(bundle))
    path.write_bytes(data)
    assert verify(bundle).ok


@pytest.mark.parametrize("file", [*CONTENT, *EVIDENCE])
def test_a_missing_file_is_found_and_named(bundle: Path, file: str) -> None:
    (bundle / file).unlink()
    assert ("file-missing", file) in coded(verify(bundle))


@pytest.mark.parametrize("file", [*CONTENT, *EVIDENCE])
def test_a_file_that_has_become_a_folder_or_a_link_is_found(bundle: Path, file: str) -> None:
    kept = bundle.with_name("kept")
    (bundle / file).rename(kept)
    (bundle / file).symlink_to(kept)
    linked = verify(bundle)
    assert {("file-missing", file), ("file-added", file)} <= coded(linked)
    (bundle / file).unlink()
    (bundle / file).mkdir()
    assert {("file-missing", file), ("file-added", file)} <= coded(verify(bundle))


@pytest.mark.parametrize(
    "name",
    ["note.txt", ".hidden", "tables/more.csv", "log/extra", "new/folder/file.csv", "tables/.DS_Store", "a b.txt"],
)
def test_an_added_file_is_found_and_named(bundle: Path, name: str) -> None:
    (bundle / name).parent.mkdir(parents=True, exist_ok=True)
    (bundle / name).write_bytes(b"looks as if it belonged here")
    assert coded(verify(bundle)) == {("file-added", name)}


def test_an_added_empty_folder_a_pipe_and_a_strange_name_are_found(bundle: Path) -> None:
    (bundle / "empty" / "deeper").mkdir(parents=True)
    os.mkfifo(bundle / "pipe")
    Path(os.fsdecode(os.fsencode(bundle) + b"/\xff")).write_bytes(b"x")
    found = verify(bundle)
    assert named(found) == {"empty", "empty/deeper", "pipe", "\\udcff"}
    "".join(problem.sentence + problem.file for problem in found.problems).encode("utf-8")


@contextmanager
def deep_folders(place: Path, levels: int) -> Iterator[None]:
    """Folders in folders, taken away again one by one: what is this deep, few programs can remove."""
    here = Path.cwd()
    os.chdir(place)
    for _ in range(levels):
        Path("d").mkdir()
        os.chdir("d")
    yield
    for _ in range(levels):
        os.chdir("..")
        Path("d").rmdir()
    os.chdir(here)


def test_more_levels_of_folders_than_any_stack_holds_are_no_crash(bundle: Path) -> None:
    with deep_folders(bundle, 1_100):
        found = verify(bundle)
    assert codes(found) == {"file-added"}
    assert verify(bundle).ok


@pytest.mark.parametrize("file", [*CONTENT, *EVIDENCE])
def test_a_file_of_another_release_of_the_same_log_is_found(
    originals: tuple[Path, Path], bundle: Path, file: str
) -> None:
    """Both releases are whole and from the same signer; only the mixture is false."""
    (bundle / file).write_bytes((originals[0] / file).read_bytes())
    same = (originals[0] / file).read_bytes() == (originals[1] / file).read_bytes()
    assert verify(bundle).ok is same


def test_all_evidence_of_another_release_does_not_fit_this_content(originals: tuple[Path, Path], bundle: Path) -> None:
    for file in EVIDENCE:
        (bundle / file).write_bytes((originals[0] / file).read_bytes())
    assert {"report.json", "README.txt", "datapackage.json", "dossier.json"} == named(verify(bundle))


def test_a_manifest_made_to_fit_a_changed_file_is_found(bundle: Path) -> None:
    """What sha256sum alone can not find."""
    table = bundle / "tables/water.total.csv"
    old = table.read_bytes()
    table.write_bytes(old.replace(b"61", b"99"))
    manifest = bundle / "MANIFEST.sha256"
    manifest.write_text(manifest.read_text().replace(hashlib.sha256(old).hexdigest(), sha256_of(table)))
    assert coded(verify(bundle)) == {
        ("file-changed", "tables/water.total.csv"),
        ("manifest-wrong", "MANIFEST.sha256"),
    }


def test_an_empty_folder_is_no_release(tmp_path: Path) -> None:
    found = verify(tmp_path)
    assert coded(found) == {("file-missing", file) for file in EVIDENCE}
    assert (found.signer, found.release_id, found.log_size, found.ok) == ("", "", 0, False)


# File, where (in ten thousandths), how many bytes go, what comes instead.
EDITS = st.tuples(
    st.sampled_from([*CONTENT, *EVIDENCE]), st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=40)
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edit=EDITS)
def test_random_edits_never_pass_and_never_crash(bundle: Path, edit: tuple[str, int, int, bytes]) -> None:
    file, where, gone, instead = edit
    path = bundle / file
    data = path.read_bytes()
    start = where * len(data) // 10_000
    changed = data[:start] + instead + data[start + gone :]
    path.write_bytes(changed)
    try:
        assert verify(bundle).ok is (changed == data)
    finally:
        path.write_bytes(data)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=st.sampled_from(EVIDENCE), garbage=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_garbage_in_the_place_of_evidence_never_passes_and_never_crashes(
    bundle: Path, file: str, garbage: bytes
) -> None:
    path = bundle / file
    data = path.read_bytes()
    path.write_bytes(garbage)
    try:
        assert not verify(bundle).ok
    finally:
        path.write_bytes(data)
