"""The table of perturbations: which change each count gets for each cell key.

For every count the probabilities of the changes have the largest entropy among those that are unbiased and have the
wanted variance: they say nothing else about the count. A change never makes a count negative, nor one that may not
occur; zero stays zero. Giessing 2016; the ptable package of the sdcTools project does the same, and can also ask that
probabilities fall with the size of the change, which is not done here.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_array, hstack

from nyhavn.engine.confidentiality.programs import Program
from nyhavn.framework.noise_policy import CellKeyPolicy
from nyhavn.framework.refusal import Refusal, refusal

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

CELL_KEYS = 256  # as many as fit a byte; Fraser and Wooton 2005, and the tables of the ONS
_NEAR = 1e-6  # at the border of what is possible only two changes are left, and nothing to choose


@dataclass(frozen=True)
class PTable:
    """Restricted. changes: counts x CELL_KEYS; the last row is for all larger counts too."""

    changes: Integers

    @property
    def most(self) -> int:
        """The largest change."""
        return int(np.abs(self.changes).max())

    @property
    def absent(self) -> int:
        """No published count is 1 up to this number."""
        shown = self.changes + np.arange(len(self.changes))[:, np.newaxis]
        return int(shown[shown > 0].min()) - 1

    @property
    def standard_error(self) -> float:
        """The largest of all counts: the root of the mean squared change."""
        return float(np.sqrt((self.changes.astype(np.float64) ** 2).mean(axis=1).max()))

    def change(self, count: Integers, key: Integers) -> Integers:
        """The change of each cell. key: any whole number; what is left of it by CELL_KEYS counts."""
        rows = np.minimum(count, len(self.changes) - 1)
        return self.changes[rows, key % CELL_KEYS]


@cache
def design(policy: CellKeyPolicy) -> PTable:
    """The table of this policy. Raises Refusal "noise-variance-impossible"."""
    last = policy.most + policy.absent + 1
    rows = [np.zeros(CELL_KEYS, dtype=np.int64)]
    for count in range(1, last + 1):
        possible = changes_of(count, policy)
        rows.append(spread(possible, probabilities(count, policy)))
    changes = np.stack(rows)
    changes.flags.writeable = False  # the same table for whoever asks
    return PTable(changes)


def changes_of(count: int, policy: CellKeyPolicy) -> Integers:
    """The changes that a count may get."""
    targets = range(max(count - policy.most, 0), count + policy.most + 1)
    return np.array([to - count for to in targets if to == 0 or to > policy.absent], dtype=np.int64)


def probabilities(count: int, policy: CellKeyPolicy) -> Floats:
    """Of each possible change: of largest entropy with mean 0 and the wanted variance.

    They are exp(a v + b v^2) up to a factor; a and b minimise the logarithm of that factor's inverse, a convex
    function. Raises Refusal "noise-variance-impossible".
    """
    change = changes_of(count, policy).astype(np.float64)
    _check_variance(count, change, policy.variance)
    facts = np.stack([change / policy.most, (change**2 - policy.variance) / policy.most**2])

    def weights(at: Floats) -> tuple[float, Floats]:
        exponent = at @ facts
        top = exponent.max()
        weight = np.exp(exponent - top)
        return float(top + np.log(weight.sum())), weight / weight.sum()

    def slope(at: Floats) -> Floats:
        return np.asarray(facts @ weights(at)[1])

    def curvature(at: Floats) -> Floats:
        p = weights(at)[1]
        centred = facts - (facts @ p)[:, np.newaxis]
        return np.asarray((centred * p) @ centred.T)

    found = minimize(
        lambda at: weights(at)[0], np.zeros(2), jac=slope, hess=curvature, method="trust-exact", options={"gtol": 1e-12}
    )
    return weights(found.x)[1]


def _check_variance(count: int, change: Floats, variance: float) -> None:
    """With mean 0 the two changes next to zero have the smallest variance, the two farthest the largest."""
    down, up = change[change < 0], change[change > 0]
    if not (len(down) and len(up)):
        raise _impossible(f"A count of {count} cannot go both up and down, as noise without a lean has to.")
    low = 0.0 if 0 in change else -float(down.max() * up.min())
    high = -float(down.min() * up.max())
    if not low + _NEAR < variance < high - _NEAR:
        raise _impossible(f"A count of {count} can have a variance above {low:g} and below {high:g}, not {variance:g}.")


def _impossible(what: str) -> Refusal:
    do = "Choose another variance, a larger maximal noise, or fewer counts that may not occur."
    return refusal("noise-variance-impossible", what, where="noise by cell keys", do=do)


def spread(change: Integers, p: Floats) -> Integers:
    """The changes of the CELL_KEYS keys, in order: as near to their probabilities as whole keys allow, mean exactly 0.

    One program in whole numbers: of each change its share of keys, rounded down, and perhaps one to three more or one
    fewer; the sum of squares may differ from the variance's by as little as possible. p: with mean 0.
    Raises Refusal "noise-variance-impossible".
    """
    share = CELL_KEYS * p
    start = np.floor(share).astype(np.int64)
    size = len(change)
    facts = csr_array(np.stack([np.ones(size), change, change**2]).astype(np.float64))
    over = csr_array(np.array([[0.0, 0.0], [0.0, 0.0], [-1.0, 1.0]]))
    matrix = hstack([facts, facts, facts, over])  # one more or not, further ones, one fewer (negative), squares
    wanted = np.array([CELL_KEYS, 0, round(CELL_KEYS * float(p @ change**2))], dtype=np.float64)
    room = np.full(2, float(CELL_KEYS))
    low = np.concatenate([np.zeros(2 * size), -np.minimum(start, 1.0), np.zeros(2)])
    high = np.concatenate([np.ones(size), np.full(size, 2.0), np.zeros(size), room])
    program = Program(matrix, wanted - facts @ start, low, high)
    square = np.full(2, 1.0 / max(int(np.abs(change).max()), 1))
    program.objective(np.concatenate([1 - 2 * (share - start), np.ones(size), -np.ones(size), square]))
    solution = program.solve_whole()
    if solution is None:
        raise _impossible("The keys cannot be divided among the changes without a lean.")
    more = np.round(solution.point).astype(np.int64)
    keys = start + more[:size] + more[size : 2 * size] + more[2 * size : 3 * size]
    return np.repeat(change, keys)
