"""A questionnaire as a text: each question a clause, found again by its name whatever its words are."""

from pathlib import Path

from in_drafts import lines, refused_draft, unread, written
from in_forms import YES_NO, form

from nyhavn.exchange.incoming.draft_form import MOST_CHOICES
from nyhavn.exchange.incoming.draft_text import read_draft_text
from nyhavn.framework.clause_addresses import proposed
from nyhavn.framework.clauses import first_version

SURVEY = [
    ["type", "name", "label::English (en)", "label::العربية (ar)", "hint::English (en)", "relevant"],
    ["start", "start", "", "", "", ""],
    ["begin group", "home", "Your home", "بيتك", "", ""],
    ["note", "intro", "1. We ask about water.", "نسأل عن الماء.", "", ""],
    ["select_one yn", "water", "Is there water?", "هل يوجد ماء؟", "Any source", ""],
    ["integer", "far", "How far is it?", "كم يبعد؟", "", "${water} = 'yes'"],
    ["end group", "", "", "", "", ""],
]
SETTINGS = [["form_title", "form_id", "default_language"], ["Water", "water", "English (en)"]]


def test_questions_are_clauses_with_their_choices(tmp_path: Path) -> None:
    found = read_draft_text(form(tmp_path, SURVEY, YES_NO, SETTINGS))
    assert (found.title, found.language) == ("Water", "en")
    assert lines(found) == [
        ("heading", "", "Your home"),
        ("paragraph", "", "1. We ask about water."),
        ("question", "", "Is there water?\nAny source\n– Yes (yes)\n– No (no)\n– Do not know (dnk)"),
        ("question", "", "How far is it?"),
    ]
    assert [one.anchor for one in found.passages] == ["group/home", "intro", "water", "far"]
    assert found.passages[2].heading == ("Your home",)
    assert unread(found)["Only one language is read; the form also has: ar."] == "form"
    assert unread(found)["Conditions and checks of questions are not in the text."] == "sheet survey, row 6"
    assert unread(found)["What the form works out or records by itself is no question."] == "sheet survey, row 2"


def test_another_language_is_read_where_it_is_wanted(tmp_path: Path) -> None:
    found = read_draft_text(form(tmp_path, SURVEY, YES_NO, SETTINGS), language="ar")
    assert (found.language, found.passages[3].text) == ("ar", "كم يبعد؟")


def test_a_question_that_is_worded_anew_keeps_its_code(tmp_path: Path) -> None:
    before = first_version(read_draft_text(form(tmp_path, SURVEY, YES_NO, SETTINGS)), version="1")
    changed = [*SURVEY[:5], ["integer", "far", "Minutes on foot to the well", "دقائق", "", ""], *SURVEY[6:]]
    proposal = proposed(before, read_draft_text(form(tmp_path, changed, YES_NO, SETTINGS)))
    assert [one.code for one in proposal.addresses] == list(before.codes)
    assert [one.is_changed for one in proposal.addresses] == [False, False, False, True]


def test_a_list_without_end_is_cut_and_said_so(tmp_path: Path) -> None:
    places = [["list_name", "name", "label"], *(["v", f"v{n}", f"Village {n}"] for n in range(MOST_CHOICES + 1))]
    survey = [["type", "name", "label"], ["select_one v", "village", "Which?"]]
    found = read_draft_text(form(tmp_path, survey, places))
    assert found.passages[0].text.count("\n") == MOST_CHOICES
    assert f"Choices after the first {MOST_CHOICES} are not in the text." in unread(found)


def test_a_workbook_that_is_no_form_is_refused_by_its_reader(tmp_path: Path) -> None:
    assert refused_draft(form(tmp_path, [["a"], ["b"]])).code == "form-broken"
    assert refused_draft(written(tmp_path, "x.xlsx", "no workbook")).code == "file-not-as-named"
