"""Whatever is wrong is said with its place, and not a single file is left behind."""

import pytest

from nyhavn.framework.refusal import OutsideFault, Refusal
from spec.protected_tables.valley import SECRET, Valley


@pytest.fixture
def valley(tmp_path):
    return Valley(tmp_path)


def cells(valley, **changes):
    """The order with finished cells instead of rows. changes: a cell to another number."""
    true = valley.true("place", "age") | {("ridge", "child"): 3}
    lines = [f"{place};{age};{changes.get(f'{place}_{age}', number)}" for (place, age), number in true.items()]
    (valley.folder / "cells.csv").write_text("village;age;value\n" + "\n".join(lines) + "\n", encoding="utf-8")
    del valley.order["rows"]
    valley.order["table"][0]["cells"] = {"file": "cells.csv", "delimiter": ";"}


def hierarchy(valley, *lines):
    (valley.folder / "places.csv").write_text("code,parent\n" + "\n".join(lines) + "\n", encoding="utf-8")
    del valley.order["breakdown"][0]["parents"]
    valley.order["breakdown"][0]["hierarchy"] = "places.csv"


SOUND = ("upper,", "lower,", "brook,upper", "ridge,upper", "ford,lower", "mill,lower")


def negative(valley):
    valley.table("place", sum="income")
    valley.order["policy"] = {"based_on": "", "p_percent": {"p": 10}}
    valley.rows[70][3] = -5


def infeasible(valley):
    valley.order["known"] = [
        {"table": "ages", "by": {"place": place, "age": age}, "reason": "Printed last year."}
        for place in ("valley", "upper", "lower", "brook", "ford", "mill")
        for age in ("Total", "child", "adult", "elder")
    ]


def no_contributor(valley):
    valley.order["rows"] |= {"contributor": "firm"}
    valley.rows[2][4] = ""


FAULTS = {
    "margins that do not add up": (lambda v: cells(v, valley_Total=9), "cells-do-not-add-up", "the grand total"),
    "a finished cell that is no number": (lambda v: cells(v, mill_child=SECRET), "number-missing", "place mill"),
    "a negative sum under p %": (negative, "number-negative", "place ford"),
    "contributors unknown": (no_contributor, "contributor-unknown", "first in row 3"),
    "an infeasible protection": (infeasible, "table-protection-infeasible", "place ridge"),
    "a circle": (lambda v: hierarchy(v, *SOUND, "a,b", "b,a"), "hierarchy-cycle", "place"),
    "an orphan": (lambda v: hierarchy(v, *SOUND, "a,nowhere"), "hierarchy-orphan", "place"),
    "a code that the hierarchy lacks": (lambda v: v.rows[9].__setitem__(0, SECRET), "code-unknown", "first in row 10"),
    "a row without a code": (lambda v: v.rows[9].__setitem__(0, ""), "code-missing", "column village"),
    "a file without rows": (lambda v: v.rows.clear(), "table-without-rows", "people.csv"),
    "a name nobody knows": (lambda v: v.order.__setitem__("tabel", []), "table-order-wrong", "Did you mean"),
    "a policy file that is not there": (
        lambda v: v.order.__setitem__("policy_file", "x.toml"),
        "file-not-found",
        "x.toml",
    ),
    "a hierarchy file without its columns": (
        lambda v: (hierarchy(v), (v.folder / "places.csv").write_text("a,b\n1,2\n", encoding="utf-8")),
        "table-order-wrong",
        '"code" and "parent"',
    ),
    "a code that stands twice": (lambda v: hierarchy(v, *SOUND, "ford,upper"), "table-order-wrong", "each code once"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said_with_its_place_and_leaves_nothing(valley, fault) -> None:
    spoil, code, place = FAULTS[fault]
    spoil(valley)
    with pytest.raises(Refusal) as refusal:
        valley.protect()
    assert code in refusal.value.codes and place in str(refusal.value)
    assert SECRET not in str(refusal.value)
    left = {path.name for path in valley.folder.iterdir()}
    assert left <= {"people.csv", "order.toml", "cells.csv", "places.csv"}


def test_the_same_orders_without_the_fault_are_carried_out(valley) -> None:
    hierarchy(valley, *SOUND)
    valley.protect()
    assert valley.public("ages")["valley", "Total"] == len(valley.rows)


def test_finished_cells_that_add_up_are_protected(valley) -> None:
    cells(valley)
    protected = valley.protect()
    shown = valley.public("ages")
    assert shown["ridge", "Total"] is None and shown["valley", "Total"] == len(valley.rows)
    assert protected.evidence[0].primaries


def test_a_policy_in_a_file_of_its_own_holds_for_the_order(valley) -> None:
    (valley.folder / "policy.toml").write_text('version = "7"\nfrequency = { fewest = 3 }\n', encoding="utf-8")
    valley.table("place")
    del valley.order["policy"]
    valley.order["policy_file"] = "policy.toml"
    protected = valley.protect()
    assert protected.ordered.order.policy.version == "7"
    assert valley.public("place")[("ridge",)] == 4


def test_what_stands_there_already_is_not_touched(valley) -> None:
    valley.out.mkdir()
    (valley.out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        valley.protect()
    assert refusal.value.codes == ("output-exists",)
    assert [path.name for path in valley.out.iterdir()] == ["mine.txt"]


def test_a_disk_that_fills_while_writing_leaves_nothing(valley, monkeypatch) -> None:
    def full(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.rename", full)  # the last step, when everything else is written
    monkeypatch.setattr("pathlib.Path.rename", full)
    with pytest.raises(OutsideFault) as fault:
        valley.protect()
    assert fault.value.codes == ("no-room",)
    assert {path.name for path in valley.folder.iterdir()} == {"people.csv", "order.toml"}


def test_a_hierarchy_as_tau_argus_writes_it_gives_the_same_table(valley) -> None:
    valley.protect()
    whole = valley.public("ages")
    (valley.folder / "places.hrc").write_text("upper\n@brook\n@ridge\nlower\n@ford\n@mill\n", encoding="utf-8")
    del valley.order["breakdown"][0]["parents"]
    valley.order["breakdown"][0]["hierarchy"], valley.out = "places.hrc", valley.folder / "again"
    valley.protect()
    assert valley.public("ages") == whole
