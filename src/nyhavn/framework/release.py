"""A release: everything that is published, as one value. Report, bundle and JSON are made from it and nothing else.

Whatever stands here has passed the gate. Parameters of protection, row numbers and exact small counts never do.
"""

from dataclasses import dataclass
from datetime import date, datetime

from nyhavn.framework.definition import Verdict
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.interests import Independence
from nyhavn.framework.labels import CommunityLabel
from nyhavn.framework.principles import PrincipleEvidence
from nyhavn.framework.quality_dimensions import QualityReport
from nyhavn.framework.statistics import Breakdown, Indicator, StatisticalTable
from nyhavn.framework.validation import Validation


@dataclass(frozen=True)
class Party:
    """Somebody with a part in the initiative. role: started, first-used, funder, commissioner, producer ..."""

    name: str
    kind: str
    role: str
    note: str = ""


@dataclass(frozen=True)
class MethodCard:
    """How the data were made, in the producer's words and in codes. Empty string: not stated, shown as such."""

    population: str
    selection: str  # code, e.g. "volunteer", "simple-random", "cluster", "census", "register"
    selection_words: str
    mode: str
    collected_from: date | None
    collected_to: date | None
    target: str  # "population", "participants", "documented-events", "enumerated-units"
    weights: str
    error_sources: str
    training: str = ""
    pretest: str = ""


@dataclass(frozen=True)
class ResponseRow:
    """Response to one question, in shares of those asked, 0 to 1; None where a share is too small a count to show."""

    question: str
    label: str
    answered: float | None
    dont_know: float | None
    refused: float | None
    missing: float | None


@dataclass(frozen=True)
class PublicFinding:
    """A finding as it may be published. count: "17", "a few" (under the threshold), or "none"."""

    check: str
    severity: str
    columns: tuple[str, ...]
    count: str
    wording: str


@dataclass(frozen=True)
class CoverageRow:
    """Share of a group among the participants and in a reference, 0 to 1; a plausibility check, not a proof."""

    breakdown: str
    category: str
    label: str
    participants: float | None
    reference: float | None


@dataclass(frozen=True)
class ProtectionStatement:
    """What was done so that no cell gives a person away. Kinds of rule only; parameters are restricted.

    policy: version of the initiative's own policy, "" if it has none. tool: name and version. records: this release or
    one before it held records about persons.
    """

    applies: bool
    rules: tuple[str, ...]
    cells: int
    suppressed: int
    audit: str
    over_time: str
    policy: str = ""
    tool: str = ""
    records: bool = False


@dataclass(frozen=True)
class CleaningStatement:
    """That decisions of reviewers were carried out before anything was counted, and how much they changed.

    recodes: number of decisions about whole columns. The others are counts of cells (removed: of contributions) as they
    may be shown; "" where none may.
    """

    recodes: int
    recoded: str
    corrected: str
    blanked: str
    removed: str


@dataclass(frozen=True)
class WeightFactor:
    """How much the contributions of a category were lifted or lowered; None where it would count a small group.

    label: "" for who declined or is not stated.
    """

    breakdown: str
    category: str
    label: str
    factor: float | None


@dataclass(frozen=True)
class MovedFigure:
    """How far an adjusted total could move, in its unit. participants: the figure of those who took part, unweighted.

    low, high: if something that was not measured mattered as much as the strongest covariate. low_by_defect,
    high_by_defect: if taking part still went along with the answer by a stated correlation. words: both in sentences.
    """

    indicator: str
    title: str
    participants: float
    estimate: float
    low: float
    high: float
    low_by_defect: float
    high_by_defect: float
    strongest: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Explained:
    """A covariate of an adjustment, and why the producer says that it serves."""

    title: str
    selection: str
    outcome: str
    measured: str


@dataclass(frozen=True)
class WeightingStatement:
    """How contributions were weighted to a population, and what that costs in precision.

    method: code of framework.weighting.Method or framework.adjustment.AdjustmentMethod. adjusts: chance did not choose
    who took part, so figures are estimates of a model. by: titles of what was weighted by. largest_error: relative,
    of any total. design_effect, effective_n: Kish's; None where they would count a small group. trimmed: contributions
    whose weight was cut, as it may be shown; "" if none was to be. keeps_unplaced: who is in no category of the
    reference kept their share. interval: what the intervals of the tables are; "": they measure the chance of drawing.
    """

    method: str
    adjusts: bool
    source: str
    reference_date: date | None
    by: tuple[str, ...]
    rounds: int
    largest_error: float
    design_effect: float | None
    effective_n: float | None
    trimmed: str
    keeps_unplaced: bool
    interval: str
    factors: tuple[WeightFactor, ...]
    moved: tuple[MovedFigure, ...] = ()
    explained: tuple[Explained, ...] = ()


@dataclass(frozen=True)
class CreditStatement:
    """What a signed release says about who is named: no name.

    commitment: SHA-256 of the credit file as it was at publication. That file is salted and stands beside the release,
    never in it, so that a name can be taken out later. labels: of Local Contexts, with the community's own texts.
    """

    commitment: str
    labels: tuple[CommunityLabel, ...] = ()


@dataclass(frozen=True)
class Release:
    """One release of one initiative."""

    id: str
    version: str
    title: str
    summary: str  # plain-language summary by the producer
    headline: str  # computed: the first indicator's total with its limit, in one sentence
    language: str  # BCP 47
    issued_at: datetime  # UTC
    synthetic: bool  # the data are invented for demonstration
    community: str
    place: str
    initiative_type: str
    unit: str  # person, household, group session, place, event
    participants: str  # number of contributions in the release, as it may be shown
    excluded: str  # contributions left out for want of consent, as it may be shown
    parties: tuple[Party, ...]
    interests: tuple[str, ...]
    verdict: Verdict
    basis: str  # code of framework.basis
    basis_words: tuple[str, ...]
    method: MethodCard
    instrument: Instrument
    indicators: tuple[Indicator, ...]
    breakdowns: tuple[Breakdown, ...]
    tables: tuple[StatisticalTable, ...]
    response: tuple[ResponseRow, ...]
    findings: tuple[PublicFinding, ...]
    coverage: tuple[CoverageRow, ...]
    coverage_source: str
    protection: ProtectionStatement
    limits: tuple[str, ...]
    principles: tuple[PrincipleEvidence, ...]
    licence: str  # SPDX expression
    attribution: str  # how the producers wish to be named
    citation: str
    previous: str = ""  # id of the release before this one
    changes: str = ""  # what changed since then
    weighting: WeightingStatement | None = None  # None: not weighted to a reference by Nyhavn
    cleaning: CleaningStatement | None = None  # None: no cleaning log was applied
    quality: QualityReport | None = None  # None: made before quality reports, or nobody asked for one
    credit: CreditStatement | None = None  # None: made from files, where no contributor could say a wish
    independence: Independence | None = None  # None: made before independence was recorded, or nobody said anything
    validation: Validation | None = None  # None: made before communities were asked, or nothing is on record
