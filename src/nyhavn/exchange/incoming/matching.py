"""Which received column belongs to which question.

Exports name columns by the question's name, or by its path through the groups: KoboToolbox and OData with "/", ODK
Central with "-", older tools with ".". Columns of single choices (q/code) belong to questions with several answers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nyhavn.exchange.incoming.dictionary import Reading
from nyhavn.framework.instrument import AnswerType, Question
from nyhavn.framework.refusal import Reason, Refusal

SEPARATORS = ("/", "-", ".")
"""What stands between the parts of a path in a header."""

POINT_PARTS = ("latitude", "longitude", "altitude", "precision", "accuracy")
"""Parts of a point that have columns of their own: -Latitude (ODK Central), _point_latitude (KoboToolbox)."""


@dataclass(frozen=True)
class Match:
    """The columns of one question.

    column: header of the column with its answers, "" if only columns of single choices exist.
    split: header of the column of each choice code, where such columns exist.
    point: header of the column of each part of a point, where such columns exist.
    """

    question: Question
    column: str
    split: Mapping[str, str] = field(default_factory=dict)
    point: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_found(self) -> bool:
        """Whether any column belongs to the question."""
        return bool(self.column or self.split or {"latitude", "longitude"} <= set(self.point))


def match_columns(
    headers: Sequence[str], questions: Sequence[Question], readings: Mapping[str, Reading], *, where: str
) -> list[Match]:
    """Match every question; raises Refusal `column-ambiguous` where two columns fit one question.

    A column that a dictionary names, or that has exactly a question's name, belongs to that question alone.
    """
    present = set(headers)
    own = {question.name: _own_column(question, readings) for question in questions}
    taken = present & set(own.values())
    reasons: list[Reason] = []
    matches = []
    for question in questions:
        spellings = [own[question.name]] if question.name in readings else list(_spellings(question))
        free = (present - taken) | {own[question.name]}
        columns = [spelling for spelling in dict.fromkeys(spellings) if spelling in present & free]
        if len(columns) > 1:
            reasons.append(_ambiguous(question, columns, where))
        split = _split(question, spellings, present - taken) if question.type is AnswerType.SELECT_MULTIPLE else {}
        point = _point(spellings, present - taken) if question.type is AnswerType.GEOPOINT else {}
        matches.append(Match(question, columns[0] if columns else "", split, point))
    if reasons:
        raise Refusal(*reasons)
    return matches


def _own_column(question: Question, readings: Mapping[str, Reading]) -> str:
    return readings[question.name].column if question.name in readings else question.column


def _spellings(question: Question) -> Iterator[str]:
    """The column, then the path from the innermost group outwards, with every separator."""
    yield question.column
    path = (*question.groups, question.column)
    for start in reversed(range(len(path) - 1)):
        for separator in SEPARATORS:
            yield separator.join(path[start:])


def _split(question: Question, spellings: Sequence[str], free: set[str]) -> dict[str, str]:
    for spelling in spellings:
        for separator in SEPARATORS:
            names = {choice.code: f"{spelling}{separator}{choice.code}" for choice in question.choices}
            found = {code: name for code, name in names.items() if name in free}
            if found:
                return found
    return {}


def _point(spellings: Sequence[str], free: set[str]) -> dict[str, str]:
    for spelling in spellings:
        names = {part: (f"{spelling}-{part.capitalize()}", f"_{spelling}_{part}") for part in POINT_PARTS}
        found = {part: name for part, both in names.items() for name in both if name in free}
        if found:
            return found
    return {}


def _ambiguous(question: Question, columns: Sequence[str], where: str) -> Reason:
    what = f"Several columns fit the question {question.name}: {', '.join(columns)}."
    return Reason("column-ambiguous", what, where, "Delete or rename all but the one with the answers.")
