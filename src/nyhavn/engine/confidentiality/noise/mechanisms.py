"""OpenDP's integer mechanisms: discrete Laplace and discrete Gaussian noise on cells.

The noise comes from OpenDP's own secure randomness. It has no seed, on purpose: whoever had the seed could take the
noise off. Canonne, Kamath and Steinke, The Discrete Gaussian for Differential Privacy, NeurIPS 2020.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from opendp.domains import atom_domain, vector_domain
from opendp.measurements import make_gaussian, make_laplace
from opendp.metrics import l1_distance, l2_distance
from opendp.mod import enable_features

from nyhavn.engine.confidentiality.noise.question import Mechanism, Sensitivity

enable_features("contrib")

_UP = 1 + 2**-50  # the smallest step that OpenDP's own rounding upwards does not swallow


@dataclass(frozen=True)
class Noise:
    """A mechanism with its scale: b of Laplace, sigma of Gaussian. loss: its cost by OpenDP, at most the price."""

    mechanism: Mechanism
    scale: float
    loss: float

    @property
    def standard_error(self) -> float:
        """Of one cell. Gaussian: sigma, which the discrete distribution does not exceed."""
        if self.mechanism is Mechanism.GAUSSIAN:
            return self.scale
        decay = math.exp(-1 / self.scale)
        return math.sqrt(2 * decay) / (1 - decay)

    def added(self, values: Sequence[int]) -> list[int]:
        """Each value with noise of its own. Another answer at every call."""
        return [int(value) for value in _measurement(self.mechanism, self.scale)(list(values))]


def noise(mechanism: Mechanism, sensitivity: Sensitivity, price: Fraction) -> Noise:
    """The least noise for this price: b = l1 / epsilon, sigma = l2 / sqrt(2 rho), rounded upwards."""
    if mechanism is Mechanism.LAPLACE:
        scale, distance = float(sensitivity.l1 / price), sensitivity.l1
    else:
        scale, distance = sensitivity.l2 / math.sqrt(2 * price), sensitivity.l2
    while Fraction(loss := float(_measurement(mechanism, scale).map(distance))) > price:
        scale *= _UP
    return Noise(mechanism, scale, loss)


def _measurement(mechanism: Mechanism, scale: float) -> Any:
    """Vectors of 64-bit whole numbers in and out."""
    domain = vector_domain(atom_domain(T="i64"))
    if mechanism is Mechanism.LAPLACE:
        return make_laplace(domain, l1_distance(T="i64"), scale=scale)
    return make_gaussian(domain, l2_distance(T="i64"), scale=scale)
