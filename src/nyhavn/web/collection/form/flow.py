"""From one page of a form to the next. Pure: what was said so far and what was posted give what stands there now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from nyhavn.exchange.incoming.form import Form
from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_circumstances import Modality
from nyhavn.framework.form_page import ItemKind
from nyhavn.framework.interview import Interview, ShownItem, problems, visible
from nyhavn.framework.interview_pages import (
    FormPage,
    newly_asked,
    next_page,
    pages,
    previous_page,
    problems_on,
    shown_on,
)
from nyhavn.framework.interview_problems import AnswerProblem
from nyhavn.framework.notice import NoticeShown
from nyhavn.framework.notice_media import ways_of
from nyhavn.web.collection.form.visit import Visit


class Stage(StrEnum):
    """What stands on a page."""

    CONSENT = "consent"
    QUESTIONS = "questions"
    REVIEW = "review"
    DECLINED = "declined"
    LEFT = "left"
    SEND = "send"


class Press(StrEnum):
    """What a button says. Some carry a value behind a colon."""

    ON = "on"
    BACK = "back"
    CHANGE = "change"  # of one page, from the review
    LANGUAGE = "language"
    WAY = "way"  # to take the notice in
    SEND = "send"
    LEAVE = "leave"


@dataclass(frozen=True)
class Posted:
    """What came from a page. at: the page it stood on. asked: the questions that stood there. texts: all fields."""

    press: Press
    value: str
    at: str
    asked: tuple[str, ...]
    texts: Mapping[str, tuple[str, ...]] = field(repr=False)


@dataclass(frozen=True)
class Desk:
    """What a form asks under which notice. notice: None where nobody asks for consent (practice without a notice).

    may_be_silent: a paper form may leave a purpose open, and is keyed in at once; a person in front of the page is
    asked one purpose after the other, and says yes or no.
    """

    form: Form
    notice: NoticeShown | None
    today: date
    now: datetime
    may_be_silent: bool = False

    def interview(self, visit: Visit) -> Interview:
        """The interview as far as it went."""
        return Interview(self.form.instrument, self.form.layout, visit.language, visit.answers)

    def page(self, number: str) -> FormPage | None:
        """The page of that number."""
        found = {str(page.number): page for page in pages(self.form.layout)}
        return found.get(number)


@dataclass(frozen=True)
class Turn:
    """What stands there next. problems: what to mend. unsaid: purposes without an answer. fresh: newly asked.

    purpose: the one that is asked, None for the notice itself.
    """

    visit: Visit = field(repr=False)
    stage: Stage
    page: FormPage | None = None
    problems: tuple[AnswerProblem, ...] = ()
    unsaid: tuple[Purpose, ...] = ()
    fresh: tuple[str, ...] = ()
    is_receipt_unsaid: bool = False
    is_name_missing: bool = False
    purpose: Purpose | None = None

    @property
    def at(self) -> str:
        """The place, as the page carries it."""
        place = self.page.number if self.page else self.purpose
        return f"{self.stage}:{place}" if place else str(self.stage)


def first_turn(desk: Desk, visit: Visit) -> Turn:
    """Where a form begins: with consent; without a notice, with the questions.

    A notice that came into use in the meantime is another question, so what was said to the one before does not count.
    """
    if desk.notice is not None and visit.notice != desk.notice.uuid:
        visit = visit.model_copy(update={"notice": desk.notice.uuid, "consent": {}, "agreed_at": None})
    return Turn(visit, Stage.CONSENT) if desk.notice is not None else _after(desk, visit, None)


def turn(desk: Desk, visit: Visit, posted: Posted) -> Turn:
    """What follows from what was posted. A place that nobody knows is the beginning."""
    if posted.press is Press.LEAVE:
        return Turn(visit, Stage.LEFT)
    if desk.notice is not None and visit.notice != desk.notice.uuid:
        return first_turn(desk, visit)
    stage, _, number = posted.at.partition(":")
    page = desk.page(number)
    if stage == Stage.QUESTIONS and page is not None:
        return _from_questions(desk, visit, page, posted)
    if stage == Stage.REVIEW and (desk.notice is None or visit.agreed_at is not None):
        return _from_review(desk, visit, posted)
    return _from_consent(desk, visit, posted, number) if desk.notice is not None else first_turn(desk, visit)


def questions_shown(desk: Desk, found: Turn) -> tuple[ShownItem, ...]:
    """What stands on a page of questions."""
    return shown_on(desk.interview(found.visit), found.page, desk.today) if found.page else ()


def all_shown(desk: Desk, visit: Visit) -> tuple[tuple[FormPage, tuple[ShownItem, ...]], ...]:
    """Everything that stands on the pages now, page by page: for checking before it is sent."""
    shown = {item.item.name: item for item in visible(desk.interview(visit), desk.today)}
    found = ((page, tuple(shown[name] for name in page.items if name in shown)) for page in pages(desk.form.layout))
    return tuple((page, items) for page, items in found if items)


def _from_consent(desk: Desk, visit: Visit, posted: Posted, at: str) -> Turn:
    """From the notice to each purpose for itself, and on. at: the purpose that was asked, "" for the notice."""
    purposes = desk.notice.purposes if desk.notice else ()
    here = next((purpose for purpose in purposes if purpose == at), None)
    visit = _heard_consent(visit, purposes, posted)
    if posted.press in (Press.LANGUAGE, Press.WAY):
        return Turn(_taken_otherwise(desk, visit, posted), Stage.CONSENT, purpose=here)
    if posted.press is Press.BACK:
        before = purposes[: purposes.index(here)] if here else ()
        return Turn(visit, Stage.CONSENT, purpose=before[-1] if before else None)
    if desk.may_be_silent:
        unsaid = (Purpose.COLLECTION,) if Purpose.COLLECTION not in visit.consent else ()
        return Turn(visit, Stage.CONSENT, unsaid=unsaid) if unsaid else _decided(desk, visit)
    if here is None:
        read = visit.model_copy(update={"way": visit.way or Modality.READ})
        return Turn(read, Stage.CONSENT, purpose=purposes[0])
    if here not in visit.consent:
        return Turn(visit, Stage.CONSENT, unsaid=(here,), purpose=here)
    return _after_purpose(desk, visit, here, purposes)


def _after_purpose(desk: Desk, visit: Visit, here: Purpose, purposes: tuple[Purpose, ...]) -> Turn:
    """The next purpose; after the last one those that were passed over, then the questions. A no to all ends it."""
    if here is Purpose.COLLECTION and not visit.consent[here]:
        return Turn(visit, Stage.DECLINED)
    later = purposes[purposes.index(here) + 1 :]
    silent = [purpose for purpose in purposes if purpose not in visit.consent]
    following = later[0] if later else next(iter(silent), None)
    return Turn(visit, Stage.CONSENT, purpose=following) if following else _decided(desk, visit)


def _decided(desk: Desk, visit: Visit) -> Turn:
    if not visit.consent.get(Purpose.COLLECTION, False):
        return Turn(visit, Stage.DECLINED)
    return _after(desk, visit.model_copy(update={"agreed_at": desk.now}), None)


def _back_to_consent(desk: Desk, visit: Visit) -> Turn:
    """To the last purpose that was asked; for what is keyed in from paper, to all of them."""
    if desk.notice is None or desk.may_be_silent:
        return first_turn(desk, visit)
    return Turn(visit, Stage.CONSENT, purpose=desk.notice.purposes[-1])


def _heard_consent(visit: Visit, purposes: tuple[Purpose, ...], posted: Posted) -> Visit:
    """With what the page said of the purposes that stood on it. What was agreed before is open again until the end."""
    said = {purpose: posted.texts.get(f"-consent-{purpose}", (None,))[0] for purpose in purposes}
    kept = {purpose: yes for purpose, yes in visit.consent.items() if said.get(purpose) is None}
    now = {purpose: answer == "yes" for purpose, answer in said.items() if answer in ("yes", "no")}
    consent = {purpose: (kept | now)[purpose] for purpose in purposes if purpose in kept | now}
    return visit.model_copy(update={"consent": consent, "agreed_at": None})


def _taken_otherwise(desk: Desk, visit: Visit, posted: Posted) -> Visit:
    """In another language, or another way."""
    if posted.press is Press.LANGUAGE:
        return _in_language(desk, visit, posted.value)
    known = {way.value: way for way in ways(desk, visit.language)}
    return visit.model_copy(update={"way": known.get(posted.value, visit.way)})


def ways(desk: Desk, language: str) -> tuple[Modality, ...]:
    """How the notice can be taken in, in that language."""
    words = desk.notice.text(language) if desk.notice else None
    return ways_of(words.media) if words else ()


def _from_questions(desk: Desk, visit: Visit, page: FormPage, posted: Posted) -> Turn:
    if desk.notice is not None and visit.agreed_at is None:
        return first_turn(desk, visit)
    before = desk.interview(visit)
    after = before.answered(_heard(before, page, posted, desk.today))
    visit = visit.model_copy(update={"answers": dict(after.answers)})
    if posted.press is Press.LANGUAGE:
        return Turn(_in_language(desk, visit, posted.value), Stage.QUESTIONS, page)
    if posted.press is Press.BACK:
        earlier = previous_page(after, page, desk.today)
        return Turn(visit, Stage.QUESTIONS, earlier) if earlier else _back_to_consent(desk, visit)
    found = problems_on(after, page, desk.today)
    fresh = newly_asked(before, after, page, desk.today)
    if found or fresh:
        # What has just appeared is not answered yet, and nobody is blamed for it.
        return Turn(visit, Stage.QUESTIONS, page, tuple(p for p in found if p.question not in fresh), fresh=fresh)
    return _after(desk, visit, page)


def _from_review(desk: Desk, visit: Visit, posted: Posted) -> Turn:
    if posted.press is Press.LANGUAGE:
        return Turn(_in_language(desk, visit, posted.value), Stage.REVIEW)
    if posted.press is Press.CHANGE and (page := desk.page(posted.value)) is not None:
        return Turn(visit, Stage.QUESTIONS, page)
    if posted.press is Press.BACK:
        shown = all_shown(desk, visit)
        return Turn(visit, Stage.QUESTIONS, shown[-1][0]) if shown else first_turn(desk, visit)
    if posted.press is not Press.SEND:
        return Turn(visit, Stage.REVIEW)
    return _checked(desk, visit) or Turn(visit, Stage.SEND)


def _checked(desk: Desk, visit: Visit) -> Turn | None:
    """The first page with something to mend; None if everything may be sent."""
    found = problems(desk.interview(visit), desk.today)
    wrong = {problem.question for problem in found}
    page = next((page for page in pages(desk.form.layout) if not wrong.isdisjoint(page.items)), None)
    if page is None:
        return None
    here = tuple(problem for problem in found if problem.question in page.items)
    return Turn(visit, Stage.QUESTIONS, page, here)


def _after(desk: Desk, visit: Visit, page: FormPage | None) -> Turn:
    following = next_page(desk.interview(visit), page, desk.today)
    return Turn(visit, Stage.QUESTIONS, following) if following else Turn(visit, Stage.REVIEW)


def _heard(before: Interview, page: FormPage, posted: Posted, today: date) -> Mapping[str, str]:
    """The answers of a page: of the questions that stood on it, an empty one takes the answer back."""
    on_page = {item.item.name for item in shown_on(before, page, today) if item.item.kind is ItemKind.QUESTION}
    asked = [name for name in posted.asked if name in on_page]
    return {name: " ".join(text for text in posted.texts.get(name, ()) if text) for name in asked}


def _in_language(desk: Desk, visit: Visit, language: str) -> Visit:
    return visit.model_copy(update={"language": language}) if language in languages(desk) else visit


def languages(desk: Desk) -> tuple[str, ...]:
    """The languages to choose from: those of the form in which the notice can be read, else those of the notice."""
    asked = [language for language in desk.form.layout.languages if language]
    if desk.notice is None:
        return tuple(asked) or ("",)
    written = desk.notice.languages
    return tuple(language for language in asked if desk.notice.text(language)) if asked else written
