"""Reading an order for protected tables: TOML in, with the policy, hierarchies and data that it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from nyhavn.chain.places import Places, places_of
from nyhavn.chain.plan_file import Document, parsed, validated
from nyhavn.exchange.incoming.argus_hierarchy import read_argus_hierarchy
from nyhavn.exchange.incoming.spreadsheet import read_table
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import refusal
from nyhavn.framework.table_file import TableFile
from nyhavn.framework.table_method_check import check_method
from nyhavn.framework.table_order import TableBreakdown, TableOrder, check_order
from nyhavn.framework.table_policy import TablePolicy

ORDER = Document("order", "table-order-unreadable", "table-order-wrong", "See docs/reference/table-order.md.")
CODE, PARENT = "code", "parent"  # columns of a hierarchy file
ARGUS = ".hrc"


@dataclass(frozen=True)
class ReadOrder:
    """An order that contradicts nothing. trees: hierarchies by breakdown. places: where its files stand."""

    order: TableOrder
    trees: Mapping[str, Hierarchy]
    places: Places


def read_order(path: Path, data: Path | None = None) -> ReadOrder:
    """The order in that file. data: folder of the files that it names, if not its own.

    Raises Refusal: table-order-unreadable, table-order-wrong, table-method-unfit, table-policy-unknown, file-not-found,
    and those of `Hierarchy` for a tree that is none.
    """
    order = validated(TableOrder, parsed(path, ORDER), name=path.name, document=ORDER)
    places = places_of(path, data)
    if order.policy_file:
        file = places.find(order.policy_file, named_in="policy_file")
        policy = validated(TablePolicy, parsed(file, ORDER), name=file.name, document=ORDER)
        order = order.model_copy(update={"policy": policy})
    check_method(order)
    trees = {breakdown.id: _tree(breakdown, places) for breakdown in order.breakdown}
    check_order(order, trees)
    return ReadOrder(order, trees, places)


def _tree(breakdown: TableBreakdown, places: Places) -> Hierarchy:
    if not breakdown.hierarchy:
        return breakdown.tree({})
    where = f'[[breakdown]] "{breakdown.id}", hierarchy'
    path = places.find(breakdown.hierarchy, named_in=where)
    more = read_argus_hierarchy(path) if path.suffix.lower() == ARGUS else _codes_and_parents(path, where)
    more.pop(breakdown.total, None)  # a line for the total itself says nothing
    return breakdown.tree({code: parent or breakdown.total for code, parent in more.items()})


def _codes_and_parents(path: Path, where: str) -> dict[str, str]:
    """A table of codes with those above them; "" stands for the total."""
    table = read_table(path).table
    if not {CODE, PARENT} <= set(table.column_names):
        what = f'The file has no columns "{CODE}" and "{PARENT}".'
        raise refusal("table-order-wrong", what, where=where, do="Write one line per code, with the code above it.")
    codes, parents = table.column(CODE).to_pylist(), table.column(PARENT).to_pylist()
    if None in codes or len(set(codes)) < len(codes):
        what = "A line of the hierarchy has no code, or a code that another line has."
        raise refusal("table-order-wrong", what, where=where, do="Write each code once.")
    return {code: parent or "" for code, parent in zip(codes, parents, strict=True)}


def read_file(file: TableFile, places: Places, *, named_in: str) -> pa.Table:
    """A file of rows or cells, all columns text. Raises Refusal as `read_table`."""
    path = places.find(file.file, named_in=named_in)
    return read_table(path, **file.written).table
