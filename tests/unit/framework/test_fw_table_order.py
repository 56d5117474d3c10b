"""An order for tables says what it means, or is refused with the place that does not."""

import pytest

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.table_order import TableOrder, check_order
from nyhavn.framework.table_policy import POLICIES, RuleKind, TablePolicy

ROWS = {"file": "rows.csv", "contributor": "firm", "weight": "w"}
PLACE = {"id": "place", "parents": {"n": "Total", "s": "Total", "n1": "n", "n2": "n"}}
ILL = {
    "id": "ill",
    "parents": {"said": "Total", "silent": "Total", "yes": "said", "no": "said"},
    "response": ["yes", "no"],
}
CELLS = {"file": "cells.csv", "contributors": "firms", "largest": ["first", "second"]}
GOOD = {
    "title": "Firms",
    "rows": ROWS,
    "breakdown": [PLACE, ILL],
    "table": [
        {"id": "people", "by": ["place", "ill"]},
        {"id": "money", "by": ["place"], "sum": "turnover"},
        {"id": "firms", "by": ["place"], "weighted": True},
    ],
    "keep": [{"by": {"place": "n1"}, "reason": "Our school.", "asked_by": "The council of n1."}],
    "known": [{"table": "people", "by": {"place": "s"}, "reason": "In the census."}],
}


def checked(**changes):
    order = TableOrder.model_validate({**GOOD, **changes})
    check_order(order, {breakdown.id: breakdown.tree({}) for breakdown in order.breakdown})
    return order


def test_a_sound_order_passes_with_rows_and_with_finished_cells() -> None:
    assert checked().policy.rules.kinds(sums=False) == (RuleKind.FREQUENCY, RuleKind.GROUP)
    assert checked(rows=None, table=[{"id": "m", "by": ["place"], "sum": "x", "cells": CELLS}], known=[])


def cells(**changes):
    return {"rows": None, "known": [], "table": [{"id": "m", "by": ["place"], "sum": "x", "cells": CELLS | changes}]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"breakdown": [PLACE, PLACE]}, 'several of the name "place"'),
        ({"table": GOOD["table"] * 2}, 'several of the name "people"'),
        ({"table": [{"id": "p", "by": ["palce"]}]}, 'no breakdown "palce"'),
        ({"table": [{"id": "p", "by": ["place", "place"]}]}, "stands here twice"),
        ({"rows": None}, "from the rows of [rows] or from cells"),
        ({"table": [{"id": "p", "by": ["place"], "cells": CELLS}]}, "and not from both"),
        ({"rows": ROWS | {"weight": ""}}, "no column holds weights"),
        ({"rows": ROWS | {"contributor": "", "holding": "group"}}, "contributors are not"),
        ({"policy": {"based_on": "", "frequency": {"fewest": 10}}}, "no rule for sums"),
        ({"policy": {"based_on": "", "p_percent": {"p": 10}}}, "no rule for counts"),
        (cells(largest=["first"]), "2 largest contributions"),
        (cells(contributors=""), "how many contributed"),
        ({"breakdown": [PLACE, ILL | {"response": ["yes", "silent"]}]}, "below the same code"),
        ({"breakdown": [PLACE, ILL | {"parents": ILL["parents"] | {"both": "said"}}]}, "nothing else beside them"),
        ({"breakdown": [PLACE, ILL | {"response": ["yes", "nay"]}]}, "below the same code"),
        ({"keep": [GOOD["keep"][0] | {"by": {"place": "n9"}}]}, '"n9"'),
        ({"known": [GOOD["known"][0] | {"by": {"plaec": "s"}}]}, '"plaec"'),
        ({"known": [GOOD["known"][0] | {"table": "money", "by": {"ill": "yes"}}]}, 'a table "money"'),
    ],
)
def test_each_contradiction_alone_is_refused_with_its_place(changes, said) -> None:
    with pytest.raises(Refusal) as refusal:
        checked(**changes)
    assert set(refusal.value.codes) == {"table-order-wrong"} and said in str(refusal.value)
    assert all(reason.where and reason.do for reason in refusal.value.reasons)


@pytest.mark.parametrize(
    ("parents", "code"),
    [
        ({"a": "b", "b": "a"}, "hierarchy-cycle"),
        ({"a": "Total", "b": "nowhere"}, "hierarchy-orphan"),
        ({"Total": "a", "a": "Total"}, "hierarchy-total"),
        ({}, "hierarchy-empty"),
    ],
)
def test_a_hierarchy_that_is_none_is_refused(parents, code) -> None:
    with pytest.raises(Refusal) as refusal:
        checked(breakdown=[{"id": "place", "parents": parents}])
    assert code in refusal.value.codes and "place" in str(refusal.value)


def test_a_policy_takes_over_what_it_does_not_say_and_can_say_that_a_rule_does_not_hold() -> None:
    people = next(policy for policy in POLICIES.policy if policy.id == "people")
    assert TablePolicy().rules.frequency == people.frequency
    own = TablePolicy(frequency={"fewest": 20}, group_disclosure=False).rules
    assert own.frequency.fewest == 20 and own.p_percent == people.p_percent and not own.group_disclosure
    assert TablePolicy(based_on="", p_percent={"p": 12}).rules.kinds(sums=False) == ()


def test_a_policy_that_nobody_published_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refusal) as refusal:
        checked(policy={"based_on": "poeple"})
    assert refusal.value.codes == ("table-policy-unknown",) and "businesses" in str(refusal.value)


@pytest.mark.parametrize("policy", POLICIES.policy, ids=lambda policy: policy.id)
def test_every_published_policy_has_a_rule_for_counts_and_for_sums_and_names_its_sources(policy) -> None:
    assert policy.kinds(sums=True) and policy.kinds(sums=False)
    assert policy.title and len(policy.source) > 40


@pytest.mark.parametrize("fewest", [0, 1, 2])
def test_fewer_than_three_people_are_never_enough(fewest) -> None:
    with pytest.raises(ValueError, match="greater than or equal to 3"):
        TablePolicy(frequency={"fewest": fewest})
    assert TablePolicy(frequency={"fewest": 3}).rules.frequency.fewest == 3


def test_as_many_of_the_largest_contributions_are_looked_at_as_the_rules_need() -> None:
    assert TablePolicy(based_on="", contributors={"fewest": 3, "range": 10}).rules.largest == 1
    assert TablePolicy(based_on="", p_percent={"p": 10}).rules.largest == 2
    assert TablePolicy(based_on="", dominance=[{"n": 4, "k": 90}]).rules.largest == 4
