"""An order for protected tables: rows or finished cells, breakdowns with hierarchies, tables, method, policy.

Documented in docs/reference/table-order.md.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.table_file import TableFile
from nyhavn.framework.table_method import Method, Suppression
from nyhavn.framework.table_policy import TablePolicy, TableRules

TOTAL = "Total"  # the code of a breakdown's total, where the order names none
ID = r"^[a-z][a-z0-9_]{0,39}$"


class RowsFile(TableFile):
    """[rows]: one row per contribution.

    contributor: the column that says who contributed; "": every row is a contributor of its own. holding: the column
    of the group that contributors belong to; empty cells: the contributor belongs to none. weight: sampling weights.
    public_columns: columns of the file that may be named in public; no others are.
    """

    contributor: str = ""
    holding: str = ""
    weight: str = ""
    public_columns: tuple[str, ...] = ()


class CellsFile(TableFile):
    """Finished cells of one table: a column for each breakdown, and these.

    value: the number of the cell. contributors: how many contributed. largest: their largest contributions, in order.
    """

    value: str = "value"
    contributors: str = ""
    largest: tuple[str, ...] = ()


class TableBreakdown(Declared):
    """One classification. codes: directly below the total; parents: code to parent; hierarchy: a CSV of these two.

    column: where the codes stand in the files, and what is not named in public; "": as the id. response: two codes
    with the same parent, yes and no of a question whose answer by everybody in a group must not be told.
    """

    id: str = Field(pattern=ID)
    title: str = ""
    column: str = ""
    total: str = TOTAL
    codes: tuple[str, ...] = ()
    parents: Mapping[str, str] = Field(default_factory=dict)
    hierarchy: str = ""
    response: tuple[str, str] | None = None

    @property
    def source(self) -> str:
        """The column that holds the codes."""
        return self.column or self.id

    def tree(self, more: Mapping[str, str]) -> Hierarchy:
        """The hierarchy; more: what its file says, code to parent. Raises Refusal for a tree that is none."""
        flat = dict.fromkeys(self.codes, self.total)
        return Hierarchy(self.id, self.total, {**flat, **self.parents, **more})


class OrderedTable(Declared):
    """One table. by: ids of breakdowns. sum: the column that is added up; "": contributions are counted.

    weighted: with the weights of the rows. cells: where the table is finished already.
    """

    id: str = Field(pattern=ID)
    title: str = ""
    by: tuple[str, ...] = Field(min_length=1, max_length=8)
    sum: str = ""
    weighted: bool = False
    cells: CellsFile | None = None

    @property
    def measure(self) -> tuple[str, bool]:
        """What is in the cells: tables of the same measure share cells."""
        return self.sum, self.weighted


class KeptCell(Declared):
    """A cell that a community asked to keep; it is hidden only if nothing else protects. by: breakdown to code."""

    by: Mapping[str, str]
    reason: str
    asked_by: str


class KnownCell(Declared):
    """A cell of a table that everybody knows already, so that to hide it protects nobody. by: breakdown to code."""

    table: str
    by: Mapping[str, str] = Field(default_factory=dict)
    reason: str


class TableOrder(Declared):
    """All of it. method: hiding, or noise. cost: what is kept small: how many cells are hidden, their total, or the
    information they carry. quick: whether cubes may protect smaller tables, too, where the search for the cheapest
    choice takes too long.

    policy_file: a TOML file that is the [policy], for several orders alike. keep, known: cells by breakdown and code.
    """

    title: str
    rows: RowsFile | None = None
    breakdown: tuple[TableBreakdown, ...]
    table: tuple[OrderedTable, ...] = Field(min_length=1)
    method: Method = Suppression()
    policy: TablePolicy = TablePolicy()
    policy_file: str = ""
    cost: Literal["count", "total", "information"] = "count"
    quick: bool = False
    keep: tuple[KeptCell, ...] = ()
    known: tuple[KnownCell, ...] = ()

    def breakdown_of(self, name: str) -> TableBreakdown:
        """The breakdown with this id. Raises StopIteration if there is none."""
        return next(one for one in self.breakdown if one.id == name)


def check_order(order: TableOrder, trees: Mapping[str, Hierarchy]) -> None:
    """Raises Refusal with every contradiction of an order. trees: of its breakdowns, by id."""
    hides = isinstance(order.method, Suppression)
    reasons = (*_twice(order), *_tables(order), *(_rules(order) if hides else ()))
    if not reasons:
        reasons = (*_responses(order, trees), *_named_cells(order, trees))
    if reasons:
        raise Refusal(*reasons)


def _twice(order: TableOrder) -> Iterator[Reason]:
    for kind, ids in (("breakdown", [b.id for b in order.breakdown]), ("table", [t.id for t in order.table])):
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            what = f'There are several of the name "{name}".'
            yield Reason("table-order-wrong", what, f"[[{kind}]]", "Give each a name of its own.")


def _tables(order: TableOrder) -> Iterator[Reason]:
    if order.rows and order.rows.holding and not order.rows.contributor:
        do = "Name the column of contributors under [rows], contributor."
        yield Reason("table-order-wrong", "Holdings are named, and contributors are not.", "[rows], holding", do)
    known = {breakdown.id for breakdown in order.breakdown}
    for table in order.table:
        where = f'[[table]] "{table.id}"'
        unknown = [name for name in table.by if name not in known]
        if unknown:
            do = f"Write one of {', '.join(sorted(known))}, or add the breakdown."
            yield Reason("table-order-wrong", f'There is no breakdown "{unknown[0]}".', f"{where}, by", do)
        if len(set(table.by)) < len(table.by):
            yield Reason("table-order-wrong", "A breakdown stands here twice.", f"{where}, by", "Leave one out.")
        if (table.cells is None) == (order.rows is None):
            what = "A table comes from the rows of [rows] or from cells of its own, and not from both."
            yield Reason("table-order-wrong", what, where, "Give [rows], or `cells` to every table.")
        if table.weighted and order.rows and not order.rows.weight:
            do = "Name the column under [rows], weight."
            yield Reason("table-order-wrong", "The table is weighted, and no column holds weights.", where, do)


def _rules(order: TableOrder) -> Iterator[Reason]:
    rules = order.policy.rules
    for table in order.table:
        where = f'[[table]] "{table.id}"'
        if not rules.kinds(sums=bool(table.sum)):
            what = f"The policy has no rule for {'sums' if table.sum else 'counts'}."
            yield Reason("table-order-wrong", what, where, "Add a rule under [policy].")
        if table.cells:
            yield from _told_by_cells(table, table.cells, rules, where)


def _told_by_cells(table: OrderedTable, cells: CellsFile, rules: TableRules, where: str) -> Iterator[Reason]:
    """What the rules look at, and finished cells do not say."""
    if table.sum and (rules.p_percent or rules.dominance) and len(cells.largest) < rules.largest:
        what = f"The policy looks at the {rules.largest} largest contributions, and the cells do not name them."
        yield Reason("table-order-wrong", what, where, "Name their columns under cells, largest.")
    counted = rules.contributors if table.sum else rules.frequency if table.weighted else None
    if counted and not cells.contributors:
        what = "The policy asks how many contributed, and the cells do not say."
        yield Reason("table-order-wrong", what, where, "Name the column under cells, contributors.")


def _responses(order: TableOrder, trees: Mapping[str, Hierarchy]) -> Iterator[Reason]:
    for breakdown in order.breakdown:
        if breakdown.response is None:
            continue
        tree, where = trees[breakdown.id], f'[[breakdown]] "{breakdown.id}", response'
        above = {tree.parents.get(code) for code in breakdown.response}
        if None in above or len(above) > 1 or len(tree.children(min(filter(None, above)))) != len(breakdown.response):
            what = "Yes and no must be two codes, with nothing else beside them below the same code."
            do = 'Put them below a code such as "answered", and those who did not answer beside that.'
            yield Reason("table-order-wrong", what, where, do)


def _named_cells(order: TableOrder, trees: Mapping[str, Hierarchy]) -> Iterator[Reason]:
    named = [(f"[[keep]] {number}", kept.by) for number, kept in enumerate(order.keep, start=1)]
    named += [(f"[[known]] {number}", known.by) for number, known in enumerate(order.known, start=1)]
    for where, by in named:
        for name, code in by.items():
            if name not in trees or code not in trees[name].codes:
                what = f'There is no code "{code}" of a breakdown "{name}".'
                yield Reason("table-order-wrong", what, where, "Correct the name or the code.")
    tables = {table.id: set(table.by) for table in order.table}
    for number, known in enumerate(order.known, start=1):
        if not set(known.by) <= tables.get(known.table, set()):
            what = f'The cell does not stand in a table "{known.table}".'
            yield Reason("table-order-wrong", what, f"[[known]] {number}", "Correct the table or its breakdowns.")
