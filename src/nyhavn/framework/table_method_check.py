"""What the method of an order cannot do is refused: nothing that was asked for is left out in silence."""

from collections.abc import Iterator

from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.table_method import (
    CellKey,
    ControlledRounding,
    DifferentialPrivacy,
    Noisy,
    PrivateTerms,
    Suppression,
)
from nyhavn.framework.table_order import CellsFile, OrderedTable, RowsFile, TableOrder
from nyhavn.framework.table_policy import TableRules

OF_HIDING = ("cost", "quick", "keep", "known")
_RULES = (*TableRules.model_fields, "based_on")
_HIDE = 'Leave it out, or hide with kind = "suppression".'


def check_method(order: TableOrder) -> None:
    """Raises Refusal "table-method-unfit" with everything that the method of an order cannot do."""
    if isinstance(order.method, Suppression):
        return
    reasons = (*_of_hiding(order), *_rows(order), *_tables(order, order.method), *_parameters(order))
    if reasons:
        raise Refusal(*reasons)


def _unfit(what: str, where: str, do: str) -> Reason:
    return Reason("table-method-unfit", what, where, do)


def _of_hiding(order: TableOrder) -> Iterator[Reason]:
    """What says which cells are hidden, where none is."""
    what = "This says which cells are hidden, and noise hides none."
    for name in OF_HIDING:
        if name in order.model_fields_set:
            yield _unfit(what, name, _HIDE)
    for name in _RULES:
        if name in order.policy.model_fields_set:
            yield _unfit(what, f"[policy], {name}", _HIDE)
    for breakdown in order.breakdown:
        if breakdown.response is not None:
            yield _unfit(what, f'[[breakdown]] "{breakdown.id}", response', _HIDE)


def _rows(order: TableOrder) -> Iterator[Reason]:
    rows, is_private = order.rows or RowsFile(file=""), isinstance(order.method, DifferentialPrivacy)
    if rows.weight:
        yield _unfit("Noise is made for contributions, not for their weights.", "[rows], weight", _HIDE)
    if rows.holding:
        yield _unfit("Noise knows no holdings: it would protect their members one by one.", "[rows], holding", _HIDE)
    if is_private and not rows.contributor:
        what = "Differential privacy protects persons, and no column says whose a row is."
        yield _unfit(what, "[rows], contributor", "Name the column of persons.")
    if rows.contributor and not is_private:
        what = "This noise protects rows, not contributors: several rows of one would be protected one by one."
        do = "Add the rows of a contributor up to one and leave the column out, or hide, or use differential privacy."
        yield _unfit(what, "[rows], contributor", do)


def _tables(order: TableOrder, method: Noisy) -> Iterator[Reason]:
    columns = {breakdown.source for breakdown in order.breakdown}
    for table in order.table:
        where = f'[[table]] "{table.id}"'
        if table.weighted:
            yield _unfit("Noise is made for contributions, not for their weights.", f"{where}, weighted", _HIDE)
        if table.sum and not isinstance(method, CellKey | DifferentialPrivacy):
            what = "Rounding is made for counts: a sum of few large contributions would be told nearly."
            yield _unfit(what, f"{where}, sum", 'Use kind = "cell-key", or hide.')
        if table.sum and table.sum in columns:
            what = "The column is added up and is a breakdown too: its numbers and its codes are read in two ways."
            yield _unfit(what, f"{where}, sum", "Give the breakdown a column of its own.")
        if table.cells is not None:
            yield from _cells(table.cells, method, f"{where}, cells")


def _cells(cells: CellsFile, method: Noisy, where: str) -> Iterator[Reason]:
    if not isinstance(method, ControlledRounding):
        what = "Finished cells do not say whose contributions are in them, which this noise needs."
        yield _unfit(what, where, 'Give the rows under [rows], use kind = "controlled-rounding", or hide.')
    elif cells.contributors or cells.largest:
        yield _unfit("Rounding looks at counts alone.", f"{where}, contributors and largest", _HIDE)


def _parameters(order: TableOrder) -> Iterator[Reason]:
    """What contradicts itself in the parameters of the method, or the tables."""
    match order.method:
        case CellKey() as keys:
            yield from _of_keys(keys, order)
        case DifferentialPrivacy() as private:
            yield from _of_price(private)
            yield from _of_terms(private, order)


def _of_keys(method: CellKey, order: TableOrder) -> Iterator[Reason]:
    has_sums = any(table.sum for table in order.table)
    has_counts = not all(table.sum for table in order.table)
    if method.p_table and method.counts:
        what = "The noise of counts comes from a table of perturbations or from its parameters, not from both."
        yield _unfit(what, "[method], p_table", "Leave one out.")
    for name in ("counts", "p_table"):
        if getattr(method, name) and not has_counts:
            yield _unfit("No table counts contributions.", f"[method], {name}", "Leave it out.")
    if method.sums and not has_sums:
        yield _unfit("No table adds anything up.", "[method], sums", "Leave it out.")


def _of_price(method: DifferentialPrivacy) -> Iterator[Reason]:
    if (method.epsilon is None) == (method.rho is None):
        what = "The price is said in epsilon or in rho, and in one of the two."
        yield _unfit(what, "[method], epsilon and rho", "Write one.")


def _of_terms(method: DifferentialPrivacy, order: TableOrder) -> Iterator[Reason]:
    known = {table.id for table in order.table}
    for terms in method.table:
        if terms.id not in known:
            what = f'There is no table "{terms.id}".'
            yield _unfit(what, "[[method.table]], id", f"Write one of {', '.join(sorted(known))}.")
    if len(method.terms) < len(method.table):
        yield _unfit("A table stands here twice.", "[[method.table]], id", "Say everything of a table in one place.")
    for table in order.table:
        yield from _of_bounds(method.terms.get(table.id, PrivateTerms(id=table.id)), table)


def _of_bounds(terms: PrivateTerms, table: OrderedTable) -> Iterator[Reason]:
    where, given = f'[[method.table]] "{table.id}", low and high', (terms.low, terms.high)
    if table.sum and None in given:
        what = "Without bounds for its values, one person could move a sum by any amount."
        do = "Write the lowest and the highest value that counts, without a look at the data."
        yield _unfit(what, where, do)
    if not table.sum and given != (None, None):
        yield _unfit("The table counts, and has no values with bounds.", where, "Leave them out.")
