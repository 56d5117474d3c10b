"""Meng's data defect: how strongly taking part goes along with the answer, where the truth is known.

Meng 2018 (Annals of Applied Statistics 12, 685-726): for a mean of n out of N,

    mean of participants - mean of the population = rho * sqrt((1 - f) / f) * sigma,    f = n / N

with rho the correlation, over the population, between taking part and the answer, and sigma the standard deviation of
the answer there. A simple random sample of n_eff = f / (1 - f) / rho^2 would have an error as large (his equation
3.5 up to a term of order 1 / N). With weights the factor becomes sqrt((1 - f + CV^2) / f), CV that of the weights.
"""

from dataclasses import dataclass
from math import inf, sqrt

from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class DataDefect:
    """correlation: of taking part and the answer. effective_n: rows; inf where there is no defect. fraction: n / N.

    difference: participants less benchmark, in the unit of the answer.
    """

    correlation: float
    effective_n: float
    fraction: float
    difference: float


def data_defect(
    mean: float, benchmark: float, *, participants: int, population: float, spread: float | None = None
) -> DataDefect:
    """The data defect of a mean of participants whose true value is known.

    spread: standard deviation of the answer in the population; None: of a share equal to the benchmark. Raises
    Refusal if there are not fewer participants than people, or the answer does not vary.
    """
    fraction = checked_fraction(participants, population)
    sigma = sqrt(max(benchmark * (1 - benchmark), 0.0)) if spread is None else spread
    if sigma <= 0:
        raise refusal(
            "defect-no-spread",
            "In the population all answers are alike, so nothing can go along with them.",
            where="benchmark",
            do="Give the standard deviation of the answer, or a benchmark between 0 and 1.",
        )
    difference = mean - benchmark
    correlation = difference / (sigma * sqrt((1 - fraction) / fraction))
    return DataDefect(correlation, worth(correlation, fraction), fraction, difference)


def worth(correlation: float, fraction: float) -> float:
    """Size of the simple random sample with as large an error: f / (1 - f) / rho^2."""
    return fraction / (1 - fraction) / correlation**2 if correlation else inf


def defect_bias(correlation: float, *, fraction: float, spread: float, variation: float = 0.0) -> float:
    """The error that a data defect causes, in the unit of the answer. variation: CV of the weights."""
    return correlation * sqrt((1 - fraction + variation**2) / fraction) * spread


def checked_fraction(participants: int, population: float) -> float:
    """Share of the population that took part. Raises Refusal unless it lies between 0 and 1."""
    if not 0 < participants < population:
        raise refusal(
            "defect-population-too-small",
            f"{participants} participants are not fewer than the {population:.10g} in the population.",
            where="population",
            do="Give the number of people, homes or things that could have taken part.",
        )
    return participants / population
