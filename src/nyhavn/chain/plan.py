"""The plan: one declarative TOML file that says everything a release needs. Documented in docs/reference/plan.md."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from nyhavn.framework.adjustment import Adjustment
from nyhavn.framework.basis import Basis
from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.community_record import CommunityRecord
from nyhavn.framework.complaints import ComplaintsOnRecord
from nyhavn.framework.consent import Notice, Purpose
from nyhavn.framework.decisions_on_record import DecisionsOnRecord
from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import Initiation, StageParticipation
from nyhavn.framework.design import Design
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.initiative_types import InitiativeType
from nyhavn.framework.interests import Independence
from nyhavn.framework.microdata_policy import Review
from nyhavn.framework.modules import AnyModule, declared
from nyhavn.framework.needs import Needs
from nyhavn.framework.openness import OpennessChoice
from nyhavn.framework.over_time import OverTimePolicy
from nyhavn.framework.protection import ProtectionPolicy
from nyhavn.framework.quality_records import Approached
from nyhavn.framework.release_kind import ReleaseKind
from nyhavn.framework.security import SecurityRecord
from nyhavn.framework.statistics import Breakdown, Indicator
from nyhavn.framework.table_file import TableFile
from nyhavn.framework.validation import Validation
from nyhavn.framework.weighting import CountsOf, Weighting


class PlanParty(Declared):
    """Somebody with a part in the initiative: a funder, a commissioner, the producer."""

    name: str
    kind: str
    role: str
    note: str = ""


class InitiativeSection(Declared):
    """[initiative]: who makes these data, with whom, about what.

    parties and interests: absent means that nothing was said; an empty list says "none" explicitly.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$")
    title: str
    type: InitiativeType
    community: str
    place: str
    summary: str = ""
    language: str = "en"
    synthetic: bool = False
    parties: tuple[PlanParty, ...] | None = None
    interests: tuple[str, ...] | None = None


class DefinitionSection(Declared):
    """[definition]: whether to print the stricter local reading "design and collection" beside the verdict."""

    print_strict: bool = False


class InstrumentSection(Declared):
    """[instrument]: the XLSForm, or a data dictionary where there is no form."""

    form: str = ""
    dictionary: str = ""
    frozen_on: date | None = None


class RepeatLink(Declared):
    """The sheet of the parent, and the two columns that link a repeat to it."""

    parent: TableFile
    child_key: str = "_parent_index"
    parent_key: str = "_index"
    columns: tuple[str, ...] | None = None


class ContributionsSection(TableFile):
    """[contributions]: the file with one row per contribution.

    columns: "listed" reads only the columns the instrument names; "all" takes every column into the run.
    coded: the answers are the codes of the instrument already, so a dictionary's way of reading a file is left out.
    set_aside: columns that are read for checks of duplicates and then never used; nothing of them is released.
    repeat: the repeat the rows belong to ("" is the main sheet); link: how the rows find their parent.
    collected_on: question or column that holds the day of the contribution; date_format: how it is written there
    (the codes of strftime; the default reads 2026-11-22 and anything that begins so).
    """

    columns: Literal["listed", "all"] = "listed"
    coded: bool = False
    set_aside: tuple[str, ...] = ()
    repeat: str = ""
    link: RepeatLink | None = None
    collected_on: str = ""
    date_format: str = "%Y-%m-%d"


class PurposeColumn(Declared):
    """The column that holds the answer for one purpose of consent, and which answers mean what."""

    column: str
    given: tuple[str, ...]
    refused: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


class ConsentSection(Declared):
    """[consent]: which columns hold the consent record of each person, and which notices were in force."""

    purposes: Mapping[Purpose, PurposeColumn]
    notice_version: str = ""
    language: str = ""
    at: str = ""
    notice: tuple[Notice, ...] = ()


class MethodSection(Declared):
    """[method]: the method card in the producer's words. What is left out is shown as "not stated"."""

    population: str = ""
    mode: str = ""
    collected_from: date | None = None
    collected_to: date | None = None
    weights: str = ""
    error_sources: str = ""
    training: str = ""
    pretest: str = ""
    approached: Approached | None = None


class Weights(Declared):
    """[weights]: weights from a table of clusters: each row of a cluster weighs its value / rows in the cluster."""

    table: TableFile
    key: str
    value: str


class Margin(Declared):
    """One margin of the reference population: a breakdown with its shares or totals by category code."""

    breakdown: str
    totals: Mapping[str, float]


class ReferenceSection(Declared):
    """[reference]: a population to compare the participants with, and to weight them to where the plan says so.

    counts: what the numbers are; weights need those of the population. reference_date: the day they speak of.
    """

    source: str
    counts: CountsOf = CountsOf.UNSTATED
    reference_date: date | None = None
    margins: tuple[Margin, ...]


class CleaningSection(Declared):
    """[cleaning]: what reviewers decided about the contributions as received, carried out before anything else.

    log: the file. key: received header of the column by whose values the log names its rows.
    """

    log: str = Field(min_length=1)
    key: str = Field(min_length=1)


class DecidedFinding(Declared):
    """A finding that people looked into and decided to leave as it is; with it, a serious one counts as answered.

    check, columns, wording: those of the finding (wording empty: any). rows: numbers of the rows that were looked at;
    a row that came later is not answered by it. beyond: how many further rows the finding had and did not list.
    """

    check: str
    columns: tuple[str, ...] = ()
    wording: str = ""
    rows: tuple[int, ...] = ()
    beyond: int = Field(default=0, ge=0)


class QualitySection(Declared):
    """[quality]: groups of columns in which two rows should not agree, and findings that were decided.

    keys: received headers or question names.
    """

    keys: tuple[tuple[str, ...], ...] = ()
    decided: tuple[DecidedFinding, ...] = ()


class Credit(Declared):
    """How one producer wishes to be named: by name, under the collective's name, or not at all."""

    name: str
    wish: Literal["named", "collective", "anonymous"]


class ReleaseSection(Declared):
    """[release]: what is to be published, under which licence, when, and in whose name."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,80}$")
    version: str = "1"
    kinds: tuple[ReleaseKind, ...]
    licence: str = ""
    attribution: str = ""
    citation: str = ""
    credits: tuple[Credit, ...] = ()
    release_date: date | None = None
    results_returned: date | None = None
    microdata_columns: tuple[str, ...] = ()
    changes: str = ""


class RecordsSection(Declared):
    """[records]: how records about persons are made safe before they may leave, and by which policy they are judged.

    keys: what somebody may know of a person. sensitive: what they would learn. weight: column of how many people a row
    stands for; "" where nobody knows. dates: how coarse days become, by column. wider: new codes, by column and code.
    blank: whether single answers may be left blank; importance: keys, the one to keep first.
    """

    policy: str = "public-use"
    keys: tuple[str, ...] = Field(min_length=1)
    sensitive: tuple[str, ...] = ()
    weight: str = ""
    dates: Mapping[str, Literal["month", "quarter", "year", "five-years"]] = Field(default_factory=dict)
    wider: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    blank: bool = True
    importance: tuple[str, ...] = ()
    reviewed: tuple[Review, ...] = ()


class RiskSection(Declared):
    """[risk]: what the register of risks says on the day of the run; numbers and roles, no words of it.

    high: a risk is high, or was. signed_by: by whom the measures are signed; two different ones are needed at a high
    risk. risks: how many are on record. unsigned, overdue: how many wait for a signature or a review. refused: how many
    of the unsigned somebody said no to. prompts: how many dangers the questionnaire itself asks about; unanswered: how
    many of them nobody looked at. reviewed: the day on which benefit and harm of the results were weighed again, by
    somebody who did not make them.
    """

    high: bool = False
    signed_by: tuple[str, ...] = ()
    risks: int = Field(default=0, ge=0)
    unsigned: int = Field(default=0, ge=0)
    refused: int = Field(default=0, ge=0)
    overdue: int = Field(default=0, ge=0)
    prompts: int = Field(default=0, ge=0)
    unanswered: int = Field(default=0, ge=0)
    reviewed: date | None = None


class PlanHeader(Declared):
    """[plan]: the version of this format."""

    version: Literal[1]


class Plan(Declared):
    """A whole plan, as read from one TOML file."""

    plan: PlanHeader
    initiative: InitiativeSection
    initiation: Initiation = Initiation()
    participation: tuple[StageParticipation, ...] = ()
    independence: Independence | None = None
    validation: Validation | None = None
    definition: DefinitionSection = DefinitionSection()
    needs: Needs | None = None
    instrument: InstrumentSection
    contributions: ContributionsSection
    cleaning: CleaningSection | None = None
    basis: Basis
    consent: ConsentSection | None = None
    community: CommunityRecord | None = None
    design: Design
    weights: Weights | None = None
    method: MethodSection = MethodSection()
    reference: ReferenceSection | None = None
    weighting: Weighting | None = None
    adjustment: Adjustment | None = None
    identity: tuple[IdentityQuestion, ...] = ()
    breakdown: tuple[Breakdown, ...] = ()
    module: tuple[AnyModule, ...] = ()
    indicator: tuple[Indicator, ...]
    rule: tuple[Rule, ...] = ()
    check: tuple[CheckDeclaration, ...] = ()
    quality: QualitySection = QualitySection()
    protection: ProtectionPolicy
    over_time: OverTimePolicy = OverTimePolicy()
    records: RecordsSection | None = None
    risk: RiskSection | None = None
    security: SecurityRecord | None = None
    openness: tuple[OpennessChoice, ...] | None = None
    complaints: ComplaintsOnRecord | None = None
    decisions: DecisionsOnRecord | None = None
    release: ReleaseSection

    @property
    def breakdowns(self) -> tuple[Breakdown, ...]:
        """All groups by which figures are shown, those of modules among them: codes and labels, not how to count."""
        return declared(self.breakdown, self.module)
