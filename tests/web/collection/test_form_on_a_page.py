"""One item of a form on a page and on paper: which control, which words, who is asked."""

from dataclasses import replace

import pytest
from django.utils import translation

from nyhavn.chain.forms import read_form
from nyhavn.exchange.incoming.form import Form
from nyhavn.framework.consent import Purpose
from nyhavn.framework.form_page import FormItem, ItemKind
from nyhavn.framework.instrument import AnswerType, Choice, Question
from nyhavn.framework.interview import ShownChoice, ShownGroup, ShownItem
from nyhavn.framework.interview_problems import SENTENCES, AnswerProblem, plainly
from nyhavn.web.collection.form.fields import MOST_RADIOS, ShownField, plain, sentence, shown_fields, spoken
from nyhavn.web.collection.form.paper import on_paper
from nyhavn.web.collection.form.problem_words import PROBLEMS
from nyhavn.web.collection.form.skips import in_words
from nyhavn.web.collection.form.visit import Visit
from web import objects


def shown(kind: AnswerType = AnswerType.TEXT, appearance: str = "", choices: int = 0, **changes: object) -> ShownItem:
    offered = tuple(ShownChoice(f"c{number}", f"Choice {number}") for number in range(choices))
    question = Question("q", "q", kind, choices=tuple(Choice(choice.code) for choice in offered))
    item = FormItem("q", ItemKind.QUESTION, kind.value, appearance=appearance)
    values = {"label": "Why?", "hint": "", "guidance": "", "answer": "", "is_required": True, "groups": ()}
    return ShownItem(item, question, choices=offered, **{**values, **changes})  # type: ignore[arg-type]


def field(item: ShownItem) -> ShownField:
    return next(shown_fields([item]))


@pytest.mark.parametrize(
    ("item", "control"),
    [
        (shown(), "text"),
        (shown(appearance="multiline"), "lines"),
        (shown(AnswerType.INTEGER), "text"),
        (shown(AnswerType.DATE), "date"),
        (shown(AnswerType.DATE, "year"), "text"),
        (shown(AnswerType.DATE, "month-year"), "text"),
        (shown(AnswerType.TIME), "time"),
        (shown(AnswerType.DATETIME), "datetime-local"),
        (shown(AnswerType.GEOPOINT), "text"),
        (shown(AnswerType.SELECT_ONE, choices=3), "radios"),
        (shown(AnswerType.SELECT_ONE, "minimal", choices=3), "list"),
        (shown(AnswerType.SELECT_ONE, choices=MOST_RADIOS), "radios"),
        (shown(AnswerType.SELECT_ONE, choices=MOST_RADIOS + 1), "list"),
        (shown(AnswerType.SELECT_MULTIPLE, choices=3), "ticks"),
    ],
)
def test_each_kind_of_question_has_its_control(item: ShownItem, control: str) -> None:
    assert field(item).control == control


def test_a_note_is_read_and_a_worked_out_value_is_shown() -> None:
    note = replace(shown(), question=None, item=FormItem("n", ItemKind.NOTE, "note"))
    value = replace(shown(), item=FormItem("v", ItemKind.SHOWN, "calculate"), answer="7")
    assert [field(item).control for item in (note, value)] == ["note", "value"]


@pytest.mark.parametrize(("kind", "keyboard"), [(AnswerType.INTEGER, "numeric"), (AnswerType.DECIMAL, "decimal")])
def test_a_phone_shows_its_digits_for_numbers_and_letters_for_words(kind: AnswerType, keyboard: str) -> None:
    assert field(shown(kind)).keyboard == keyboard
    assert field(shown()).keyboard == ""


def test_a_choice_can_be_taken_back_where_no_answer_is_needed() -> None:
    free = field(shown(AnswerType.SELECT_ONE, choices=2, is_required=False, answer="c1"))
    assert free.choices[-1] == ("", "No answer", False)
    assert [chosen for _, _, chosen in free.choices] == [False, True, False]
    assert len(field(shown(AnswerType.SELECT_ONE, choices=2)).choices) == 2


def test_several_answers_are_all_ticked_again() -> None:
    again = field(shown(AnswerType.SELECT_MULTIPLE, choices=3, answer="c0 c2"))
    assert [chosen for _, _, chosen in again.choices] == [True, False, True]


def test_a_group_says_its_name_once_at_its_beginning() -> None:
    inside = (ShownGroup("home", "Your home"), ShownGroup("home/water", "Water"))
    items = [shown(groups=inside[:1]), shown(groups=inside), shown(groups=inside), shown()]
    assert [one.heading for one in shown_fields(items)] == ["Your home", "Water", "", ""]


def test_what_is_wrong_stands_at_its_question_in_the_words_of_the_form_or_ours() -> None:
    own, ours = AnswerProblem("q", "constraint", "Zu alt", is_from_form=True), AnswerProblem("q", "x", "Not so.")
    assert next(shown_fields([shown()], [own])).problem == "Zu alt"
    assert sentence(ours) == "Not so."
    assert next(shown_fields([shown()])).problem == ""


def test_answers_are_read_back_in_words() -> None:
    assert spoken(shown(AnswerType.SELECT_MULTIPLE, choices=3, answer="c0 c2")) == "Choice 0, Choice 2"
    assert spoken(shown(answer="c0 c2")) == "c0 c2"


def test_marks_for_bold_type_are_not_read_out() -> None:
    assert plain("# Your **own** home\n_and_ 2 * 3") == "Your own home\n_and_ 2 * 3"


NUMBERS = {"age": "3", "water": "4", "sources": "6"}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("${water} = 'yes'", "4 = yes"),
        ("${water} != 'no' and ${age} >= 18", "4 ≠ no and 3 ≥ 18"),
        ("(${age} < 5 or ${age} > 65) and ${water} = 'no'", "(3 < 5 or 3 > 65) and 4 = no"),
        ("selected(${sources}, 'tap')", "6 has tap"),
        ("not(selected(${sources}, 'tap'))", "not (6 has tap)"),
        ("${age} != ''", "3 has an answer"),
        ("${age} = ''", "3 has no answer"),
        ("${elsewhere} = 1", "elsewhere = 1"),
        ("count-selected(${sources}) > 1", "count-selected(6) > 1"),
        ("${age} * 2 > -1", "3 × 2 > −1"),
        ("this is (no expression", "this is (no expression"),
    ],
)
def test_who_is_asked_is_said_with_numbers_and_codes(condition: str, words: str) -> None:
    assert in_words(condition, NUMBERS) == words


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form("water.xlsx", objects.form_file())


def test_paper_has_every_question_with_number_codes_and_who_is_asked(form: Form) -> None:
    items = on_paper(form, "en")
    assert [item.number for item in items] == ["1", "2", "3", "4", "5", "6"]
    assert [item.only_if for item in items] == ["", "1 = own_words", "", "", "4 = yes", "4 = yes"]
    assert items[0].choices[0] == ("woman", "Woman")
    assert [item.control for item in items] == ["one", "lines", "line", "one", "line", "ticks"]


def test_paper_in_another_language_asks_the_same(form: Form) -> None:
    english, arabic = on_paper(form, "en"), on_paper(form, "ar")
    assert [item.number for item in arabic] == [item.number for item in english]
    assert arabic[2].label == "كم عمرك؟"
    assert [code for code, _ in arabic[0].choices] == [code for code, _ in english[0].choices]


def test_on_paper_an_answer_that_a_text_speaks_of_is_a_place_to_look_up() -> None:
    survey = (*objects.SURVEY, ("note", "so", "You said ${age} years.", "قلت ${age}", "", "", ""))
    read = read_form("water.xlsx", objects.form_file(survey))
    assert on_paper(read, "en")[-1].label == "You said … (3) years."


def test_what_is_said_so_far_prints_no_answer() -> None:
    visit = Visit(language="en", notice=None, answers={"told": "my husband"}, consent={Purpose.COLLECTION: True})
    assert "husband" not in repr(visit)
    assert "True" not in repr(visit)
    assert "husband" in visit.model_dump_json()


def test_translators_find_every_sentence_about_an_answer() -> None:
    assert set(PROBLEMS) == set(SENTENCES.values())


@pytest.mark.parametrize("language", ["es", "fr", "ar"])
def test_what_is_wrong_is_said_in_the_language_of_the_person(language: str) -> None:
    with translation.override(language):
        said = {sentence(plainly(shown().item, code)) for code in SENTENCES}
    assert said.isdisjoint(SENTENCES.values())
    assert len(said) == len(SENTENCES)
