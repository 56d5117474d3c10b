"""The words of incidents: sealed under a key of each incident's own, and destroyed long after its end."""

from datetime import datetime
from typing import TYPE_CHECKING

from nyhavn.framework.incidents import KEPT_FOR, IncidentStep
from nyhavn.web.collection.told_words import (
    DESTROYED,
    destroy_words,
    seal_told,
    sealed_beside,
    words_beside,
    words_told,
)
from nyhavn.web.collection.wrapped_tables import NO_KEY, WrappedTable, add_wrapped_table
from nyhavn.web.incidents.models import Incident, IncidentAct

if TYPE_CHECKING:
    from django.db.models import QuerySet

WORDS = "words"


def seal_words(incident: Incident, words: str) -> None:
    """Put the words into an incident that is not saved yet. Call it in the transaction that saves it."""
    seal_told(incident, {WORDS: words})


def seal_act(act: IncidentAct, words: str) -> None:
    """Put words into what was done, under the key of the incident; nothing where that is destroyed."""
    act.sealed = sealed_beside(act.incident, act.uuid, {WORDS: words})


def words_of(incident: Incident) -> str:
    """What was reported; "" where it was destroyed. Raises OutsideFault "key-missing"."""
    return words_told(incident).get(WORDS, "")


def words_of_act(act: IncidentAct) -> str:
    """What whoever did it wrote; "" where it was destroyed. Raises OutsideFault "key-missing"."""
    return words_beside(act.incident, act.uuid, act.sealed).get(WORDS, "")


def forget_words(now: datetime) -> None:
    """Destroy the words of incidents that were closed long ago. Call it in a transaction."""
    closed = IncidentAct.objects.filter(step=IncidentStep.CLOSE, done_at__lt=now - KEPT_FOR).values("incident")
    old = Incident.objects.filter(id__in=closed).exclude(wrapped_key=NO_KEY)
    for incident in old.select_related("initiative"):
        acts = IncidentAct.objects.filter(incident=incident)
        destroy_words(Incident.objects.filter(id=incident.id), acts, incident.initiative)


def _lose(found: "QuerySet[Incident]") -> int:
    """That something was reported stays, and what was done; the words are gone."""
    return found.update(**DESTROYED)


add_wrapped_table(WrappedTable("incident", Incident, _lose))
