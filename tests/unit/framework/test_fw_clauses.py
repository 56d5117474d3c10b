"""Clauses and their addresses: what keeps a code, what gets a new one, and what nobody may decide unseen."""

import time
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from nyhavn.framework.clause_addresses import NEW, Proposal, next_version, proposed
from nyhavn.framework.clause_order import staying
from nyhavn.framework.clauses import (
    POLICY,
    Clause,
    ClauseKind,
    DraftText,
    FoundText,
    Passage,
    codes_mentioned,
    first_version,
)
from nyhavn.framework.refusal import Refusal

CONSENT = "People are asked before their data are used, in words that they understand."
WITHDRAW = "Whoever agreed may withdraw at any time, and is told what that reaches."
RETURN = "Results are shown to the community before anybody else sees them."
FUNDING = "Offices pay communities for their time, and say how much."


def found(*texts: str | Passage, title: str = "A draft", language: str = "en") -> FoundText:
    passages = tuple(Passage(text=text) if isinstance(text, str) else text for text in texts)
    return FoundText(title=title, language=language, passages=passages)


def first(*texts: str | Passage) -> DraftText:
    return first_version(found(*texts), version="1")


def codes(proposal: Proposal) -> list[str]:
    return [one.code for one in proposal.addresses]


def taken(before: DraftText, after: FoundText, version: str = "2") -> DraftText:
    return next_version(before, after, version=version, seen=proposed(before, after).fingerprint)


def refused_codes(call: object, *args: object, **named: object) -> tuple[str, ...]:
    with pytest.raises(Refusal) as caught:
        call(*args, **named)  # type: ignore[operator]
    return caught.value.codes


def test_the_first_version_counts_its_clauses() -> None:
    draft = first(CONSENT, WITHDRAW)
    assert draft.codes == ("C1", "C2")
    assert (draft.title, draft.language, draft.retired) == ("A draft", "en", ())


def test_what_stays_word_for_word_keeps_its_code_whatever_stands_around_it() -> None:
    proposal = proposed(first(CONSENT, WITHDRAW, RETURN), found(FUNDING, CONSENT, WITHDRAW, RETURN))
    assert codes(proposal) == ["C4", "C1", "C2", "C3"]
    assert [one.is_moved for one in proposal.addresses] == [False] * 4


def test_a_changed_clause_keeps_its_code() -> None:
    changed = CONSENT.replace("before their data are used", "long before their data are used")
    (one,) = proposed(first(CONSENT), found(changed)).addresses
    assert (one.code, one.is_changed, one.is_moved, one.is_doubtful) == ("C1", True, False, False)
    assert one.sentence.startswith("Changed, keeps C1")


def test_a_moved_clause_keeps_its_code_and_is_the_only_one_that_moved() -> None:
    proposal = proposed(first(CONSENT, WITHDRAW, RETURN), found(RETURN, CONSENT, WITHDRAW))
    assert codes(proposal) == ["C3", "C1", "C2"]
    assert [one.is_moved for one in proposal.addresses] == [True, False, False]


def test_a_code_that_went_is_never_given_again() -> None:
    second = taken(first(CONSENT, WITHDRAW), found(CONSENT))
    third = taken(second, found(CONSENT, FUNDING), version="3")
    assert (second.retired, third.codes, third.retired) == (("C2",), ("C1", "C3"), ("C2",))
    fourth = taken(third, found(CONSENT, FUNDING, WITHDRAW), version="4")
    assert fourth.codes == ("C1", "C3", "C4")


def test_other_words_at_the_same_place_are_another_clause() -> None:
    proposal = proposed(first(CONSENT, WITHDRAW), found(CONSENT, FUNDING))
    assert codes(proposal) == ["C1", "C3"]
    assert [clause.code for clause in proposal.gone] == ["C2"]
    assert proposal.sentences[-1].startswith("Goes, and C2 is not used again")


def test_a_heading_never_becomes_a_paragraph() -> None:
    heading = Passage(kind=ClauseKind.HEADING, text="Consent of people")
    proposal = proposed(first(heading, CONSENT), found("Consent of people", CONSENT))
    assert codes(proposal) == ["C3", "C2"]


def test_a_question_is_known_by_its_name_however_its_words_change() -> None:
    before = Passage(kind=ClauseKind.QUESTION, text="Do you have water?", anchor="water")
    after = Passage(kind=ClauseKind.QUESTION, text="How far is the nearest well?", anchor="water")
    assert codes(proposed(first(before), found(after))) == ["C1"]


def test_two_questions_with_other_names_are_never_mistaken_for_each_other() -> None:
    before = Passage(kind=ClauseKind.QUESTION, text="Do you have water at home today?", anchor="water")
    after = Passage(kind=ClauseKind.QUESTION, text="Do you have light at home today?", anchor="light")
    assert codes(proposed(first(before), found(after))) == ["C2"]


def test_of_equal_clauses_each_stays_under_its_heading() -> None:
    one = Passage(text="None.", heading=("First part",))
    two = Passage(text="None.", heading=("Second part",))
    assert codes(proposed(first(one, two), found(two, one))) == ["C2", "C1"]
    assert codes(proposed(first(one, two), found(two))) == ["C2"]


def test_a_number_that_changes_is_no_change() -> None:
    (one,) = proposed(first(Passage(number="3", text=CONSENT)), found(Passage(number="4", text=CONSENT))).addresses
    assert (one.code, one.is_changed) == ("C1", False)


def test_little_in_common_is_doubtful_and_stands_first() -> None:
    changed = "People are asked before their data are passed on, in words of the office."
    proposal = proposed(first(WITHDRAW, CONSENT), found(WITHDRAW, changed))
    assert [one.code for one in proposal.doubtful] == ["C2"]
    assert "Please look whether it is the same clause" in proposal.sentences[0]


def test_a_near_rival_is_doubtful_too() -> None:
    twice = CONSENT.replace("words", "signs"), CONSENT.replace("words", "pictures")
    proposal = proposed(first(CONSENT), found(*twice))
    assert [one.is_doubtful for one in proposal.addresses] == [True, False]
    assert [one.nearest for one in proposal.addresses] == ["", "C1"]


def test_nothing_is_doubtful_about_a_clause_with_one_new_word() -> None:
    proposal = proposed(first(CONSENT, WITHDRAW), found(CONSENT.replace("words", "signs"), WITHDRAW))
    assert proposal.doubtful == ()


@pytest.mark.parametrize(("shared", "keeps"), [(5, True), (4, False)])
def test_half_of_the_words_in_common_are_enough_and_less_is_not(shared: int, keeps: bool) -> None:
    words = [f"word{number}" for number in range(10)]
    after = [*words[:shared], *(f"other{number}" for number in range(10 - shared))]
    assert POLICY.same == 0.5
    (one,) = proposed(first(" ".join(words)), found(" ".join(after))).addresses
    assert (one.code == "C1") is keeps
    before, same_number = (Passage(number="3", text=" ".join(said)) for said in (words, after))
    (one,) = proposed(first(before), found(same_number)).addresses
    assert (one.code == "C1", one.is_doubtful) == (keeps, keeps)


def test_a_printed_number_makes_nothing_less_doubtful_but_decides_between_two() -> None:
    words = [f"word{number}" for number in range(10)]
    after = " ".join([*words[:7], "other1", "other2", "other3"])
    (one,) = proposed(
        first(Passage(number="3", text=" ".join(words))), found(Passage(number="3", text=after))
    ).addresses
    assert (one.code, one.is_doubtful) == ("C1", True)
    two = found(Passage(number="2", text=after), Passage(number="3", text=after))
    assert codes(proposed(first(Passage(number="3", text=" ".join(words))), two)) == ["C2", "C1"]


def test_a_name_that_a_page_gives_twice_is_no_name_and_loses_nothing() -> None:
    before = [Passage(text=text, anchor="x") for text in (CONSENT, WITHDRAW)]
    after = [Passage(text=text, anchor="x") for text in (CONSENT.replace("words", "signs"), WITHDRAW + " Always.")]
    assert codes(proposed(first(*before), found(*after))) == ["C1", "C2"]


def test_a_person_decides_otherwise() -> None:
    before, after = first(CONSENT, WITHDRAW), found(FUNDING, WITHDRAW)
    assert codes(proposed(before, after, {1: "C1"})) == ["C1", "C2"]
    assert codes(proposed(before, after, {2: NEW})) == ["C3", "C4"]


@pytest.mark.parametrize("decided", [{3: "C1"}, {0: "C1"}, {1: "C9"}, {1: "C1", 2: "C1"}])
def test_a_decision_about_nothing_is_refused(decided: dict[int, str]) -> None:
    before, after = first(CONSENT, WITHDRAW), found(FUNDING, WITHDRAW)
    assert {*refused_codes(proposed, before, after, decided)} == {"clause-address-wrong"}


def test_a_retired_code_cannot_be_given_by_decision_either() -> None:
    second = taken(first(CONSENT, WITHDRAW), found(CONSENT))
    assert refused_codes(proposed, second, found(CONSENT, WITHDRAW), {2: "C2"}) == ("clause-address-wrong",)


def test_a_version_is_taken_only_as_it_was_seen() -> None:
    before, shown, handed = first(CONSENT, WITHDRAW), found(CONSENT, RETURN), found(WITHDRAW, CONSENT)
    seen = proposed(before, shown).fingerprint
    assert refused_codes(next_version, before, handed, version="2", seen=seen) == ("clause-addresses-not-seen",)
    assert refused_codes(next_version, before, shown, version="2", seen="") == ("clause-addresses-not-seen",)
    assert next_version(before, shown, version="2", seen=seen).codes == ("C1", "C3")


def test_a_decision_after_the_look_is_another_proposal() -> None:
    before, after = first(CONSENT), found(CONSENT)
    seen = proposed(before, after).fingerprint
    call = {"version": "2", "seen": seen, "decided": {1: NEW}}
    assert refused_codes(next_version, before, after, **call) == ("clause-addresses-not-seen",)


def test_two_versions_have_two_names() -> None:
    before = first(CONSENT)
    seen = proposed(before, found(RETURN)).fingerprint
    assert refused_codes(next_version, before, found(RETURN), version=" 1", seen=seen) == ("draft-version-same",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (found(Passage(kind=ClauseKind.HEADING, text="Alone")), "draft-empty"),
        (FoundText(title="x", language="en", passages=()), "draft-empty"),
        (found(*(f"Clause {n}" for n in range(POLICY.most_clauses + 1))), "draft-too-large"),
        (found("x" * (POLICY.longest_clause + 1)), "draft-too-large"),
        (found(*["x" * 20_000] * 101), "draft-too-large"),
        (found(CONSENT, title=""), "draft-without-title"),
        (found(CONSENT, language=""), "draft-without-language"),
    ],
)  # fmt: skip
def test_what_is_no_text_to_ask_about_is_refused(text: FoundText, code: str) -> None:
    assert refused_codes(first_version, text, version="1") == (code,)


def test_a_text_of_the_largest_size_is_taken() -> None:
    assert len(first_version(found(*["x"] * POLICY.most_clauses), version="1").clauses) == POLICY.most_clauses


@pytest.mark.parametrize("code", ["C0", "c1", "C01", "1", "C", "C1 ", "C12345678", "C١"])
def test_a_code_has_one_form(code: str) -> None:
    with pytest.raises(ValidationError):
        Clause(code=code, text="x") if code != "C1 " else Clause.model_validate({"code": "C 1", "text": "x"})


@pytest.mark.parametrize("retired", [("C1",), ("C2", "C2"), ("x",)])
def test_a_draft_with_a_code_twice_cannot_be_made(retired: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        DraftText(title="t", version="1", language="en", clauses=(Clause(code="C1", text="x"),), retired=retired)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("On C2 and C1: no.", ("C2", "C1")),
        ("c2, C-2, C 2 and C02", ("C2",)),
        ("حول C٢", ("C2",)),
        ("C20 is not there, nor XC2, C2x, CO2, vitamin-C2", ()),
        ("(c) 2 months, page c 2", ()),
        ("", ()),
    ],
)
def test_codes_are_found_in_letters(text: str, named: tuple[str, ...]) -> None:
    assert codes_mentioned(text, ["C1", "C2"]) == named


def heaviest_by_trying(places: Sequence[int], weights: Sequence[int]) -> int:
    """The weight of the heaviest rising run, by trying every choice: slow, and plain."""
    every = (run for size in range(len(places) + 1) for run in combinations(range(len(places)), size))
    rising = (run for run in every if all(places[a] < places[b] for a, b in zip(run, run[1:], strict=False)))
    return max(sum(weights[index] for index in run) for run in rising)


@settings(max_examples=60)
@given(st.permutations(range(9)), st.lists(st.integers(1, 5), min_size=9, max_size=9))
def test_no_other_run_keeps_more_words_in_place(places: list[int], weights: list[int]) -> None:
    stayed = sorted(staying(places, weights))
    assert all(places[a] < places[b] for a, b in zip(stayed, stayed[1:], strict=False))
    assert sum(weights[index] for index in stayed) == heaviest_by_trying(places, weights)


TEXTS = st.lists(
    st.sampled_from([CONSENT, WITHDRAW, RETURN, FUNDING, "None.", "数据属于社区。"]), min_size=1, max_size=7
)


@given(TEXTS, TEXTS, TEXTS)
def test_codes_are_unique_in_all_versions_and_the_same_each_time(
    one: list[str], two: list[str], three: list[str]
) -> None:
    draft = first(*one)
    for version, texts in enumerate((two, three), start=2):
        later = taken(draft, found(*texts), version=str(version))
        assert later == taken(draft, found(*texts), version=str(version))
        assert {*draft.retired} <= {*later.retired}
        assert {*draft.codes, *draft.retired} <= {*later.codes, *later.retired}
        assert {*later.codes} - {*draft.codes} == {c for c in later.codes if int(c[1:]) >= draft.next_number}
        draft = later


def test_two_largest_texts_with_nothing_in_common_are_told_apart_in_seconds() -> None:
    before = first(
        *(f"about thing{n} and other{n % 7} of place{n % 50} we say this" for n in range(POLICY.most_clauses))
    )
    after = found(
        *(f"on matter{n} and other{n % 7} of place{n % 50} they say that" for n in range(POLICY.most_clauses))
    )
    started = time.process_time()
    proposal = proposed(before, after)
    assert time.process_time() - started < 5
    assert len(proposal.addresses) == POLICY.most_clauses
