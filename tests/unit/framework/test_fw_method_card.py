"""The method card: each missing part is named, and a complete one lets the collection open."""

from dataclasses import replace

import pytest

from nyhavn.framework.design import Design, Selection, Target
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.method_card import CardState, check_complete, missing_columns, missing_parts
from nyhavn.framework.refusal import Refusal

DESIGN = Design(target=Target.PARTICIPANTS, selection=Selection.VOLUNTEER, words="Whoever comes to the well.")
ASKED = Instrument("water", "1", "Water", (Question("village", "village", AnswerType.TEXT),))
COMPLETE = CardState(
    population="Households in the valley in 2026",
    design=DESIGN,
    instrument=ASKED,
    mode="At the well",
    enumerators=2,
    trained=2,
    pretest="With five neighbours",
    error_sources="Those who fetch water at night are missing",
)


def test_a_complete_card_lacks_nothing() -> None:
    assert missing_parts(COMPLETE) == ()
    check_complete(COMPLETE)


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        ({"population": " "}, "population"),
        ({"design": None}, "selection"),
        ({"design": DESIGN.model_copy(update={"words": " "})}, "selection"),
        ({"instrument": None}, "instrument"),
        ({"mode": ""}, "asking"),
        ({"enumerators": 0, "trained": 0}, "training"),
        ({"trained": 1}, "training"),
        ({"pretest": ""}, "pretest"),
        ({"error_sources": "\n"}, "error-sources"),
    ],
)
def test_each_missing_part_is_named_alone_with_what_to_do(fault: dict[str, object], part: str) -> None:
    (reason,) = missing_parts(replace(COMPLETE, **fault))
    assert (reason.code, reason.where) == ("method-part-missing", part)
    assert reason.do


def test_an_empty_card_names_all_seven_parts_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        check_complete(CardState())
    assert len({reason.where for reason in refused.value.reasons}) == 7


def test_where_nobody_is_sent_to_ask_no_training_is_needed() -> None:
    assert missing_parts(replace(COMPLETE, nobody_asks=True, enumerators=0, trained=0)) == ()


def test_how_many_lack_a_training_is_said_without_names() -> None:
    (reason,) = missing_parts(replace(COMPLETE, enumerators=3, trained=1))
    assert reason.what == "Of 3 people who ask, 2 have no recorded training."


@pytest.mark.parametrize("name", ["weights", "cluster", "strata"])
def test_a_design_cannot_rest_on_a_question_that_is_not_asked(name: str) -> None:
    lacking = DESIGN.model_copy(update={name: "district"})
    (reason,) = missing_parts(replace(COMPLETE, design=lacking))
    assert (reason.code, "district" in reason.what) == ("method-column-unknown", True)
    assert missing_columns(DESIGN.model_copy(update={name: "village"}), ASKED) == ()
