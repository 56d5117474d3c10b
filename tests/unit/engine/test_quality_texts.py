"""Texts: numbers in words, several notations and spellings, repeated choices, risky words; each with its twin."""

import pytest
from quality_rows import figures, found

from nyhavn.engine.quality.text_checks import normal_text
from nyhavn.framework.instrument import AnswerType, Choice, Question
from nyhavn.framework.refusal import Refusal

pytestmark = pytest.mark.engines


@pytest.mark.parametrize(("text", "part"), [
    ("19-25", "ranges"), ("19 to 25", "ranges"), ("Approx. 30", "with-words"), ("Under 35", "with-words"),
    ("thirty", "with-words"), ("30,5", "decimal-commas"), ("30 años", "with-words"), ("?", None),
])  # fmt: skip
def test_a_number_written_otherwise_is_found_and_told_apart(text, part):
    finding = found({"n": ["30", "31.5", text]}, "number-as-text", ("n",))["number-as-text"]
    assert (finding.rows, finding.out_of, finding.row_numbers) == (1, 3, (3,))
    assert {name for name, count in figures(finding).items() if count} == ({part} if part else set())


def test_numbers_are_numbers():
    assert found({"n": ["30", "-1", "3.5", ".5", "1e3", None]}, "number-as-text", ("n",)) == {}


def test_codes_in_two_notations_are_found_where_they_are_rarer():
    finding = found({"sex": ["1", "2"] * 20 + ["F", "M", "F"]}, "several-notations", ("sex",))["several-notations"]
    assert (finding.rows, finding.out_of, finding.row_numbers) == (3, 43, (41, 42, 43))
    assert figures(finding) == {"numbers": 40, "words": 3}
    other = found({"sex": ["F", "M"] * 20 + ["1", "2"]}, "several-notations", ("sex",))["several-notations"]
    assert other.row_numbers == (41, 42)


@pytest.mark.parametrize("values", [
    ["1", "0", "0", "1", "Don't know"],  # one word among numbers is no notation
    ["yes", "no", "7"],
    ["1", "2", "3"],
    ["F", "M"],
    [*map(str, range(12)), "a", "b"],  # many different values are no codes
])  # fmt: skip
def test_one_notation_is_one_notation(values):
    assert found({"sex": values * 3}, "several-notations", ("sex",)) == {}


def test_texts_of_a_form_are_looked_at_without_anybody_declaring_it():
    question = Question("sex", "Sex", AnswerType.TEXT)
    rows = {"sex": ["1", "2", "F", "M", "1"], "a": list("vwxyz")}
    raised = found(rows, "several-notations", ("a",), questions=(question,))
    assert raised["several-notations"].row_numbers == (3, 4)


def test_spellings_of_one_answer_are_found_with_their_numbers():
    causes = ["shot", "Shot ", "stabbed", "beaten", "SHOT", None, "stabbed"]
    finding = found({"cause": causes}, "several-spellings", ("cause",))["several-spellings"]
    assert (finding.rows, finding.out_of, finding.row_numbers) == (3, 6, (1, 2, 5))
    assert figures(finding) == {"spellings": 5, "answers": 3}


def test_different_answers_are_no_spellings():
    assert found({"cause": ["shot", "shots", "stabbed", "shot"]}, "several-spellings", ("cause",)) == {}


SOURCES = Question(
    "source", "Source", AnswerType.SELECT_ONE,
    choices=(
        Choice("pipe", {"en": "Piped water (house)", "fr": "Eau courante"}),
        Choice("well", {"en": "Well"}),
        Choice("other"),
    ),
)  # fmt: skip
OTHER = Question("other", "Which other?", AnswerType.TEXT, relevant="${source} = 'other'")


def repeats(words, questions=(SOURCES, OTHER), **declared):
    rows = {"source": ["other"] * len(words), "other": words}
    raised = found(rows, "other-repeats-choice", ("other",), questions=questions, question="source", **declared)
    return raised["other-repeats-choice"].row_numbers if raised else ()


@pytest.mark.parametrize("words", ["Well", " well.", "WELL", "pipe", "piped water, house", "eau  courante", "Other"])
def test_own_words_that_repeat_a_choice_are_found_in_any_language_of_the_form(words):
    assert repeats(["the river", words]) == (2,)


@pytest.mark.parametrize("words", ["wells", "the well", "river", "?", ""])
def test_own_words_of_another_thing_are_left_alone(words):
    assert repeats(["the river", words or None]) == ()


def test_own_words_after_a_choice_are_looked_at_without_anybody_declaring_it():
    rows = {"source": ["other"] * 2, "other": ["river", "well"]}
    raised = found(rows, "number-as-text", ("source",), questions=(SOURCES, OTHER))
    assert set(raised) == {"number-as-text"}
    usual = found(rows, "other-repeats-choice", ("other",), questions=(SOURCES, OTHER), question="source")
    assert usual["other-repeats-choice"].columns == ("Which other?", "Source")


def test_own_words_of_an_open_list_are_compared_but_its_codes_are_none():
    open_list = Question("other", "Other", AnswerType.SELECT_ONE, choices=SOURCES.choices, open_choices=True)
    rows = {"other": ["pipe", "well", "river", "Eau courante"]}
    raised = found(rows, "other-repeats-choice", ("other",), questions=(open_list,), question="other")
    assert raised["other-repeats-choice"].row_numbers == (4,)


@pytest.mark.parametrize("identity", [("other",), ("source",)])
@pytest.mark.parametrize("kind", ["other-repeats-choice", "several-spellings"])
def test_own_words_about_an_identity_are_compared_with_nothing(kind, identity):
    """Declared for such a question, the check is refused; by itself it does not run."""
    if kind == "several-spellings" and identity == ("source",):
        return
    parameters = {"question": "source"} if kind == "other-repeats-choice" else {}
    with pytest.raises(Refusal) as caught:
        found({"source": ["other"], "other": ["well"]}, kind, ("other",), questions=(SOURCES, OTHER), identity=identity,
              **parameters)  # fmt: skip
    assert caught.value.codes == ("check-of-identity",)


def test_a_list_that_no_question_has_is_refused():
    with pytest.raises(Refusal) as caught:
        found({"other": ["well"]}, "other-repeats-choice", ("other",), questions=(OTHER,), question="other")
    assert caught.value.codes == ("check-parameter",)


def test_what_counts_as_the_same_text():
    assert normal_text(" Piped-water, (house)! ") == "pipedwaterhouse"


@pytest.mark.parametrize(("text", "part"), [
    ("call me at +45 20 11 22 33 please", "phone-numbers"),
    ("0151-2345678", "phone-numbers"),
    ("my number: (020) 7946 0958", "phone-numbers"),
    ("write to a.person@example.org", "e-mail-addresses"),
    ("ask for Mrs. Jensen", "names"),
    ("My name is Karen", "names"),
    ("je m'appelle Élodie", "names"),
    ("se llama Ñusta", "names"),
    ("la Sra. Quispe", "names"),
])  # fmt: skip
def test_risky_words_in_free_text_are_found_and_told_apart(text, part):
    finding = found({"why": ["the road is bad", text]}, "risky-text", ("why",))["risky-text"]
    assert (finding.row_numbers, finding.is_restricted) == ((2,), True)
    assert {name for name, count in figures(finding).items() if count} == {part}


@pytest.mark.parametrize("text", [
    "The road was bad since 2009-05-31", "from 08:00 to 17:30", "costs 1250.50 per month", "house 12, street 4",
    "0.123456789", "05/06/2019", "the name is on the list", "Dr. and nurse were absent", "between 10 and 20 people",
    "Called again later", "9711234567 shillings", "01-05-2019", "ask at the Mission", "-16.3103159 34.8835552",
])  # fmt: skip
def test_days_amounts_and_places_are_no_risk(text):
    assert found({"why": ["the road is bad", text]}, "risky-text", ("why",)) == {}


def test_a_finding_about_words_holds_none_of_them():
    finding = found({"why": ["ask for Mrs. Jensen", "thirty"]}, "risky-text", ("why",))["risky-text"]
    assert "Jensen" not in repr(finding)
