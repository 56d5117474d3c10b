"""What is to be published beside what is out: by which ways both give hidden counts away, and what leaves doubt."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product

import pytest

from nyhavn.engine.confidentiality.vintages import Division, History, divide
from nyhavn.engine.confidentiality.vintages import together as joint
from nyhavn.engine.confidentiality.vintages.blocks import Split
from nyhavn.engine.confidentiality.vintages.history import Seen, Wanted, linked_with
from nyhavn.engine.confidentiality.vintages.looking_back import Attacked, Outlook, attacked, outlook
from nyhavn.framework.protection import CellRef, ProtectionPolicy
from nyhavn.framework.statistics import GroupCounts, Indicator, Statistic

Cell = tuple[str, str]
COUNT = (Indicator(id="people", title="", statistic=Statistic.COUNT, by=(("a", "b"),)),)
DIVISION = Division(breakdowns=("a", "b"), splits=(Split(breakdown=0, codes=("a0",), inside=-1, outside=-2),))
FIRST = dict(zip(product(("a0", "a1", "a2"), ("b0", "b1", "b2")), (1, 5, 9, 4, 6, 8, 7, 7, 7), strict=True))
SECOND = FIRST | {("a1", "b0"): 6, ("a2", "b2"): 12}  # the second block has moved
CORNERS: tuple[Cell, ...] = (("a0", "b0"), ("a0", "b1"), ("a1", "b0"), ("a1", "b1"))
OTHERS: tuple[Cell, ...] = (("a0", "b0"), ("a0", "b2"), ("a2", "b0"), ("a2", "b2"))
ROWS: tuple[Cell, ...] = tuple(product(("a0", "a1"), ("b0", "b1", "b2")))
SAFE, GIVEN_AWAY = Attacked(False), Attacked(True)


def beside(
    history: History,
    refreshed: tuple[int, ...],
    numbers: Mapping[Cell, int],
    hidden: Sequence[Cell],
    threshold: int = 3,
) -> Outlook:
    """A vintage that hides these cells of its table, beside what is out."""
    counts = GroupCounts("people", ("a", "b"), {cell: (n, 0, 0) for cell, n in numbers.items()})
    suppressed = frozenset(CellRef("people", ("a", "b"), cell, "n") for cell in hidden)
    policy = ProtectionPolicy(threshold=threshold)
    return outlook([counts], COUNT, policy, suppressed, refreshed=refreshed, history=history)


def out(*vintages: tuple[tuple[int, ...], Mapping[Cell, int], Sequence[Cell]]) -> History:
    history = History()
    for refreshed, numbers, hidden in vintages:
        history = beside(history, refreshed, numbers, hidden).followed()
    return history


def test_a_first_vintage_has_nothing_beside_it() -> None:
    assert attacked(beside(History(), (0, 0), FIRST, CORNERS), DIVISION) == SAFE


def test_a_vintage_that_shows_what_an_earlier_one_hid_gives_away_what_both_hide() -> None:
    """Nobody of the first block has moved, so its other cells are known from one vintage or the other."""
    history = out(((0, 0), FIRST, CORNERS))
    assert attacked(beside(history, (0, 1), SECOND, OTHERS), DIVISION) == GIVEN_AWAY
    assert attacked(beside(history, (0, 1), SECOND, CORNERS), DIVISION) == SAFE


def test_what_has_moved_is_another_number() -> None:
    history = out(((0, 0), FIRST, CORNERS))
    assert attacked(beside(history, (1, 1), SECOND, OTHERS), DIVISION) == SAFE


def test_a_vintage_before_the_last_is_not_forgotten() -> None:
    second, third = ((0, 1), SECOND, ROWS), ((0, 2), SECOND | {("a1", "b1"): 9}, OTHERS)
    assert attacked(beside(out(second), *third), DIVISION) == SAFE
    assert attacked(beside(out(((0, 0), FIRST, CORNERS), second), *third), DIVISION) == GIVEN_AWAY


def test_an_interval_that_gets_too_narrow_is_given_away_too() -> None:
    """Both hide the small cell with others, and each leaves enough doubt; but never as much as is needed in both."""
    wide = FIRST | {("a0", "b0"): 2, ("a0", "b1"): 2, ("a1", "b0"): 3, ("a1", "b1"): 3}
    history = out(((0, 0), wide, CORNERS))
    fewer = wide | {("a1", "b0"): 0, ("a2", "b2"): 12}
    assert attacked(beside(history, (0, 1), fewer, CORNERS), DIVISION) == GIVEN_AWAY
    more = wide | {("a1", "b0"): 4, ("a2", "b2"): 12}
    assert attacked(beside(history, (0, 1), more, CORNERS), DIVISION) == SAFE


def test_whoever_is_counted_in_another_group_leaves_less_doubt_than_a_reader() -> None:
    """Two of a0, b0 and one below them: a reader thinks that there may be three above, the one below does not."""
    wide = FIRST | {("a0", "b0"): 2, ("a0", "b1"): 4, ("a1", "b0"): 3, ("a1", "b1"): 3}
    history = out(((0, 0), wide, CORNERS))
    one_below = wide | {("a1", "b0"): 1, ("a2", "b2"): 12}
    assert attacked(beside(history, (0, 1), one_below, CORNERS), DIVISION) == GIVEN_AWAY
    two_below = wide | {("a1", "b0"): 2, ("a2", "b2"): 12}
    assert attacked(beside(history, (0, 1), two_below, CORNERS), DIVISION) == SAFE


def test_what_was_given_away_before_holds_nothing_back() -> None:
    history = out(((0, 0), FIRST, [("a0", "b0")]))
    assert attacked(beside(history, (0, 1), SECOND, CORNERS), DIVISION) == SAFE


def test_the_same_vintage_again_tells_nothing_new() -> None:
    history = out(((0, 0), FIRST, CORNERS))
    again = beside(history, (0, 0), FIRST, CORNERS)
    assert attacked(again, DIVISION) == SAFE
    assert again.followed() == history


def test_a_group_that_was_not_listed_is_known_to_have_been_empty() -> None:
    """The third row is new: without it the first vintage is as it was, and what it hid stays hidden."""
    rows = {cell: n for cell, n in FIRST.items() if cell[0] != "a2"}
    history = out(((0, 0), rows, CORNERS))
    assert attacked(beside(history, (0, 1), SECOND, CORNERS), DIVISION) == SAFE
    assert attacked(beside(history, (0, 1), SECOND, OTHERS), DIVISION) == GIVEN_AWAY


THREE = (((0, 0), FIRST, CORNERS), ((0, 1), SECOND, ROWS), ((0, 2), SECOND | {("a1", "b1"): 9}, OTHERS))


@pytest.mark.parametrize(("most", "found"), [(44, GIVEN_AWAY), (43, Attacked(False, is_whole=False))])
def test_with_too_many_numbers_the_oldest_vintages_are_left_out_and_it_is_said(
    most: int, found: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight numbers of the first block in one state, and twelve of the second in three."""
    monkeypatch.setattr(joint, "MOST_UNKNOWNS", most)
    assert attacked(beside(out(*THREE[:-1]), *THREE[-1]), DIVISION) == found


@pytest.mark.parametrize(("most", "is_whole"), [(56, True), (55, False), (44, False)])
def test_blocks_that_always_moved_together_are_taken_as_one_before_anything_is_left_out(
    most: int, is_whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second block in two parts, of eight numbers each."""
    monkeypatch.setattr(joint, "MOST_UNKNOWNS", most)
    splits = (*DIVISION.splits, Split(breakdown=0, codes=("a1",), inside=-2, outside=-3))
    parts = Division(breakdowns=("a", "b"), splits=(splits[0].model_copy(update={"outside": 1}), splits[1]))
    vintages = [((*refreshed, refreshed[1]), numbers, hidden) for refreshed, numbers, hidden in THREE]
    assert attacked(beside(out(*vintages[:-1]), *vintages[-1]), parts) == Attacked(True, is_whole)


def test_vintages_are_kept_for_as_long_as_they_bear_on_the_next() -> None:
    first, second, third = (Seen(refreshed=of, values=()) for of in ((0, 0, 0), (0, 1, 1), (2, 1, 2)))
    assert linked_with(third, [first, second]) == [first, second]
    assert linked_with(third, [first]) == []
    history = History().followed(first).followed(second).followed(third)
    assert history.vintages == (first, second, third)
    assert history.followed(Seen(refreshed=(3, 3, 3), values=())).vintages[0].refreshed == (3, 3, 3)


def test_what_is_out_is_read_as_it_was_written_and_holds_no_hidden_count() -> None:
    history = out(((0, 0), FIRST, CORNERS))
    assert History.model_validate_json(history.model_dump_json()) == history
    hidden = {
        place[1] for place, value in zip(history.places, history.vintages[0].values, strict=True) if value is None
    }
    assert hidden == {(("a", a), ("b", b)) for a, b in CORNERS}
    (wanted,) = history.vintages[0].wanted
    assert wanted == Wanted(place=wanted.place, low=0, high=3)


def test_where_n_is_hidden_nothing_of_the_figure_is_known() -> None:
    """Although its numerator is not hidden for its own sake: n less numerator is as hidden as n."""
    ill = Indicator(id="ill", title="", statistic=Statistic.PROPORTION, numerator="${ill} = 'yes'", by=(("a",),))
    counts = GroupCounts("ill", ("a",), {("a0",): (1, 0, 0), ("a1",): (4, 0, 0), ("a2",): (9, 3, 0)})
    hidden = frozenset(CellRef("ill", ("a",), (code,), "n") for code in ("a0", "a1"))
    found = outlook([counts], (ill,), ProtectionPolicy(threshold=3), hidden, refreshed=(0,), history=History())
    values = zip(found.history.places, found.now.values, strict=True)
    assert {(place[1], value is None) for place, value in values if place[1]} == {
        ((("a", "a0"),), True),
        ((("a", "a1"),), True),
        ((("a", "a2"),), False),
    }


def test_every_profile_lies_in_the_box_of_its_block_alone() -> None:
    chance = random.Random(1)
    codes = {"a": "vwxyz", "b": "pqr", "c": "kl"}
    profiles = list(product(*codes.values()))
    people = Counter(chance.choices(profiles[: len(profiles) - 7], k=200))
    division = divide(people, tuple(codes), least=10)
    assert division.blocks > 5
    boxes = division.boxes(codes)
    for profile in profiles:
        inside = [
            at
            for at, box in enumerate(boxes)
            if all(code in box[name] for name, code in zip(codes, profile, strict=True))
        ]
        assert inside == [division.block(profile)]
