"""Real forms: each is offered as a page as a whole, or refused with every reason named by question and row.

What people answer on a page raises no question of quality: the page and the checks of the answers agree.
"""

import random
from collections import Counter
from datetime import date
from pathlib import Path

import narwhals as nw
import pyarrow as pa
import pytest
from people import answer_form

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.quality import findings
from nyhavn.exchange.incoming.form import Form
from nyhavn.exchange.incoming.form_file import read_form_file
from nyhavn.exchange.incoming.spreadsheet import open_workbook
from nyhavn.framework.findings import Severity
from nyhavn.framework.form_obstacles import unsupported_items
from nyhavn.framework.interview import accepted, begin, problems, visible
from nyhavn.framework.interview_pages import pages
from nyhavn.framework.refusal import Refusal

TODAY = date(2025, 4, 1)
PEOPLE = 25
OFFERED = (
    "choice_filter_test.xlsx",
    "edge_cases/badly_named_choices_sheet.xls",
    "kobo_grouped_gps.xls",
    "kobo_unicode_in_relevant.xlsx",
    "unhcr_template_dari_english_rtl.xlsx",
    "xml_escaping.xls",
)
REFUSED = {
    "UCL_Biomass_Plot_Form.xlsx": {"repeat": 5, "choices-elsewhere": 8, "type": 3, "expression": 6},
    "attribute_columns_test.xlsx": {
        "encrypted": 1,
        "repeat": 1,
        "media": 4,
        "type": 4,
        "expression": 6,
        "appearance": 1,
    },
    "edge_cases/bad_calc.xlsx": {"expression": 1},
    "edge_cases/xl_date_ambiguous.xlsx": {"expression": 1},
    "hot_toilets.xls": {"expression": 11, "choices-elsewhere": 1, "trigger": 11, "default": 1, "type": 1},
    "hot_waterpoints.xls": {"expression": 4, "type": 2, "choices-elsewhere": 1, "trigger": 1},
    "kobo_groups_in_repeats.xls": {"repeat": 1, "type": 1},
    "kobo_transportation_encrypted.xls": {"encrypted": 1, "type": 1},
    "kobo_tutorial_arabic_labels.xls": {"type": 1},
    "or_other.xlsx": {"expression": 1},
    "pull_data.xlsx": {"expression": 1},
    "widgets.xls": {"type": 4, "media": 7},
    "xlsform_spec_test.xlsx": {"encrypted": 1, "repeat": 1, "media": 4, "type": 4, "expression": 5, "appearance": 1},
}
UNREADABLE = 11  # of the collection, pyxform itself refuses so many


def reasons_of(form: Form) -> Counter[str]:
    found = unsupported_items(form.layout, form.instrument)
    return Counter(reason.code.removeprefix("form-page-") for reason in found)


@pytest.mark.data
def test_every_form_of_the_collection_is_offered_or_refused_by_name(reference_data: Path) -> None:
    folder = reference_data / "xlsforms"
    split: dict[str, dict[str, int]] = {}
    unreadable = 0
    for path in sorted(folder.rglob("*.xls*")):
        try:
            split[path.relative_to(folder).as_posix()] = dict(reasons_of(read_form_file(path)))
        except Refusal as refused:
            unreadable += 1
            assert set(refused.codes) == {"form-broken"}
    print(*(f"{'refused' if why else 'offered'}: {name} {why or ''}" for name, why in split.items()), sep="\n")
    assert split == {**dict.fromkeys(OFFERED, {}), **REFUSED}
    assert unreadable == UNREADABLE


@pytest.mark.data
@pytest.mark.parametrize("name", sorted(REFUSED))
def test_the_row_that_is_named_holds_what_is_named(reference_data: Path, name: str) -> None:
    path = reference_data / "xlsforms" / name
    form = read_form_file(path)
    survey = next(sheet for sheet in open_workbook(path).sheets if sheet.name.lower() == "survey")
    rows = [[str(cell or "").strip() for cell in row] for row in survey.rows()]
    for reason in unsupported_items(form.layout, form.instrument):
        if reason.where.startswith("survey"):
            _, row, named = reason.where.split(", ")
            assert named.split(" ", 1)[1].split("/")[-1] in rows[int(row.removeprefix("row ")) - 1]
        else:
            assert reason.where == "settings, public_key"


@pytest.mark.data
def test_a_large_survey_of_households_is_refused_for_its_repeats_by_name(reference_data: Path) -> None:
    form = read_form_file(reference_data / "msna2024_dummy" / "form_REACH_2024_MSNA_draft_v11.xlsx")
    found = unsupported_items(form.layout, form.instrument)
    repeats = [reason.where for reason in found if reason.code == "form-page-repeat"]
    assert len(repeats) == 4
    assert [reason.where for reason in found if reason.code == "form-page-type"] == ["survey, row 2, question audit"]
    assert {reason.code for reason in found} == {"form-page-repeat", "form-page-expression", "form-page-type"}


def contributions(form: Form, language: str = "", people: int = PEOPLE) -> list[dict[str, str]]:
    """What drawn people answered on the pages, as it is kept."""
    kept = []
    for number in range(people):
        interview = answer_form(begin(form.instrument, form.layout, language), TODAY, random.Random(number))
        assert problems(interview, TODAY) == ()
        kept.append(dict(accepted(interview, TODAY)))
    return kept


# A page promises what the form says about each answer. What people have in common, and what own words hold, it cannot.
PROMISED = {
    "missing-answer",
    "answered-not-asked",
    "unreadable",
    "out-of-range",
    "not-a-choice",
    "not-evaluated",
    "exact-duplicate",
}


def questions_of_quality(form: Form, rows: list[dict[str, str]]) -> Counter[tuple[str, Severity]]:
    columns = {
        question.name: pa.array([row.get(question.name) for row in rows], pa.string())
        for question in form.instrument.questions
    }
    table = pa.table({**columns, "_row": pa.array(range(1, len(rows) + 1), pa.int64())})
    with open_session(threads=1) as session:
        frame: nw.LazyFrame = session.frame(table)
        found = findings(frame, form.instrument, today=TODAY)
        return Counter((one.check, one.severity) for one in found if one.check in PROMISED)


def without_question(found: Counter[tuple[str, Severity]]) -> bool:
    """Nothing but notes about answers that people chose not to give, and people who said the same."""
    return set(found) <= {
        ("missing-answer", Severity.NOTE),
        ("exact-duplicate", Severity.NOTE),
        ("exact-duplicate", Severity.WARNING),
    }


@pytest.mark.data
@pytest.mark.parametrize("name", OFFERED)
def test_answers_of_a_page_raise_no_question_of_quality(reference_data: Path, name: str) -> None:
    form = read_form_file(reference_data / "xlsforms" / name)
    rows = contributions(form)
    assert sum(map(len, rows)) >= PEOPLE
    found = questions_of_quality(form, rows)
    assert without_question(found), found


@pytest.fixture(scope="module")
def services(repository: Path) -> Form:
    return read_form_file(repository / "examples" / "services-for-all" / "form.xlsx")


def test_the_example_is_complete_as_a_page_in_all_its_languages(services: Form) -> None:
    assert unsupported_items(services.layout, services.instrument) == ()
    assert services.layout.languages == ("en", "es", "ar")
    for language in services.layout.languages:
        for item in services.layout.items:
            if item.is_displayed:
                assert item.labels[language], item.name
            assert all(choice.labels[language] for choice in item.choices)
        assert all(group.labels[language] for group in services.layout.groups)
    shown = {item.name for item in services.layout.items if item.is_displayed}
    asked = {question.name for question in services.instrument.questions} - {"notice_version"}
    assert shown == asked | {"invented", "notice", "wg_stem", "treatment_note"}
    assert [page.group for page in pages(services.layout)][:3] == ["", "consent", "interview"]


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_example_can_be_answered_in_each_language_without_a_question_of_quality(
    services: Form, language: str
) -> None:
    rows = contributions(services, language, people=40)
    found = questions_of_quality(services, rows)
    assert without_question(found), found
    assert {row["notice_version"] for row in rows} == {"1.0"}
    answered = Counter(name for row in rows for name in row)
    assert all(answered[question.name] for question in services.instrument.questions)


def test_whoever_says_no_is_asked_nothing_more(services: Form) -> None:
    interview = begin(services.instrument, services.layout, "en").answered({"agree_collection": "no", "age": "40"})
    groups = {shown.groups[0].path for shown in visible(interview, TODAY) if shown.groups}
    assert groups == {"consent", "interview"}
    assert "age" not in accepted(interview, TODAY)


def test_a_page_and_the_checks_of_answers_agree_about_a_fault(services: Form) -> None:
    row = contributions(services, people=1)[0]
    faults = {
        "age": ("17", "constraint", "out-of-range"),
        "card_number": ("x", "not-a-number", "unreadable out-of-range"),
    }
    faults["enumerator"] = ("E99", "not-in-list", "not-a-choice")
    faults["cluster"] = ("", "answer-required", "missing-answer")
    for name, (typed, code, check) in faults.items():
        interview = begin(services.instrument, services.layout).answered(
            {**row, "agree_collection": "yes", name: typed}
        )
        assert [(found.question, found.code) for found in problems(interview, TODAY)] == [(name, code)]
        faulty = {**accepted(interview, TODAY), name: typed or None}
        serious = {
            found for found, severity in questions_of_quality(services, [faulty]) if severity is Severity.WARNING
        }
        assert serious == set(check.split())
