"""What changed between two questionnaires, and what may have changed in meaning."""

from dataclasses import replace

import pytest

from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.instrument_changes import ChangeKind, breaks, changes, type_words

SOURCE = Question(
    "source",
    "source",
    AnswerType.SELECT_ONE,
    {"en": "Where does your water come from?", "sw": "Maji yako yanatoka wapi?"},
    (Choice("tap", {"en": "Tap"}), Choice("well", {"en": "Well"})),
)
AGE = Question("age", "age", AnswerType.INTEGER, {"en": "How old are you?"}, constraint=". < 120")
BEFORE = Instrument("water", "1", "Water", (SOURCE, AGE), ("en", "sw"))


def after(*questions: Question, languages: tuple[str, ...] = ("en", "sw")) -> Instrument:
    return replace(BEFORE, version="2", questions=questions, languages=languages)


def test_the_same_questions_have_not_changed() -> None:
    assert changes(BEFORE, after(SOURCE, AGE)) == ()


BREAKS = [
    (replace(SOURCE, labels={**SOURCE.labels, "en": "Where do you fetch water?"}), ChangeKind.WORDING),
    (replace(SOURCE, labels={**SOURCE.labels, "sw": "Unachota maji wapi?"}), ChangeKind.WORDING),
    (replace(SOURCE, choices=(*SOURCE.choices, Choice("rain"))), ChangeKind.CHOICES),
    (replace(SOURCE, choices=SOURCE.choices[:1]), ChangeKind.CHOICES),
    (replace(SOURCE, choices=(Choice("tap", {"en": "Tap at home"}), SOURCE.choices[1])), ChangeKind.CHOICES),
    (replace(SOURCE, refused=("well",)), ChangeKind.CHOICES),
    (replace(SOURCE, open_choices=True), ChangeKind.CHOICES),
    (replace(SOURCE, type=AnswerType.SELECT_MULTIPLE), ChangeKind.TYPE),
    (replace(SOURCE, relevant="${age} > 17"), ChangeKind.WHO),
    (replace(SOURCE, repeat="member"), ChangeKind.WHO),
    (replace(SOURCE, calculation="1"), ChangeKind.COMPUTED),
]
LOOKS = [
    (replace(SOURCE, labels={**SOURCE.labels, "en": " where does  your water come from."}), None),
    (replace(SOURCE, required=True), ChangeKind.ACCEPTED),
    (replace(SOURCE, constraint=". != ''"), ChangeKind.ACCEPTED),
    (replace(SOURCE, labels={**SOURCE.labels, "ar": "من أين؟"}), None),
]


@pytest.mark.parametrize(("changed", "kind"), BREAKS)
def test_each_change_of_meaning_is_named_alone(changed: Question, kind: ChangeKind) -> None:
    (found,) = changes(BEFORE, after(changed, AGE))
    assert (found.kind, found.question, found.touches_meaning) == (kind, "source", True)
    assert found.sentence.endswith(".")
    assert breaks(BEFORE, after(changed, AGE)) == (found,)


@pytest.mark.parametrize(("changed", "kind"), LOOKS)
def test_what_no_reader_would_notice_breaks_nothing(changed: Question, kind: ChangeKind | None) -> None:
    assert [found.kind for found in changes(BEFORE, after(changed, AGE))] == ([kind] if kind else [])
    assert breaks(BEFORE, after(changed, AGE)) == ()


def test_added_removed_and_moved_questions_break_nothing() -> None:
    new = Question("litres", "litres", AnswerType.INTEGER, {"en": "How many litres?"})
    found = changes(BEFORE, after(AGE, new))
    assert [change.kind for change in found] == [ChangeKind.ADDED, ChangeKind.REMOVED]
    assert [change.kind for change in changes(BEFORE, after(AGE, SOURCE))] == [ChangeKind.ORDER]
    assert breaks(BEFORE, after(AGE, new)) == ()


def test_a_question_with_another_name_and_the_same_words_is_called_renamed() -> None:
    (found,) = changes(BEFORE, after(replace(SOURCE, name="water_source"), AGE))
    assert (found.kind, found.touches_meaning) == (ChangeKind.RENAMED, True)
    assert "“source” is now called “water_source”" in found.sentence


def test_languages_that_come_and_go_are_named() -> None:
    found = changes(BEFORE, after(SOURCE, AGE, languages=("en", "ar")))
    assert [change.sentence for change in found] == ["New language: ar.", "No longer in the language: sw."]


def test_who_is_asked_is_said_in_words() -> None:
    (found,) = changes(BEFORE, after(replace(SOURCE, relevant="${age} >= 18"), AGE))
    assert "Before: always. Now: the answer to “How old are you?” is at least 18." in found.sentence


def test_a_constraint_is_compared_sign_by_sign() -> None:
    assert changes(BEFORE, after(SOURCE, replace(AGE, constraint=".  <  120"))) == ()
    assert changes(BEFORE, after(SOURCE, replace(AGE, constraint=". <= 120"))) != ()


@pytest.mark.parametrize("type_", AnswerType)
def test_every_type_of_answer_has_words(type_: AnswerType) -> None:
    assert type_words(type_)
