"""From rows to what is known of every cell of linked tables."""

from typing import Any

import narwhals as nw

from nyhavn.engine.confidentiality.tables.contributions import by_holder, by_row
from nyhavn.engine.confidentiality.tables.facts import CellFacts, Contributions, added_up, scattered
from nyhavn.engine.confidentiality.tables.linked import Linked
from nyhavn.engine.confidentiality.tables.rows import HOLDING, WHO, Leaves, RowColumns, leaves, prepared
from nyhavn.framework.table_policy import TableRules


def collapse(frame: nw.LazyFrame[Any], linked: Linked, columns: RowColumns, rules: TableRules) -> CellFacts:
    """The cells of linked tables with their contributors, from the rows of any engine.

    columns: as `rows.check_columns` has found them in the frame. rules: how many of the largest contributions they look
    at. Raises Refusal as `rows.leaves`.
    """
    rows = prepared(frame, linked, columns)
    most = rules.largest if linked.is_sum else 1
    crosses = [linked.crosses[position] for position in linked.finest]
    found = [leaves(rows, cross, columns, linked.tables[0].sum, whole=linked.is_whole) for cross in crosses]
    values = [added_up(each.dense(each.amount), each.cross) for each in found]
    holders = [WHO] if columns.contributor else [""]
    holders += [HOLDING] if columns.holding else []
    views = [_scattered(linked, [_contributions(rows, each, who, most) for each in found]) for who in holders]
    at = [linked.at[position] for position in linked.finest]
    return CellFacts(scattered(values, at, len(linked.places)), *views)


def _contributions(rows: nw.LazyFrame[Any], found: Leaves, who: str, most: int) -> Contributions:
    return by_holder(rows, found, who, most) if who else by_row(rows, found, most)


def _scattered(linked: Linked, parts: list[Contributions]) -> Contributions:
    """By place from by cross."""
    at, cells = [linked.at[position] for position in linked.finest], len(linked.places)
    number = scattered([part.number for part in parts], at, cells)
    return Contributions(number, scattered([part.largest for part in parts], at, cells))
