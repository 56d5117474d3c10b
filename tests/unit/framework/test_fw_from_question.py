"""A breakdown or a share made from a question counts what somebody who writes expressions would have written."""

import pytest

from nyhavn.framework.expression import parse
from nyhavn.framework.from_question import breakdown_from, free_id, holds, share_from
from nyhavn.framework.instrument import AnswerType, Choice, Question
from nyhavn.framework.refusal import Refusal

YES_NO = ("yes", "no")


def question(kind: AnswerType = AnswerType.SELECT_ONE, *codes: str, **more: object) -> Question:
    choices = tuple(
        Choice(code, {"en": f"{code} in English", "ar": f"{code} بالعربية"}) for code in codes or ("yes", "no")
    )
    values = {"labels": {"en": "Is there water?", "ar": "هل يوجد ماء؟"}, "choices": choices, **more}
    return Question("water", "water", kind, **values)  # type: ignore[arg-type]


def test_categories_are_the_choices_with_labels_in_the_language_of_the_initiative() -> None:
    made = breakdown_from(question(), language="ar")
    assert (made.id, made.title, made.question) == ("water", "هل يوجد ماء؟", "water")
    assert [(one.code, one.label, one.when) for one in made.categories] == [
        ("yes", "yes بالعربية", ""),
        ("no", "no بالعربية", ""),
    ]


def test_a_choice_that_means_declined_makes_no_category() -> None:
    made = breakdown_from(
        question(AnswerType.SELECT_ONE, "yes", "no", "declined", refused=("declined",)), language="en"
    )
    assert [one.code for one in made.categories] == ["yes", "no"]


def test_of_several_answers_each_person_is_counted_once_and_the_note_says_so() -> None:
    made = breakdown_from(question(AnswerType.SELECT_MULTIPLE), language="en")
    assert made.question == ""
    assert [one.when for one in made.categories] == ["selected(${water}, 'yes')", "selected(${water}, 'no')"]
    assert "counted once" in made.note


def test_codes_that_cannot_name_a_category_get_one_and_keep_their_answer() -> None:
    made = breakdown_from(question(AnswerType.SELECT_ONE, "a b", "a/b", "_T"), language="en")
    assert [(one.code, one.answers) for one in made.categories] == [
        ("a_b", ("a b",)),
        ("a_b_2", ("a/b",)),
        ("T", ("_T",)),
    ]


def test_a_share_names_question_and_answers() -> None:
    made = share_from(question(), ["yes"], language="en", by=[("place",)])
    assert (made.id, made.numerator, made.by) == ("water_yes", "${water} = 'yes'", (("place",),))
    assert made.title == "Is there water? yes in English"


def test_a_share_of_several_answers_counts_whoever_gave_one_of_them() -> None:
    assert share_from(question(), ["yes", "no"], language="en").numerator == "${water} = 'yes' or ${water} = 'no'"
    several = share_from(question(AnswerType.SELECT_MULTIPLE), ["yes", "no"], language="en")
    assert several.numerator == "selected(${water}, 'yes') or selected(${water}, 'no')"


@pytest.mark.parametrize("code", ["it's", "plain", 'say "yes"', "نعم"])
def test_the_expression_can_be_read_whatever_the_code(code: str) -> None:
    assert parse(holds(question(AnswerType.SELECT_ONE, code), [code])).tree


@pytest.mark.parametrize(
    ("wanted", "made"), [("Age group", "age_group"), ("2nd", "q_2nd"), ("ماء", "q"), ("A.b", "a_b")]
)
def test_a_short_name_is_made_of_what_may_stand_in_it(wanted: str, made: str) -> None:
    assert free_id(wanted, [], 40) == made


def test_a_short_name_that_is_taken_gets_a_number() -> None:
    assert free_id("water", ["water", "water_2"], 40) == "water_3"
    assert len(free_id("w" * 90, ["w" * 37], 40)) <= 40


def test_a_question_without_choices_is_refused() -> None:
    text = Question("words", "words", AnswerType.TEXT)
    for make in (lambda: breakdown_from(text, language="en"), lambda: share_from(text, ["yes"], language="en")):
        with pytest.raises(Refusal) as refused:
            make()
        assert refused.value.codes == ("question-without-choices",)


@pytest.mark.parametrize("codes", [[], ["yse"], ["declined"], ["yes", "unsure"]])
def test_an_answer_that_cannot_be_counted_is_refused(codes: list[str]) -> None:
    asked = question(AnswerType.SELECT_ONE, "yes", "unsure", "declined", dont_know=("unsure",), refused=("declined",))
    with pytest.raises(Refusal) as refused:
        share_from(asked, codes, language="en")
    assert refused.value.codes == ("answer-not-chosen",)


def test_answers_without_a_language_of_their_own_are_shown_as_they_stand() -> None:
    choices = (Choice("yes", {"": "Yes, always"}), Choice("no", {}))
    asked = question(choices=choices)
    assert share_from(asked, ["yes", "no"], language="en").title == "Is there water? Yes, always, no"
    assert [one.label for one in breakdown_from(asked, language="en").categories] == ["Yes, always", "no"]
