"""Somebody who contributed and kept a receipt, for tests of any folder."""

from dataclasses import dataclass

from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.collection.receipts import receipt_hash, words_for
from nyhavn.web.consent.actions import record_consent
from web import objects


@dataclass(frozen=True)
class Person:
    """A person with a receipt."""

    contribution: Contribution
    words: str
    collection: Collection


def agrees_to_be_named(person: Person) -> Person:
    """The same person said yes to being named, under a notice that asks for it."""
    notice = person.collection.notice
    type(notice).objects.filter(id=notice.id).update(purposes=[*notice.purposes, Purpose.ATTRIBUTION.value])
    yes = {Purpose.ATTRIBUTION: ConsentState.GIVEN}
    said = ConsentSaid(person.contribution.uuid, yes, notice.uuid, "en", timezone.now(), ConsentMode.WEB_FORM)
    record_consent(by=None, initiative=person.collection.initiative, said=said)
    return person


def holder(collection: Collection, secret: bytes = b"somebody's secret") -> Person:
    """Somebody answered, and keeps seven words in the head."""
    words = " ".join(words_for(secret))
    return Person(
        objects.contribution(collection, receipt=receipt_hash(words, collection.initiative.uuid)), words, collection
    )
