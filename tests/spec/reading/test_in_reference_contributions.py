"""Real contributions, from the file to canonical answers: what was measured in them by others comes out again."""

from collections import Counter
from pathlib import Path

import pytest

from nyhavn.exchange.incoming.answers import Answers, canonical_answers, join_parent
from nyhavn.exchange.incoming.dictionary import read_dictionary
from nyhavn.exchange.incoming.spreadsheet import read_table
from nyhavn.exchange.incoming.xlsform import read_xlsform
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import Refusal

pytestmark = pytest.mark.data

DHAKA = """
id = "dhaka"
version = "2017"
[[question]]
name = "hours"
column = "Typical number of hours per day that water is available"
type = "integer"
dont_know_column = "Typical number of hours per day that water is available (Don't Know)"
[[question]]
name = "queue"
column = "QUEUE"
type = "select_one"
choices = [{ code = "yes", text = "Yes" }, { code = "no", text = "No" }]
dont_know_column = "QUEUE (Don't Know)"
not_applicable_column = "QUEUE (Not Applicable)"
[[question]]
name = "collects"
column = "Which household member(s) usually collect the water?"
type = "select_multiple"
separator = ", "
choices = [{ code = "women", text = "Adult women" }, { code = "men", text = "Adult men" }]
"""
QUEUE = "Do you consider that the queuing time at your main water source is acceptable?"
MALAWI = """
id = "malawi"
version = "2024"
[[question]]
name = "waterpoint_id"
type = "integer"
[[question]]
name = "observed_issues"
type = "select_multiple"
separator = ", "
choices = [
  { code = "none", text = "No problems" },
  { code = "civil", text = "Damage to civil works - platform, well head, riser etc" },
  { code = "pump", text = "Damage or problem with pump" },
  { code = "soil", text = "Soil erosion or collapse around the water point" },
  { code = "leak", text = "Leakage from pump/ pedestal" },
  { code = "quality", text = "Water quality" },
  { code = "other", text = "Other" },
]
[[question]]
name = "has_bank_account"
type = "select_one"
choices = [{ code = "yes", text = "Yes" }, { code = "no", text = "No" }]
[[question]]
name = "universal_access"
type = "select_one"
choices = [{ code = "1" }, { code = "0" }, { code = "dk", text = "Don't know" }]
dont_know = ["dk"]
"""


@pytest.fixture(scope="module")
def msna(reference_data: Path) -> Instrument:
    return read_xlsform(reference_data / "msna2024_dummy" / "form_REACH_2024_MSNA_draft_v11.xlsx")


def by_dictionary(folder: Path, dictionary: str, table: Path) -> Answers:
    path = folder / "dictionary.toml"
    path.write_text(dictionary, encoding="utf-8")
    read = read_dictionary(path)
    return canonical_answers(read_table(table), read.instrument, read.readings)


def counted(answers: Answers, question: str) -> Counter[str | None]:
    return Counter(answers.table.column(question).to_pylist())


def test_the_main_sheet_of_a_large_form_is_matched_without_a_rest(reference_data: Path, msna: Instrument) -> None:
    received = read_table(reference_data / "msna2024_dummy" / "main.csv")
    answers = canonical_answers(received, msna)
    assert received.table.shape == (241, 367)
    assert answers.table.num_rows == 241
    assert answers.absent == ("today", "household_geopoint", "audit")
    assert answers.unmatched == ("row_id", "uuid", "index", "person_id", "stratum", "weight")
    assert answers.warnings == ()
    assert counted(answers, "consent") == {"yes": 241}


def test_codes_of_several_answers_are_all_of_their_lists(reference_data: Path, msna: Instrument) -> None:
    answers = canonical_answers(read_table(reference_data / "msna2024_dummy" / "main.csv"), msna)
    for question in msna.in_repeat(""):
        if question.type == "select_multiple":
            given = answers.table.column(question.name).drop_null().to_pylist()
            assert {code for codes in given for code in codes.split(" ")} <= question.codes


@pytest.mark.parametrize(("repeat", "questions"), [("roster", 29), ("edu_ind", 13), ("health_ind", 8), ("nut_ind", 13)])
def test_each_repeat_is_matched_without_a_rest(
    reference_data: Path, msna: Instrument, repeat: str, questions: int
) -> None:
    answers = canonical_answers(read_table(reference_data / "msna2024_dummy" / f"{repeat}.csv"), msna, repeat=repeat)
    assert answers.table.shape == (965, questions)
    assert answers.absent == ()
    assert {"uuid", "_parent_index", "_index"} <= set(answers.unmatched)


def test_every_person_of_the_roster_finds_the_household(reference_data: Path, msna: Instrument) -> None:
    folder = reference_data / "msna2024_dummy"
    person, household = read_table(folder / "roster.csv").table, read_table(folder / "main.csv").table
    keys = {"child_key": "_parent_index", "parent_key": "index"}
    joined = join_parent(person, household, **keys, columns=["consent", "hh_size"])
    assert (joined.orphans, joined.table.num_rows) == (0, 965)
    sizes = dict(zip(household.column("index").to_pylist(), household.column("hh_size").to_pylist(), strict=True))
    assert joined.table.column("hh_size").to_pylist() == [
        sizes[key] for key in person.column("_parent_index").to_pylist()
    ]


def test_a_separate_dont_know_column_is_counted_as_dont_know(reference_data: Path, tmp_path: Path) -> None:
    answers = by_dictionary(
        tmp_path, DHAKA.replace("QUEUE", QUEUE), reference_data / "dhaka_slum_wash_2017" / "household_survey.csv"
    )
    assert counted(answers, "hours")["_dk"] == 213
    assert counted(answers, "hours")["24"] == 422
    assert counted(answers, "queue") == {None: 1152, "yes": 44, "no": 83, "_dk": 3}
    assert counted(answers, "collects")["women men"] == 10
    assert counted(answers, "collects")["men women"] == 9
    assert (answers.absent, answers.warnings) == ((), ())


def test_the_real_household_survey_has_its_measured_size(reference_data: Path) -> None:
    table = read_table(reference_data / "dhaka_slum_wash_2017" / "household_survey.csv").table
    assert table.shape == (1282, 208)
    assert sum(column.null_count for column in table.columns) == 158_085
    assert sum(column.null_count == table.num_rows for column in table.columns) == 28


def test_texts_that_hold_the_separator_become_their_codes(reference_data: Path, tmp_path: Path) -> None:
    answers = by_dictionary(tmp_path, MALAWI, reference_data / "malawi_waterpoints" / "raw_survey.csv")
    issues = counted(answers, "observed_issues")
    assert (issues["none"], issues["civil"], issues["pump"]) == (711, 117, 107)
    assert issues["civil pump"] == 80
    assert counted(answers, "has_bank_account") == {None: 666, "no": 723, "yes": 36}
    assert counted(answers, "universal_access") == {"0": 1181, "1": 92, "dk": 5, None: 147}
    assert counted(answers, "waterpoint_id")[None] == 7


def test_a_workbook_with_several_sheets_is_read_by_the_sheet_named(reference_data: Path) -> None:
    path = reference_data / "msna2024_dummy" / "list_of_analysis.xlsx"
    with pytest.raises(Refusal) as caught:
        read_table(path)
    assert caught.value.codes == ("sheet-unclear",)
    assert "loa" in str(caught.value)
    assert read_table(path, sheet="sample_frame").table.num_rows > 0


def test_all_tables_of_the_collection_are_read_or_refused_with_a_place(reference_data: Path) -> None:
    """Real files are as they are; none may end in anything but a table or a refusal."""
    read = 0
    for path in sorted(reference_data.rglob("*.csv")):
        if path.stat().st_size > 20_000_000:
            continue
        try:
            read += read_table(path).table.num_rows > 0
        except Refusal as error:
            assert all(path.name in reason.where and reason.do for reason in error.reasons)
    assert read > 100
