"""Which rows of a file cannot be taken in as they are: each by row, column and question, never with its text."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from nyhavn.chain.incoming import Taken
from nyhavn.exchange.incoming.form import Form
from nyhavn.framework.form_page import FormItem
from nyhavn.framework.instrument import AnswerType, Question
from nyhavn.framework.interview_problems import SENTENCES, is_off_scale
from nyhavn.framework.typed_answers import read_typed

ISO_DAY = 10  # characters of a date; exports often write midnight after it
CORRECT = "Correct the cell and hand the file in again, or leave the row out."


@dataclass(frozen=True)
class RowProblem:
    """One thing that is wrong with one row. row: counted below the header, from 1; empty lines are not counted."""

    row: int
    column: str
    question: str
    code: str
    what: str
    do: str = CORRECT


def answer_problems(taken: Taken, form: Form) -> Iterator[RowProblem]:
    """Answers that are not of their question's kind or list, question by question; then rows without any answer.

    Whether an answer fits the form's own conditions is a question to people, and asked by the checks of a run.
    """
    items = {item.name: item for item in form.layout.items}
    asked = [q for q in form.instrument.in_repeat("") if q.column in taken.table.column_names]
    for question in asked:
        item = items.get(question.name)
        column = taken.table.column(question.column).combine_chunks()
        if item is not None and question.type is not AnswerType.METADATA:
            yield from _of_question(question, item, column, taken.headers[question.name])
    answered = [taken.table.column(question.column).combine_chunks().is_valid() for question in asked]
    for row in _rows(pc.invert(_any(answered, taken.table.num_rows))):
        yield RowProblem(row, "", "", "row-without-answers", "This row answers no question.", "Leave it out.")


def _of_question(question: Question, item: FormItem, column: pa.Array, header: str) -> Iterator[RowProblem]:
    """Each distinct text is looked at once."""
    encoded = pc.dictionary_encode(column)
    codes = [_problem(question, item, text) for text in encoded.dictionary.to_pylist()]
    if not any(codes):
        return
    found = pa.array(codes, pa.string()).take(encoded.indices)
    for row in _rows(pc.fill_null(pc.not_equal(found, ""), False)):
        code = found[row - 1].as_py()
        yield RowProblem(row, header, question.name, code, SENTENCES[code])


def _problem(question: Question, item: FormItem, text: str) -> str:
    """The code of what is wrong with one text, "" if nothing is."""
    if question.type is AnswerType.DATE and text[ISO_DAY : ISO_DAY + 1] in ("T", " "):
        text = text[:ISO_DAY]
    if question.open_choices and question.type.is_select:
        return ""
    typed = read_typed(item, question, text, [choice.code for choice in question.choices])
    special = {*question.dont_know, *question.refused}
    is_off = not typed.problem and typed.value not in special and is_off_scale(item, typed.value)
    return "out-of-range" if is_off else typed.problem


def _any(parts: list[pa.Array], size: int) -> pa.Array:
    found = pa.repeat(pa.scalar(False), size)
    for part in parts:
        found = pc.or_(found, part)
    return found


def _rows(marked: pa.Array) -> list[int]:
    """Numbers, from 1, of the rows that are marked."""
    return [place + 1 for place in pc.indices_nonzero(marked).to_pylist()]
