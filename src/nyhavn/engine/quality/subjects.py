"""A question as the checks see it: its answers, who was asked, and which answers stand for don't know or declined."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import narwhals as nw

from nyhavn.engine.expressions import condition
from nyhavn.engine.quality.passes import ROW
from nyhavn.framework.expression import answer_types, check, names, parse
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Refusal

# Nobody types these in: the device records them, or the form computes them.
NOT_ASKED_OF_PEOPLE = frozenset({AnswerType.METADATA, AnswerType.CALCULATE})


@dataclass(frozen=True)
class Evaluated:
    """An expression as a column, or the sentences that say why it cannot be one. reads: the questions it names."""

    holds: nw.Expr | None
    obstacle: str = ""
    reads: tuple[str, ...] = ()

    def alone(self, name: str) -> str:
        """The name, if the expression reads that question and no other, else ""."""
        return "" if set(self.reads) - {name} else name


def evaluated(text: str, types: Mapping[str, AnswerType], today: date, *, current: str = "") -> Evaluated:
    """An expression over the answers that are there; an empty one holds for every row."""
    every_row = ~nw.col(ROW).is_null()  # a column, so that a constant expression is counted per row
    if not text:
        return Evaluated(every_row)
    try:
        expression = parse(text)
        check(expression, types, current=current)
    except Refusal as refused:
        return Evaluated(None, " ".join(reason.what for reason in refused.reasons))
    holds = condition(expression, types, current=current, today=today) & every_row
    return Evaluated(holds, reads=names(expression))


@dataclass(frozen=True)
class Subject:
    """One question with its answers. All columns are booleans without null."""

    question: Question
    types: Mapping[str, AnswerType]
    today: date
    asked: Evaluated

    @property
    def header(self) -> str:
        """The column as its producer knows it."""
        return self.question.column or self.question.name

    @property
    def answer(self) -> nw.Expr:
        """The answer's text, null if there is none."""
        return nw.col(self.question.name)

    @property
    def is_filled(self) -> nw.Expr:
        """Something stands there, be it an answer, don't know or declined."""
        return ~self.answer.is_null()

    @property
    def is_dont_know(self) -> nw.Expr:
        """The answer is don't know."""
        return self.holds_code(self.question.dont_know)

    @property
    def is_refused(self) -> nw.Expr:
        """The person declined to answer."""
        return self.holds_code(self.question.refused) & ~self.is_dont_know

    @property
    def is_answered(self) -> nw.Expr:
        """There is an answer other than don't know and declined."""
        return self.is_filled & ~self.holds_code((*self.question.dont_know, *self.question.refused))

    def holds_code(self, codes: Sequence[str]) -> nw.Expr:
        """Whether the answer is one of the codes, or has one among several answers."""
        if not codes:
            return nw.col(ROW).is_null()
        if self.question.type is AnswerType.SELECT_MULTIPLE:
            found = self.answer.str.contains(f"(^| )({alternatives(codes)})( |$)")
        else:
            found = self.answer.is_in(sorted(codes))
        return nw.coalesce(found, nw.lit(False))


def alternatives(codes: Collection[str]) -> str:
    """A pattern for any of these texts; longer ones first, so that no code hides behind a shorter one."""
    ordered = sorted(codes, key=lambda code: (-len(code), code))
    return "|".join(re.sub(r"([^A-Za-z0-9_ \u0080-\U0010ffff])", r"\\\1", code) for code in ordered)


def collected_types(instrument: Instrument, columns: Collection[str]) -> Mapping[str, AnswerType]:
    """The types of the questions that have a column: what was not collected cannot be asked about."""
    return {name: kind for name, kind in answer_types(instrument).items() if name in columns}


def subjects(
    columns: Collection[str], instrument: Instrument, types: Mapping[str, AnswerType], today: date
) -> tuple[Subject, ...]:
    """The questions that have a column among the answers, in the instrument's order."""
    return tuple(
        Subject(question, types, today, evaluated(question.relevant, types, today))
        for question in instrument.questions
        if question.name in columns
    )
