"""The pages of a form, one at a time, with what the answers so far make of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interview_village import TODAY, YES_NO, form, question

from nyhavn.framework.form_page import FormGroup, ItemKind
from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.interview import begin
from nyhavn.framework.interview_pages import (
    MOST_ITEMS,
    newly_asked,
    next_page,
    pages,
    previous_page,
    problems_on,
    shown_on,
)


def laid_out(places, lists=()):
    """Questions q0, q1 ... in groups as named by paths, such as "a/b"."""
    groups = [
        tuple("/".join(path.split("/")[: end + 1]) for end in range(path.count("/") + 1)) if path else ()
        for path in places
    ]
    items = {f"q{number}": {"groups": path} for number, path in enumerate(groups)}
    instrument, layout = form(*(question(name, AnswerType.TEXT) for name in items), **items)
    paths = dict.fromkeys(path for found in groups for path in found)
    shown = tuple(FormGroup(path, appearance="field-list" if path in lists else "") for path in paths)
    return instrument, replace(layout, groups=shown)


def cut(places, lists=()):
    return [(page.group, len(page.items)) for page in pages(laid_out(places, lists)[1])]


MANY = MOST_ITEMS + 5


@pytest.mark.parametrize(
    ("places", "lists", "expected"),
    [
        (["", "", "a", "a", "", "b"], (), [("", 2), ("a", 2), ("", 1), ("b", 1)]),
        (["a", "a/b", "a"], (), [("a", 3)]),
        (["a", "a/b", "a/b", "a"], ("a/b",), [("a", 1), ("a/b", 2), ("a", 1)]),
        (["a"] * MANY, (), [("a", MOST_ITEMS), ("a", 5)]),
        (["a"] * MANY, ("a",), [("a", MANY)]),
        ([""] * MANY, (), [("", MOST_ITEMS), ("", 5)]),
        (["form/a"] * 12 + ["form/b"] * 13, (), [("form/a", 12), ("form/b", 13)]),
        (["form/a"] * 3 + ["form/b"] * 4, (), [("form", 7)]),
        (["form"] * 2 + ["form/a"] * MANY, (), [("form", 2), ("form/a", MOST_ITEMS), ("form/a", 5)]),
    ],
)
def test_a_group_is_a_page_and_a_field_list_is_never_cut(places, lists, expected):
    assert cut(places, lists) == expected


PATHS = st.sampled_from(["", "a", "b", "a/x", "a/x/y", "a/z", "b/x"])


@given(st.lists(PATHS, max_size=70), st.frozensets(PATHS, max_size=3))
def test_every_item_stands_on_exactly_one_page_in_the_forms_order(places, lists):
    _, layout = laid_out(places, lists)
    found = pages(layout)
    assert [name for page in found for name in page.items] == [item.name for item in layout.items]
    assert [page.number for page in found] == list(range(1, len(found) + 1))
    for page in found:
        groups = [layout.item(name).groups for name in page.items]
        assert not page.group or all(page.group in path for path in groups)
        assert len(page.items) <= MOST_ITEMS or page.group in lists or any(path in lists for path in groups[0])


def test_what_is_never_shown_stands_on_no_page():
    _, layout = form(question("a", AnswerType.TEXT), question("b", AnswerType.CALCULATE, calculation="1"))
    assert [page.items for page in pages(layout)] == [("a",)]


def journey():
    """Three pages; the second is only for those who work, and has a question that follows another on the same page."""
    places = {"works": ("one",), "hours": ("two",), "tired": ("two",), "bye": ("three",), "thanks": ("three",)}
    instrument, layout = form(
        question("works", AnswerType.SELECT_ONE, choices=YES_NO, required=True),
        question("hours", AnswerType.INTEGER, relevant="${works} = 'yes'"),
        question("tired", AnswerType.SELECT_ONE, choices=YES_NO, relevant="${hours} > 40"),
        question("bye", AnswerType.TEXT, required=True),
        question("thanks", AnswerType.TEXT),
        **{name: {"groups": path} for name, path in places.items()},
    )
    return begin(instrument, layout)


def test_a_person_goes_forward_and_back_past_pages_with_nothing_on_them():
    interview = journey()
    first = next_page(interview, None, TODAY)
    assert first.items == ("works",)
    assert previous_page(interview, first, TODAY) is None
    last = next_page(interview, first, TODAY)
    assert last.group == "three"
    assert next_page(interview, last, TODAY) is None
    working = interview.answered({"works": "yes"})
    assert next_page(working, first, TODAY).group == "two"
    assert previous_page(working, last, TODAY).group == "two"
    assert previous_page(interview, last, TODAY).group == "one"


def test_problems_are_those_of_the_page():
    interview = journey()
    first, _, last = pages(interview.layout)
    assert [problem.question for problem in problems_on(interview, first, TODAY)] == ["works"]
    assert [problem.question for problem in problems_on(interview, last, TODAY)] == ["bye"]


def test_a_page_is_shown_again_until_nothing_new_appears_on_it():
    before = journey().answered({"works": "yes"})
    page = next_page(before, pages(before.layout)[0], TODAY)
    assert [shown.item.name for shown in shown_on(before, page, TODAY)] == ["hours"]
    after = before.answered({"hours": "50"})
    assert newly_asked(before, after, page, TODAY) == ("tired",)
    assert newly_asked(after, after.answered({"tired": "yes"}), page, TODAY) == ()
    assert newly_asked(before, before.answered({"hours": "30"}), page, TODAY) == ()


def test_a_page_is_shown_again_when_its_choices_changed():
    choices = {"choices": begin(*form(question("x", AnswerType.SELECT_ONE, choices=YES_NO))).layout.items[0].choices}
    instrument, layout = form(
        question("first", AnswerType.SELECT_ONE, choices=YES_NO),
        question("same", AnswerType.SELECT_ONE, choices=YES_NO),
        same={**choices, "choice_filter": "name = ${first}", "kind": ItemKind.QUESTION},
    )
    before = begin(instrument, layout)
    assert newly_asked(before, before.answered({"first": "no"}), pages(layout)[0], TODAY) == ("same",)
