"""Generated samples with margins that some weights meet, and raking as one would write it row by row."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from hypothesis import strategies as st

from nyhavn.engine.weighting import Margin

VARIABLES = ("sex", "age", "place")
Row = dict[str, str | float]


@dataclass(frozen=True)
class Sample:
    """Rows with categories, an initial weight "d" and an outcome "y", and margins that true weights gave."""

    rows: tuple[Row, ...]
    margins: tuple[Margin, ...]

    def table(self, order: Sequence[int] | None = None) -> pa.Table:
        """The rows as a table, in another order if wanted; the same row may come twice."""
        rows = [self.rows[place] for place in (range(len(self.rows)) if order is None else order)]
        kinds = {name: pa.string() for name in VARIABLES} | {"d": pa.float64(), "y": pa.float64()}
        return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()})


@st.composite
def samples(draw: st.DrawFn, crossed: bool = False) -> Sample:
    """Up to forty rows. The margins come from weights above zero for these rows, so they can be met."""
    row = st.fixed_dictionaries(
        {
            "sex": st.sampled_from(("f", "m", "x")),
            "age": st.sampled_from(("18-29", "30-59", "60+")),
            "place": st.sampled_from(("a b", "ø", "town")),
            "d": st.sampled_from((0.5, 1.0, 2.25, 7.0)),
            "y": st.integers(-3, 9).map(float),
            "true": st.sampled_from((3.0, 5.5, 8.0, 11.0)),
        }
    )
    rows = draw(st.lists(row, min_size=2, max_size=40))
    sets = (("sex", "age"), ("place",)) if crossed else tuple((name,) for name in VARIABLES)
    return Sample(tuple(rows), tuple(margin(rows, names) for names in sets))


def margin(rows: Sequence[Row], variables: tuple[str, ...]) -> Margin:
    """Totals of the true weights."""
    totals: dict[tuple[str, ...], float] = defaultdict(float)
    for row in rows:
        totals[tuple(str(row[name]) for name in variables)] += float(row["true"])
    return Margin(variables, dict(totals))


def raked_rows(rows: Sequence[Row], margins: Sequence[Margin], rounds: int) -> list[float]:
    """The weight of every row after so many rounds, from the definition."""
    weights = [float(row["d"]) for row in rows]
    for _ in range(rounds):
        for each in margins:
            keys = [tuple(str(row[name]) for name in each.variables) for row in rows]
            sums: Counter[tuple[str, ...]] = Counter()
            for key, weight in zip(keys, weights, strict=True):
                sums[key] += weight
            weights = [weight * each.totals[key] / sums[key] for key, weight in zip(keys, weights, strict=True)]
    return weights


def largest_error(rows: Sequence[Row], weights: Sequence[float], margins: Sequence[Margin]) -> float:
    """Largest relative difference between a total and what the rows add up to."""
    errors = []
    for each in margins:
        for key, total in each.totals.items():
            met = [w for row, w in zip(rows, weights, strict=True) if tuple(row[n] for n in each.variables) == key]
            errors.append(abs(sum(met) / total - 1))
    return max(errors)
