"""What noise cannot do is refused with its place, each fault alone, and leaves not a single file behind."""

import copy

import pytest

from nyhavn.framework.refusal import OutsideFault, Refusal
from spec.protected_tables.noisy_valley import (
    BOUNDS,
    CELL_KEY,
    CONTROLLED,
    METHODS,
    MONEY,
    OWNER,
    PRIVATE,
    RANDOM,
)
from spec.protected_tables.valley import SECRET


def with_cells(found, **more):
    del found.order["rows"]
    found.order["table"] = [{"id": "ages", "by": ["place", "age"], "cells": {"file": "cells.csv", **more}}]
    lines = [f"{place},{age},{number}" for (place, age), number in found.true("place", "age").items()]
    (found.folder / "cells.csv").write_text("village,age,value\n" + "\n".join(lines) + "\n", encoding="utf-8")


def with_half_a_person(found):
    del found.order["rows"]
    found.order["table"] = [{"id": "mills", "by": ["place"], "cells": {"file": "mills.csv"}}]
    (found.folder / "mills.csv").write_text("village,value\nford,90\nmill,50.5\n", encoding="utf-8")


def with_many_places(found):
    found.table("place")
    found.order["breakdown"][0] |= {"codes": [f"v{number}" for number in range(20_000)]}


def policy(**rules):
    return lambda found: found.order["policy"].update(rules)


def rows(**more):
    return lambda found: found.order["rows"].update(more)


def method(**more):
    return lambda found: found.order["method"].update(more)


def order(**more):
    return lambda found: found.order.update(copy.deepcopy(more))


def money(found):
    found.order["table"].append(MONEY)


def both(*steps):
    return lambda found: [step(found) for step in steps]


def no_price(found):
    del found.order["method"]["epsilon"]


def cell(at, column, value):
    return lambda found: found.rows[at].__setitem__(column, value)


KEEP = [{"by": {"place": "brook"}, "reason": "Our school.", "asked_by": "The council."}]
KNOWN = [{"table": "ages", "by": {"place": "brook"}, "reason": "In the census."}]
WEIGHTED = both(rows(weight="income"), lambda found: found.order["table"][0].update(weighted=True))
HALF_BOUNDS = {"id": "money", "low": 0}

UNFIT = {
    "a cell to keep": (CELL_KEY, order(keep=KEEP), "keep"),
    "a cell that is known": (CONTROLLED, order(known=KNOWN), "known"),
    "a cost of hiding, be it the default": (RANDOM, order(cost="count"), "cost"),
    "quick": (PRIVATE, order(quick=True), "quick"),
    "a rule of the policy": (CELL_KEY, policy(frequency={"fewest": 7}), "[policy], frequency"),
    "a published policy": (PRIVATE, policy(based_on="people"), "[policy], based_on"),
    "answers of a whole group": (
        CELL_KEY,
        lambda found: found.order["breakdown"][2].update(response=["yes", "no"]),
        '[[breakdown]] "ill", response',
    ),
    "weights": (CELL_KEY, rows(weight="income"), "[rows], weight"),
    "weighted counts under differential privacy": (PRIVATE, WEIGHTED, '[[table]] "ages", weighted'),
    "holdings": (PRIVATE, rows(holding="firm"), "[rows], holding"),
    "contributors with several rows": (CELL_KEY, rows(contributor="firm"), "[rows], contributor"),
    "nobody to protect": (PRIVATE, rows(contributor=""), "[rows], contributor"),
    "rounded sums": (CONTROLLED, money, '[[table]] "money", sum'),
    "sums rounded at random": (RANDOM, money, '[[table]] "money", sum'),
    "a sum of what it is broken down by": (
        CELL_KEY,
        both(money, lambda found: found.order["breakdown"][0].update(column="income")),
        '[[table]] "money", sum',
    ),
    "finished cells without keys": (CELL_KEY, with_cells, '[[table]] "ages", cells'),
    "finished cells under differential privacy": (PRIVATE, with_cells, '[[table]] "ages", cells'),
    "contributors of finished cells": (
        CONTROLLED,
        lambda found: with_cells(found, contributors="value"),
        "contributors and largest",
    ),
    "two ways to say the noise": (
        CELL_KEY,
        method(p_table="x.csv", counts={"most": 5, "variance": 3, "absent": 2}),
        "[method], p_table",
    ),
    "noise of sums without sums": (CELL_KEY, method(sums={"shares": [0.2]}), "[method], sums"),
    "noise of counts without counts": (
        CELL_KEY,
        both(order(table=[MONEY]), method(counts={"most": 5, "variance": 3, "absent": 2})),
        "[method], counts",
    ),
    "no price": (PRIVATE, no_price, "epsilon and rho"),
    "two prices": (PRIVATE, method(rho=0.1), "epsilon and rho"),
    "a sum without bounds": (PRIVATE, money, '[[method.table]] "money"'),
    "a sum with one bound": (PRIVATE, both(money, method(table=[HALF_BOUNDS])), '[[method.table]] "money"'),
    "bounds of a count": (PRIVATE, method(table=[{"id": "ages", "low": 0, "high": 1}]), '[[method.table]] "ages"'),
    "terms of no table": (PRIVATE, method(table=[{"id": "aegs", "share": 2}]), "[[method.table]], id"),
    "terms twice": (PRIVATE, method(table=[{"id": "ages"}, {"id": "ages"}]), "in one place"),
}
OTHER = {
    "finished cells with half a person": (CONTROLLED, with_half_a_person, "noise-value-not-whole", '"mills"'),
    "more cells than can be rounded together": (CONTROLLED, with_many_places, "noise-rounding-too-large", "at random"),
    "no kind": (CELL_KEY, lambda found: found.order["method"].pop("kind"), "table-order-wrong", "kind"),
    "a kind nobody knows": (CELL_KEY, method(kind="cell-keys"), "table-order-wrong", 'Did you mean "cell-key"?'),
    "a parameter of another kind": (CONTROLLED, method(id="owner"), "table-order-wrong", '"id"'),
    "no ids": (CELL_KEY, lambda found: found.order["method"].pop("id"), "table-order-wrong", "id"),
    "a base that rounds nothing": (RANDOM, method(base=1), "table-order-wrong", "base"),
    "shares that are too large": (
        CELL_KEY,
        both(money, method(sums={"shares": [0.7]})),
        "table-order-wrong",
        "every share must be above 0",
    ),
    "a column of ids that is not there": (CELL_KEY, method(id="onwer"), "noise-column-unknown", "onwer"),
    "an id that stands twice": (RANDOM, cell(7, OWNER, "c8"), "noise-id-unusable", "an id that another one has"),
    "a row without id": (CELL_KEY, cell(7, OWNER, ""), "noise-id-unusable", "have no id"),
    "a code that the hierarchy lacks": (CELL_KEY, cell(9, 0, SECRET), "code-unknown", "first in row 10"),
    "a row without a code": (CONTROLLED, cell(9, 0, ""), "code-missing", "column village"),
    "a sum with decimals": (CELL_KEY, both(money, cell(3, 3, "12.5")), "noise-value-not-whole", "column income"),
    "a sum without a number": (CELL_KEY, both(money, cell(3, 3, SECRET)), "number-missing", "first in row 4"),
    "a table of perturbations that is not there": (
        CELL_KEY,
        method(p_table="none.csv"),
        "file-not-found",
        "[method], p_table",
    ),
    "a table of perturbations that leans": (
        CELL_KEY,
        both(method(p_table="p.csv"), lambda v: (v.folder / "p.csv").write_text("i;p;v\n0;1;0\n1;1;1\n")),
        "noise-ptable-wrong",
        "lean to one side",
    ),
    "noise that no count can have": (
        CELL_KEY,
        method(counts={"most": 1, "variance": 90, "absent": 0}),
        "noise-variance-impossible",
        "variance",
    ),
    "bounds out of order": (
        PRIVATE,
        both(money, method(table=[{"id": "money", "low": 9, "high": 1}])),
        "private-question-wrong",
        "in order",
    ),
    "a price above the whole budget": (PRIVATE, method(epsilon=1.5), "privacy-budget-spent", "costs epsilon 1.5"),
    "a budget above what may be promised": (
        PRIVATE,
        method(budget={"amount": 11}),
        "privacy-budget-too-large",
        "an epsilon of 10 is the most",
    ),
    "Gaussian noise from a budget in epsilon": (
        PRIVATE,
        both(no_price, method(rho=0.1)),
        "privacy-budget-measure",
        "mechanism",
    ),
    "a column that is not there": (PRIVATE, rows(contributor="ownr"), "table-column-unknown", "ownr"),
}
FAULTS = {name: (kind, spoil, "table-method-unfit", place) for name, (kind, spoil, place) in UNFIT.items()} | OTHER


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said_with_its_place_and_leaves_nothing(valley, fault):
    kind, spoil, code, place = FAULTS[fault]
    found = valley(kind)
    spoil(found)
    with pytest.raises(Refusal) as refused:
        found.protect_by_command()
    assert code in refused.value.codes and place in str(refused.value)
    assert SECRET not in str(refused.value)
    assert found.left() <= {"order/cells.csv", "order/p.csv", "order/mills.csv"}
    assert found.kept.is_file() == (kind in (CELL_KEY, RANDOM))


@pytest.mark.parametrize("kind", METHODS)
def test_the_same_orders_without_a_fault_are_carried_out(valley, kind):
    found = valley(METHODS[kind])
    found.protect_by_command()
    assert len(found.public("ages")) == 7 * 4


def test_sums_that_are_in_order_are_carried_out_by_both_methods_that_can(valley):
    found = valley(PRIVATE | {"table": [BOUNDS | {"share": 2, "contributions": 1}]})
    money(found)
    found.protect_by_command()
    assert len(found.public("money")) == 7


OPTIONS = {
    "no secret": (CELL_KEY, ["--data", "."], "--secret"),
    "no ledger": (PRIVATE, ["--data", "."], "--ledger"),
    "a secret that is not needed": (CONTROLLED, ["--secret", "s"], "no use for --secret"),
    "a ledger that is not needed": (CELL_KEY, ["--secret", "s", "--ledger", "l"], "no use for --ledger"),
    "a seed": (RANDOM, ["--secret", "s", "--seed", "1"], "no use for --seed"),
    "a beginning of nothing": (CONTROLLED, ["--begin"], "no use for --begin"),
    "a secret for hiding": ({"kind": "suppression"}, ["--secret", "s"], "no use for --secret"),
    "a beginning of hiding": ({"kind": "suppression"}, ["--begin"], "no use for --begin"),
}


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_that_lacks_or_that_nothing_uses_is_refused(valley, option):
    kind, options, said = OPTIONS[option]
    found = valley(kind)
    with pytest.raises(Refusal) as refused:
        found.protect_by_command(*options)
    assert refused.value.codes == ("noise-option-unfit",) and said in str(refused.value)
    assert found.left() == set()


def test_a_secret_is_begun_on_purpose_and_never_twice(valley):
    found = valley(CELL_KEY)
    found.kept = found.kept.with_name("new")
    with pytest.raises(Refusal) as refused:
        found.protect_by_command("--secret", str(found.kept))
    assert refused.value.codes == ("noise-not-begun",) and not found.kept.exists()
    found.protect_by_command("--secret", str(found.kept), "--begin")
    first, secret = found.all_tables(), found.kept.read_bytes()
    assert len(found.secret) == 64 and found.kept.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refusal) as refused:
        found.protect_by_command("--secret", str(found.kept), "--begin")
    assert refused.value.codes == ("noise-begun",) and found.kept.read_bytes() == secret
    found.protect_by_command("--secret", str(found.kept))
    assert found.all_tables() == first


def test_a_run_that_is_refused_begins_no_secret(valley):
    found = valley(CELL_KEY)
    found.kept.unlink()
    found.rows[7][OWNER] = "c8"
    with pytest.raises(Refusal) as refused:
        found.protect_by_command("--secret", str(found.kept), "--begin")
    assert refused.value.codes == ("noise-id-unusable",)
    assert found.left() == set() and not found.kept.exists()


@pytest.mark.parametrize(
    ("content", "mode", "code"),
    [(b"short", 0o600, "noise-secret-short"), (b"long enough, and open to all", 0o644, "noise-secret-exposed")],
)
def test_a_secret_that_is_none_is_refused(valley, content, mode, code):
    found = valley(RANDOM)
    found.kept.write_bytes(content)
    found.kept.chmod(mode)
    with pytest.raises(Refusal) as refused:
        found.protect_by_command()
    assert refused.value.codes == (code,) and found.left() == set()
    assert content.decode() not in str(refused.value)


@pytest.mark.parametrize("kind", [CELL_KEY, PRIVATE], ids=["secret", "ledger"])
def test_nothing_is_kept_beside_what_is_published(valley, kind):
    found = valley(kind)
    found.kept = found.folder.parent / "out 1 of order" / "kept"
    with pytest.raises(Refusal) as refused:
        found.protect_by_command()
    assert "beside what is published" in str(refused.value) and not found.kept.exists()


def test_a_disk_that_fills_while_writing_leaves_nothing(valley, monkeypatch):
    found = valley(CONTROLLED)

    def full(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.rename", full)
    with pytest.raises(OutsideFault) as fault:
        found.protect_by_command()
    assert fault.value.codes == ("no-room",) and found.left() == set()
