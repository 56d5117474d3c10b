"""What noise promises to those in the data, and what still comes through for those who read the tables."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from engines import each_engine, on_every_engine
from nyhavn.engine.confidentiality.noise import (
    Clipped,
    Mechanism,
    PrivateTable,
    Question,
    open_ledger,
    perturb_counts,
    private_tables,
    round_at_random,
    round_controlled,
    tabulate,
)
from nyhavn.engine.confidentiality.noise.bounding import exact_cells
from nyhavn.engine.confidentiality.noise.cells import leaves_below
from nyhavn.engine.confidentiality.noise.mechanisms import noise
from nyhavn.engine.confidentiality.tables.facts import added_up
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.noise import NoiseKind
from nyhavn.framework.noise_policy import Measure, PrivacyBudget, cell_key_policy, rounding_policy
from nyhavn.framework.refusal import Refusal
from unit.engine.noise_cast import AGE, COLUMNS, PLACE, YEAR, arrow, row, village

CROSS = (PLACE, AGE)
METHODS = {
    NoiseKind.CELL_KEYS: lambda tables: perturb_counts(tables, cell_key_policy()),
    NoiseKind.RANDOM_ROUNDING: lambda tables: round_at_random(tables, rounding_policy()),
    NoiseKind.CONTROLLED_ROUNDING: lambda tables: round_controlled(tables, rounding_policy()),
}
BY_KEY = (NoiseKind.CELL_KEYS, NoiseKind.RANDOM_ROUNDING)


def tabulated(frame, crosses):
    return [tabulate(frame, f"t{at}", cross, COLUMNS) for at, cross in enumerate(crosses)]


def counted(rows, *crosses):
    """True tables, as every engine counts them."""
    return on_every_engine(arrow(rows), lambda frame: tabulated(frame, crosses))


def counted_here(rows, *crosses):
    """The same on one engine, where it is done many times."""
    return tabulated(next(each_engine()).frame(arrow(rows)), crosses)


def asked(price="1", mechanism=Mechanism.LAPLACE, most=1):
    tables = (PrivateTable("people", CROSS), PrivateTable("money", (PLACE,), Clipped("money", 0, 200)))
    return Question(tables, most, mechanism, Decimal(price))


def private(rows, place, question, release="2026", budget=None):
    ledger = open_ledger(place, "village", budget or PrivacyBudget(amount=Decimal(10)))

    def answer(frame):
        return private_tables(frame, question, ledger=ledger, release=release)

    return on_every_engine(arrow(rows), answer)


@pytest.mark.engines
@pytest.mark.parametrize("kind", METHODS)
def test_every_count_lies_within_the_error_that_is_stated(kind):
    for seed in range(3):
        before = counted(village(400, seed), CROSS)
        (after,), said = METHODS[kind](before)
        assert said.kind is kind
        off = after.value - before[0].count
        assert np.abs(off).max() <= said.most
        assert np.sqrt((off**2).mean()) <= 1.6 * said.standard_error
        assert (after.value >= 0).all()


@pytest.mark.engines
@pytest.mark.parametrize("kind", BY_KEY)
def test_over_many_cells_the_noise_adds_up_to_nothing(kind):
    villages = Hierarchy.flat("place", tuple(f"v{at}" for at in range(300)), "Total")
    before = counted(village(3_000, places=villages.leaves), (villages, AGE))
    (after,), said = METHODS[kind](before)
    off = (after.value - before[0].count)[before[0].count > 0]
    assert len(off) > 800
    assert abs(off.mean()) < 4 * said.standard_error / np.sqrt(len(off))
    assert off.std() > said.standard_error / 3, "nothing was changed"


@pytest.mark.engines
@pytest.mark.parametrize("kind", METHODS)
def test_a_group_shows_the_same_count_in_every_table(kind):
    before = counted(village(300), CROSS, (PLACE, YEAR), (AGE,))
    (first, second, third), _ = METHODS[kind](before)
    assert (first.value[:, 0] == second.value[:, 0]).all()
    assert (first.value[0, :] == third.value).all()


@pytest.mark.engines
@pytest.mark.parametrize("kind", BY_KEY)
def test_the_same_people_in_another_order_get_the_same_noise(kind):
    rows = village(200)
    first, _ = METHODS[kind](counted(rows, CROSS))
    again, _ = METHODS[kind](counted(rows[::-1], CROSS))
    assert (first[0].value == again[0].value).all()


@pytest.mark.engines
@pytest.mark.parametrize("kind", METHODS)
def test_whether_totals_add_up_is_said_truly(kind):
    before = counted(village(300), CROSS)
    (after,), said = METHODS[kind](before)
    inner = np.ix_(*[[tree.codes.index(leaf) for leaf in tree.leaves] for tree in CROSS])
    assert bool((added_up(after.value[inner], CROSS) == after.value).all()) == said.adds_up
    assert ("not the sums" in said.margins) != said.adds_up


@pytest.mark.engines
def test_cell_keys_do_not_hide_a_withdrawal_and_the_statement_says_so():
    """Out of many single withdrawals, nearly all show in some cell: the rule over time is needed as well."""
    rows = village(150)
    before, said = METHODS[NoiseKind.CELL_KEYS](counted_here(rows, CROSS, (PLACE, YEAR)))
    shown = 0
    for gone in range(20):
        after, _ = METHODS[NoiseKind.CELL_KEYS](counted_here(rows[:gone] + rows[gone + 1 :], CROSS, (PLACE, YEAR)))
        shown += any((one.value != other.value).any() for one, other in zip(before, after, strict=True))
    assert shown >= 18
    assert any("does not hide what changes" in sentence for sentence in said.sentences)


@pytest.mark.engines
def test_no_small_count_that_may_not_occur_is_published_and_zeros_stay():
    before = counted([row("c1"), row("c2", place="n2"), row("c3", place="n2")], CROSS)
    (after,), _ = METHODS[NoiseKind.CELL_KEYS](before)
    assert not set(after.value.ravel().tolist()) & set(range(1, cell_key_policy().absent + 1))
    assert (after.value[before[0].count == 0] == 0).all()


@pytest.mark.parametrize("kind", METHODS)
def test_what_is_said_in_public_names_no_restricted_number(kind):
    _, said = METHODS[kind](counted(village(60), CROSS))
    for name, _ in said.restricted:
        assert all(name not in sentence for sentence in said.sentences)
    assert not {name for name, _ in said.public} & {name for name, _ in said.restricted}
    assert "variance" not in " ".join(said.sentences)


@pytest.mark.engines
@pytest.mark.parametrize("mechanism", Mechanism)
def test_under_differential_privacy_totals_are_right_within_the_stated_error_and_add_up(tmp_path, mechanism):
    rows = village(2_000)
    budget = PrivacyBudget(measure=mechanism.measure, amount=Decimal(1))
    (people, money), said = private(rows, tmp_path, asked("0.5", mechanism), budget=budget)
    for table, truth in ((people, _people(rows)), (money, _money(rows))):
        assert (np.abs(table.value - truth) <= 16 * table.standard_error).all()
    inner = np.ix_(*[[tree.codes.index(leaf) for leaf in tree.leaves] for tree in CROSS])
    assert (added_up(people.value[inner], CROSS) == people.value).all()
    assert abs(people.value[0, 0] - 2_000) < 200
    assert said.adds_up
    assert said.most is None
    assert people.standard_error[0, 0] == pytest.approx(
        people.standard_error[1, 1] * 6**0.5 / leaves_below(CROSS)[1, 1] ** 0.5
    )


def _people(rows):
    leaves = np.zeros([len(tree.leaves) for tree in CROSS], dtype=np.int64)
    for one in rows:
        leaves[PLACE.leaves.index(one["place"]), AGE.leaves.index(one["age"])] += 1
    return added_up(leaves, CROSS)


def _money(rows):
    leaves = np.zeros(len(PLACE.leaves), dtype=np.int64)
    for one in rows:
        leaves[PLACE.leaves.index(one["place"])] += min(max(one["money"], 0), 200)
    return added_up(leaves, (PLACE,))


@pytest.mark.engines
def test_a_release_that_is_asked_for_again_shows_the_same_and_pays_nothing_also_when_somebody_left(tmp_path):
    rows = village(100)
    first, _ = private(rows, tmp_path, asked())
    again, _ = private(rows[1:], tmp_path, asked())
    for one, other in zip(first, again, strict=True):
        assert (one.value == other.value).all()
    assert open_ledger(tmp_path, "village", PrivacyBudget(amount=Decimal(10))).state().spent == 1


@pytest.mark.engines
def test_a_person_with_a_thousand_rows_counts_as_often_as_the_bound_says(tmp_path):
    rows = [row(f"c{at}", "ann", money=10**6) for at in range(1_000)]
    (people, money), _ = private(rows, tmp_path, asked("5", most=2))
    assert abs(people.value[0, 0] - 2) < 60 * people.standard_error[0, 0]
    assert abs(money.value[0] - 2 * 200) <= 16 * money.standard_error[0]


def guesses(rows, gone, question, draws):
    """How often the best guess is right whether somebody is in the data, from the number of people in one village."""
    table = question.tables[0]
    added = noise(question.mechanism, question.sensitivity(table), question.price_of(table))
    frames = [next(each_engine()).frame(arrow(data)) for data in (rows, [one for one in rows if one["person"] != gone])]
    there, without = (int(exact_cells(frame, question)["people"].sum()) for frame in frames)
    middle = (there + without) / 2
    right = [value > middle for value in added.added([there] * draws)]
    right += [value <= middle for value in added.added([without] * draws)]
    return float(np.mean(right))


@pytest.mark.parametrize("price", ["0.2", "1"])
def test_whoever_sees_a_count_can_hardly_tell_whether_somebody_with_many_rows_is_in_it(price):
    """No guess is right more often than e^epsilon in 1 + e^epsilon; for epsilon 0.2 that is 55 %, for 1 it is 73 %."""
    rows = village(40) + [row(f"x{at}", "ann", place="south", age="old") for at in range(50)]
    draws = 10_000
    question = Question((PrivateTable("people", (PLACE, AGE)),), 1, Mechanism.LAPLACE, Decimal(price))
    best = np.exp(float(price)) / (1 + np.exp(float(price)))
    assert guesses(rows, "ann", question, draws) < best + 5 * 0.5 / np.sqrt(2 * draws)


def test_if_all_her_rows_counted_under_noise_for_one_her_presence_would_show():
    """The bound is what protects: with the same noise and no bound, the guess is nearly always right."""
    rows = village(40) + [row(f"x{at}", "ann", place="south", age="old") for at in range(50)]
    one = Question((PrivateTable("people", (PLACE, AGE)),), 1, Mechanism.LAPLACE, Decimal(1))
    many = Question((PrivateTable("people", (PLACE, AGE)),), 50, Mechanism.LAPLACE, Decimal(50))  # noise of scale 1
    assert noise(many.mechanism, many.sensitivity(many.tables[0]), Fraction(50)).scale == pytest.approx(
        noise(one.mechanism, one.sensitivity(one.tables[0]), Fraction(1)).scale
    )
    assert guesses(rows, "ann", many, 500) > 0.99


@pytest.mark.engines
def test_the_categories_are_those_that_were_declared_whatever_the_data_hold(tmp_path):
    nobody = [row("c1", "ann", place="a village that nobody declared", age=None)]
    (people, _), _ = private(nobody, tmp_path, asked())
    assert people.to_arrow().num_rows == len(PLACE.codes) * len(AGE.codes)
    assert "nobody declared" not in str(people.to_arrow().to_pylist())


def test_what_differential_privacy_promises_is_public_and_its_secrets_are_not(tmp_path):
    _, said = private(
        village(50),
        tmp_path,
        asked("0.5", Mechanism.GAUSSIAN),
        budget=PrivacyBudget(measure=Measure.RHO, amount=Decimal(1)),
    )
    public = dict(said.public)
    assert public["rho"] == "0.5"
    assert public["budget of the data set"] == "rho 1"
    assert public["contributions of one person"] == "1"
    assert public['bounds of a value in "money"'] == "0 to 200"
    assert "epsilon of 5.76" in said.done  # 0.5 + 2 sqrt(0.5 log(10^6))
    assert "no largest error" in said.error


@pytest.mark.engines
def test_a_question_that_is_not_in_order_spends_nothing(tmp_path):
    ledger_budget = PrivacyBudget(amount=Decimal(1))
    for question in (asked("0"), asked("1", most=0), asked("0.5", Mechanism.GAUSSIAN)):
        with pytest.raises(Refusal):
            private(village(20), tmp_path, question, budget=ledger_budget)
    assert open_ledger(tmp_path, "village", ledger_budget).state().entries == ()


@pytest.mark.engines
def test_when_the_budget_is_spent_nothing_more_is_told(tmp_path):
    budget = PrivacyBudget(amount=Decimal(1))
    private(village(20), tmp_path, asked("0.6"), "spring", budget)
    with pytest.raises(Refusal) as refused:
        private(village(20), tmp_path, asked("0.6"), "autumn", budget)
    assert refused.value.codes == ("privacy-budget-spent",)
    private(village(20), tmp_path, asked("0.4"), "a smaller question", budget)
