"""The words of a roadmap: its strands, the states of an action, kinds of money, answers about payment."""

from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class Strand(StrEnum):
    """The strands of the roadmap, in the framework's order."""

    MOBILISE = "mobilise"
    FINALISE = "finalise"
    IMPLEMENT = "implement"


class ActionStatus(StrEnum):
    """Where an action stands on a day, worked out from its days, what was said, and the evidence."""

    PLANNED = "planned"
    LATE_TO_START = "late-to-start"
    UNDER_WAY = "under-way"
    OVERDUE = "overdue"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    DONE = "done"
    DONE_LATE = "done-late"
    DROPPED = "dropped"


class FundingKind(StrEnum):
    """What became of money."""

    PLEDGED = "pledged"
    RECEIVED = "received"
    SPENT = "spent"


class Paid(StrEnum):
    """Whether people of a community were paid, as said. Silence is an answer of its own, and never a no."""

    PAID = "paid"
    IN_PART = "in-part"
    NOT_YET = "not-yet"
    UNPAID = "unpaid"
    DO_NOT_KNOW = "do-not-know"
    DECLINED = "declined"
    NOT_ANSWERED = "not-answered"


class StrandEntry(Declared):
    """One strand. parts: what it is made of. own_wording: not the framework's words."""

    code: Strand
    name: str
    parts: tuple[str, ...]
    own_wording: bool


class StatusEntry(Declared):
    """One state of an action."""

    code: ActionStatus
    name: str
    meaning: str


class FundingEntryKind(Declared):
    """One kind of money."""

    code: FundingKind
    name: str
    meaning: str


class PaidEntry(Declared):
    """One answer about payment."""

    code: Paid
    name: str


class ReminderRule(Declared):
    """How often somebody is reminded. before_days: of the end. every_days: least distance. most: for the same days."""

    before_days: int = Field(ge=0)
    every_days: int = Field(ge=1)
    most: int = Field(ge=1)


class RoadmapVocabulary(Vocabulary):
    """All words and the one rule with numbers."""

    strands: tuple[StrandEntry, ...]
    statuses: tuple[StatusEntry, ...]
    funding: tuple[FundingEntryKind, ...]
    payment: tuple[PaidEntry, ...]
    reminders: ReminderRule


ROADMAP = read_vocabulary(RoadmapVocabulary, "roadmap")
IS_SHOWN_DONE = frozenset({ActionStatus.DONE, ActionStatus.DONE_LATE})
