"""A file of contributions on its way in: read from memory, its columns matched to questions, its answers canonical."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pyarrow as pa

from nyhavn.chain.inputs import unknown_column
from nyhavn.chain.workspace import outside_faults
from nyhavn.exchange.incoming.answers import canonical_answers
from nyhavn.exchange.incoming.form import Form
from nyhavn.exchange.incoming.matching import Match, match_columns
from nyhavn.exchange.incoming.spreadsheet import Received, read_table
from nyhavn.framework.instrument import AnswerType, Question
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.table_file import TableFile

MEMORY = Path("/dev/shm")  # noqa: S108 (a private folder is made in it; unlike a disk it keeps nothing)
FOLDER = "nyhavn-reading-"
_PLAIN_NAME = re.compile(r"[^\x00-\x1f\x7f/\\.][^\x00-\x1f\x7f/\\]{0,119}")


@dataclass(frozen=True)
class Proposal:
    """What the headers of a file seem to mean.

    columns: question -> header. apart: questions whose single choices or parts have columns of their own. open:
    questions that several columns fit. unmatched: headers that belong to no question.
    """

    columns: Mapping[str, str]
    apart: tuple[str, ...]
    open: tuple[str, ...]
    unmatched: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """Which columns are taken in. columns: question -> header. skipped: questions left out. kept: further headers."""

    columns: Mapping[str, str]
    skipped: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """The answers of a file, canonical, headed by the questions' own columns; then the further columns kept.

    headers: question -> header in the file, for places in messages. left: headers of which nothing is taken.
    """

    table: pa.Table
    headers: Mapping[str, str]
    left: tuple[str, ...]
    remarks: tuple[str, ...]


def received_from(content: bytes, table: TableFile) -> Received:
    """A table from the bytes of a file, as `read_table` reads it. They are on no disk; the folder is ours alone."""
    room = _room()
    name = table.file if _PLAIN_NAME.fullmatch(table.file) else f"contributions{Path(table.file).suffix[:8]}"
    with outside_faults(), tempfile.TemporaryDirectory(prefix=FOLDER, dir=room) as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return read_table(path, **table.written)


def remove_left_behind(older_than: timedelta) -> int:
    """Remove the folders of readers that were killed; reading takes seconds. How many there were."""
    left = [path for path in _room().glob(f"{FOLDER}*") if path.stat().st_uid == os.getuid()]
    old = [path for path in left if time.time() - path.stat().st_mtime > older_than.total_seconds()]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def _room() -> Path:
    return MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())


def propose(received: Received, form: Form) -> Proposal:
    """Match by name and path, as the chain does, and by the question's words. Facts about devices are not taken."""
    headers = received.table.column_names
    columns, apart, unclear, used = {}, [], [], set()
    for question in _asked(form):
        match = _match(question, headers, form)
        if match is None:
            unclear.append(question.name)
        elif header := match.column or _by_words(question, headers, form):
            columns[question.name] = header
            used |= {header, *match.split.values(), *match.point.values()}
        elif match.is_found:
            apart.append(question.name)
            used |= {*match.split.values(), *match.point.values()}
    left = tuple(header for header in headers if header not in used)
    return Proposal(columns, tuple(apart), tuple(unclear), left)


def take(received: Received, form: Form, chosen: Chosen) -> Taken:
    """The canonical answers of the columns chosen. Raises Refusal for names that nobody knows, all at once."""
    _check(received, form, chosen)
    picked = _picked(received, form, chosen)
    questions = {question.name: question for question in form.instrument.in_repeat("")}
    found = canonical_answers(replace(received, table=pa.table(picked)), form.instrument, form.readings)
    headed = {questions[name].column: found.table.column(name) for name in found.table.column_names}
    kept = {header: received.table.column(header) for header in chosen.kept}
    used = {*chosen.columns.values(), *chosen.kept, *(set(picked) - set(found.unmatched))}
    left = tuple(header for header in received.table.column_names if header not in used)
    names = {question.name: chosen.columns.get(question.name, question.column) for question in questions.values()}
    return Taken(pa.table({**headed, **kept}), names, left, found.warnings)


def _asked(form: Form) -> Iterator[Question]:
    """The questions of the main sheet, without facts about a device."""
    yield from (q for q in form.instrument.in_repeat("") if q.type is not AnswerType.METADATA)


def _match(question: Question, headers: Sequence[str], form: Form) -> Match | None:
    """The columns of one question; None where several fit it."""
    readings = {reading.question: reading for reading in form.readings}
    own = {readings[q.name].column if q.name in readings else q.column for q in _asked(form) if q is not question}
    try:
        return match_columns([header for header in headers if header not in own], [question], readings, where="")[0]
    except Refusal:
        return None


def _by_words(question: Question, headers: Sequence[str], form: Form) -> str:
    """The one header that says the question in some language, as exports with labels write it."""
    taken = {other.column for other in form.instrument.questions}
    words = {" ".join(label.split()).casefold() for label in question.labels.values() if label.strip()}
    found = [header for header in headers if header not in taken and " ".join(header.split()).casefold() in words]
    return found[0] if len(found) == 1 else ""


def _check(received: Received, form: Form, chosen: Chosen) -> None:
    """Every name that somebody wrote must be known, or a typing mistake would leave a column out in silence."""
    headers = received.table.column_names
    questions = {question.name: question for question in form.instrument.in_repeat("")}
    reasons = [_no_question(name) for name in (*chosen.columns, *chosen.skipped) if name not in questions]
    reasons += [unknown_column(h, headers, "columns") for h in chosen.columns.values() if h not in headers]
    reasons += [unknown_column(h, headers, "further columns") for h in chosen.kept if h not in headers]
    own = {question.column for question in form.instrument.questions}
    reasons += [_taken(header) for header in chosen.kept if header in own]
    if reasons:
        raise Refusal(*dict.fromkeys(reasons))


def _no_question(name: str) -> Reason:
    do = "Use the names in the questionnaire's column “name”."
    return Reason("question-unknown", f"The questionnaire has no question {name}.", "columns", do)


def _taken(header: str) -> Reason:
    what = f"The column {header} has the name of a question, so it cannot be kept as a further column."
    return Reason(
        "column-is-question", what, "further columns", "Name it among the columns of questions, or rename it."
    )


def _picked(received: Received, form: Form, chosen: Chosen) -> dict[str, pa.ChunkedArray]:
    """The columns that take part, those of questions under the questions' own names."""
    readings = {reading.question: reading for reading in form.readings}
    table, picked = received.table, {}
    for question in form.instrument.in_repeat(""):
        reading = readings.get(question.name)
        header = chosen.columns.get(question.name, "")
        if header:
            picked[reading.column if reading else question.column] = table.column(header)
        is_named = bool(header) or (question.name not in chosen.skipped and question.type is not AnswerType.METADATA)
        match = _match(question, table.column_names, form) if is_named else None
        beside = (*match.split.values(), *match.point.values()) if match else ()
        marks = reading.columns[1:] if reading and header else ()
        picked.update({name: table.column(name) for name in (*beside, *marks) if name in table.column_names})
    return picked
