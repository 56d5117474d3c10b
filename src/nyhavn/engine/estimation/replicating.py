"""Replicates of a sample: how they were made, or are to be made, and what their differences are multiplied by.

    v = sum over replicates r of scale_r * (estimate_r - estimate)^2

around the estimate of the full sample (Wolter 2007, Introduction to Variance Estimation, chapters 3 to 5).
"""

from dataclasses import dataclass

from nyhavn.framework.precision import Replication
from nyhavn.framework.refusal import refusal

DEFAULT_BOOTSTRAPS = 500  # Statistics Canada's household surveys publish 500 to 1,000 bootstrap weights


@dataclass(frozen=True)
class ReplicateColumns:
    """Replicate weights that came with the data.

    columns: one weight column per replicate. fay: rho of Fay's method, 0 for plain BRR. scales: one factor per
    replicate (JKn needs them, because the columns do not say which stratum a replicate belongs to). df: degrees of
    freedom of the variance; None: replicates less 1.
    Raises Refusal "replicates-wrong" for too few columns, a rho outside 0 to 1, or scales that do not fit.
    """

    columns: tuple[str, ...]
    method: Replication
    fay: float = 0.0
    scales: tuple[float, ...] = ()
    df: int | None = None

    def __post_init__(self) -> None:
        _check_fay(self.method, self.fay)
        if len(self.columns) < 2 or len(set(self.columns)) < len(self.columns):
            raise _wrong("A variance needs two or more different columns of replicate weights.", "Name them all.")
        if self.method is Replication.JKN and not self.scales:
            raise _wrong("JKn replicates need a scale each.", "State scales; each is (units - 1) / units of a stratum.")
        if self.scales and len(self.scales) != len(self.columns):
            raise _wrong(f"There are {len(self.columns)} replicates and {len(self.scales)} scales.", "State one each.")

    @property
    def factors(self) -> tuple[float, ...]:
        """The scale of each replicate."""
        if self.scales:
            return self.scales
        count = len(self.columns)
        if self.method is Replication.JK1:
            return ((count - 1) / count,) * count
        return (1 / (count * (1 - self.fay) ** 2),) * count


@dataclass(frozen=True)
class MadeReplicates:
    """Replicates to be made from the units of the design.

    fay: rho of Fay's method (BRR): halves get the weights rho and 2 - rho. number, seed: of bootstrap replicates.
    """

    method: Replication
    fay: float = 0.0
    number: int = DEFAULT_BOOTSTRAPS
    seed: int = 1

    def __post_init__(self) -> None:
        _check_fay(self.method, self.fay)
        if self.number < 2:
            raise _wrong("A bootstrap variance needs two or more replicates.", "Ask for some hundred.")


def _check_fay(method: Replication, fay: float) -> None:
    if not 0 <= fay < 1 or (fay and method is not Replication.BRR):
        raise _wrong("Fay's factor belongs to BRR and lies from 0 to below 1.", "Correct the factor, or leave it out.")


def _wrong(what: str, do: str) -> Exception:
    return refusal("replicates-wrong", what, where="design, replicates", do=do)
