"""Participants and the population side by side, on the same cells.

A model has one column per category of each covariate but the first (main effects), and a constant. What is estimated
does not depend on which category is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nyhavn.engine.inference.arrays import Categories, FloatArray, IntArray, summed
from nyhavn.engine.inference.participants import ParticipantCells
from nyhavn.engine.inference.reference import (
    PopulationMargins,
    Reference,
    ReferenceSample,
    check_margins,
)
from nyhavn.framework.refusal import Reason, Refusal, refusal


@dataclass(frozen=True)
class Pair:
    """Both sides on the same cells, in sorted order.

    categories: codes of each cell. rows, y, yy: participants, and sums of their outcome less `shift`, per cell.
    population: weighted count of each cell; empty where only margins are known. size: number in the population, which
    is the sum of the weights unless a known number was given (is_size_known). sample: the entries of a probability
    sample, `cell` numbered as here; None where the population was counted. margins: totals where only they are known.
    """

    covariates: tuple[str, ...]
    categories: Categories
    rows: IntArray
    y: FloatArray
    yy: FloatArray
    shift: float
    is_binary: bool
    population: FloatArray
    size: float
    is_size_known: bool = True
    sample: ReferenceSample | None = None
    margins: PopulationMargins | None = None

    @property
    def participants(self) -> int:
        """Number of participants with a valid answer."""
        return int(self.rows.sum())

    @property
    def has_cells(self) -> bool:
        """Whether the population is known cell by cell, and not by margins alone."""
        return self.margins is None

    def codes(self, name: str) -> list[str]:
        """The code of each cell for one covariate."""
        place = self.covariates.index(name)
        return [codes[place] for codes in self.categories]

    def matrix(self, covariates: Sequence[str]) -> FloatArray:
        """The columns of a model: a constant, then per covariate every category but the first. Cells by columns."""
        columns = [np.ones(len(self.categories))]
        for name in covariates:
            codes = np.array(self.codes(name))
            columns.extend((codes == code).astype(np.float64) for code in np.unique(codes)[1:])
        return np.column_stack(columns)

    def totals(self, covariates: Sequence[str]) -> FloatArray:
        """Population totals of the columns of `matrix`."""
        if self.margins is None:
            return self.matrix(covariates).T @ self.population
        known = self.margins.margins
        kept = ((name, code) for name in covariates for code in np.unique(self.codes(name))[1:].tolist())
        return np.array([self.size, *(known[name][code] for name, code in kept)])


def pair(participants: ParticipantCells, reference: Reference, *, size: float | None = None) -> Pair:
    """Bring both sides together.

    size: the number in the population, where it is known better than from the weights. Raises Refusal if the
    covariates differ, or a category exists on one side only: then participants cannot speak for that part of the
    population (or nobody of the population is like those participants), and no model can help.
    """
    if set(participants.covariates) != set(reference.covariates):
        raise refusal(
            "adjustment-covariates-differ",
            "Participants and reference are not described by the same covariates.",
            where="adjustment",
            do="Use only covariates that both have, measured alike.",
        )
    if isinstance(reference, PopulationMargins):
        return _with_margins(participants, reference)
    order = [reference.covariates.index(name) for name in participants.covariates]
    theirs = [tuple(codes[place] for place in order) for codes in reference.categories]
    cells = sorted(set(participants.categories) | set(theirs))
    number = {codes: place for place, codes in enumerate(cells)}
    there = np.array([number[codes] for codes in theirs], dtype=np.int64)
    population = summed(there, reference.cell_weights, len(cells))
    sample = _renumbered(reference, tuple(cells), there) if isinstance(reference, ReferenceSample) else None
    total = float(population.sum()) if size is None else size
    is_known = size is not None or sample is None
    sides = _aligned(participants, tuple(cells))
    joined = Pair(*sides, population=population, size=total, is_size_known=is_known, sample=sample)
    _check_overlap(joined)
    return joined


def _with_margins(participants: ParticipantCells, reference: PopulationMargins) -> Pair:
    size = check_margins(reference)
    none = np.zeros(0)
    joined = Pair(*_aligned(participants, participants.categories), population=none, size=size, margins=reference)
    _check_overlap(joined)
    return joined


def _aligned(
    participants: ParticipantCells, cells: Categories
) -> tuple[tuple[str, ...], Categories, IntArray, FloatArray, FloatArray, float, bool]:
    number = {codes: place for place, codes in enumerate(cells)}
    here = np.array([number[codes] for codes in participants.categories], dtype=np.int64)
    rows, y, yy = (summed(here, values, len(cells)) for values in (participants.rows, participants.y, participants.yy))
    shift, is_binary = participants.shift, participants.is_binary
    return participants.covariates, cells, rows.astype(np.int64), y, yy, shift, is_binary


def _renumbered(sample: ReferenceSample, cells: Categories, there: IntArray) -> ReferenceSample:
    return ReferenceSample(
        sample.covariates,
        cells,
        there[sample.cell],
        sample.stratum,
        sample.cluster,
        sample.rows,
        sample.weight,
        sample.strata,
    )


def _check_overlap(joined: Pair) -> None:
    if not joined.participants or not joined.size > 0:
        raise refusal(
            "adjustment-nobody",
            "There are no participants with a valid answer, or nobody in the population.",
            where="adjustment",
            do="Check that both files hold rows, and that participants answered what is to be estimated.",
        )
    reasons = [reason for name in joined.covariates for reason in _one_sided(joined, name)]
    if reasons:
        raise Refusal(*reasons)


def _one_sided(joined: Pair, name: str) -> Iterator[Reason]:
    codes = np.array(joined.codes(name))
    here = set(np.unique(codes[joined.rows > 0]).tolist())
    if joined.margins is None:
        there = set(np.unique(codes[joined.population > 0]).tolist())
    else:
        there = {code for code, count in joined.margins.margins[name].items() if count > 0}
    for code in sorted(there - here):
        what = f"No participant is in category {code} of “{name}”, so nobody can speak for that part of the population."
        do = "Put categories together if the community agrees, or say that the figures describe participants."
        yield Reason("adjustment-no-overlap", what, name, do)
    for code in sorted(here - there):
        what = f"The reference has nobody in category {code} of “{name}”, so these participants cannot be weighted."
        do = "Measure the covariate alike on both sides, or leave out the participants the population does not include."
        yield Reason("adjustment-category-not-in-reference", what, name, do)
