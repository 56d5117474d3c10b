"""What pages and interface show of an initiative."""

from datetime import date, datetime
from uuid import UUID

from nyhavn.chain.plan import PlanParty
from nyhavn.framework.chain import Stage
from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import Initiation, Outcome, StageParticipation, StageStanding
from nyhavn.framework.initiative_types import InitiativeType
from nyhavn.framework.roles import Role
from nyhavn.web.audit.seals import SealStanding
from nyhavn.web.initiatives.steps import Standing


class InitiativeShown(Declared):
    """How an initiative is set up. parties, interests: null where nothing was said, empty where "none" was said."""

    slug: str
    title: str
    organisation: str
    type: InitiativeType
    community: str
    place: str
    summary: str
    language: str
    synthetic: bool
    parties: tuple[PlanParty, ...] | None
    interests: tuple[str, ...] | None
    initiation: Initiation
    participation: tuple[StageParticipation, ...]
    prints_strict: bool
    is_listed: bool
    roles: dict[Role, int]


class StageShown(Declared):
    """One stage and what the records show about it. level: null where nobody said."""

    stage: Stage
    name: str
    meaning: str
    is_needed: bool
    is_inferred: bool
    level: int | None
    standing: StageStanding
    reason: str
    evidence: tuple[str, ...]


class StartShown(Declared):
    """What the records show about who started it."""

    standing: StageStanding
    reason: str
    evidence: tuple[str, ...]


class VerdictShown(Declared):
    """Whether it counts as citizen data, by which clause, and what would settle an open question."""

    outcome: Outcome
    clause: str
    sentence: str
    open_questions: tuple[str, ...]
    reading: str
    strict_outcome: Outcome | None


class CellShown(Declared):
    """Where a stage and a level meet. is_here: this level is claimed for this stage."""

    stage: Stage
    is_here: bool
    standing: StageStanding | None = None
    evidence: tuple[str, ...] = ()


class RungShown(Declared):
    """One level of the ladder, across all stages."""

    level: int
    name: str
    meaning: str
    is_sufficient: bool
    is_own_wording: bool
    cells: tuple[CellShown, ...]


class ParticipationShown(Declared):
    """The ladder of participation across the data value chain, and the verdict. rungs: highest first."""

    verdict: VerdictShown
    initiated: StartShown
    stages: tuple[StageShown, ...]
    rungs: tuple[RungShown, ...]


class RoleShown(Declared):
    """Somebody has a role."""

    uuid: UUID
    role: Role
    given_at: datetime


class PersonShown(Declared):
    """Somebody with a role. is_member: of the organisation behind the initiative."""

    uuid: UUID
    name: str
    email: str
    is_member: bool
    roles: tuple[RoleShown, ...]


class OfferShown(Declared):
    """Somebody was asked to take a role and has not answered."""

    uuid: UUID
    email: str
    role: Role
    expires_at: datetime


class PeopleShown(Declared):
    """Who has which role, and who was asked."""

    people: tuple[PersonShown, ...]
    offers: tuple[OfferShown, ...]


class StepShown(Declared):
    """One step of the way. href: "" for somebody who may not go there."""

    code: str
    title: str
    standing: Standing
    why: str
    href: str = ""


class WayShown(Declared):
    """The way through an initiative."""

    steps: tuple[StepShown, ...]


class LogEntry(Declared):
    """One thing that was done. by: uuid of the account, null for the system itself, and where is_erased: an account
    that was. at: null for what was done with one contribution, of which only the month is told.
    """

    number: int
    at: datetime | None
    month: date
    what: str
    kind: str
    by: UUID | None
    is_erased: bool
    facts: dict[str, str]
    seal: SealStanding


class LogShown(Declared):
    """The newest records of what was done, newest first. older: the number to ask for the ones before, if any."""

    entries: tuple[LogEntry, ...]
    older: int | None


class MyInitiative(Declared):
    """An initiative in which somebody has roles. href: the page to begin with."""

    slug: str
    title: str
    organisation: str
    roles: tuple[Role, ...]
    href: str


class MyInitiatives(Declared):
    """The initiatives in which somebody has roles."""

    initiatives: tuple[MyInitiative, ...]


class WaitingShown(Declared):
    """One thing that waits for somebody."""

    title: str
    where: str
    href: str
    since: datetime


class MyWaiting(Declared):
    """What waits for somebody, oldest first."""

    waiting: tuple[WaitingShown, ...]


class LooksShown(Declared):
    """Looks of one kind in one month by people in one role. times: as a size, because an exact number told on two days
    would say how many contributions came between them. what: a code; words: the same for people.
    """

    month: date
    what: str
    words: str
    role: str
    times: str


class WhoLooked(Declared):
    """Who looked at what is not for everybody: the newest month first."""

    looks: tuple[LooksShown, ...]
