"""A real table of a real form, taken in as the web side does, gives the answers that the chain reads from the file."""

from pathlib import Path

import pytest

from nyhavn.chain.forms import read_form
from nyhavn.chain.incoming import Chosen, propose, received_from, take
from nyhavn.chain.incoming_check import answer_problems
from nyhavn.chain.received import received_of
from nyhavn.exchange.incoming.answers import canonical_answers
from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.table_file import TableFile
from nyhavn.web.collection.material import table_of

pytestmark = [pytest.mark.data, pytest.mark.slow]


def test_a_survey_of_households_comes_in_as_the_chain_reads_it(reference_data: Path) -> None:
    folder = reference_data / "msna2024_dummy"
    name = "form_REACH_2024_MSNA_draft_v11.xlsx"
    form = read_form(name, (folder / name).read_bytes())
    received = received_from((folder / "main.csv").read_bytes(), TableFile(file="main.csv"))
    found = propose(received, form)
    taken = take(received, form, Chosen(found.columns))
    facts = {question.name for question in form.instrument.questions if question.type is AnswerType.METADATA}
    expected = canonical_answers(received, form.instrument).table
    expected = expected.drop_columns([column for column in expected.column_names if column in facts])
    rows = [{name: text for name, text in row.items() if text is not None} for row in taken.table.to_pylist()]
    stored = table_of(rows, [question.column for question in form.instrument.questions])
    again = canonical_answers(received_of(stored, name="contributions"), form.instrument).table
    answered = [name for name in expected.column_names if expected.column(name).null_count < expected.num_rows]
    assert len(answered) > 100
    assert again.select(answered).to_pylist() == expected.select(answered).to_pylist()
    wrong = list(answer_problems(taken, form))
    assert len({problem.row for problem in wrong}) < received.table.num_rows
    assert all(problem.what and problem.row for problem in wrong)
