"""Data dictionaries: what they say is read, and every mistake in them is told, all at once."""

import hashlib
import re
from pathlib import Path

import pytest

from nyhavn.exchange.incoming.dictionary import Dictionary, Reading, read_dictionary
from nyhavn.exchange.incoming.dictionary_declared import DeclaredChoice, DeclaredDictionary, DeclaredQuestion
from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.refusal import Reason, Refusal

HEAD = 'id = "water"\nversion = "3"\n'


def read(folder: Path, questions: str, head: str = HEAD) -> Dictionary:
    path = folder / "dictionary.toml"
    path.write_text(head + questions, encoding="utf-8")
    return read_dictionary(path)


def faults(folder: Path, questions: str, head: str = HEAD) -> list[Reason]:
    with pytest.raises(Refusal) as caught:
        read(folder, questions, head)
    assert all(reason.where.startswith("dictionary.toml") for reason in caught.value.reasons)
    return list(caught.value.reasons)


def fault(folder: Path, questions: str, head: str = HEAD) -> Reason:
    (reason,) = faults(folder, questions, head)
    return reason


FULL = """
title = "Water survey"
[[question]]
name = "main_source"
column = " Main source of water "
label = { en = "Where does your water come from?", fr = "D'où vient votre eau ?" }
type = "select_one"
choices = [
  { code = "piped", label = { en = "Piped", fr = "Réseau" }, text = "Piped water into dwelling" },
  { code = 2, label = "Truck" },
  { code = "dk", text = "Don't know" },
]
dont_know = ["dk"]
relevant = "${age} > 17"
required = true
[[question]]
name = "uses"
type = "select_multiple"
separator = ", "
choices = [{ code = "drink" }, { code = "wash" }]
[[question]]
name = "age"
label = "Age"
type = "integer"
constraint = ". >= 0"
dont_know_column = "Age (Don't know)"
refused_column = "Age (Declined)"
not_applicable_column = "Age (Not applicable)"
refused = ["-1"]
"""


def test_everything_that_a_dictionary_says_is_read(tmp_path: Path) -> None:
    dictionary = read(tmp_path, FULL)
    instrument, (source, uses, age) = dictionary.instrument, dictionary.instrument.questions
    assert (instrument.id, instrument.version, instrument.title) == ("water", "3", "Water survey")
    assert instrument.languages == ("en", "fr")
    assert instrument.sha256 == hashlib.sha256((tmp_path / "dictionary.toml").read_bytes()).hexdigest()
    assert (source.column, source.type) == (" Main source of water ", AnswerType.SELECT_ONE)
    assert source.label("fr") == "D'où vient votre eau ?"
    assert [choice.code for choice in source.choices] == ["piped", "2", "dk"]
    assert source.choices[1].labels == {"": "Truck"}
    assert (source.dont_know, source.refused, source.required) == (("dk",), (), True)
    assert source.relevant == "${age} > 17"
    assert (uses.column, uses.required, uses.labels) == ("uses", False, {})
    assert (age.constraint, age.dont_know, age.refused) == (". >= 0", ("_dk",), ("-1", "_refused"))


def test_how_answers_stand_in_the_file_is_read_beside(tmp_path: Path) -> None:
    source, uses, age = read(tmp_path, FULL).readings
    assert source == Reading(
        "main_source", " Main source of water ", texts={"Piped water into dwelling": "piped", "Don't know": "dk"}
    )
    assert (uses.separator, uses.texts) == (", ", {})
    assert age.columns == ("age", "Age (Don't know)", "Age (Declined)", "Age (Not applicable)")


@pytest.mark.parametrize("kind", [kind.value for kind in AnswerType])
def test_every_type_of_answer_may_be_declared(tmp_path: Path, kind: str) -> None:
    choices = 'choices = [{ code = "a" }]' if kind.startswith("select") else ""
    (question,) = read(tmp_path, f'[[question]]\nname = "q"\ntype = "{kind}"\n{choices}').instrument.questions
    assert question.type == kind


def test_a_question_may_belong_to_a_repeat_or_be_metadata_or_open(tmp_path: Path) -> None:
    text = """
[[question]]
name = "phone"
type = "metadata"
metadata = "phonenumber"
[[question]]
name = "job"
type = "select_one"
open_choices = true
repeat = "person"
"""
    phone, job = read(tmp_path, text).instrument.questions
    assert (phone.metadata, job.repeat, job.open_choices, job.choices) == ("phonenumber", "person", True, ())


def test_a_mistyped_key_is_named_with_its_question_and_the_key_meant(tmp_path: Path) -> None:
    reason = fault(tmp_path, '[[question]]\nname = "age"\ntype = "integer"\nrequird = true')
    assert (reason.code, reason.where) == ("dictionary-key-unknown", "dictionary.toml, question age")
    assert reason.do == "Did you mean required?"


def test_a_mistyped_key_of_a_choice_or_of_the_file_is_named_too(tmp_path: Path) -> None:
    text = '[[question]]\nname = "sex"\ntype = "select_one"\nchoices = [{ code = "f" }, { code = "m", lable = "M" }]'
    choice, file = faults(tmp_path, text, 'id = "x"\nversion = "1"\ntittle = "T"\n')
    assert (choice.where, choice.do) == ("dictionary.toml, question sex, choices 2", "Did you mean label?")
    assert (file.where, file.do) == ("dictionary.toml", "Did you mean title?")


def test_a_key_like_no_other_brings_the_list_of_keys(tmp_path: Path) -> None:
    reason = fault(tmp_path, '[[question]]\nname = "age"\ntype = "integer"\nzzz = 1')
    assert "constraint" in reason.do


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ('name = "age"\ntype = "intger"', "integer"),
        ('name = "Age"\ntype = "integer"', "plain name"),
        ('name = "my age"\ntype = "integer"', "plain name"),
        ('name = "1st"\ntype = "integer"', "plain name"),
        ('name = "age"', "type is missing"),
        ('type = "integer"', "name is missing"),
        ('name = "age"\ntype = "integer"\nlabel = 3', "label"),
        ('name = "age"\ntype = "integer"\nrequired = "maybe"', "required"),
        ('name = "sex"\ntype = "select_one"', "needs choices"),
        ('name = "sex"\ntype = "select_one"\nchoices = []', "needs choices"),
        ('name = "sex"\ntype = "select_one"\nchoices = [{ label = "F" }]', "code is missing"),
        ('name = "sex"\ntype = "select_one"\nchoices = [{ code = "f f" }]', "no blanks"),
        ('name = "sex"\ntype = "select_one"\nchoices = [{ code = "" }]', "code"),
        ('name = "age"\ntype = "integer"\nchoices = [{ code = "f" }]', "select_one or select_multiple"),
        ('name = "age"\ntype = "integer"\nmetadata = "start"', "type metadata"),
        ('name = "uses"\ntype = "select_multiple"\nchoices = [{ code = "a" }]\nseparator = ""', "separator"),
    ],
)
def test_each_value_that_does_not_fit_is_refused_alone(tmp_path: Path, question: str, word: str) -> None:
    reason = fault(tmp_path, f"[[question]]\n{question}")
    assert reason.code == "dictionary-value-wrong"
    assert word in reason.sentence()
    assert "question" in reason.where


@pytest.mark.parametrize("head", ['id = "x"\n', 'version = "1"\n'])
def test_a_dictionary_says_which_one_it_is_and_of_which_version(tmp_path: Path, head: str) -> None:
    assert "is missing" in fault(tmp_path, '[[question]]\nname = "age"\ntype = "integer"', head).what


def test_a_dictionary_without_questions_is_refused(tmp_path: Path) -> None:
    assert "no question" in fault(tmp_path, "").what


@pytest.mark.parametrize(
    ("questions", "code", "word"),
    [
        ('name = "a"\ntype = "text"\n[[question]]\nname = "a"\ntype = "text"\ncolumn = "b"', "name-twice", "name a"),
        (
            'name = "a"\ntype = "text"\n[[question]]\nname = "b"\ntype = "text"\ncolumn = "a"',
            "column-twice",
            "column a",
        ),
        ('name = "a"\ntype = "text"\ndont_know_column = "a"', "column-twice", "column a"),
        (
            'name = "s"\ntype = "select_one"\nchoices = [{ code = 1 }, { code = "1", text = "x" }]',
            "name-twice",
            "code 1",
        ),
        (
            'name = "s"\ntype = "select_one"\nchoices = [{ code = "a", text = "b" }, { code = "b" }]',
            "name-twice",
            "text b",
        ),
        ('name = "s"\ntype = "select_one"\nchoices = [{ code = "a" }]\ndont_know = ["z"]', "code-unknown", "code z"),
        ('name = "s"\ntype = "select_one"\nchoices = [{ code = "a" }]\nrefused = ["z"]', "code-unknown", "code z"),
    ],
)
def test_each_clash_is_refused_alone(tmp_path: Path, questions: str, code: str, word: str) -> None:
    reason = fault(tmp_path, f"[[question]]\n{questions}")
    assert (reason.code, word in reason.what) == (f"dictionary-{code}", True)


def test_a_repeat_may_have_a_column_of_the_same_header_as_the_main_sheet(tmp_path: Path) -> None:
    text = '[[question]]\nname = "a"\ncolumn = "age"\ntype = "integer"\n'
    assert len(read(tmp_path, text + text.replace('"a"', '"b"') + 'repeat = "person"').readings) == 2


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = '[[question]]\nname = "Age"\ntype = "intger"\nrequird = true\n[[question]]\nlabel = "x"'
    assert len(faults(tmp_path, text, 'id = "x"\n')) == 6


@pytest.mark.parametrize("text", ["id = \n", "[[question]\n", 'id = "a"\nid = "b"\n'])
def test_text_that_is_no_toml_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    reason = fault(tmp_path, "", text)
    assert (reason.code, "line" in reason.what) == ("dictionary-broken", True)


def test_a_dictionary_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.toml"
    path.write_bytes('id = "é"'.encode("cp1252"))
    with pytest.raises(Refusal) as caught:
        read_dictionary(path)
    assert caught.value.codes == ("dictionary-broken",)


def test_a_dictionary_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read_dictionary(tmp_path / "dictionary.toml")
    assert caught.value.codes == ("file-not-found",)


def test_the_reference_page_lists_every_key_and_no_other(repository: Path) -> None:
    page = (repository / "docs" / "reference" / "dictionary.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    listed = {
        section.split("\n", 1)[0]: set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) for section in sections
    }
    assert listed["The file"] - {"question"} == set(DeclaredDictionary.model_fields) - {"question"}
    assert listed["A question"] == set(DeclaredQuestion.model_fields)
    assert listed["A choice"] == set(DeclaredChoice.model_fields)


def test_the_example_of_the_reference_page_is_a_dictionary(repository: Path, tmp_path: Path) -> None:
    page = (repository / "docs" / "reference" / "dictionary.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert read(tmp_path, examples[0], "").instrument.question("main_source") is not None
