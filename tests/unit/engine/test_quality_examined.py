"""The findings and the profile of a file in one look: the same as from two."""

from datetime import date

import pyarrow as pa
import pytest

from engines import on_every_engine
from nyhavn.engine.quality import examined, findings, identifiers, profile
from nyhavn.framework.identifiers import Kind
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Refusal

pytestmark = pytest.mark.engines
TODAY = date(2024, 5, 1)
FORM = Instrument("", "", "", (Question("age", "age", AnswerType.INTEGER), Question("words", "g.w", AnswerType.TEXT)))
ANSWERS = {"age": ["12", None, "old", "12", "12"], "words": ["é", None, "caf\ufffd", "é", "é"]}
FILE = {
    "age": ["12", None, "old", "12", "12"],
    "g.w": [" é", "", "caf\ufffd ", "é", "é"],
    "mail": ["a@example.org", None, "b@example.org", "", "a@example.org"],
}
CALLED = {"age": "age", "g.w": "_received1", "mail": "_received2"}


def texts(columns):
    return {name: pa.array(values, pa.string()) for name, values in columns.items()}


def both(called=CALLED):
    """The answers, and the columns as received that are no answers, under their names."""
    beside = {column: FILE[header] for header, column in called.items() if column not in ANSWERS}
    return pa.table(texts(ANSWERS | beside) | {"_row": pa.array(range(1, 6), pa.int64())})


def seen(called=CALLED, **declared):
    return on_every_engine(both(called), lambda frame: examined(frame, FORM, called, today=TODAY, **declared))


def test_one_look_finds_what_two_find():
    answers = pa.table(texts(ANSWERS) | {"_row": pa.array(range(1, 6), pa.int64())})
    raised = on_every_engine(answers, lambda frame: findings(frame, FORM, keys=[("words",)], today=TODAY))
    looked = seen(keys=[("words",)])
    assert looked.findings == raised
    assert {each.check for each in raised} == {"missing-answer", "unreadable", "exact-duplicate", "key-duplicate"}
    shape = on_every_engine(
        pa.table(texts({CALLED[header]: values for header, values in FILE.items()})),
        lambda frame: profile(frame, list(FILE)),
    )
    assert looked.profile == shape
    assert (shape.column("g.w").untrimmed, shape.column("g.w").damaged, shape.column("mail").formed) == (2, 1, 3)


def test_identifiers_are_named_from_the_same_frame():
    def named(frame):
        return identifiers(frame, FORM, examined(frame, FORM, CALLED, today=TODAY).profile)

    assert [(each.kind, each.columns) for each in on_every_engine(both(), named)] == [(Kind.EMAIL, ("mail",))]


def test_a_column_that_is_there_for_the_profile_alone_is_no_key():
    with pytest.raises(Refusal) as refused:
        seen(keys=[("_received2",)])
    assert [reason.code for reason in refused.value.reasons] == ["key-unknown"]


def test_a_received_column_under_its_own_header_is_a_key_and_profiled():
    looked = seen({"age": "age", "mail": "mail"}, keys=[("mail",)])
    assert [each.rows for each in looked.findings if each.check == "key-duplicate"] == [2]
    assert looked.profile.column("mail").distinct == 2
