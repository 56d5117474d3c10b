"""How the rows were drawn, as far as a standard error has to know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nyhavn.engine.estimation import columns
from nyhavn.engine.estimation.calibration import Calibration
from nyhavn.engine.estimation.replicating import MadeReplicates, ReplicateColumns
from nyhavn.framework.precision import LonelyStratum, ShareInterval
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
    second_population: units to draw from at the second stage, by cluster; empty: the first stage stands for all.
    sizes: how many stages (0 to 2) have their population sizes in columns of the coded frame instead.
    weighted, clustered, stratified, subsampled: which columns the coded frame holds; subsampled: clusters in clusters.
    calibration: what the weights were made to meet. replicates: columns of replicate weights, or how to make some.
    lonely, share_interval: by name, see there.
    """

    error: SamplingError
    inference: bool
    confidence: float = DEFAULT_CONFIDENCE
    population: Mapping[str, int] = field(default_factory=dict)
    weighted: bool = False
    clustered: bool = False
    stratified: bool = False
    subsampled: bool = False
    second_population: Mapping[str, int] = field(default_factory=dict)
    sizes: int = 0
    calibration: Calibration | None = None
    replicates: ReplicateColumns | MadeReplicates | None = None
    lonely: LonelyStratum = LonelyStratum.NO_ERROR
    share_interval: ShareInterval = ShareInterval.KORN_GRAUBARD

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
        """Whether standard errors come from linearised values rather than from replicates."""
        return self.has_errors and self.replicates is None

    @property
    def draws_rows(self) -> bool:
        """Whether the last stage that variances look at drew rows, of which squares are summed."""
        return self.is_linearised and (not self.clustered or (self.has_second_stage and not self.subsampled))

    @property
    def has_second_stage(self) -> bool:
        """Whether the second stage adds a part of its own: only if its population sizes are known."""
        return self.clustered and (bool(self.second_population) or self.sizes == 2)

    @property
    def knows_population(self) -> bool:
        """Whether a finite population correction applies."""
        return bool(self.population) or self.sizes > 0

    @property
    def is_conditional(self) -> bool:
        """Whether means are taken given the size of their group: rows drawn one by one, and nothing else known."""
        return not (self.clustered or self.stratified or self.calibration)

    @property
    def unit_columns(self) -> tuple[str, ...]:
        """Columns that together name the units of the cells: stratum, cluster, cluster within the cluster."""
        if not self.has_errors or isinstance(self.replicates, ReplicateColumns):
            return ()
        needed = (
            (columns.STRATUM, self.stratified),
            (columns.CLUSTER, self.clustered),
            (columns.SECOND, self.subsampled and self.has_second_stage),
        )
        return tuple(name for name, is_there in needed if is_there)

    @property
    def size_columns(self) -> tuple[str, ...]:
        """Columns of the coded frame with population sizes of the stages."""
        return columns.SIZES[: self.sizes] if self.unit_columns or self.draws_rows else ()

    @property
    def margin_columns(self) -> tuple[str, ...]:
        """Columns of the coded frame that say in which group of each calibration margin a row is."""
        if self.calibration is None or not (self.has_errors or self.calibration.factors):
            return ()
        return tuple(columns.margin(name) for name in self.calibration.variables)
