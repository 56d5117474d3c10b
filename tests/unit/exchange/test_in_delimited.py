"""Delimited text: exact text in, and each fault alone is named by its place and never by what stands there."""

import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nyhavn.exchange.incoming.spreadsheet import Received, read_table
from nyhavn.framework.refusal import Reason, Refusal
from rights import bound_by_permissions

SECRET = "Amina-Q-7731"
READ_IT = """
import sys
from pathlib import Path
from nyhavn.exchange.incoming.spreadsheet import read_table
from nyhavn.framework.refusal import Refusal
try:
    read_table(Path(sys.argv[1]))
except Refusal as refusal:
    print(*(reason.code for reason in refusal.reasons))
"""


def written(folder: Path, content: str | bytes, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refused(path: Path, **options: str) -> Reason:
    """The single reason for which a file is refused; no answer stands in it."""
    with pytest.raises(Refusal) as caught:
        read_table(path, **options)
    assert SECRET not in str(caught.value)
    (reason,) = caught.value.reasons
    assert path.name in reason.where
    assert reason.what.endswith(".")
    assert reason.do
    return reason


def columns(received: Received) -> dict[str, list[str | None]]:
    return received.table.to_pydict()


def test_text_comes_in_exactly_and_empty_cells_are_null(tmp_path: Path) -> None:
    path = written(tmp_path, 'a, b ,c\n 1 ,,"x, ""y""\nz"\n007,"",1.50\n')
    received = read_table(path)
    assert columns(received) == {"a": [" 1 ", "007"], " b ": [None, None], "c": ['x, "y"\nz', "1.50"]}
    assert (received.file, received.sheet) == ("answers.csv", "")
    assert received.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("text", ["NA", "null", "True", "1e5", "2024-05-01", "-", "=1+1", "nan"])
def test_no_text_is_taken_for_anything_but_text(tmp_path: Path, text: str) -> None:
    assert columns(read_table(written(tmp_path, f"a,b\n{text},x\n"))) == {"a": [text], "b": ["x"]}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(tmp_path: Path, end: str) -> None:
    assert columns(read_table(written(tmp_path, end.join(["a,b", "1,2", "3,4", ""])))) == {
        "a": ["1", "3"],
        "b": ["2", "4"],
    }


def test_empty_lines_are_no_rows_and_the_last_line_needs_no_end(tmp_path: Path) -> None:
    assert columns(read_table(written(tmp_path, "\n\na,b\n\n1,2\n\n3,4"))) == {"a": ["1", "3"], "b": ["2", "4"]}


def test_a_mark_of_utf8_is_no_part_of_the_first_header(tmp_path: Path) -> None:
    assert columns(read_table(written(tmp_path, b'\xef\xbb\xbf"a\nb",c\n\xc3\xa9,2\n'))) == {"a\nb": ["é"], "c": ["2"]}


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("cp1252", "cp1252"), ("cp1256", "cp1256")],
)
def test_other_encodings_are_read_when_they_are_named(tmp_path: Path, encoding: str, named: str) -> None:
    word = "مرحبا" if encoding == "cp1256" else "é"
    path = written(tmp_path, f"a,b\n{word},2\n".encode(encoding))
    assert columns(read_table(path, encoding=named)) == {"a": [word], "b": ["2"]}


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_read_when_they_are_named(tmp_path: Path, delimiter: str) -> None:
    path = written(tmp_path, delimiter.join("ab") + "\n" + delimiter.join(["1,5", "2"]) + "\n", "answers.tsv")
    assert columns(read_table(path, delimiter=delimiter)) == {"a": ["1,5"], "b": ["2"]}


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_file_with_another_delimiter_is_refused_with_that_delimiter(tmp_path: Path, delimiter: str) -> None:
    reason = refused(written(tmp_path, f"a{delimiter}b\n{SECRET}{delimiter}2\n"))
    assert reason.code == "delimiter-wrong"
    assert repr(delimiter) in reason.do


def test_a_file_with_a_single_column_is_no_fault(tmp_path: Path) -> None:
    assert columns(read_table(written(tmp_path, "age; in years\n12\n13\n"))) == {"age; in years": ["12", "13"]}


@pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n"])
def test_a_delimiter_that_cannot_be_one_is_refused(tmp_path: Path, delimiter: str) -> None:
    assert refused(written(tmp_path, "a,b\n1,2\n"), delimiter=delimiter).code == "delimiter-wrong"


def test_a_wrong_byte_is_named_by_its_place_and_the_likely_encoding_is_offered(tmp_path: Path) -> None:
    reason = refused(written(tmp_path, b"a,b\n" + SECRET.encode() + b",2\ncaf\xe9,3\n"))
    assert reason.code == "encoding-wrong"
    assert f"Byte {4 + len(SECRET) + 3 + 4}, in line 3" in reason.what
    assert "cp1252" in reason.do


def test_a_byte_that_no_western_encoding_has_brings_no_such_offer(tmp_path: Path) -> None:
    assert "cp1252" not in refused(written(tmp_path, b"a,b\n\xe9,\x81\n")).do


def test_a_letter_cut_by_the_end_of_the_file_is_named(tmp_path: Path) -> None:
    reason = refused(written(tmp_path, "a,b\n1,é".encode()[:-1]))
    assert (reason.code, "Byte 7, in line 2" in reason.what) == ("encoding-wrong", True)


def test_a_letter_that_spans_two_reads_is_read(tmp_path: Path) -> None:
    """The file is read in pieces of 4 MiB; a letter of two bytes stands across the border."""
    long = "x" * (4 * 1024**2 - len("a,b\n") - 1)
    received = read_table(written(tmp_path, f"a,b\n{long}é,2\n"))
    assert columns(received)["a"][0].endswith("xé")


def test_utf16_without_being_named_is_refused_by_its_mark(tmp_path: Path) -> None:
    reason = refused(written(tmp_path, f"a,b\n{SECRET},2\n".encode("utf-16")))
    assert (reason.code, "utf-16" in reason.do) == ("encoding-wrong", True)


def test_utf16_without_a_mark_shows_by_its_nul_characters(tmp_path: Path) -> None:
    reason = refused(written(tmp_path, f"a,b\n{SECRET},2\n".encode("utf-16-le")))
    assert (reason.code, "utf-16-le" in reason.do) == ("text-has-nul", True)


@pytest.mark.parametrize("encoding", ["klingon", "zip", "base64"])
def test_an_encoding_that_is_none_is_refused(tmp_path: Path, encoding: str) -> None:
    assert refused(written(tmp_path, "a,b\n1,2\n"), encoding=encoding).code == "encoding-unknown"


def test_a_nul_character_is_named_by_its_line(tmp_path: Path) -> None:
    reason = refused(written(tmp_path, f"a,b\n1,2\n{SECRET}\0,4\n"))
    assert (reason.code, "Line 3" in reason.what) == ("text-has-nul", True)


def test_ragged_rows_are_named_by_number_and_not_by_content(tmp_path: Path) -> None:
    reason = refused(written(tmp_path, f'"a\nb",b,c\n1,2,3\n{SECRET},2\n\n1,2,3\n1,2,3,{SECRET}\n'))
    assert reason.code == "row-ragged"
    assert "row 2 (2 cells), row 4 (4 cells)" in reason.what


def test_of_many_ragged_rows_the_first_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    reason = refused(written(tmp_path, "a,b\n" + "1\n" * 25))
    assert "row 10 (1 cells) and 15 more" in reason.what
    assert "row 11" not in reason.what


def test_a_comma_in_every_decimal_brings_the_offer_of_a_semicolon(tmp_path: Path) -> None:
    reason = refused(written(tmp_path, "a;b, c\n1;2\n3;4\n"))
    assert (reason.code, "';'" in reason.do) == ("row-ragged", True)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ('1,"{}\n2,3\n4,5\n', 2),  # swallows all rows that follow
        ('1,2\n3,"{}', 3),  # in the last cell, where no row is lost
        ('1,"2\n3"\n4,"{}\n5,"6"\n', 4),  # closed by the next quotation mark, in the middle of nowhere
    ],
)
def test_a_quotation_mark_that_is_not_closed_is_named_by_its_line(tmp_path: Path, body: str, line: int) -> None:
    reason = refused(written(tmp_path, "a,b\n" + body.format(SECRET)))
    assert (reason.code, f"line {line} " in reason.what) == ("quote-unclosed", True)


def test_a_stray_quotation_mark_inside_a_cell_is_text(tmp_path: Path) -> None:
    assert columns(read_table(written(tmp_path, 'a,b\n5" pipe,2\n'))) == {"a": ['5" pipe'], "b": ["2"]}


def test_headers_that_stand_twice_are_named_with_both_places(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read_table(written(tmp_path, f"age,sex,age,sex\n1,2,3,{SECRET}\n"))
    assert caught.value.codes == ("header-duplicate", "header-duplicate")
    assert "The header age stands in columns 1, 3." in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("header", ["a,,c", "a,  ,c", "a,b,"])
def test_a_column_without_a_header_is_named_by_its_number(tmp_path: Path, header: str) -> None:
    reason = refused(written(tmp_path, f"{header}\n1,2,3\n"))
    assert (reason.code, "row 1" in reason.where) == ("header-empty", True)
    assert f"column {3 if header.endswith(',') else 2}." in reason.what


def test_headers_that_differ_in_capitals_or_blanks_are_two_headers(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, "a,A, a\n1,2,3\n")).table.column_names == ["a", "A", " a"]


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "file-empty"), ("\n \n", "file-empty"), ("\ufeff", "file-empty"), ("a,b\n", "table-without-rows")],
)
def test_a_file_with_nothing_in_it_is_refused(tmp_path: Path, content: str, code: str) -> None:
    assert refused(written(tmp_path, content)).code == code


def test_a_first_row_that_swallows_the_file_is_refused(tmp_path: Path) -> None:
    assert refused(written(tmp_path, '"a,b\n1,2\n"' + "x" * 200_000 + "\n")).code == "header-empty"


def test_compressed_text_is_read_like_text(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress("a,b\n1,é\n".encode()), "answers.csv.gz")
    assert columns(read_table(path)) == {"a": ["1"], "b": ["é"]}


def test_compressed_text_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(os.urandom(5000).hex().encode())
    assert refused(written(tmp_path, whole[:-900], "answers.csv.gz")).code == "archive-broken"


def test_a_file_that_is_not_there_is_refused_by_its_name_alone(tmp_path: Path) -> None:
    reason = refused(tmp_path / "nowhere.csv")
    assert (reason.code, reason.where) == ("file-not-found", "nowhere.csv")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").mkdir()
    reason = refused(tmp_path / "answers.csv")
    assert (reason.code, "folder" in reason.what) == ("file-not-plain", True)


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "answers.csv")
    assert refused(tmp_path / "answers.csv").code == "file-not-plain"


def test_what_the_system_refuses_to_read_is_said_with_its_reason(tmp_path: Path) -> None:
    assert refused(tmp_path / ("x" * 300 + ".csv")).code == "file-unreadable"


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    """Read by a program of its own, since the superuser's rights can be dropped only for good."""
    path = written(tmp_path, "a,b\n1,2\n")
    path.chmod(0)
    command = [sys.executable, "-c", READ_IT, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, preexec_fn=bound_by_permissions)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["file-unreadable"]


@pytest.mark.parametrize("name", ["answers.pdf", "answers", "answers.odt"])
def test_kinds_of_files_whose_faults_cannot_be_told_are_not_read(tmp_path: Path, name: str) -> None:
    assert refused(written(tmp_path, f"{SECRET}", name)).code == "file-type-unknown"
