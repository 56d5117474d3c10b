"""The table of perturbations: of largest entropy, without a lean, and as tau-ARGUS's examples have it."""

import csv
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyhavn.engine.confidentiality.noise.ptable import CELL_KEYS, changes_of, design, probabilities
from nyhavn.engine.confidentiality.noise.ptable_text import read_ptable
from nyhavn.framework.noise_policy import CellKeyPolicy, cell_key_policy
from nyhavn.framework.refusal import Refusal

POLICIES = [
    cell_key_policy(),
    CellKeyPolicy(most=7, variance=4, absent=2),
    CellKeyPolicy(most=2, variance=1, absent=0),
    CellKeyPolicy(most=10, variance=9.5, absent=1),
]


@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_the_probabilities_have_mean_zero_the_variance_and_the_largest_entropy(policy):
    """Of largest entropy under a mean and a variance: the logarithm is a polynomial of second degree, and only then."""
    for count in range(1, policy.most + policy.absent + 2):
        change, p = changes_of(count, policy), probabilities(count, policy)
        assert p.sum() == pytest.approx(1)
        assert p @ change == pytest.approx(0, abs=1e-6)
        assert p @ change**2 == pytest.approx(policy.variance, abs=1e-5)
        terms = np.stack([np.ones(len(change)), change, change**2], axis=1)
        fitted = terms @ np.linalg.lstsq(terms, np.log(p), rcond=None)[0]
        assert np.log(p) == pytest.approx(fitted, abs=1e-6)


@settings(max_examples=12)
@given(
    most=st.integers(2, 9),
    absent=st.integers(0, 3),
    wanted=st.floats(0.02, 0.98),
)
def test_every_row_of_keys_is_without_a_lean_and_shows_no_count_that_may_not_be(most, absent, wanted):
    """For variances that most counts can have; where one cannot, it is refused."""
    low, high = (absent * 1.0, float(most)) if absent else (0.0, float(most))
    policy = CellKeyPolicy(most=most, variance=low + wanted * (high - low), absent=absent)
    try:
        table = design(policy)
    except Refusal as refused:
        assert refused.codes == ("noise-variance-impossible",)
        return
    assert table.changes.shape == (most + absent + 2, CELL_KEYS)
    assert (table.changes.sum(axis=1) == 0).all()
    assert (table.changes[0] == 0).all()
    shown = table.changes + np.arange(most + absent + 2)[:, np.newaxis]
    assert shown.min() >= 0
    assert not ((shown > 0) & (shown <= absent)).any()
    assert table.most <= most


@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_the_keys_keep_the_variance_and_each_change_its_share(policy):
    table = design(policy)
    for count in range(1, len(table.changes)):
        row = table.changes[count]
        assert (row**2).mean() == pytest.approx(policy.variance, rel=0.03)
        for change, p in zip(changes_of(count, policy), probabilities(count, policy), strict=True):
            assert abs((row == change).sum() - CELL_KEYS * p) <= 4
    assert table.standard_error == pytest.approx(policy.variance**0.5, rel=0.02)


def test_noise_that_could_only_make_a_count_smaller_is_refused_and_wider_noise_is_taken():
    with pytest.raises(Refusal) as refused:
        design(CellKeyPolicy(most=2, variance=3, absent=3))
    assert refused.value.codes == ("noise-variance-impossible",)
    assert "both up and down" in str(refused.value)
    design(CellKeyPolicy(most=5, variance=4.5, absent=3))


def test_large_counts_have_the_noise_of_the_last_row_and_a_key_counts_by_what_is_left_of_it():
    table = design(cell_key_policy())
    keys = np.arange(CELL_KEYS)
    far = table.change(np.full(CELL_KEYS, 10**9), keys)
    assert (far == table.changes[-1]).all()
    assert (table.change(np.full(CELL_KEYS, 3), keys + 7 * CELL_KEYS) == table.changes[3]).all()


def test_a_variance_is_refused_on_both_sides_of_what_a_count_can_have_and_taken_in_between():
    """A count of 1 that may become 0, or 3 to 6: from 2 (0 and 3 alone) to 5 (0 and 6 alone)."""
    for variance, taken in ((1.99, False), (2.0, False), (2.01, True), (4.99, True), (5.0, False), (5.01, False)):
        policy = CellKeyPolicy(most=5, variance=variance, absent=2)
        if taken:
            assert probabilities(1, policy).min() > 0
        else:
            with pytest.raises(Refusal) as refused:
                probabilities(1, policy)
            assert refused.value.codes == ("noise-variance-impossible",)
            assert "count of 1" in str(refused.value)


FALLING = {
    # Rows where tau-ARGUS's example also asks that probabilities fall with the size of the change, or that a count
    # stays with a probability of one half, are other distributions; there only mean and variance can agree.
    "cellkey_Frequency_tau_testW_ptable.txt": (CellKeyPolicy(most=7, variance=4, absent=2), {4, 5}),
    "cellkey_Magnitude_ptab_freq.txt": (CellKeyPolicy(most=5, variance=3, absent=2), set(range(3, 9))),
}


@pytest.mark.data
@pytest.mark.parametrize("name", FALLING)
def test_the_probabilities_are_those_of_tau_argus(reference_data, name):
    policy, other = FALLING[name]
    rows = defaultdict(dict)
    with (reference_data / "sdc_tau_argus" / name).open(encoding="utf-8") as file:
        for line in csv.DictReader(file, delimiter=";"):
            rows[int(line["i"])][int(line["v"])] = float(line["p"])
    assert set(rows) == set(range(policy.most + policy.absent + 2))
    for count in set(rows) - {0}:
        theirs = np.array(list(rows[count].values()))
        change, ours = changes_of(count, policy), probabilities(count, policy)
        assert list(rows[count]) == change.tolist()
        assert theirs @ change**2 == pytest.approx(policy.variance, abs=1e-5)
        if count in other:
            assert _entropy(ours) > _entropy(theirs)
        else:
            assert ours == pytest.approx(theirs, abs=1e-7)


@pytest.mark.data
@pytest.mark.parametrize("name", FALLING)
def test_a_table_of_tau_argus_is_read_with_its_largest_change_its_variance_and_what_may_not_occur(reference_data, name):
    policy, _ = FALLING[name]
    table = read_ptable((reference_data / "sdc_tau_argus" / name).read_text(encoding="utf-8"))
    assert (table.changes.sum(axis=1) == 0).all()
    assert table.absent == policy.absent
    assert table.most <= policy.most
    assert (table.changes[1:] ** 2).mean(axis=1) == pytest.approx(policy.variance, rel=0.03)


HEAD = "i;j;p;v"
GOOD = [HEAD, "0;0;1;0", "1;0;0.5;-1", "1;2;0.5;1", "2;1;0.25;-1", "2;2;0.5;0", "2;3;0.25;1"]
FAULTS = {
    "nothing": ([], "line 1"),
    "no name of a column": (["i;j;p;change", *GOOD[1:]], "line 1"),
    "no number": ([*GOOD[:3], "1;2;half;1", *GOOD[4:]], "line 4"),
    "half a line": ([*GOOD[:3], "1;2", *GOOD[4:]], "line 4"),
    "a change twice": ([*GOOD, "2;3;0.25;1"], "line 8"),
    "a count left out": ([*GOOD[:2], *GOOD[4:]], "the table"),
    "counts of nothing alone": (GOOD[:2], "the table"),
    "a zero that moves": ([HEAD, "0;0;0.5;0", "0;1;0.25;1", "0;-1;0.25;-1", *GOOD[2:]], "count 0"),
    "a sum that is not one": ([*GOOD[:-1], "2;3;0.26;1"], "count 2"),
    "a probability below zero": ([*GOOD[:4], "2;1;-0.25;-1", "2;2;1.5;0", "2;3;-0.25;1"], "count 2"),
    "a probability that is none": ([*GOOD[:4], "2;1;nan;-1", *GOOD[5:]], "count 2"),
    "a lean": ([*GOOD[:4], "2;1;0.2;-1", "2;2;0.5;0", "2;3;0.3;1"], "count 2"),
    "a count below zero": ([HEAD, "0;0;1;0", "1;-1;0.5;-2", "1;3;0.5;2", *GOOD[4:]], "count 1"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_table_with_one_fault_is_refused_with_its_place(fault):
    lines, place = FAULTS[fault]
    with pytest.raises(Refusal) as refused:
        read_ptable("\n".join(lines))
    assert set(refused.value.codes) == {"noise-ptable-wrong"}
    assert place in {reason.where for reason in refused.value.reasons}


def test_a_table_without_a_fault_is_read_as_it_stands():
    table = read_ptable("\n".join(GOOD))
    shares = [{int(v): int((row == v).sum()) for v in np.unique(row)} for row in table.changes]
    assert shares == [{0: 256}, {-1: 128, 1: 128}, {-1: 64, 0: 128, 1: 64}]
    assert (table.most, table.absent, table.standard_error) == (1, 0, 1.0)


def _entropy(p):
    return float(-(p * np.log(p)).sum())
