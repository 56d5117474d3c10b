"""What the tests of noise count: breakdowns, rows of people, and the tables that hold them."""

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from nyhavn.engine.confidentiality.noise import with_keys
from nyhavn.framework.hierarchy import Hierarchy

SECRET = b"a secret for tests alone"
PLACE = Hierarchy("place", "Total", {"north": "Total", "south": "Total", "n1": "north", "n2": "north"})
AGE = Hierarchy.flat("age", ("young", "old"), "Total")
YEAR = Hierarchy.flat("year", ("1", "2"), "Total")
COLUMNS = {"place": "place", "age": "age", "year": "year"}
_TYPES = {"id": pa.string(), "person": pa.string(), "place": pa.string(), "age": pa.string(), "year": pa.int64()}


def arrow(rows, secret=SECRET):
    """Rows as a table with keys."""
    types = {**_TYPES, "money": pa.int64()}
    table = pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in types.items()})
    return with_keys(table, "id", secret)


def row(id_, person="p", place="n1", age="old", year=1, money=10):
    return {"id": id_, "person": person, "place": place, "age": age, "year": year, "money": money}


def village(people, seed=1, places=("n1", "n2", "south")):
    """So many people with one row each, drawn evenly."""
    draw = np.random.default_rng(seed)
    return [
        row(
            f"c{at}",
            f"p{at}",
            str(draw.choice(places)),
            str(draw.choice(["young", "old"])),
            int(draw.choice([1, 2])),
            int(draw.integers(0, 200)),
        )
        for at in range(people)
    ]


@st.composite
def anybody(draw, *, least=0, declared=False):
    """Rows of a few people: with codes that nobody declared, values out of bounds, and rows of nobody."""
    stray = () if declared else ("north", "elsewhere", "Total", "", None)
    size = draw(st.integers(least, 14))
    return [
        row(
            f"c{at}",
            draw(st.sampled_from(["ann", "ben", "cho", "dia", *(() if declared else ("", None))])),
            draw(st.sampled_from(["n1", "n2", "south", *stray])),
            draw(st.sampled_from(["young", "old", *stray])),
            draw(st.sampled_from([1, 2, *(() if declared else (3, None))])),
            draw(st.one_of(st.none(), st.integers(-2_000, 2_000), st.sampled_from([-(2**62), 2**62]))),
        )
        for at in range(size)
    ]
