"""Archives from strangers: limited before and while they are read, and never unpacked."""

import gzip
import stat
import struct
import time
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest

from nyhavn.exchange.incoming import archive
from nyhavn.exchange.incoming.spreadsheet import read_table
from nyhavn.framework.refusal import Reason, Refusal

TABLE = b"a,b\n1,2\n"
CHUNK = bytes(8 * 1024**2)


def refused(path: Path, **options: str) -> Reason:
    with pytest.raises(Refusal) as caught:
        read_table(path, **options)
    reason = caught.value.reasons[0]
    assert path.name in reason.where
    return reason


def zipped(folder: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def bomb(folder: Path, size: int, name: str = "export.zip", member: str = "answers.csv") -> Path:
    """An archive whose one file expands to `size` bytes of zeros."""
    path = folder / name
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        made.open(member, "w", force_zip64=True) as stream,
    ):
        for _ in range(size // len(CHUNK)):
            stream.write(CHUNK)
    return path


def test_the_only_table_of_an_archive_is_read(tmp_path: Path) -> None:
    members = {
        "readme.txt": b"x",
        "data/answers.csv": TABLE,
        "__MACOSX/data/._answers.csv": b"\0\5",
        "photo.jpg": b"\0",
    }
    received = read_table(zipped(tmp_path, members))
    assert received.table.to_pydict() == {"a": ["1"], "b": ["2"]}
    assert (received.file, received.sheet) == ("export.zip", "data/answers.csv")


def test_of_several_tables_the_one_named_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"main.csv": TABLE, "roster.csv": b"c\n9\n"})
    assert read_table(path, member="roster.csv").table.to_pydict() == {"c": ["9"]}


def test_of_several_tables_none_is_taken_by_itself(tmp_path: Path) -> None:
    reason = refused(zipped(tmp_path, {"main.csv": TABLE, "roster.csv": TABLE}))
    assert (reason.code, "main.csv, roster.csv" in reason.do) == ("archive-member-unclear", True)


def test_a_table_that_the_archive_lacks_is_refused_with_those_it_has(tmp_path: Path) -> None:
    reason = refused(zipped(tmp_path, {"main.csv": TABLE}), member="man.csv")
    assert (reason.code, "main.csv" in reason.do) == ("archive-member-unclear", True)


def test_faults_inside_an_archive_name_the_file_inside(tmp_path: Path) -> None:
    reason = refused(zipped(tmp_path, {"main.csv": b"a,b\n1\n"}))
    assert (reason.code, "export.zip, main.csv" in reason.where) == ("row-ragged", True)


@pytest.mark.parametrize(
    "name", ["../answers.csv", "/etc/answers.csv", "C:\\answers.csv", "x/../../answers.csv", "..\\a.csv"]
)
def test_a_name_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    assert refused(zipped(tmp_path, {name: TABLE})).code == "archive-unsafe-path"


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as made:
        entry = zipfile.ZipInfo("answers.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(entry, "/etc/passwd")
    assert refused(path).code == "archive-unsafe-path"


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        made.writestr("answers.csv", TABLE)
        made.writestr("answers.csv", b"a,b\n3,4\n")
    assert refused(path).code == "archive-broken"


def test_an_archive_behind_a_password_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"answers.csv": TABLE})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\1\2") + 8] |= 1
    content[6] |= 1
    path.write_bytes(content)
    assert refused(path).code == "file-encrypted"


def test_uncommon_compression_is_refused(tmp_path: Path) -> None:
    reason = refused(zipped(tmp_path, {"answers.csv": TABLE}, zipfile.ZIP_BZIP2))
    assert (reason.code, "Deflate" in reason.do) == ("archive-broken", True)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"answers.csv": TABLE * 500})
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    assert refused(path).code == "archive-broken"
    path.write_bytes(whole[:50] + bytes([whole[50] ^ 0xFF]) + whole[51:])
    assert refused(path).code == "archive-broken"


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"éé.csv": TABLE})
    path.write_bytes(path.read_bytes().replace("éé".encode(), b"\xff\xff\xff\xff"))
    assert refused(path).code == "archive-broken"


def test_an_archive_that_expands_two_hundred_times_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = bomb(tmp_path, 64 * 1024**2)
    begun = time.perf_counter()
    reason = refused(path)
    assert (reason.code, "64 MB" in reason.what) == ("archive-too-large", True)
    assert time.perf_counter() - begun < 1


@pytest.mark.slow
def test_an_archive_of_more_than_two_gibibytes_is_refused(tmp_path: Path) -> None:
    path = bomb(tmp_path, 2 * 1024**3 + len(CHUNK))
    assert refused(path).code == "archive-too-large"


def test_a_workbook_that_expands_without_limit_is_refused(tmp_path: Path) -> None:
    assert refused(bomb(tmp_path, 64 * 1024**2, "answers.xlsx", "xl/sharedStrings.xml")).code == "archive-too-large"


def test_a_directory_that_lies_about_a_size_gains_nothing(tmp_path: Path) -> None:
    """The directory promises 8 bytes; what is read ends there, and does not match its checksum."""
    path = bomb(tmp_path, 64 * 1024**2)
    content = bytearray(path.read_bytes())
    size = struct.pack("<I", 64 * 1024**2)
    entry = content.index(b"PK\1\2")
    assert content[entry + 24 : entry + 28] == size
    content[entry + 24 : entry + 28] = struct.pack("<I", 8)
    path.write_bytes(content)
    assert refused(path).code == "archive-broken"


def test_compressed_text_without_a_directory_is_counted_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv.gz"
    pack = zlib.compressobj(1, zlib.DEFLATED, 31)
    line = b"1,2\n" * 2_000_000
    path.write_bytes(pack.compress(b"a,b\n") + b"".join(pack.compress(line) for _ in range(8)) + pack.flush())
    assert refused(path).code == "archive-too-large"


def test_a_small_table_may_compress_as_well_as_it_likes(tmp_path: Path) -> None:
    rows = b"1,2\n" * 1_000_000
    path = tmp_path / "answers.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + rows, 1))
    assert len(rows) / path.stat().st_size > archive.MAX_RATIO
    assert read_table(path).table.num_rows == 1_000_000


def test_more_files_than_any_export_has_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {f"{number}.csv": b"" for number in range(archive.MAX_MEMBERS + 1)}, zipfile.ZIP_STORED)
    reason = refused(path)
    assert (reason.code, "10,001 files" in reason.what) == ("archive-too-large", True)


def test_a_workbook_named_as_text_is_refused_by_its_first_bytes(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"answers.csv": TABLE}).rename(tmp_path / "answers.csv")
    assert refused(path).code == "file-not-as-named"


@pytest.mark.parametrize("name", ["answers.xlsx", "answers.zip", "answers.xls", "answers.csv.gz"])
def test_text_named_as_something_else_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(TABLE)
    assert refused(path).code == "file-not-as-named"
