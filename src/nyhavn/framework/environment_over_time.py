"""Two dates beside each other: what each group said then and says now, to statements that still ask the same.

Only one place with itself. Places beside each other would be a league table, whatever it is called.
"""

from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.environment import LEVELS, Dimension, Edition, Statement
from nyhavn.framework.environment_positions import Position
from nyhavn.framework.environment_reading import Readable, VoiceAnswers
from nyhavn.framework.refusal import refusal


class Change(StrEnum):
    """What became of what a group says."""

    MORE = "more"
    SAME = "same"
    LESS = "less"
    CANNOT_TELL = "cannot-tell"  # silent, not settled or not published at one of the two dates


class NotCompared(StrEnum):
    """Why a statement is not compared."""

    ONLY_EARLIER = "only-earlier"
    ONLY_LATER = "only-later"
    OTHER_MEANING = "other-meaning"  # the same code asks something else now


@dataclass(frozen=True)
class ChangeRow:
    """One group, one statement, one dimension."""

    statement: Statement
    voice: str
    dimension: Dimension
    was: Position
    now: Position
    change: Change


@dataclass(frozen=True)
class OverTime:
    """Two dates compared. not_compared: codes with the reason. voices_earlier, voices_later: read at one date only.

    is_reworded: codes that ask the same in other words.
    """

    rows: tuple[ChangeRow, ...]
    not_compared: tuple[tuple[str, NotCompared], ...]
    voices_earlier: tuple[str, ...]
    voices_later: tuple[str, ...]
    is_reworded: tuple[str, ...]


def check_comparable(earlier: Readable, later: Readable) -> None:
    """Whether two can be compared. Raises Refusal: environment-other-place, environment-not-closed,
    environment-dates-out-of-order.
    """
    if earlier.assessment.place != later.assessment.place:
        what = "These are about different places."
        raise refusal("environment-other-place", what, do="Compare a place with itself, at two dates.")
    if not (earlier.is_closed and later.is_closed):
        what = "One of the two is not closed yet."
        raise refusal("environment-not-closed", what, do="Wait until both are closed.")
    if earlier.assessment.closes_at >= later.assessment.closes_at:
        what = "The first of the two did not close before the second."
        raise refusal("environment-dates-out-of-order", what, do="Choose the earlier one first.")


def over_time(earlier: Readable, later: Readable) -> OverTime:
    """What became of it, statement by statement and group by group. Raises Refusal as `check_comparable` does."""
    check_comparable(earlier, later)
    before, after = earlier.assessment.edition, later.assessment.edition
    left_out = _not_compared(before, after)
    compared = [one for one in after.statements if one.code not in dict(left_out)]
    were, are = ({one.voice: one for one in found.voices} for found in (earlier, later))
    return OverTime(
        rows=tuple(
            row for one in compared for voice in are if voice in were for row in _rows(one, were[voice], are[voice])
        ),
        not_compared=left_out,
        voices_earlier=tuple(voice for voice in were if voice not in are),
        voices_later=tuple(voice for voice in are if voice not in were),
        is_reworded=tuple(one.code for one in compared if _text(before, one.code) != one.says),
    )


def _not_compared(before: Edition, after: Edition) -> tuple[tuple[str, NotCompared], ...]:
    meant = {one.code: one.meaning for one in before.statements}
    means = {one.code: one.meaning for one in after.statements}
    gone = [(code, NotCompared.ONLY_EARLIER) for code in meant if code not in means]
    new = [(code, NotCompared.ONLY_LATER) for code in means if code not in meant]
    other = [(code, NotCompared.OTHER_MEANING) for code in means if code in meant and means[code] != meant[code]]
    return (*gone, *new, *other)


def _text(edition: Edition, code: str) -> str:
    found = edition.statement(code)
    return found.says if found else ""


def _rows(statement: Statement, were: VoiceAnswers, are: VoiceAnswers) -> tuple[ChangeRow, ...]:
    before, after = were.answers[statement.code].positions, are.answers[statement.code].positions
    return tuple(
        ChangeRow(statement, are.voice, one, before[one], after[one], change(before[one], after[one], one))
        for one in Dimension
    )


def change(was: Position, now: Position, dimension: Dimension) -> Change:
    """Whether a group says more, less or the same as before."""
    before, after = was.level(dimension), now.level(dimension)
    if before is None or after is None:
        return Change.CANNOT_TELL
    order = LEVELS[dimension]
    if before == after:
        return Change.SAME
    return Change.MORE if order.index(after) > order.index(before) else Change.LESS
