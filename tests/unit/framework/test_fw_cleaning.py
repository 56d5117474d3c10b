"""Decisions that cannot be built wrong, and decisions that contradict each other: each fault alone, and its twin."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from nyhavn.framework.cleaning import (
    CleaningAction,
    CleaningEntry,
    CleaningLog,
    Decided,
    Recode,
    Where,
    check_conflicts,
)
from nyhavn.framework.refusal import Refusal

KEEP, CORRECT, BLANK, REMOVE = CleaningAction
DECIDED = Decided("We asked them again.", "A reviewer", datetime(2026, 11, 20, 9, tzinfo=UTC), "out-of-range")
ELSEWHERE = replace(DECIDED, finding="key-duplicate")
CORRECTION = CleaningEntry(CORRECT, 2, "b", DECIDED, "age", "340", "34")
BLANKED = CleaningEntry(BLANK, 2, "b", DECIDED, "age", "340")
KEPT = CleaningEntry(KEEP, 2, "b", DECIDED, "age", "340")
KEPT_ROW = CleaningEntry(KEEP, 2, "b", DECIDED)
REMOVED = CleaningEntry(REMOVE, 2, "b", DECIDED)
RECODE = Recode("1 means yes", ("water", "power"), (("1", "yes"), ("2", "no")), DECIDED)


# --- One decision ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "changed"),
    [
        (CORRECTION, {"row": 0}),
        (CORRECTION, {"column": ""}),
        (CORRECTION, {"new": None}),
        (CORRECTION, {"new": "340"}),
        (CORRECTION, {"new": ""}),
        (CORRECTION, {"old": ""}),
        (BLANKED, {"column": "", "old": None}),
        (BLANKED, {"old": None}),
        (BLANKED, {"new": "34"}),
        (KEPT, {"new": "34"}),
        (KEPT_ROW, {"old": "340"}),
        (REMOVED, {"new": "34"}),
        (REMOVED, {"old": "340"}),
        (RECODE, {"name": " "}),
        (RECODE, {"columns": ()}),
        (RECODE, {"columns": ("water", "water")}),
        (RECODE, {"columns": ("water", "")}),
        (RECODE, {"values": ()}),
        (RECODE, {"values": (("1", "yes"), ("1", "no"))}),
        (RECODE, {"values": (("1", "1"),)}),
        (RECODE, {"values": (("", "yes"),)}),
        (RECODE, {"when": Where("age", ())}),
        (RECODE, {"when": Where("", ("1",))}),
        (RECODE, {"when": Where("age", ("",))}),
        (DECIDED, {"reason": " "}),
        (DECIDED, {"by": ""}),
        (DECIDED, {"at": datetime(2026, 11, 20)}),  # noqa: DTZ001 (the fault that is tried)
    ],
)
def test_a_decision_with_one_fault_cannot_be_built(decision: Any, changed: dict[str, Any]) -> None:
    replace(decision)
    with pytest.raises(ValueError, match=":"):
        replace(decision, **changed)


@pytest.mark.parametrize(
    "decision",
    [
        replace(CORRECTION, old=None),
        replace(CORRECTION, key=None),
        replace(KEPT, old=None),
        replace(REMOVED, column="age", old="340"),
        replace(RECODE, values=((None, "98"), ("999", None))),
        replace(RECODE, when=Where("age", (None, "34"))),
    ],
)
def test_empty_cells_and_further_checks_may_be_named(decision: CleaningEntry | Recode) -> None:
    assert replace(decision) == decision


# --- Decisions against each other -----------------------------------------------------------


def codes(entries: Sequence[CleaningEntry] = (), recodes: Sequence[Recode] = ()) -> list[str]:
    """Of what is refused, whatever the order."""
    found = []
    for order in (1, -1):
        try:
            check_conflicts(CleaningLog("id", tuple(entries)[::order], tuple(recodes)[::order]))
            found.append([])
        except Refusal as refused:
            found.append(list(refused.codes))
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    "entries",
    [
        (CORRECTION, CORRECTION),
        (CORRECTION, BLANKED),
        (CORRECTION, KEPT),
        (BLANKED, replace(BLANKED, decided=ELSEWHERE)),
    ],
)
def test_two_decisions_about_one_cell_are_refused(entries: tuple[CleaningEntry, ...]) -> None:
    assert codes(entries) == ["cleaning-cell-twice"]
    assert codes((entries[0], replace(entries[1], column="weight"))) == []
    assert codes((entries[0], replace(entries[1], row=3))) == []


def test_a_cell_may_stay_as_it_is_for_two_findings() -> None:
    assert codes((KEPT, replace(KEPT, decided=ELSEWHERE))) == []


def test_a_row_is_removed_once() -> None:
    assert codes((REMOVED, replace(REMOVED, decided=ELSEWHERE))) == ["cleaning-row-twice"]
    assert codes((REMOVED, replace(REMOVED, row=3))) == []


@pytest.mark.parametrize("other", [CORRECTION, BLANKED, KEPT, KEPT_ROW])
def test_a_removed_row_is_not_decided_about(other: CleaningEntry) -> None:
    assert codes((REMOVED, other)) == ["cleaning-row-removed"]
    assert codes((replace(REMOVED, row=3), other)) == []


def test_a_row_that_was_kept_for_one_finding_may_be_removed_for_another() -> None:
    assert codes((REMOVED, replace(KEPT_ROW, decided=ELSEWHERE))) == []


def test_two_recodes_that_may_meet_in_a_cell_are_refused() -> None:
    other = replace(RECODE, name="another", values=(("2", "nein"), ("3", "maybe")))
    assert codes(recodes=(RECODE, other)) == ["cleaning-recode-twice"] * 2
    assert codes(recodes=(RECODE, replace(other, columns=("heating",)))) == []
    assert codes(recodes=(RECODE, replace(other, values=(("3", "maybe"),)))) == []


def test_two_recodes_with_conditions_are_refused_unless_they_never_hold_for_both() -> None:
    here = replace(RECODE, columns=("water",), when=Where("district", ("north", None)))
    there = replace(here, name="another", when=Where("district", ("south",)))
    assert codes(recodes=(here, there)) == []
    for when in (None, Where("district", ("south", "north")), Where("district", (None,)), Where("age", ("south",))):
        assert codes(recodes=(here, replace(there, when=when))) == ["cleaning-recode-twice"], when


def test_a_recode_has_a_name_of_its_own() -> None:
    other = replace(RECODE, columns=("heating",))
    assert codes(recodes=(RECODE, other)) == ["cleaning-name-twice"]


def test_a_recode_may_name_a_column_with_entries_of_its_own() -> None:
    entry = replace(CORRECTION, column="water", old="1", new="2")
    assert codes((entry,), (RECODE,)) == []


def test_all_contradictions_are_named_at_once_by_row_and_column() -> None:
    log = CleaningLog("id", (CORRECTION, BLANKED, REMOVED))
    with pytest.raises(Refusal) as refused:
        check_conflicts(log)
    assert {reason.where for reason in refused.value.reasons} == {"row 2, column age"}
    assert sorted(refused.value.codes) == ["cleaning-cell-twice", "cleaning-row-removed", "cleaning-row-removed"]


def test_the_log_knows_its_columns_and_rows() -> None:
    log = CleaningLog("id", (CORRECTION, replace(REMOVED, row=7)), (replace(RECODE, when=Where("district", ("n",))),))
    assert log.columns == ("id", "age", "water", "power", "district")
    assert log.removed_rows == (7,)
    assert (log.decided_rows("age"), log.decided_rows("water")) == ((2,), ())
    assert CleaningLog("id", (), log.recodes).columns == ("water", "power", "district")
