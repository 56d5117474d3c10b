"""What is to be counted is held against the questionnaire: each fault alone, with its place and the nearest name."""

import pytest

from nyhavn.chain.tables_check import tables_reasons
from nyhavn.chain.tables_plan import TablesPlan, tables_plan_in
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.refusal import Refusal

YES_NO = (Choice("yes"), Choice("no"), Choice("declined"))
INSTRUMENT = Instrument(
    id="village",
    version="1",
    title="Village",
    questions=(
        Question("place", "place", AnswerType.SELECT_ONE, choices=(Choice("north"), Choice("south"))),
        Question("water", "water", AnswerType.SELECT_ONE, choices=YES_NO, refused=("declined",)),
        Question("gender", "gender", AnswerType.SELECT_MULTIPLE, choices=(Choice("woman"), Choice("declined"))),
        Question("minutes", "minutes", AnswerType.INTEGER),
        Question("words", "words", AnswerType.TEXT),
    ),
)
SOUND = """
[[breakdown]]
id = "place"
title = "Place"
question = "place"
categories = [{ code = "north", label = "North" }, { code = "south", label = "South" }]
[[indicator]]
id = "water"
title = "Households with water"
statistic = "proportion"
numerator = "${water} = 'yes' or selected(${gender}, 'woman') and ${words} != 'dry'"
universe = "${place} != ''"
by = [["place"]]
[[identity]]
question = "gender"
topic = "gender"
decline = ["declined"]
own_words_question = "words"
[[rule]]
id = "no-walk"
says = "There is water, and a walk to it."
must_hold = "${water} = 'no' or ${minutes} = 0"
[reference]
source = "Census"
margins = [{ breakdown = "place", totals = { north = 10, south = 12 } }]
[protection]
threshold = 5
[release]
id = "village-water"
kinds = ["open-aggregates"]
licence = "CC-BY-4.0"
"""


def tables(text: str = SOUND) -> TablesPlan:
    return tables_plan_in(text.encode(), name="tables.toml")


def test_a_sound_plan_of_tables_has_nothing_against_it() -> None:
    assert tables_reasons(tables(), INSTRUMENT) == ()


def test_an_unfinished_one_is_no_mistake() -> None:
    assert tables_reasons(TablesPlan(), INSTRUMENT) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "code", "place", "nearest"),
    [
        ('question = "place"', 'question = "plaec"', "counted-question-unknown", "breakdown place: question", "place"),
        ("${water} = 'yes'", "${watre} = 'yes'", "counted-question-unknown", "indicator water: numerator", "water"),
        ("${water} = 'yes'", "${water} = 'yse'", "counted-answer-unknown", "indicator water: numerator", "yes"),
        ("${water} = 'yes'", "'yse' = ${water}", "counted-answer-unknown", "indicator water: numerator", "yes"),
        ("'woman'", "'womna'", "counted-answer-unknown", "indicator water: numerator", "woman"),
        ("${place} != ''", "${place} != 'nort'", "counted-answer-unknown", "indicator water: universe", "north"),
        ("${water} = 'no'", "${wat} = 'no'", "counted-question-unknown", "rule no-walk: must_hold", "water"),
        ("${water} = 'no'", "${water} = 'nope'", "counted-answer-unknown", "rule no-walk: must_hold", "no"),
        ('by = [["place"]]', 'by = [["plaec"]]', "counted-breakdown-unknown", "indicator water: by", "place"),
        ('question = "gender"', 'question = "gendre"', "counted-question-unknown", "question gendre", "gender"),
        ('["declined"]', '["declned"]', "counted-answer-unknown", "question gender: decline", "declined"),
        ('= "words"', '= "wrds"', "counted-question-unknown", "question gender: own_words_question", "words"),
    ],
)
def test_a_name_that_is_not_there_is_refused_with_place_and_nearest_name(
    right: str, wrong: str, code: str, place: str, nearest: str
) -> None:
    assert right in SOUND
    (reason,) = tables_reasons(tables(SOUND.replace(right, wrong)), INSTRUMENT)
    assert reason.code == code
    assert place in reason.where
    assert nearest in reason.what.split("Near to it: ")[1]


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("${water} = 'yes' or", "${water} = = 'yes' or", "expression-unreadable"),
        ("${place} != ''", "pulldata('a') = 1 and ${place} != ''", "expression-unsupported"),
        ("CC-BY-4.0", "CC-BY-99", "licence-unknown"),
        ("south = 12", "suoth = 12", "margin-categories"),
        ("[protection]", '[[identity]]\nquestion = "gender"\ntopic = "other"\n[protection]', "counted-twice"),
    ],
)
def test_what_cannot_be_read_known_or_told_apart_is_refused(right: str, wrong: str, code: str) -> None:
    assert right in SOUND
    assert {reason.code for reason in tables_reasons(tables(SOUND.replace(right, wrong)), INSTRUMENT)} == {code}


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (SOUND.replace("[protection]", "[protectoin]").encode(), "plan-mistake", 'Did you mean "protection"'),
        (SOUND.replace("threshold", "treshold").encode(), "plan-mistake", 'Did you mean "threshold"'),
        (b"a = [" + b"[" * 5000, "plan-unreadable", "lists inside lists"),
        (b"a = \xff", "plan-unreadable", "UTF-8"),
        (b"a = ", "plan-unreadable", "TOML"),
    ],
)
def test_a_file_that_is_not_a_plan_of_tables_is_refused(content: bytes, code: str, says: str) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        tables_plan_in(content, name="tables.toml")
    assert set(refused.value.codes) == {code}
    assert all("tables.toml" in reason.where for reason in refused.value.reasons)
