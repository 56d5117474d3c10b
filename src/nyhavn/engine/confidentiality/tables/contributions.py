"""The largest contributions to every cell and every margin, by contributor or by holding.

A contributor's rows within a cell are one contribution, within a margin too: so a contributor of two villages is ranked
anew in the district. Where every row is a contributor of its own, margins come out of the leaves without another pass.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.confidentiality.suppression.problem import Floats
from nyhavn.engine.confidentiality.tables.facts import Contributions, added_up, largest_of
from nyhavn.engine.confidentiality.tables.rows import GIVEN, Leaves, keys_of
from nyhavn.engine.weighting.collapse import category_text
from nyhavn.framework.hierarchy import Hierarchy

_ALL, _RANK = "all_rows", "rank"


def by_row(rows: nw.LazyFrame[Any], found: Leaves, most: int) -> Contributions:
    """Every row is a contributor. most: how many of the largest are wanted."""
    number = added_up(found.dense(found.rows), found.cross)
    if most == 1:
        leaves = found.dense_largest(found.most)[np.newaxis]
    else:
        keys = keys_of(found.cross)
        ranked = rows.with_columns(_rank(keys)).filter(nw.col(_RANK) <= most)
        places = [{leaf: at for at, leaf in enumerate(tree.leaves)} for tree in found.cross]
        filled = np.zeros((*(len(tree.leaves) for tree in found.cross), most))
        top = ranked.select(*keys, GIVEN).collect("pyarrow").to_native()
        texts = [_leaf_texts(top.column(key).to_pylist()) for key in keys]
        given: dict[tuple[int, ...], list[float]] = {}
        for *codes, one in zip(*texts, top.column(GIVEN).to_pylist(), strict=True):
            given.setdefault(tuple(place[code] for place, code in zip(places, codes, strict=True)), []).append(one)
        for at, values in given.items():
            kept = sorted(values, reverse=True)[:most]
            filled[at][: len(kept)] = kept
        leaves = np.moveaxis(filled, -1, 0)
    return Contributions(number, largest_of(leaves, found.cross))


def by_holder(rows: nw.LazyFrame[Any], found: Leaves, who: str, most: int) -> Contributions:
    """Contributors, or holdings, are told apart by the column `who`. One pass for each combination of levels."""
    shape = [len(tree.codes) for tree in found.cross]
    number, largest = np.zeros(shape), np.zeros((*shape, most))
    depths = [max(tree.level(leaf) for leaf in tree.leaves) for tree in found.cross]
    for levels in product(*(range(depth + 1) for depth in depths)):
        names = [name for name, level in zip(keys_of(found.cross), levels, strict=True) if level]
        cut = [
            _cut(found, axis, level).alias(name)
            for axis, (name, level, depth) in enumerate(zip(keys_of(found.cross), levels, depths, strict=True))
            if 0 < level < depth
        ]
        each = rows.with_columns(nw.lit(0).alias(_ALL), *cut).group_by(_ALL, *names, who).agg(nw.col(GIVEN).sum())
        for codes, count, top in _collected(each, names, most):
            at = tuple(
                _decoded(found, axis, codes.get(name), level == depth)
                for axis, (name, level, depth) in enumerate(zip(keys_of(found.cross), levels, depths, strict=True))
            )
            number[at] = count
            largest[at] = top
    return Contributions(number, np.moveaxis(largest, -1, 0))


def _collected(
    each: nw.LazyFrame[Any], names: Sequence[str], most: int
) -> Iterator[tuple[dict[str, Any], float, Floats]]:
    """Keys of a cell, number of contributors, and the largest contributions."""
    if most == 1:
        ranked, tops = each, [nw.col(GIVEN).max().alias("top_1")]
    else:
        ranked = each.with_columns(_rank([_ALL, *names]))
        columns = {f"top_{n}": nw.when(nw.col(_RANK) == n).then(nw.col(GIVEN)).otherwise(0.0) for n in _numbers(most)}
        ranked = ranked.with_columns(**columns)
        tops = [nw.col(name).sum() for name in columns]
    cells = ranked.group_by(_ALL, *names).agg(nw.len().alias("number"), *tops).collect("pyarrow").to_native()
    for row in cells.to_pylist():
        yield (
            {key: row[key] for key in names},
            float(row["number"]),
            np.array([row[f"top_{n}"] for n in _numbers(most)]),
        )


def _numbers(most: int) -> range:
    return range(1, most + 1)


def _rank(keys: Sequence[str]) -> nw.Expr:
    """1 for the largest; which of two equal ones comes first does not matter."""
    return nw.col(GIVEN).rank("ordinal", descending=True).over(*keys).cast(nw.Int64).alias(_RANK)


def _cut(found: Leaves, axis: int, level: int) -> nw.Expr:
    """The position, among all codes, of the code that many steps below the total (or of the leaf above that)."""
    tree, column = found.cross[axis], nw.col(keys_of(found.cross)[axis])
    above: dict[int, list[Any]] = {}
    for text, values in found.raw[axis].items():
        above.setdefault(_position(tree, text, level), []).extend(values)
    (last, _), *others = above.items()
    made: nw.Expr = nw.lit(last)
    for position, values in others:
        made = nw.when(column.is_in(values)).then(nw.lit(position)).otherwise(made)
    return made


def _position(tree: Hierarchy, leaf: str, level: int) -> int:
    line = tree.ancestors(leaf)[::-1]
    return tree.place[line[min(level, len(line) - 1)]]


def _decoded(found: Leaves, axis: int, key: Any, is_leaf: bool) -> int:
    """The position among all codes that a key stands for: a value of the rows for a leaf, else the position itself."""
    if key is None:
        return 0
    return found.cross[axis].place[category_text(key) or ""] if is_leaf else int(key)


def _leaf_texts(values: Sequence[Any]) -> list[str]:
    return [category_text(value) or "" for value in values]
