"""Taking back, as the people of a cast do it, and what a proof says in short."""

from uuid import UUID

from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.lineage import Proof
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.lineage.actions import withdraw
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.lineage.queries import proof
from web.cast import Cast

EVERYTHING = frozenset({Purpose.COLLECTION})
AGGREGATES = frozenset({Purpose.PUBLISHED_AGGREGATES})
ON_PAPER = ConsentMode.ON_PAPER


def taken_back(village: Cast, contribution: UUID, purposes: frozenset[Purpose] = EVERYTHING) -> Withdrawal:
    """The person takes it back; nothing has walked yet."""
    return withdraw(
        by=None,
        initiative=village.initiative,
        contribution=contribution,
        purposes=purposes,
        mode=ConsentMode.WEB_FORM,
    )


def walked(village: Cast, contribution: UUID, purposes: frozenset[Purpose] = EVERYTHING) -> Proof:
    """The same, and a worker has done everything that follows."""
    made = taken_back(village, contribution, purposes)
    while work_once():
        pass
    made.refresh_from_db()
    return proof(made)


def said(found: Proof) -> list[tuple[str, str, str]]:
    """Kind, outcome and words of every trace."""
    return [(trace.node.kind, trace.outcome.value, trace.words) for trace in found.traces]
