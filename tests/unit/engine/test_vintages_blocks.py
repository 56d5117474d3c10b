"""Blocks: large enough, all of the population in one each, and found again for people never seen before."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.engine.confidentiality.vintages import Division, divide

PROFILES = tuple(product("ab", "xyz"))
populations = st.dictionaries(st.sampled_from(PROFILES), st.integers(1, 40), min_size=1)


@given(populations, st.integers(1, 60))
def test_every_block_holds_enough_people_and_every_person_stands_in_one(
    people: dict[tuple[str, str], int], least: int
) -> None:
    division = divide(people, ("sex", "age"), least=least)
    sizes = dict.fromkeys(range(division.blocks), 0)
    for profile, count in people.items():
        sizes[division.block(profile)] += count
    assert sum(sizes.values()) == sum(people.values())
    assert division.blocks == 1 or min(sizes.values()) >= least


def test_too_few_people_are_one_block() -> None:
    division = divide({("a", "x"): 10, ("b", "x"): 9}, ("sex", "age"), least=10)
    assert division.blocks == 1
    assert division.block(("b", "z")) == 0


def test_just_enough_people_are_two() -> None:
    division = divide({("a", "x"): 10, ("b", "x"): 10}, ("sex", "age"), least=10)
    assert division.blocks == 2
    assert division.block(("a", "x")) != division.block(("b", "x"))


def test_a_category_never_seen_before_has_a_block() -> None:
    division = divide({("a", "x"): 10, ("b", "x"): 10}, ("sex", "age"), least=10)
    assert division.block(("c", "new")) in (0, 1)


def test_cutting_ends_at_the_number_of_blocks_asked_for() -> None:
    assert divide(dict.fromkeys(PROFILES, 100), ("sex", "age"), least=10, most=4).blocks == 4


def test_neighbours_in_number_are_alike() -> None:
    division = divide(dict.fromkeys(PROFILES, 100), ("sex", "age"), least=100)
    numbers = {sex: sorted(division.block((sex, age)) for age in "xyz") for sex in "ab"}
    assert numbers == {"a": [0, 1, 2], "b": [3, 4, 5]}


def test_a_population_without_breakdowns_is_one_block() -> None:
    division = divide({(): 100}, (), least=10)
    assert (division.blocks, division.block(())) == (1, 0)


def test_a_division_comes_back_from_its_file() -> None:
    division = divide(dict.fromkeys(PROFILES, 100), ("sex", "age"), least=10)
    assert Division.model_validate_json(division.model_dump_json()) == division


@pytest.mark.parametrize("people", [{}, {("a", "x"): 0}])
def test_nobody_is_one_block(people: dict[tuple[str, ...], int]) -> None:
    assert divide(people, ("sex", "age"), least=1).blocks == 1
