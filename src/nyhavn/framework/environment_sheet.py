"""The paper of a workshop, and what is typed from it: the statements, boxes to tick, and a short code for each line.

On paper every box has a letter: the levels from least to most, then the two ways to stay silent. What is typed is the
code of the statement and a letter for each row, so that somebody can key in a sheet faster than it was filled.
"""

import re
from dataclasses import dataclass

from nyhavn.framework.environment import LEVELS, Dimension, Edition, ElementEntry, GroupEntry, Silence, Statement
from nyhavn.framework.environment_assessment import Assessment
from nyhavn.framework.refusal import refusal

LETTERS = "abcde"
NO_TICK = "-"
_LINE = re.compile(
    r"([A-Za-z]{2}(?:-[A-Za-z]{2,3})?[1-9][0-9]?)[\s:]+([a-e-])[\s,]*([a-e-])[\s,]*([a-e-])", re.IGNORECASE
)


@dataclass(frozen=True)
class Box:
    """One box to tick. letter: for keying in. said: the code of what is ticked; name: in words."""

    letter: str
    said: str
    name: str


@dataclass(frozen=True)
class BoxRow:
    """The boxes of one dimension."""

    dimension: Dimension
    asks: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class SheetElement:
    """One element, with its statements in order."""

    element: ElementEntry
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class WorkshopSheet:
    """What is printed for one group. code: of this paper, which every answer from it names."""

    code: str
    place: str
    edition: Edition
    groups: tuple[GroupEntry, ...]
    elements: tuple[SheetElement, ...]
    rows: tuple[BoxRow, ...]


@dataclass(frozen=True)
class KeyedLine:
    """One line as typed: codes of the statement and of what was ticked."""

    statement: str
    law: str
    practice: str
    funding: str


def workshop_sheet(assessment: Assessment, voice: str, number: int) -> WorkshopSheet:
    """The sheet of a voice. number: of this copy; each paper that is filled has its own.

    It is made of what was announced and holds no answer. Raises Refusal "environment-group-unknown".
    """
    found, edition = assessment.voice(voice), assessment.edition
    if found is None:
        what = "This group was not asked here."
        raise refusal("environment-group-unknown", what, where="voice", do="Choose from those that were asked.")
    return WorkshopSheet(
        code=f"{assessment.id}/{voice}/{number}",
        place=assessment.place,
        edition=edition,
        groups=tuple(one for one in edition.groups if one.code in found.groups),
        elements=tuple(SheetElement(one, edition.of_element(one.code)) for one in edition.elements),
        rows=tuple(BoxRow(one.code, one.asks, boxes(edition, one.code)) for one in edition.dimensions),
    )


def boxes(edition: Edition, dimension: Dimension) -> tuple[Box, ...]:
    """What can be ticked in a row: each level, don't know, rather not say. No tick is an answer that was not given."""
    names = next(one.levels for one in edition.dimensions if one.code is dimension)
    silent = {str(one): edition.silences[one] for one in (Silence.DONT_KNOW, Silence.DECLINED)}
    said = {**{level: names[level] for level in LEVELS[dimension]}, **silent}
    return tuple(Box(letter, code, name) for letter, (code, name) in zip(LETTERS, said.items(), strict=True))


def keyed_line(text: str, edition: Edition) -> KeyedLine:
    """What was typed from one line, such as "TR1 a b -". Raises Refusal "environment-line-unclear"."""
    match = _LINE.fullmatch(text.strip())
    statement = edition.statement(match[1].upper()) if match else None
    if match is None or statement is None:
        what = "This is no line of the sheet."
        do = "Type the code of the line and three letters from a to e, or dashes, such as TR1 a b -."
        raise refusal("environment-line-unclear", what, do=do)
    said = [_ticked(edition, *each) for each in zip(Dimension, match.groups()[1:], strict=True)]
    return KeyedLine(statement.code, *said)


def _ticked(edition: Edition, dimension: Dimension, letter: str) -> str:
    if letter == NO_TICK:
        return Silence.NOT_ANSWERED
    return next(one.said for one in boxes(edition, dimension) if one.letter == letter.lower())
