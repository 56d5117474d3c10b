"""All that was published from the same data, side by side: by every route, and each route's numbers count for all."""

from dataclasses import replace

import pytest

from nyhavn.chain.release_plan import ROUTES, check_beside, showings_of, told_apart
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from nyhavn.framework.shown_numbers import Route, Subtraction
from spec.quality_report.village_of_forty import CONSENT, THRESHOLD, Village
from spec.withdrawals.keeping import HEALTH, KEEPING, T, after, first, without_register

VILLAGE = Village(people=60, north=30, dk=6, declined=8, old=7)
NORTH_ALONE = HEALTH.replace('by = [["place"]]', "universe = \"${place} = 'north'\"")


def later(village: Village, more: str = KEEPING + HEALTH) -> Release:
    return replace(without_register(village, more), version="2")


def consenting(refused: int) -> Village:
    """A village of sixty of whom so many said no."""
    said = {"consented": dict.fromkeys(range(40, 40 + refused), "no")}
    return Village(people=60, changed=said, plan=CONSENT)


def test_every_route_says_which_numbers_it_shows() -> None:
    assert [route for route, _ in ROUTES] == list(Route)
    showings = showings_of(counting(consenting(8).release(), 52))
    assert {route for showing in showings for route in showing.routes} == set(Route)
    assert all(any(number.value is not None for number in showing.numbers) for showing in showings)


@pytest.mark.parametrize("fewer", [1, THRESHOLD - 1])
def test_a_few_fewer_contributions_are_told_by_every_route_that_shows_them(fewer: int) -> None:
    one, other = without_register(VILLAGE), later(replace(VILLAGE, people=60 - fewer))
    found = told_apart([one, other], THRESHOLD)
    routes = {route for each in found for route in each.routes}
    assert {Route.PAGE, Route.API, Route.FILE, Route.MAP, Route.CHART, Route.SDMX, Route.COUNTS} <= routes
    everybody = next(each for each in found if each.measure == "contributions/answers")
    assert everybody.people == fewer
    assert everybody.sources[0][1] == "number of contributions"


def test_many_more_contributions_tell_nobody_apart() -> None:
    now = Village(people=100, north=50, dk=16, declined=18, old=20)
    assert told_apart([without_register(VILLAGE), later(now)], THRESHOLD) == ()


def test_a_few_more_who_declined_are_told_by_the_quality_report() -> None:
    found = told_apart([without_register(VILLAGE), later(replace(VILLAGE, declined=10))], THRESHOLD)
    told = [each for each in found if each.measure == "health: refused"]
    assert [each.routes for each in told] == [(Route.PAGE, Route.API, Route.FILE, Route.QUALITY_REPORT)]


def counting(release: Release, agreed: int) -> Release:
    """The same as an older version of Nyhavn made it, which said how many agreed."""
    third = release.principles[2]
    first, *others = third.safeguards
    told = (replace(first, detail=(f"Purpose published-aggregates: contributions: {agreed}.",)), *others)
    principles = (*release.principles[:2], replace(third, safeguards=told), *release.principles[3:])
    return replace(release, principles=principles)


def test_a_few_more_who_refused_are_told_by_evidence_that_counts_people() -> None:
    one, other = counting(consenting(8).release(), 52), replace(counting(consenting(10).release(), 50), version="2")
    found = told_apart([one, other], THRESHOLD)
    assert any(Route.PRINCIPLE_EVIDENCE in each.routes for each in found)
    assert any(each.measure == "left out" and Route.COUNTS in each.routes for each in found)


def test_a_table_of_the_north_beside_one_of_all_tells_how_few_live_in_the_south() -> None:
    village = Village(people=60, north=57)
    everybody = without_register(village, KEEPING + HEALTH.replace('by = [["place"]]', ""))
    north = replace(without_register(village, KEEPING + NORTH_ALONE), version="2")
    found = told_apart([everybody, north], THRESHOLD)
    assert {each.how for each in found} == {Subtraction.NESTED}
    with pytest.raises(Refusal) as caught:
        check_beside(north, [everybody], THRESHOLD)
    assert set(caught.value.codes) == {"told-apart"}
    assert "3" not in caught.value.reasons[0].what.replace("version", "")
    twin = replace(village, north=30)
    alike = replace(without_register(twin, KEEPING + NORTH_ALONE), version="2")
    check_beside(alike, [without_register(twin, KEEPING + HEALTH.replace('by = [["place"]]', ""))], THRESHOLD)


def test_releases_under_a_register_tell_nobody_apart_where_nothing_moved() -> None:
    begun = first(VILLAGE)
    then = after(begun, replace(VILLAGE, people=60 - T + 1), "2")
    assert told_apart([begun.release, then.release], THRESHOLD) == ()


def test_numbers_that_a_register_moved_are_no_reason_against_the_next_release() -> None:
    begun = first(VILLAGE)
    then = after(begun, replace(VILLAGE, people=70, north=40, declined=10), "2")
    assert {one.how for one in told_apart([begun.release, then.release], THRESHOLD + T)} == {Subtraction.CHANGED}
    check_beside(then.release, [begun.release], THRESHOLD + T, family=then.book.vintages)
    with pytest.raises(Refusal):
        check_beside(then.release, [begun.release], THRESHOLD + T)


def test_data_without_persons_may_be_put_side_by_side() -> None:
    check_beside(later(replace(VILLAGE, people=59)), [without_register(VILLAGE)], 1)
