"""What a variance knows of calibrated weights: the margins they meet, and how far each cell's weights were moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nyhavn.engine.weighting.calibrated import Calibrated, indicators
from nyhavn.engine.weighting.sample import FloatArray
from nyhavn.framework.refusal import refusal

SAME_FACTOR = 1e-6  # relative: weights come written with some ten digits


@dataclass(frozen=True)
class Calibration:
    """Margins that the weights of a frame were calibrated, post-stratified or raked to.

    margins: each one variable or several crossed, columns of the frame. initial: column of the weight before
    calibration; "" where the frame holds the initial weights only and `factors` say what they became.
    factors: final / initial weight by category of each of `variables`, empty if the frame holds the final weight.
    """

    margins: tuple[tuple[str, ...], ...]
    initial: str = ""
    factors: Mapping[tuple[str, ...], float] | None = None

    def __post_init__(self) -> None:
        if not self.margins or not all(self.margins):
            raise refusal(
                "calibration-incomplete",
                "The design says that its weights were calibrated, and not to what.",
                where="design, calibration",
                do="Name the margins, each by its variables.",
            )
        if bool(self.initial) == (self.factors is not None):
            raise refusal(
                "calibration-incomplete",
                "The error of calibrated weights needs the weights before calibration.",
                where="design, calibration",
                do="Name the column of the initial weights, or hand over the calibration itself.",
            )

    @classmethod
    def of(cls, calibrated: Calibrated) -> "Calibration":
        """The calibration that `engine.weighting` made; the frame then keeps its initial weights."""
        variables = tuple(dict.fromkeys(name for margin in calibrated.margins for name in margin))
        number, named = calibrated.cells.groups(variables)
        factor = np.ones(len(named))
        factor[number] = calibrated.g
        return cls(calibrated.margins, factors=dict(zip(named, factor.tolist(), strict=True)))

    @property
    def variables(self) -> tuple[str, ...]:
        """Every variable of the margins, each once."""
        return tuple(dict.fromkeys(name for margin in self.margins for name in margin))


@dataclass(frozen=True)
class Auxiliaries:
    """The calibration cells of one collapsed sample.

    x: cells by auxiliary variables, 1 where a cell is in a group of a margin. weight: sum of the final weights of each
    cell; g: final / initial weight. sizes: sum of the initial weights (weight / g).
    """

    x: FloatArray
    weight: FloatArray
    g: FloatArray

    def coefficients(self, sums: FloatArray) -> FloatArray:
        """Fitted values of regressions on the auxiliaries, weighted by the initial weights: figures by cells.

        sums: sum of final weight times variable in each cell, figures by cells. A generalised inverse, because each
        margin adds up to the same constant (Deville and Sarndal 1992, section 3; R survey svyrecvar).
        """
        gram = self.x.T @ ((self.weight / self.g)[:, None] * self.x)
        fitted: FloatArray = (sums / self.g) @ self.x @ np.linalg.pinv(gram, hermitian=True) @ self.x.T
        return fitted


def auxiliaries(
    calibration: Calibration, categories: Sequence[tuple[str, ...]], weight: FloatArray, initial: FloatArray
) -> Auxiliaries:
    """Auxiliaries of cells. categories: per cell the category of each of `calibration.variables`."""
    place = {name: number for number, name in enumerate(calibration.variables)}
    grouped = []
    for margin in calibration.margins:
        named = [tuple(category[place[name]] for name in margin) for category in categories]
        number = {group: index for index, group in enumerate(sorted(set(named)))}
        grouped.append(np.array([number[group] for group in named], dtype=np.int64))
    return Auxiliaries(indicators(grouped).toarray(), weight, weight / initial)


def check_even(g: FloatArray, squares: FloatArray, products: FloatArray, of_initial: FloatArray) -> None:
    """Raises Refusal "calibration-uneven" where rows of one calibration cell were moved by different factors.

    One entry per cell: g; sums of final weight squared, of final times initial, of initial squared.
    """
    distance = squares - 2 * g * products + g**2 * of_initial  # sum of (final - g initial)^2
    if (distance > SAME_FACTOR**2 * squares).any():
        raise refusal(
            "calibration-uneven",
            "Some weights were changed by more than the calibration to these margins.",
            where="design, calibration",
            do="Name every margin, or hand over the weights before the last change as the initial ones.",
        )
