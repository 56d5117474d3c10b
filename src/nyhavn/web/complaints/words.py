"""The words of complaints: sealed under a key of each complaint's own, and destroyed long after its end."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from nyhavn.framework.complaints import KEPT_FOR
from nyhavn.web.collection.told_words import (
    DESTROYED,
    destroy_words,
    seal_told,
    sealed_beside,
    words_beside,
    words_told,
)
from nyhavn.web.collection.wrapped_tables import NO_KEY, WrappedTable, add_wrapped_table
from nyhavn.web.complaints.asks import ComplaintSaid
from nyhavn.web.complaints.models import Complaint, ComplaintDone
from nyhavn.web.complaints.queries import history_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

WORDS, WISH, BODY = "words", "wish", "body"


def seal_complaint(complaint: Complaint, said: ComplaintSaid) -> None:
    """Put the words into a complaint that is not saved yet. Call it in the transaction that saves it."""
    seal_told(complaint, {WORDS: said.words, WISH: said.wish, BODY: said.for_body})


def seal_act(act: ComplaintDone, words: str) -> None:
    """Put words into what was done, under the key of the complaint; nothing where that is destroyed."""
    act.sealed = sealed_beside(act.complaint, act.uuid, {WORDS: words})


def words_of(complaint: Complaint) -> Mapping[str, str]:
    """What was complained about; empty where it was destroyed. Raises OutsideFault "key-missing"."""
    return words_told(complaint)


def words_of_act(act: ComplaintDone) -> str:
    """What whoever did it wrote; "" where it was destroyed. Raises OutsideFault "key-missing"."""
    return words_beside(act.complaint, act.uuid, act.sealed).get(WORDS, "")


def forget_words(now: datetime) -> None:
    """Destroy the words of complaints about which nothing is due since long. Call it in a transaction."""
    for complaint in Complaint.objects.exclude(wrapped_key=NO_KEY).filter(received_at__lt=now - KEPT_FOR):
        history = history_of(complaint)
        last = max((act.at for act in history.acts), default=complaint.received_at)
        if not history.due() and last < now - KEPT_FOR:
            acts = ComplaintDone.objects.filter(complaint=complaint)
            destroy_words(Complaint.objects.filter(id=complaint.id), acts, complaint.initiative, receipt=None)


def _lose(found: "QuerySet[Complaint]") -> int:
    """That somebody complained stays, and what was done; the words are gone."""
    return found.update(**DESTROYED, receipt=None)


add_wrapped_table(WrappedTable("complaint", Complaint, _lose))
