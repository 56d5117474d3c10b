"""What could be done next, from the gaps: one step for each gap, each with why it is suggested. Suggestions, no duties.

Where groups differ the step is to sit together, because nobody knows yet whether there is a gap. The order is that of
the reasons in the edition, then that of its statements; no gap weighs more than another one.
"""

from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.environment import LEVELS, Dimension, Edition, ReasonEntry, Statement
from nyhavn.framework.environment_differences import Apart, DimensionDifference, differences
from nyhavn.framework.environment_reading import Readable


class Why(StrEnum):
    """Why a step is suggested, in the order in which steps stand."""

    OPPOSITE = "opposite"
    ONE_STEP_APART = "one-step-apart"
    AGREED_NOTHING = "agreed-nothing"
    AGREED_PART = "agreed-part"
    SAID_BY_SOME = "said-by-some"
    NOBODY_KNOWS = "nobody-knows"
    KNOWN_TO_SOME = "known-to-some"
    NOT_SHOWN = "not-shown"


@dataclass(frozen=True)
class NextStep:
    """One suggestion. says: what to do; because: why, in words. voices: those whose answers led to it."""

    statement: Statement
    dimension: Dimension
    why: Why
    says: str
    because: str
    voices: tuple[str, ...]


def next_steps(found: Readable) -> tuple[NextStep, ...]:
    """All steps in order, from the answers that may be read; before the closing those are the reader's own."""
    edition = found.assessment.edition
    places = {one.code: number for number, one in enumerate(edition.statements)}
    steps = [
        _step(edition, one.statement, dimension, why)
        for one in differences(found)
        for dimension in one.dimensions
        if (why := why_next(dimension)) is not None
    ]
    reasons, dimensions = [*Why], [*Dimension]
    return tuple(
        sorted(
            steps,
            key=lambda one: (
                reasons.index(one.why),
                places[one.statement.code],
                dimensions.index(one.dimension),
            ),
        )
    )


def why_next(found: DimensionDifference) -> Why | None:
    """Why something is to be done about a dimension of a statement; None where it is there, known to all and shown."""
    if found.apart in (Apart.OPPOSITE, Apart.ONE_STEP):
        return Why.OPPOSITE if found.apart is Apart.OPPOSITE else Why.ONE_STEP_APART
    levels = {level for one in found.says if (level := one.position.level(found.dimension)) is not None}
    if not levels:
        return Why.NOBODY_KNOWS
    least, *_, most = LEVELS[found.dimension]
    if levels == {most}:
        return _of_what_is_there(found)
    if found.apart is Apart.CANNOT_TELL:
        return Why.SAID_BY_SOME
    return Why.AGREED_NOTHING if levels == {least} else Why.AGREED_PART


def _of_what_is_there(found: DimensionDifference) -> Why | None:
    if found.silent:
        return Why.KNOWN_TO_SOME
    return Why.NOT_SHOWN if all(one.is_without_proof for one in found.says) else None


def _step(edition: Edition, statement: Statement, found: DimensionDifference, why: Why) -> NextStep:
    reason = _reason(edition, why)
    told = tuple(one.voice for one in found.says if one.voice not in found.silent)
    return NextStep(
        statement=statement,
        dimension=found.dimension,
        why=why,
        says=reason.says or statement.next.of(found.dimension),
        because=reason.why,
        voices=told if why is not Why.NOBODY_KNOWS else found.silent,
    )


def _reason(edition: Edition, why: Why) -> ReasonEntry:
    return next(one for one in edition.reasons if one.code == why)
