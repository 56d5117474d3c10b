"""`nyhavn protect` with noise: what comes through, what is said of it, and what stays the steward's."""

import json
import stat

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nyhavn.engine.confidentiality.noise.keys import RECORD_KEY, with_keys
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
from spec.protected_tables.valley import Valley

BY = {"ages": ("place", "age"), "health": ("place", "ill"), "money": ("place",)}
KEYED = (CELL_KEY, RANDOM)


def kinds(*methods):
    return pytest.mark.parametrize("method", methods, ids=[one["kind"] for one in methods])


def off(found, table, column=None):
    """How far each published number is from the true one."""
    true = found.true(*BY[table], column=column)
    return {codes: value - true.get(codes, 0) for codes, value in found.public(table).items()}


@kinds(*METHODS.values())
def test_readers_find_the_same_files_as_for_hidden_cells_and_every_cell_is_there(valley, method, tmp_path):
    found = valley(method)
    found.protect_by_command()
    (tmp_path / "hidden").mkdir()
    hidden = Valley(tmp_path / "hidden")
    hidden.order["table"] = found.order["table"]
    hidden.protect()
    for table in ("ages", "health"):
        assert found.public(table).keys() == hidden.public(table).keys()
        assert None not in found.public(table).values()
        document = found.described(table)
        there = json.loads((hidden.out / "tables" / f"{table}.json").read_text(encoding="utf-8"))
        assert document.keys() == there.keys()
        assert there["protection"].keys() <= document["protection"].keys()
        assert document["protection"]["kind"] == method["kind"] and there["protection"]["kind"] == "suppression"
        assert document["protection"]["hidden"] == 0


@kinds(*METHODS.values())
def test_every_number_lies_within_the_error_that_the_public_files_state(valley, method):
    found = valley(method)
    found.protect_by_command()
    said = found.described("ages")["protection"]
    errors = np.array(list(off(found, "ages").values()))
    if said["largest_error"] is None:  # under differential privacy a total of k cells has sqrt(k) times the error
        assert np.abs(errors).max() <= 16 * said["standard_error"] * np.sqrt(12)
    else:
        assert np.abs(errors).max() <= said["largest_error"]
        assert np.sqrt((errors**2).mean()) <= 1.6 * said["standard_error"]
    assert errors.any(), "nothing was changed"
    assert abs(found.public("ages")["valley", "Total"] - len(found.rows)) < len(found.rows) / 2


@kinds(*METHODS.values())
def test_whether_totals_add_up_is_said_truly(valley, method):
    found = valley(method)
    found.protect_by_command()
    shown = found.public("ages")
    adds_up = all(
        shown[above, age] == sum(shown[place, age] for place in below)
        for above, below in (("valley", ("upper", "lower")), ("upper", ("brook", "ridge")), ("lower", ("ford", "mill")))
        for age in ("Total", "child", "adult", "elder")
    )
    assert adds_up == found.described("ages")["protection"]["adds_up"]


def test_the_error_that_is_stated_for_a_table_is_its_own(valley):
    found = valley(PRIVATE | {"table": [BOUNDS | {"share": 2}]})
    found.order["table"].append(MONEY)
    found.protect_by_command()
    counts, money = (found.described(table)["protection"]["standard_error"] for table in ("ages", "money"))
    assert counts == pytest.approx(4 / 0.5 * 2**0.5, rel=1e-2)
    assert money == pytest.approx(900 * 2 / 0.5 * 2**0.5, rel=1e-3)


def test_that_cells_are_hidden_may_be_said_and_changes_nothing(tmp_path):
    shown = []
    for method in ({}, {"method": {"kind": "suppression"}}):
        folder = tmp_path / f"order {len(shown)}"
        folder.mkdir()
        found = Valley(folder)
        found.order |= method
        found.protect()
        shown.append(found.public_text())
    assert shown[0] == shown[1]


@kinds(CELL_KEY, RANDOM, CONTROLLED)
def test_two_tables_of_an_order_show_the_same_margins(valley, method):
    found = valley(method)
    found.protect_by_command()
    ages, health = found.public("ages"), found.public("health")
    for place in ("valley", "upper", "lower", "brook", "ridge", "ford", "mill"):
        assert ages[place, "Total"] == health[place, "Total"]


@kinds(*METHODS.values())
def test_asked_again_with_what_was_kept_the_numbers_are_the_same(valley, method):
    found = valley(method)
    found.protect_by_command()
    first = found.all_tables()
    found.protect_by_command()
    assert found.all_tables() == first


@kinds(*KEYED)
def test_with_another_secret_the_numbers_are_others(valley, method):
    found = valley(method)
    found.protect_by_command()
    first = found.all_tables()
    found.kept = found.kept.with_name("another secret")
    found.protect_by_command()
    assert found.all_tables() != first


@kinds(*KEYED)
def test_a_group_gets_the_same_noise_in_a_table_of_another_order_and_in_rows_of_another_sequence(valley, method):
    found = valley(method)
    found.protect_by_command()
    first = found.public("ages")
    found.rows.reverse()
    found.table("place")
    found.protect_by_command()
    assert all(first[place, "Total"] == value for (place,), value in found.public("place").items())


def test_sums_are_moved_by_a_part_of_their_largest_contribution(valley):
    found = valley(CELL_KEY)
    found.order["table"].append(MONEY)
    said = found.protect_by_command()
    largest = {place: max(row[3] for row in found.rows if row[0] == place) for place in ("brook", "ford", "mill")}
    errors = off(found, "money", column=3)
    assert all(0 < abs(errors[place,]) <= 0.68 * most for place, most in largest.items())
    assert "by a part of its largest contributions" in said
    assert "by a part of its largest contributions" in found.described("money")["protection"]["method"]
    assert "by a part" not in found.described("ages")["protection"]["method"]


def test_under_differential_privacy_a_sum_is_that_of_bounded_values(valley):
    found = valley(PRIVATE | {"epsilon": 5, "budget": {"amount": 10}, "table": [BOUNDS]})
    found.order["table"] = [MONEY]
    for row in found.rows[:100]:
        row[3] = 10**9
    found.protect_by_command()
    bounded = sum(min(row[3], 900) for row in found.rows)
    said = found.described("money")["protection"]
    assert abs(found.public("money")["valley",] - bounded) <= 16 * said["standard_error"] * 2
    assert said["standard_error"] == pytest.approx(900 / 5 * 2**0.5, rel=1e-3)
    assert said["parameters"]['bounds of a value in "money"'] == "0 to 900"


def test_gaussian_noise_is_bought_with_rho(valley):
    found = valley(PRIVATE | {"rho": 0.1, "budget": {"measure": "rho", "amount": 0.2}})
    del found.order["method"]["epsilon"]
    found.protect_by_command()
    assert found.described("ages")["protection"]["parameters"]["mechanism"] == "discrete Gaussian"


def test_an_offices_own_table_of_perturbations_is_used(valley):
    found = valley(CELL_KEY | {"p_table": "ptable.csv"})
    lines = ["i;j;p;v", "0;0;1;0", "1;0;0.5;-1", "1;2;0.5;1", "2;1;0.25;-1", "2;2;0.5;0", "2;3;0.25;1"]
    (found.folder / "ptable.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found.protect_by_command()
    assert found.described("ages")["protection"]["largest_error"] == 1
    assert set(off(found, "ages").values()) == {-1, 0, 1}


def test_finished_counts_are_rounded_so_that_totals_add_up(valley):
    found = valley(CONTROLLED)
    true = found.true("place", "age")
    lines = [f"{place},{age},{number}" for (place, age), number in true.items()]
    (found.folder / "cells.csv").write_text("village,age,value\n" + "\n".join(lines) + "\n", encoding="utf-8")
    del found.order["rows"]
    found.order["table"] = [{"id": "ages", "by": ["place", "age"], "cells": {"file": "cells.csv"}}]
    found.protect_by_command()
    shown = found.public("ages")
    assert all(value % 5 == 0 and abs(value - true.get(codes, 0)) < 5 for codes, value in shown.items())
    assert shown["valley", "Total"] == sum(shown[place, "Total"] for place in ("upper", "lower"))


@kinds(*METHODS.values())
def test_the_public_statement_says_what_was_done_and_what_it_does_not_hide(valley, method):
    found = valley(method)
    terminal = found.protect_by_command()
    text = (found.out / "tables" / "statement.txt").read_text(encoding="utf-8")
    for sentence in found.described("ages")["protection"]["statement"]:
        assert sentence in text and sentence in terminal
    assert "2026-1" in text and "nyhavn " in text
    assert "other publications from the same data" in text
    assert "Not compared with releases of the same data, nor with other orders" in terminal.replace("\n", " ")


@kinds(*METHODS.values())
def test_nothing_secret_is_public(valley, method):
    found = valley(method)
    found.order["policy"]["source"] = "Agreed with the valley."
    if method is CELL_KEY:
        found.order["method"]["counts"] = {"most": 4, "variance": 2.125, "absent": 1}
    found.protect_by_command()
    public = found.public_bytes()
    secrets = [b"Agreed", b"people.csv", b"owner", b"village", b"2.125", b"variance"]
    if method in KEYED:
        secret = found.secret
        secrets += [secret, *_record_keys(found, secret)]
    for private in secrets:
        assert private not in public, private


def _record_keys(found, secret):
    """Keys of seven digits and more: shorter ones may stand anywhere by chance."""
    rows = pa.table({"owner": [row[OWNER] for row in found.rows]})
    keys = with_keys(rows, "owner", secret).column(RECORD_KEY).to_pylist()
    return [str(key).encode() for key in keys if key > 10**6]


@kinds(CELL_KEY, RANDOM, CONTROLLED)
def test_that_somebody_is_there_does_not_show_where_a_zero_is_published(valley, method):
    """On the ridge are four. Where their cell shows 0 no other byte may tell it from a cell with nobody."""
    found = valley(method)
    found.protect_by_command()
    cells = {(cell["place"], cell["age"]): cell for cell in found.described("ages")["cells"]}
    hidden = [codes for codes, change in off(found, "ages").items() if change < 0 and not cells[codes]["value"]]
    assert hidden
    assert all(set(cells[codes]) == {"place", "age", "value", "status"} for codes in cells)
    assert all(cells[codes]["status"] == "published" for codes in hidden)
    if method is CELL_KEY:
        assert not {1, 2} & {cell["value"] for cell in cells.values()}


@kinds(*METHODS.values())
def test_the_evidence_is_for_the_steward_alone_and_holds_no_secret(valley, method):
    found = valley(method)
    found.protect_by_command()
    restricted = found.out / "restricted"
    assert stat.S_IMODE(restricted.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in restricted.iterdir()} == {0o600}
    parameters = json.loads((restricted / "parameters.json").read_text(encoding="utf-8"))
    assert parameters["method"]["kind"] == method["kind"]
    if method is PRIVATE:
        assert not (restricted / "cells.csv").exists()
        assert parameters["spent"] == "0.5 of epsilon 1"
        return
    cells = {(cell["table"], cell["cell"]): cell for cell in found.restricted_cells()}
    assert int(cells["ages", "place ridge"]["true"]) == 4
    assert int(cells["ages", "place ridge"]["published"]) == found.public("ages")["ridge", "Total"]
    if method in KEYED:
        assert stat.S_IMODE(found.kept.stat().st_mode) == 0o600
        secret = found.secret
        assert all(secret not in path.read_bytes() for path in restricted.iterdir())


def test_parquet_rows_get_the_same_noise_as_the_same_rows_in_text(valley):
    found = valley(CELL_KEY)
    found.order["table"].append(MONEY)
    found.protect_by_command()
    first = found.all_tables()
    names = ("village", "age", "ill", "income", "firm", "owner")
    columns = dict(zip(names, zip(*found.rows, strict=True), strict=True))
    pq.write_table(pa.table({name: list(values) for name, values in columns.items()}), found.folder / "people.parquet")
    found.order["rows"]["file"] = "people.parquet"
    found.protect_by_command()
    assert found.all_tables() == first
