"""The disagreement is the finding: which statements the groups see differently, the widest difference first.

Within one dimension the levels have an order (none, draft, in force), and two groups are apart by the steps between
what they say. The dimensions are never added: statements are put in order by their widest dimension, then by the next
one, then by the third. Silence is no level. Where somebody is silent and nobody differs, it cannot be told whether they
agree; that is an outcome of its own, and comes before agreement.
"""

from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.environment import LEVELS, Dimension, Statement
from nyhavn.framework.environment_positions import Position
from nyhavn.framework.environment_reading import Readable


class Apart(StrEnum):
    """How far groups are from each other in one dimension; from most to least worth talking about."""

    OPPOSITE = "opposite"  # one end of the scale and the other
    ONE_STEP = "one-step"
    CANNOT_TELL = "cannot-tell"  # somebody is silent, and nobody who is not differs
    SAME = "same"


class Consensus(StrEnum):
    """How the groups stand to one statement."""

    DIFFER = "differ"
    CANNOT_TELL = "cannot-tell"
    AGREE = "agree"


@dataclass(frozen=True)
class VoiceSays:
    """What one voice says in one dimension. is_without_proof: it is claimed, and nothing is named that shows it."""

    voice: str
    position: Position
    is_without_proof: bool


@dataclass(frozen=True)
class DimensionDifference:
    """One dimension of a statement: who says what. silent: voices of which no level is known."""

    dimension: Dimension
    apart: Apart
    says: tuple[VoiceSays, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One statement, with every dimension in which it is answered."""

    statement: Statement
    consensus: Consensus
    dimensions: tuple[DimensionDifference, ...]


def differences(found: Readable) -> tuple[Difference, ...]:
    """Every statement, those first that the groups see most differently; ties in the order of the edition.

    It is made of what may be read and nothing else, so before the closing it holds no more than the reader's own.
    """
    made = (_difference(one, found) for one in found.assessment.edition.statements)
    return tuple(sorted(made, key=_width))


def apart(positions: tuple[Position, ...], dimension: Dimension) -> Apart:
    """How far these are from each other: from the lowest level that somebody says to the highest."""
    levels = [level for one in positions if (level := one.level(dimension)) is not None]
    order = LEVELS[dimension]
    ends = {order.index(level) for level in levels}
    if ends and max(ends) - min(ends) == len(order) - 1:
        return Apart.OPPOSITE
    if len(ends) > 1:
        return Apart.ONE_STEP
    return Apart.SAME if len(levels) == len(positions) > 1 else Apart.CANNOT_TELL


def _difference(statement: Statement, found: Readable) -> Difference:
    dimensions = tuple(_in_dimension(statement.code, one, found) for one in Dimension)
    kinds = {one.apart for one in dimensions}
    if kinds & {Apart.OPPOSITE, Apart.ONE_STEP}:
        return Difference(statement, Consensus.DIFFER, dimensions)
    return Difference(statement, Consensus.AGREE if kinds == {Apart.SAME} else Consensus.CANNOT_TELL, dimensions)


def _in_dimension(code: str, dimension: Dimension, found: Readable) -> DimensionDifference:
    answers = [(one.voice, one.answers[code]) for one in found.voices]
    says = tuple(
        VoiceSays(voice, answer.positions[dimension], answer.is_without_proof(dimension)) for voice, answer in answers
    )
    return DimensionDifference(
        dimension=dimension,
        apart=apart(tuple(one.position for one in says), dimension),
        says=says,
        silent=tuple(one.voice for one in says if one.position.level(dimension) is None),
    )


def _width(difference: Difference) -> tuple[int, ...]:
    """What statements are put in order by: the kinds of difference, the widest first. No number of it is kept."""
    order = [*Apart]
    consensus = [*Consensus].index(difference.consensus)
    return (consensus, *sorted(order.index(one.apart) for one in difference.dimensions))
