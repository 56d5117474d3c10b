"""The example initiative can be made again from its programs, says that it is invented, and has the faults it lists."""

import csv
import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "services-for-all"
LANGUAGES = ("English (en)", "Español (es)", "العربية (ar)")
WASHINGTON_GROUP = {
    "wg_stem": "The next questions ask about difficulties you may have doing certain activities because of a "
    "HEALTH PROBLEM.",
    "wg_seeing": "Do you have difficulty seeing, even if wearing glasses?",
    "wg_hearing": "Do you have difficulty hearing, even if using a hearing aid(s)?",
    "wg_walking": "Do you have difficulty walking or climbing steps?",
    "wg_remembering": "Do you have difficulty remembering or concentrating?",
    "wg_selfcare": "Do you have difficulty with self-care, such as washing all over or dressing?",
    "wg_communicating": "Using your usual language, do you have difficulty communicating, for example understanding "
    "or being understood?",
}


def program(name: str) -> ModuleType:
    """One of the example's programs, loaded from its file."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def run(name: str, *arguments: str) -> None:
    """Run one of the programs as a person would."""
    subprocess.run([sys.executable, EXAMPLE / f"{name}.py", *arguments], check=True, capture_output=True)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.fixture(scope="module")
def contributions() -> list[dict[str, str]]:
    return rows_of(EXAMPLE / "contributions.csv")


def having(rows: list[dict[str, str]], column: str, *values: str) -> int:
    """How many rows hold one of these values."""
    return sum(row[column] in values for row in rows)


def test_the_committed_contributions_are_what_the_program_writes(tmp_path: Path) -> None:
    run("make_contributions", "--out", str(tmp_path))
    for name in ("contributions.csv", "clusters.csv"):
        assert (tmp_path / name).read_bytes() == (EXAMPLE / name).read_bytes()


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    run("make_contributions", "--out", str(tmp_path), "--seed", "7")
    assert (tmp_path / "contributions.csv").read_bytes() != (EXAMPLE / "contributions.csv").read_bytes()


@pytest.mark.parametrize("rows", [120, 9000])
def test_the_program_writes_as_many_rows_as_asked(tmp_path: Path, rows: int) -> None:
    run("make_contributions", "--out", str(tmp_path), "--rows", str(rows))
    written = rows_of(tmp_path / "contributions.csv")
    assert len({row["_uuid"] for row in written}) == rows
    assert len(written) > rows
    assert len({row["interview/cluster"] for row in written}) == 60


def test_every_row_says_that_it_is_synthetic(contributions: list[dict[str, str]]) -> None:
    assert {row["_notes"] for row in contributions} == {"SYNTHETIC"}
    assert {row["note"] for row in rows_of(EXAMPLE / "clusters.csv")} == {"SYNTHETIC"}


def test_the_contributions_are_small_enough_to_be_read_in_the_repository() -> None:
    assert (EXAMPLE / "contributions.csv").stat().st_size < 400_000


def test_the_committed_form_holds_what_the_text_files_say() -> None:
    form = program("make_form")
    book = load_workbook(EXAMPLE / "form.xlsx", read_only=True)
    assert tuple(book.sheetnames) == form.SHEETS
    for name in form.SHEETS:
        written = [[cell or "" for cell in row] for row in book[name].iter_rows(values_only=True)]
        assert written == form.sheet_rows(name)


def test_the_form_is_the_same_to_the_byte_whenever_it_is_built(tmp_path: Path) -> None:
    for name in ("first.xlsx", "second.xlsx"):
        run("make_form", "--out", str(tmp_path / name))
    assert (tmp_path / "first.xlsx").read_bytes() == (tmp_path / "second.xlsx").read_bytes()


def test_the_form_is_a_valid_xlsform_without_warnings() -> None:
    assert convert(EXAMPLE / "form.xlsx").warnings == []


def test_every_question_and_choice_is_there_in_all_three_languages() -> None:
    survey = [row for row in rows_of(EXAMPLE / "form" / "survey.csv") if not row["type"].startswith(("end", "calc"))]
    for row in (*survey, *rows_of(EXAMPLE / "form" / "choices.csv")):
        assert all(row[f"label::{language}"] for language in LANGUAGES), row["name"]


def test_the_washington_group_questions_keep_their_wording_and_order() -> None:
    asked = {row["name"]: row["label::English (en)"] for row in rows_of(EXAMPLE / "form" / "survey.csv")}
    washington_group = {name: text for name, text in asked.items() if name.startswith("wg_")}
    assert list(washington_group.items()) == list(WASHINGTON_GROUP.items())
    assert not any("disab" in text.lower() for text in washington_group.values())


def test_identity_questions_can_be_declined_and_answered_in_own_words() -> None:
    choices = {(row["list_name"], row["name"]) for row in rows_of(EXAMPLE / "form" / "choices.csv")}
    for listed in ("gender", "moved"):
        assert {(listed, "declined"), (listed, "own_words")} <= choices


def test_the_faults_that_the_readme_lists_are_in_the_data(contributions: list[dict[str, str]]) -> None:
    assert having(contributions, "person/age", "173") == 3
    assert having(contributions, "person/age", "4") == 2
    assert having(contributions, "services/last_service", "post_office") == 3
    assert having(contributions, "services/satisfaction", "6") == 2
    assert having(contributions, "services/waiting", "3600") == 3
    assert having(contributions, "consent/notice_version", "0.9") == 4
    assert having(contributions, "interview/card_number", "1111") == 5
    assert sum("/" in row["interview/interview_date"] for row in contributions) == 5
    assert sum(row["services/satisfaction"].startswith(" ") for row in contributions) == 6
    assert sum(row["services/services_used"] == "none" and row["services/waiting"] != "" for row in contributions) == 7
    assert sum(times - 1 for times in Counter(row["_uuid"] for row in contributions).values()) == 4


def test_consent_is_sometimes_late_refused_or_withdrawn(contributions: list[dict[str, str]]) -> None:
    dated = [row for row in contributions if "/" not in row["interview/interview_date"]]
    late = [row for row in dated if row["consent/consent_time"][:10] > row["interview/interview_date"]]
    assert len(late) == 4
    for use in ("aggregates", "office", "microdata"):
        answers = {row[f"consent/agree_{use}"] for row in contributions}
        assert answers == {"yes", "no", "withdrawn"}


def test_who_did_not_agree_to_be_asked_was_asked_nothing(contributions: list[dict[str, str]]) -> None:
    not_asked = [row for row in contributions if row["consent/agree_collection"] != "yes"]
    assert not_asked
    for row in not_asked:
        assert not any(
            answer for header, answer in row.items() if header.startswith(("person", "functioning", "services"))
        )


def test_one_interviewer_writes_down_the_same_for_everybody(contributions: list[dict[str, str]]) -> None:
    def marks(enumerator: str) -> set[str]:
        rows = (row for row in contributions if row["interview/enumerator"] == enumerator)
        return {mark for row in rows if (mark := row["services/satisfaction"].strip()) and mark != "6"}

    assert marks("E07") == {"4"}
    assert len(marks("E06")) > 4


def test_the_village_has_forty_adults_and_few_with_difficulties(contributions: list[dict[str, str]]) -> None:
    village = [row for row in contributions if row["person/neighbourhood"] == "ferry_landing"]
    domains = [header for header in contributions[0] if header.startswith("functioning/")]
    limited = [row for row in village if any(row[domain] in ("a_lot", "cannot_do") for domain in domains)]
    assert 35 <= len(village) <= 40
    assert 0 < len(limited) < 12


def test_the_clusters_stand_for_all_adults_of_each_place(contributions: list[dict[str, str]]) -> None:
    maker = program("make_contributions")
    clusters = rows_of(EXAMPLE / "clusters.csv")
    assert len(clusters) == 60
    total = sum(place.adults for place in maker.PLACES)
    assert sum(int(row["adults"]) for row in clusters) == pytest.approx(total, rel=0.001)
    assert sum(int(row["adults"]) for row in clusters[-2:]) == 40
    assert {row["interview/cluster"] for row in contributions} <= {row["cluster"] for row in clusters}


def test_no_question_asks_for_a_name_a_number_or_a_position() -> None:
    survey = rows_of(EXAMPLE / "form" / "survey.csv")
    assert not {row["type"].split()[0] for row in survey} & {"geopoint", "deviceid", "phonenumber", "username", "image"}
    assert not any(word in row["name"] for row in survey for word in ("phone", "address", "passport", "surname"))
