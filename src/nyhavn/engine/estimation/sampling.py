"""How the rows were drawn, as far as a standard error has to know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nyhavn.engine.estimation import columns
from nyhavn.framework.refusal import refusal

DEFAULT_CONFIDENCE = 0.95  # the usual level of official statistics


class SamplingError(StrEnum):
    """Where the uncertainty of a figure comes from, if chance had a part in who is in the data."""

    NONE = "none"  # volunteers, registers, full counts: no chance was at work, so there is no sampling error
    SIMPLE_RANDOM = "simple random"  # every row drawn by itself
    CLUSTER = "cluster"  # whole clusters drawn first; rows within one are not independent


@dataclass(frozen=True)
class Sampling:
    """The design of one table run.

    inference: whether figures speak about a population beyond the rows.
    confidence: of the intervals, between 0 and 1.
    population: units to draw from (rows, or clusters where clusters were drawn) by stratum, "" where there are no
    strata; empty: not known, or large. Used for the finite population correction.
    weighted, clustered, stratified: which columns the coded frame holds.
    """

    error: SamplingError
    inference: bool
    confidence: float = DEFAULT_CONFIDENCE
    population: Mapping[str, int] = field(default_factory=dict)
    weighted: bool = False
    clustered: bool = False
    stratified: bool = False

    def __post_init__(self) -> None:
        if self.error is SamplingError.CLUSTER and not (self.clustered or self.stratified):
            raise refusal(
                "cluster-missing",
                "The design draws clusters, but no column says which row is in which cluster.",
                where="design",
                do="Name the cluster column, or declare another selection.",
            )

    @property
    def has_errors(self) -> bool:
        """Whether standard errors can be given at all."""
        return self.inference and self.error is not SamplingError.NONE

    @property
    def is_linearised(self) -> bool:
        """Whether variances are taken between sampling units rather than between all rows alike."""
        return self.has_errors and (self.error is SamplingError.CLUSTER or self.stratified)

    @property
    def unit_columns(self) -> tuple[str, ...]:
        """Columns that together name a sampling unit: stratum, then cluster or, where none were drawn, the row."""
        if not self.is_linearised:
            return ()
        unit = columns.CLUSTER if self.clustered else columns.ROW
        return (columns.STRATUM, unit) if self.stratified else (unit,)
