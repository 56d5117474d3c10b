"""Everything that may be read, as rows of text: one for each statement, group and dimension. No number, no total."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from nyhavn.framework.environment import Dimension, Statement
from nyhavn.framework.environment_positions import Sitting, StatementAnswer
from nyhavn.framework.environment_reading import Readable, VoiceAnswers

TOGETHER = " | "  # between several things in one cell; what is said is a code and holds none


@dataclass(frozen=True)
class TableRow:
    """One answer. Every cell is text; "" is nothing.

    said: code of a level or of a silence; several where sheets of a group differ. without_proof: "yes" where it is
    claimed and nothing is named that shows it. answered: day, how and by how many people, for each sitting.
    arrived: "in-time" or "late"; what was late counts for no difference.
    """

    place: str
    assessment: str
    closed_at: str
    edition: str
    element: str
    statement: str
    says: str
    voice: str
    dimension: str
    said: str
    without_proof: str
    shown_by: str
    comment: str
    answered: str
    arrived: str


COLUMNS = tuple(one.name for one in fields(TableRow))


def table_rows(found: Readable) -> tuple[TableRow, ...]:
    """The rows, by statement, then by group. Never in an order of groups or statements by what they say."""
    statements = found.assessment.edition.statements
    in_time = (row for one in statements for voice in found.voices for row in _rows(one, voice, found, "in-time"))
    late = (row for one in statements for voice in found.late for row in _rows(one, voice, found, "late"))
    return (*in_time, *late)


def _rows(statement: Statement, voice: VoiceAnswers, found: Readable, arrived: str) -> Iterator[TableRow]:
    answer = voice.answers.get(statement.code)
    if answer is None:
        return
    told = found.assessment
    for dimension in Dimension:
        yield TableRow(
            place=told.place,
            assessment=told.id,
            closed_at=told.closes_at.isoformat(),
            edition=told.edition.label,
            element=statement.element,
            statement=statement.code,
            says=statement.says,
            voice=voice.voice,
            dimension=str(dimension),
            said=TOGETHER.join(answer.positions[dimension].said),
            without_proof="yes" if answer.is_without_proof(dimension) else "",
            shown_by=TOGETHER.join(_proofs(answer, dimension)),
            comment=TOGETHER.join(answer.comments),
            answered=TOGETHER.join(map(_sitting, answer.sittings)),
            arrived=arrived,
        )


def _proofs(answer: StatementAnswer, dimension: Dimension) -> Iterator[str]:
    for one in answer.shown_by:
        if one.shows is dimension:
            yield " ".join(filter(None, (one.words, one.link)))


def _sitting(one: Sitting) -> str:
    who = "few" if one.people is None else f"{one.people}"
    return f"{one.answered_on.isoformat()} {one.how} {who}"
