"""Identity is what a person says."""

from datetime import date

import pytest

from nyhavn.framework.identity import (
    IdentityQuestion,
    IdentityTopic,
    RemarkCode,
    check_identity,
    identity_reasons,
    mapping_reasons,
    official_mapping,
)
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import Breakdown, Category

GENDER = Question(
    "gender",
    "gender",
    AnswerType.SELECT_MULTIPLE,
    choices=(Choice("woman"), Choice("man"), Choice("hijra"), Choice("silent")),
)
WORDS = Question("gender_words", "gender_words", AnswerType.TEXT)
AGREED = {"agreed_by": "Assembly of the settlement", "agreed_date": date(2025, 1, 15)}
SEX = "SDMX:CL_SEX"


def declared(**changes) -> IdentityQuestion:
    good = {"question": "gender", "topic": IdentityTopic.GENDER, "decline": ("silent",), "several": True}
    return IdentityQuestion(**(good | changes))


def form(*questions: Question) -> Instrument:
    return Instrument("form", "1", "Form", questions)


def codes(instrument: Instrument, *declarations: IdentityQuestion) -> list[RemarkCode]:
    return [remark.code for remark in check_identity(instrument, declarations)]


def changed(question: Question, **changes) -> Question:
    return Question(**({name: getattr(question, name) for name in question.__dataclass_fields__} | changes))


def test_a_question_that_lets_people_decline_and_choose_several_has_no_remark():
    """The good case."""
    assert codes(form(GENDER), declared()) == []


def test_own_words_are_as_good_as_several_answers():
    """One of the two has to be offered."""
    one = changed(GENDER, type=AnswerType.SELECT_ONE)

    assert codes(form(one, WORDS), declared(several=False, own_words_question="gender_words")) == []


def test_a_question_in_free_text_that_may_be_left_empty_offers_both():
    """Nobody's words are squeezed into a list."""
    text = Question("gender", "gender", AnswerType.TEXT)

    assert codes(form(text), declared(decline=(), several=False)) == []
    assert codes(form(changed(text, required=True)), declared(decline=(), several=False)) == [RemarkCode.NO_DECLINE]


@pytest.mark.parametrize(
    ("instrument", "changes", "expected"),
    [
        (form(GENDER), {"decline": ()}, RemarkCode.NO_DECLINE),
        (form(GENDER), {"decline": ("not_a_choice",)}, RemarkCode.NO_DECLINE),
        (form(GENDER), {"several": False}, RemarkCode.ONE_FIXED_ANSWER),
        (form(changed(GENDER, type=AnswerType.SELECT_ONE)), {"several": True}, RemarkCode.ONE_FIXED_ANSWER),
        (form(GENDER), {"several": False, "own_words_question": "nowhere"}, RemarkCode.ONE_FIXED_ANSWER),
        (form(), {}, RemarkCode.NOT_IN_INSTRUMENT),
        (form(changed(GENDER, type=AnswerType.CALCULATE)), {}, RemarkCode.COMPUTED),
    ],
)
def test_each_single_fault_is_remarked_even_if_the_declaration_says_otherwise(instrument, changes, expected):
    """The instrument is read, not the promise about it."""
    assert codes(instrument, declared(**changes)) == [expected]


def test_an_own_words_question_must_take_words():
    """A list named as the place for own words is no place for own words."""
    fixed = changed(WORDS, type=AnswerType.SELECT_ONE)

    found = codes(form(GENDER, fixed), declared(several=False, own_words_question="gender_words"))

    assert found == [RemarkCode.ONE_FIXED_ANSWER]


@pytest.mark.parametrize("name", ["gender", "resp_sex", "hh_religion", "Ethnicity", "mother_tongue"])
def test_a_question_that_looks_like_one_of_identity_is_only_asked_about(name):
    """A prompt, never a refusal."""
    instrument = form(Question(name, name, AnswerType.SELECT_ONE))

    (remark,) = check_identity(instrument, ())

    assert (remark.code, remark.is_prompt) == (RemarkCode.NOT_DECLARED, True)
    assert identity_reasons(instrument, ()) == ()


@pytest.mark.parametrize("name", ["sexton", "water_source", "age", "place_of_work"])
def test_other_questions_raise_no_prompt(name):
    """A prompt at every question would be read by nobody."""
    assert codes(form(Question(name, name, AnswerType.SELECT_ONE))) == []


def test_a_computed_identity_is_refused():
    """Derived from other answers: never an identity."""
    (reason,) = identity_reasons(form(changed(GENDER, type=AnswerType.CALCULATE)), (declared(),))

    assert (reason.code, reason.where) == ("identity-inferred", "identity, question gender")


def test_an_asked_identity_with_faults_is_not_refused_but_remarked():
    """The twin: the absence of a decline is a remark, which the principle shows as evidence against."""
    assert identity_reasons(form(GENDER), (declared(decline=()),)) == ()


def test_a_functioning_indicator_may_be_computed_as_long_as_it_is_not_called_an_identity():
    """A breakdown at tabulation is no identity of anybody."""
    functioning = Question("wg_any", "wg_any", AnswerType.CALCULATE, calculation="${seeing} = 3")

    assert identity_reasons(form(functioning, GENDER), (declared(),)) == ()


def test_an_official_code_comes_from_an_agreed_and_recorded_mapping_only():
    """Gender is not SDMX SEX."""
    mapping = {SEX: {"woman": "F", "man": "M"}}

    assert official_mapping(declared(mapping=mapping, **AGREED), SEX) == {"woman": "F", "man": "M"}
    for half in ({"agreed_by": "Assembly"}, {"agreed_date": date(2025, 1, 1)}, {}):
        with pytest.raises(Refusal) as refused:
            official_mapping(declared(mapping=mapping, **half), SEX)
        assert refused.value.codes == ("identity-mapping-not-agreed",)


def test_where_nothing_is_mapped_nothing_is_filled_in():
    """No mapping, no code, no refusal."""
    assert official_mapping(declared(), SEX) == {}


def by_gender(code: str = "woman", official: str = "F", question: str = "gender") -> Breakdown:
    category = Category(code=code, label="Women", official={SEX: official})
    return Breakdown(id="gender", title="Gender", question=question, categories=(category,))


def test_a_breakdown_shows_an_official_code_that_was_agreed():
    """The useful thing comes through."""
    agreed = declared(mapping={SEX: {"woman": "F"}}, **AGREED)

    assert mapping_reasons((by_gender(),), (agreed,)) == ()


@pytest.mark.parametrize(
    ("breakdown", "declaration"),
    [
        (by_gender(), declared(mapping={SEX: {"woman": "F"}})),
        (by_gender(official="M"), declared(mapping={SEX: {"woman": "F"}}, **AGREED)),
        (by_gender(code="hijra", official="F"), declared(mapping={SEX: {"woman": "F"}}, **AGREED)),
        (by_gender(question="not_declared"), declared(**AGREED)),
    ],
)
def test_an_official_code_that_nobody_agreed_is_refused(breakdown, declaration):
    """Not agreed, agreed otherwise, another category, or a question that is not declared at all."""
    (reason,) = mapping_reasons((breakdown,), (declaration,))

    assert reason.code == "identity-mapping-not-agreed"
    assert "gender" in reason.where


def test_official_codes_that_are_not_about_identity_need_no_agreement():
    """A district code is a district code."""
    place = Category(code="north", label="North", official={"SDMX:CL_AREA": "MWI1"})

    assert mapping_reasons((Breakdown(id="place", title="Place", question="district", categories=(place,)),), ()) == ()
