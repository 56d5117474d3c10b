"""A small population whose every cell took part, for tests of inference."""

import numpy as np

from nyhavn.engine.inference import Pair, ParticipantCells, PopulationMargins, pair, population_cells

COVARIATES = ("place", "sex")
Rows = dict[tuple[str, str], tuple[int, int]]  # participants and those who said yes, by cell
ROWS: Rows = {("hill", "f"): (30, 12), ("hill", "m"): (20, 5), ("town", "f"): (10, 6), ("town", "m"): (15, 6)}
PEOPLE = {("hill", "f"): 100.0, ("hill", "m"): 120.0, ("town", "f"): 200.0, ("town", "m"): 180.0}
MARGINS = {"place": {"hill": 220.0, "town": 380.0}, "sex": {"f": 300.0, "m": 300.0}}


def cells(rows: Rows = ROWS, *, covariates=COVARIATES, yes_no=True) -> ParticipantCells:
    here = sorted(codes for codes, (n, _) in rows.items() if n)
    n, yes = (np.array([rows[codes][part] for codes in here], dtype=float) for part in (0, 1))
    return ParticipantCells(covariates, tuple(here), n.astype(np.int64), yes, yes, is_binary=yes_no)


def counted(rows: Rows = ROWS, people=PEOPLE) -> Pair:
    return pair(cells(rows), population_cells(COVARIATES, people))


def by_margins(margins=MARGINS) -> Pair:
    return pair(cells(), PopulationMargins(margins))
