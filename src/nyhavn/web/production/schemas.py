"""What pages and interface show of tables, runs and findings."""

from datetime import datetime
from uuid import UUID

from nyhavn.chain.plan import QualitySection, RecordsSection, ReferenceSection, ReleaseSection
from nyhavn.framework.adjustment import Adjustment
from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.declared import Declared
from nyhavn.framework.findings import Severity
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.protection import ProtectionPolicy
from nyhavn.framework.statistics import Breakdown, Indicator
from nyhavn.framework.weighting import Weighting
from nyhavn.web.jobs.models import JobState
from nyhavn.web.production.models import DecisionKind, RunState


class ReasonShown(Declared):
    """One reason, as people read it."""

    code: str
    what: str
    where: str
    do: str


class TablesShown(Declared):
    """What is counted, without the numbers of protection. against: what has to be mended before a run.

    of_modules: the groups that modules make, without people's words.
    """

    identity: tuple[IdentityQuestion, ...]
    breakdown: tuple[Breakdown, ...]
    of_modules: tuple[Breakdown, ...]
    indicator: tuple[Indicator, ...]
    rule: tuple[Rule, ...]
    check: tuple[CheckDeclaration, ...]
    quality: QualitySection
    reference: ReferenceSection | None
    weighting: Weighting | None
    adjustment: Adjustment | None
    records: RecordsSection | None
    release: ReleaseSection | None
    is_protection_said: bool
    against: tuple[ReasonShown, ...]


class ProtectionShown(Declared):
    """The numbers of protection. Restricted: they are never published."""

    protection: ProtectionPolicy | None


class JobShown(Declared):
    """How far the work is."""

    state: JobState
    stage: str
    step: int
    steps: int
    is_over: bool
    reasons: tuple[ReasonShown, ...]


class RunShown(Declared):
    """One run. job: how far it is, null once it is over. reasons: why it was refused, in order of what to do next."""

    uuid: UUID
    number: int
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    reasons: tuple[ReasonShown, ...]
    job: JobShown | None


class RunsShown(Declared):
    """All runs, the newest first. missing: what has to be said or done before the next one."""

    runs: tuple[RunShown, ...]
    missing: tuple[ReasonShown, ...]


class DecisionShown(Declared):
    """A decision that stands. column: of the answer that is corrected or left out, "" for other decisions.

    reason: "" where somebody whom it is about took their contribution back: the words may have told of them.
    """

    uuid: UUID
    decision: DecisionKind
    reason: str
    contributions: int
    column: str
    at: datetime


class FindingShown(Declared):
    """One finding: a question, never a proof. open: contributions that wait for a decision."""

    uuid: UUID
    check: str
    severity: Severity
    columns: tuple[str, ...]
    wording: str
    rows: int
    out_of: int
    since: datetime
    open: int
    is_open: bool
    decisions: tuple[DecisionShown, ...]


class FindingsShown(Declared):
    """What the newest run found: open findings first, of these the oldest first. run: its number, null without one.

    changes: decisions that change something, about findings that this run did not find again.
    """

    run: int | None
    findings: tuple[FindingShown, ...]
    changes: tuple[DecisionShown, ...]


class FindingRows(Declared):
    """The contributions that a finding points to. is_whole: false where it points to more than are listed."""

    contributions: tuple[UUID, ...]
    open: tuple[UUID, ...]
    is_whole: bool
