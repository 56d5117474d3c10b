"""What a group sees of its own answers while it works: what is still open, and where two of its sheets differ."""

from collections.abc import Iterable
from dataclasses import dataclass

from nyhavn.framework.environment import Dimension
from nyhavn.framework.environment_answers import GroupAnswer
from nyhavn.framework.environment_assessment import Assessment, Reader
from nyhavn.framework.environment_positions import Position, position, unreplaced
from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class SaidOn:
    """What one sheet says. key: of the answer, which whoever settles it names as replaced."""

    sheet: str
    key: str
    said: str


@dataclass(frozen=True)
class Conflict:
    """Sheets of one group that differ. Nobody chooses for them; a new answer that replaces all of them settles it."""

    statement: str
    dimension: Dimension
    position: Position
    sheets: tuple[SaidOn, ...]


def check_own(reader: Reader, voice: str) -> None:
    """Whether somebody may look at the work of a voice. Raises Refusal "environment-not-yours", at any time."""
    if not reader.is_of(voice):
        what = "This is the work of another group."
        raise refusal("environment-not-yours", what, do="Choose your own group.")


def conflicts(
    assessment: Assessment, entries: Iterable[GroupAnswer], reader: Reader, voice: str
) -> tuple[Conflict, ...]:
    """Where sheets of a voice differ, in the order of the statements. Raises Refusal "environment-not-yours"."""
    check_own(reader, voice)
    own = [one for one in entries if one.voice == voice]
    found = []
    for statement in assessment.edition.statements:
        stands = unreplaced(one for one in own if one.statement == statement.code)
        for dimension in Dimension:
            together = position(stands, dimension)
            if not together.is_settled:
                sheets = tuple(SaidOn(one.sheet, one.key, str(one.said(dimension))) for one in stands)
                found.append(Conflict(statement.code, dimension, together, sheets))
    return tuple(found)


def still_open(assessment: Assessment, entries: Iterable[GroupAnswer], reader: Reader, voice: str) -> tuple[str, ...]:
    """Codes of statements that this voice has not touched, in order. Raises Refusal "environment-not-yours".

    It is told to nobody else, and there is no flag that somebody is ready: when would say as much as whether.
    """
    check_own(reader, voice)
    touched = {one.statement for one in entries if one.voice == voice}
    return tuple(one.code for one in assessment.edition.statements if one.code not in touched)
