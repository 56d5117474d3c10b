"""Global recoding: a key becomes coarser for everybody, along its hierarchy; and what that loses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from scipy.sparse import csr_array

from nyhavn.engine.confidentiality.microdata.cells import KeyCells, Sensitive
from nyhavn.engine.confidentiality.microdata.coding import coded, in_order
from nyhavn.engine.confidentiality.microdata.numbering import MISSING, Floats, Integers, first_of_each, numbered
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class Recode:
    """New codes for the codes of one column. Codes that are not named stay. steps: how many levels up; 0 for none."""

    column: str
    mapping: Mapping[str, str]
    steps: int = 0


def upwards(hierarchy: Hierarchy, steps: int) -> Recode:
    """Each leaf becomes the code so many steps above it, or the total where that is nearer."""
    lines = {code: hierarchy.ancestors(code) for code in hierarchy.leaves}
    return Recode(hierarchy.name, {code: line[min(steps, len(line) - 1)] for code, line in lines.items()}, steps)


def height(hierarchy: Hierarchy) -> int:
    """How many steps lead from the deepest leaf to the total."""
    return max(map(hierarchy.level, hierarchy.leaves))


def check_covers(cells: KeyCells, hierarchy: Hierarchy) -> None:
    """Refuses a hierarchy that lacks codes of its column. Raises Refusal "recode-code-unknown"."""
    if hierarchy.name not in cells.keys:
        what = f"There is a hierarchy for {hierarchy.name}, which is no key."
        raise refusal("recode-code-unknown", what, where="hierarchy", do="Name a key.")
    key = cells.keys.index(hierarchy.name)
    known = set(hierarchy.leaves)
    lacking = {place for place, text in enumerate(cells.categories[key]) if text not in known}
    if lacking:
        rows = int(cells.rows[np.isin(cells.codes[:, key], list(lacking))].sum())
        what = f"The hierarchy lacks {len(lacking)} codes of this column, which stand in {rows} rows."
        do = "Add them to the hierarchy, each with what it belongs to."
        raise refusal("recode-code-unknown", what, where=f"column {hierarchy.name}", do=do)


def recoded(cells: KeyCells, recodes: Sequence[Recode]) -> KeyCells:
    """The cells of the file after recoding; cells that are alike then are one."""
    codes, categories = cells.codes.copy(), list(cells.categories)
    for recode in recodes:
        key = cells.keys.index(recode.column)
        texts = [recode.mapping.get(text, text) for text in cells.categories[key]]
        categories[key] = in_order(set(texts))
        position = {text: place for place, text in enumerate(categories[key])}
        places = np.array([*(position[text] for text in texts), MISSING], dtype=np.int32)
        codes[:, key] = places[codes[:, key]]
    number, count = numbered(codes, tuple(map(len, categories)))
    rows = np.bincount(number, cells.rows, count).astype(np.int64)
    weight = np.bincount(number, cells.weight, count).astype(np.float64)
    return replace(
        cells,
        categories=tuple(categories),
        codes=codes[first_of_each(number, count)],
        rows=rows,
        weight=weight,
        sensitive=tuple(_merged(one, number, count) for one in cells.sensitive),
    )


def recode_table(table: pa.Table, recodes: Sequence[Recode]) -> pa.Table:
    """The rows after recoding; recoded columns are text."""
    for recode in recodes:
        codes, texts = coded(table.column(recode.column))
        after = pa.array([recode.mapping.get(text, text) for text in texts], pa.string())
        places = pa.array(codes, mask=codes == MISSING)
        table = table.set_column(table.column_names.index(recode.column), recode.column, after.take(places))
    return table


def information_loss(before: KeyCells, coarser: KeyCells, after: KeyCells | None = None) -> float:
    """The share of what the keys tell that is gone, 0 to 1: the mean over keys of 1 - told after / told before.

    A code tells as much as it is rare: -ln of its share of rows; over all rows that adds up to the entropy of the key
    (de Waal and Willenborg, 1999, Netherlands Official Statistics 14, on the entropy of a variable as what a user
    learns from it). before, coarser: the file before and after recoding. after: then with blanks; None without. A blank
    tells nothing, and the values that are left tell what they told. A key that never told anything loses nothing.
    """
    left = coarser if after is None else after
    losses = [_loss(before, coarser, left, key) for key in range(len(before.keys))]
    return float(np.mean(losses))


def _loss(before: KeyCells, coarser: KeyCells, after: KeyCells, key: int) -> float:
    told = _told(_counts(before, key), _counts(before, key))
    return 1.0 - _told(_counts(coarser, key), _counts(after, key)) / told if told > 0 else 0.0


def _told(counts: Floats, left: Floats) -> float:
    """The sum of what codes tell, in nats. counts: rows by code: how rare it is. left: rows that still have it."""
    used = counts > 0
    return float(-(left[used] * np.log(counts[used] / counts.sum())).sum())


def _counts(cells: KeyCells, key: int) -> Floats:
    stated = cells.codes[:, key] != MISSING
    return np.bincount(cells.codes[stated, key], cells.rows[stated], cells.sizes[key]).astype(np.float64)


def _merged(sensitive: Sensitive, number: Integers, count: int) -> Sensitive:
    ones = np.ones(len(number), dtype=np.int64)
    joined = csr_array((ones, (number, np.arange(len(number)))), shape=(count, len(number))) @ sensitive.counts
    return replace(sensitive, counts=csr_array(joined))
