"""What reading promises: exact text, a sentence for every fault, and never an answer in a message."""

import csv
import io
import random
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyhavn.exchange.incoming.answers import canonical_answers
from nyhavn.exchange.incoming.spreadsheet import Received, read_table
from nyhavn.exchange.incoming.xlsform import read_xlsform
from nyhavn.framework.explanations import explanations
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.refusal import Refusal

SECRET = "Amina-Q-7731"
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# Texts that people write; no NUL, which no text file holds, and no halves of letters, which no encoding has.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
CELLS = st.one_of(TEXTS, st.sampled_from(["", " ", '"', ",", "\n", "\r\n", "=1+1", "NA", "007", "1.0", "é", "مرحبا"]))
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
)


def headers(width: int) -> list[str]:
    return [f"h{number}" for number in range(width)]


def rows_of(received: Received) -> list[list[str | None]]:
    return [list(row.values()) for row in received.table.to_pylist()]


@MANY
@given(rows=TABLES, delimiter=st.sampled_from(",;\t|"), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_text_that_is_written_is_read_again_exactly(
    tmp_path: Path, rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    """Any table, written as RFC 4180 says, comes back cell by cell; empty cells come back as missing."""
    into = io.StringIO()
    writer = csv.writer(into, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([headers(len(rows[0])), *rows])
    path = tmp_path / "answers.csv"
    path.write_bytes(into.getvalue().encode(encoding))
    received = read_table(path, delimiter=delimiter, encoding=encoding)
    assert rows_of(received) == [[cell or None for cell in row] for row in rows]


@MANY
@given(rows=TABLES)
def test_every_text_of_a_workbook_is_read_again_exactly(tmp_path: Path, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    written = [["x", *(re.sub(r"[\x00-\x1f\ufffe\uffff]", "-", cell) for cell in row)] for row in rows]
    for number, row in enumerate([headers(len(written[0])), *written], start=1):
        for column, cell in enumerate(row, start=1):
            sheet.cell(number, column).value = cell
            sheet.cell(number, column).data_type = "s"
    path = tmp_path / "answers.xlsx"
    book.save(path)
    # Plain blanks alone come back, or nothing: not every program that saves a workbook marks them as to be kept. Other
    # blanks (such as U+00A0) are text, and trimmed later.
    assert without_blanks(rows_of(read_table(path))) == without_blanks(written)


def without_blanks(rows: Sequence[Sequence[str | None]]) -> list[list[str | None]]:
    return [[cell if cell and cell.strip(" ") else None for cell in row] for row in rows]


@MANY
@given(cut=st.integers(0, 400), put=st.binary(max_size=4), at=st.integers(0, 400), name=st.sampled_from(["csv", "tsv"]))
def test_however_a_file_is_damaged_no_answer_stands_in_the_message(
    tmp_path: Path, cut: int, put: bytes, at: int, name: str
) -> None:
    """A file that is cut and overwritten anywhere is a table or a refusal, and the refusal shows no cell."""
    whole = b'a,b,"c\nd"\n' + f'{SECRET},"{SECRET}, {SECRET}",3\n'.encode() * 8
    damaged = (whole[:at] + put + whole[at + len(put) :])[: max(len(whole) - cut, 0)]
    path = tmp_path / f"answers.{name}"
    path.write_bytes(damaged)
    try:
        assert read_table(path).table.num_rows > 0
    except Refusal as error:
        assert SECRET not in str(error)
        assert all(reason.code in explanations() and reason.where.startswith(path.name) for reason in error.reasons)


@pytest.mark.parametrize("seed", range(40))
def test_however_a_workbook_is_damaged_it_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    """Numbers in its parts are made absurd, and pieces are cut out: never a crash, never all memory."""
    chance = random.Random(seed)
    book = openpyxl.Workbook()
    for row in [["type", "name", "label"], *([["text", f"q{n}", SECRET] for n in range(20)])]:
        book.active.append(row)
    path = tmp_path / "form.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    for name in chance.sample(sorted(parts), 2):
        numbers = [*re.finditer(rb"\d+", bytes(parts[name]))]
        if numbers and chance.random() < 0.7:
            number = chance.choice(numbers)
            parts[name][number.start() : number.end()] = chance.choice([b"-1", b"4294967295", b"99999999", b"1e400"])
        else:
            start = chance.randrange(len(parts[name]))
            del parts[name][start : start + chance.randrange(1, 60)]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, bytes(content))
    for read in (read_table, read_xlsform):
        try:
            read(path)
        except Refusal as error:
            assert all(reason.code in explanations() for reason in error.reasons)


def test_every_refusal_of_the_readers_is_explained(repository: Path) -> None:
    source = "".join(path.read_text("utf-8") for path in (repository / "src/nyhavn/exchange/incoming").glob("*.py"))
    raised = set(re.findall(r'(?:refusal|Reason)\(\s*"([a-z-]+)"', source))
    assert len(raised) > 35
    assert raised <= set(explanations())


def test_every_explanation_of_the_readers_belongs_to_a_refusal(repository: Path) -> None:
    listed = re.findall(
        r"^\[([a-z-]+)\]", (repository / "src/nyhavn/framework/refusals/reading.toml").read_text(), re.M
    )
    source = "".join(path.read_text("utf-8") for path in (repository / "src/nyhavn/exchange/incoming").glob("*.py"))
    assert [code for code in listed if f'"{code}"' not in source] == []


def test_reading_leaves_no_file_behind_and_changes_none(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("answers.csv", "a,b\n1,2\n")
    before = path.read_bytes()
    path.chmod(stat.S_IRUSR)
    read_table(path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["export.zip"]


def test_reading_a_malicious_workbook_keeps_the_process_alive(tmp_path: Path) -> None:
    """In a process of two gigabytes, a sheet that spans 17 billion cells ends in a refusal, not in an abort."""
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active.append(["1"])
    book.active["XFD1048576"] = "x"
    path = tmp_path / "answers.xlsx"
    book.save(path)
    program = (
        "import resource, sys; from pathlib import Path\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3,) * 2)\n"
        "from nyhavn.exchange.incoming.spreadsheet import read_table\n"
        "from nyhavn.framework.refusal import Refusal\n"
        "try:\n    read_table(Path(sys.argv[1]))\n"
        "except Refusal as error:\n    sys.exit(','.join(error.codes))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr.strip()) == (1, "workbook-too-wide")


def test_the_useful_thing_comes_through(tmp_path: Path) -> None:
    """The twin of all refusals: an ordinary export, with the oddities that ordinary exports have, is read in full."""
    text = (
        "\ufeff_id,start,home/water,home/uses,home/uses/drink,home/uses/wash,home/place,_place_latitude,note\r\n"
        '1,2024-05-01T10:00:00+06:00,yes,drink wash,1,1,"23.7 90.4 0 5",23.7,"said ""fine"",\r\nthen left"\r\n'
        "2,2024-05-01T11:00:00+06:00,dnk,,,,,,\r\n"
        "\r\n"
    )
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode())
    yes_no = tuple(map(Choice, ("yes", "no", "dnk")))
    questions = (
        Question("start", "start", AnswerType.METADATA, metadata="start"),
        Question("water", "water", AnswerType.SELECT_ONE, choices=yes_no, groups=("home",)),
        Question(
            "uses", "uses", AnswerType.SELECT_MULTIPLE, choices=(Choice("drink"), Choice("wash")), groups=("home",)
        ),
        Question("place", "place", AnswerType.GEOPOINT, groups=("home",)),
        Question("note", "note", AnswerType.TEXT),
        Question("later", "later", AnswerType.TEXT),
    )
    answers = canonical_answers(read_table(path), Instrument("", "", "", questions))
    assert answers.table.select(["water", "uses", "place", "note"]).to_pydict() == {
        "water": ["yes", "dnk"],
        "uses": ["drink wash", None],
        "place": ["23.7 90.4 0 5", None],
        "note": ['said "fine",\r\nthen left', None],
    }
    assert (answers.unmatched, answers.absent, answers.warnings) == (("_id",), ("later",), ())
