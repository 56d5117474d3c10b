"""What can be done with wider groups: record that a community agreed on some, and that it chose to use them."""

from collections.abc import Mapping
from typing import Any

from nyhavn.framework.grouping import Grouping, grouping_reasons
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Right
from nyhavn.framework.statistics import Breakdown
from nyhavn.web.accounts.models import User
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation
from nyhavn.web.production import asks, protection_asks, sections
from nyhavn.web.production.actions import change_tables
from nyhavn.web.production.subjects import BREAKDOWN, TableEntry, tables_home
from nyhavn.web.production.tables import changed

AGREED = "The wider groups stand with the breakdown. Nothing is counted by them yet."
CHOSEN = "The next run counts by the wider groups."
UNDONE = "The next run counts by the groups as they were."


def change_breakdown(by: User, on: TableEntry, said: asks.AskedBreakdown) -> Done:
    """Another breakdown in its place; what was agreed about it stays, as far as it still fits."""
    entry: Breakdown = on.entry
    kept = {"groupings": entry.groupings, "chosen": entry.chosen}
    return _put(by, on, sections.breakdown_said(said).model_copy(update=kept), "The tables have changed.")


def _agrees(by: User, on: TableEntry, said: protection_asks.AskedGrouping) -> Done:
    grouping = sections.grouping_said(said)
    others = tuple(one for one in on.entry.groupings if one.id != grouping.id)
    return _put(by, on, on.entry.model_copy(update={"groupings": (*others, grouping)}), AGREED)


def _chooses(by: User, on: TableEntry, said: protection_asks.AskedGroupingChoice) -> Done:
    return _put(by, on, on.entry.model_copy(update={"chosen": sections.choice_said(said)}), CHOSEN)


def _undoes(by: User, on: TableEntry, said: Confirmed) -> Done:
    return _put(by, on, on.entry.model_copy(update={"chosen": None}), UNDONE)


def _put(by: User, on: TableEntry, entry: Breakdown, message: str) -> Done:
    """Raises Refusal for groups that do not hold every category once, or a choice that nobody agreed to."""
    codes = tuple(category.code for category in entry.categories)
    reasons = grouping_reasons(entry.groupings, entry.chosen, codes, f"breakdown {entry.id}")
    if reasons:
        raise Refusal(*reasons)
    change_tables(by=by, on=on.initiative, change=changed(on.part, on.name, entry))
    return Done(message, at=tables_home(on.initiative))


def _agreed(on: TableEntry) -> Mapping[str, Choices]:
    return {"grouping": tuple((one.id, _named(one)) for one in on.entry.groupings)}


def _named(grouping: Grouping) -> str:
    return "; ".join(category.label for category in grouping.category)


def _each_alone(on: TableEntry) -> Mapping[str, Any]:
    """A group for each category, to be put together by whoever writes down what was agreed."""
    return {"category": [{"label": one.label, "of": [one.code]} for one in on.entry.categories]}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "agree-grouping",
        "Write down wider groups that the community agreed on",
        Right.EDIT_INSTRUMENT,
        BREAKDOWN,
        _agrees,
        protection_asks.AskedGrouping,
        lead="A small group can be shown together with others instead of not at all. Who may be put together is for the"
        " community to decide; nothing is put together by itself.",
        button="Save",
        current=_each_alone,
    ),
    Operation(
        "choose-grouping",
        "Use wider groups",
        Right.EDIT_INSTRUMENT,
        BREAKDOWN,
        _chooses,
        protection_asks.AskedGroupingChoice,
        lead="First compare at the newest run which groups vanish under each choice, and show it to the community.",
        button="Use them",
        choices=_agreed,
    ),
    Operation(
        "undo-grouping",
        "Go back to the groups as they were",
        Right.EDIT_INSTRUMENT,
        BREAKDOWN,
        _undoes,
        lead="What the community agreed on stays written down.",
        button="Go back",
    ),
)
