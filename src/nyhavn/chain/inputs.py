"""What comes in: the instrument, the file as received, and the answers, one row per contribution."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from nyhavn.chain.cleaning import Applied, check_own_words, cleaned
from nyhavn.chain.places import Places
from nyhavn.chain.plan import CleaningSection, Plan, RepeatLink
from nyhavn.exchange.incoming.answers import canonical_answers, join_parent
from nyhavn.exchange.incoming.cleaning_log import read_cleaning_log
from nyhavn.exchange.incoming.dictionary import Reading, read_dictionary
from nyhavn.exchange.incoming.form_file import read_xlsform
from nyhavn.exchange.incoming.spreadsheet import Received, read_table
from nyhavn.framework.cleaning import CleaningLog
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.table_file import TableFile

ROW = "_row"


@dataclass(frozen=True)
class Inputs:
    """Everything that was read, and nothing that was set aside.

    received: the file as it came, columns set aside included (for checks of the file itself), after its cleaning log.
    material: received headers of the columns that take part in the run.
    answers: one string column per question, and ROW, the 1-based number of the row in the file. applied: the cleaning
    log, and what it changed; None without one.
    weights: the table of clusters that weights are taken from, as received; None if the plan names none.
    remarks: plain sentences about what could not be matched; they name columns and counts, never answers.
    """

    instrument: Instrument
    received: Received
    material: tuple[str, ...]
    answers: pa.Table
    weights: pa.Table | None
    remarks: tuple[str, ...]
    applied: Applied | None = None

    def column(self, name: str, *, named_in: str) -> pa.ChunkedArray:
        """The answers to a question, or else the received column of that name. Raises Refusal "column-unknown"."""
        for table in (self.answers, self.received.table):
            if name in table.column_names and table.num_rows == self.answers.num_rows:
                return table.column(name)
        known = (*self.answers.column_names, *self.received.table.column_names)
        raise Refusal(unknown_column(name, known, named_in))


def unknown_column(name: str, known: Iterable[str], named_in: str) -> Reason:
    """The reason for a name that is no question and no column, with the nearest names there are."""
    near = difflib.get_close_matches(name, [*known], 3)
    meant = " or ".join(f'"{other}"' for other in near)
    do = f"Did you mean {meant}?" if near else "Use a question's name or a column header as it stands in the file."
    return Reason("column-unknown", f'"{name}" is neither a question nor a column of the contributions.', named_in, do)


def read_instrument(plan: Plan, places: Places) -> tuple[Instrument, tuple[Reading, ...]]:
    """The instrument of a plan, and how its answers stand in the file where a dictionary says so."""
    if plan.instrument.form:
        return read_xlsform(places.find(plan.instrument.form, named_in="[instrument], form")), ()
    dictionary = read_dictionary(places.find(plan.instrument.dictionary, named_in="[instrument], dictionary"))
    return dictionary.instrument, dictionary.readings


def read_file(table: TableFile, places: Places, *, named_in: str) -> Received:
    """One table of contributions, as received."""
    path = places.find(table.file, named_in=f"{named_in}, file")
    return read_table(path, **table.written)


def read_inputs(plan: Plan, places: Places) -> Inputs:
    """Reads the instrument and the contributions of a plan. Raises Refusal for everything that cannot be read."""
    instrument, readings = read_instrument(plan, places)
    received = read_file(plan.contributions, places, named_in="[contributions]")
    link = plan.contributions.link
    parent = read_file(link.parent, places, named_in="[contributions.link.parent]") if link else None
    weights = read_file(plan.weights.table, places, named_in="[weights.table]").table if plan.weights else None
    as_read = () if plan.contributions.coded else readings
    log = _read_log(plan.cleaning, places) if plan.cleaning else None
    return inputs_of(plan, instrument, as_read, received, parent=parent, weights=weights, log=log)


def _read_log(section: CleaningSection, places: Places) -> CleaningLog:
    return read_cleaning_log(places.find(section.log, named_in="[cleaning], log"), key=section.key)


def inputs_of(
    plan: Plan,
    instrument: Instrument,
    readings: Sequence[Reading],
    received: Received,
    *,
    parent: Received | None = None,
    weights: pa.Table | None = None,
    log: CleaningLog | None = None,
) -> Inputs:
    """The inputs of a plan from what has been read, or stands in memory (`received.received_of`).

    parent, weights, log: what [contributions.link], [weights] and [cleaning] name; ValueError if the plan names one
    that is not given, or the other way round. Raises Refusal for columns that the plan names and nobody received, and
    for a log that does not fit.
    """
    if (log is None) != (plan.cleaning is None):
        raise ValueError("A cleaning log is given exactly where the plan names one.")
    if (parent is None) != (plan.contributions.link is None) or (weights is None) != (plan.weights is None):
        raise ValueError(
            "The tables of [contributions.link] and [weights] are given exactly where the plan names them."
        )
    _check_named(plan, received)
    numbers: Iterable[int] = range(1, received.table.num_rows + 1)
    applied = None
    if log is not None:
        check_own_words(log, plan.identity, instrument)
        clean = cleaned(received, log)
        received, numbers, applied = clean.received, clean.numbers.to_pylist(), clean.applied
    if plan.contributions.columns == "all":
        instrument = _with_all_columns(instrument, received, plan.contributions.set_aside)
    kept = _without(received, plan.contributions.set_aside)
    found = canonical_answers(kept, instrument, readings, repeat=plan.contributions.repeat)
    remarks = [*instrument.warnings, *found.warnings]
    answers = found.table
    if plan.contributions.link is not None and parent is not None:
        parent_answers = canonical_answers(parent, instrument, readings).table
        answers, orphans = _with_parent(plan.contributions.link, answers, received, parent_answers, parent)
        if orphans:
            remarks.append(f"{orphans} rows of the repeat have no parent row.")
    material = tuple(name for name in kept.table.column_names if name not in found.unmatched)
    return Inputs(instrument, received, material, _numbered(answers, numbers), weights, tuple(remarks), applied)


def _check_named(plan: Plan, received: Received) -> None:
    """Every column that is set aside must exist, or a typing mistake would leave an identifier in."""
    headers = received.table.column_names
    named_in = "[contributions], set_aside"
    unknown = [unknown_column(name, headers, named_in) for name in plan.contributions.set_aside if name not in headers]
    if unknown:
        raise Refusal(*unknown)


def _without(received: Received, names: tuple[str, ...]) -> Received:
    """The received table without the columns set aside."""
    present = [name for name in names if name in received.table.column_names]
    return replace(received, table=received.table.drop_columns(present))


def _with_all_columns(instrument: Instrument, received: Received, set_aside: tuple[str, ...]) -> Instrument:
    """The instrument with a free-text question for every column that it does not name."""
    named = {question.column for question in instrument.questions} | set(set_aside)
    extra = [
        Question(f"column_{place}", name, AnswerType.TEXT)
        for place, name in enumerate(received.table.column_names, start=1)
        if name not in named
    ]
    return replace(instrument, questions=(*instrument.questions, *extra))


def _with_parent(
    link: RepeatLink, answers: pa.Table, received: Received, parent_answers: pa.Table, parent: Received
) -> tuple[pa.Table, int]:
    """The answers of a repeat with those of the parent sheet beside them, and how many rows found no parent."""
    keyed = _keyed(answers, received, link.child_key, "[contributions.link], child_key")
    parent_keyed = _keyed(parent_answers, parent, link.parent_key, "[contributions.link], parent_key")
    joined = join_parent(keyed, parent_keyed, child_key="_link", parent_key="_link", columns=link.columns)
    return joined.table.drop_columns(["_link"]), joined.orphans


def _keyed(answers: pa.Table, received: Received, key: str, named_in: str) -> pa.Table:
    """The answers with the column that links them, taken from the table as received."""
    if key not in received.table.column_names:
        raise Refusal(unknown_column(key, received.table.column_names, named_in))
    return answers.append_column("_link", received.table.column(key))


def _numbered(answers: pa.Table, numbers: Iterable[int]) -> pa.Table:
    """The answers with the number that each row was received with."""
    return answers.append_column(ROW, pa.array(numbers, pa.int64()))
