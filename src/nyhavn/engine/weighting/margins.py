"""Margins: known totals of the population by one or more variables, and what makes them unfit for a sample."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.weighting.collapse import collapse, near
from nyhavn.engine.weighting.sample import FloatArray, IntArray, SampleCells, grouped
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.weighting import CountsOf, check_counts

# Relative. Adding the same doubles in another order differs by less; rounding of published figures differs by more,
# and then no weights can meet both margins.
TOTALS_AGREE = 1e-9
SHOWN = 10  # categories named in one sentence; enough to find the fault, short enough to read


@dataclass(frozen=True)
class Margin:
    """Population totals by the cross of some variables; without variables the population's size under ().

    totals: categories (one code per variable) -> how many there are in the population. Combinations that nobody in the
    population has are left out.
    """

    variables: tuple[str, ...]
    totals: Mapping[tuple[str, ...], float]

    @property
    def name(self) -> str:
        """The margin in a sentence."""
        return " by ".join(self.variables) or "population size"

    @property
    def total(self) -> float:
        """Size of the population."""
        return float(sum(self.totals.values()))

    def over(self, variables: Sequence[str]) -> dict[tuple[str, ...], float]:
        """Totals by some of the margin's variables."""
        places = [self.variables.index(name) for name in variables]
        sums: dict[tuple[str, ...], float] = {}
        for categories, total in self.totals.items():
            key = tuple(categories[place] for place in places)
            sums[key] = sums.get(key, 0.0) + total
        return sums

    def scaled(self, total: float) -> "Margin":
        """The same shares of a population of another size, for a margin that is known as shares only."""
        factor = total / self.total
        return Margin(self.variables, {key: value * factor for key, value in self.totals.items()})


def one_way(variable: str, totals: Mapping[str, float]) -> Margin:
    """A margin of a single variable, from category code to total."""
    return Margin((variable,), {(code,): float(total) for code, total in totals.items()})


def reference_margins(
    reference: nw.LazyFrame[Any], sets: Sequence[Sequence[str]], *, counts: CountsOf, weight: str = ""
) -> tuple[Margin, ...]:
    """Margins from a frame of the population, or of a probability sample with weights; one per set of variables.

    counts: what the (weighted) counts of the reference are. Raises Refusal weighting-counts-not-population, and those
    of `collapse`.
    """
    check_counts(counts)
    cells = collapse(reference, tuple(dict.fromkeys(name for names in sets for name in names)), weight)
    return tuple(_margin_of(cells, tuple(names)) for names in sets)


def _margin_of(cells: SampleCells, variables: tuple[str, ...]) -> Margin:
    number, named = cells.groups(variables)
    sums = grouped(cells.weight, number, len(named))
    return Margin(variables, dict(zip(named, sums.tolist(), strict=True)))


@dataclass(frozen=True)
class Target:
    """A margin laid beside the sample.

    number: group of each cell. named, totals: categories and population total of each group.
    """

    margin: Margin
    number: IntArray
    named: tuple[tuple[str, ...], ...]
    totals: FloatArray

    def sums(self, weight: FloatArray) -> FloatArray:
        """Sum of the cells' weights in each group."""
        return grouped(weight, self.number, len(self.totals))


def targets(cells: SampleCells, margins: Sequence[Margin]) -> tuple[Target, ...]:
    """The margins by the sample's groups. Raises Refusal as `check_margins`."""
    check_margins(cells, margins)
    laid = []
    for margin in margins:
        number, named = cells.groups(margin.variables)
        laid.append(Target(margin, number, named, np.array([margin.totals[key] for key in named], dtype=np.float64)))
    return tuple(laid)


def check_margins(cells: SampleCells, margins: Sequence[Margin]) -> None:
    """Refuse, with every reason at once, margins that no weights of this sample can meet.

    Codes: weighting-no-margins, weighting-margin-wrong (built wrong, or named twice), weighting-variable-unknown,
    weighting-total-unusable (negative, zero, no number), weighting-categories-differ (the sample has categories that
    the margin lacks), weighting-category-without-rows (the population has a category that nobody in the sample has),
    weighting-totals-disagree (two margins speak of different populations).
    """
    if not margins:
        raise Refusal(Reason("weighting-no-margins", "There are no totals to weight to.", where="margins"))
    reasons = list(_named_twice(margins))
    sound = []
    for margin in margins:
        faults = list(_shape(cells, margin)) or list(_totals(margin))
        reasons += faults
        if not any(fault.code != "weighting-total-unusable" for fault in faults):
            reasons += _categories(cells, margin)
        if not faults:
            sound.append(margin)
    reasons += _disagreements(sound)
    if reasons:
        raise Refusal(*reasons)


def _named_twice(margins: Sequence[Margin]) -> Iterator[Reason]:
    for first, second in combinations(margins, 2):
        if set(first.variables) == set(second.variables):
            yield Reason("weighting-margin-wrong", "The same margin is given twice.", _where(first), "Keep one.")


def _shape(cells: SampleCells, margin: Margin) -> Iterator[Reason]:
    for name in margin.variables:
        if name not in cells.variables:
            what = f"The sample has no variable {name}.{near(name, cells.variables)}"
            yield Reason("weighting-variable-unknown", what, _where(margin), "Correct the name.")
    if len(set(margin.variables)) < len(margin.variables):
        yield Reason("weighting-margin-wrong", "A variable is named twice.", _where(margin), "Name each once.")
    if not margin.totals:
        yield Reason("weighting-margin-wrong", "The margin has no totals.", _where(margin), "Add a total per category.")
    if any(len(key) != len(margin.variables) for key in margin.totals):
        what = f"Some totals do not name {len(margin.variables)} categories, one for each variable."
        yield Reason("weighting-margin-wrong", what, _where(margin), "Name one category for each variable.")


def _totals(margin: Margin) -> Iterator[Reason]:
    unusable = [key for key, total in margin.totals.items() if not (isfinite(total) and total > 0)]
    if unusable:
        what = f"The total is not a number above zero: {_listed(unusable)}."
        do = "Correct the totals. Leave a category out that nobody in the population has."
        yield Reason("weighting-total-unusable", what, _where(margin), do)


def _categories(cells: SampleCells, margin: Margin) -> Iterator[Reason]:
    """Categories on one side only. A population category that is merely misspelt is named with its neighbour."""
    named = set(cells.groups(margin.variables)[1])
    lacking = sorted(named - margin.totals.keys())
    unseen = sorted(margin.totals.keys() - named)
    if lacking:
        other = f" Only in the margin: {_listed(unseen)}." if unseen else ""
        what = f"Only in the sample: {_listed(lacking)}.{other}{_near_pairs(lacking, unseen)}"
        do = "Use the same category codes on both sides, and a total for each."
        yield Reason("weighting-categories-differ", what, _where(margin), do)
    elif unseen:
        what = f"Nobody in the sample stands for a part of the population: {_listed(unseen)}."
        do = "Put the category together with one that is like it, or state a population without it."
        yield Reason("weighting-category-without-rows", what, _where(margin), do)


def _near_pairs(lacking: Sequence[tuple[str, ...]], unseen: Sequence[tuple[str, ...]]) -> str:
    known = {_words(key): key for key in unseen}
    pairs = [(key, near(_words(key), list(known))) for key in lacking]
    return "".join(f" {_words(key)}:{close}" for key, close in pairs[:SHOWN] if close)


def _disagreements(margins: Sequence[Margin]) -> Iterator[Reason]:
    """Two margins must give the same totals for every category of the variables they share; at least in all."""
    for first, second in combinations(margins, 2):
        shared = sorted(set(first.variables) & set(second.variables))
        one, other = first.over(shared), second.over(shared)
        for key in sorted(one.keys() & other.keys()):
            if abs(one[key] - other[key]) > TOTALS_AGREE * max(one[key], other[key]):
                here, there = f"{one[key]:.12g} here", f"{other[key]:.12g} in the margin {second.name}"
                what = f"The totals of {_words(key)} are {here} and {there}."
                do = "Take both margins from one source and one date, or scale one to the total of the other."
                yield Reason("weighting-totals-disagree", what, _where(first), do)
                break


def _where(margin: Margin) -> str:
    return f"margin {margin.name}"


def _words(categories: Sequence[str]) -> str:
    return " and ".join(categories) or "the whole"


def _listed(keys: Sequence[tuple[str, ...]]) -> str:
    more = f" and {len(keys) - SHOWN} others" if len(keys) > SHOWN else ""
    return ", ".join(_words(key) for key in keys[:SHOWN]) + more
