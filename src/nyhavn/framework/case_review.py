"""The review of a case study: by somebody from outside, with reasons, of exactly the words that they read.

Outside is whoever belongs, or lately belonged, to none of the organisations behind it, wrote nothing of it, and said
that they have no interest of their own in it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, Field

from nyhavn.framework.case_study import Authors, CaseText, case_reasons, texts_of
from nyhavn.framework.case_versions import (
    CaseStudy,
    CaseVersion,
    VersionState,
    naming_reasons,
    people_named,
    text_fingerprint,
)
from nyhavn.framework.declared import Declared
from nyhavn.framework.interests import OwnInterest
from nyhavn.framework.material import Finding, Looked, Subject
from nyhavn.framework.naming import Spot, check_names_nobody, spots
from nyhavn.framework.refusal import Reason, check_none
from nyhavn.framework.safeguards.wording import says_something
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class CasePolicy(Vocabulary):
    """Numbers of the review. left_days: for so long somebody who left still counts as inside."""

    left_days: int = Field(ge=0)


CASE_POLICY = read_vocabulary(CasePolicy, "case_policy")
LOOKED_FOR = (Subject.NAMES, Subject.PLACES)


class ReviewVerdict(StrEnum):
    """What a reviewer comes to."""

    ACCEPT = "accept"
    SEND_BACK = "send-back"


@dataclass(frozen=True)
class Belonged:
    """That somebody belongs, or belonged, to an organisation. left_on: None while they do."""

    organisation: UUID
    left_on: date | None = None

    def counts_on(self, day: date) -> bool:
        """Whether it still counts as being inside."""
        return self.left_on is None or (day - self.left_on).days <= CASE_POLICY.left_days


@dataclass(frozen=True)
class Reviewer:
    """Who reviews. wrote_it: any word of any version. interest: what they said of themselves; None: nothing yet."""

    belonged: tuple[Belonged, ...] = ()
    wrote_it: bool = False
    interest: OwnInterest | None = None


class Review(Declared):
    """What a reviewer says. fingerprint: of the text that they read. looked: for names and for places."""

    verdict: ReviewVerdict
    at: AwareDatetime
    reasons: str
    fingerprint: str
    looked: tuple[Looked, ...] = ()


def check_may_review(reviewer: Reviewer, authors: Authors, today: date) -> None:
    """Whether somebody stands outside. Raises Refusal.

    case-review-own-organisation, case-review-own-words, case-review-interest, case-review-interest-unsaid.
    """
    check_none(reviewer_reasons(reviewer, authors, today))


def reviewer_reasons(reviewer: Reviewer, authors: Authors, today: date) -> tuple[Reason, ...]:
    """Why somebody may not review it; empty if they may."""
    return tuple(_inside(reviewer, authors, today))


def _inside(reviewer: Reviewer, authors: Authors, today: date) -> Iterator[Reason]:
    do = "Ask somebody of another organisation."
    inside = {one.organisation for one in reviewer.belonged if one.counts_on(today)}
    if not inside.isdisjoint(authors.organisations):
        what = "You belong, or lately belonged, to an organisation behind this case study."
        yield Reason("case-review-own-organisation", what, "you", do)
    if reviewer.wrote_it:
        yield Reason("case-review-own-words", "You wrote a part of this case study.", "you", do)
    if reviewer.interest is None:
        what = "You have not said whether you have an interest of your own in this case study."
        yield Reason("case-review-interest-unsaid", what, "interest", "Say that there is one, or that there is none.")
    elif reviewer.interest is not OwnInterest.NONE:
        what = "You said that you have an interest of your own in this case study."
        yield Reason("case-review-interest", what, "interest", do)


def to_look_at(text: CaseText, people: Collection[str] = ()) -> tuple[Spot, ...]:
    """What the machine points at, for the reviewer."""
    return spots(texts_of(text), people)


def check_review(
    case: CaseStudy,
    version: CaseVersion,
    review: Review,
    reviewer: Reviewer,
    *,
    now: datetime,
    people: Collection[str] = (),
) -> None:
    """Whether a review counts. people: names of accounts that no text should hold by accident.

    Raises Refusal: those of check_may_review and check_case; case-out-of-turn, case-words-changed,
    case-review-without-reasons, words-name-somebody, case-review-not-looked, case-review-look-says-nothing,
    case-review-must-not, case-naming-without-yes, case-naming-ended.
    """
    check_none(
        (
            *reviewer_reasons(reviewer, case.authors, now.date()),
            *_of_turn(version, review),
            *(_of_content(case, version, review, now, people) if review.verdict is ReviewVerdict.ACCEPT else ()),
        )
    )
    check_names_nobody({"reasons": review.reasons}, (*people, *people_named(case)))


def _of_turn(version: CaseVersion, review: Review) -> Iterator[Reason]:
    if version.state is not VersionState.IN_REVIEW:
        what = f"This version is {version.state.replace('-', ' ')}. There is nothing to review."
        yield Reason("case-out-of-turn", what, "version", "Look at what comes next.")
    if review.fingerprint != text_fingerprint(version.text):
        what = "The text was changed since you read it."
        yield Reason("case-words-changed", what, "fingerprint", "Read the newest words.")
    if not says_something(review.reasons):
        what = "It is not said why."
        do = "Write what convinced you, or what is missing. The authors read it; if you accept, everybody does."
        yield Reason("case-review-without-reasons", what, "reasons", do)


def _of_content(
    case: CaseStudy, version: CaseVersion, review: Review, now: datetime, people: Collection[str]
) -> Iterator[Reason]:
    yield from case_reasons(version.text, now.date())
    yield from naming_reasons(version.text, case, now)
    pointed = {spot.subject for spot in to_look_at(version.text, people)}
    answers = {one.subject: one for one in review.looked}
    for subject in LOOKED_FOR:
        yield from _of_look(subject, answers.get(subject), is_pointed_at=subject in pointed)


def _of_look(subject: Subject, answer: Looked | None, *, is_pointed_at: bool) -> Iterator[Reason]:
    if answer is None:
        what = "You have not said whether you looked. That a machine noticed nothing is no answer."
        yield Reason("case-review-not-looked", what, subject, "Read the text for it, and answer.")
    elif answer.finding is Finding.MUST_NOT:
        what = "You found something that must not go out, so you cannot accept it."
        yield Reason("case-review-must-not", what, subject, "Send it back, and say what kind of thing it is.")
    elif (is_pointed_at or answer.finding is not Finding.NONE) and not says_something(answer.words):
        what = "The machine points at something here, or you found something, and there is no word on it."
        do = "Say how the yes is on record, what was taken out, or why it leads to nobody."
        yield Reason("case-review-look-says-nothing", what, subject, do)
