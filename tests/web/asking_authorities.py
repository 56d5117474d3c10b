"""Authorities, and what a village asks them, for tests of any folder."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from nyhavn.framework.attribution import Wish
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Membership, Organisation, User
from nyhavn.web.collection.community_credit import say_community_credit
from nyhavn.web.commitments import actions, asks, saying
from nyhavn.web.commitments.models import ActionRequest, RequestDraft, TrailEntry
from web import needed
from web.cast import Cast, person

OUTSIDE = "The regional water board"
ASKED_FOR = "A second well at the upper end of the village."
SOURCE = "Letter of the board, file 12"


@dataclass(frozen=True)
class Authority:
    """An authority with a page on this site, whoever answers for it, and somebody who only belongs to it."""

    organisation: Organisation
    admin: User
    member: User


def authority(slug: str = "water-ministry", name: str = "Ministry of Water") -> Authority:
    made = Organisation.objects.create(slug=slug, name=name, kind="government")
    admin, member = person("Mina Okoro", f"{slug}.example"), person("Mato Reyes", f"{slug}.example")
    Membership.objects.create(user=admin, organisation=made, is_admin=True)
    Membership.objects.create(user=member, organisation=made)
    return Authority(made, admin, member)


def today() -> date:
    return timezone.localdate()


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def request_said(village: Cast, at: Authority | None = None, **changes: Any) -> asks.RequestSaid:
    about = {} if {"need", "release"} & changes.keys() else {"need": str(a_need(village))}
    values: dict[str, Any] = {
        **about,
        "authority": str(at.organisation.uuid) if at else "",
        "authority_name": "" if at else OUTSIDE,
        "how": "" if at else "Letter of the council, by hand",
        "asked_for": ASKED_FOR,
        "answer_by": in_days(30),
    }
    return asks.RequestSaid.model_validate(values | changes)


def a_need(village: Cast) -> object:
    found = village.initiative.needs_raised.filter(taken_back_on=None).first()
    return (found or needed.raised(village, questions=())).uuid


def drafted(village: Cast, at: Authority | None = None, **changes: Any) -> RequestDraft:
    said = request_said(village, at, **changes)
    return actions.write_draft(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def brought(village: Cast, at: Authority | None = None, *, days_ago: int = 10, **changes: Any) -> ActionRequest:
    """A request that an authority was asked some days ago; without one, of an authority outside this site."""
    said = asks.BroughtSaid(asked_on=in_days(-days_ago))
    return actions.bring(by=village[Role.COORDINATOR], on=drafted(village, at, **changes), said=said)


def answers(at: Authority, on: ActionRequest, answer: str = "accept", words: str = "We agree.") -> TrailEntry:
    return saying.answer(by=at.admin, on=on, said=asks.AnswerSaid.model_validate({"answer": answer, "words": words}))


def commits(at: Authority, on: ActionRequest, *, days: int = 60, **changes: Any) -> TrailEntry:
    values = {"words": "The well is dug.", "due": in_days(days), "office": "Department of wells"} | changes
    return saying.commit(by=at.admin, on=on, said=asks.CommitmentSaid.model_validate(values))


def acts(at: Authority, on: ActionRequest, about: TrailEntry | None = None, **changes: Any) -> TrailEntry:
    return saying.act(by=at.admin, on=on, said=asks.ActionSaid.model_validate(action_said(about) | changes))


def action_said(about: TrailEntry | None = None) -> dict[str, Any]:
    return {
        "about": str(about.number) if about else "",
        "words": "The well was dug and tested.",
        "done_on": today(),
        "proof": "budget-line",
        "reference": "Budget 2026, line 4.12",
        "keeps": about is not None,
    }


def sees(village: Cast, on: ActionRequest, about: TrailEntry | None = None, **changes: Any) -> TrailEntry:
    values: dict[str, Any] = {
        "about": str(about.number) if about else "",
        "seen": "did-not-happen",
        "seen_by": "The assembly of the village",
        "words": "There is a hole and no water.",
        "seen_on": today(),
    }
    said = asks.SeenSaid.model_validate(values | changes)
    return saying.see(by=village[Role.BOARD_MEMBER], on=on, said=said)


def recorded_answer(village: Cast, on: ActionRequest, answer: str = "accept", **changes: Any) -> TrailEntry:
    values = {"answer": answer, "words": "They agree.", "source": SOURCE, "said_on": today()} | changes
    said = asks.AnswerRecorded.model_validate(values)
    return saying.record_answer(by=village[Role.COORDINATOR], on=on, said=said)


def recorded_commitment(village: Cast, on: ActionRequest, *, days: int = 60, **changes: Any) -> TrailEntry:
    values = {
        "words": "A well is dug.",
        "due": in_days(days),
        "office": "Department of wells",
        "source": SOURCE,
        "said_on": today(),
    } | changes
    said = asks.CommitmentRecorded.model_validate(values)
    return saying.record_commitment(by=village[Role.COORDINATOR], on=on, said=said)


def from_now_unnamed(village: Cast) -> None:
    """The community wishes to stay unnamed."""
    say_community_credit(
        by=village[Role.BOARD_MEMBER], on=village.initiative, wish=Wish.ANONYMOUS, name="The village", says_others=False
    )
