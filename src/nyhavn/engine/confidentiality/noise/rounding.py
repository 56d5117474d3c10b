"""Rounding to multiples of a base: at random without a bias, or controlled, so that totals add up.

Random: Fellegi 1975; drawn by the cell key, so that a cell is rounded alike in every table. Controlled: Cox 1987;
Salazar-Gonzalez 2005, Controlled rounding and cell perturbation: statistical disclosure limitation methods for tabular
data, Mathematical Programming 105.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from nyhavn.engine.confidentiality.noise.cell_key import ELSEWHERE, NOT_ADDITIVE
from nyhavn.engine.confidentiality.noise.cells import Floats, Integers, NoisyTable, Tabulated
from nyhavn.engine.confidentiality.noise.keys import KEYS
from nyhavn.engine.confidentiality.noise.layout import layout
from nyhavn.engine.confidentiality.programs import TOLERANCE, Choice, Choices
from nyhavn.framework.noise import NoiseKind, NoiseStatement
from nyhavn.framework.noise_policy import RoundingPolicy
from nyhavn.framework.refusal import refusal

FARTHEST = 2  # multiples beyond the adjacent ones that a total may have to go to; own choice, beyond it counts mislead
# Own choices, measured: 18,000 cells of a table by two breakdowns take a second; by three breakdowns 1,400 cells take
# two seconds, and 3,800 half a minute, for they have to be searched.
MOST_CELLS, MOST_SEARCHED = 20_000, 4_000
NODES = (20, 500)

_COARSER = "Round at random, or use fewer and coarser breakdowns."

_OVER_TIME = (
    "It does not hide what changes from one publication to the next: a number that steps to the next multiple shows "
    "that somebody joined or left."
)
_WITHIN = "Everybody knows that the true number lies around the published one: a 0 stands for few people, or nobody."


def round_at_random(
    tables: Sequence[Tabulated], policy: RoundingPolicy
) -> tuple[tuple[NoisyTable, ...], NoiseStatement]:
    """Each count to one of its adjacent multiples, the nearer one more often: right on average."""
    base = policy.base
    rounded = tuple(_at_random(table, base) for table in tables)
    error = standard_error_at_random(np.arange(base), base)
    said = NoiseStatement(
        kind=NoiseKind.RANDOM_ROUNDING,
        done=f"Each count was rounded up or down, by chance, to a multiple of {base}; the nearer one was more likely.",
        error=f"A count is off by {base - 1} at most, with a standard error of {error.max():.2f} at most; on average "
        "over many cells the differences add up to nothing.",
        margins=NOT_ADDITIVE,
        not_hidden=(_WITHIN, _OVER_TIME, ELSEWHERE),
        most=float(base - 1),
        standard_error=float(error.max()),
        adds_up=False,
        public=(("base", str(base)),),
    )
    return rounded, said


def standard_error_at_random(count: Integers, base: int) -> Floats:
    """Of the count alone: sqrt(r (base - r)), r what is left of it by the base."""
    rest = count % base
    return np.sqrt((rest * (base - rest)).astype(np.float64))


def _at_random(table: Tabulated, base: int) -> NoisyTable:
    """Up with probability rest / base; the key, below KEYS, is the draw."""
    rest = table.count % base
    up = table.key * base < rest * KEYS
    # The cell's own error would tell the rest, and a true zero from a few.
    error = np.full(table.count.shape, standard_error_at_random(np.arange(base), base).max())
    return NoisyTable(table.id, table.cross, table.count - rest + np.where(up, base, 0), error)


def round_controlled(
    tables: Sequence[Tabulated], policy: RoundingPolicy
) -> tuple[tuple[NoisyTable, ...], NoiseStatement]:
    """Each count to one of its adjacent multiples so that all totals add up, as near to the counts as possible.

    Where there is no such rounding (tables of three and more breakdowns may have none), the multiples next to these
    are allowed, but a zero stays a zero. Raises Refusal: noise-rounding-impossible, noise-rounding-too-large.
    """
    found = layout([table.cross for table in tables])
    counts = found.gathered([table.count for table in tables])
    check_cells(len(counts))
    near = nearest_multiples(found.structure.matrix, counts, policy.base)
    values = found.scattered(near.multiples * policy.base)
    off = int(np.abs(near.multiples * policy.base - counts).max(initial=0))
    errors = [np.full(table.count.shape, float(_most(off, policy.base))) for table in tables]
    rounded = tuple(
        NoisyTable(table.id, table.cross, value, error)
        for table, value, error in zip(tables, values, errors, strict=True)
    )
    return rounded, _statement(off, policy.base, near)


def check_cells(cells: int) -> None:
    """Raises Refusal "noise-rounding-too-large" for more cells, of all tables, than are rounded together."""
    if cells > MOST_CELLS:
        what = f"The tables have {cells:,} cells; {MOST_CELLS:,} are the most that are rounded together."
        raise refusal("noise-rounding-too-large", what, where="controlled rounding", do=_COARSER)


@dataclass(frozen=True)
class Rounded:
    """multiples: of the base. distance, bound: how far all cells are moved together, and the least that is possible."""

    multiples: Integers
    distance: int
    bound: int


def nearest_multiples(matrix: csr_array, counts: Integers, base: int) -> Rounded:
    """Multiples of the base, divided by it, with matrix @ multiples = 0.

    Raises Refusal: noise-rounding-impossible, noise-rounding-too-large.
    """
    for farther in range(FARTHEST + 1):
        found = _rounded(matrix, counts, base, farther)
        if found is not None:
            return found
    what = f"No rounding to multiples of {base} lets all totals add up."
    do = "Choose another base, round at random, or publish these tables apart."
    raise refusal("noise-rounding-impossible", what, where="controlled rounding", do=do)


def _rounded(matrix: csr_array, counts: Integers, base: int, farther: int) -> Rounded | None:
    """Choices for each cell: one multiple more or not, then so many further ones, and so many fewer."""
    down, rest = counts // base, (counts % base).astype(np.float64)
    every = np.full(len(counts), float(base))
    costs = [base - 2 * rest, *([every] * (2 * farther))]
    most = [
        (rest > 0) * 1.0,
        *([(counts > 0) * 1.0] * farther),
        *((down >= step) * 1.0 for step in range(1, farther + 1)),
    ]
    rows = hstack([*([matrix] * (1 + farther)), *([-matrix] * farther)], format="csr")
    target = -(matrix @ down.astype(np.float64))
    choices = Choices(np.concatenate(costs), np.zeros(rows.shape[1]), np.concatenate(most))
    choices.require(vstack([rows, -rows], format="csr"), np.concatenate([target, -target]))
    found = choices.divided()  # tables of two breakdowns have optima of zeros and ones: Cox 1987
    if found is not None and not _is_whole(found):
        found = _chosen(choices, len(counts))
    if found is None:
        return None
    taken = np.round(found.point).astype(np.int64).reshape(1 + 2 * farther, -1)
    multiples = down + taken[: 1 + farther].sum(axis=0) - taken[1 + farther :].sum(axis=0)
    return Rounded(
        multiples, int(np.abs(multiples * base - counts).sum()), int(np.ceil(found.bound - TOLERANCE) + rest.sum())
    )


def _chosen(choices: Choices, cells: int) -> Choice | None:
    if cells > MOST_SEARCHED:
        what = f"The tables have {cells:,} cells, and {MOST_SEARCHED:,} are the most for three and more breakdowns."
        raise refusal("noise-rounding-too-large", what, where="controlled rounding", do=_COARSER)
    for nodes in NODES:
        found = choices.whole(nodes)
        if found is None or np.isfinite(found.cost):
            return found
    what = "No rounding was found in the time that a search may take."
    raise refusal("noise-rounding-too-large", what, where="controlled rounding", do=_COARSER)


def _is_whole(choice: Choice) -> bool:
    return bool(np.all(np.abs(choice.point - np.round(choice.point)) <= TOLERANCE))


def _most(off: int, base: int) -> int:
    """The bound that may be published: it depends on how far the search went, not on a cell."""
    return base - 1 if off < base else base * -(-(off + 1) // base) - 1


def _statement(off: int, base: int, near: Rounded) -> NoiseStatement:
    most = _most(off, base)
    farther = "" if most < base else " Some had to go to the multiple after that, or no total would have added up."
    return NoiseStatement(
        kind=NoiseKind.CONTROLLED_ROUNDING,
        done=f"Each count was rounded to a multiple of {base} next to it, all tables together, as near as possible."
        f"{farther}",
        error=f"A count is off by {most} at most, and no standard error is larger than that.",
        margins="All totals are the sums of their parts.",
        not_hidden=(
            _WITHIN,
            "The rounding is not drawn by chance: on average it may lean to one side.",
            _OVER_TIME,
            ELSEWHERE,
        ),
        most=float(most),
        standard_error=float(most),
        adds_up=True,
        public=(("base", str(base)),),
        restricted=(("distance of all cells", str(near.distance)), ("least possible distance", str(near.bound))),
    )
