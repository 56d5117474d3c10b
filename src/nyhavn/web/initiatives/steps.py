"""The way through an initiative: ordered steps, each with its state. Each stage adds its own when it starts.

Orders in use: 10 register, 20 participation, 30 questionnaire, 40 method card, 50 notice, 60 open the collection,
70 contributions, 80 tables, 90 production run, 100 findings, 110 approval, 120 results go home, 130 date,
140 publication. A stage picks a number between its neighbours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.models import Initiative


class Standing(StrEnum):
    """How far a step is."""

    DONE = "done"
    NEXT = "next"  # somebody can do it now
    WAITS = "waits"  # it goes on by itself, or a date or another body is waited for
    NOT_YET = "not possible yet"


@dataclass(frozen=True)
class StepState:
    """How far a step is, and why in a sentence; the sentence is compulsory where somebody has to wait."""

    standing: Standing
    why: str = ""

    def __post_init__(self) -> None:
        if self.standing in (Standing.WAITS, Standing.NOT_YET) and not self.why:
            raise ValueError(f"a step that is {self.standing} says why")


@dataclass(frozen=True)
class Step:
    """One step. code: stable. title: in the imperative. href: where one does it. right: who may go there."""

    code: str
    title: str
    order: int
    state_of: Callable[[Initiative], StepState]
    href: Callable[[Initiative], str]
    right: Right = Right.SEE_WORKSPACE


_STEPS: dict[str, Step] = {}


def add_step(step: Step) -> None:
    """Put a step on the way. Call it in AppConfig.ready."""
    if _STEPS.get(step.code, step) != step:
        raise RuntimeError(f"two steps with the code {step.code}")
    _STEPS[step.code] = step


def steps() -> tuple[Step, ...]:
    """All steps in order."""
    return tuple(sorted(_STEPS.values(), key=lambda step: (step.order, step.code)))


def done(why: str = "") -> StepState:
    """It is done."""
    return StepState(Standing.DONE, why)


def next_step(why: str = "") -> StepState:
    """Somebody can do it now."""
    return StepState(Standing.NEXT, why)


def waits(why: str) -> StepState:
    """It is under way, and nobody of the team can hurry it."""
    return StepState(Standing.WAITS, why)


def not_yet(why: str) -> StepState:
    """Something else has to be done first."""
    return StepState(Standing.NOT_YET, why)
