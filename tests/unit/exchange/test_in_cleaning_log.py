"""The cleaning log as a file: what is written is read again, each fault is named by row and column, spreadsheets may
have opened it."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.exchange.incoming.bracketed import bracketed, unbracketed
from nyhavn.exchange.incoming.cleaning_log import cleaning_log_bytes, read_cleaning_log
from nyhavn.exchange.incoming.cleaning_rows import COLUMNS
from nyhavn.framework.cleaning import CleaningAction, CleaningEntry, CleaningLog, Decided, Recode, Where
from nyhavn.framework.refusal import Refusal

KEEP, CORRECT, BLANK, REMOVE = CleaningAction
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DECIDED = Decided('=We asked, and "she" said so.', "B. Reviewer", AT, "out-of-range")
LOG = CleaningLog(
    "id",
    (
        CleaningEntry(CORRECT, 17, "0012", DECIDED, "age", "3-4", "=1+1"),
        CleaningEntry(BLANK, 2, "1e5", DECIDED, "a [strange]\nheader", "No "),
        CleaningEntry(REMOVE, 3, None, Decided("Twice.", "B.", AT)),
        CleaningEntry(KEEP, 4, "2026-11-22", DECIDED, "age", None),
        CleaningEntry(KEEP, 5, "TRUE", DECIDED),
    ),
    (
        Recode("1 means yes", ("water", "power"), (("1", "yes"), (None, "no")), DECIDED),
        Recode("2 is a mistake", ("water",), (("2", None),), DECIDED, Where("district", ("north", None))),
    ),
)
CORRECTION = {
    "action": "correct",
    "row": "2",
    "key": "[b]",
    "column": "age",
    "old": "[340]",
    "new": "[34]",
    "reason": "A digit was typed twice.",
    "decided_by": "B. Reviewer",
    "decided_at": "2026-11-20T09:30:00Z",
}
RECODE = {
    "action": "recode",
    "decision": "1 means yes",
    "column": "[water][power]",
    "old": "[1]",
    "new": "[yes]",
    "reason": "The form wrote codes.",
    "decided_by": "B. Reviewer",
    "decided_at": "2026-11-20T09:30:00Z",
}


def file_of(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    path = folder / "cleaning-log.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.DictWriter(stream, columns, restval="")
        lines.writeheader()
        lines.writerows(rows)
    return path


def read(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> CleaningLog:
    return read_cleaning_log(file_of(folder, *rows, columns=columns), key="id")


def refused(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as found:
        act()
    return found.value


# --- There and back -------------------------------------------------------------------------


def test_a_log_that_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "cleaning-log.csv"
    path.write_bytes(cleaning_log_bytes(LOG))
    assert read_cleaning_log(path, key="id") == LOG


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
words = st.text("abc [],;=\"'", min_size=1, max_size=8).filter(lambda text: bool(text.strip()))
cells = st.none() | texts


@st.composite
def logs(draw: st.DrawFn) -> CleaningLog:
    zone = timezone(timedelta(minutes=draw(st.integers(-720, 720))))
    moments = st.datetimes(timezones=st.just(zone), min_value=datetime(1990, 1, 1))  # noqa: DTZ001 (bounds are naive)
    decided = st.builds(Decided, words, words, moments, st.just("") | words)
    entries = []
    for row in draw(st.lists(st.integers(1, 10**6), max_size=3)):
        kind = draw(st.sampled_from(CleaningAction))
        whole = kind in (KEEP, REMOVE) and draw(st.booleans())
        old = draw(texts if kind is BLANK else cells) if not whole else None
        new = draw(texts.filter(lambda text, old=old: text != old)) if kind is CORRECT else None
        entries.append(CleaningEntry(kind, row, draw(cells), draw(decided), "" if whole else draw(texts), old, new))
    when = st.none() | st.builds(Where, texts, st.lists(cells, min_size=1, max_size=3).map(tuple))
    pairs = st.dictionaries(cells, cells, min_size=1, max_size=3).map(lambda found: tuple(found.items()))
    pairs = pairs.filter(lambda found: all(old != new for old, new in found))
    columns = st.lists(texts, min_size=1, max_size=3, unique=True).map(tuple)
    names = draw(st.lists(words, max_size=2, unique=True))
    recodes = [Recode(name, draw(columns), draw(pairs), draw(decided), draw(when)) for name in names]
    return CleaningLog("id", tuple(entries), tuple(recodes))


@given(log=logs())
def test_any_log_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, log: CleaningLog) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(cleaning_log_bytes(log))
    assert read_cleaning_log(path, key="id") == log


@given(st.lists(st.none() | texts, max_size=4))
def test_bracketed_texts_come_back_as_they_were(found: list[str | None]) -> None:
    cell = bracketed(found)
    assert unbracketed(cell) == tuple(found)
    assert "\n" not in cell and "\r" not in cell and "\t" not in cell


@pytest.mark.parametrize("cell", ["plain", "[open", "shut]", "[a]b", "[a[b]", r"[a\q]", "[a\\"])
def test_what_is_not_bracketed_as_it_should_be_is_noticed(cell: str) -> None:
    assert unbracketed(cell) is None


# --- Through a spreadsheet ------------------------------------------------------------------


def as_a_spreadsheet_reads(text: str) -> object:
    """What becomes of a cell that looks like a number, a day, a truth or a formula."""
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    for kind in (int, float, datetime.fromisoformat):
        try:
            return kind(text)
        except ValueError:
            continue
    return "#NAME?" if text[:1] in "=+-@" and text else text


def test_a_spreadsheet_changes_nothing_in_it(tmp_path: Path) -> None:
    """Opened, kept as a workbook, sorted, given two empty rows, and written with the delimiter of another language."""
    rows = list(csv.reader(io.StringIO(cleaning_log_bytes(LOG).decode("utf-8-sig"), newline="")))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [rows[0], *reversed(rows[1:]), [""] * len(COLUMNS), [""] * len(COLUMNS)]:
        sheet.append([as_a_spreadsheet_reads(cell) for cell in row])
    book.save(tmp_path / "kept.xlsx")
    kept = openpyxl.load_workbook(tmp_path / "kept.xlsx").active
    assert kept is not None
    path = tmp_path / "cleaning-log.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(
            ["" if cell is None else str(cell) for cell in row] for row in kept.values
        )
    found = read_cleaning_log(path, key="id")
    assert sorted(found.entries, key=lambda entry: entry.row) == sorted(LOG.entries, key=lambda entry: entry.row)
    assert {recode.name: set(recode.values) for recode in found.recodes} == {
        recode.name: set(recode.values) for recode in LOG.recodes
    }


def test_data_outside_brackets_would_not_survive_and_are_refused(tmp_path: Path) -> None:
    assert as_a_spreadsheet_reads("0012") == 12
    for column in ("key", "old", "new"):
        found = refused(lambda column=column: read(tmp_path, CORRECTION | {column: "0012"}))
        assert found.codes == ("cleaning-cell",)
        assert found.reasons[0].where == f"cleaning-log.csv, row 1, column {column}"
    found = refused(lambda: read(tmp_path, RECODE | {"when_column": "age", "when_is": "34"}))
    assert found.reasons[0].where == "cleaning-log.csv, row 1, column when_is"


# --- Each fault alone -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (CORRECTION, "action", "amend"),
        (CORRECTION, "action", ""),
        (CORRECTION, "row", ""),
        (CORRECTION, "row", "0"),
        (CORRECTION, "row", "2.5"),
        (CORRECTION, "row", "9" * 5000),
        (CORRECTION, "key", "[b][c]"),
        (CORRECTION, "column", ""),
        (CORRECTION, "column", "[age][height]"),
        (CORRECTION, "old", "[340"),
        (CORRECTION, "new", ""),
        (CORRECTION, "new", "[]"),
        (CORRECTION, "new", "[340]"),
        (CORRECTION, "decision", "a name"),
        (CORRECTION, "when_column", "district"),
        (CORRECTION, "reason", ""),
        (CORRECTION, "reason", "[ ]"),
        (CORRECTION, "decided_by", ""),
        (CORRECTION, "decided_at", ""),
        (CORRECTION, "decided_at", "20/11/2026"),
        (CORRECTION, "decided_at", "2026-11-20T09:30:00"),
        (RECODE, "decision", ""),
        (RECODE, "row", "1"),
        (RECODE, "key", "[b]"),
        (RECODE, "column", ""),
        (RECODE, "column", "[water][water]"),
        (RECODE, "old", ""),
        (RECODE, "new", ""),
        (RECODE, "new", "[1]"),
        (RECODE, "when_column", "district"),
    ],
)
def test_a_cell_with_a_fault_is_named_by_row_and_column(
    tmp_path: Path, row: dict[str, str], column: str, text: str
) -> None:
    assert read(tmp_path, row)
    found = refused(lambda: read(tmp_path, row, row | {column: text}))
    assert set(found.codes) == {"cleaning-cell"}
    assert f"cleaning-log.csv, row 2, column {column}" in [reason.where for reason in found.reasons]


def test_all_faults_are_named_at_once_and_no_answer_is(tmp_path: Path) -> None:
    rows = [CORRECTION | {"old": "her-answer"}, CORRECTION | {"row": "her-row", "key": "her-key"}]
    found = refused(lambda: read(tmp_path, *rows))
    assert [reason.where for reason in found.reasons] == [
        "cleaning-log.csv, row 1, column old",
        "cleaning-log.csv, row 2, column key",
        "cleaning-log.csv, row 2, column row",
    ]
    assert "her-" not in str(found)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("column", "[water]"),
        ("when_column", "district"),
        ("reason", "Another."),
        ("decided_by", "C."),
        ("decided_at", "2026-11-21T09:30:00Z"),
        ("finding", "not-a-choice"),
    ],
)
def test_rows_of_one_recode_must_agree(tmp_path: Path, column: str, text: str) -> None:
    second = RECODE | {"old": "[2]", "new": "[no]"}
    assert read(tmp_path, RECODE, second).recodes[0].values == (("1", "yes"), ("2", "no"))
    more = {"when_is": "[north]"} if column == "when_column" else {}
    found = refused(lambda: read(tmp_path, RECODE, second | {column: text} | more))
    assert set(found.codes) == {"cleaning-recode-parts"}
    assert f"cleaning-log.csv, row 2, column {column}" in [reason.where for reason in found.reasons]


def test_an_old_value_stands_in_one_row_of_a_recode(tmp_path: Path) -> None:
    found = refused(lambda: read(tmp_path, RECODE, RECODE | {"new": "[oui]"}))
    assert found.codes == ("cleaning-recode-parts",)
    assert found.reasons[0].where == "cleaning-log.csv, row 2, column old"


@pytest.mark.parametrize("missing", COLUMNS)
def test_every_documented_column_is_needed(tmp_path: Path, missing: str) -> None:
    columns = tuple(column for column in COLUMNS if column != missing)
    row = {column: text for column, text in CORRECTION.items() if column != missing}
    found = refused(lambda: read(tmp_path, row, columns=columns))
    assert found.codes == ("cleaning-header",)
    assert missing in found.reasons[0].what


def test_an_unknown_column_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    found = refused(lambda: read(tmp_path, CORRECTION, columns=(*COLUMNS, "decided_on")))
    assert found.codes == ("cleaning-header",)
    assert "decided_" in found.reasons[0].do


def test_a_workbook_is_no_log(tmp_path: Path) -> None:
    path = tmp_path / "cleaning-log.xlsx"
    openpyxl.Workbook().save(path)
    assert refused(lambda: read_cleaning_log(path, key="id")).codes == ("cleaning-log-not-text",)


def test_a_file_in_another_encoding_is_refused_with_what_to_do_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "cleaning-log.csv"
    path.write_bytes(cleaning_log_bytes(LOG).decode("utf-8-sig").replace("B.", "Bü.").encode("cp1252"))
    found = refused(lambda: read_cleaning_log(path, key="id"))
    assert found.codes == ("encoding-wrong",)
    assert "CSV UTF-8" in found.reasons[0].do


def test_a_log_in_which_nothing_is_decided_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path) == CleaningLog("id")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    found = refused(lambda: read_cleaning_log(tmp_path / "no.csv", key="id"))
    assert found.codes == ("file-not-found",)
