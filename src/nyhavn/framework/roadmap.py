"""The roadmap: actions of three strands, who answers for each, until when, on what it depends, and all that was said.

Strands are those of the UN Copenhagen Framework as reported; how actions are tracked is this project's own.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Self

from pydantic import Field, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roadmap_bodies import BodyName, Naming, RoadmapBody, check_no_address, unnamed
from nyhavn.framework.roadmap_evidence import ActionEvidence
from nyhavn.framework.roadmap_history import (
    ActionDays,
    ActionEntry,
    ActionStep,
    SaidState,
    Shift,
    check_days,
    check_entry,
    days_after,
    shifts,
    state_after,
)
from nyhavn.framework.roadmap_money import FundingEntry, check_funding
from nyhavn.framework.roadmap_payment import PaymentSaid, check_payment_follows
from nyhavn.framework.roadmap_record import OnRecord, follows
from nyhavn.framework.roadmap_vocabulary import Strand

CODE = r"^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$"  # it stands in addresses and calendars


class Action(Declared):
    """One action. planned: the days first planned, which never change. depends_on: codes of actions it waits for.

    entries, evidence, funding, payments: only added to, each in the order of recording.
    """

    code: str = Field(pattern=CODE, max_length=40)
    strand: Strand
    what: str = Field(min_length=1, max_length=300)
    owner: RoadmapBody
    partners: tuple[RoadmapBody, ...] = ()
    planned: ActionDays
    recorded_on: date
    depends_on: tuple[str, ...] = ()
    entries: tuple[ActionEntry, ...] = ()
    evidence: tuple[ActionEvidence, ...] = ()
    funding: tuple[FundingEntry, ...] = ()
    payments: tuple[PaymentSaid, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        check_action(self)
        return self

    @property
    def days(self) -> ActionDays:
        """The days that hold now."""
        return days_after(self.planned, self.entries)

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """Every move, with the days before it."""
        return shifts(self.planned, self.entries)

    @property
    def said(self) -> SaidState:
        """How far it came by what was said."""
        return state_after(self.entries)

    @property
    def claim(self) -> ActionEntry | None:
        """The entry that says it is done, if that is what was said last."""
        return self._last(ActionStep.FINISH) if self.said is SaidState.SAID_DONE else None

    @property
    def dropped(self) -> ActionEntry | None:
        """The entry that dropped it, if it is dropped."""
        return self._last(ActionStep.DROP) if self.said is SaidState.DROPPED else None

    def _last(self, step: ActionStep) -> ActionEntry:
        return next(one for one in reversed(self.entries) if one.step is step)

    @property
    def bodies(self) -> tuple[RoadmapBody, ...]:
        """Everybody who stands on it."""
        paying = [one for said in self.payments for one in (said.community, said.payer) if one is not None]
        return (self.owner, *self.partners, *(one.by for one in self.funding), *paying)

    @property
    def recorded_days(self) -> tuple[date, ...]:
        """The day of recording of all that was said of it."""
        said: tuple[OnRecord, ...] = (*self.entries, *self.evidence, *self.funding, *self.payments)
        return tuple(one.recorded_on for one in said)

    def with_more(
        self,
        *,
        entries: Sequence[ActionEntry] = (),
        evidence: Sequence[ActionEvidence] = (),
        funding: Sequence[FundingEntry] = (),
        payments: Sequence[PaymentSaid] = (),
    ) -> "Action":
        """The action with more on record. Raises Refusal as `check_action` does."""
        added = {"entries": entries, "evidence": evidence, "funding": funding, "payments": payments}
        known = {name: getattr(self, name) for name in Action.model_fields}
        return Action(**known | {name: (*known[name], *more) for name, more in added.items()})


def check_action(action: Action) -> None:
    """Everything said must fit what was said before it. Raises Refusal with the codes of each check."""
    check_no_address(action.what, *(body.name for body in (action.owner, *action.partners)))
    check_days(action.planned)
    for at, entry in enumerate(action.entries):
        check_entry(action.planned, action.entries[:at], entry)
    for at, funding in enumerate(action.funding):
        check_funding(action.funding[:at], funding)
    for at, said in enumerate(action.payments):
        check_payment_follows(action.payments[:at], said)
    _check_evidence(action)
    if any(day < action.recorded_on for day in action.recorded_days):
        what = "This was recorded before the action was."
        raise refusal("action-days-out-of-order", what, where="recorded_on", do="Please check the day.")


def _check_evidence(action: Action) -> None:
    claims = {one.number: one for one in action.entries if one.step is ActionStep.FINISH}
    for at, one in enumerate(action.evidence):
        claim = claims.get(one.about) if one.about is not None else None
        is_early = one.about is not None and (claim is None or one.recorded_on < claim.recorded_on)
        if is_early or not follows(action.evidence[:at], one):
            what = "This evidence is about nothing that was said before it."
            do = "Say first that the action is done, then what shows it. Or record it as progress."
            raise refusal("action-evidence-about-unknown", what, where="about", do=do)


class Roadmap(Declared):
    """All actions. code: stands in addresses and calendars.

    withheld: names that stay out of every public text though they stand on no action, as on an earlier day.
    """

    code: str = Field(pattern=CODE, max_length=40)
    title: str = Field(min_length=1, max_length=200)
    actions: tuple[Action, ...] = ()
    withheld: tuple[BodyName, ...] = Field(default=(), repr=False)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        check_no_address(self.title)
        check_roadmap(self.actions)
        return self

    @property
    def by_code(self) -> Mapping[str, Action]:
        """The actions by their codes."""
        return {action.code: action for action in self.actions}

    @property
    def naming(self) -> Naming:
        """What may be said in public of those who stand on it."""
        return Naming((*(body for action in self.actions for body in action.bodies), *map(unnamed, self.withheld)))


def check_roadmap(actions: Iterable[Action]) -> None:
    """Raises Refusal: roadmap-code-twice, roadmap-depends-on-unknown, roadmap-circle."""
    needs: dict[str, tuple[str, ...]] = {}
    for action in actions:
        if any(action.code.casefold() == code.casefold() for code in needs):
            what = f"Two actions have the code {action.code}."
            raise refusal("roadmap-code-twice", what, where="code", do="Give each action a code of its own.")
        needs[action.code] = action.depends_on
    for code, before in needs.items():
        unknown = [one for one in before if one not in needs]
        if unknown:
            what = f"{code} depends on {', '.join(unknown)}, which is not on the roadmap."
            raise refusal("roadmap-depends-on-unknown", what, where=code, do="Choose from the actions that are there.")
    circle = circle_in(needs)
    if circle:
        what = f"These actions wait for each other: {' → '.join(circle)}."
        do = "Take one of these dependencies away, or divide an action in two."
        raise refusal("roadmap-circle", what, where=circle[0], do=do)


def circle_in(needs: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A circle of dependencies, its first code once more at the end; () if there is none.

    needs: code -> codes that it waits for. In the circle each is waited for by the next.
    """
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as found:
        return tuple(found.args[1])
    return ()
