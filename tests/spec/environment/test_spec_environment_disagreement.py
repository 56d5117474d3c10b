"""The disagreement is the finding, and stands first; silence is neither agreement nor a no; steps follow from gaps."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyhavn.framework.environment import ENVIRONMENT, LEVELS, Dimension, Silence
from nyhavn.framework.environment_answers import GroupAnswer
from nyhavn.framework.environment_differences import Apart, Consensus, Difference, apart, differences
from nyhavn.framework.environment_next_steps import NextStep, Why, next_steps
from nyhavn.framework.environment_positions import Position
from spec.environment.env_world import CITIZENS, DISAGREEING, OFFICE, RIGHTS, SILENCES, entry, opened, proof

ALL_THREE = (OFFICE, CITIZENS, RIGHTS)


def of(code: str, entries: tuple[GroupAnswer, ...] = DISAGREEING) -> Difference:
    return next(one for one in differences(opened(entries)) if one.statement.code == code)


def aparts(difference: Difference) -> tuple[Apart, ...]:
    return tuple(one.apart for one in difference.dimensions)


def steps_for(code: str, entries: tuple[GroupAnswer, ...]) -> dict[Dimension, NextStep]:
    return {one.dimension: one for one in next_steps(opened(entries)) if one.statement.code == code}


def test_what_the_groups_see_most_differently_stands_first_and_agreement_last() -> None:
    order = [one.statement.code for one in differences(opened())]
    assert order[:2] == ["TR1", "WS1"]
    assert order[-2:] == ["LR2", "FU1"]
    assert "GI3" in order[2:-2]


def test_it_is_shown_who_says_what() -> None:
    law = of("TR1").dimensions[0]
    assert [(one.voice, one.position.said) for one in law.says] == [
        (OFFICE, ("in-force",)),
        (CITIZENS, ("none",)),
        (RIGHTS, ("draft",)),
    ]
    assert law.apart is Apart.OPPOSITE
    assert [one.is_without_proof for one in law.says] == [False, False, True]


def test_a_silent_group_is_shown_as_silent_and_takes_no_difference_away() -> None:
    funding = of("TR1").dimensions[2]
    assert (funding.apart, funding.silent) == (Apart.OPPOSITE, (RIGHTS,))


def test_two_that_agree_beside_one_that_is_silent_are_no_agreement() -> None:
    found = of("GI3")
    assert found.consensus is Consensus.CANNOT_TELL
    assert aparts(found) == (Apart.CANNOT_TELL,) * 3
    assert [one.silent for one in found.dimensions] == [(CITIZENS,)] * 3


def test_twin_all_who_say_the_same_agree() -> None:
    assert of("FU1").consensus is Consensus.AGREE


def slow_apart(said: tuple[str, ...], dimension: Dimension) -> Apart:
    """The same, pair by pair."""
    pairs = [(one, other) for one, other in product(said, said) if {one, other}.isdisjoint(SILENCES)]
    places = {level: place for place, level in enumerate(LEVELS[dimension])}
    steps = {abs(places[one] - places[other]) for one, other in pairs}
    if 2 in steps:
        return Apart.OPPOSITE
    if 1 in steps:
        return Apart.ONE_STEP
    return Apart.SAME if len(said) > 1 and not set(said) & {*SILENCES} else Apart.CANNOT_TELL


@pytest.mark.parametrize("dimension", Dimension)
def test_how_far_groups_are_apart_is_what_every_pair_of_them_says(dimension: Dimension) -> None:
    for voices in (1, 2, 3):
        for said in product((*LEVELS[dimension], *SILENCES), repeat=voices):
            found = apart(tuple(Position((one,)) for one in said), dimension)
            assert found is slow_apart(said, dimension), said


@pytest.mark.parametrize("silence", SILENCES)
def test_no_silence_is_ever_a_no(silence: str) -> None:
    for dimension in Dimension:
        none, silent = Position(("none",)), Position((silence,))
        assert silent.level(dimension) is None
        assert apart((none, silent), dimension) is Apart.CANNOT_TELL
        assert apart((Position((LEVELS[dimension][-1],)), silent), dimension) is Apart.CANNOT_TELL


SAID = {str(one): st.sampled_from([*LEVELS[one], *SILENCES]) for one in Dimension}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.fixed_dictionaries(SAID), min_size=6, max_size=6), st.randoms(use_true_random=False))
def test_the_order_is_that_of_the_widest_then_the_next_then_the_third(said: list[dict[str, str]], random) -> None:  # type: ignore[no-untyped-def]
    codes = [one.code for one in ENVIRONMENT.statements]
    entries = [
        entry(voice, codes[number % 2], **each)
        for number, each in enumerate(said)
        for voice in [ALL_THREE[number // 2]]
    ]
    random.shuffle(entries)
    found = differences(opened(entries))
    rank = {Apart.OPPOSITE: 0, Apart.ONE_STEP: 1, Apart.CANNOT_TELL: 2, Apart.SAME: 3}
    group = {Consensus.DIFFER: 0, Consensus.CANNOT_TELL: 1, Consensus.AGREE: 2}
    keys = [
        (group[one.consensus], sorted(rank[each] for each in aparts(one)), codes.index(one.statement.code))
        for one in found
    ]
    assert keys == sorted(keys)
    assert sorted(one.statement.code for one in found) == sorted(codes)


# Next steps ----------------------------------------------------------------------------------------------------------

STEPS = {
    ("in-force", "none", "draft"): Why.OPPOSITE,
    ("draft", "none", "draft"): Why.ONE_STEP_APART,
    ("none", "none", "none"): Why.AGREED_NOTHING,
    ("draft", "draft", "draft"): Why.AGREED_PART,
    ("none", "dont-know", "none"): Why.SAID_BY_SOME,
    ("draft", "declined", "not-answered"): Why.SAID_BY_SOME,
    ("dont-know", "declined", "not-answered"): Why.NOBODY_KNOWS,
    ("in-force", "dont-know", "in-force"): Why.KNOWN_TO_SOME,
    ("in-force", "in-force", "in-force"): Why.NOT_SHOWN,
}


@pytest.mark.parametrize(("said", "why"), STEPS.items())
def test_each_gap_has_one_step_that_says_why(said: tuple[str, ...], why: Why) -> None:
    entries = tuple(entry(voice, "LR1", law) for voice, law in zip(ALL_THREE, said, strict=True))
    step = steps_for("LR1", entries)[Dimension.LAW]
    assert step.why is why
    assert step.because
    own_step = next(one for one in ENVIRONMENT.statements if one.code == "LR1").next.law
    reason = next(one for one in ENVIRONMENT.reasons if one.code == why)
    assert step.says == (reason.says or own_step)


def test_twin_what_is_there_known_and_shown_asks_for_nothing() -> None:
    entries = tuple(entry(voice, "LR1", "in-force", shown_by=(proof(),)) for voice in ALL_THREE)
    assert Dimension.LAW not in steps_for("LR1", entries)


def test_what_one_group_shows_need_not_be_shown_by_all() -> None:
    entries = tuple(
        entry(voice, "LR1", "in-force", shown_by=(proof(),) if voice == RIGHTS else ()) for voice in ALL_THREE
    )
    assert Dimension.LAW not in steps_for("LR1", entries)


def test_every_reason_stands_in_the_edition_and_every_kind_of_step_is_tried() -> None:
    assert [one.code for one in ENVIRONMENT.reasons] == [*Why]
    assert set(STEPS.values()) == set(Why)


def test_steps_where_groups_differ_come_first_then_what_all_miss() -> None:
    whys = [one.why for one in next_steps(opened())]
    assert whys == sorted(whys, key=[*Why].index)
    assert whys[0] is Why.OPPOSITE
    first = next_steps(opened())[0]
    assert (first.statement.code, first.voices) == ("TR1", ALL_THREE)


def test_a_step_names_those_whose_answers_led_to_it() -> None:
    entries = (entry(OFFICE, "LR1", "none"), entry(CITIZENS, "LR1", "dont-know"), entry(RIGHTS, "LR1", "none"))
    assert steps_for("LR1", entries)[Dimension.LAW].voices == (OFFICE, RIGHTS)


def test_a_group_whose_sheets_differ_is_not_said_to_have_given_no_answer() -> None:
    sheets = (
        entry(OFFICE, "LR1", "none", key="office-answer-sheet-1", sheet="1"),
        entry(OFFICE, "LR1", "draft", key="office-answer-sheet-2", sheet="2"),
    )
    step = steps_for("LR1", sheets)[Dimension.LAW]
    assert (step.why, step.because) == (Why.NOBODY_KNOWS, "No group that can be read here gave a clear answer.")


def test_the_three_ways_of_silence_are_told_apart() -> None:
    entries = (entry(OFFICE, "LR1", "dont-know"), entry(CITIZENS, "LR1", "declined"))
    said = [one.position.said for one in of("LR1", entries).dimensions[0].says]
    assert said == [("dont-know",), ("declined",), ("not-answered",)]
    assert {*SILENCES} == {*Silence}
