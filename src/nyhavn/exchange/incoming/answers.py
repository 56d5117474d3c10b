"""From received columns to canonical answers: one column per question, stable codes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pyarrow as pa
import pyarrow.compute as pc

from nyhavn.exchange.incoming.cells import joined_point, mapped, one_code, several_codes, ticked, trimmed, whole_numbers
from nyhavn.exchange.incoming.dictionary import Reading
from nyhavn.exchange.incoming.dictionary_declared import DONT_KNOW_CODE, REFUSED_CODE
from nyhavn.exchange.incoming.matching import Match, match_columns
from nyhavn.exchange.incoming.several_answers import SplitColumns
from nyhavn.exchange.incoming.spreadsheet import Received
from nyhavn.framework.instrument import AnswerType, Instrument
from nyhavn.framework.refusal import Reason, Refusal, refusal


@dataclass(frozen=True)
class Answers:
    """Canonical answers of one sheet, row by row in the order received.

    table: one string column per question that has a column, named by the question, in the instrument's order; blank
    and not asked are null; several answers are codes joined by one blank.
    unmatched: received columns that belong to no question, such as keys and export metadata.
    absent: questions without a column: not collected, which is not the same as answered by nobody.
    warnings: plain sentences with counts, never an answer; restricted, because counts can be small.
    """

    table: pa.Table
    unmatched: tuple[str, ...]
    absent: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Joined:
    """Rows of a repeat with columns of their parent; orphans: how many rows have no parent."""

    table: pa.Table
    orphans: int


def canonical_answers(
    received: Received, instrument: Instrument, readings: Sequence[Reading] = (), *, repeat: str = ""
) -> Answers:
    """Give every question of one sheet its canonical answers.

    readings: how answers stand in the file, from a data dictionary. repeat: the repeat whose sheet this is.
    Refusals, all at once: column-ambiguous; column-missing (a column of a dictionary beside the question's own is
    not there); nothing-matches.
    """
    by_question = {reading.question: reading for reading in readings}
    where = f"{received.file}, {received.sheet}" if received.sheet else received.file
    headers = received.table.column_names
    matches = match_columns(headers, instrument.in_repeat(repeat), by_question, where=where)
    found = [match for match in matches if match.is_found]
    if not found:
        what = "No column belongs to a question of the instrument."
        raise refusal("nothing-matches", what, where=where, do="Check that form, sheet and repeat belong together.")
    if reasons := list(_missing(found, by_question, headers, where)):
        raise Refusal(*reasons)
    warnings: list[str] = []
    columns = {
        match.question.name: _column(received.table, match, by_question.get(match.question.name), warnings)
        for match in found
    }
    used = {header for match in found for header in _headers(match, by_question.get(match.question.name))}
    return Answers(
        table=pa.table(columns),
        unmatched=tuple(header for header in headers if header not in used),
        absent=tuple(match.question.name for match in matches if not match.is_found),
        warnings=tuple(warnings),
    )


def join_parent(
    child: pa.Table, parent: pa.Table, *, child_key: str, parent_key: str, columns: Sequence[str] | None = None
) -> Joined:
    """Give every row of a repeat the columns of its parent, found by key; null where a row has no parent.

    The order and number of rows stay. columns: which columns of the parent; all that the child lacks if not given.
    KoboToolbox: _parent_index and _index; ODK Central: PARENT_KEY and KEY; both: _submission__uuid and _uuid.
    Refusals: column-missing, column-twice, parent-key-twice.
    """
    _check_has(child, [child_key], "the rows of the repeat")
    _check_has(parent, [parent_key, *(columns or ())], "the rows of the parent")
    keys, wanted = (trimmed(table.column(key)) for table, key in ((parent, parent_key), (child, child_key)))
    known = keys.drop_null()
    if len(known.unique()) < len(known):
        what = f"Several parent rows have the same key in column {parent_key}, so a parent is not clear."
        raise refusal("parent-key-twice", what, do="Remove the repeated rows, or join by a column that is unique.")
    chosen = [name for name in parent.column_names if name not in child.column_names] if columns is None else columns
    if twice := [name for name in chosen if name in child.column_names]:
        what = f"Child and parent both have the column {', '.join(twice)}."
        raise refusal("column-twice", what, do="Rename it in one of the two files, or do not ask for it.")
    places = pc.index_in(wanted, value_set=keys, skip_nulls=True)
    table = child
    for name in chosen:
        table = table.append_column(name, parent.column(name).take(places))
    return Joined(table, places.null_count)


def _check_has(table: pa.Table, columns: Sequence[str], where: str) -> None:
    reasons = [_no_column(column, table.column_names, where) for column in columns if column not in table.column_names]
    if reasons:
        raise Refusal(*reasons)


def _no_column(column: str, headers: Sequence[str], where: str) -> Reason:
    near = get_close_matches(column, headers, n=3)
    do = f"Did you mean {' or '.join(near)}?" if near else "Check the header; blanks and capitals count."
    return Reason("column-missing", f"There is no column {column}.", where, do)


def _missing(
    found: Sequence[Match], readings: Mapping[str, Reading], headers: Sequence[str], where: str
) -> Iterator[Reason]:
    """A ticked "don't know" that is not found would turn into a missing answer, so its column must be there."""
    for match in found:
        reading = readings.get(match.question.name)
        for column in reading.columns[1:] if reading else ():
            if column not in headers:
                yield _no_column(column, headers, f"{where}, question {match.question.name}")


def _headers(match: Match, reading: Reading | None) -> tuple[str, ...]:
    return (match.column, *match.split.values(), *match.point.values(), *(reading.columns if reading else ()))


def _column(table: pa.Table, match: Match, reading: Reading | None, warnings: list[str]) -> pa.Array:
    answers = _given(table.column(match.column), match, reading) if match.column else None
    if match.point and answers is None:
        answers = joined_point(table, match.point)
    if match.split:
        split = SplitColumns(match.question.name, match.split)
        compared = answers is not None
        answers = split.joined(table) if answers is None else answers
        missing = len(match.question.choices) - len(match.split)
        warnings.extend(split.warnings(table, answers, missing=missing, compared=compared))
    return _with_ticks(table, answers, reading, warnings) if reading else answers


def _given(column: pa.ChunkedArray, match: Match, reading: Reading | None) -> pa.Array:
    """What stands in the question's own column, as codes."""
    text, question = trimmed(column), match.question
    texts = {text.strip(): code for text, code in reading.texts.items()} if reading else {}
    if question.type is AnswerType.SELECT_MULTIPLE:
        return mapped(text, several_codes(texts, question.codes, reading.separator if reading else " "))
    if question.type.is_select:
        return mapped(text, one_code(texts, question.codes))
    return whole_numbers(text) if question.type is AnswerType.INTEGER else text


def _with_ticks(table: pa.Table, answers: pa.Array, reading: Reading, warnings: list[str]) -> pa.Array:
    """Answers that stand in columns of their own fill the gaps; an answer that was given stays."""
    codes = {reading.dont_know_column: DONT_KNOW_CODE, reading.refused_column: REFUSED_CODE}
    for column in reading.columns[1:]:
        marked = _marked(table.column(column))
        if both := pc.sum(pc.and_(marked, answers.is_valid())).as_py():
            warnings.append(
                f"Question {reading.question}: {both:,} rows have an answer and a mark in {column} as well."
            )
        if column in codes:
            answers = pc.if_else(pc.and_(marked, answers.is_null()), codes[column], answers)
    return answers


def _marked(column: pa.ChunkedArray) -> pa.Array:
    """A cell marks something if anything stands in it except a plain no."""
    return pc.and_(trimmed(column).is_valid(), pc.fill_null(ticked(column), True))
