"""A small roadmap with somebody who keeps it, a partner, a funder, a community, and one body that stays unnamed."""

from datetime import date
from decimal import Decimal

from nyhavn.framework.roadmap import Action, Roadmap
from nyhavn.framework.roadmap_bodies import RoadmapBody
from nyhavn.framework.roadmap_evidence import ActionEvidence, ProofKind, RoadmapProof
from nyhavn.framework.roadmap_history import ActionDays, ActionEntry, ActionStep
from nyhavn.framework.roadmap_money import FundingEntry
from nyhavn.framework.roadmap_payment import PaymentSaid
from nyhavn.framework.roadmap_vocabulary import FundingKind, Paid, Strand

SECRETARIAT = RoadmapBody(name="Secretariat")
NETWORK = RoadmapBody(name="Harbour Network")
FUND = RoadmapBody(name="Fund of the North")
FORUM = RoadmapBody(name="Forum of Alta")
UNNAMED = RoadmapBody(name="Shelter of the Lamp", is_named=False)

WRITTEN = date(2026, 1, 5)  # when the roadmap was put on record
STARTS, ENDS = date(2026, 3, 1), date(2026, 6, 30)


def days(starts: date = STARTS, ends: date = ENDS) -> ActionDays:
    return ActionDays(starts=starts, ends=ends)


def said(number: int, step: ActionStep, on: date, **more: object) -> ActionEntry:
    values = {"number": number, "step": step, "by": SECRETARIAT.name, "on": on, "recorded_on": on}
    if step in (ActionStep.MOVE, ActionStep.DROP, ActionStep.TAKE_UP):
        values["because"] = "The partners meet later."
    return ActionEntry.model_validate(values | more)


def shown(number: int = 1, about: int | None = 1, day: date | None = ENDS, **more: object) -> ActionEvidence:
    values = {
        "number": number,
        "about": about,
        "kind": ProofKind.LINK,
        "reference": "https://example.org/report",
        "day": day,
        "by": NETWORK.name,
        "recorded_on": date(2026, 12, 1),
    }
    return ActionEvidence.model_validate(values | more)


def action(code: str = "M1", *entries: ActionEntry, **more: object) -> Action:
    values = {
        "code": code,
        "strand": Strand.MOBILISE,
        "what": "Agree who pays communities",
        "owner": SECRETARIAT,
        "planned": days(),
        "recorded_on": WRITTEN,
        "entries": entries,
    }
    return Action.model_validate(values | more)


def roadmap(*actions: Action) -> Roadmap:
    return Roadmap(code="collaborative", title="Roadmap of the Collaborative", actions=actions)


def money(number: int, kind: FundingKind, amount: str, currency: str = "KES", **more: object) -> FundingEntry:
    values = {
        "number": number,
        "kind": kind,
        "amount": Decimal(amount),
        "currency": currency,
        "by": FUND,
        "on": STARTS,
        "recorded_on": STARTS,
    }
    return FundingEntry.model_validate(values | more)


def proof(by: str = FUND.name, day: date | None = STARTS) -> RoadmapProof:
    return RoadmapProof(kind=ProofKind.DOCUMENT, reference="Letter 12", day=day, by=by)


def paid(number: int, answer: Paid, *, by_community: bool, **more: object) -> PaymentSaid:
    values = {
        "number": number,
        "community": FORUM,
        "by_community": by_community,
        "paid": answer,
        "on": STARTS,
        "recorded_on": STARTS,
        "source": "Minutes of March",
    }
    return PaymentSaid.model_validate(values | more)
