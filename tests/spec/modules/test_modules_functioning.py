"""Functioning: six questions of the Washington Group, counted by named rules and made nobody's identity."""

from dataclasses import replace

import pytest
from modules_cast import DOMAINS, LEVELS, QUESTIONNAIRE, answers_of, functioning, groups, said

from engines import Engine
from nyhavn.chain.modules import counted_groups
from nyhavn.framework.instrument import AnswerType, Question
from nyhavn.framework.modules.washington_rules import RULES, CutOff
from nyhavn.framework.statistics import DECLINED, NOT_STATED

WITH, WITHOUT, UNDER_5 = "difficulty", "no_difficulty", "under_5"


def person(everywhere: str | None = "none", **changes: str | None) -> dict[str, str | None]:
    """Somebody with the same answer in all domains, except where it is said."""
    return {**dict.fromkeys(DOMAINS, everywhere), **changes}


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_lot_in_one_domain_is_enough_and_some_in_all_is_not(engine: Engine, domain: str) -> None:
    people = [
        person(**{domain: "a_lot"}),
        person(**{domain: "cannot"}),
        person("some", **{domain: "a_lot"}),
        person(**{domain: "some"}),
        person("some"),
        person("none"),
    ]

    assert groups(engine, functioning(), people) == [WITH, WITH, WITH, WITHOUT, WITHOUT, WITHOUT]


@pytest.mark.parametrize("open_answer", [None, "dk", "ref"])
def test_one_domain_at_the_cut_off_is_enough_however_many_others_are_open(
    engine: Engine, open_answer: str | None
) -> None:
    people = [person(open_answer, walking=level) for level in ("a_lot", "cannot")]

    assert groups(engine, functioning(), people) == [WITH, WITH]


@pytest.mark.parametrize(("open_answer", "kept"), [(None, NOT_STATED), ("dk", NOT_STATED), ("ref", DECLINED)])
def test_the_other_side_needs_all_six_answered(engine: Engine, open_answer: str | None, kept: str) -> None:
    people = [person("none"), person("none", hearing=open_answer), person(open_answer)]

    assert groups(engine, functioning(), people) == [WITHOUT, kept, kept]


def test_by_the_groups_own_syntax_an_open_question_counts_as_no_difficulty_unless_all_six_are_open(
    engine: Engine,
) -> None:
    people = [person(None, seeing="none"), person("dk", seeing="some"), person(None), person("dk"), person("ref")]

    published = groups(engine, functioning(unanswered="as-published"), people)

    assert published == [WITHOUT, WITHOUT, NOT_STATED, NOT_STATED, DECLINED]
    assert WITHOUT not in groups(engine, functioning(), people)


CUT_OFFS = {
    # cut-off: answers just above it, answers just below it
    "some-in-one": (person(selfcare="some"), person("none")),
    "some-in-two-or-a-lot-in-one": (person(seeing="some", hearing="some"), person(seeing="some")),
    "a-lot-in-one": (person(selfcare="a_lot"), person("some")),
    "cannot-in-one": (person(selfcare="cannot"), person("a_lot")),
}


@pytest.mark.parametrize("cut_off", CUT_OFFS)
def test_every_published_cut_off_can_be_chosen_by_name_and_stands_between_its_two_sides(
    engine: Engine, cut_off: str
) -> None:
    above, below = CUT_OFFS[cut_off]

    assert groups(engine, functioning(cut_off=cut_off), [above, below]) == [WITH, WITHOUT]


def test_a_lot_in_one_domain_is_enough_for_the_cut_off_of_two(engine: Engine) -> None:
    people = [person(seeing="a_lot"), person(seeing="some"), person(seeing="some", hearing=None)]

    assert groups(engine, functioning(cut_off="some-in-two-or-a-lot-in-one"), people) == [WITH, WITHOUT, NOT_STATED]


def test_the_cut_offs_are_those_of_the_guidelines_and_the_recommended_one_is_the_default() -> None:
    assert {cut_off: rule.identifier for cut_off, rule in RULES.cut_offs.items()} == {
        CutOff.SOME_IN_ONE: "DISABILITY1",
        CutOff.SOME_IN_TWO_OR_A_LOT_IN_ONE: "DISABILITY2",
        CutOff.A_LOT_IN_ONE: "DISABILITY3",
        CutOff.CANNOT_IN_ONE: "DISABILITY4",
    }
    assert functioning() == functioning(cut_off="a-lot-in-one")


@pytest.mark.parametrize("cut_off", list(CutOff))
def test_official_codes_stand_beside_the_recommended_cut_off_alone(cut_off: CutOff) -> None:
    (breakdown,) = functioning(cut_off=cut_off).published(QUESTIONNAIRE)
    official = {category.code: dict(category.official) for category in breakdown.categories}

    if cut_off is RULES.recommended:
        assert official == {WITH: {"IAEG-SDGs:CL_DISABILITY": "PD"}, WITHOUT: {"IAEG-SDGs:CL_DISABILITY": "PWD"}}
    else:
        assert official == {WITH: {}, WITHOUT: {}}


# --- Age ------------------------------------------------------------------------------------------


def test_the_universe_begins_at_five_years(engine: Engine) -> None:
    people = [person("a_lot", age=age) for age in ("0", "4", "4.9", "5", "17", "80")]

    assert groups(engine, functioning(age="age"), people) == [UNDER_5, UNDER_5, UNDER_5, WITH, WITH, WITH]


@pytest.mark.parametrize("age", [None, "999", "-99", "998", "-1"])
def test_who_is_of_unknown_age_is_counted_by_the_answers(engine: Engine, age: str | None) -> None:
    assert groups(engine, functioning(age="age"), [person("a_lot", age=age), person(age=age)]) == [WITH, WITHOUT]


def test_an_age_below_that_of_those_who_were_asked_is_a_mistake_and_no_age(engine: Engine) -> None:
    only_adults = functioning(age="age", youngest=18)

    assert groups(engine, only_adults, [person("a_lot", age="3"), person(age="3")]) == [WITH, WITHOUT]
    assert "Child" not in said(engine, only_adults, [person(age="3"), person(age="18")])


@pytest.mark.parametrize(("age", "is_said"), [("5", True), ("17", True), ("17.9", True), ("18", False), ("4", False)])
def test_it_is_printed_that_children_are_undercounted_whenever_one_is_counted(
    engine: Engine, age: str, *, is_said: bool
) -> None:
    printed = said(engine, functioning(age="age"), [person(age="40"), person(age=age)])

    assert ("misses many children" in printed) is is_said
    assert ("Child Functioning Module" in printed) is is_said


def test_it_is_printed_where_children_may_be_among_those_of_unknown_age(engine: Engine) -> None:
    assert "Children may be among" in said(engine, functioning(age="age"), [person(age="999"), person(age="30")])
    assert "Children may be among" not in said(engine, functioning(age="age"), [person(age="30")])


def test_without_an_age_question_it_says_so_and_that_children_are_undercounted(engine: Engine) -> None:
    printed = said(engine, functioning(), [person()])

    assert "No age was asked, so children under 5 cannot be left out." in printed
    assert "Child Functioning Module" in printed
    assert "everybody was 18 or older" in said(engine, functioning(youngest=18), [person()])


# --- Who answered ---------------------------------------------------------------------------------

BY = {"question": "who", "somebody_else": ["other"]}


def by_whom(others: int, themselves: int, **more: str | None) -> list[dict[str, str | None]]:
    return [person(who="other", **more)] * others + [person(who="self", **more)] * themselves


def test_the_share_of_proxies_is_worked_out_and_printed(engine: Engine) -> None:
    printed = said(engine, functioning(answered_by=BY), by_whom(30, 69) + [person(who="helped")], threshold=5)

    assert "Somebody else answered for the person: 30 % of those who were asked." in printed


@pytest.mark.parametrize(
    ("others", "themselves", "words"),
    [(4, 50, "a few"), (5, 50, "9 %"), (50, 4, "nearly all"), (50, 5, "91 %"), (50, 0, "100 %")],
)
def test_a_share_that_would_count_a_few_people_is_given_in_words(
    engine: Engine, others: int, themselves: int, words: str
) -> None:
    printed = said(engine, functioning(answered_by=BY), by_whom(others, themselves), threshold=5)

    assert f"Somebody else answered for the person: {words} of those who were asked." in printed


def test_proxies_are_counted_among_those_who_were_asked(engine: Engine) -> None:
    """Children under 5 and people without an answer were not asked these questions."""
    people = [*by_whom(10, 10, age="30"), *by_whom(10, 0, age="4"), *[{"who": "other", "age": "30"}] * 10]

    assert "50 % of those" in said(engine, functioning(age="age", answered_by=BY), people, threshold=5)


def test_who_answered_is_unknown_where_nobody_said_and_never_nobody(engine: Engine) -> None:
    assert "was not recorded" in said(engine, functioning(), [person()])
    printed = said(engine, functioning(answered_by=BY), [person(who=None)] * 50 + by_whom(0, 50), threshold=5)
    assert "It is not known who answered: 50 % of those who were asked." in printed


def test_figures_may_be_shown_by_who_answered(engine: Engine) -> None:
    shown = functioning(answered_by=BY | {"shown": True})
    people = [person(who=who) for who in ("self", "helped", "other", None, "ref", "dk")]

    found = groups(engine, shown, people, of="functioning_answered_by")

    assert found == ["themselves", "themselves", "somebody_else", NOT_STATED, DECLINED, NOT_STATED]
    assert [b.id for b in functioning(answered_by=BY).published(QUESTIONNAIRE)] == ["functioning"]


# --- No identity, and not collected ---------------------------------------------------------------


def test_the_group_is_a_condition_on_answers_and_stored_with_nobody(engine: Engine) -> None:
    """Neither the answers nor the questionnaire get anything new: only the breakdown says how to read them."""
    rows = [person("a_lot"), person("none")]
    frame = engine.frame(answers_of(rows))
    before = frame.collect("pyarrow").to_native()

    found = counted_groups((), [functioning()], QUESTIONNAIRE, (), frame)

    assert found.instrument == QUESTIONNAIRE
    assert frame.collect("pyarrow").to_native().equals(before)
    assert all(category.when and not category.answers for category in found.breakdowns[0].categories)


def test_where_nobody_answered_it_is_not_collected_and_not_zero(engine: Engine) -> None:
    people = [{"age": "30"}] * 3

    assert groups(engine, functioning(age="age"), people) == [NOT_STATED] * 3
    printed = said(engine, functioning(age="age"), people)
    assert "not collected" in printed
    assert "so no figure here is 0 %" in printed
    assert "not collected" not in said(engine, functioning(age="age"), [*people, person(age="30")])


def test_numbers_can_stand_for_the_levels(engine: Engine) -> None:
    """As in many exports: 1 to 4, and 9 for don't know."""
    numbered = replace(
        QUESTIONNAIRE,
        questions=tuple(Question(d, d, AnswerType.INTEGER, dont_know=("9",), refused=("7",)) for d in DOMAINS),
    )
    levels = {level: [str(number)] for number, level in enumerate(LEVELS, 1)}
    people = [person("1", seeing="3"), person("2.0"), person("1", seeing="9"), person("1", seeing="7")]

    found = groups(engine, functioning(levels=levels), people, instrument=numbered)

    assert found == [WITH, WITHOUT, NOT_STATED, DECLINED]
