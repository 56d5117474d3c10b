"""Amina withdraws from the village's survey. The next release keeps quiet about it by every route."""

from dataclasses import asdict, replace

import pytest

from nyhavn.chain.over_time import RegisterBook, book_bytes
from nyhavn.framework.refusal import Refusal
from spec.quality_report.village_of_forty import Village
from spec.withdrawals.keeping import HEALTH, KEEPING, Kept, T, after, first, without_register

VILLAGE = Village(people=60, north=30, dk=6, declined=8)
SAID_ANEW = {"version", "issued_at", "previous", "protection"}


def numbers(kept: Kept) -> dict[str, object]:
    """Everything that is published, but for what names the release."""
    said = asdict(kept.release)
    return {name: part for name, part in said.items() if name not in SAID_ANEW}


def pending(kept: Kept) -> int:
    behind = kept.prepared.restricted.behind
    assert behind is not None
    return behind.staleness.people


def test_the_first_release_under_a_register_is_the_one_without() -> None:
    kept, plain = first(VILLAGE), without_register(VILLAGE)
    assert kept.release.tables == plain.tables
    assert kept.release.response == plain.response
    assert kept.release.participants == plain.participants == "60"


@pytest.mark.parametrize("fewer", [1, T - 1])
def test_fewer_withdrawals_than_the_rule_says_change_nothing_that_is_published(fewer: int) -> None:
    begun = first(VILLAGE)
    then = after(begun, replace(VILLAGE, people=60 - fewer), "2")
    assert numbers(then) == numbers(begun)
    assert pending(then) == fewer
    assert "as of village-water-1, version 1" in then.release.protection.over_time


@pytest.mark.parametrize("other", [T - 2, T - 1, T, T + 4])
def test_without_amina_and_with_her_all_is_the_same_until_enough_have_changed(other: int) -> None:
    begun = first(VILLAGE)
    stayed = after(begun, replace(VILLAGE, people=60 - other), "2")
    left = after(begun, replace(VILLAGE, people=60 - other - 1), "2")
    assert (numbers(stayed) == numbers(left)) is (other + 1 < T)


@pytest.mark.parametrize("gone", [1, T - 1])
def test_while_the_north_moves_nothing_shows_who_left_the_south(gone: int) -> None:
    begun = first(VILLAGE)
    stayed = after(begun, replace(VILLAGE, people=70, north=40), "2")
    left = after(begun, replace(VILLAGE, people=70 - gone, north=40), "2")
    assert numbers(stayed) == numbers(left) != numbers(begun)
    assert stayed.release.protection == left.release.protection


def test_an_edit_of_one_answer_waits_as_well() -> None:
    begun = first(VILLAGE)
    then = after(begun, replace(VILLAGE, changed={"health": {40: "dk"}}), "2")
    assert numbers(then) == numbers(begun)
    assert pending(then) == 1


def test_changes_in_one_part_of_the_village_show_there_and_the_margins_add_up() -> None:
    begun = first(VILLAGE)
    then = after(begun, replace(VILLAGE, people=60 - 3 + 10, north=40), "2")  # ten more in the north, three gone
    table = next(t for t in then.release.tables if t.id == "water.by.place")
    assert [table.figure(place).n for place in ("north", "south", "_T")] == [40, 30, 70]
    assert then.release.participants == "70"
    assert pending(then) == 3
    # What is said of everybody would count the three: it is repeated until all move.
    assert then.release.response == begun.release.response
    assert then.release.quality == begun.release.quality
    assert "said about the data is as of village-water-1, version 1" in then.release.protection.over_time


JOINED = KEEPING + "patience = 2\n" + HEALTH


@pytest.mark.parametrize(("more", "is_fresh"), [(2, False), (3, True)])
def test_what_is_said_about_the_data_waits_until_all_may_move_together(more: int, is_fresh: bool) -> None:
    """Three left the south and wait. After two releases it is enough if six have changed anywhere since."""
    begun = first(VILLAGE, JOINED)
    second = after(begun, replace(VILLAGE, people=67, north=40), "2", JOINED)
    now = replace(VILLAGE, people=67 + more, north=40 + more)
    third = after(second, now, "3", JOINED)
    assert (third.release.tables == without_register(now, JOINED).tables) is is_fresh
    assert (third.release.participants == f"{67 + more}") is is_fresh
    assert (third.release.response == begun.release.response) is not is_fresh
    assert len(set(third.book.family.tables.group)) == (2 if is_fresh else 1)


def test_what_is_held_is_never_moved_together() -> None:
    holding = KEEPING + 'patience = 2\nnever = "hold"\n' + HEALTH
    kept = after(first(VILLAGE, holding), replace(VILLAGE, people=67, north=40), "2", holding)
    then = after(kept, replace(VILLAGE, people=72, north=45), "3", holding)
    assert then.release.tables == kept.release.tables
    assert len(set(then.book.family.tables.group)) == 2


def test_when_all_parts_have_changed_enough_everything_is_as_it_is() -> None:
    now = Village(people=90, north=40, dk=6, declined=18)
    then = after(first(VILLAGE), now, "2")
    plain = without_register(now)
    assert then.release.tables == plain.tables
    assert then.release.participants == plain.participants
    assert then.release.coverage == plain.coverage
    assert pending(then) == 0


def test_changes_gather_over_releases() -> None:
    kept, people = first(VILLAGE), 60
    for version in range(2, 6):
        people -= 2
        kept = after(kept, replace(VILLAGE, people=people), str(version))
        south = next(t for t in kept.release.tables if t.id == "water.by.place").figure("south").n
        assert south == (30 if version < 4 else 24)


def test_the_register_holds_nobody_and_comes_back_from_its_file() -> None:
    book = first(VILLAGE).book
    assert RegisterBook.model_validate_json(book_bytes(book)) == book
    assert set(book.family.tables.model_dump()) == {
        "cells", "vintage", "held", "counter", "refreshed", "settled", "group", "epoch", "seed",
    }  # fmt: skip
    assert all(len(cell.split("|")) <= 4 for cell in book.family.tables.cells)  # no cell finer than a table's


def test_a_release_that_stops_when_idle_says_so() -> None:
    stopping = KEEPING + 'never = "stop"\npatience = 2\n' + HEALTH
    kept = after(first(VILLAGE, stopping), replace(VILLAGE, people=59), "2", stopping)
    with pytest.raises(Refusal) as caught:
        after(kept, replace(VILLAGE, people=58), "3", stopping)
    assert caught.value.codes == ("over-time-stopped",)


MEAN = """
[[indicator]]
id = "age"
title = "Age"
statistic = "mean"
value = "age"
"""


def test_what_cannot_be_added_up_is_refused_with_a_register_and_published_without() -> None:
    with pytest.raises(Refusal) as caught:
        first(VILLAGE, KEEPING + MEAN)
    assert caught.value.codes == ("over-time-not-additive",)
    assert without_register(VILLAGE, KEEPING + MEAN).tables


def test_a_register_of_other_tables_or_another_release_is_refused() -> None:
    begun = first(VILLAGE)
    with pytest.raises(Refusal) as caught:
        after(begun, VILLAGE, "2", KEEPING)
    assert caught.value.codes == ("register-other-tables",)
    second = after(begun, VILLAGE, "2")
    with pytest.raises(Refusal) as caught:
        after(Kept(replace(begun.prepared, book=second.book)), VILLAGE, "3")
    assert caught.value.codes == ("register-other-release",)
