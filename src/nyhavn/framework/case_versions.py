"""A case study over time: versions, what is done with each, whose names stand in it, and what readers see.

A published version is never changed: a correction is a new version that says why. A name whose yes has ended is gone
at once, and with it every text that holds it, until a version without it has been reviewed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from nyhavn.framework.case_study import Authors, CaseText, Named, NamedKind, texts_of
from nyhavn.framework.declared import Declared
from nyhavn.framework.directory import Listing, name_for
from nyhavn.framework.evidence import same_name
from nyhavn.framework.naming import check_names_nobody, holds_name
from nyhavn.framework.organisation_consent import Circle, Reader, circle_of, may_read, narrowest
from nyhavn.framework.refusal import Reason, refusal
from nyhavn.framework.safeguards.wording import says_something


class VersionState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    SENT_BACK = "sent-back"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class VersionStep(StrEnum):
    """What is done with a version."""

    SUBMIT = "submit"
    TAKE_BACK = "take-back"
    ACCEPT = "accept"
    SEND_BACK = "send-back"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


_S, _T = VersionState, VersionStep
_OUT = {_T.WITHDRAW: _S.WITHDRAWN}
VERSION_STEPS: Mapping[VersionState, Mapping[VersionStep, VersionState]] = {
    _S.DRAFT: {_T.SUBMIT: _S.IN_REVIEW, **_OUT},
    _S.IN_REVIEW: {_T.ACCEPT: _S.PUBLISHED, _T.SEND_BACK: _S.SENT_BACK, _T.TAKE_BACK: _S.DRAFT, **_OUT},
    _S.SENT_BACK: _OUT,
    _S.PUBLISHED: {_T.SUPERSEDE: _S.SUPERSEDED, **_OUT},
    _S.SUPERSEDED: _OUT,
    _S.WITHDRAWN: {},
}
WAS_OUT = frozenset({_S.PUBLISHED, _S.SUPERSEDED})


class VersionAct(Declared):
    """One act. because: the public reason of whoever sent it back or withdrew it, and the reviewer's of accepting."""

    step: VersionStep
    at: AwareDatetime
    because: str = ""


class CaseVersion(Declared):
    """One version. because: what was changed and why; "" for the first one. Raises ValueError for impossible acts."""

    number: int = Field(ge=1)
    text: CaseText
    written_at: AwareDatetime
    because: str = ""
    acts: tuple[VersionAct, ...] = ()

    @model_validator(mode="after")
    def _could_have_happened(self) -> Self:
        state = VersionState.DRAFT
        for act in self.acts:
            if act.step not in VERSION_STEPS[state]:
                raise ValueError("this cannot follow")
            state = VERSION_STEPS[state][act.step]
        return self

    @property
    def state(self) -> VersionState:
        """Where it stands."""
        state = VersionState.DRAFT
        for act in self.acts:
            state = VERSION_STEPS[state][act.step]
        return state

    def last(self, step: VersionStep) -> VersionAct | None:
        """The newest act of that kind."""
        return next((act for act in reversed(self.acts) if act.step is step), None)


class NamingEnded(Declared):
    """Somebody took back their yes to be named. name: as it was written."""

    name: str
    at: AwareDatetime


class CaseStudy(Declared):
    """All versions of one case study, the oldest first, and every yes to be named that was taken back since."""

    uuid: UUID
    authors: Authors
    versions: tuple[CaseVersion, ...] = Field(min_length=1)
    naming_ended: tuple[NamingEnded, ...] = ()

    @property
    def about(self) -> str:
        """What the authors' words of consent are about."""
        return f"case:{self.uuid}"

    def circle(self, now: datetime) -> Circle:
        """Who may read it: as far as every authoring organisation said so."""
        said = self.authors.words
        return narrowest(circle_of(said, one, self.about, now) for one in self.authors.organisations)

    @property
    def published(self) -> CaseVersion | None:
        """The version that stands."""
        return next((one for one in reversed(self.versions) if one.state is VersionState.PUBLISHED), None)


class CaseState(StrEnum):
    """What readers are told of it."""

    STANDS = "stands"
    HELD_BACK = "held-back"  # a yes to be named ended; no text until a version without the name was reviewed
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class PastVersion:
    """A line of the history."""

    number: int
    at: datetime
    because: str


@dataclass(frozen=True)
class ShownCase:
    """What one reader sees. text: None where none may be read. because: the public reason of a withdrawal.

    authors: those whose names this reader may read. reviewed: the reasons of the reviewer. at: when it became so.
    """

    uuid: UUID
    state: CaseState
    authors: tuple[str, ...]
    at: datetime
    text: CaseText | None = None
    number: int | None = None
    reviewed: str = ""
    because: str = ""
    history: tuple[PastVersion, ...] = ()


def text_fingerprint(text: CaseText) -> str:
    """SHA-256 of a version as it is read: what a reviewer looked at."""
    written = json.dumps(text.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def check_version_step(version: CaseVersion, step: VersionStep, because: str = "") -> None:
    """Whether a step may be done.

    Raises Refusal: case-out-of-turn, case-withdrawn-without-reason, words-name-somebody.
    """
    if step not in VERSION_STEPS[version.state]:
        what = f"This version is {version.state.replace('-', ' ')}. This cannot follow."
        raise refusal("case-out-of-turn", what, do="Look at what comes next, or write a new version.")
    was_read = version.state in WAS_OUT
    if step is VersionStep.WITHDRAW and was_read and not says_something(because):
        what = "It is not said why it is withdrawn."
        do = "Write a sentence for those who read it before. Name nobody."
        raise refusal("case-withdrawn-without-reason", what, where="because", do=do)
    if step is VersionStep.WITHDRAW:
        check_names_nobody({"because": because}, tuple(_people_in(version.text)))


def check_new_version(case: CaseStudy, because: str) -> None:
    """Whether another version may be written.

    Raises Refusal: case-version-open, case-correction-without-reason, words-name-somebody.
    """
    if case.versions[-1].state in (VersionState.DRAFT, VersionState.IN_REVIEW):
        what = "There is a version already that is not published."
        raise refusal("case-version-open", what, do="Go on with that one.")
    if not says_something(because):
        what = "It is not said what is changed, and why."
        raise refusal("case-correction-without-reason", what, where="because", do="Write a sentence. It is public.")
    check_names_nobody({"because": because}, people_named(case))


def is_standing(named: Named, ended: tuple[NamingEnded, ...], now: datetime) -> bool:
    """Whether a recorded yes holds: they were told, it began, and it neither ran out nor was taken back."""
    was_taken_back = any(same_name(one.name, named.name) and named.agreed_at <= one.at <= now for one in ended)
    is_over = named.until is not None and named.until <= now
    return named.told and named.agreed_at <= now and not is_over and not was_taken_back


def naming_reasons(text: CaseText, case: CaseStudy, now: datetime) -> tuple[Reason, ...]:
    """Why a text may not be read for the names in it; empty if it may."""
    return tuple(_naming(text, case, now))


def _naming(text: CaseText, case: CaseStudy, now: datetime) -> Iterator[Reason]:
    """No reason repeats the name: it would stand in a record of refusals."""
    if not all(is_standing(one, case.naming_ended, now) for one in text.named):
        what = "Somebody is named who did not agree, was not told what is said, or whose yes has ended."
        do = "Ask them, and record how they agreed, or write a version without the name."
        yield Reason("case-naming-without-yes", what, "named", do)
    gone = _gone_names(text, case, now)
    if any(holds_name(words, gone) for words in texts_of(text).values()):
        what = "The text holds a name whose yes has ended."
        yield Reason("case-naming-ended", what, "text", "Write a version without the name.")


def _known_names(case: CaseStudy) -> Iterator[str]:
    yield from (one.name for version in case.versions for one in version.text.named)
    yield from (one.name for one in case.naming_ended)


def people_named(case: CaseStudy) -> tuple[str, ...]:
    """People whom a version names, and whoever took back their yes: reasons beside a text name none of them."""
    in_texts = (name for version in case.versions for name in _people_in(version.text))
    return (*in_texts, *(one.name for one in case.naming_ended))


def _people_in(text: CaseText) -> Iterator[str]:
    yield from (one.name for one in text.named if one.kind is NamedKind.PERSON)


def _gone_names(text: CaseText, case: CaseStudy, now: datetime) -> tuple[str, ...]:
    return tuple(name for name in _known_names(case) if not _stands_anywhere(name, text, case, now))


def _without(gone: tuple[str, ...], words: str) -> str:
    """Words beside a text, or none of them where they hold a name that is gone."""
    return "" if holds_name(words, gone) else words


def _stands_anywhere(name: str, text: CaseText, case: CaseStudy, now: datetime) -> bool:
    return any(is_standing(one, case.naming_ended, now) for one in text.named if same_name(one.name, name))


def shown_case(case: CaseStudy, listings: Mapping[UUID, Listing], reader: Reader, now: datetime) -> ShownCase | None:
    """What somebody sees of it; None if it is not theirs to read, or was never published.

    A newer version in review changes nothing of the one that stands.
    """
    if not _is_read_by(case, listings, reader, now):
        return None
    standing = case.published
    if standing is None:
        return _withdrawn(case, _author_names(case, listings, reader, now))
    accepted, gone = standing.last(VersionStep.ACCEPT), _gone_names(standing.text, case, now)
    shown = ShownCase(
        uuid=case.uuid,
        state=CaseState.STANDS,
        authors=_author_names(case, listings, reader, now),
        at=accepted.at if accepted is not None else standing.written_at,
        text=standing.text,
        number=standing.number,
        reviewed=_without(gone, accepted.because) if accepted is not None else "",
        history=_history(case, gone),
    )
    return _held_back(shown) if naming_reasons(standing.text, case, now) else shown


def _held_back(shown: ShownCase) -> ShownCase:
    """No word of it: a title, the reasons of a reviewer, or those of a correction may hold the name, too."""
    return ShownCase(shown.uuid, CaseState.HELD_BACK, shown.authors, shown.at)


def _withdrawn(case: CaseStudy, authors: tuple[str, ...]) -> ShownCase | None:
    out = [one for one in case.versions if one.state is VersionState.WITHDRAWN and one.last(VersionStep.ACCEPT)]
    act = out[-1].last(VersionStep.WITHDRAW) if out else None
    if act is None:
        return None
    because = _without(tuple(_known_names(case)), act.because)
    return ShownCase(case.uuid, CaseState.WITHDRAWN, authors, act.at, because=because)


def _is_read_by(case: CaseStudy, listings: Mapping[UUID, Listing], reader: Reader, now: datetime) -> bool:
    circle = case.circle(now)
    owners = case.authors.organisations
    if not reader.organisations.isdisjoint(owners):
        return True
    kept = [listings[one].not_for if one in listings else frozenset() for one in owners]
    return all(may_read(circle, reader, owner=one, not_for=out) for one, out in zip(owners, kept, strict=True))


def _author_names(case: CaseStudy, listings: Mapping[UUID, Listing], reader: Reader, now: datetime) -> tuple[str, ...]:
    """Of whoever may not be read there is no name, and no "and others" either."""
    names = (name_for(one, listings, reader, now) for one in case.authors.organisations)
    return tuple(filter(None, names))


def _history(case: CaseStudy, gone: tuple[str, ...]) -> tuple[PastVersion, ...]:
    found = ((one, one.last(VersionStep.ACCEPT)) for one in case.versions)
    return tuple(PastVersion(one.number, act.at, _without(gone, one.because)) for one, act in found if act is not None)
