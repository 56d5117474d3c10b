"""What a person types is read in every script, written as devices write it, and never repaired in silence."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interview_village import YES_NO, form, one, question

from nyhavn.framework.instrument import AnswerType, Choice
from nyhavn.framework.interview_problems import SENTENCES
from nyhavn.framework.typed_answers import LONGEST_TEXT, read_typed

ZEROS = [sign for sign in map(chr, range(sys.maxunicode)) if unicodedata.decimal(sign, -1) == 0]
"""The zero of every script that has digits."""


def in_script(number: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(sign)) if sign.isdigit() else sign for sign in number)


@given(st.integers(-(10**14), 10**14), st.sampled_from(ZEROS))
def test_a_whole_number_is_the_same_in_the_digits_of_every_script(number, zero):
    assert one(AnswerType.INTEGER, in_script(str(number), zero)) == str(number)


@pytest.mark.parametrize(
    "day", ["2026-11-22", "٢٠٢٦-١١-٢٢", "۲۰۲۶/۱۱/۲۲", "2026-11-22", "२०२६.११.२२", "\u200f٢٠٢٦-١١-٢٢\u200f"]
)
def test_a_day_is_the_same_in_the_digits_of_every_script(day):
    assert one(AnswerType.DATE, day) == "2026-11-22"


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (AnswerType.INTEGER, " 007 ", "7"),
        (AnswerType.INTEGER, "+7", "7"),
        (AnswerType.INTEGER, "−7", "-7"),
        (AnswerType.INTEGER, "-0", "0"),
        (AnswerType.DECIMAL, "3.50", "3.5"),
        (AnswerType.DECIMAL, ".5", "0.5"),
        (AnswerType.DECIMAL, "3.", "3"),
        (AnswerType.DECIMAL, "٣٫٥", "3.5"),
        (AnswerType.DATE, "2026-1-5", "2026-01-05"),
        (AnswerType.DATE, "2024-02-29", "2024-02-29"),
        (AnswerType.TIME, "7:05", "07:05:00.000"),
        (AnswerType.TIME, "14:30:09.25", "14:30:09.250"),
        (AnswerType.TIME, "14:30:00.000+02:00", "14:30:00.000+02:00"),
        (AnswerType.TIME, "١٤:٣٠", "14:30:00.000"),
        (AnswerType.DATETIME, "2026-11-22T14:30", "2026-11-22T14:30:00.000"),
        (AnswerType.DATETIME, "2026-11-22 14:30:05Z", "2026-11-22T14:30:05.000Z"),
        (AnswerType.GEOPOINT, "55.6797 12.5911", "55.6797 12.5911"),
        (AnswerType.GEOPOINT, "55.6797, 12.5911", "55.6797 12.5911"),
        (AnswerType.GEOPOINT, "55.6797,12.5911", "55.6797 12.5911"),
        (AnswerType.GEOPOINT, "-33.9 18.4 25.0 4.50", "-33.9 18.4 25 4.5"),
        (AnswerType.GEOPOINT, "90 -180", "90 -180"),
        (AnswerType.TEXT, "  one\r\ntwo ", "one\ntwo"),
        (AnswerType.TEXT, "نعم، 3,5", "نعم، 3,5"),
        (AnswerType.TEXT, "x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
    ],
)
def test_an_answer_is_written_as_devices_write_it(kind, typed, value):
    assert one(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (AnswerType.INTEGER, "seven", "not-a-number"),
        (AnswerType.INTEGER, "1 500", "not-a-number"),
        (AnswerType.INTEGER, "-", "not-a-number"),
        (AnswerType.INTEGER, "1e3", "not-a-number"),
        (AnswerType.INTEGER, "3.5", "not-whole"),
        (AnswerType.INTEGER, "14.000", "not-whole"),
        (AnswerType.INTEGER, "1,500", "decimal-comma"),
        (AnswerType.INTEGER, "١٬٥٠٠", "decimal-comma"),
        (AnswerType.INTEGER, "1" * 16, "number-too-long"),
        (AnswerType.DECIMAL, "3,5", "decimal-comma"),
        (AnswerType.DECIMAL, "٣،٥", "decimal-comma"),
        (AnswerType.DECIMAL, "1.500,25", "decimal-comma"),
        (AnswerType.DECIMAL, ".", "not-a-number"),
        (AnswerType.DECIMAL, "NaN", "not-a-number"),
        (AnswerType.DECIMAL, "0." + "1" * 21, "number-too-long"),
        (AnswerType.DATE, "22/11/2026", "not-a-date"),
        (AnswerType.DATE, "2026-02-30", "not-a-date"),
        (AnswerType.DATE, "2026-11", "not-a-date"),
        (AnswerType.DATE, "۱۴۰۳/۰۱/۰۱", "year-far-off"),
        (AnswerType.DATE, "2569-11-22", "year-far-off"),
        (AnswerType.TIME, "2:30 pm", "not-a-time"),
        (AnswerType.TIME, "24:00", "not-a-time"),
        (AnswerType.DATETIME, "2026-11-22", "not-a-moment"),
        (AnswerType.DATETIME, "14:30", "not-a-moment"),
        (AnswerType.DATETIME, "1403-11-22 14:30", "year-far-off"),
        (AnswerType.GEOPOINT, "55.6797", "not-a-position"),
        (AnswerType.GEOPOINT, "Nyhavn", "not-a-position"),
        (AnswerType.GEOPOINT, "1 2 3 4 5", "not-a-position"),
        (AnswerType.GEOPOINT, "55,6797 12,5911", "decimal-comma"),
        (AnswerType.GEOPOINT, "55,12", "decimal-comma"),
        (AnswerType.GEOPOINT, "90.1 12", "position-out-of-range"),
        (AnswerType.GEOPOINT, "12 180.5", "position-out-of-range"),
        (AnswerType.TEXT, "x" * (LONGEST_TEXT + 1), "too-long"),
        (AnswerType.TEXT, "a\x00b", "not-plain-text"),
    ],
)
def test_what_can_mean_two_things_or_nothing_is_asked_about(kind, typed, code):
    assert one(kind, typed) == code


@pytest.mark.parametrize(
    ("look", "typed", "day"), [("month-year", "2026-11", "2026-11-01"), ("year", "2026", "2026-01-01")]
)
def test_a_form_that_asks_for_a_month_or_a_year_gets_its_first_day(look, typed, day):
    assert one(AnswerType.DATE, typed, {"appearance": look}) == day
    assert one(AnswerType.DATE, typed) == "not-a-date"


def test_choices_are_kept_in_the_order_of_the_list_each_once():
    needs = (Choice("water"), Choice("food"), Choice("work"))
    assert one(AnswerType.SELECT_MULTIPLE, "work  water work", choices=needs) == "water work"
    assert one(AnswerType.SELECT_MULTIPLE, "work gold", choices=needs) == "not-in-list"
    assert one(AnswerType.SELECT_ONE, "food", choices=needs) == "food"
    assert one(AnswerType.SELECT_ONE, "food work", choices=needs) == "several-for-one"
    assert one(AnswerType.SELECT_ONE, "Food", choices=needs) == "not-in-list"


def test_a_list_that_is_open_takes_any_words():
    assert one(AnswerType.SELECT_ONE, "on foot", open_choices=True) == "on foot"
    assert one(AnswerType.SELECT_MULTIPLE, "boat foot boat", open_choices=True) == "boat foot"


@pytest.mark.parametrize("code", ["999", "998", "٩٩٩"])
def test_dont_know_and_declined_are_answers_whatever_the_limits(code):
    limits = {"constraint": ". <= 110", "dont_know": ("999",), "refused": ("998",)}
    assert one(AnswerType.INTEGER, code, **limits) in ("998", "999")
    assert one(AnswerType.INTEGER, "997", **limits) == "constraint"


def test_dont_know_beside_a_list_is_an_answer():
    assert one(AnswerType.SELECT_ONE, "_dk", choices=YES_NO, dont_know=("_dk",)) == "_dk"
    assert one(AnswerType.SELECT_MULTIPLE, "_refused", choices=YES_NO, refused=("_refused",)) == "_refused"
    assert one(AnswerType.SELECT_ONE, "_dk", choices=YES_NO) == "not-in-list"


ANSWERED = sorted(set(AnswerType) - {AnswerType.MEDIA, AnswerType.CALCULATE, AnswerType.METADATA})


@given(st.text(max_size=60) | st.from_regex("[-0-9.,:/ ]{1,20}"), st.sampled_from(ANSWERED))
def test_whatever_is_typed_is_an_answer_or_a_problem_and_what_is_kept_reads_as_itself(text, kind):
    instrument, layout = form(question("q", kind, choices=YES_NO if kind.is_select else ()))
    typed = read_typed(layout.items[0], instrument.questions[0], text, ("yes", "no"))
    assert bool(typed.value or typed.problem) == bool(text.strip())
    assert not (typed.value and typed.problem)
    if typed.value:
        assert read_typed(layout.items[0], instrument.questions[0], typed.value, ("yes", "no")) == typed
    else:
        assert typed.problem in {"", *SENTENCES}
