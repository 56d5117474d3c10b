"""A flood is slowed down, and nobody who shares the place is locked out; what is alike is found."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation_cast import DURING, arrival, comment, record
from nyhavn.framework.consultation_comments import CommentType, Door
from nyhavn.framework.consultation_dispositions import check_together
from nyhavn.framework.consultation_flood import Sending, Wait, check_flood, wait_for
from nyhavn.framework.consultation_likeness import alike_groups, are_alike, words_of
from nyhavn.framework.consultation_policy import CONSULTATION_POLICY
from nyhavn.framework.consultation_records import Outcome
from nyhavn.framework.refusal import Refusal

FLOOD = CONSULTATION_POLICY.flood


def test_a_workshop_on_one_device_is_let_in_at_once_and_the_next_one_waits_a_little() -> None:
    check_flood(Sending(FLOOD.without_wait - 1, DURING))
    with pytest.raises(Refusal) as refused:
        check_flood(Sending(FLOOD.without_wait, DURING))
    assert refused.value.codes == ("consultation-please-wait",)
    assert f" {FLOOD.seconds_for_each_more} seconds" in refused.value.reasons[0].what


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_nobody_waits_longer_than_is_promised_and_whoever_waited_is_let_in(first: int, meanwhile: int) -> None:
    wait = wait_for(Sending(first, DURING))
    if wait is None:
        return
    assert wait.over_at - DURING <= timedelta(seconds=FLOOD.longest_wait_seconds)
    assert wait_for(Sending(first + meanwhile, wait.over_at, wait)) is None


def test_ten_thousand_in_a_minute_do_not_lock_out_whoever_shares_the_place() -> None:
    let_in = [number for number in range(10_000) if wait_for(Sending(number, DURING)) is None]
    assert len(let_in) == FLOOD.without_wait
    honest = wait_for(Sending(10_000, DURING))
    assert honest is not None
    check_flood(Sending(20_000, honest.over_at, honest))


def test_asking_again_too_early_does_not_begin_anew_and_shortens_nothing() -> None:
    wait = wait_for(Sending(100, DURING))
    assert wait is not None
    early = wait.over_at - timedelta(seconds=1)
    assert wait_for(Sending(5_000, early, wait)) == wait
    with pytest.raises(Refusal) as refused:
        check_flood(Sending(5_000, early, wait))
    assert " 1 second." in refused.value.reasons[0].what


@pytest.mark.parametrize("shift", [timedelta(days=-1), timedelta(days=1)])
def test_a_wait_of_another_day_serves_nothing(shift: timedelta) -> None:
    old = Wait(told_at=DURING + shift, seconds=10)
    found = wait_for(Sending(100, DURING, old))
    assert found is not None and found.told_at == DURING


# What is alike ----------------------------------------------------------------------------------------------------

LETTER = (
    "We ask that the people of the lake decide themselves who counts the fish and what is done with the numbers, "
    "because nobody asked us when the last count was made and nobody told us what came out of it"
)


def letters(*texts: str, **more: object) -> dict[int, object]:
    return {number: comment(number, rationale=text, **more) for number, text in enumerate(texts, start=1)}


def numbers(comments: object) -> list[tuple[int, ...]]:
    return [group.numbers for group in alike_groups(comments)]  # type: ignore[arg-type]


def test_the_same_letter_is_found_whatever_its_capitals_marks_and_blanks() -> None:
    found = alike_groups(letters(LETTER, f"  {LETTER.upper()}!!", LETTER.replace(",", " ,\n")))
    assert [(group.first, group.identical, group.near) for group in found] == [(1, (2, 3), ())]


def test_a_letter_with_a_changed_word_is_near_and_told_from_the_identical_ones() -> None:
    found = alike_groups(letters(LETTER, LETTER, LETTER.replace("lake", "river")))
    assert [(group.identical, group.near) for group in found] == [((2,), (3,))]


def test_what_differs_in_clause_type_or_proposed_wording_is_never_together() -> None:
    one = comment(1, rationale=LETTER)
    for changed in ({"clause": "C2"}, {"type": CommentType.OBJECTION}, {"proposed": "People decide."}):
        assert numbers({1: one, 2: comment(2, rationale=LETTER, **changed)}) == []


def test_different_texts_and_texts_without_words_are_in_no_group() -> None:
    spoken = {n: comment(n, rationale="", arrival=arrival(n, door=Door.VOICE, source="tape")) for n in (1, 2)}
    assert numbers(spoken) == []
    assert numbers(letters("The count is late.", "The lake is small.", "Who pays?")) == []


def test_nobody_leads_from_one_meaning_to_another_by_small_steps() -> None:
    words = LETTER.split()
    changed = [f"w{place}" for place in range(len(words))]
    steps = [" ".join((*changed[:shift], *words[shift:])) for shift in range(len(words) + 1)]
    groups = alike_groups(letters(*steps))
    assert all(not {1, len(steps)} <= set(group.numbers) for group in groups)
    assert len(groups) > 2


def test_scripts_without_blanks_are_compared_letter_by_letter() -> None:
    text = "我们请求湖边的人们自己决定谁来数鱼以及如何使用这些数字因为上次没有人问过我们"
    assert words_of("湖边") == ("湖", "边")
    assert numbers(letters(text, text.replace("我们请求", "我们要求"))) == [(1, 2)]
    assert numbers(letters(text, "数字迟到了湖很小谁付钱请回答")) == []


def test_one_is_always_like_itself_and_all_have_to_be_alike() -> None:
    assert are_alike({1: comment(1)})
    assert not are_alike({1: comment(1, rationale=LETTER), 2: comment(2, rationale=LETTER), 3: comment(3)})


def test_what_was_found_alike_may_be_answered_together_in_any_order() -> None:
    words = LETTER.split()
    ends = (LETTER, " ".join([*words[:-3], "a", "b", "c"]), " ".join(["a", "b", "c", *words[3:]]))
    comments = letters(*ends)
    assert numbers(comments) == [(1, 2, 3)]
    for order in permutations(comments):
        check_together([record(one, said=comments[one]) for one in order], Outcome.REJECTED)


@given(st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=6), max_size=12))
def test_everybody_is_in_at_most_one_group_and_the_same_words_always_in_one(texts: list[list[str]]) -> None:
    comments = letters(*(" ".join(text) for text in texts))
    grouped = [number for group in numbers(comments) for number in group]
    assert len(grouped) == len(set(grouped))
    place = {number: group for group in numbers(comments) for number in group}
    for one, text in enumerate(texts, start=1):
        for other, same in enumerate(texts, start=1):
            if one != other and text == same:
                assert place[one] == place[other]
