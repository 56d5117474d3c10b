"""`nyhavn risk` tells a steward what somebody could find out, and shows nobody's answers."""

import csv
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from nyhavn.chain.microdata_risk import Known, RecordsFile, assess_file
from nyhavn.framework.refusal import Refusal

COMMAND = Path(sys.executable).with_name("nyhavn")
SECRET = "a-village-of-forty"
HEADER = "age,place,illness,weight,home"
ROWS = (
    f"20,{SECRET},flu,10,a",
    f"20,{SECRET},flu,10,a",
    f"20,{SECRET},none,20,b",
    "30,town,none,20,b",
    "30,town,flu,30,c",
    "40,,flu,5,d",
)
KNOWN = ("--keys", "age,place", "--sensitive", "illness", "--weight", "weight", "--household", "home")


def nyhavn(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *words], capture_output=True, text=True, timeout=120, env={"COLUMNS": "200"})


def records(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "records.csv"
    path.write_text("\n".join((header, *(rows or ROWS))) + "\n", encoding="utf-8")
    return path


def test_the_steward_reads_how_many_could_be_found_and_nobodys_answers(tmp_path: Path) -> None:
    run = nyhavn("risk", records(tmp_path), *KNOWN, "--k", "2", "--k", "3")
    assert run.returncode == 0, run.stderr
    assert "6 rows; 3 different combinations of age, place" in run.stdout
    assert "1 rows agree with no other row (16.7%)" in run.stdout
    assert "at least 0 others (k = 1)" in run.stdout
    assert "illness" in run.stdout and "In 4 households" in run.stdout
    assert "for the steward alone" in run.stdout
    assert SECRET not in run.stdout + run.stderr and "flu" not in run.stdout + run.stderr


def test_the_risk_of_each_row_is_written_for_the_owner_alone(tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    run = nyhavn("risk", records(tmp_path), *KNOWN, "--out", out)
    assert run.returncode == 0, run.stderr
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with out.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert [line["row"] for line in lines] == [str(number) for number in range(1, 7)]
    assert [line["fk"] for line in lines] == ["3", "3", "3", "2", "2", "1"]
    assert [line["Fk"] for line in lines] == ["40", "40", "40", "50", "50", "5"]
    assert float(lines[5]["suda_score"]) > 0 == float(lines[0]["suda_score"])
    assert SECRET not in out.read_text(encoding="utf-8")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        assess_file(RecordsFile(records(tmp_path)), Known(("age",)), silent, out=out)
    assert refused.value.codes == ("output-exists",) and out.read_text(encoding="utf-8") == "mine"


def test_without_weights_it_is_said_whose_risk_it_is(tmp_path: Path) -> None:
    found = assess_file(RecordsFile(records(tmp_path)), Known(("age",)), silent)
    assert any("known to be in the file" in sentence for sentence in found.remarks)
    assert found.special.likeliest is None


def silent(_stage: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def changed(place: int, old: str, new: str) -> list[str]:
    return [row.replace(old, new) if number == place else row for number, row in enumerate(ROWS)]


@pytest.mark.parametrize(
    ("rows", "known", "asked", "said"),
    [
        (ROWS, Known(("age", "plce")), (), "There is no column plce. Near to it: place"),
        (ROWS, Known(("age",), weight="wieght"), (), "There is no column wieght. Near to it: weight"),
        (ROWS, Known(("age",), ("ilness",)), (), "There is no column ilness. Near to it: illness"),
        (ROWS, Known(("age",), household="hom"), (), "There is no column hom. Near to it: home"),
        (ROWS, Known(("age",), ("age",)), (), "named twice: age"),
        (ROWS, Known(("age", "age")), (), "named twice: age"),
        (ROWS, Known(()), (), "No quasi-identifiers are named"),
        (ROWS, Known(("age",)), (7,), "k is 7, and the file has 6 rows"),
        (ROWS, Known(("age",)), (1,), "k is 1; every row agrees with itself"),
        (changed(3, ",20,b", ",,b"), Known(("age",), weight="weight"), (), "1 rows have no weight above zero. Rows"),
        (changed(4, ",30,", ",0,"), Known(("age",), weight="weight"), (), "the first 5 at most: 5."),
        (changed(1, ",10,", ",-10,"), Known(("age",), weight="weight"), (), "the first 5 at most: 2."),
        (changed(0, ",10,", ",ten,"), Known(("age",), weight="weight"), (), "the first 5 at most: 1."),
    ],
)
def test_what_does_not_fit_is_a_sentence_with_its_place(tmp_path: Path, rows, known, asked, said) -> None:
    out = tmp_path / "rows.csv"
    with pytest.raises(Refusal) as refused:
        assess_file(RecordsFile(records(tmp_path, *rows)), known, silent, asked=asked, out=out)
    assert said in str(refused.value) and SECRET not in str(refused.value)
    assert not out.exists()


def test_a_k_of_all_rows_may_be_asked_for(tmp_path: Path) -> None:
    found = assess_file(RecordsFile(records(tmp_path)), Known(("age",)), silent, asked=(6,))
    assert found.assessment.below == ((6, 6),)


def test_of_the_usual_k_those_are_counted_that_the_file_is_large_enough_for(tmp_path: Path) -> None:
    found = assess_file(RecordsFile(records(tmp_path, *ROWS[:3])), Known(("age",)), silent)
    assert found.assessment.below == ((2, 0), (3, 0))


def test_a_missing_column_reads_the_same_at_the_command(tmp_path: Path) -> None:
    run = nyhavn("risk", records(tmp_path), "--keys", "age,plce")
    assert run.returncode == 1 and "Near to it: place" in run.stderr and "nyhavn explain" in run.stderr
