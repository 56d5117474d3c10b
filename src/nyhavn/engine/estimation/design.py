"""The design of a survey as somebody states it who estimates from Python, on a frame of their own."""

from collections.abc import Mapping
from dataclasses import dataclass

from nyhavn.engine.estimation.calibration import Calibration
from nyhavn.engine.estimation.replicating import MadeReplicates, ReplicateColumns
from nyhavn.engine.estimation.sampling import DEFAULT_CONFIDENCE, Sampling, SamplingError
from nyhavn.framework.precision import LonelyStratum, ShareInterval
from nyhavn.framework.refusal import refusal

MOST_STAGES = 2
PopulationSize = str | int | Mapping[str, int]


@dataclass(frozen=True)
class SurveyDesign:
    """How the rows of a frame were drawn, and what their weights are. R survey: svydesign.

    weight: column; "" where everybody had the same chance and `population` says how many there are, or where figures
    speak of those who took part. strata: column. clusters: columns of the units drawn, first stage first; () where rows
    were drawn. population: per stage how many units there were to draw from: a column, one number, or a mapping (by
    stratum, at the second stage by cluster); () where unknown or large. calibration: what the weights were made to
    meet. replicates: columns of replicate weights, or how to make them. about_participants: figures speak of the rows
    and nobody else, so they carry no standard error.
    Raises Refusal "design-contradicts" for parts that exclude each other.
    """

    weight: str = ""
    strata: str = ""
    clusters: tuple[str, ...] = ()
    population: tuple[PopulationSize, ...] = ()
    calibration: Calibration | None = None
    replicates: ReplicateColumns | MadeReplicates | None = None
    about_participants: bool = False
    confidence: float = DEFAULT_CONFIDENCE
    lonely: LonelyStratum = LonelyStratum.NO_ERROR
    share_interval: ShareInterval = ShareInterval.KORN_GRAUBARD

    def __post_init__(self) -> None:
        self._check_stages()
        if isinstance(self.replicates, ReplicateColumns) and (self.calibration or self.strata or self.clusters):
            what = "Replicate weights that came with the data hold the whole design; other parts would be ignored."
            raise _contradicts(what, "Name the weight and the replicates only.")
        if self.calibration and not self.weight:
            raise _contradicts("Calibrated weights are named, and no weight.", "Name the weight column.")
        if not 0 < self.confidence < 1:
            raise _contradicts("The confidence of an interval lies between 0 and 1.", "Use 0.95.")

    def _check_stages(self) -> None:
        if len(self.clusters) > MOST_STAGES or len(self.population) > MOST_STAGES:
            raise _contradicts("Designs of more than two stages are taken as two.", "State the first two stages.")
        if len(self.population) > 1 and not self.clusters:
            raise _contradicts("A second stage needs the clusters of the first.", "Name the column of clusters.")
        if len({isinstance(size, str) for size in self.population}) > 1:
            raise _contradicts("Population sizes are columns at one stage and not at the other.", "Use columns twice.")

    @property
    def sampling(self) -> Sampling:
        """The design as the engine sees it, for a frame coded with it."""
        first, second = (*self.population, {}, {})[:2]
        in_columns = sum(isinstance(size, str) for size in self.population)
        clustered = bool(self.clusters)
        error = SamplingError.CLUSTER if clustered else SamplingError.SIMPLE_RANDOM
        return Sampling(
            SamplingError.NONE if self.about_participants else error,
            inference=not self.about_participants,
            confidence=self.confidence,
            population=_by_name(first),
            weighted=bool(self.weight) or (bool(self.population) and not self.about_participants),
            clustered=clustered,
            stratified=bool(self.strata),
            subsampled=len(self.clusters) == MOST_STAGES,
            second_population=_by_name(second),
            sizes=in_columns,
            calibration=self.calibration,
            replicates=self.replicates,
            lonely=self.lonely,
            share_interval=self.share_interval,
        )


def _by_name(size: PopulationSize) -> Mapping[str, int]:
    if isinstance(size, str):
        return {}
    return {"": size} if isinstance(size, int) else size


def _contradicts(what: str, do: str) -> Exception:
    return refusal("design-contradicts", what, where="design", do=do)
