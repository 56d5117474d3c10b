"""What a cell holds, counted row by row in plain Python: the twin of collapsing on a data engine, and of each rule."""

import itertools
import random
from dataclasses import dataclass

import pyarrow as pa

from nyhavn.engine.confidentiality.suppression.structure import place
from nyhavn.engine.confidentiality.tables.rows import RowColumns
from nyhavn.framework.hierarchy import Hierarchy

PLACE = Hierarchy("place", "all", {"north": "all", "south": "all", "n1": "north", "n2": "north", "n3": "north"})
SEX = Hierarchy.flat("sex", ("1", "2"), "t")
AGE = Hierarchy("age", "ages", {"young": "ages", "old": "ages", "old1": "old", "old2": "old", "old3": "old"})
TREES = {"place": PLACE, "sex": SEX, "age": AGE}
PLAIN = RowColumns({"place": "place", "sex": "sex", "age": "age"})
ALL = RowColumns(PLAIN.breakdowns, contributor="who", holding="group", weight="weight")


def rows(seed, number=150):
    """Invented rows: people with several rows, some in several places, some in holdings."""
    draw = random.Random(seed)
    made = []
    for _ in range(number):
        who = draw.randint(1, 40)
        made.append(
            {
                "place": draw.choices(PLACE.leaves, [10, 6, 2, 1])[0],
                "sex": draw.choice((1, 2)),
                "age": draw.choice(AGE.leaves),
                "money": draw.choice((0, 0, draw.randint(1, 50), draw.randint(1, 5_000))),
                "weight": draw.choice((1.0, 1.5, 4.0)),
                "who": who,
                "group": None if who % 3 else f"g{who % 4}",
            }
        )
    return made


def table(made, *, texts=False):
    """As a table; texts: with every number written out, as a file has it."""
    if not texts:
        return pa.Table.from_pylist(made)
    return pa.table({name: pa.array([_text(row[name]) for row in made], pa.string()) for name in made[0]})


def _text(value):
    return None if value is None else f"{value:g}" if isinstance(value, float) else str(value)


@dataclass
class Cell:
    value: float
    by_contributor: list
    by_holding: list


def cells(made, by, *, column="", weighted=False, contributors=True):
    """Every cell of a table with all margins, by place."""
    trees = [TREES[name] for name in by]
    found = {}
    for codes in itertools.product(*(tree.codes for tree in trees)):
        inside = [
            row
            for row in made
            if all(code in tree.ancestors(str(row[tree.name])) for tree, code in zip(trees, codes, strict=True))
        ]
        value = sum((row[column] if column else 1) * (row["weight"] if weighted else 1) for row in inside)
        whos, groups = {}, {}
        for number, row in enumerate(inside):
            given = row[column] if column else row["weight"] if weighted else 1
            who = row["who"] if contributors else number
            group = row["group"] or f"alone {who}"
            whos[who] = whos.get(who, 0) + given
            groups[group] = groups.get(group, 0) + given
        found[place(trees, codes)] = Cell(value, sorted(whos.values())[::-1], sorted(groups.values())[::-1])
    return found
