"""Sums by cell keys: moved by their largest contributions, alike on every engine, and never below what nobody gave."""

import csv

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from engines import drawn, each_engine, on_every_engine
from nyhavn.engine.confidentiality.noise import perturb_sums, tabulate_sums, with_keys
from nyhavn.engine.confidentiality.noise.sum_key import Summed, relative_error
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.noise_policy import SumKeyPolicy, sum_key_policy
from nyhavn.framework.refusal import Refusal
from unit.engine import noise_twin as twin
from unit.engine.noise_cast import AGE, COLUMNS, PLACE, SECRET, YEAR, anybody, arrow, row, village

pytestmark = pytest.mark.engines
POLICY = sum_key_policy()


def summed(frame, cross, policy=POLICY, column="money"):
    return tabulate_sums(frame, "t", cross, COLUMNS, column, len(policy.shares))


@st.composite
def sums(draw):
    """Rows with few different values, so that contributions are of one size, also with opposite signs."""
    rows = draw(anybody(least=1, declared=True))
    values = st.sampled_from([None, 0, 3, -3, 3, 50, -1_000, 10**9])
    return [{**one, "money": draw(values)} for one in rows]


@given(rows=sums(), shares=st.sampled_from([(0.2,), (0.2, 0.15, 0.1), (0.1,) * 6]))
@settings(max_examples=drawn(30))
def test_sums_are_moved_as_the_twin_moves_them(rows, shares):
    cross, policy = (PLACE, AGE), SumKeyPolicy(shares=shares)
    (found,), _ = on_every_engine(arrow(rows), lambda frame: perturb_sums([summed(frame, cross, policy)], policy))
    shown = dict(zip(twin.all_cells(cross), found.value.ravel().tolist(), strict=True))
    for codes, (total, move) in twin.perturbed_sums(rows, cross, "money", shares, SECRET).items():
        assert abs(shown[codes] - (total + move)) <= 0.5 + 1e-6


def test_no_sum_is_further_off_than_is_said_and_over_many_cells_they_add_up_to_nothing():
    villages = Hierarchy.flat("place", tuple(f"v{at}" for at in range(300)), "Total")
    rows = village(1_500, places=villages.leaves)
    found = on_every_engine(arrow(rows), lambda frame: summed(frame, (villages,)))
    (after,), said = perturb_sums([found], POLICY)
    most, error = relative_error(POLICY)
    off = (after.value - found.sum) / np.maximum(np.abs(found.value[0]), 1)
    assert np.abs(off).max() <= most + 0.51
    assert (np.abs(after.value - found.sum) <= most * np.abs(found.value[0]) + 0.5).all()
    assert np.sqrt((off[1:] ** 2).mean()) <= error * 1.1
    assert abs(off[1:].mean()) < 4 * error / np.sqrt(300)
    assert f"{100 * most:.0f} % of its largest contribution" in said.error


def test_the_largest_alone_moves_its_sum_by_a_tenth_at_least():
    rows = [row(f"c{at}", place=place, money=1_000) for at, place in enumerate(("n1", "n2", "south"))]
    found = on_every_engine(arrow(rows), lambda frame: summed(frame, (PLACE,)))
    (after,), _ = perturb_sums([found], POLICY)
    leaves = [PLACE.codes.index(leaf) for leaf in PLACE.leaves]
    assert (np.abs(after.value - found.sum)[leaves] >= 100).all()
    assert (np.abs(after.value - found.sum)[leaves] <= 300).all()


def test_a_sum_of_nothing_stays_nothing_and_one_above_zero_stays_above(engine):
    rows = [row("c1", money=0), row("c2", place="south", money=7), row("c3", place="south", money=None)]
    (after,), _ = perturb_sums([summed(engine.frame(arrow(rows)), (PLACE,))], POLICY)
    shown = dict(zip(PLACE.codes, after.value.tolist(), strict=True))
    assert shown["n1"] == shown["n2"] == 0
    assert shown["south"] > 0


def test_the_same_contributions_move_a_sum_alike_in_every_table():
    rows = village(200)

    def both(frame):
        return perturb_sums([summed(frame, (PLACE, AGE)), summed(frame, (PLACE, YEAR))], POLICY)[0]

    first, second = on_every_engine(arrow(rows), both)
    assert (first.value[:, 0] == second.value[:, 0]).all()


def test_how_far_a_cell_is_off_is_not_written_for_it_would_tell_of_its_largest():
    (after,), said = perturb_sums([summed(next(each_engine()).frame(arrow(village(30))), (PLACE,))], POLICY)
    assert after.to_arrow().column("standard_error").null_count == len(PLACE.codes)
    assert said.standard_error is None
    assert "0.2" not in " ".join(said.sentences)


def test_numbers_with_decimals_are_refused(engine):
    rows = arrow([row("a")])
    decimals = rows.set_column(rows.column_names.index("money"), "money", pa.array([1.5]))
    with pytest.raises(Refusal) as refused:
        summed(engine.frame(decimals), (PLACE,))
    assert refused.value.codes == ("noise-value-not-whole",)


@pytest.mark.parametrize("shares", [(), (0.0,), (-0.1,), (0.3, 0.37), (0.05,) * 11])
def test_shares_that_could_turn_a_sum_below_zero_or_are_none_are_refused(shares):
    with pytest.raises(ValidationError):
        SumKeyPolicy(shares=shares)
    SumKeyPolicy(shares=(0.3, 0.36))


@pytest.mark.data
def test_sums_of_the_businesses_of_tau_argus_are_right_within_what_is_said(reference_data):
    """The microdata of its example of magnitude tables: two codes, and a number that is added up."""
    with (reference_data / "sdc_tau_argus" / "cellkey_Magnitude_microdata.csv").open(encoding="utf-8") as file:
        lines = list(csv.reader(file, delimiter=";"))
    firsts, seconds = sorted({line[0] for line in lines}), sorted({line[1] for line in lines})
    table = pa.table(
        {
            "id": [f"r{at}" for at in range(len(lines))],
            "a": [line[0] for line in lines],
            "b": [line[1] for line in lines],
            "turnover": pa.array([int(line[3]) for line in lines]),
        }
    )
    cross = (Hierarchy.flat("a", tuple(firsts), "all"), Hierarchy.flat("b", tuple(seconds), "all"))
    rows = with_keys(table, "id", SECRET)
    found = on_every_engine(
        rows, lambda frame: tabulate_sums(frame, "t", cross, {"a": "a", "b": "b"}, "turnover", len(POLICY.shares))
    )
    assert isinstance(found, Summed)
    assert found.sum[0, 0] == sum(int(line[3]) for line in lines)
    (after,), _ = perturb_sums([found], POLICY)
    off = np.abs(after.value - found.sum)
    assert (off <= relative_error(POLICY)[0] * found.value[0] + 0.5).all()
    assert off[0, 0] < 0.01 * found.sum[0, 0]
