"""All measures of a file's disclosure risk, from its cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.closeness import Closeness, closeness
from nyhavn.engine.confidentiality.microdata.diversity import Diversity, diversity
from nyhavn.engine.confidentiality.microdata.frequencies import Frequencies, frequencies
from nyhavn.engine.confidentiality.microdata.households import Households
from nyhavn.engine.confidentiality.microdata.individual import (
    RiskMethod,
    expected_reidentifications,
    individual_risk,
)
from nyhavn.engine.confidentiality.microdata.numbering import Floats
from nyhavn.framework.microdata_policy import MicrodataFacts, MicrodataPolicy
from nyhavn.framework.refusal import refusal

_ROUNDING = 1e-9  # one in eleven is not more than 1 / 11


@dataclass(frozen=True)
class SensitiveRisk:
    """What rows that agree in all keys give away of one sensitive variable; None where nobody stated a value."""

    name: str
    diversity: Diversity | None
    closeness: Closeness | None


@dataclass(frozen=True)
class HouseholdRisk:
    """households: how many. highest: of any. expected: rows that are expected to be found; rate: their share."""

    households: int
    highest: float
    expected: float
    rate: float


@dataclass(frozen=True)
class Assessment:
    """The risk of a file. Restricted: it says what an intruder could hope for.

    rows, cells: how many. least: the smallest number of rows that agree (k). uniques: rows that agree with no other.
    below: per asked k the rows that agree with fewer than k - 1 others. highest: individual risk of any row. expected:
    rows that are expected to be found; rate: their share of all. keys: the quasi-identifiers.
    """

    keys: tuple[str, ...]
    rows: int
    cells: int
    least: int
    uniques: int
    below: tuple[tuple[int, int], ...]
    highest: float
    expected: float
    rate: float
    is_weighted: bool
    sensitive: tuple[SensitiveRisk, ...] = ()
    household: HouseholdRisk | None = None


@dataclass(frozen=True)
class Assessed:
    """An assessment with what it was made from. risk: individual risk per cell. Restricted."""

    assessment: Assessment
    cells: KeyCells
    frequencies: Frequencies
    risk: Floats

    def rows_above(self, threshold: float) -> int:
        """Rows with an individual risk above the threshold."""
        return int(self.cells.rows[self.risk > threshold].sum())

    def facts(self, policy: MicrodataPolicy) -> MicrodataFacts:
        """What a policy asks of a file."""
        is_risky = (self.frequencies.sample < policy.k.value) | (self.risk > policy.individual_risk.value + _ROUNDING)
        distinct = ((one.name, one.diversity.distinct) for one in self.assessment.sensitive if one.diversity)
        return MicrodataFacts(self.cells.n, int(self.cells.rows[is_risky].sum()), tuple(distinct))


def assess(
    cells: KeyCells,
    *,
    asked: Sequence[int] = (),
    households: Households | None = None,
    method: RiskMethod = RiskMethod.EXACT,
) -> Assessed:
    """Every measure. asked: values of k. Raises Refusal "k-too-large" for a k above the number of rows, or below 2."""
    for k in asked:
        check_k(k, cells.n)
    found = frequencies(cells)
    risk = individual_risk(found, method)
    expected = expected_reidentifications(cells, risk)
    assessment = Assessment(
        keys=cells.keys,
        rows=cells.n,
        cells=len(cells.rows),
        least=int(found.sample.min()),
        uniques=rows_below(cells, found, 2),
        below=tuple((k, rows_below(cells, found, k)) for k in asked),
        highest=float(risk.max()),
        expected=expected,
        rate=expected / cells.n,
        is_weighted=cells.is_weighted,
        sensitive=tuple(SensitiveRisk(s.name, diversity(cells, s), closeness(cells, s)) for s in cells.sensitive),
        household=_of_households(households, risk, cells.n) if households else None,
    )
    return Assessed(assessment, cells, found, risk)


def rows_below(cells: KeyCells, found: Frequencies, k: int) -> int:
    """Rows with which fewer than k rows agree, themselves included."""
    return int(cells.rows[found.sample < k].sum())


def check_k(k: int, rows: int) -> None:
    """Refuses a k that nothing, or everything, would fail."""
    if k < 2:
        raise refusal("k-too-small", f"k is {k}; every row agrees with itself.", where="k", do="Ask for 2 or more.")
    if k > rows:
        what = f"k is {k}, and the file has {rows} rows: no row can agree with so many."
        raise refusal("k-too-large", what, where="k", do="Ask for a smaller k, or hand in more rows.")


def _of_households(households: Households, risk: Floats, rows: int) -> HouseholdRisk:
    expected = households.expected_reidentifications(risk)
    return HouseholdRisk(households.count, float(np.max(households.risk(risk))), expected, expected / rows)
