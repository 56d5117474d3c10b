"""Modules in the text of a plan: every mistake at its place, and tables held against what modules make."""

import pytest

from nyhavn.chain.modules import identity_questions
from nyhavn.chain.tables_check import tables_reasons
from nyhavn.chain.tables_plan import TablesPlan, tables_plan_in
from nyhavn.framework.identity import IdentityQuestion, IdentityTopic
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.refusal import Refusal

CODES = tuple(map(Choice, ("none", "some", "a_lot", "cannot", "dk")))
DOMAINS = ("seeing", "hearing", "walking", "remembering", "selfcare", "communicating")
INSTRUMENT = Instrument(
    id="village",
    version="1",
    title="Village",
    questions=(
        *(Question(name, name, AnswerType.SELECT_ONE, choices=CODES, dont_know=("dk",)) for name in DOMAINS),
        Question("water", "water", AnswerType.SELECT_ONE, choices=(Choice("yes"), Choice("no"))),
        Question("gender", "gender", AnswerType.TEXT),
    ),
)
SOUND = """
[[module]]
kind = "washington-group"
id = "functioning"
[module.domains]
seeing = "seeing"
hearing = "hearing"
walking = "walking"
remembering = "remembering"
selfcare = "selfcare"
communicating = "communicating"
[module.levels]
none = ["none"]
some = ["some"]
a_lot = ["a_lot"]
cannot = ["cannot"]
[[module]]
kind = "self-described-gender"
id = "gender"
question = "gender"
agreed_by = "Assembly"
agreed_date = 2025-01-15
groups = [{ code = "woman", label = "Woman", words = ["woman", "f"] }]
[[indicator]]
id = "water"
title = "Water"
statistic = "proportion"
numerator = "${water} = 'yes'"
by = [["functioning"], ["gender"], ["functioning", "gender"]]
[reference]
source = "Census"
margins = [{ breakdown = "functioning", totals = { difficulty = 10, no_difficulty = 90 } }]
"""


def tables(text: str = SOUND) -> TablesPlan:
    return tables_plan_in(text.encode(), name="tables.toml")


def test_groups_of_modules_are_used_like_any_others() -> None:
    assert tables_reasons(tables(), INSTRUMENT) == ()
    assert [breakdown.id for breakdown in tables().breakdowns] == ["functioning", "gender"]


@pytest.mark.parametrize(
    ("right", "wrong", "place", "what", "do"),
    [
        ('kind = "washington-group"', 'kind = "washington"', '[module] 1 ("functioning")', "kind", "washington-group"),
        ('kind = "washington-group"\n', "", '[module] 1 ("functioning")', 'no "kind"', "Add it."),
        ('hearing = "hearing"\n', "", '[module] 1 ("functioning"), domains, hearing', "missing", "Add it."),
        ('hearing = "', 'haering = "', '[module] 1 ("functioning"), domains, haering', "haering", '"hearing"'),
        ('none = ["none"]', "none = []", '[module] 1 ("functioning"), levels, none', "at least 1", "plan.md"),
        ('id = "functioning"', 'id = "functioning"\ncut_off = "a-lot"', "cut_off", "allowed", "a-lot-in-one"),
        ("agreed_by", "agreed", '[module] 2 ("gender"), agreed', "agreed", '"agreed_by"'),
        ("words = [", "word = [", '[module] 2 ("gender"), groups 1, word', "word", '"words"'),
    ],
)
def test_every_mistake_is_named_at_its_place_with_the_nearest_name(
    right: str, wrong: str, place: str, what: str, do: str
) -> None:
    with pytest.raises(Refusal) as refused:
        tables(SOUND.replace(right, wrong, 1))

    found = [reason for reason in refused.value.reasons if reason.where.endswith(place)]
    assert {reason.code for reason in refused.value.reasons} == {"plan-mistake"}
    assert found
    assert any(what in reason.what and do in reason.do for reason in found)


@pytest.mark.parametrize(
    ("right", "wrong", "code", "place"),
    [
        ('seeing = "seeing"', 'seeing = "sight"', "module-not-collected", "module functioning"),
        ('question = "gender"', 'question = "sex"', "module-not-collected", "module gender"),
        ('some = ["some"]', 'some = ["a_bit"]', "module-answer-unknown", "module functioning: levels, some"),
        ('id = "gender"', 'id = "functioning"', "module-twice", "module functioning"),
        ('by = [["functioning"]', 'by = [["functoning"]', "counted-breakdown-unknown", "indicator water: by"),
        ("no_difficulty = 90", "none = 90", "margin-categories", '[reference], margin "functioning"'),
    ],
)
def test_what_a_module_lacks_is_said_once_and_by_the_module(right: str, wrong: str, code: str, place: str) -> None:
    reasons = tables_reasons(tables(SOUND.replace(right, wrong, 1)), INSTRUMENT)

    first = [(reason.code, reason.where) for reason in reasons]
    assert first[0] == (code, place)
    assert "counted-question-unknown" not in [code for code, _ in first]


def test_a_group_of_a_module_and_one_of_the_plan_cannot_have_one_name() -> None:
    own = '[[breakdown]]\nid = "gender"\ntitle = ""\nquestion = "water"\ncategories = [{ code = "yes", label = "" }]\n'

    reasons = tables_reasons(tables(own + SOUND), INSTRUMENT)

    assert [(reason.code, reason.where) for reason in reasons] == [("counted-twice", "breakdown")]


def test_a_code_of_sex_needs_an_agreed_mapping() -> None:
    coded = SOUND.replace('label = "Woman"', 'label = "Woman", official = { "IAEG-SDGs:CL_SEX" = "F" }')
    mapping = """
[[identity]]
question = "gender"
topic = "gender"
agreed_by = "Assembly"
agreed_date = 2025-01-15
[identity.mapping."IAEG-SDGs:CL_SEX"]
woman = "F"
f = "F"
"""

    assert [reason.code for reason in tables_reasons(tables(coded), INSTRUMENT)] == ["identity-mapping-not-agreed"]
    assert tables_reasons(tables(coded + mapping), INSTRUMENT) == ()


def test_what_a_module_asks_is_a_question_about_who_people_are() -> None:
    """So no check compares people's own words with a list or with another spelling."""
    declared = IdentityQuestion(question="faith", topic=IdentityTopic.RELIGION)

    assert identity_questions((declared,), tables().module) == {"faith", "gender", *DOMAINS}
    assert identity_questions((declared,), ()) == {"faith"}
