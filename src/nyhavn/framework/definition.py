"""Does an initiative count as citizen data, and by which clause?"""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.chain import Stage
from nyhavn.framework.declared import Declared
from nyhavn.framework.evidence import Evidence


class Outcome(StrEnum):
    """The three answers. Silence is never a yes."""

    COUNTS = "counts"
    DOES_NOT_COUNT = "does not count"
    CANNOT_TELL = "cannot tell"


class StageStanding(StrEnum):
    """What the records show about one stage of the data value chain."""

    SUFFICIENT = "sufficient"  # level 4 or 5, with evidence attested by someone other than the claimant
    UNPROVEN = "unproven"  # level 4 or 5 claimed, but no such evidence
    CONTRADICTED = "contradicted"  # evidence shows the opposite of what is claimed
    INSUFFICIENT = "insufficient"  # level 1 to 3
    NOT_ANSWERED = "not answered"


@dataclass(frozen=True)
class StageVerdict:
    """One stage: the level claimed (1-5, None if nobody answered), its standing, and why in a sentence."""

    stage: str  # stable code of framework.chain
    level: int | None
    standing: StageStanding
    reason: str
    evidence: tuple[str, ...] = ()  # one line per piece: kind, date, who attests


@dataclass(frozen=True)
class Verdict:
    """The verdict on an initiative.

    clause: stable code of the clause that decided ("initiated", "design", "collection", "none", "open").
    sentence: the verdict in plain words, naming the clause. open_questions: what would settle a "cannot tell".
    reading: which reading of the definition was applied; strict_outcome: the outcome under the stricter local
    reading "design and collection", None if it was not asked for.
    """

    outcome: Outcome
    clause: str
    sentence: str
    stages: tuple[StageVerdict, ...]
    initiated: StageVerdict
    open_questions: tuple[str, ...]
    reading: str
    strict_outcome: Outcome | None = None


class PartyKind(StrEnum):
    """What kind of body somebody is."""

    CITIZENS = "citizens"
    COMMUNITY = "community"
    CIVIL_SOCIETY = "civil-society"
    STATISTICS_OFFICE = "statistics-office"
    GOVERNMENT = "government"
    ACADEMIA = "academia"
    INTERNATIONAL = "international"
    COMPANY = "company"
    UNKNOWN = "unknown"


class StageParticipation(Declared):
    """The level of participation claimed for one stage, by whom, and with which evidence."""

    stage: Stage
    level: int = Field(ge=1, le=5)
    claimed_by: str = ""
    evidence: tuple[Evidence, ...] = ()


class Initiation(Declared):
    """Who started the initiative, and who used its data first: two facts, of which only the first is judged.

    kind: what kind of body started it. claimed_by: who says so. evidence: documents that they started it.
    represents: the group that a civil-society organisation speaks for. mandate: evidence that it does.
    """

    started_by: str = ""
    kind: PartyKind = PartyKind.UNKNOWN
    claimed_by: str = ""
    evidence: tuple[Evidence, ...] = ()
    represents: str = ""
    mandate: tuple[Evidence, ...] = ()
    first_used_by: str = ""
    first_used_kind: PartyKind = PartyKind.UNKNOWN
