"""Reading for one person: what is held, what was said, what was shown, what came of it, and what became of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone, translation

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.lineage import Trace
from nyhavn.framework.notice import NoticeShown, NoticeWords, is_as_agreed, shown_parts
from nyhavn.framework.notice_media import Medium
from nyhavn.framework.notice_record import ShownPart
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.collection import vault
from nyhavn.web.collection.form.fields import shown_fields, spoken
from nyhavn.web.collection.form.flow import Desk, all_shown
from nyhavn.web.collection.form.visit import Visit as Said
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.vault import Answers, Place, Sealed
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.consent.queries import notice_in_use, notice_shown, standing_of
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.queries import questionnaire_form
from nyhavn.web.lineage import queries as lineage
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.receipts.models import ProofKey
from nyhavn.web.receipts.words import STATES, USES, thing, told
from nyhavn.web.releases.editions import next_edition
from nyhavn.web.releases.models import PublicRelease, VintagePlan
from nyhavn.web.releases.queries import published


@dataclass(frozen=True)
class Held:
    """One contribution, opened for the person it is from. language: in which it was answered."""

    contribution: Contribution
    initiative: Initiative
    language: str
    desk: Desk = field(repr=False)
    answers: Answers = field(repr=False)

    @property
    def typed(self) -> Mapping[str, str]:
        """The answers by question, as the form works with them."""
        names = {question.column: question.name for question in self.desk.form.instrument.questions}
        return {names[column]: text for column, text in self.answers.items() if column in names}

    @property
    def said(self) -> Said:
        """As the form keeps what is said so far."""
        return Said(language=self.language, notice=None, answers=self.typed)


@dataclass(frozen=True)
class Shown:
    """A question and its answer in the words of the questionnaire."""

    question: str
    answer: str


@dataclass(frozen=True)
class Use:
    """One use of the answers: what was said last, and what can be said now. question: of the notice in use today."""

    purpose: Purpose
    words: str
    state: ConsentState
    said_on: date | None
    question: str

    @property
    def is_on(self) -> bool:
        """Whether it is allowed."""
        return self.state.allows_processing

    @property
    def is_switch(self) -> bool:
        """Whether it can be switched by itself: all but the keeping, which ends with everything."""
        return self.purpose is not Purpose.COLLECTION and (self.is_on or bool(self.question))

    @property
    def state_words(self) -> str:
        """What was said last."""
        return str(STATES[self.state])


@dataclass(frozen=True)
class Text:
    """A text that the person was shown before saying yes, from its record: headings, words, terms and files as then.

    is_whole: whether it still has the hash that was put on record; parts and media are empty if not. record: what the
    hash is of, "" for texts of the first format. media_home: where its files are.
    """

    version: str
    language: str
    sha256: str
    parts: tuple[ShownPart, ...]
    media: tuple[Medium, ...] = ()
    is_whole: bool = True
    record: str = field(default="", repr=False)
    media_home: str = ""


@dataclass(frozen=True)
class Became:
    """What became of one thing. on: when; due: when more follows."""

    what: str
    title: str
    outcome: str
    on: date | None
    due: date | None


def held(contribution: UUID) -> Held:
    """What is held, opened with its key. Raises Refusal and OutsideFault of the vault."""
    related = ("collection__initiative", "collection__questionnaire", "epoch")
    found = Contribution.objects.select_related(*related).get(uuid=contribution)
    initiative = found.collection.initiative
    place = Place(initiative.uuid, found.epoch.number, found.uuid, found.version)
    answers = vault.open_one(place, Sealed(bytes(found.sealed), bytes(found.wrapped_key)))
    form = questionnaire_form(found.collection.questionnaire)
    # What the form says about today was true on the day of the interview.
    desk = Desk(form, None, found.contributed_on, timezone.now())
    return Held(found, initiative, _language(found, form.layout.languages), desk, answers)


def _language(found: Contribution, written: tuple[str, ...]) -> str:
    """The language in which the person answered; the first of the form where nothing says it."""
    event = ConsentEvent.objects.filter(contribution=found.uuid).exclude(language="").order_by("id").first()
    if event is not None and event.language in written:
        return event.language
    return written[0] if written else ""


def answers_shown(own: Held) -> tuple[Shown, ...]:
    """Every question with its answer, then what is held besides."""
    return tuple(_answers(own))


def _answers(own: Held) -> Iterator[Shown]:
    asked = set(own.typed)
    for _page, items in all_shown(own.desk, own.said):
        for shown, item in zip(shown_fields(items), items, strict=True):
            if shown.control != "note":
                asked.discard(item.item.name)
                yield Shown(shown.label, spoken(item))
    columns = {question.name: question.column for question in own.desk.form.instrument.questions}
    hidden = {columns[name] for name in asked}
    besides = {column for column in own.answers if column in hidden or column not in columns.values()}
    yield from (Shown(column, own.answers[column]) for column in own.answers if column in besides)


def uses(initiative: Initiative, contribution: UUID) -> tuple[Use, ...]:
    """Every use that was ever asked for, or is asked for today, as it stands today."""
    stands = standing_of(initiative, (contribution,)).get(contribution)
    last = stands.answers if stands else {}
    notice, words = asked_today(initiative)
    questions = dict(words.by_purpose) if words else {}
    asked = set(notice.purposes) if notice else set()
    return tuple(
        Use(
            purpose=purpose,
            words=str(USES[purpose]),
            state=last[purpose].state if purpose in last else ConsentState.UNKNOWN,
            said_on=last[purpose].day if purpose in last else None,
            question=questions.get(purpose, "") if purpose in asked else "",
        )
        for purpose in Purpose
        if purpose in last or purpose in asked
    )


def asked_today(initiative: Initiative) -> tuple[NoticeShown | None, NoticeWords | None]:
    """The notice of today with its text in the language of the page, else in its first one."""
    notice = notice_in_use(initiative, timezone.localdate())
    if notice is None:
        return None, None
    spoken_now = translation.get_language() or "en"
    return notice, notice.text(spoken_now) or next(iter(notice.texts), None)


def texts_shown(contribution: UUID) -> tuple[Text, ...]:
    """Every text that the person said yes or no under, word by word, in the language in which it was shown."""
    events = ConsentEvent.objects.filter(contribution=contribution).exclude(notice=None)
    pairs = dict.fromkeys((event.notice, event.language) for event in events.select_related("notice").order_by("id"))
    shown = ((notice_shown(notice), language) for notice, language in pairs if notice is not None)
    found = ((notice, notice.text(language)) for notice, language in shown)
    return tuple(_text(notice, words) for notice, words in found if words is not None)


def _text(notice: NoticeShown, words: NoticeWords) -> Text:
    is_whole = is_as_agreed(notice, words)
    return Text(
        version=notice.version,
        language=words.language,
        sha256=words.sha256,
        parts=shown_parts(notice, words) if is_whole else (),
        media=words.media if is_whole else (),
        is_whole=is_whole,
        record=words.rendered if is_whole else "",
        media_home=f"/notices/{notice.uuid}/media/",
    )


def results(initiative: Initiative) -> QuerySet[PublicRelease]:
    """What was published, the newest first: facts that everybody may know, and no count."""
    return published(initiative).defer("content")


def next_figures(initiative: Initiative) -> date | None:
    """The next date on which figures are published: announced, or of an agreed vintage; None while there is none."""
    waiting = PublicRelease.objects.filter(initiative=initiative, state=ReleaseState.SCHEDULED)
    announced = waiting.order_by("release_date").values_list("release_date", flat=True).first()
    names = VintagePlan.objects.filter(initiative=initiative, ended_at=None).values_list("name", flat=True)
    days = (announced, *(next_edition(initiative, name) for name in names))
    return min((day for day in days if day is not None), default=None)


def taken_back(contribution: UUID) -> Withdrawal | None:
    """The withdrawal of the whole contribution, if there was one."""
    found = Withdrawal.objects.filter(contribution=contribution).order_by("id")
    return next((one for one in found if Purpose.COLLECTION.value in one.purposes), None)


def became(withdrawal: Withdrawal) -> tuple[Became, ...]:
    """What became of everything that the withdrawal reached."""
    traces = lineage.proof(withdrawal).traces
    titles = lineage.titles(traces)
    return tuple(_became(trace, titles.get(trace.node, "")) for trace in traces)


def _became(trace: Trace, title: str) -> Became:
    return Became(thing(trace.node.kind), title, told(trace.words, trace.outcome), trace.on, trace.due)


def initiative_behind(contribution: UUID) -> Initiative:
    """The initiative that a receipt belongs to, also where its contribution was taken back."""
    held = Contribution.objects.filter(uuid=contribution).select_related("collection__initiative").first()
    if held is not None:
        return held.collection.initiative
    return ProofKey.objects.select_related("initiative").get(contribution=contribution).initiative
