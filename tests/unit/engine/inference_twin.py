"""A slow twin of inference: one person at a time, lists and loops, nothing shared with what it checks.

People are (categories, answer); the reference is (categories, weight, stratum, cluster). Formulas as in Chen, Li and Wu
2020 and Kim, Park, Chen and Wu 2021, each sum written out over people.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp

Person = tuple[tuple[str, ...], float]
Drawn = tuple[tuple[str, ...], float, str, str]
Vector = list[float]


@dataclass(frozen=True)
class Twin:
    value: float
    participants_variance: float
    reference_variance: float
    effective_n: float


def columns(people: Sequence[Sequence[str]]) -> Callable[[Sequence[str]], Vector]:
    """One column per category but the first, after a constant."""
    levels = [sorted({person[place] for person in people}) for place in range(len(people[0]))]

    def row(codes: Sequence[str]) -> Vector:
        return [1.0] + [float(code == level) for code, known in zip(codes, levels, strict=True) for level in known[1:]]

    return row


def solve(matrix: list[Vector], right: Vector) -> Vector:
    """Gauss and Jordan, with pivots."""
    size = len(right)
    work = [[*matrix[i], right[i]] for i in range(size)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda j: abs(work[j][i]))
        work[i], work[pivot] = work[pivot], work[i]
        for j in range(size):
            if j != i:
                factor = work[j][i] / work[i][i]
                work[j] = [a - factor * b for a, b in zip(work[j], work[i], strict=True)]
    return [work[i][size] / work[i][i] for i in range(size)]


def dot(a: Vector, b: Vector) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def logit(eta: float) -> float:
    return 1 / (1 + exp(-eta))


def summed(vectors: Sequence[Vector]) -> Vector:
    return [sum(column) for column in zip(*vectors, strict=True)]


def outer(pairs: Sequence[tuple[float, Vector]]) -> list[Vector]:
    size = len(pairs[0][1])
    return [[sum(w * x[i] * x[j] for w, x in pairs) for j in range(size)] for i in range(size)]


def newton(start: Vector, score: Callable[[Vector], Vector], information: Callable[[Vector], list[Vector]]) -> Vector:
    b = start
    for _ in range(40):
        b = [old + step for old, step in zip(b, solve(information(b), score(b)), strict=True)]
    return b


def spread(drawn: Sequence[Drawn], z: Sequence[float]) -> float:
    """Variance of the sum of w z, between units within strata."""
    units: dict[tuple[str, str], float] = {}
    for place, ((_, weight, stratum, cluster), value) in enumerate(zip(drawn, z, strict=True)):
        key = (stratum, cluster or f"row {place}")
        units[key] = units.get(key, 0.0) + weight * value
    total = 0.0
    for stratum in {key[0] for key in units}:
        sums = [value for key, value in units.items() if key[0] == stratum]
        mean = sum(sums) / len(sums)
        total += len(sums) / (len(sums) - 1) * sum((value - mean) ** 2 for value in sums)
    return total


def mean_spread(drawn: Sequence[Drawn], z: Sequence[float]) -> float:
    size = sum(each[1] for each in drawn)
    mean = sum(each[1] * value for each, value in zip(drawn, z, strict=True)) / size
    return spread(drawn, [(value - mean) / size for value in z])


def effective(weights: Sequence[float]) -> float:
    return sum(weights) ** 2 / sum(weight**2 for weight in weights)


class Twins:
    """Both samples, with the models fitted on them."""

    def __init__(self, people: Sequence[Person], drawn: Sequence[Drawn]):
        self.people, self.drawn = people, drawn
        row = columns([codes for codes, _ in people] + [each[0] for each in drawn])
        self.xa = [row(codes) for codes, _ in people]
        self.xb = [row(each[0]) for each in drawn]
        self.y = [answer for _, answer in people]
        self.w = [each[1] for each in drawn]
        self.size = sum(self.w)

    def likelihood(self) -> tuple[Vector, list[Vector]]:
        def chances(b: Vector) -> Vector:
            return [logit(dot(x, b)) for x in self.xb]

        def score(b: Vector) -> Vector:
            there = [[w * p * v for v in x] for w, p, x in zip(self.w, chances(b), self.xb, strict=True)]
            return [one - other for one, other in zip(summed(self.xa), summed(there), strict=True)]

        def information(b: Vector) -> list[Vector]:
            return outer([(w * p * (1 - p), x) for w, p, x in zip(self.w, chances(b), self.xb, strict=True)])

        b = newton([0.0] * len(self.xa[0]), score, information)
        return b, information(b)

    def calibrated(self) -> tuple[Vector, list[Vector]]:
        totals = summed([[w * v for v in x] for w, x in zip(self.w, self.xb, strict=True)])

        def odds(b: Vector) -> Vector:
            return [exp(-dot(x, b)) for x in self.xa]

        def score(b: Vector) -> Vector:
            here = [[(1 + o) * v for v in x] for o, x in zip(odds(b), self.xa, strict=True)]
            return [one - other for one, other in zip(summed(here), totals, strict=True)]

        def information(b: Vector) -> list[Vector]:
            return outer(list(zip(odds(b), self.xa, strict=True)))

        b = newton(self.likelihood()[0], score, information)
        return b, information(b)

    def linear(self) -> Vector:
        right = summed([[y * v for v in x] for y, x in zip(self.y, self.xa, strict=True)])
        return solve(outer([(1.0, x) for x in self.xa]), right)

    def logistic(self) -> Vector:
        def score(b: Vector) -> Vector:
            missed = [y - logit(dot(x, b)) for y, x in zip(self.y, self.xa, strict=True)]
            return summed([[m * v for v in x] for m, x in zip(missed, self.xa, strict=True)])

        def information(b: Vector) -> list[Vector]:
            chances = [logit(dot(x, b)) for x in self.xa]
            return outer([(p * (1 - p), x) for p, x in zip(chances, self.xa, strict=True)])

        return newton([0.0] * len(self.xa[0]), score, information)

    def _part(self, b: Vector, info: list[Vector], r: Vector, size: float, *, calibrated: bool) -> tuple[float, Vector]:
        """Participants' part of the variance, and what each of the reference adds."""
        p = [logit(dot(x, b)) for x in self.xa]
        right = summed([[(1 - q) / q * e * v for v in x] for q, e, x in zip(p, r, self.xa, strict=True)])
        tilt = solve(info, right)
        total = 0.0
        for q, e, x in zip(p, r, self.xa, strict=True):
            lean = dot(x, tilt)
            total += (1 - q) * (((e - lean) / q) ** 2 if calibrated else (e / q - lean) ** 2)
        pull = [dot(x, tilt) * (1.0 if calibrated else logit(dot(x, b))) for x in self.xb]
        return total / size**2, pull

    def inverse_propensity(self, *, calibrated: bool = False, known_size: bool = False) -> Twin:
        b, info = self.calibrated() if calibrated else self.likelihood()
        weights = [1 + exp(-dot(x, b)) for x in self.xa]
        size = self.size if known_size else sum(weights)
        value = sum(w * y for w, y in zip(weights, self.y, strict=True)) / size
        r = [y - (0.0 if known_size else value) for y in self.y]
        first, pull = self._part(b, info, r, size, calibrated=calibrated)
        return Twin(value, first, spread(self.drawn, pull) / self.size**2, effective(weights))

    def mass_imputation(self, *, logistic: bool = False) -> Twin:
        b = self.logistic() if logistic else self.linear()
        guess: Callable[[float], float] = logit if logistic else lambda eta: eta

        def slope(x: Vector) -> float:
            return guess(dot(x, b)) * (1 - guess(dot(x, b))) if logistic else 1.0

        predicted = [guess(dot(x, b)) for x in self.xb]
        value = sum(w * m for w, m in zip(self.w, predicted, strict=True)) / self.size
        middle = summed([[w * slope(x) * v / self.size for v in x] for w, x in zip(self.w, self.xb, strict=True)])
        n = len(self.y)
        c = solve(outer([(slope(x) / n, x) for x in self.xa]), middle)
        first = sum((y - guess(dot(x, b))) ** 2 * dot(x, c) ** 2 for y, x in zip(self.y, self.xa, strict=True)) / n**2
        return Twin(value, first, mean_spread(self.drawn, predicted), effective([dot(x, c) for x in self.xa]))

    def doubly_robust(self, *, calibrated: bool = False, logistic: bool = False, known_size: bool = True) -> Twin:
        b, info = self.calibrated() if calibrated else self.likelihood()
        a = self.logistic() if logistic else self.linear()
        guess: Callable[[float], float] = logit if logistic else lambda eta: eta
        weights = [1 + exp(-dot(x, b)) for x in self.xa]
        missed = [y - guess(dot(x, a)) for y, x in zip(self.y, self.xa, strict=True)]
        predicted = [guess(dot(x, a)) for x in self.xb]
        size = self.size if known_size else sum(weights)
        correction = sum(w * m for w, m in zip(weights, missed, strict=True)) / size
        level = sum(missed) / size if known_size else correction
        first, pull = self._part(b, info, [m - level for m in missed], size, calibrated=calibrated)
        second = mean_spread(self.drawn, [one + other for one, other in zip(pull, predicted, strict=True)])
        value = sum(w * m for w, m in zip(self.w, predicted, strict=True)) / self.size + correction
        return Twin(value, first, second, effective(weights))
