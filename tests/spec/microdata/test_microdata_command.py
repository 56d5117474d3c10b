"""`nyhavn risk` tells a steward what somebody could find out, and shows nobody's answers."""

import csv
import stat
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from command_line import nyhavn
from nyhavn.chain.microdata_asked import Known, Wishes
from nyhavn.chain.microdata_risk import assess_file
from nyhavn.framework.microdata_policy import Review
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.table_file import TableFile

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


def records(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "records.csv"
    path.write_text("\n".join((header, *(rows or ROWS))) + "\n", encoding="utf-8")
    return path


def test_the_steward_reads_how_many_could_be_found_and_nobodys_answers(tmp_path: Path) -> None:
    run = nyhavn("risk", records(tmp_path), *KNOWN, "--k", "2", "--k", "3")
    assert run.returncode == 0, run.stderr
    assert "6 rows; 3 different combinations of age, place" in run.stdout
    assert "Rows that agree with no other row: 1 (16.7%)" in run.stdout
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
        assess_file(TableFile(file=str(records(tmp_path))), Known(("age",)), silent, Wishes(out=out))
    assert refused.value.codes == ("output-exists",) and out.read_text(encoding="utf-8") == "mine"


def test_without_weights_it_is_said_whose_risk_it_is(tmp_path: Path) -> None:
    found = assess_file(TableFile(file=str(records(tmp_path))), Known(("age",)), silent)
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
        assess_file(TableFile(file=str(records(tmp_path, *rows))), known, silent, Wishes(asked=asked, out=out))
    assert said in str(refused.value) and SECRET not in str(refused.value)
    assert not out.exists()


def test_a_k_of_all_rows_may_be_asked_for(tmp_path: Path) -> None:
    found = assess_file(TableFile(file=str(records(tmp_path))), Known(("age",)), silent, Wishes(asked=(6,)))
    assert found.assessment.below == ((6, 6),)


def test_of_the_usual_k_those_are_counted_that_the_file_is_large_enough_for(tmp_path: Path) -> None:
    found = assess_file(TableFile(file=str(records(tmp_path, *ROWS[:3]))), Known(("age",)), silent)
    assert found.assessment.below == ((2, 0), (3, 0))


def test_a_missing_column_reads_the_same_at_the_command(tmp_path: Path) -> None:
    run = nyhavn("risk", records(tmp_path), "--keys", "age,plce")
    assert run.returncode == 1 and "Near to it: place" in run.stderr and "nyhavn explain" in run.stderr


AGE = "20;20-39;*\n30;20-39;*\n40;40-59;*\n"


def hierarchy(folder: Path, text: str = AGE) -> tuple[str, Path]:
    path = folder / "age.csv"
    path.write_text(text, encoding="utf-8")
    return "age", path


def test_options_are_listed_with_what_they_lose_and_drawn_for_the_owner_alone(tmp_path: Path) -> None:
    name, path = hierarchy(tmp_path)
    picture = tmp_path / "options.svg"
    words = ("--keys", "age", "--hierarchy", f"{name}={path}", "--k", "3", "--picture", picture)
    run = nyhavn("risk", records(tmp_path), *words)
    assert run.returncode == 0, run.stderr
    assert "6 options" in run.stdout and "age 1 up" in run.stdout and "miss k = 3" in run.stdout
    assert stat.S_IMODE(picture.stat().st_mode) == 0o600
    root = ElementTree.fromstring(picture.read_bytes())
    titles = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles[0] == "Risk against what is lost"
    assert sorted(int(text.partition(":")[0]) for text in titles[1:]) == [1, 2, 3, 4, 5, 6]


def test_coarser_ages_leave_less_risk_and_lose_something(tmp_path: Path) -> None:
    wishes = Wishes(asked=(3,), hierarchies=(hierarchy(tmp_path),))
    found = assess_file(TableFile(file=str(records(tmp_path))), Known(("age",)), silent, wishes)
    by_words = {one.option.words: one for one in found.outcomes}
    as_it_is, coarse, gone = by_words["as it is"], by_words["age 1 up"], by_words["age 2 up"]
    assert as_it_is.risk > coarse.risk > gone.risk == pytest.approx(1 / 6)
    assert (as_it_is.loss, gone.loss) == (0, 1) and 0 < coarse.loss < 1
    assert (as_it_is.below, coarse.below, gone.below) == (3, 1, 0)
    blanked = by_words["as it is; blanks to k = 3"]
    assert (blanked.below, blanked.values) == (0, 3) and 0 < blanked.loss < 1


@pytest.mark.parametrize(
    ("text", "codes", "said"),
    [
        ("20;*\n30;*\n", ("recode-code-unknown",), "lacks 1 codes of this column, which stand in 1 rows"),
        ("20;*\n30;*\n", ("recode-code-unknown",), "the first 5 at most: 6."),
        ("20;young;*\n20;old;*\n30;old;*\n40;old;*\n", ("hierarchy-file-wrong",), "In line 2 a code belongs"),
        ("20;*\n30;all\n40;*\n", ("hierarchy-file-wrong",), "end in 2 different totals"),
        ("20;*\n30\n40;*\n", ("hierarchy-file-wrong",), "end in 2 different totals"),
        ("20;*\n30;;*\n40;*\n", ("hierarchy-file-wrong",), "Line 2 has an empty code"),
        ("20;a;b;*\n30;b;a;*\n40;*\n", ("hierarchy-file-wrong",), "In line 2 a code belongs"),
    ],
)
def test_a_hierarchy_that_does_not_fit_is_a_sentence_with_its_place(tmp_path: Path, text, codes, said) -> None:
    wishes = Wishes(hierarchies=(hierarchy(tmp_path, text),), picture=tmp_path / "p.svg")
    with pytest.raises(Refusal) as refused:
        assess_file(TableFile(file=str(records(tmp_path))), Known(("age",)), silent, wishes)
    assert refused.value.codes == codes and said in str(refused.value)
    assert not (tmp_path / "p.svg").exists()


def test_a_hierarchy_of_something_that_is_no_key_and_a_picture_of_nothing_are_refused(tmp_path: Path) -> None:
    for wishes, code in (
        (Wishes(hierarchies=(hierarchy(tmp_path),)), "recode-code-unknown"),
        (Wishes(picture=tmp_path / "p.svg"), "options-missing"),
    ):
        with pytest.raises(Refusal) as refused:
            assess_file(TableFile(file=str(records(tmp_path))), Known(("place",)), silent, wishes)
        assert refused.value.codes == (code,)
    assert not (tmp_path / "p.svg").exists()


SAFE = tuple(f"{age},town,{illness},40,h{n}" for n, (age, illness) in enumerate([(20, "a"), (20, "b"), (20, "c")] * 2))
LATER = tuple(row.replace("20,", "30,", 1) for row in SAFE)


def judged(folder: Path, *rows: str, **wishes) -> Refusal | None:
    file = TableFile(file=str(records(folder, *rows)))
    known = Known(("age", "place"), ("illness",), "weight")
    return assess_file(file, known, silent, Wishes(**{"policy": "public-use", **wishes})).refused


def test_a_file_that_keeps_to_the_policy_passes_and_one_row_more_does_not(tmp_path: Path) -> None:
    assert judged(tmp_path, *SAFE, *LATER) is None
    refused = judged(tmp_path, *SAFE, *LATER, "50,town,a,40,h9")
    assert refused.codes == ("microdata-rows-at-risk", "microdata-values-alike")


def test_free_text_passes_only_with_the_name_of_who_looked_at_it(tmp_path: Path) -> None:
    rows = (*SAFE, *LATER)
    today = date(2026, 11, 26)
    assert judged(tmp_path, *rows, texts=("home",)).codes == ("microdata-not-reviewed",)
    assert judged(tmp_path, *rows, texts=("home",), reviews=(Review(column="home", by="Amina", on=today),)) is None
    nobody = judged(tmp_path, *rows, texts=("home",), reviews=(Review(column="home", by=" ", on=today),))
    assert set(nobody.codes) == {"microdata-review-without-name", "microdata-not-reviewed"}


def test_a_column_of_which_nobody_said_what_it_holds_is_not_handed_over(tmp_path: Path) -> None:
    refused = judged(tmp_path, *SAFE, *LATER, release=("home",))
    assert refused.codes == ("microdata-kind-unknown",)


def test_a_household_is_not_for_everybody_but_for_researchers(tmp_path: Path) -> None:
    known = Known(("age",), ("illness",), "weight", "home")
    file = TableFile(file=str(records(tmp_path, *SAFE, *LATER)))
    for policy, codes in (("public-use", ("microdata-kind-refused",)), ("scientific-use", None)):
        found = assess_file(file, known, silent, Wishes(policy=policy))
        assert (found.refused.codes if found.refused else None) == codes


def test_a_policy_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        judged(tmp_path, *SAFE, policy="everybody")
    assert "scientific-use, public-use" in str(refused.value)


def test_with_more_keys_than_can_be_searched_the_rest_is_assessed_and_that_is_said(tmp_path: Path) -> None:
    names = [f"k{number}" for number in range(17)]
    path = records(tmp_path, ",".join("a" * 17), ",".join("b" * 17), header=",".join(names))
    found = assess_file(TableFile(file=str(path)), Known(tuple(names)), silent)
    assert found.special is None and found.assessment.uniques == 2
    assert any("special uniques were not looked for" in sentence for sentence in found.remarks)
