"""Putting needs on record, linking them, keeping what has none for a reason, and saying what came of them."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from nyhavn.framework.needs import RaisedBy, check_came_after, check_raised
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.community.models import Meeting
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.needs.asks import (
    KeepingEnded,
    NeedSaid,
    QuestionsKept,
    QuestionsTicked,
    ReturnSaid,
    TablesTicked,
    UseSaid,
    WhySaid,
)
from nyhavn.web.needs.models import ItemKept, LinkKind, NeedLink, NeedOutcome, NeedRaised, OutcomeKind
from nyhavn.web.needs.offering import names_ticked, settled_questions
from nyhavn.web.needs.tables import tables_in


@transaction.atomic
def raise_need(*, by: User, on: Initiative, said: NeedSaid) -> NeedRaised:
    """Put a need on record, with the questions that ask about it. Raises Refusal.

    need-in-future, need-raised-by-nobody, need-raised-by-producer, need-not-minuted, need-meeting-of-others,
    need-question-unknown.
    """
    Initiative.objects.select_for_update().get(id=on.id)  # two at once take turns, each with its number
    body, today = _body(on, said), timezone.localdate()
    kind = RaisedBy.COMMUNITY_BODY if body else said.kind
    check_raised(
        raised_on=said.raised_on, today=today, kind=kind, raised_by=said.raised_by, producer=on.organisation.name
    )
    last = NeedRaised.objects.filter(initiative=on).aggregate(last=Max("number"))["last"] or 0
    made = NeedRaised.objects.create(
        initiative=on,
        number=last + 1,
        words=said.words,
        body=body,
        kind=kind.value,
        raised_by=said.raised_by,
        raised_on=said.raised_on,
        meeting=_meeting(body, said),
        minutes=said.minutes,
        recorded_on=today,
        recorded_by=by,
    )
    _link(by, made, LinkKind.QUESTION, names_ticked(on, said.questions))
    _trace("need-raised", by, made, {"raised by": kind.value})
    return made


def _body(on: Initiative, said: NeedSaid) -> CommunityBody | None:
    """The body of the community; None where another one is named. Raises Refusal."""
    found = next((body for body in on.community_bodies.all() if str(body.uuid) == said.body), None)
    is_of_others = bool(said.raised_by) and said.kind is not RaisedBy.COMMUNITY_BODY
    if (found is None) is not is_of_others or (found and said.raised_by) or (said.body and found is None):
        what = "Choose a body of the community, or name another body and say what kind it is; one of the two."
        raise refusal("need-raised-by-nobody", what, where="raised_by", do="Fill in one, and leave the other empty.")
    return found


def _meeting(body: CommunityBody | None, said: NeedSaid) -> Meeting | None:
    """The meeting of that body. Raises Refusal."""
    if not said.meeting:
        if not said.minutes:
            what = "It is not said where this is written down."
            do = "Choose the meeting, or write which minutes, letter or report it stands in."
            raise refusal("need-not-minuted", what, where="minutes", do=do)
        return None
    held = body.meetings.filter(held_on__gte=said.raised_on) if body else ()
    found = next((meeting for meeting in held if str(meeting.uuid) == said.meeting), None)
    if found is None:
        what = "This is no meeting of the body that raised the need, or it was held before that day."
        do = "Choose a meeting of that body, or write where else it stands."
        raise refusal("need-meeting-of-others", what, where="meeting", do=do)
    return found


@transaction.atomic
def link_questions(*, by: User, on: NeedRaised, said: QuestionsTicked) -> None:
    """These questions ask about the need, and no others. Raises Refusal."""
    _check_stands(on)
    _link(by, on, LinkKind.QUESTION, names_ticked(on.initiative, said.questions, also=_linked(on, LinkKind.QUESTION)))
    _trace("need-questions-linked", by, on, {"questions": len(said.questions)})


@transaction.atomic
def link_tables(*, by: User, on: NeedRaised, said: TablesTicked) -> None:
    """These tables answer the need, and no others. Raises Refusal."""
    _check_stands(on)
    known = {table.id for table in tables_in(on.initiative)} | _linked(on, LinkKind.TABLE)
    if not known.issuperset(said.tables):
        what = "One of these is no table of the plan."
        raise refusal("need-question-unknown", what, where="tables", do="Choose from those that are shown.")
    _link(by, on, LinkKind.TABLE, said.tables)
    _trace("need-tables-linked", by, on, {"tables": len(said.tables)})


@transaction.atomic
def keep_questions(*, by: User, on: Initiative, said: QuestionsKept) -> None:
    """Ask these without a need, for a reason. Raises Refusal."""
    Initiative.objects.select_for_update().get(id=on.id)
    new = names_ticked(on, said.questions, but=settled_questions(on))
    today = timezone.localdate()
    for name in new:
        ItemKept.objects.create(initiative=on, question=name, because=said.because, kept_on=today, kept_by=by)
    facts: dict[str, Fact] = {"questions": len(new)}
    record("questions-kept", by=by, kind="initiative", on=on.uuid, scope=on.uuid, facts=facts)


@transaction.atomic
def stop_keeping(*, by: User, on: Initiative, said: KeepingEnded) -> None:
    """The reason does not hold any more; these questions need a need."""
    kept = ItemKept.objects.filter(initiative=on, need=None, ended_on=None, question__in=said.questions)
    facts: dict[str, Fact] = {"questions": kept.update(ended_on=timezone.localdate())}
    record("questions-not-kept", by=by, kind="initiative", on=on.uuid, scope=on.uuid, facts=facts)


@transaction.atomic
def keep_need(*, by: User, on: NeedRaised, said: WhySaid) -> None:
    """No question asks about it, for a reason. A new reason takes the place of the one before. Raises Refusal."""
    _check_stands(on)
    today = timezone.localdate()
    on.kept.filter(ended_on=None).update(ended_on=today)
    ItemKept.objects.create(initiative=on.initiative, need=on, because=said.because, kept_on=today, kept_by=by)
    _trace("need-kept", by, on)


@transaction.atomic
def take_back(*, by: User, on: NeedRaised, said: WhySaid) -> None:
    """It should not have been recorded, or is not there any more; it stays to be read. Raises Refusal."""
    _check_stands(on)
    NeedRaised.objects.filter(id=on.id).update(taken_back_on=timezone.localdate(), taken_back_because=said.because)
    _trace("need-taken-back", by, on)


@transaction.atomic
def results_returned(*, by: User, on: NeedRaised, said: ReturnSaid) -> NeedOutcome:
    """Those who raised it got the result. Raises Refusal "need-day-out-of-order"."""
    return _came(by, on, OutcomeKind.RETURNED, said.on, "", said.how)


@transaction.atomic
def result_used(*, by: User, on: NeedRaised, said: UseSaid) -> NeedOutcome:
    """Somebody acted on the result. Raises Refusal "need-day-out-of-order"."""
    return _came(by, on, OutcomeKind.USED, said.on, said.who, said.what)


def _came(by: User, on: NeedRaised, kind: OutcomeKind, day: date, who: str, words: str) -> NeedOutcome:
    _check_stands(on)
    today = timezone.localdate()
    check_came_after(day, raised_on=on.raised_on, today=today)
    made = NeedOutcome.objects.create(
        need=on, kind=kind, happened_on=day, who=who, words=words, recorded_on=today, recorded_by=by
    )
    _trace(f"need-result-{kind.value}", by, on)
    return made


def _linked(need: NeedRaised, kind: LinkKind) -> set[str]:
    return set(need.links.filter(kind=kind, ended_on=None).values_list("name", flat=True))


def _link(by: User, need: NeedRaised, kind: LinkKind, wanted: Collection[str]) -> None:
    """Exactly these from now on; what was linked before keeps its day."""
    today, there = timezone.localdate(), _linked(need, kind)
    need.links.filter(kind=kind, ended_on=None).exclude(name__in=wanted).update(ended_on=today)
    new = (name for name in dict.fromkeys(wanted) if name not in there)
    NeedLink.objects.bulk_create(
        NeedLink(need=need, kind=kind, name=name, linked_on=today, linked_by=by) for name in new
    )


def _check_stands(need: NeedRaised) -> None:
    """Raises Refusal "need-taken-back". The need is locked until the end of the transaction."""
    if NeedRaised.objects.select_for_update().get(id=need.id).taken_back_on is not None:
        raise refusal("need-taken-back", "This need was taken back.", do="Raise it anew if it is there again.")


def _trace(action: str, by: User, need: NeedRaised, facts: dict[str, Fact] | None = None) -> None:
    scope = need.initiative.uuid
    record(action, by=by, kind="need", on=need.uuid, scope=scope, facts={"number": need.number, **(facts or {})})
