"""What another choice of tables would show is what a release with these tables shows."""

import random

import pyarrow as pa
import pytest

from nyhavn.chain import remedies
from nyhavn.chain.plan import Plan
from nyhavn.chain.previous import Previous
from nyhavn.chain.production import prepare_release
from nyhavn.chain.remedies import ABOUT_TABLES, MOST_REMEDIES, Comparison, compare, remedies_of
from nyhavn.framework.loss import asked_for, beside, loss_by_group
from nyhavn.framework.refusal import OutsideFault, Reason, Refusal
from nyhavn.framework.statistics import StatisticalTable
from spec.bad_input.village import DICTIONARY, PLAN
from spec.release.village_in_memory import from_memory, nothing, table_of, village_plan

FORM = DICTIONARY.replace(
    'label = "South" }]',
    'label = "South" }, { code = "island", label = "Island" }]\n'
    '[[question]]\nname = "age"\ntype = "select_one"\n'
    'choices = [{ code = "young", label = "Young" }, { code = "old", label = "Old" }]',
).encode()
ISLAND = PLAN.replace('label = "South" }]', 'label = "South" }, { code = "island", label = "Island" }]')
CROSSED = (
    ISLAND.replace(
        "[[indicator]]",
        '[[breakdown]]\nid = "age"\ntitle = "Age"\nquestion = "age"\n'
        'categories = [{ code = "young", label = "Young" }, { code = "old", label = "Old" }]\n'
        '[[indicator]]\nid = "people"\ntitle = "Households"\nstatistic = "count"\nby = [["place", "age"]]\n'
        "[[indicator]]",
    )
    .replace('by = [["place"]]\n[protection]', 'by = [["place"], ["place", "age"]]\n[protection]')
)  # fmt: skip
NAIVE = CROSSED.replace("threshold = 5", "threshold = 5\ncomplementary = false")
REFERENCE = '[reference]\nsource = "Census"\nmargins = [{ breakdown = "age", totals = { young = 60, old = 40 } }]\n'


def village(seed: int, rows: int = 80) -> pa.Table:
    """Drawn households; few live on the island."""
    chance = random.Random(seed)
    places, weights = ("north", "south", "island"), (10, 10, 1)
    drawn = [
        (chance.choices(places, weights)[0], chance.choice(("young", "old")), chance.choice(("yes", "no")))
        for _ in range(rows)
    ]
    return table_of(("place", "age", "water"), drawn)


def compared(text: str, seed: int = 1, before: Previous | None = None) -> Comparison:
    plan = village_plan(text)
    return compare(plan, from_memory(plan, FORM, village(seed)), before, nothing)


def passing(comparison: Comparison) -> set[str]:
    return {one.code for one in comparison.tried if not one.reasons}


# --- Which remedies there are ---------------------------------------------------------------


def test_tables_are_taken_apart_or_lose_a_breakdown_and_nothing_else_changes() -> None:
    plan = village_plan(CROSSED)
    found = {remedy.code: remedy.plan for remedy in remedies_of(plan)}
    assert list(found) == [
        "nothing-crossed",
        "without-place",
        "without-age",
        "not-crossed-people-place-age",
        "not-crossed-water-place-age",
    ]
    tables = {code: [one.by for one in other.indicator] for code, other in found.items()}
    assert tables["nothing-crossed"] == [(("place",), ("age",)), (("place",), ("age",))]
    assert tables["without-place"] == [(("age",),), (("age",),)]
    assert tables["without-age"] == [(("place",),), (("place",),)]
    assert tables["not-crossed-water-place-age"] == [(("place", "age"),), (("place",), ("age",))]
    for other in found.values():
        same = [one.model_copy(update={"by": was.by}) for one, was in zip(other.indicator, plan.indicator, strict=True)]
        assert other.model_copy(update={"indicator": tuple(same)}) == plan


def test_two_ways_to_the_same_tables_are_one_remedy() -> None:
    plan = village_plan(ISLAND)
    assert [remedy.code for remedy in remedies_of(plan)] == ["without-place"]


def test_no_remedy_lowers_protection() -> None:
    """A community can ask for more, and nobody is led to less."""
    for text in (CROSSED, NAIVE):
        plan = village_plan(text)
        for remedy in remedies_of(plan):
            assert remedy.plan.protection.threshold == plan.protection.threshold
            assert remedy.plan.protection.group_disclosure >= plan.protection.group_disclosure
            assert remedy.plan.protection.complementary >= plan.protection.complementary


def test_a_breakdown_that_is_left_out_is_not_counted_by_for_a_reference_either() -> None:
    plan = village_plan(CROSSED.replace("[protection]", REFERENCE + "[protection]"))
    found = {remedy.code: remedy.plan.reference for remedy in remedies_of(plan)}
    assert found["without-age"] is None
    assert found["without-place"] == plan.reference


def test_only_so_many_are_tried_and_it_is_said_how_many_are_not() -> None:
    names = [f"more_{at}" for at in range(6)]
    more = "".join(
        f'[[indicator]]\nid = "{name}"\ntitle = "{name}"\nstatistic = "proportion"\n'
        "numerator = \"${water} = 'yes'\"\n"
        'by = [["place", "age"]]\n'
        for name in names
    )
    text = CROSSED.replace("[protection]", more + "[protection]")
    found = compared(text)
    assert len(found.tried) == MOST_REMEDIES
    assert found.not_tried == len(remedies_of(village_plan(text))) - MOST_REMEDIES > 0


# --- What each comes to ---------------------------------------------------------------------


def released(plan: Plan, seed: int) -> tuple[tuple[StatisticalTable, ...], tuple[str, ...]]:
    """The tables of a release by this plan, made by the whole chain, or why there are none."""
    try:
        release = prepare_release(plan, from_memory(plan, FORM, village(seed)), before=None, step=nothing).release
    except Refusal as refused:
        return (), refused.codes
    return release.tables, ()


def hiding_enough(plan: Plan) -> Plan:
    """The same tables, so that they can be released."""
    return plan.model_copy(update={"protection": plan.protection.model_copy(update={"complementary": True})})


@pytest.mark.parametrize("text", [CROSSED, NAIVE], ids=["protected", "naive"])
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))])
def test_the_loss_under_every_remedy_is_that_of_a_release_with_its_tables(text: str, seed: int) -> None:
    plan, found = village_plan(text), compared(text, seed)
    planned, codes = released(plan, seed)
    assert tuple(reason.code for reason in found.planned.reasons) == codes
    assert not planned or loss_by_group(planned, plan.breakdowns) == found.planned.loss
    wanted = asked_for(released(hiding_enough(plan), seed)[0])
    for remedy, tried in zip(remedies_of(plan), found.tried, strict=True):
        tables, codes = released(remedy.plan, seed)
        assert tuple(reason.code for reason in tried.reasons) == codes, remedy.code
        assert found.planned.loss is not None
        by = remedy.plan.breakdowns
        alone = loss_by_group(tables, by)
        same = beside(found.planned.loss, alone, wanted - asked_for(tables), by)
        assert not tables or tried.loss == same, remedy.code


def test_what_protection_refuses_passes_under_a_remedy() -> None:
    found = compared(NAIVE)
    assert [reason.code for reason in found.planned.reasons] == ["protection-failed"]
    assert "hide-more" in passing(found)
    assert found.planned.loss is not None
    hidden = next(one.loss for one in found.tried if one.code == "hide-more")
    assert hidden is not None and hidden.hidden > found.planned.loss.hidden


def test_what_the_last_release_forbids_passes_where_its_table_is_left_out() -> None:
    """The last release counted by place and age, and two people have come in since."""
    plan = village_plan(CROSSED)
    first = prepare_release(plan, from_memory(plan, FORM, village(1, 60)), before=None, step=nothing).release
    table = next(one for one in first.tables if one.breakdowns == ("place", "age"))
    before = Previous(first.id, first.version, (table,))
    grown = pa.concat_tables([village(1, 60), table_of(("place", "age", "water"), [("north", "old", "yes")] * 2)])
    found = compare(plan, from_memory(plan, FORM, grown), before, nothing)
    assert {reason.code for reason in found.planned.reasons} & ABOUT_TABLES
    assert "nothing-crossed" in passing(found)


def test_a_remedy_that_cannot_be_solved_is_still_refused_and_the_others_are_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = remedies.protected_tables

    def unsolved(plan: Plan, *rest: object) -> object:
        if any(len(by) > 1 for one in plan.indicator for by in one.by):
            raise Refusal(Reason("protection-not-solved", "The solver gave no proven answer."))
        return real(plan, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(remedies, "protected_tables", unsolved)
    found = compared(CROSSED)
    assert found.planned.loss is None and found.planned.reasons[0].code == "protection-not-solved"
    assert passing(found) == {"nothing-crossed", "without-place", "without-age"}
    assert all(one.loss is None for one in found.tried if one.code.startswith("not-crossed"))


def test_a_fault_of_the_world_is_no_refusal_of_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OutsideFault(Reason("no-room", "The disk is full."))

    monkeypatch.setattr(remedies, "protected_tables", full)
    with pytest.raises(OutsideFault):
        compared(CROSSED)


def test_whoever_watches_may_stop_it_and_learns_how_far_it_is() -> None:
    told: list[str] = []

    class Stopped(Exception):
        pass

    def step(stage: str, _done: int, _of: int) -> None:
        told.append(stage)
        if stage.startswith("Choice 3 of 6"):
            raise Stopped

    plan = village_plan(CROSSED)
    with pytest.raises(Stopped):
        compare(plan, from_memory(plan, FORM, village(1)), None, step)
    assert [stage for stage in told if stage.endswith(": Counting")][0] == "Choice 1 of 6: Counting"
    assert told[-1].startswith("Choice 3 of 6") and max(map(len, told)) <= 80


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("threshold = 5", "threshold = 2"), "threshold-too-low"),
        (('"participants"', '"population"'), "population-estimate-without-probability-sample"),
    ],
)
def test_what_no_choice_of_tables_mends_is_refused_at_once(change: tuple[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        compared(CROSSED.replace(*change))
    assert refused.value.codes == (code,)


def test_the_order_of_contributions_changes_nothing() -> None:
    plan, table = village_plan(CROSSED), village(3)
    turned = table.take(pa.array(list(reversed(range(table.num_rows)))))
    found = [compare(plan, from_memory(plan, FORM, one), None, nothing) for one in (table, turned)]
    assert found[0] == found[1]
