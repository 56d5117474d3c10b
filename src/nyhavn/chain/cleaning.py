"""The cleaning log of a plan, replayed on the contributions as received before anything else looks at them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.cleaning import replay
from nyhavn.engine.cleaning.explaining import Explanation, explain
from nyhavn.exchange.incoming.spreadsheet import Received
from nyhavn.framework.cleaning import CleaningCounts, CleaningLog, place_of
from nyhavn.framework.gate_numbers import shown_count
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.release import CleaningStatement

ROW = "_row"


@dataclass(frozen=True)
class Applied:
    """A log, and what it changed. Restricted: the log holds answers, and the counts are exact."""

    log: CleaningLog
    counts: CleaningCounts


@dataclass(frozen=True)
class Cleaned:
    """Contributions after a log. received: the clean cells, with the name and hash of the file that was received.

    numbers: of the rows that are left, as they were received; Int64, ascending.
    """

    received: Received
    numbers: pa.Array
    applied: Applied


def cleaned(received: Received, log: CleaningLog) -> Cleaned:
    """The contributions with the log replayed. Only columns that the log names are looked at; the rest is untouched.

    Raises the refusals of `engine.cleaning.replay`, and "no-contributions" where no row is left.
    """
    table = received.table
    there = [name for name in log.columns if name in table.column_names and name != ROW]
    named = _numbered(table.select(there))
    with open_session() as session:
        made = replay(session.frame(named), log)
        clean = made.frame.sort(ROW).collect("pyarrow").to_native().combine_chunks()
    numbers = clean.column(ROW).combine_chunks()
    if not len(numbers):
        do = "Look at the log again: every row is removed."
        raise refusal("no-contributions", "The cleaning log leaves no contribution.", where=received.file, do=do)
    left = table.take(pa.array([number - 1 for number in numbers.to_pylist()], pa.int64()))
    for name in there:
        left = left.set_column(left.schema.get_field_index(name), name, clean.column(name).cast(pa.string()))
    return Cleaned(replace(received, table=left), numbers, Applied(log, made.counts))


def check_own_words(log: CleaningLog, identity: Sequence[IdentityQuestion], instrument: Instrument) -> None:
    """Raises Refusal "cleaning-own-words" where a log writes anew what people say of themselves in their own words.

    Such an answer can be left out, and its row removed; a coding that a community agreed on stands beside it.
    """
    asked = [instrument.question(question.own_words_question) for question in identity if question.own_words_question]
    own = {question.column or question.name for question in asked if question is not None}
    places = [place_of(entry) for entry in log.entries if entry.new is not None and entry.column in own]
    for recode in log.recodes:
        if any(new is not None for _, new in recode.values):
            places += [f'recode "{recode.name}", column {column}' for column in recode.columns if column in own]
    what = "What people say in their own words about who they are is not written anew by somebody else."
    do = "Leave it as it is, or blank it; let a coding that the community agreed on stand beside it."
    reasons = [Reason("cleaning-own-words", what, f"cleaning log, {place}", do) for place in places]
    if reasons:
        raise Refusal(*reasons)


def explained(raw: Received, clean: Received, log: CleaningLog) -> Explanation:
    """Which differences between two files the log explains. Restricted.

    The rows of the clean file are those of the raw one in their order, without those that the log removes. Raises
    Refusal "cleaning-not-comparable" where the numbers of rows say otherwise, and those of `engine.cleaning.explain`.
    """
    removed = set(log.removed_rows)
    left = [number for number in range(1, raw.table.num_rows + 1) if number not in removed]
    if len(left) != clean.table.num_rows:
        what = "The clean file has not as many rows as the log leaves, so nobody can tell which row is which."
        do = "Put a removal into the log for every row that is missing."
        raise refusal("cleaning-not-comparable", what, where=clean.file, do=do)
    with open_session() as session:
        numbered = clean.table.append_column(ROW, pa.array(left, pa.int64()))
        return explain(session.frame(_numbered(raw.table)), session.frame(numbered), log)


def cleaning_statement(applied: Applied | None, threshold: int) -> CleaningStatement | None:
    """What is published about a log: that it was applied, and counts as they may be shown; None without a log.

    How many cells recodes changed is said only where no persons are concerned: where one code was recoded, it is the
    exact number of those who gave that answer, which the tables may hide.
    """
    if applied is None:
        return None
    counts = applied.counts
    return CleaningStatement(
        recodes=len(counts.cells),
        recoded=shown_count(counts.recoded, threshold) if threshold == 1 else "",
        corrected=shown_count(counts.corrected, threshold),
        blanked=shown_count(counts.blanked, threshold),
        removed=shown_count(counts.removed, threshold),
    )


def _numbered(table: pa.Table) -> pa.Table:
    return table.append_column(ROW, pa.array(range(1, table.num_rows + 1), pa.int64()))
