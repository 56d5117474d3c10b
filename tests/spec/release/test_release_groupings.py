"""A small group is put together with others only as its community agreed, and everybody sees who decided it."""

from datetime import date

import pytest

from nyhavn.chain.groupings import grouped_by, with_groupings
from nyhavn.chain.plan import Plan
from nyhavn.chain.production import prepare_release
from nyhavn.chain.remedies import Tried, remedies_of
from nyhavn.framework.loss import GroupLoss
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import CellStatus
from spec.release.test_release_remedies import CROSSED, FORM, compared, village
from spec.release.village_in_memory import from_memory, nothing, village_plan

AGREED = """
[[breakdown.groupings]]
id = "shore"
agreed_by = "Island assembly"
agreed_date = 2026-03-01
record = "minutes, item 4"
category = [{ code = "north", label = "North", of = ["north"] },
            { code = "shore", label = "South and island", of = ["south", "island"] }]
"""
CHOSEN = """
[breakdown.chosen]
grouping = "shore"
chosen_by = "Island assembly"
chosen_date = 2026-04-02
"""
FIRST = '[[breakdown]]\nid = "age"'


def with_place(more: str) -> str:
    """The village's plan, with that said about the breakdown by place."""
    assert CROSSED.count(FIRST) == 1
    return CROSSED.replace(FIRST, more + FIRST)


def release_of(plan: Plan, seed: int = 1) -> Release:
    return prepare_release(plan, from_memory(plan, FORM, village(seed)), before=None, step=nothing).release


def by_place(release: Release) -> dict[str, tuple[CellStatus, int | None]]:
    table = next(one for one in release.tables if one.indicator == "people" and one.breakdowns == ("place", "age"))
    return {f.categories[0]: (f.status, f.n) for f in table.figures if f.categories[1] == "_T"}


def group(tried: Tried, code: str) -> GroupLoss:
    assert tried.loss is not None
    return next(one for one in tried.loss.groups if (one.breakdown, one.category) == ("place", code))


def test_nothing_is_put_together_where_nobody_agreed() -> None:
    assert not [one.code for one in remedies_of(village_plan(CROSSED)) if one.code.startswith("grouped")]


def test_what_was_agreed_is_proposed_in_words_and_not_used_by_itself() -> None:
    plan = with_groupings(village_plan(with_place(AGREED)))
    assert [category.code for category in plan.breakdown[0].categories] == ["north", "south", "island"]
    proposed = {one.code: one.sentence for one in remedies_of(plan)}
    assert proposed["grouped-place-shore"] == (
        'Show "Place" in the wider groups that Island assembly agreed on: North; South and island.'
    )


def test_the_comparison_shows_who_vanishes_and_who_is_seen_only_with_others() -> None:
    found = compared(with_place(AGREED))
    assert group(found.planned, "island").disappears
    tried = next(one for one in found.tried if one.code == "grouped-place-shore")
    assert tried.reasons == ()
    island, shore = group(tried, "island"), group(tried, "shore")
    assert (island.shown, island.within, island.disappears) == (0, "shore", False)
    assert shore.shown > 0
    assert group(tried, "north").within == ""


def test_a_chosen_grouping_counts_everybody_once_and_says_who_chose() -> None:
    fine = by_place(release_of(village_plan(CROSSED.replace("threshold = 5", "threshold = 3"))))
    release = release_of(with_groupings(village_plan(with_place(AGREED + CHOSEN))))
    wide = by_place(release)
    assert set(wide) == {"north", "shore", "_T"}
    assert wide["_T"][1] == fine["_T"][1]
    assert wide["shore"][1] == (wide["_T"][1] or 0) - (wide["north"][1] or 0)
    place = next(one for one in release.breakdowns if one.id == "place")
    assert place.chosen is not None
    assert (place.chosen.chosen_by, place.chosen.chosen_date) == ("Island assembly", date(2026, 4, 2))


def test_a_population_to_compare_with_is_added_up_in_the_same_way() -> None:
    margin = '{ breakdown = "place", totals = { north = 50, south = 40, island = 6 } }'
    totals = f'[reference]\nsource = "Census"\nmargins = [{margin}]\n'
    plan = village_plan(with_place(AGREED).replace("[protection]", totals + "[protection]"))
    grouped = grouped_by(plan, "place", "shore")
    assert grouped.reference is not None
    assert grouped.reference.margins[0].totals == {"north": 50, "shore": 46}


def test_groups_that_overlap_are_told_apart_first_and_put_together_afterwards() -> None:
    """The first category that fits is a row's; to put the first and the last together must not swallow the middle."""
    overlapping = CROSSED.replace(
        'question = "age"\ncategories = [{ code = "young", label = "Young" }, { code = "old", label = "Old" }]',
        "categories = [\n"
        '{ code = "young_north", label = "Young, north", when = "${age} = \'young\' and ${place} = \'north\'" },\n'
        '{ code = "young", label = "Other young", when = "${age} = \'young\'" },\n'
        '{ code = "all", label = "Others", when = "${age} = \'old\' or ${age} = \'young\'" }]\n'
        '[[breakdown.groupings]]\nid = "ends"\nagreed_by = "A"\nagreed_date = 2026-03-01\n'
        'category = [{ code = "ends", label = "Ends", of = ["young_north", "all"] },\n'
        '{ code = "young", label = "Other young", of = ["young"] }]\n',
    )
    assert overlapping != CROSSED
    plan = village_plan(overlapping.replace("threshold = 5", "threshold = 3"))

    def count(plan: Plan) -> dict[str, int | None]:
        tables = release_of(plan).tables
        table = next(one for one in tables if one.indicator == "people" and "age" in one.breakdowns)
        return {f.categories[-1]: f.n for f in table.figures if f.categories[0] == "_T"}

    fine, wide = count(plan), count(grouped_by(plan, "age", "ends"))
    assert wide["young"] == fine["young"]
    assert wide["ends"] == (fine["young_north"] or 0) + (fine["all"] or 0)


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        ('of = ["south", "island"]', 'of = ["south"]', "grouping-wrong"),
        ('of = ["south", "island"]', 'of = ["south", "island", "north"]', "grouping-wrong"),
        ('of = ["south", "island"]', 'of = ["south", "island", "moon"]', "grouping-wrong"),
        (
            'code = "north", label = "North", of = ["north"]',
            'code = "shore", label = "N", of = ["north"]',
            "counted-twice",
        ),
        ('{ code = "shore"', '{ code = "south"', "grouping-wrong"),
        ('grouping = "shore"', 'grouping = "hills"', "grouping-unknown"),
    ],
)
def test_a_grouping_that_does_not_fit_is_refused_with_its_place(was: str, becomes: str, code: str) -> None:
    text = with_place(AGREED + CHOSEN)
    assert text.count(was) == 1
    with pytest.raises(Refusal) as refused:
        with_groupings(village_plan(text.replace(was, becomes)))
    assert refused.value.codes == (code,)
    assert refused.value.reasons[0].where.startswith("breakdown place")
