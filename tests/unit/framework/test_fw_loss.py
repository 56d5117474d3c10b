"""Loss by group: each figure counts once, and agrees with counting by hand on drawn tables."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.loss import asked_for, beside, loss_by_group
from nyhavn.framework.statistics import (
    DECLINED,
    NOT_STATED,
    TOTAL,
    Breakdown,
    Category,
    CellStatus,
    Figure,
    StatisticalTable,
)

SHOWN, HIDDEN, EMPTY = CellStatus.PUBLISHED, CellStatus.SUPPRESSED, CellStatus.NO_ANSWERS
BREAKDOWNS = tuple(
    Breakdown(id=name, title=name, categories=tuple(Category(code=code, label=code) for code in codes))
    for name, codes in (("gender", ("woman", "man")), ("place", ("town", "coast", "hills")))
)
CODES = {by.id: (*(c.code for c in by.categories), NOT_STATED, DECLINED, TOTAL) for by in BREAKDOWNS}


def table(breakdowns, figures, indicator="water"):
    """figures: status by category, or by pair of categories."""
    rows = tuple(Figure(codes if isinstance(codes, tuple) else (codes,), status) for codes, status in figures.items())
    return StatisticalTable(".".join((indicator, *breakdowns)), indicator, breakdowns, rows)


def lines(loss):
    return {(g.breakdown, g.category): (g.shown, g.hidden, g.empty, g.left_out) for g in (loss.everybody, *loss.groups)}


BY_GENDER = table(("gender",), {TOTAL: SHOWN, "woman": SHOWN, "man": HIDDEN, DECLINED: EMPTY})
CROSSED = table(
    ("gender", "place"),
    {
        (TOTAL, TOTAL): SHOWN,
        (TOTAL, "town"): SHOWN,
        ("woman", TOTAL): SHOWN,
        ("man", TOTAL): HIDDEN,
        ("woman", "town"): HIDDEN,
        ("man", "town"): HIDDEN,
    },
)


def test_a_figure_by_two_breakdowns_is_about_both_groups():
    loss = loss_by_group((CROSSED,), BREAKDOWNS)
    assert lines(loss) == {
        ("", ""): (1, 0, 0, 0),
        ("gender", "woman"): (1, 1, 0, 0),
        ("gender", "man"): (0, 2, 0, 0),
        ("place", "town"): (1, 2, 0, 0),
    }
    assert (loss.shown, loss.hidden) == (3, 3)


def test_what_stands_in_two_tables_counts_once():
    assert lines(loss_by_group((BY_GENDER, CROSSED), BREAKDOWNS))["gender", "woman"] == (1, 1, 0, 0)
    assert loss_by_group((BY_GENDER, BY_GENDER), BREAKDOWNS) == loss_by_group((BY_GENDER,), BREAKDOWNS)


def test_the_same_group_of_another_indicator_is_another_figure():
    other = table(("gender",), {"man": SHOWN}, indicator="people")
    assert lines(loss_by_group((BY_GENDER, other), BREAKDOWNS))["gender", "man"] == (1, 1, 0, 0)


def test_only_groups_that_are_hidden_disappear():
    loss = loss_by_group((BY_GENDER,), BREAKDOWNS)
    assert [group.category for group in loss.disappearing] == ["man"]
    assert [group.category for group in loss.groups] == ["woman", "man", DECLINED]


@pytest.mark.parametrize(("status", "disappears"), [(SHOWN, False), (HIDDEN, True), (EMPTY, False)])
def test_where_nobody_answered_nobody_disappears(status, disappears):
    (group,) = loss_by_group((table(("gender",), {"man": status}),), BREAKDOWNS).groups
    assert group.disappears is disappears


def compared(planned, other):
    left_out = asked_for(planned) - asked_for(other)
    return beside(loss_by_group(planned, BREAKDOWNS), loss_by_group(other, BREAKDOWNS), left_out, BREAKDOWNS)


def test_beside_the_plan_what_is_not_asked_any_more_is_left_out():
    found = compared((CROSSED,), (BY_GENDER,))
    assert lines(found)["place", "town"] == (0, 0, 0, 3)
    assert lines(found)["gender", "woman"] == (1, 0, 0, 1)
    assert [group.category for group in found.disappearing] == ["man", "town"]
    assert found.left_out == 3  # by place; that somebody who declined is asked for besides makes it no fewer
    assert compared((CROSSED,), (CROSSED,)) == loss_by_group((CROSSED,), BREAKDOWNS)


def test_figures_about_wider_groups_do_not_stand_for_those_that_are_left_out():
    by_place = table(("place",), {TOTAL: SHOWN, "town": SHOWN, "coast": HIDDEN, "hills": HIDDEN})
    by_shore = table(("place",), {TOTAL: SHOWN, "town": SHOWN, "shore": SHOWN})
    found = compared((by_place,), (by_shore,))
    assert (found.shown, found.left_out) == (3, 2)
    assert lines(found)["place", "coast"] == lines(found)["place", "hills"] == (0, 0, 0, 1)
    assert lines(found)["place", "town"] == (1, 0, 0, 0)


def test_a_release_without_breakdowns_loses_nobody():
    loss = loss_by_group((StatisticalTable("water", "water", (), (Figure((), SHOWN),)),), ())
    assert (loss.shown, loss.groups, lines(loss)) == (1, (), {("", ""): (1, 0, 0, 0)})


@st.composite
def releases(draw):
    """Tables of up to two indicators; a number has one status wherever it stands."""
    made, status = [], {}
    for indicator in draw(st.sampled_from((("water",), ("water", "people")))):
        for by in draw(st.sets(st.sampled_from((("gender",), ("place",), ("gender", "place"), ("place", "gender"))))):
            figures = {}
            for codes in product(*(CODES[name] for name in by)):
                about = (indicator, frozenset((n, c) for n, c in zip(by, codes, strict=True) if c != TOTAL))
                status.setdefault(about, draw(st.sampled_from((SHOWN, HIDDEN, EMPTY))))
                figures[codes] = status[about]
            made.append(table(by, figures, indicator))
    return tuple(made)


def by_hand(tables, breakdown, code, status):
    """Reads every table line by line and strikes out what was read before."""
    read, count = [], 0
    for one in tables:
        for figure in one.figures:
            named = sorted((n, c) for n, c in zip(one.breakdowns, figure.categories, strict=True) if c != TOTAL)
            if (one.indicator, named) in read:
                continue
            read.append((one.indicator, named))
            if figure.status is status and ((breakdown, code) in named if breakdown else not named):
                count += 1
    return count


@given(releases())
def test_it_agrees_with_counting_by_hand(tables):
    loss = loss_by_group(tables, BREAKDOWNS)
    for group in (loss.everybody, *loss.groups):
        named = (group.breakdown, group.category)
        assert [by_hand(tables, *named, status) for status in (SHOWN, HIDDEN, EMPTY)] == [
            group.shown,
            group.hidden,
            group.empty,
        ]
    assert {code for one in loss.groups for code in (one.category,)} == {
        code for one in tables for figure in one.figures for code in figure.categories if code != TOTAL
    }


@given(releases(), releases())
def test_beside_the_plan_every_group_keeps_the_figures_that_were_asked_for(planned, other):
    both = loss_by_group(planned + other, BREAKDOWNS)
    found = compared(planned + other, other)
    assert [group.asked for group in found.groups] == [group.asked for group in both.groups]
    assert found.shown + found.hidden + found.empty + found.left_out == both.shown + both.hidden + both.empty


@given(releases(), releases())
def test_what_is_left_out_is_what_counting_by_hand_does_not_find_again(planned, other):
    found = compared(planned, other)
    gone = [about for about in asked_for(planned) if about not in asked_for(other)]
    assert found.left_out == len(gone)
    for group in (found.everybody, *found.groups):
        named = (group.breakdown, group.category)
        assert group.left_out == sum((named in about[1]) if named != ("", "") else not about[1] for about in gone)
