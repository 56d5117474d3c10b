"""A case study: what was done, how much say people had, what worked, what failed, and what changed.

What failed is a part of it. Whoever says nothing of it says why, and everybody reads that. A high level of
participation without evidence is shown as unproven, as everywhere; so is a change without evidence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from nyhavn.framework.chain import Stage
from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import StageParticipation, StageVerdict, stage_verdict
from nyhavn.framework.evidence import Evidence, as_compared, weigh
from nyhavn.framework.exchange_words import Language, Topic
from nyhavn.framework.material import Agreed
from nyhavn.framework.organisation_consent import OrganisationWord
from nyhavn.framework.refusal import Reason, check_none
from nyhavn.framework.safeguards.wording import says_something


class WhySilent(StrEnum):
    """Why nothing is said of what failed. Each with words of its own beside it."""

    FOUND_NOTHING = "looked-and-found-nothing"  # words: who looked, and how
    NOT_LOOKED = "nobody-looked"
    TOO_EARLY = "too-early"
    WOULD_HURT = "could-hurt-somebody"  # words: without telling what
    COMMUNITY_SAID_NO = "the-community-does-not-wish-it"


class StageLevel(Declared):
    """How much say people had at one stage, and what shows it. The authors are those who claim it."""

    stage: Stage
    level: int = Field(ge=1, le=5)
    evidence: tuple[Evidence, ...] = ()


class Lesson(Declared):
    """Something that worked, or that failed. why: what the authors believe made it so; may stay open."""

    what: str
    why: str = ""


class Changed(Declared):
    """Something that is different as a result, since when, and what shows it."""

    what: str
    since: date | None = None
    evidence: tuple[Evidence, ...] = ()


class NamedKind(StrEnum):
    """Whom a text names."""

    PERSON = "person"
    COMMUNITY = "community"


class Named(Declared):
    """A person or a community whom the text names, exactly as written, and their recorded yes to it.

    told: they read, or heard, what is said of them here. until: first moment at which it does not hold any more.
    """

    name: str
    kind: NamedKind
    how: Agreed
    agreed_at: AwareDatetime
    told: bool
    until: AwareDatetime | None = None


class CaseText(Declared):
    """One version of a case study, as it is read. initiative, summary: its name, and a few sentences.

    why_silent, silence: why nothing is said of what failed. names_nobody: the authors say that no person and no
    community is named; None: not answered.
    """

    initiative: str
    language: Language
    summary: str
    topics: tuple[Topic, ...] = ()
    stages: tuple[StageLevel, ...] = ()
    worked: tuple[Lesson, ...] = ()
    failed: tuple[Lesson, ...] = ()
    why_silent: WhySilent | None = None
    silence: str = ""
    changed: tuple[Changed, ...] = ()
    named: tuple[Named, ...] = ()
    names_nobody: bool | None = None


class Authors(Declared):
    """Whose case study it is. organisations: all that wrote it or ran the initiative, names: theirs, one each or more.

    None of the names attests a claim of theirs. words: for whom each of them lets it be read.
    """

    organisations: tuple[UUID, ...] = Field(min_length=1)
    names: tuple[str, ...] = Field(min_length=1)
    words: tuple[OrganisationWord, ...] = ()

    @model_validator(mode="after")
    def _has_a_name_for_each(self) -> Self:
        if len({as_compared(name) for name in self.names} - {""}) < len(set(self.organisations)):
            raise ValueError("each organisation has a name")
        return self


class ChangeStanding(StrEnum):
    """What the evidence shows of a change."""

    SHOWN = "shown"
    UNPROVEN = "unproven"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True)
class ShownChange:
    """A change with what shows it, a line for each piece."""

    what: str
    since: date | None
    standing: ChangeStanding
    evidence: tuple[str, ...]


def stages_of(text: CaseText, authors: Authors, on: date) -> tuple[StageVerdict, ...]:
    """Every stage of the chain, those among them that nobody answered. A level of 4 or 5 needs its evidence."""
    stated = {
        one.stage: StageParticipation(
            stage=one.stage, level=one.level, claimed_by=authors.names[0], evidence=one.evidence
        )
        for one in text.stages
    }
    return tuple(stage_verdict(stage, stated.get(stage), on, authors.names) for stage in Stage)


def changes_of(text: CaseText, authors: Authors, on: date) -> tuple[ShownChange, ...]:
    """Every change that is claimed, with its standing. Evidence counts if somebody else attests it."""
    return tuple(_shown(change, authors, on) for change in text.changed)


def _shown(change: Changed, authors: Authors, on: date) -> ShownChange:
    weighed = weigh(change.evidence, authors.names, on)
    standing = ChangeStanding.SHOWN if weighed.supports else ChangeStanding.UNPROVEN
    if weighed.contradicts:
        standing = ChangeStanding.CONTRADICTED
    return ShownChange(change.what, change.since, standing, weighed.lines)


def texts_of(text: CaseText) -> Mapping[str, str]:
    """Everything that is read, by the name of its place: what names and places are looked for in."""
    found = {"initiative": text.initiative, "summary": text.summary, "silence": text.silence}
    for part, lessons in (("worked", text.worked), ("failed", text.failed)):
        found |= {f"{part} {number}": f"{one.what}\n{one.why}" for number, one in enumerate(lessons, start=1)}
    found |= {f"changed {number}": one.what for number, one in enumerate(text.changed, start=1)}
    pieces = [*(piece for one in text.stages for piece in one.evidence), *(p for c in text.changed for p in c.evidence)]
    found |= {
        f"evidence {number}": f"{piece.document}\n{piece.attested_by}" for number, piece in enumerate(pieces, start=1)
    }
    return {part: words for part, words in found.items() if words.strip()}


def case_reasons(text: CaseText, today: date) -> tuple[Reason, ...]:
    """What a version lacks before it can be reviewed; empty if nothing."""
    return (*_of_failure(text), *_of_rest(text, today))


def check_case(text: CaseText, today: date) -> None:
    """Whether a version is complete. Raises Refusal.

    case-failure-missing, case-failure-and-silence, case-silence-unexplained, case-words-missing, case-stage-twice,
    case-change-in-future, case-names-unanswered.
    """
    check_none(case_reasons(text, today))


def _of_failure(text: CaseText) -> Iterator[Reason]:
    failed = [one for one in text.failed if says_something(one.what)]
    if failed and text.why_silent is not None:
        what = "It says what failed, and says why it says nothing."
        yield Reason("case-failure-and-silence", what, "why_silent", "Leave one of the two empty.")
    elif not failed and text.why_silent is None:
        what = "It does not say what failed."
        do = "Write what did not work, or choose why nothing is said. Everybody will read that."
        yield Reason("case-failure-missing", what, "failed", do)
    elif text.why_silent is not None and not says_something(text.silence):
        what = "It is not said in words why nothing is said of what failed."
        do = "Write a sentence. If it could hurt somebody, do not tell how."
        yield Reason("case-silence-unexplained", what, "silence", do)


def _of_rest(text: CaseText, today: date) -> Iterator[Reason]:
    needed = {"initiative": text.initiative, "summary": text.summary}
    needed |= {f"worked {number}": one.what for number, one in enumerate(text.worked, start=1)}
    needed |= {f"failed {number}": one.what for number, one in enumerate(text.failed, start=1)}
    needed |= {f"changed {number}": one.what for number, one in enumerate(text.changed, start=1)}
    for part, words in needed.items():
        if not says_something(words):
            yield Reason("case-words-missing", "This says nothing yet.", part, "Write a sentence, or take it out.")
    if len({one.stage for one in text.stages}) < len(text.stages):
        what = "A stage stands there twice."
        yield Reason("case-stage-twice", what, "stages", "State each stage once, with all its evidence.")
    if any(one.since is not None and one.since > today for one in text.changed):
        what = "Something is said to have changed on a day that is still to come."
        yield Reason("case-change-in-future", what, "changed", "Please check the day. Plans are no changes.")
    if text.names_nobody is None or text.names_nobody is bool(text.named):
        what = "It is not clear whether the text names people or communities."
        do = "Say that it names nobody, or list every person and community that it names, with their yes."
        yield Reason("case-names-unanswered", what, "names_nobody", do)
