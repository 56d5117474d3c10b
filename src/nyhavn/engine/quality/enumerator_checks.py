"""Interviewers whose answers differ from everybody else's: a question to the coordinator, never a proof.

Interviewers often work in different places, so that their answers differ by right. What is found stays restricted.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist, median

import narwhals as nw

from nyhavn.engine.quality.flags import row_numbers
from nyhavn.engine.quality.material import Found, Material, not_judged, raised, single
from nyhavn.engine.quality.spreads import NORMAL_MAD
from nyhavn.engine.quality.values import grouped
from nyhavn.framework.checks import Check

FEWEST_INTERVIEWERS = 3  # with fewer there is no middle from which one of them could lie far away
_SUM, _SQUARES, _ROWS, _Y, _Y2 = "_sum", "_squares", "_rows", "_y", "_y2"


@dataclass(frozen=True)
class Interviewer:
    """One interviewer's answers: how many, their sum, and the sum of their squares."""

    name: str
    rows: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        """Mean answer, or the share of one answer."""
        return self.total / self.rows

    @property
    def variance(self) -> float:
        """Mean squared distance from the mean; never below zero, whatever doubles do."""
        return max(0.0, self.squares / self.rows - self.mean**2)


def enumerator_effect(material: Material, check: Check) -> Iterator[Found]:
    """Interviewers whose mean (or share of one answer) lies far from those of the others.

    How far is measured against what chance does to a mean of so many answers, and against how much interviewers differ
    among themselves; the cut is shared among all of them (Bonferroni). Beside it the share of the variance that lies
    between interviewers (intraclass correlation by analysis of variance, Kish 1962).
    """
    (who,) = check.by
    for column in check.columns:
        told = _interviewers(material, check, column, who)
        headers = (material.header(column), material.header(who))
        rows = sum(one.rows for one in told)
        judged = [one for one in told if one.rows >= check.number("fewest")]
        if len(judged) < FEWEST_INTERVIEWERS:
            yield from not_judged(check, headers, rows, "too few interviewers have enough answers")
            continue
        reach = _reach(check, len(judged))
        far = {one.name: abs(z) for one, z in zip(judged, distances(judged), strict=True) if abs(z) > reach}
        if far:
            answers = material.answers.filter(nw.col(who).is_in(sorted(far)))
            evidence = [
                single("interviewers", len(told)),
                single("interviewers-judged", len(judged)),
                single("interviewers-found", len(far)),
                single("largest-z", max(far.values())),
                single("between-interviewers", intraclass_correlation(told)),
            ]
            numbers = row_numbers(answers.filter(~_answer(material, check, column).is_null()))
            found = (sum(one.rows for one in judged if one.name in far), rows)
            yield raised(check, "enumerator-effect", headers, found, numbers=numbers, evidence=evidence)


def _answer(material: Material, check: Check, column: str) -> nw.Expr:
    """The number, or 1 and 0 for one answer and the others; null where there is none."""
    code = check.text("answer")
    if not code:
        return material.number(column)
    is_it = nw.when(nw.col(column) == code).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    return nw.when(material.is_answered(column)).then(is_it)


def _interviewers(material: Material, check: Check, column: str, who: str) -> list[Interviewer]:
    answers = material.answers.select(nw.col(who), _answer(material, check, column).alias(_Y))
    known = answers.filter(~nw.col(who).is_null(), ~nw.col(_Y).is_null()).with_columns(
        (nw.col(_Y) * nw.col(_Y)).alias(_Y2)
    )
    counts = [nw.len().alias(_ROWS), nw.col(_Y).sum().alias(_SUM), nw.col(_Y2).sum().alias(_SQUARES)]
    cells = grouped(known, [who], counts, reading=[_Y, _Y2])
    rows = cells.sort(who).collect("pyarrow").to_native().to_pylist()
    return [Interviewer(row[who], int(row[_ROWS]), float(row[_SUM]), float(row[_SQUARES])) for row in rows]


def distances(told: Sequence[Interviewer]) -> list[float]:
    """Of each interviewer's mean from the median of all means, in standard deviations; robust against those far away.

    The variance is that of chance (the variance within interviewers by the number of answers) and, beyond it, that
    between interviewers: 1.4826 times the median distance from the median, squared, less the median variance of chance.
    """
    rows = sum(one.rows for one in told)
    within = sum(one.rows * one.variance for one in told) / max(1, rows - len(told))
    middle = median(one.mean for one in told)
    apart = (NORMAL_MAD * median(abs(one.mean - middle) for one in told)) ** 2
    between = max(0.0, apart - median(within / one.rows for one in told))
    return [_standardised(one.mean - middle, between + within / one.rows) for one in told]


def _standardised(difference: float, variance: float) -> float:
    """0 where nothing varies and nothing differs."""
    if variance:
        return difference / math.sqrt(variance)
    return math.copysign(math.inf, difference) if difference else 0.0


def _reach(check: Check, interviewers: int) -> float:
    """Standard errors beyond which fewer than the cut of all checks would find somebody by chance."""
    return NormalDist().inv_cdf(1 - check.number("cut") / (2 * interviewers)) if check.number("cut") else math.inf


def intraclass_correlation(told: list[Interviewer]) -> float:
    """Share of the variance between interviewers, 0 to 1; negative estimates are 0. nan for one answer each."""
    rows, groups = sum(one.rows for one in told), len(told)
    if rows <= groups or groups < 2:
        return math.nan
    mean = sum(one.total for one in told) / rows
    between = sum(one.rows * (one.mean - mean) ** 2 for one in told) / (groups - 1)
    within = sum(one.rows * one.variance for one in told) / (rows - groups)
    usual = (rows - sum(one.rows**2 for one in told) / rows) / (groups - 1)
    whole = between + (usual - 1) * within
    return max(0.0, (between - within) / whole) if whole else 0.0
