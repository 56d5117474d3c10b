"""A breakdown has the official codes of the question that it is made from, and no other."""

from nyhavn.framework.instrument import AnswerType, Choice, Instrument, OfficialCoding, Question
from nyhavn.framework.sdmx_codes import dimension_called, with_official_codes
from nyhavn.framework.statistics import Breakdown, Category

CODES = {"none": "PWD", "some": "PD", "much": "PD"}
QUESTION = Question(
    name="seeing",
    column="seeing",
    type=AnswerType.SELECT_ONE,
    labels={},
    choices=tuple(Choice(code, {}) for code in CODES),
)
FORM = Instrument(
    id="f",
    version="1",
    title="F",
    source="f.xlsx",
    sha256="0" * 64,
    languages=(),
    questions=(QUESTION,),
    official=(OfficialCoding("seeing", "DISABILITY_STATUS", CODES),),
)


def made(*categories: Category, question: str = "seeing") -> tuple[dict[str, str], ...]:
    breakdown = Breakdown(id="seeing", title="Seeing", question=question, categories=categories)
    (coded,) = with_official_codes((breakdown,), FORM)
    return tuple(dict(one.official) for one in coded.categories)


def test_a_category_has_the_code_that_its_answers_share() -> None:
    found = made(Category(code="none", label="None"), Category(code="any", label="Any", answers=("some", "much")))
    assert found == ({"SDMX:DISABILITY_STATUS": "PWD"}, {"SDMX:DISABILITY_STATUS": "PD"})


def test_answers_with_different_codes_have_none_together() -> None:
    assert made(Category(code="all", label="All", answers=("none", "much")), Category(code="some", label="Some")) == (
        {},
        {"SDMX:DISABILITY_STATUS": "PD"},
    )


def test_what_a_breakdown_states_itself_stays() -> None:
    stated = {"SDMX:CL_DISABILITY": "PD"}
    assert made(Category(code="none", label="None", official=stated), Category(code="some", label="Some"))[0] == stated


def test_groups_of_another_question_get_nothing() -> None:
    assert made(Category(code="none", label="N"), Category(code="some", label="S"), question="hearing") == ({}, {})


def test_lists_are_known_by_the_names_that_plans_use() -> None:
    names = (
        "SDMX:CL_DISABILITY",
        "CL_AGE(1.8)",
        "IAEG-SDGs:CL_QUANTILE",
        "SDMX:DISABILITY_STATUS",
        "ISCO-08",
        "CUST_BREAKDOWN",
    )
    found = tuple(dimension_called(name) for name in names)
    assert found == ("DISABILITY_STATUS", "AGE", "INCOME_WEALTH_QUANTILE", "DISABILITY_STATUS", None, "CUST_BREAKDOWN")
