"""Reading expressions: what becomes of a text, and what is said when it cannot be read."""

import pytest

from nyhavn.framework.expression import answer_types, check, names, parse, unsupported
from nyhavn.framework.expression_tree import (
    Binary,
    Call,
    Current,
    Foreign,
    Junction,
    Literal,
    Name,
    Negative,
)
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Refusal

A, B, ONE, TWO = Name("a"), Name("b"), Literal(1.0), Literal(2.0)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("${a}", A),
        ("${ a }", A),
        (".", Current()),
        ("/data/group/a", A),
        ("../a", A),
        ("../../group/a", A),
        ("current()/../a", A),
        ("'it is'", Literal("it is")),
        ('"o\'clock"', Literal("o'clock")),
        ("‘yes’", Literal("yes")),
        ("${a}=’hotel’", Binary("=", A, Literal("hotel"))),
        ("1.5", Literal(1.5)),
        (".5", Literal(0.5)),
        (".>.5", Binary(">", Current(), Literal(0.5))),
        (
            ".>14 and .<=110",
            Junction("and", (Binary(">", Current(), Literal(14.0)), Binary("<=", Current(), Literal(110.0)))),
        ),
        ("-${a}", Negative(A)),
        ("--${a}", A),
        ("${a} - 1", Binary("-", A, ONE)),
        ("${a}-1", Binary("-", A, ONE)),
        ("1 + 2 * ${a}", Binary("+", ONE, Binary("*", TWO, A))),
        ("1 - 2 - ${a}", Binary("-", Binary("-", ONE, TWO), A)),
        ("(1 - 2) * ${a}", Binary("*", Binary("-", ONE, TWO), A)),
        ("${a} div 2 mod 2", Binary("mod", Binary("div", A, TWO), TWO)),
        (
            "${a} = 1 or ${b} = 2 and 1",
            Junction("or", (Binary("=", A, ONE), Junction("and", (Binary("=", B, TWO), ONE)))),
        ),
        ("1 < 2 = ${a}", Binary("=", Binary("<", ONE, TWO), A)),
        ("${div} div ${mod}", Binary("div", Name("div"), Name("mod"))),
        ("div div mod", Binary("div", Name("div"), Name("mod"))),
        ("selected(${a}, 'x')", Call("selected", (A, Literal("x")))),
        ("string-length( . )", Call("string-length", (Current(),))),
        ("today()", Call("today", ())),
        ("${años}", Name("años")),
        ("${a.b-c}", Name("a.b-c")),
        ("instance('list')/root/item[name = ${a}]/label", Foreign("instance()")),
        ("${a} | ${b}", Foreign("a union of paths (|)")),
        ("../a[. = 1]", Foreign("a path with a condition ([…])")),
    ],
)
def test_an_expression_becomes_a_tree(text, tree):
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("", 1, "the expression ends where"),
        ("${a} =", 7, "the expression ends where"),
        ("${a} = = 1", 8, "«=» stands where"),
        ("(${a}", 6, "where ) was expected"),
        ("${a})", 5, "an operator or the end"),
        ("'open", 1, "no closing quote"),
        ("$a", 1, "written ${name}"),
        ("${}", 1, "names no question"),
        ("${a} # 1", 6, "the sign # means nothing here"),
        ("${a} ${b}", 6, "an operator or the end"),
        ("selected(${a})", 1, "selected() has 1 arguments and takes 2"),
        ("round(1, 2, 3)", 1, "takes 1 to 2"),
        ("concat()", 1, "takes at least 1"),
        ("@", 2, "was expected"),
    ],
)
def test_a_fault_is_named_with_its_position(text, position, said):
    """One fault alone gives one refusal that says where and what."""
    with pytest.raises(Refusal) as caught:
        parse(text, where="form.xlsx, survey, row 7, relevant")
    (reason,) = caught.value.reasons
    assert reason.code == "expression-unreadable"
    assert reason.where == "form.xlsx, survey, row 7, relevant"
    assert f"at character {position}," in reason.what
    assert said in reason.what


@pytest.mark.parametrize(
    "text",
    [
        "(" * 500 + "1" + ")" * 500,
        "-" * 10 + "(" * 90 + "1" + ")" * 90,
        "1+" * 200 + "1",
        "1+" * 9000 + "1",
        "if(1," * 50 + "1" + ",2)" * 50,
        "1" * 30_000,
    ],
)
def test_a_text_that_would_exhaust_the_stack_is_refused(text):
    with pytest.raises(Refusal) as caught:
        parse(text)
    assert caught.value.codes == ("expression-unreadable",)


def test_dozens_of_alternatives_are_fine():
    """The twin: a long chain, as forms have, is no deep nesting."""
    chain = " or ".join(f"selected(${{q{place}}}, 'yes')" for place in range(200))
    assert len(names(parse(chain))) == 200


def test_names_are_given_once_in_order():
    assert names(parse("${b} > 1 and (${a} = ${b} or selected(/data/x/c, 'd')) and . > 0")) == ("b", "a", "c")


@pytest.mark.parametrize(
    ("text", "obstacles"),
    [
        ("pulldata('f', 'a', 'b', ${a})", ("pulldata()",)),
        ("jr:choice-name(${a}, '${a}')", ("jr:choice-name()",)),
        ("once(today())", ("once()",)),
        (
            "indexed-repeat(${a}, ${r}, 1) = position(..)",
            ("indexed-repeat()", "position()", "a path that ends in a group (..)"),
        ),
        ("sum(${a}) + count(${a})", ("sum()", "count()")),
        ("max(${a})", ("max() over several rows",)),
        ("max(${a}, 1)", ()),
        ("concat(${a})", ("concat() over several rows",)),
        ("round(${a}, ${b})", ("round() with unusual digits",)),
        ("round(${a}, 2)", ()),
        ("regex(., ${a})", ("regex() with a computed pattern",)),
        ("regex(., '(?=a)b')", ("regex() with a pattern that engines read differently",)),
        ("regex(., '[0-9]{3}')", ()),
        ("${last-saved#a}", ("the last saved form (${last-saved#…})",)),
        ("1" + "0" * 40, ("a number out of all range",)),
        (" * ".join(["${a}"] * 8), ("more than 7 factors",)),
        (" * ".join(["${a}"] * 7), ()),
        (" + ".join(["${a} * 2"] * 20), ()),
        ("int(" * 20 + "${a}" + ")" * 20, ("computations inside computations, too many",)),
    ],
)
def test_what_cannot_be_evaluated_is_named(text, obstacles):
    assert unsupported(parse(text)) == obstacles


def test_everything_that_prevents_an_evaluation_is_refused_at_once():
    with pytest.raises(Refusal) as caught:
        check(parse("pulldata('f') = ${nowhere} and . > 1"), {"a": AnswerType.TEXT}, where="[[rule]] one")
    assert caught.value.codes == ("expression-unsupported", "expression-unknown-question", "expression-no-current")
    assert {reason.where for reason in caught.value.reasons} == {"[[rule]] one"}


def test_the_types_of_an_instrument_let_start_and_end_be_compared():
    questions = (
        Question("start", "start", AnswerType.METADATA, metadata="start"),
        Question("today", "today", AnswerType.METADATA, metadata="today"),
        Question("deviceid", "deviceid", AnswerType.METADATA, metadata="deviceid"),
        Question("age", "age", AnswerType.INTEGER),
    )
    assert answer_types(Instrument("", "", "", questions)) == {
        "start": AnswerType.DATETIME,
        "today": AnswerType.DATE,
        "deviceid": AnswerType.METADATA,
        "age": AnswerType.INTEGER,
    }
