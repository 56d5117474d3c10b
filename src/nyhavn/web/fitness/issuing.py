"""Proposing a verdict, declining by a criterion, issuing what the producer was shown."""

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.fitness.issued import Issued, then, with_lines
from nyhavn.framework.fitness.rule_pack import RulePack
from nyhavn.framework.fitness.verdict import AS_FIGURES, Fix, Verdict, VerdictOutcome, check_assessors
from nyhavn.framework.fitness.workflow import Step, check_confirmed, check_heard, check_proposal_holds
from nyhavn.framework.validation import community_view
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.fitness.asks import Declined, VerdictProposed
from nyhavn.web.fitness.assessing import working
from nyhavn.web.fitness.models import Assessment, Assessor, IssuedVerdict, Proposal
from nyhavn.web.fitness.queries import (
    answers_of,
    computed_of,
    digest_of,
    disputes_of,
    is_high_risk,
    is_settled,
    open_purposes,
    people_behind,
    purposes_of,
    seen_by,
)
from nyhavn.web.fitness.reading_releases import release_as_shown
from nyhavn.web.fitness.requests import KIND, check_holds, move
from nyhavn.web.fitness.telling import tell_producer
from nyhavn.web.initiatives.access import not_found

NEED_TWO = AS_FIGURES | {VerdictOutcome.CONTEXT}


@transaction.atomic
def propose_verdict(*, by: User, on: Assessment, said: VerdictProposed) -> Proposal:
    """Say what would come out for one purpose, and show it to the producer. Raises Refusal with every reason."""
    held, assessor, pack = working(by, on)
    number = _purpose(held, said.purpose)
    made = _proposal(held, assessor, number, said.outcome, said.because)
    made.caveat = said.caveat
    made.fixes = [Fix(**one.model_dump()).model_dump() for one in said.fixes]
    _propose(by, made, pack)
    tell_producer(held)
    return made


@transaction.atomic
def decline(*, by: User, on: Assessment, said: Declined) -> tuple[Proposal, ...]:
    """Do not judge it: for every purpose a refusal, with a criterion and what would mend it, which can be appealed.

    An office has no other way to say no. Raises Refusal.
    """
    held, assessor, pack = working(by, on)
    fix = Fix(criterion=said.criterion, what=said.what, remedy=said.remedy)
    made = []
    for number in open_purposes(held):
        proposal = _proposal(held, assessor, number, VerdictOutcome.REFUSED, said.because)
        proposal.fixes, proposal.is_refusal = [fix.model_dump()], True
        _propose(by, proposal, pack)
        made.append(proposal)
    tell_producer(held)
    return tuple(made)


def _purpose(held: Assessment, said: str) -> int:
    """The number of a purpose, from nought. Raises Refusal "not-found"."""
    if not said.isdecimal() or not 1 <= int(said) <= len(held.purposes):
        raise not_found("purpose")
    return int(said) - 1


def _proposal(held: Assessment, assessor: Assessor, number: int, outcome: VerdictOutcome, because: str) -> Proposal:
    check_proposal_holds(is_newest=True, is_issued=is_settled(held, number), changed_since=False)
    return Proposal(
        assessment=held,
        purpose=number,
        outcome=outcome.value,
        because=because,
        proposed_by=assessor,
        last_answer=held.answers.order_by("id").last(),
        last_dispute=held.disputes.order_by("id").last(),
    )


def _propose(by: User, proposal: Proposal, pack: RulePack) -> None:
    """Check all of it and keep it."""
    held = proposal.assessment
    record_of(proposal, pack)  # raises what speaks against it
    proposal.save(force_insert=True)
    facts = {"outcome": proposal.outcome}
    record("verdict-proposed", by=by, kind=KIND, on=held.uuid, scope=held.office.uuid, facts=facts)


def record_of(proposal: Proposal, pack: RulePack) -> Issued:
    """Everything that a verdict follows from. Raises Refusal with what speaks against it."""
    held, outcome = proposal.assessment, VerdictOutcome(proposal.outcome)
    needs_two = is_high_risk(held.release.initiative)
    check_confirmed(seen_by(held), needs_two=needs_two)
    if outcome in NEED_TWO:
        behind = {*people_behind(held), proposal.proposed_by_id}
        none: frozenset[str] = frozenset()
        check_assessors([(str(one), none) for one in behind], producers=none, needs_two=needs_two)
    today = timezone.localdate()
    verdict = Verdict(
        purpose=purposes_of(held)[proposal.purpose],
        outcome=outcome,
        pack=pack.id,
        fingerprint=pack.fingerprint,
        community=community_view(release_as_shown(held.release).validation),
        by=(held.office.name,),
        on=today,
        because=proposal.because,
        caveat=proposal.caveat,
        fixes=tuple(Fix.model_validate(one) for one in proposal.fixes),
        producers_wish=held.producers_wish,
    )
    whole = Issued(
        verdict=verdict,
        pack_text=held.pack_text,
        answers=answers_of(held),
        computed=then(computed_of(held)),
        disputes=disputes_of(held),
        release=held.release.name,
        version=held.release.version,
        digest=digest_of(held.release),
        issued_on=today,
        reply=proposal.reply,
        replied_on=timezone.localdate(proposal.replied_at) if proposal.replied_at else None,
        confirmed=needs_two,
    )
    return with_lines(whole, pack)


@transaction.atomic
def issue(*, by: User, on: Proposal) -> IssuedVerdict:
    """Issue what the producer was shown, once they were heard; it is never changed. Raises Refusal."""
    held, assessor, pack = working(by, on.assessment)
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("assessment").get(id=on.id)
    check_holds(proposal, held)
    check_heard(replied=proposal.replied_at is not None, proposed_at=proposal.proposed_at, now=timezone.now())
    proposal.assessment = held
    whole = record_of(proposal, pack)
    made = IssuedVerdict.objects.create(
        assessment=held,
        proposal=proposal,
        purpose=proposal.purpose,
        content=whole.model_dump_json(),
        digest=whole.fingerprint,
        issued_by=assessor,
    )
    move(held, Step.ISSUE if open_purposes(held) else Step.ISSUE_LAST)
    facts = {"outcome": proposal.outcome}
    for scope in (held.office.uuid, held.release.initiative.uuid):
        record("verdict-issued", by=by, kind=KIND, on=held.uuid, scope=scope, facts=facts)
    tell_producer(held)
    return made
