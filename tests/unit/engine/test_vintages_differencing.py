"""Who can be told apart by subtracting published numbers: each way alone, and the twin that comes through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.engine.confidentiality.vintages.differencing import isolated
from nyhavn.framework.shown_numbers import Group, Isolated, Route, Showing, ShownNumber, Subtraction

T = 5
PEOPLE = "contributions/answers"


def group(**conditions: str) -> Group:
    return frozenset(conditions.items())


def showing(
    release: str,
    numbers: dict[Group, int | None],
    *,
    table: str = "people",
    measure: str = PEOPLE,
    routes: tuple[Route, ...] = (Route.PAGE,),
    subset: Group = frozenset(),
    is_sensitive: bool = False,
) -> Showing:
    made = (ShownNumber(measure, of, value, is_sensitive) for of, value in numbers.items())
    return Showing(release, table, routes, tuple(made), subset)


def by_place(north: int | None, south: int | None, total: int | None) -> dict[Group, int | None]:
    return {group(place="north"): north, group(place="south"): south, group(): total}


def ways(found: tuple[Isolated, ...]) -> set[tuple[Subtraction, Group]]:
    return {(one.how, one.group) for one in found}


@pytest.mark.parametrize("change", [1, T - 1, 1 - T, -1])
def test_a_number_that_changed_by_a_few_is_told_with_both_releases(change: int) -> None:
    found = isolated([showing("r1", {group(): 40}), showing("r2", {group(): 40 + change})], T)
    assert ways(found) == {(Subtraction.CHANGED, group())}
    assert found[0].people == abs(change)
    assert found[0].sources == (("r1", "people"), ("r2", "people"))


@pytest.mark.parametrize("change", [0, T, -T, 30])
def test_no_change_and_a_large_one_tell_nobody_apart(change: int) -> None:
    assert isolated([showing("r1", {group(): 40}), showing("r2", {group(): 40 + change})], T) == ()


def test_a_release_by_itself_is_a_matter_of_protecting_it() -> None:
    assert isolated([showing("r1", by_place(20, 3, 23))], T) == ()


def test_a_table_of_women_beside_one_of_all_tells_how_few_the_others_are() -> None:
    everybody = showing("all", {group(): 50})
    women = showing("women", {group(): 47}, subset=group(sex="f"))
    found = isolated([everybody, women], T)
    assert ways(found) == {(Subtraction.NESTED, group(sex="f"))}
    assert found[0].people == 3
    twin = showing("women", {group(): 45}, subset=group(sex="f"))
    assert isolated([everybody, twin], T) == ()


def test_what_one_release_hides_another_must_not_show() -> None:
    """The south is small; the north was hidden with it, and stands open in the other release."""
    found = isolated([showing("r1", by_place(40, None, 43)), showing("r2", by_place(None, None, 43))], T)
    assert (Subtraction.RESIDUAL, group(place="south")) in ways(found)
    assert isolated([showing("r1", by_place(None, None, 43)), showing("r2", by_place(None, None, 43))], T) == ()


def test_a_hidden_group_that_turns_out_large_enough_is_nobodys_secret() -> None:
    assert isolated([showing("r1", by_place(36, None, 43)), showing("r2", by_place(None, None, 43))], T) == ()


def test_nought_is_told_of_sensitive_numbers_alone() -> None:
    for is_sensitive in (True, False):
        one = showing("r1", by_place(43, None, 43), measure="ill/yes", is_sensitive=is_sensitive)
        other = showing("r2", by_place(None, None, 43), measure="ill/yes", is_sensitive=is_sensitive)
        assert bool(isolated([one, other], T)) is is_sensitive


def test_subtraction_goes_on_over_several_tables() -> None:
    """Two hidden numbers of the first release come out one after the other, by a table of another one."""
    crossed: dict[Group, int | None] = {
        group(place="north", sex="f"): None,
        group(place="north", sex="m"): None,
        group(place="north"): None,
        group(place="south", sex="f"): 20,
        group(place="south", sex="m"): 18,
        group(place="south"): 38,
        group(sex="f"): None,
        group(sex="m"): None,
        group(): 60,
    }
    assert isolated([showing("r1", crossed)], T) == ()
    found = isolated([showing("r1", crossed), showing("r2", {group(sex="f"): 39}, table="women")], T)
    told = {one.group: one for one in found if one.how is Subtraction.RESIDUAL}
    assert set(told) == {group(place="north", sex="m")}
    assert told[group(place="north", sex="m")].people == 3
    assert set(told[group(place="north", sex="m")].sources) == {("r1", "people"), ("r2", "women")}


def test_answers_are_the_sum_of_those_that_say_yes_and_no() -> None:
    first = [showing("r1", {group(): 30}, measure="ill/answers"), showing("r1", {group(): None}, measure="ill/yes")]
    later = [showing("r2", {group(): 30}, measure="ill/answers"), showing("r2", {group(): 28}, measure="ill/yes")]
    found = isolated([*first, *later], T)
    assert {(one.how, one.measure) for one in found} == {(Subtraction.RESIDUAL, "ill/no")}


def test_a_number_shown_by_one_route_counts_for_all() -> None:
    page = showing("r1", {group(): 40}, routes=(Route.PAGE, Route.FILE))
    counts = showing("r2", {group(): 41}, table="number of contributions", routes=(Route.COUNTS,))
    (found,) = isolated([page, counts], T)
    assert set(found.routes) == {Route.PAGE, Route.FILE, Route.COUNTS}
    assert '"people" of r1' in found.sentence and '"number of contributions" of r2' in found.sentence
    assert not any(
        letter.isdigit() for letter in found.sentence.replace("r1", "").replace("r2", "")
    )  # where, not how many


def test_the_nearest_release_fills_what_is_hidden() -> None:
    far = showing("r1", by_place(20, None, 43))
    near = showing("r2", by_place(40, None, 43))
    last = showing("r3", by_place(None, None, 43))
    found = [one for one in isolated([far, near, last], T) if one.how is Subtraction.RESIDUAL]
    assert {one.group for one in found} == {group(place="south")}
    assert {release for one in found for release, _ in one.sources} == {"r2", "r3"} or found[0].people == 3


counts = st.lists(st.integers(0, 12), min_size=6, max_size=6)
patterns = st.lists(st.booleans(), min_size=12, max_size=12)
CELLS = [group(place=place, sex=sex) for place in ("n", "s", "w") for sex in ("f", "m")]
GROUPS = [*CELLS, *(group(place=place) for place in ("n", "s", "w")), group(sex="f"), group(sex="m"), group()]


def truth(leaves: list[int]) -> dict[Group, int]:
    return {of: sum(count for cell, count in zip(CELLS, leaves, strict=True) if of <= cell) for of in GROUPS}


@given(counts, patterns, patterns)
def test_whatever_is_told_of_unchanged_people_is_true(leaves: list[int], one: list[bool], other: list[bool]) -> None:
    """Two releases of the same people that hide different numbers: all that comes out is so, and hidden in both."""
    exact = truth(leaves)
    sides = [
        showing(name, {of: None if is_hidden else exact[of] for of, is_hidden in zip(GROUPS, hidden, strict=True)})
        for name, hidden in (("r1", one), ("r2", other))
    ]
    for found in isolated(sides, T):
        if found.how is Subtraction.RESIDUAL:
            assert found.people == exact[found.group] < T
            assert one[GROUPS.index(found.group)] and other[GROUPS.index(found.group)]
        else:
            assert found.how is Subtraction.NESTED
            assert any(found.people == exact[of] - exact[found.group] for of in GROUPS if of < found.group)


@given(counts)
def test_every_single_gap_in_a_sum_is_found(leaves: list[int]) -> None:
    exact = truth(leaves)
    for gap in CELLS:
        shown = {of: None if of == gap else count for of, count in exact.items()}
        told = {one.group for one in isolated([showing("r1", shown)], T) if one.how is Subtraction.RESIDUAL}
        assert told == ({gap} if 0 < exact[gap] < T else set())
