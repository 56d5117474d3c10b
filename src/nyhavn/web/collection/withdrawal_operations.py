"""Taking back for a person who says so in front of somebody of the team, and what became of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.declared import Declared
from nyhavn.framework.lineage import WORDS, NodeRef, Outcome
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.subjects import CONTRIBUTION, home_of
from nyhavn.web.consent.asks import PURPOSES
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.lineage.actions import withdraw
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.lineage.queries import impact, proof, titles
from nyhavn.web.pages.operations import Done, Operation, Reading, Subject

INTERMEDIARY = "intermediary"  # code: somebody of the team wrote down what the person said


class WithdrawalSaid(Declared):
    """What the person takes back, and how they said so."""

    purposes: tuple[Purpose, ...] = Field(
        title="What the person takes back",
        description="The collection itself ends everything: the contribution is destroyed for good.",
        min_length=1,
        json_schema_extra={"labels": PURPOSES},
    )
    mode: Literal["on-paper", "witnessed"] = Field(
        title="How the person said so",
        json_schema_extra={"labels": {"on-paper": "On paper", "witnessed": "Aloud, in front of a witness"}},
    )
    is_their_wish: Literal[True] = Field(
        title="The person wants this, and knows that it cannot be undone",
        description="What is published as figures about groups stays.",
    )


class ReachedShown(Declared):
    """A thing that a withdrawal comes to. title: its name, "" for what has none."""

    kind: str
    title: str


class ImpactShown(Declared):
    """What taking everything back would reach. Nothing happens by looking."""

    reached: tuple[ReachedShown, ...]


class TraceShown(Declared):
    """What became of one thing. on_date: when; due_date: when more follows."""

    kind: str
    title: str
    outcome: Outcome
    words: str
    on_date: date | None
    due_date: date | None


class ProofShown(Declared):
    """What a withdrawal reached. finished_at: null while something still waits."""

    uuid: UUID
    at: datetime
    purposes: tuple[Purpose, ...]
    finished_at: datetime | None
    traces: tuple[TraceShown, ...]


def impact_shown(on: Contribution) -> ImpactShown:
    """What taking everything back would reach."""
    found = impact(on.collection.initiative, on.uuid, frozenset({Purpose.COLLECTION}))
    return ImpactShown(reached=tuple(ReachedShown(kind=one.node.kind, title=one.title) for one in found.reached))


def proof_shown(on: Withdrawal) -> ProofShown:
    """The proof, as the person gets it."""
    found = proof(on)
    named = titles(found.traces)
    return ProofShown(
        uuid=found.withdrawal,
        at=found.at,
        purposes=_in_order(found.purposes),
        finished_at=found.finished_at,
        traces=tuple(
            TraceShown(
                kind=trace.node.kind,
                title=named.get(NodeRef(trace.node.kind, trace.node.on), ""),
                outcome=trace.outcome,
                words=WORDS[trace.words],
                on_date=trace.on,
                due_date=trace.due,
            )
            for trace in found.traces
        ),
    )


def _in_order(purposes: Iterable[Purpose]) -> tuple[Purpose, ...]:
    named = frozenset(purposes)
    return tuple(purpose for purpose in Purpose if purpose in named)


def enter_withdrawal(user: User, right: Right, *, initiative: str, withdrawal: UUID) -> Withdrawal:
    """A withdrawal that this person wrote down, for somebody with that right. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = Withdrawal.objects.select_related("initiative").filter(initiative=within, uuid=withdrawal, by=user).first()
    if found is None:
        raise not_found("withdrawal")
    return found


WITHDRAWAL = Subject(
    "withdrawal",
    "initiatives/<slug:initiative>/withdrawals/<uuid:withdrawal>",
    enter_withdrawal,
    home=lambda on: f"{home_of(on.initiative, 'withdrawals')}{on.uuid}/",
)


def _withdraw(by: User, on: Contribution, said: WithdrawalSaid) -> Done:
    initiative = on.collection.initiative
    made = withdraw(
        by=by,
        initiative=initiative,
        contribution=on.uuid,
        purposes=frozenset(said.purposes),
        mode=ConsentMode(said.mode),
        said_by=INTERMEDIARY,
    )
    return Done("It is taken back. What was made from it follows now.", at=WITHDRAWAL.home(made), made=made.uuid)


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "withdraw-contribution",
        "Take this contribution back for the person",
        Right.HELP_CONTRIBUTORS,
        CONTRIBUTION,
        _withdraw,
        WithdrawalSaid,
        lead="Only when the person tells you so. Everything that was made from it is found; what is not public is "
        "destroyed. Who wrote it down is recorded.",
        button="Take it back",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "impact",
        "What taking a contribution back would reach",
        Right.HELP_CONTRIBUTORS,
        CONTRIBUTION,
        ImpactShown,
        impact_shown,
    ),
    Reading(
        "",
        "What became of a contribution that you took back for somebody",
        Right.HELP_CONTRIBUTORS,
        WITHDRAWAL,
        ProofShown,
        proof_shown,
    ),
)
