"""Received columns become canonical answers: matched by every spelling of exports, with stable codes."""

import time
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pytest

from nyhavn.exchange.incoming.answers import Answers, canonical_answers, join_parent
from nyhavn.exchange.incoming.dictionary import Reading
from nyhavn.exchange.incoming.spreadsheet import Received
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.refusal import Refusal

SECRET = "Amina-Q-7731"
Column = Sequence[str | None]


def received(columns: Mapping[str, Column]) -> Received:
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    return Received(table, "answers.csv", "", "")


def asked(
    name: str, kind: AnswerType = AnswerType.TEXT, codes: str = "", groups: str = "", repeat: str = ""
) -> Question:
    choices = tuple(Choice(code) for code in codes.split())
    return Question(name, name, kind, choices=choices, groups=tuple(groups.split()), repeat=repeat)


def canonical(
    columns: Mapping[str, Column], *questions: Question, readings: Sequence[Reading] = (), repeat: str = ""
) -> Answers:
    return canonical_answers(received(columns), Instrument("", "", "", questions), readings, repeat=repeat)


def answers_to(columns: Mapping[str, Column], question: Question, *readings: Reading) -> list[str | None]:
    """The answers to one question."""
    return canonical(columns, question, readings=readings).table.column(question.name).to_pylist()


WATER = asked("water", AnswerType.SELECT_ONE, "yes no dk")
USES = asked("uses", AnswerType.SELECT_MULTIPLE, "drink wash cook")


@pytest.mark.parametrize(
    "header",
    ["q", "inner/q", "home/inner/q", "inner-q", "home-inner-q", "inner.q", "home.inner.q"],
)
def test_a_question_is_found_by_its_name_and_by_every_path_of_exports(header: str) -> None:
    assert answers_to({header: ["x"]}, asked("q", groups="home inner")) == ["x"]


@pytest.mark.parametrize("header", ["Q", "q ", "other/q", "home/q", "home/inner-q", "inner/q2", "_q"])
def test_no_other_header_is_taken_for_the_question(header: str) -> None:
    answers = canonical({header: ["x"], "a": ["y"]}, asked("a"), asked("q", groups="home inner"))
    assert (answers.absent, answers.unmatched) == (("q",), (header,))


def test_two_columns_that_fit_one_question_are_refused_with_both_names() -> None:
    with pytest.raises(Refusal) as caught:
        canonical(
            {"q": [SECRET], "home/q": ["y"], "r": ["1"], "home-r": ["2"]}, *(asked(n, groups="home") for n in "qr")
        )
    assert caught.value.codes == ("column-ambiguous", "column-ambiguous")
    assert "fit the question q: q, home/q." in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_column_with_exactly_the_name_of_another_question_belongs_to_that_one() -> None:
    answers = canonical({"home-q": ["x"], "q": ["y"]}, asked("home-q"), asked("q", groups="home"))
    assert answers.table.to_pydict() == {"home-q": ["x"], "q": ["y"]}


def test_columns_stand_in_the_order_of_the_instrument_and_rows_in_the_order_received() -> None:
    answers = canonical({"c": ["1", "2"], "key": ["k", "l"], "a": ["3", "4"]}, *map(asked, "abc"))
    assert answers.table.to_pydict() == {"a": ["3", "4"], "c": ["1", "2"]}
    assert (answers.absent, answers.unmatched) == (("b",), ("key",))
    assert all(kind == pa.string() for kind in answers.table.schema.types)


@pytest.mark.parametrize(
    "header", ["_id", "_uuid", "_submission_time", "KEY", "meta/instanceID", "_index", "__version__"]
)
def test_what_the_server_adds_belongs_to_no_question(header: str) -> None:
    assert canonical({"q": ["x"], header: ["1"]}, asked("q")).unmatched == (header,)


def test_only_the_questions_of_the_sheet_are_looked_for() -> None:
    questions = [asked("village"), asked("age", repeat="person", groups="home person")]
    answers = canonical({"age": ["3"], "village": ["x"]}, *questions, repeat="person")
    assert (answers.table.column_names, answers.unmatched, answers.absent) == (["age"], ("village",), ())


def test_a_file_without_any_question_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        canonical({"x": [SECRET]}, asked("q"))
    assert caught.value.codes == ("nothing-matches",)


def test_blanks_around_answers_are_dropped_and_blank_answers_are_none() -> None:
    assert answers_to({"q": [" x y ", "  ", "\u00a0", None, ""]}, asked("q")) == ["x y", None, None, None, None]


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("7.0", "7"),
        ("-7.00", "-7"),
        ("7", "7"),
        ("7.5", "7.5"),
        ("1.0.0", "1.0.0"),
        ("007", "007"),
        ("about 7.0", "about 7.0"),
    ],
)
def test_whole_numbers_lose_the_point_that_spreadsheets_add(cell: str, answer: str) -> None:
    assert answers_to({"q": [cell]}, asked("q", AnswerType.INTEGER)) == [answer]


@pytest.mark.parametrize("kind", [AnswerType.DECIMAL, AnswerType.TEXT, AnswerType.DATE, AnswerType.CALCULATE])
def test_other_answers_stay_as_they_are(kind: AnswerType) -> None:
    assert answers_to({"q": ["7.0"]}, asked("q", kind)) == ["7.0"]


def test_a_code_with_an_added_point_is_its_code_and_unknown_text_stays_to_be_found() -> None:
    question = asked("q", AnswerType.SELECT_ONE, "1 2 3.0")
    assert answers_to({"q": ["1.0", "2", "3.0", "4.0", "maybe"]}, question) == ["1", "2", "3.0", "4.0", "maybe"]


def test_texts_of_a_dictionary_become_codes() -> None:
    reading = Reading("water", "Do you have water?", texts={"Yes": "yes", "No (please explain)": "no"})
    columns = {"Do you have water?": ["Yes", " No (please explain) ", "yes", "Maybe", None]}
    assert answers_to(columns, WATER, reading) == ["yes", "no", "yes", "Maybe", None]


def test_a_column_that_a_dictionary_names_is_the_only_one_looked_at() -> None:
    answers = canonical({"water": ["no"], "w": ["yes"]}, WATER, readings=[Reading("water", "w")])
    assert (answers.table.to_pydict(), answers.unmatched) == ({"water": ["yes"]}, ("water",))


@pytest.mark.parametrize(
    ("cell", "codes"),
    [("drink", "drink"), (" wash  drink ", "wash drink"), ("drink drink wash", "drink wash"), (" ", None)],
)
def test_several_answers_are_codes_joined_by_one_blank(cell: str, codes: str | None) -> None:
    assert answers_to({"uses": [cell]}, USES) == [codes]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Pump, Civil works - apron, etc", "pump civil"),
        ("Civil works - apron, etc, Pump", "civil pump"),
        ("Civil works - apron, etc", "civil"),
        ("Civil works", "civil2"),
        ("Pump ,Pump", "pump"),
        ("Pump, Soil erosion", "pump Soil_erosion"),
        ("Pumping, pump", "Pumping pump"),
        (", Pump,", "pump"),
        (",", None),
    ],
)
def test_texts_that_hold_the_separator_themselves_are_not_cut(cell: str, codes: str | None) -> None:
    question = asked("q", AnswerType.SELECT_MULTIPLE, "pump civil civil2")
    texts = {"Pump": "pump", "Civil works - apron, etc": "civil", "Civil works": "civil2"}
    found = answers_to({"q": [cell]}, question, Reading("q", "q", separator=", ", texts=texts))
    assert [answer or None for answer in found] == [codes]


@pytest.mark.parametrize("separator", ["/", "-", "."])
@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("1.0", "0.0"), ("TRUE", "FALSE"), ("True", "False")])
def test_columns_of_single_choices_are_joined(separator: str, yes: str, no: str) -> None:
    codes = {"drink": [yes, no, None, no], "wash": [no, yes, None, no], "cook": [yes, None, None, no]}
    answers = canonical({f"uses{separator}{code}": cells for code, cells in codes.items()}, USES)
    assert answers.table.to_pydict() == {"uses": ["drink cook", "wash", None, None]}
    assert (answers.unmatched, answers.warnings) == ((), ())


def test_columns_of_single_choices_are_found_by_the_path_of_their_question() -> None:
    question = asked("uses", AnswerType.SELECT_MULTIPLE, "drink wash", groups="home")
    assert answers_to({"home/uses/wash": ["1"], "home/uses/drink": ["1"]}, question) == ["drink wash"]


def test_choices_without_a_column_are_counted() -> None:
    answers = canonical({"uses/drink": ["1"]}, USES)
    assert answers.warnings == ("Question uses: 2 of its choices have no column, and count as not chosen.",)


def test_cells_that_hold_neither_a_tick_nor_an_empty_box_are_counted_and_not_shown() -> None:
    answers = canonical({"uses/drink": ["1", SECRET], "uses/wash": ["0", "1"], "uses/cook": ["0", "0"]}, USES)
    assert answers.table.to_pydict() == {"uses": ["drink", "wash"]}
    assert answers.warnings == ("Question uses: 1 cells of its choices hold neither 1 nor 0 and are not read.",)


def test_both_kinds_of_columns_are_compared_and_the_joined_one_is_used() -> None:
    columns = {
        "uses": ["drink wash", "drink", None, "wash cook", None],
        "uses/drink": ["1", "0", "1", "0", None],
        "uses/wash": ["1.0", "0", "0", "1", None],
        "uses/cook": ["0", "0", "0", None, None],
    }
    answers = canonical(columns, USES)
    assert answers.table.to_pydict() == {"uses": columns["uses"]}
    assert answers.unmatched == ()
    (warning,) = answers.warnings
    assert "in 2 rows the columns of its choices disagree" in warning


def test_agreement_of_both_kinds_of_columns_needs_no_word() -> None:
    columns = {"uses": ["drink wash"], "uses/drink": ["1"], "uses/wash": ["1"], "uses/cook": ["0"]}
    assert canonical(columns, USES).warnings == ()


def test_a_code_that_begins_like_another_is_not_taken_for_it() -> None:
    question = asked("q", AnswerType.SELECT_MULTIPLE, "wash washing")
    answers = canonical({"q": ["washing"], "q/wash": ["0"], "q/washing": ["1"]}, question)
    assert answers.warnings == ()


@pytest.mark.parametrize("mark", ["True", "1", "x", "Don't know", "yes"])
def test_a_ticked_dont_know_is_an_answer_of_its_own_and_never_a_no(mark: str) -> None:
    reading = Reading("water", "water", dont_know_column="water dk", refused_column="water ref")
    columns = {
        "water": ["yes", None, None, None],
        "water dk": [None, mark, "0", " "],
        "water ref": [None, None, mark, None],
    }
    answers = canonical(columns, WATER, readings=[reading])
    assert answers.table.to_pydict() == {"water": ["yes", "_dk", "_refused", None]}
    assert (answers.unmatched, answers.warnings) == ((), ())


@pytest.mark.parametrize("mark", ["0", "0.0", "FALSE", "False", "no", "", None])
def test_an_empty_box_is_no_dont_know(mark: str | None) -> None:
    reading = Reading("water", "water", dont_know_column="dk")
    assert answers_to({"water": [None], "dk": [mark]}, WATER, reading) == [None]


def test_not_applicable_is_not_asked() -> None:
    reading = Reading("water", "water", not_applicable_column="na")
    answers = canonical({"water": ["yes", None], "na": [None, "True"]}, WATER, readings=[reading])
    assert (answers.table.to_pydict(), answers.unmatched) == ({"water": ["yes", None]}, ())


def test_an_answer_that_is_also_marked_as_none_stays_and_is_counted() -> None:
    reading = Reading("water", "water", dont_know_column="dk", not_applicable_column="na")
    answers = canonical({"water": ["yes", None], "dk": ["1", "1"], "na": [None, "1"]}, WATER, readings=[reading])
    assert answers.table.to_pydict() == {"water": ["yes", "_dk"]}
    assert answers.warnings == (
        "Question water: 1 rows have an answer and a mark in dk as well.",
        "Question water: 1 rows have an answer and a mark in na as well.",
    )


def test_a_dont_know_column_that_is_not_there_is_refused_with_the_one_meant() -> None:
    reading = Reading("water", "water", dont_know_column="Water (dont know)")
    with pytest.raises(Refusal) as caught:
        canonical({"water": ["yes"], "Water (don't know)": ["1"]}, WATER, readings=[reading])
    (reason,) = caught.value.reasons
    assert (reason.code, reason.where) == ("column-missing", "answers.csv, question water")
    assert "Did you mean Water (don't know)?" in reason.do


@pytest.mark.parametrize("template", ["place-{}", "home-place-{}", "_place_{}"])
def test_a_point_in_several_columns_is_one_answer_and_none_of_them_is_left_over(template: str) -> None:
    question = asked("place", AnswerType.GEOPOINT, groups="home")
    parts = {"latitude": ["1.5", "2", None], "longitude": ["3", "4", "5"], "altitude": ["0", None, "0"]}
    spelled = {part if template.startswith("_") else part.capitalize(): cells for part, cells in parts.items()}
    answers = canonical({template.format(part): cells for part, cells in spelled.items()}, question)
    assert answers.table.to_pydict() == {"place": ["1.5 3 0", "2 4", None]}
    assert answers.unmatched == ()


def test_a_point_in_one_column_takes_its_parts_with_it() -> None:
    columns = {"place": ["1.5 3 0 5"], "_place_latitude": ["1.5"], "_place_longitude": ["3"], "_place_precision": ["5"]}
    answers = canonical(columns, asked("place", AnswerType.GEOPOINT))
    assert (answers.table.to_pydict(), answers.unmatched) == ({"place": ["1.5 3 0 5"]}, ())


CHILDREN = {"_parent_index": ["2", "1", "2", "9", None], "age": ["5", "6", "7", "8", "9"]}
PARENTS = {"_index": ["1", "2", "3"], "village": ["a", "b", "c"], "size": ["1", None, "3"]}


def joined(
    children: Mapping[str, Column], parents: Mapping[str, Column], columns: Sequence[str] | None = None
) -> tuple[dict[str, list[str | None]], int]:
    both = (received(children).table, received(parents).table)
    result = join_parent(*both, child_key="_parent_index", parent_key="_index", columns=columns)
    return result.table.to_pydict(), result.orphans


def test_rows_of_a_repeat_get_the_columns_of_their_parent_and_orphans_are_counted() -> None:
    table, orphans = joined(CHILDREN, PARENTS)
    assert orphans == 2
    assert table == {
        **CHILDREN,
        "_index": ["2", "1", "2", None, None],
        "village": ["b", "a", "b", None, None],
        "size": [None, "1", None, None, None],
    }


def test_only_the_columns_asked_for_are_joined() -> None:
    assert [*joined(CHILDREN, PARENTS, ["village"])[0]] == ["_parent_index", "age", "village"]
    assert [*joined(CHILDREN, PARENTS, [])[0]] == ["_parent_index", "age"]


def test_a_parent_without_a_key_is_nobodys_parent() -> None:
    parents = {"_index": [None, "1", None], "village": [SECRET, "a", SECRET]}
    table, orphans = joined({"_parent_index": [None, "1"], "age": ["1", "2"]}, parents)
    assert (table["village"], orphans) == ([None, "a"], 1)


@pytest.mark.parametrize(
    ("parents", "columns", "code"),
    [
        ({"_index": ["1", "1"], "village": ["a", "b"]}, None, "parent-key-twice"),
        ({"index": ["1"], "village": ["a"]}, None, "column-missing"),
        ({"_index": ["1"], "village": ["a"]}, ["vilage"], "column-missing"),
        ({"_index": ["1"], "age": ["a"]}, ["age"], "column-twice"),
    ],
)
def test_a_join_that_is_not_clear_is_refused(
    parents: Mapping[str, Column], columns: Sequence[str] | None, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        joined(CHILDREN, parents, columns)
    assert caught.value.codes == (code,)


def test_a_hundred_thousand_contributions_take_seconds() -> None:
    rows = 100_000
    cells = {
        "water": ["yes", "no", "dk", None] * (rows // 4),
        "uses": ["drink wash", " cook ", None, "drink"] * (rows // 4),
    }
    texts = {f"t{number}": [f"text {row}" for row in range(rows)] for number in range(3)}
    numbers = {f"n{number}": [f"{row}.0" for row in range(rows)] for number in range(3)}
    questions = [WATER, USES, *map(asked, texts), *(asked(name, AnswerType.INTEGER) for name in numbers)]
    table = received({**cells, **texts, **numbers})
    begun = time.perf_counter()
    answers = canonical_answers(table, Instrument("", "", "", tuple(questions)))
    assert time.perf_counter() - begun < 3
    assert answers.table.column("uses").slice(0, 4).to_pylist() == ["drink wash", "cook", None, "drink"]
