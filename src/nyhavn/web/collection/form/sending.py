"""What a finished form becomes: a contribution with its consent, or a practice record. Sent twice, it is kept once."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.attribution import Credit, Wish
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_circumstances import ALONE
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.interview import accepted
from nyhavn.framework.opening import Door
from nyhavn.framework.refusal import refusal
from nyhavn.web.collection.actions import NewContribution, contribute, practise
from nyhavn.web.collection.credits import NOT_NAMED, say_credit
from nyhavn.web.collection.form import drafts
from nyhavn.web.collection.form.drafts import OpenDraft, contribution_uuid
from nyhavn.web.collection.form.flow import Desk
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.receipts import (
    ReceiptKind,
    hashes_of,
    paper_code_for,
    read_typed_code,
    receipt_hash,
    words_for,
)
from nyhavn.web.collection.vault import Answers

SHOWN_AGAIN = timedelta(
    minutes=2
)  # for a form that was sent twice by an impatient thumb, and for nobody who comes later


@dataclass(frozen=True)
class Sent:
    """What is shown afterwards. words, paper: the receipt; empty if none was wanted or it is too late to show it."""

    words: tuple[str, ...] = ()
    paper: str = ""

    @property
    def receipt(self) -> str:
        """The receipt as it would be typed."""
        return self.paper or " ".join(self.words)


def send(token: str, desk: Desk, *, receipt: ReceiptKind, credit: Credit = NOT_NAMED) -> Sent | None:
    """Keep what the form of a contributor holds; None if there is no such draft any more. credit: if asked for."""
    with transaction.atomic():
        opened = drafts.find(token, by=None, lock=True)
        if opened is None or opened.draft.collection is None:
            return None
        sent = _with_receipt(opened.secret, receipt)
        agreed = opened.visit.agreed_at or desk.now
        said = NewContribution(
            uuid=contribution_uuid(opened.secret),
            door=Door.FORM,
            answers=answers_of(opened, desk),
            consent=consent_of(opened, agreed, ConsentMode.WEB_FORM),
            contributed_on=desk.today,
            receipt=receipt_hash(sent.receipt, opened.draft.initiative.uuid) if sent.receipt else "",
        )
        made = contribute(by=None, to=opened.draft.collection, said=said)
        if asks_for_name(opened) and credit.wish is not Wish.ANONYMOUS:
            say_credit(by=None, contribution=made, wish=credit.wish, name=credit.name)
        drafts.drop(opened)
    return sent


def _with_receipt(secret: bytes, kind: ReceiptKind) -> Sent:
    """What belongs to that secret and that choice."""
    if kind is ReceiptKind.WORDS:
        return Sent(words=words_for(secret))
    return Sent(paper=paper_code_for(secret)) if kind is ReceiptKind.PAPER else Sent()


def asks_for_name(opened: OpenDraft) -> bool:
    """Whether the person agreed to be named, and is asked how."""
    return opened.visit.consent.get(Purpose.ATTRIBUTION, False)


def sent_before(token: str) -> Sent | None:
    """What the same form showed when it was sent the first time; None if it was never sent."""
    secret = drafts.secret_of(token)
    if secret is None:
        return None
    there = Contribution.with_shredded.select_related("collection__initiative")
    found = there.filter(uuid=contribution_uuid(secret)).first()
    if found is None:
        return None
    if found.received_at <= timezone.now() - SHOWN_AGAIN:
        return Sent()
    possible = (_with_receipt(secret, kind) for kind in (ReceiptKind.WORDS, ReceiptKind.PAPER))
    own = [found.collection.initiative.uuid]
    return next((sent for sent in possible if found.receipt in hashes_of(read_typed_code(sent.receipt), own)), Sent())


def enter(opened: OpenDraft, desk: Desk) -> None:
    """Keep what an enumerator keyed in from paper."""
    draft, paper = opened.draft, opened.visit.paper
    if draft.collection is None or paper is None:
        raise RuntimeError("an entry belongs to a collection and has the days of its paper")
    said = NewContribution(
        uuid=contribution_uuid(opened.secret),
        door=Door.ENTRY,
        answers=answers_of(opened, desk),
        consent=consent_of(opened, noon(paper.consented_on), ConsentMode.ON_PAPER),
        contributed_on=paper.contributed_on,
    )
    with transaction.atomic():
        if drafts.find(opened.token, by=draft.by, lock=True) is not None:  # else the same press came twice
            contribute(by=draft.by, to=draft.collection, said=said)
            drafts.drop(opened)


def keep_practice(opened: OpenDraft, desk: Desk) -> None:
    """Keep what somebody made up to practise. No consent is recorded: nobody was asked."""
    draft = opened.draft
    if draft.by is None or draft.collection is not None:
        raise RuntimeError("practice belongs to a person and to no collection")
    with transaction.atomic():
        if drafts.find(opened.token, by=draft.by, lock=True) is None:
            return
        practise(
            by=draft.by,
            on=draft.initiative,
            questionnaire=draft.questionnaire,
            uuid=contribution_uuid(opened.secret),
            answers=answers_of(opened, desk),
        )
        drafts.drop(opened)


def answers_of(opened: OpenDraft, desk: Desk) -> Answers:
    """The answers as they are kept, by column."""
    columns = {question.name: question.column for question in desk.form.instrument.questions}
    found = accepted(desk.interview(opened.visit), desk.today)
    return {columns[name]: text for name, text in found.items()}


def consent_of(opened: OpenDraft, at: datetime, mode: ConsentMode) -> ConsentSaid:
    """What the person agreed to. Raises Refusal without a yes to the collection itself."""
    visit = opened.visit
    if not visit.consent.get(Purpose.COLLECTION, False):
        what = "Nobody agreed that these answers may be kept."
        raise refusal("contribution-without-consent", what, do="Go back to the first page and answer it.")
    states = {True: ConsentState.GIVEN, False: ConsentState.REFUSED}
    answers = {purpose: states[said] for purpose, said in visit.consent.items()}
    how = visit.paper.circumstances() if visit.paper else replace(ALONE, modality=visit.way)
    uuid = contribution_uuid(opened.secret)
    return ConsentSaid(uuid, answers, visit.notice, visit.language, at, mode, circumstances=how)


def noon(day: date) -> datetime:
    """A moment of a day of which nothing but the date is known."""
    return datetime.combine(day, time(12), UTC)
