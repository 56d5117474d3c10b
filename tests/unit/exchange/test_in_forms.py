"""XLSForms become instruments: types, conditions, repeats, languages, codes, and what could not be kept."""

import datetime
import hashlib
from pathlib import Path

import pytest
from in_forms import asked, form, read
from in_old_workbook import Date, write_xls

from nyhavn.exchange.incoming.form_walk import language_code
from nyhavn.exchange.incoming.xlsform import read_xlsform
from nyhavn.framework.instrument import AnswerType, Choice


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("integer", AnswerType.INTEGER),
        ("int", AnswerType.INTEGER),
        ("decimal", AnswerType.DECIMAL),
        ("text", AnswerType.TEXT),
        ("string", AnswerType.TEXT),
        ("barcode", AnswerType.TEXT),
        ("hidden", AnswerType.TEXT),
        ("date", AnswerType.DATE),
        ("time", AnswerType.TIME),
        ("dateTime", AnswerType.DATETIME),
        ("datetime", AnswerType.DATETIME),
        ("geopoint", AnswerType.GEOPOINT),
        ("geotrace", AnswerType.GEOPOINT),
        ("geoshape", AnswerType.GEOPOINT),
        ("image", AnswerType.MEDIA),
        ("photo", AnswerType.MEDIA),
        ("audio", AnswerType.MEDIA),
        ("video", AnswerType.MEDIA),
        ("file", AnswerType.MEDIA),
        ("select_one yn", AnswerType.SELECT_ONE),
        ("select_multiple yn", AnswerType.SELECT_MULTIPLE),
        ("rank yn", AnswerType.SELECT_MULTIPLE),
        ("acknowledge", AnswerType.SELECT_ONE),
    ],
)
def test_every_type_of_question_has_an_answer_type(tmp_path: Path, kind: str, answer: AnswerType) -> None:
    assert asked(tmp_path, [kind, "q", "Question"])["q"].type is answer


@pytest.mark.parametrize(
    ("kind", "metadata"),
    [
        ("start", "start"),
        ("end", "end"),
        ("today", "today"),
        ("deviceid", "deviceid"),
        ("phonenumber", "phonenumber"),
        ("username", "username"),
        ("email", "email"),
        ("audit", "audit"),
        ("start-geopoint", "start-geopoint"),
    ],
)
def test_what_a_device_fills_in_by_itself_is_metadata(tmp_path: Path, kind: str, metadata: str) -> None:
    name = "audit" if kind == "audit" else "m"
    question = asked(tmp_path, [kind, name, None], ["text", "q", "Question"])[name]
    assert (question.type, question.metadata) == (AnswerType.METADATA, metadata)


@pytest.mark.parametrize(("step", "answer"), [("1", AnswerType.INTEGER), ("0.5", AnswerType.DECIMAL)])
def test_a_range_is_a_whole_number_unless_its_step_is_none(tmp_path: Path, step: str, answer: AnswerType) -> None:
    survey = [["type", "name", "label", "parameters"], ["range", "q", "Question", f"start=0 end=5 step={step}"]]
    assert read(tmp_path, survey).questions[0].type is answer


def test_rows_that_nobody_answers_are_no_questions(tmp_path: Path) -> None:
    assert [*asked(tmp_path, ["note", "n", "Hello"], ["text", "q", "Q"], ["csv-external", "places", None])] == ["q"]


def test_what_was_seen_is_acknowledged_with_ok(tmp_path: Path) -> None:
    assert asked(tmp_path, ["acknowledge", "q", "Seen?"])["q"].choices == (Choice("OK"),)


def test_a_question_in_a_group_was_asked_only_if_the_group_was(tmp_path: Path) -> None:
    questions = asked(
        tmp_path,
        ["select_one yn", "consent", "Consent"],
        ["begin_group", "g", "Group", "${consent} = 'yes'"],
        ["integer", "age", "Age"],
        ["begin_group", "inner", "Inner", "${age} > 17"],
        ["text", "job", "Job", "${age} < 70"],
        ["text", "school", "School", "${age} > 17"],
        ["end_group"],
        ["end_group"],
        ["text", "end_note", "End"],
    )
    assert questions["consent"].relevant == ""
    assert questions["age"].relevant == "${consent} = 'yes'"
    assert questions["job"].relevant == "(${consent} = 'yes') and (${age} > 17) and (${age} < 70)"
    assert questions["school"].relevant == "(${consent} = 'yes') and (${age} > 17)"
    assert questions["end_note"].relevant == ""
    assert questions["job"].groups == ("g", "inner")


def test_questions_of_repeats_name_their_repeat(tmp_path: Path) -> None:
    survey = [
        ["type", "name", "label"],
        ["text", "village", "Village"],
        ["begin_group", "home", "Home"],
        ["begin_repeat", "person", "Person"],
        ["integer", "age", "Age"],
        ["begin_repeat", "job", "Job"],
        ["text", "title", "Title"],
        ["end_repeat"],
        ["end_repeat"],
        ["end_group"],
    ]
    instrument = read(tmp_path, survey)
    assert {question.name: question.repeat for question in instrument.questions} == {
        "village": "",
        "age": "person",
        "title": "person/job",
    }
    assert [question.name for question in instrument.in_repeat("person")] == ["age"]
    assert instrument.question("title") is not None
    assert instrument.questions[2].groups == ("home", "person", "job")


def test_a_name_that_stands_in_two_groups_becomes_its_path(tmp_path: Path) -> None:
    questions = asked(
        tmp_path,
        ["begin_group", "father", "Father"],
        ["integer", "age", "Age"],
        ["end_group"],
        ["begin_group", "mother", "Mother"],
        ["integer", "age", "Age"],
        ["end_group"],
    )
    assert [*questions] == ["father/age", "mother/age"]
    assert {question.column for question in questions.values()} == {"age"}


def test_an_other_answer_is_open_and_its_condition_names_its_question(tmp_path: Path) -> None:
    questions = asked(tmp_path, ["select_one yn or_other", "water", "Water"], ["select_one yn", "plain", "Plain"])
    assert questions["water"].open_choices
    assert not questions["plain"].open_choices
    assert questions["water_other"].relevant == "selected(${water}, 'other')"
    assert "other" in questions["water"].codes


def test_a_path_to_a_neighbour_becomes_its_name_and_other_paths_stay(tmp_path: Path) -> None:
    questions = asked(
        tmp_path,
        ["begin_group", "g", "Group", "../start != ''"],
        ["integer", "age", "Age", "../../start != ''"],
        ["integer", "school", "School", "../age > 5 and ../elsewhere/x = 1"],
        ["end_group"],
        ["text", "start", "Start"],
    )
    assert questions["age"].relevant == "(${start} != '') and (../../start != '')"
    assert questions["school"].relevant == "(${start} != '') and (${age} > 5 and ../elsewhere/x = 1)"


def test_calculations_and_constraints_are_kept_as_written(tmp_path: Path) -> None:
    survey = [
        ["type", "name", "label", "constraint", "calculation", "required"],
        ["integer", "age", "Age", ". >= 0 and . < 120", None, "yes"],
        ["calculate", "double", None, None, "${age} * 2", None],
        ["integer", "given", "Given", None, "${age} + 1", "no"],
    ]
    age, double, given = read(tmp_path, survey).questions
    assert (age.constraint, age.required, age.calculation) == (". >= 0 and . < 120", True, "")
    assert (double.type, double.calculation) == (AnswerType.CALCULATE, "${age} * 2")
    assert (given.type, given.calculation, given.required) == (AnswerType.INTEGER, "${age} + 1", False)


@pytest.mark.parametrize("required", ["yes", "TRUE", "true", "true()", True])
def test_every_way_to_say_required_is_understood(tmp_path: Path, required: object) -> None:
    instrument = read(tmp_path, [["type", "name", "label", "required"], ["text", "q", "Q", required]])
    assert instrument.questions[0].required


def test_required_under_a_condition_is_said_and_not_taken_for_required(tmp_path: Path) -> None:
    survey = [["type", "name", "label", "required"], ["text", "p", "P", "no"], ["text", "q", "Q", "${p} = 'x'"]]
    instrument = read(tmp_path, survey)
    assert not instrument.questions[1].required
    assert "Required only under a condition, and read as not required: q." in instrument.warnings


def test_labels_are_kept_by_language_code_or_else_by_name(tmp_path: Path) -> None:
    survey = [
        ["type", "name", "label::English (en)", "label::Dari", "label::العربية (ar)"],
        ["select_one yn", "q", "Water?", "آب؟", "ماء؟"],
    ]
    choices = [["list_name", "name", "label::English (en)", "label::Dari"], ["yn", "yes", "Yes", "بله"]]
    instrument = read(tmp_path, survey, choices, [["default_language"], ["English (en)"]])
    assert instrument.questions[0].labels == {"en": "Water?", "Dari": "آب؟", "ar": "ماء؟"}
    assert instrument.questions[0].choices[0].labels["Dari"] == "بله"
    assert instrument.languages == ("en", "Dari", "ar")
    assert instrument.default_language == "en"


def test_a_label_without_a_language_stands_under_no_language(tmp_path: Path) -> None:
    question = asked(tmp_path, ["text", "q", "Water?"])["q"]
    assert question.labels == {"": "Water?"}
    assert question.label("fr") == "Water?"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("English (en)", "en"),
        ("English(en)", "en"),
        ("中文 (zh-Hant)", "zh-Hant"),
        ("en", "en"),
        ("Tok Pisin", "Tok Pisin"),
        ("default", ""),
        ("Old (but good)", "Old (but good)"),
    ],
)
def test_the_language_code_is_what_stands_in_parentheses(written: str, code: str) -> None:
    assert language_code(written) == code


def test_settings_are_the_forms_own_words(tmp_path: Path) -> None:
    settings = [["form_id", "version", "form_title"], ["water", "2024-05-01", "Water survey"]]
    instrument = read(tmp_path, [["type", "name", "label"], ["text", "q", "Q"]], settings=settings)
    assert (instrument.id, instrument.version, instrument.title) == ("water", "2024-05-01", "Water survey")


def test_what_settings_do_not_say_is_not_invented(tmp_path: Path) -> None:
    path = form(tmp_path, [["type", "name", "label"], ["text", "q", "Q"]])
    instrument = read_xlsform(path)
    assert (instrument.id, instrument.version, instrument.title, instrument.default_language) == ("", "", "", "")
    assert (instrument.source, instrument.languages) == ("form.xlsx", ())
    assert instrument.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_version_that_is_a_date_is_what_devices_get(tmp_path: Path) -> None:
    settings = [["form_id", "version"], ["water", datetime.datetime(2024, 5, 1)]]  # noqa: DTZ001 workbooks know no zone
    instrument = read(tmp_path, [["type", "name", "label"], ["text", "q", "Q"]], settings=settings)
    assert instrument.version == "2024-05-01 00:00:00"


def test_an_old_workbook_with_one_sheet_of_any_name_is_a_form(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "f.xls", [["type", "name", "label", "default"], ["date", "q", "Q", Date(45413)]])
    assert [question.name for question in read_xlsform(path).questions] == ["q"]


def test_choices_of_a_filtered_list_are_all_kept_once(tmp_path: Path) -> None:
    survey = [
        ["type", "name", "label", "choice_filter"],
        ["select_one states", "state", "State", None],
        ["select_one counties", "county", "County", "state = ${state}"],
    ]
    choices = [
        ["list_name", "name", "label", "state"],
        ["states", "tx", "Texas", None],
        ["states", "wa", "Washington", None],
        ["counties", "king", "King", "tx"],
        ["counties", "king", "King County", "wa"],
        ["counties", "pierce", "Pierce", "wa"],
    ]
    instrument = read(tmp_path, survey, choices, [["allow_choice_duplicates"], ["yes"]])
    county = instrument.question("county")
    assert county is not None
    assert [(choice.code, choice.labels[""]) for choice in county.choices] == [("king", "King"), ("pierce", "Pierce")]
    assert not county.open_choices


@pytest.mark.parametrize("kind", ["select_one_from_file places.csv", "select_multiple_from_file places.csv"])
def test_choices_from_outside_the_form_leave_the_question_open(tmp_path: Path, kind: str) -> None:
    instrument = read(tmp_path, [["type", "name", "label"], [kind, "q", "Q"]])
    assert instrument.questions[0].open_choices
    assert "Choices come from outside the form, so any answer is allowed: q." in instrument.warnings


@pytest.mark.parametrize(
    ("code", "label", "meaning"),
    [
        ("dk", "x", "dont_know"),
        ("DNK", "x", "dont_know"),
        ("dont_know", "x", "dont_know"),
        ("don_t_know", "x", "dont_know"),
        ("pnta", "x", "refused"),
        ("prefer_not_to_answer", "x", "refused"),
        ("refused", "x", "refused"),
        ("no_answer", "x", "refused"),
        ("decline", "x", "refused"),
        ("98", "Don’t know", "dont_know"),
        ("88", "Does not know / doesn't know", "dont_know"),
        ("-99", "Refused to say", "refused"),
        ("99", "I prefer not to say", "refused"),
        ("99", "Ninety-nine goats", ""),
        ("98", "Other", ""),
        ("1", "I do not know my neighbours", ""),
        ("no", "No", ""),
        ("none", "None", ""),
        ("unknown", "Unknown parentage", ""),
        ("other", "I prefer not to use the bus", ""),
    ],
)
def test_only_well_known_codes_mean_dont_know_or_declined(tmp_path: Path, code: str, label: str, meaning: str) -> None:
    choices = [["list_name", "name", "label"], ["l", "yes", "Yes"], ["l", code, label]]
    question = asked(tmp_path, ["select_one l", "q", "Q"], choices=choices)["q"]
    assert question.dont_know == ((code,) if meaning == "dont_know" else ())
    assert question.refused == ((code,) if meaning == "refused" else ())


def test_a_ranking_is_said_to_be_read_as_several_answers(tmp_path: Path) -> None:
    survey = [["type", "name", "label"], ["rank l", "q", "Q"], ["text", "t", "T"]]
    instrument = read(tmp_path, survey, [["list_name", "name", "label"], ["l", "a", "A"], ["l", "b", "B"]])
    assert "Rankings are read as several answers, in their order: q." in instrument.warnings


def test_warnings_of_pyxform_come_through_with_their_place(tmp_path: Path) -> None:
    survey = [["type", "name", "label"], ["begin_repeat", "r", None], ["text", "q", "Q"], ["end_repeat", None, None]]
    assert any(warning.startswith("form.xlsx, sheet survey, row 2: ") for warning in read(tmp_path, survey).warnings)
