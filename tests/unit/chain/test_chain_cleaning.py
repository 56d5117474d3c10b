"""What a log does to a table as received, beyond what the engine does: hands off everything that it does not name."""

from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from nyhavn.chain.cleaning import Applied, check_own_words, cleaned, cleaning_statement, explained
from nyhavn.chain.received import received_of
from nyhavn.exchange.incoming.spreadsheet import Received
from nyhavn.framework.cleaning import CleaningAction, CleaningCounts, CleaningEntry, CleaningLog, Decided, Recode
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import CleaningStatement

DECIDED = Decided("Filled in twice.", "A reviewer", datetime(2026, 11, 20, 9, tzinfo=UTC))
RECEIVED = received_of(
    pa.table(
        {
            "id": ["a", "b", "b", "d"],
            "age": ["34", "340", None, "61"],
            "_row": ["x", "y", "z", ""],
            "untouched": [" 1", "2\n", "", "4"],
        }
    ),
    name="answers.csv",
)
LOG = CleaningLog(
    "id",
    (
        CleaningEntry(CleaningAction.CORRECT, 2, "b", DECIDED, "age", "340", "34"),
        CleaningEntry(CleaningAction.REMOVE, 3, "b", DECIDED),
    ),
)


def without_third(received: Received = RECEIVED) -> pa.Table:
    return received.table.take(pa.array([0, 1, 3]))


def test_only_what_the_log_names_is_changed_and_rows_keep_their_numbers() -> None:
    made = cleaned(RECEIVED, LOG)
    assert made.numbers.to_pylist() == [1, 2, 4]
    assert made.received.table.column("age").to_pylist() == ["34", "34", "61"]
    for name in ("id", "_row", "untouched"):
        assert made.received.table.column(name).to_pylist() == without_third().column(name).to_pylist()
    assert (made.received.file, made.received.sha256) == (RECEIVED.file, RECEIVED.sha256)
    assert made.applied == Applied(LOG, CleaningCounts(1, 0, 1, ()))


def test_a_log_without_decisions_leaves_everything_as_it_is() -> None:
    made = cleaned(RECEIVED, CleaningLog("id"))
    assert made.received.table.equals(RECEIVED.table)
    assert made.numbers.to_pylist() == [1, 2, 3, 4]


def test_a_column_that_is_called_as_our_row_numbers_are_is_not_cleaned_by_mistake() -> None:
    log = CleaningLog("id", (CleaningEntry(CleaningAction.BLANK, 1, "a", DECIDED, "_row", "x"),))
    with pytest.raises(Refusal) as refused:
        cleaned(RECEIVED, log)
    assert refused.value.codes == ("cleaning-column-not-text",)


def test_two_files_are_compared_row_by_row_without_those_that_the_log_removes() -> None:
    clean = cleaned(RECEIVED, LOG).received
    raw = received_of(RECEIVED.table.drop_columns(["_row"]), name="raw.csv")
    found = explained(raw, received_of(clean.table.drop_columns(["_row"]), name="clean.csv"), LOG)
    assert found.is_whole
    assert (found.differing, found.gone_explained) == (1, 1)


def test_a_clean_file_with_rows_that_the_log_does_not_account_for_is_refused() -> None:
    raw = received_of(RECEIVED.table.drop_columns(["_row"]), name="raw.csv")
    with pytest.raises(Refusal) as refused:
        explained(raw, raw, LOG)
    assert refused.value.codes == ("cleaning-not-comparable",)


# --- People's own words -----------------------------------------------------------------------

IDENTITY = (IdentityQuestion(question="gender", topic="gender", own_words_question="own"),)
ASKED = Instrument(
    "", "", "", (Question("gender", "gender", AnswerType.TEXT), Question("own", "In own words", AnswerType.TEXT))
)
CORRECTION = CleaningEntry(CleaningAction.CORRECT, 1, "a", DECIDED, "In own words", "x", "y")
BLANKED = CleaningEntry(CleaningAction.BLANK, 1, "a", DECIDED, "In own words", "x")
RECODE = Recode("one spelling", ("gender", "In own words"), (("x", "y"),), DECIDED)


@pytest.mark.parametrize("log", [CleaningLog("id", (CORRECTION,)), CleaningLog("id", (), (RECODE,))])
def test_what_people_say_of_themselves_in_their_own_words_is_not_written_anew(log: CleaningLog) -> None:
    with pytest.raises(Refusal) as refused:
        check_own_words(log, IDENTITY, ASKED)
    assert refused.value.codes == ("cleaning-own-words",)
    assert "column In own words" in refused.value.reasons[0].where
    check_own_words(log, (), ASKED)


@pytest.mark.parametrize(
    "log",
    [
        CleaningLog("id", (BLANKED, CleaningEntry(CleaningAction.REMOVE, 2, "b", DECIDED))),
        CleaningLog("id", (replace(CORRECTION, column="gender"),), (replace(RECODE, values=(("x", None),)),)),
    ],
)
def test_it_can_be_left_out_and_a_coded_answer_corrected(log: CleaningLog) -> None:
    check_own_words(log, IDENTITY, ASKED)


# --- What is published --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("threshold", "counts", "expected"),
    [
        (5, CleaningCounts(4, 5, 0, (("a", 900), ("b", 2))), CleaningStatement(2, "", "a few", "5", "none")),
        (1, CleaningCounts(4, 5, 0, (("a", 900), ("b", 2))), CleaningStatement(2, "902", "4", "5", "none")),
        (5, CleaningCounts(0, 0, 0, ()), CleaningStatement(0, "", "none", "none", "none")),
    ],
)
def test_counts_are_published_as_the_threshold_allows(
    threshold: int, counts: CleaningCounts, expected: CleaningStatement
) -> None:
    assert cleaning_statement(Applied(LOG, counts), threshold) == expected


def test_without_a_log_nothing_is_said() -> None:
    assert cleaning_statement(None, 5) is None
