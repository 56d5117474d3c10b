"""The redline of two versions: what became of each clause, and both versions rebuilt from it exactly."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.clause_addresses import next_version, proposed
from nyhavn.framework.clauses import Clause, ClauseKind, DraftText, FoundText, Passage, first_version
from nyhavn.framework.redline import Fate, Redline, clauses_after, clauses_before, moved_codes, redline
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.word_changes import PartKind

HEADING = Passage(kind=ClauseKind.HEADING, text="Rights of people", number="1")
CONSENT = "People are asked before their data are used, in words that they understand."
WITHDRAW = "Whoever agreed may withdraw at any time, and is told what that reaches."
RETURN = "Results are shown to the community before anybody else sees them."


def found(*texts: str | Passage) -> FoundText:
    passages = tuple(Passage(text=text) if isinstance(text, str) else text for text in texts)
    return FoundText(title="A draft", language="en", passages=passages)


def versions(old: Sequence[str | Passage], new: Sequence[str | Passage]) -> tuple[DraftText, DraftText]:
    before, after = first_version(found(*old), version="1"), found(*new)
    return before, next_version(before, after, version="2", seen=proposed(before, after).fingerprint)


def fates(made: Redline) -> list[tuple[str, str]]:
    return [(row.code, row.fate.value) for row in made.rows]


def test_each_clause_has_its_fate_in_the_order_of_the_new_version() -> None:
    old = (HEADING, CONSENT, "To be deleted later on.", WITHDRAW, RETURN)
    new = (HEADING, RETURN, CONSENT.replace("words", "signs"), "Quite another matter.", WITHDRAW)
    made = redline(*versions(old, new))
    assert fates(made) == [
        ("C1", "kept"),
        ("C5", "moved"),
        ("C2", "changed"),
        ("C3", "removed"),
        ("C6", "added"),
        ("C4", "kept"),
    ]
    assert made.count(Fate.KEPT) == 2
    assert made.rows[1].follows == "C4"


def test_the_words_that_changed_are_marked() -> None:
    made = redline(*versions((CONSENT,), (CONSENT.replace("words", "signs"),)))
    changed = [(part.kind, part.text) for part in made.rows[0].parts if part.kind is not PartKind.KEPT]
    assert changed == [(PartKind.DELETED, "words"), (PartKind.INSERTED, "signs")]


def test_moved_and_changed_is_both() -> None:
    made = redline(*versions((CONSENT, WITHDRAW, RETURN), (RETURN.replace("shown", "given"), CONSENT, WITHDRAW)))
    assert fates(made)[0] == ("C3", "moved-and-changed")


def test_a_clause_that_only_became_a_list_item_has_changed() -> None:
    made = redline(*versions((CONSENT,), (Passage(kind=ClauseKind.LIST_ITEM, text=CONSENT),)))
    assert fates(made) == [("C1", "changed")]


def test_another_number_is_kept_and_said_to_be_renumbered() -> None:
    made = redline(*versions((Passage(number="1", text=CONSENT),), (Passage(number="2", text=CONSENT),)))
    assert [(row.fate, row.is_renumbered) for row in made.rows] == [(Fate.KEPT, True)]


def test_where_a_heading_or_a_clause_may_have_moved_it_is_the_clause() -> None:
    before, after = versions((HEADING, CONSENT), (CONSENT, HEADING))
    assert moved_codes(before, after) == {"C2"}


def test_what_was_removed_first_stands_first() -> None:
    made = redline(*versions(("Gone at once.", CONSENT, "Gone at last."), (CONSENT,)))
    assert fates(made) == [("C1", "removed"), ("C2", "kept"), ("C3", "removed")]


def test_two_texts_without_a_common_clause_have_no_redline() -> None:
    before = first_version(found(CONSENT), version="1")
    other = DraftText(title="Other", version="9", language="en", clauses=(Clause(code="C7", text="x"),))
    with pytest.raises(Refusal) as caught:
        redline(before, other)
    assert caught.value.codes == ("redline-not-versions",)


KINDS = st.sampled_from(ClauseKind)
LINES = st.text(st.sampled_from("ab ،بي数据คำ\u0301\n.,"), min_size=1, max_size=12).filter(str.strip)
PASSAGES = st.lists(
    st.builds(Passage, kind=KINDS, text=LINES, number=st.sampled_from(["", "1", "2.1"]), heading=st.just(("Part",))),
    min_size=1,
    max_size=8,
)


@given(PASSAGES, PASSAGES)
def test_both_versions_come_out_of_the_redline_exactly(old: list[Passage], new: list[Passage]) -> None:
    start = Passage(text="the beginning of both")
    body = Passage(text="some text of both")
    before, after = versions((start, body, *old), (start, *new, body))
    made = redline(before, after)
    assert clauses_before(made) == before.clauses
    assert clauses_after(made) == after.clauses
    again = Redline.model_validate_json(made.model_dump_json())
    assert (clauses_before(again), clauses_after(again)) == (before.clauses, after.clauses)


def fates_by_hand(before: DraftText, after: DraftText) -> dict[str, tuple[bool, bool, bool]]:
    """In the old version, in the new one, with other words: each looked up by itself. The slow twin."""
    old, new = {c.code: c for c in before.clauses}, {c.code: c for c in after.clauses}
    said = {}
    for code in {*old, *new}:
        both = code in old and code in new
        others = both and (old[code].text, old[code].kind) != (new[code].text, new[code].kind)
        said[code] = (code in old, code in new, others)
    return said


SAID = {
    Fate.KEPT: (True, True, False),
    Fate.MOVED: (True, True, False),
    Fate.CHANGED: (True, True, True),
    Fate.MOVED_AND_CHANGED: (True, True, True),
    Fate.ADDED: (False, True, False),
    Fate.REMOVED: (True, False, False),
}


@given(PASSAGES, PASSAGES)
def test_every_fate_is_what_a_look_at_both_versions_says(old: list[Passage], new: list[Passage]) -> None:
    start = Passage(text="the beginning of both")
    before, after = versions((start, *old), (start, *new))
    made = redline(before, after)
    assert {row.code: SAID[row.fate] for row in made.rows} == fates_by_hand(before, after)
    stayed = [row.before.place for row in made.rows if row.before and row.after and "moved" not in row.fate]
    assert stayed == sorted(stayed)
