"""Why something was decided about a finding: a steward's words, sealed, so that old copies lose them with their key.

One decision may be about several contributions, so that its words have a key of their own. They may tell of any of
them: when one is taken back, the words are destroyed, and the decision stays for the others.
"""

from typing import TYPE_CHECKING

from nyhavn.framework.refusal import OutsideFault, Refusal
from nyhavn.web.collection import vault
from nyhavn.web.collection.epochs import current_epoch
from nyhavn.web.collection.shredding import WIPE_JOB, schedule_turn
from nyhavn.web.collection.vault import Place, Sealed
from nyhavn.web.collection.wrapped_tables import NO_KEY, WrappedTable, add_wrapped_table
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.production.models import FindingDecision

if TYPE_CHECKING:
    from django.db.models import QuerySet

REASON = "reason"
OPENED_WITH = ("epoch", "initiative")  # to be fetched with a decision whose reason is read
NOTHING = {"sealed": b"", "wrapped_key": NO_KEY}


def seal_reason(decision: FindingDecision, reason: str) -> None:
    """Put the reason into a decision that is not saved yet. Call it in the transaction that saves it."""
    decision.epoch = current_epoch(decision.initiative)
    made = vault.seal(_place(decision), {REASON: reason})
    decision.sealed, decision.wrapped_key = made.blob, made.wrapped_key


def reason_of(decision: FindingDecision) -> str:
    """The reason as it was written; "" where it was destroyed or changed. Raises OutsideFault "key-missing"."""
    if bytes(decision.wrapped_key) == NO_KEY:
        return decision.earlier_reason
    try:
        found = vault.open_one(_place(decision), Sealed(bytes(decision.sealed), bytes(decision.wrapped_key)))
    except OutsideFault:
        raise
    except Refusal:  # changed or moved in the database: the decision stands, and what it does can be seen
        return ""
    return found[REASON]


def forget_reasons(initiative: Initiative, decisions: "QuerySet[FindingDecision]") -> None:
    """Destroy the reasons of these decisions: here at once, and in old copies when the keys turn.

    Call it in a transaction, before the rows themselves are deleted.
    """
    kept = decisions.filter(initiative=initiative).exclude(wrapped_key=NO_KEY, earlier_reason="")
    if kept.update(**NOTHING, earlier_reason=""):
        schedule_turn(initiative)
        enqueue(WIPE_JOB)


def _place(decision: FindingDecision) -> Place:
    if decision.epoch is None:
        raise RuntimeError("a decision with a key has the period that the key is wrapped in")
    return Place(decision.initiative.uuid, decision.epoch.number, decision.uuid)


def _lose(found: "QuerySet[FindingDecision]") -> int:
    """What was decided goes on to hold where its reason is gone."""
    return found.update(**NOTHING)


add_wrapped_table(WrappedTable("decision", FindingDecision, _lose))
