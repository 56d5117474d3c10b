"""A peer exchange of two organisations: proposed, agreed by both, planned, held, written up, and what came of it.

One side proposes, which is its yes; the other one agrees or declines, and owes no reason. Acts are only added.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.evidence import Evidence
from nyhavn.framework.exchange_words import Topic
from nyhavn.framework.refusal import refusal
from nyhavn.framework.safeguards.wording import says_something


class ExchangeState(StrEnum):
    """Where a peer exchange stands."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    TAKEN_BACK = "taken-back"  # by whoever proposed it, before there was an answer
    AGREED = "agreed"
    PLANNED = "planned"  # there is an agenda
    CALLED_OFF = "called-off"
    HELD = "held"
    NOTED = "noted"
    CONCLUDED = "concluded"  # somebody said what came of it


class ExchangeStep(StrEnum):
    """What one of the two does."""

    AGREE = "agree"
    DECLINE = "decline"
    TAKE_BACK = "take-back"
    PLAN = "plan"
    CALL_OFF = "call-off"
    HOLD = "hold"
    NOTE = "note"
    CONCLUDE = "conclude"


_S, _T = ExchangeState, ExchangeStep
# Total: every state, and in each of them every step that may be done. Notes and outcomes may be added at any later
# time, since what came of a visit shows months after it.
EXCHANGE_STEPS: Mapping[ExchangeState, Mapping[ExchangeStep, ExchangeState]] = {
    _S.PROPOSED: {_T.AGREE: _S.AGREED, _T.DECLINE: _S.DECLINED, _T.TAKE_BACK: _S.TAKEN_BACK},
    _S.DECLINED: {},
    _S.TAKEN_BACK: {},
    _S.AGREED: {_T.PLAN: _S.PLANNED, _T.CALL_OFF: _S.CALLED_OFF},
    _S.PLANNED: {_T.PLAN: _S.PLANNED, _T.HOLD: _S.HELD, _T.CALL_OFF: _S.CALLED_OFF},
    _S.CALLED_OFF: {},
    _S.HELD: {_T.NOTE: _S.NOTED},
    _S.NOTED: {_T.NOTE: _S.NOTED, _T.CONCLUDE: _S.CONCLUDED},
    _S.CONCLUDED: {_T.NOTE: _S.CONCLUDED, _T.CONCLUDE: _S.CONCLUDED},
}
BY_ASKED = frozenset({_T.AGREE, _T.DECLINE})
BY_PROPOSER = frozenset({_T.TAKE_BACK})
WITH_WORDS = frozenset({_T.PLAN, _T.NOTE, _T.CONCLUDE})


class ExchangeAct(Declared):
    """One act. by: the organisation. words: agenda, notes or outcomes. on: the day on which it was held.

    evidence: for what came of it.
    """

    step: ExchangeStep
    by: UUID
    at: AwareDatetime
    words: str = ""
    on: date | None = None
    evidence: tuple[Evidence, ...] = ()


class PeerExchange(Declared):
    """Two organisations and what they did, in the order of time. postings: the offer and the request, if any.

    Raises ValueError where acts follow each other in no way that EXCHANGE_STEPS allows.
    """

    uuid: UUID
    proposer: UUID
    asked: UUID
    topics: tuple[Topic, ...] = Field(min_length=1)
    proposed_at: AwareDatetime
    postings: tuple[UUID, ...] = ()
    acts: tuple[ExchangeAct, ...] = ()

    @model_validator(mode="after")
    def _could_have_happened(self) -> Self:
        if self.proposer == self.asked:
            raise ValueError("nobody exchanges with themselves")
        state, at = ExchangeState.PROPOSED, self.proposed_at
        for act in self.acts:
            if act.step not in EXCHANGE_STEPS[state] or act.by not in self._may(act.step) or act.at < at:
                raise ValueError("this cannot follow")
            state, at = EXCHANGE_STEPS[state][act.step], act.at
        return self

    @property
    def sides(self) -> frozenset[UUID]:
        """Both organisations."""
        return frozenset({self.proposer, self.asked})

    @property
    def state(self) -> ExchangeState:
        """Where it stands."""
        state = ExchangeState.PROPOSED
        for act in self.acts:
            state = EXCHANGE_STEPS[state][act.step]
        return state

    @property
    def last_at(self) -> datetime:
        """When something was done last."""
        return self.acts[-1].at if self.acts else self.proposed_at

    def last(self, step: ExchangeStep) -> ExchangeAct | None:
        """The newest act of that kind: an agenda replaces the one before it."""
        return next((act for act in reversed(self.acts) if act.step is step), None)

    def _may(self, step: ExchangeStep) -> frozenset[UUID]:
        if step in BY_ASKED:
            return frozenset({self.asked})
        return frozenset({self.proposer}) if step in BY_PROPOSER else self.sides

    def may_do(self, step: ExchangeStep, by: UUID) -> bool:
        """Whether that organisation is one to do that step."""
        return by in self._may(step)


def steps_for(exchange: PeerExchange, by: UUID) -> tuple[ExchangeStep, ...]:
    """What an organisation could do now: its buttons."""
    return tuple(step for step in EXCHANGE_STEPS[exchange.state] if exchange.may_do(step, by))


def check_step(exchange: PeerExchange, act: ExchangeAct) -> None:
    """Whether an act may be added. Raises Refusal.

    exchange-not-there for outsiders, exchange-out-of-turn, exchange-not-your-step, exchange-says-nothing,
    exchange-not-held-yet.
    """
    if act.by not in exchange.sides:
        raise refusal("exchange-not-there", "There is no such exchange.", do="Choose from those that are shown.")
    if act.step not in EXCHANGE_STEPS[exchange.state] or act.at < exchange.last_at:
        what = f"This exchange is {exchange.state.replace('-', ' ')}. This cannot follow."
        raise refusal("exchange-out-of-turn", what, do="Look at what comes next.")
    if not exchange.may_do(act.step, act.by):
        what = "The other organisation does this."
        raise refusal("exchange-not-your-step", what, do="Wait for its answer, or do what is shown as yours.")
    if act.step in WITH_WORDS and not says_something(act.words):
        what = "There are no words."
        raise refusal("exchange-says-nothing", what, where="words", do="Write at least one sentence.")
    if act.step is ExchangeStep.HOLD and (act.on is None or act.on > act.at.date()):
        what = "It is not said on which day it was held, or that day is still to come."
        raise refusal("exchange-not-held-yet", what, where="on", do="Write it down once it was held.")


def follows(exchange: PeerExchange, act: ExchangeAct) -> PeerExchange:
    """The exchange with one more act. Raises Refusal as check_step does."""
    check_step(exchange, act)
    return exchange.model_copy(update={"acts": (*exchange.acts, act)})
