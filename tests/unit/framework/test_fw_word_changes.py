"""Words that went and came: the fewest, as a plain table of all ways finds them, and both texts rebuilt exactly."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.clauses import POLICY
from nyhavn.framework.text_segments import segments
from nyhavn.framework.word_changes import Part, PartKind, changed_words, new_text, old_text, shortest_edits

KEPT, DELETED, INSERTED = PartKind.KEPT, PartKind.DELETED, PartKind.INSERTED


def shown(parts: Sequence[Part]) -> str:
    """As a reader would write it: [-gone-]{+come+}."""
    marks = {KEPT: "{}", DELETED: "[-{}-]", INSERTED: "{{+{}+}}"}
    return "".join(marks[part.kind].format(part.text) for part in parts)


@pytest.mark.parametrize(
    ("before", "after", "redlined"),
    [
        ("Data stay here.", "Data stay here.", "Data stay here."),
        ("Data stay here.", "Data never stay here.", "Data {+never +}stay here."),
        ("The old rule holds.", "The new law holds.", "The [-old rule-]{+new law+} holds."),
        ("Consent may be given.", "Consent must be given.", "Consent [-may-]{+must+} be given."),
        ("يجب حذف البيانات بعد سنة.", "يجب حذف البيانات بعد سنتين.", "يجب حذف البيانات بعد [-سنة-]{+سنتين+}."),
        ("数据属于社区。", "数据属于国家。", "数据属于[-社区-]{+国家+}。"),
        ("ข้อมูลเป็นของชุมชน", "ข้อมูลเป็นของรัฐ", "ข้อมูลเป็นของ[-ชุมชน-]{+รัฐ+}"),
        ("café", "cafe\u0301s", "[-café-]{+cafe\u0301s+}"),
        ("", "All of it.", "{+All of it.+}"),
        ("All of it.", "", "[-All of it.-]"),
        ("", "", ""),
    ],
)
def test_a_redline_shows_what_a_reader_would_mark(before: str, after: str, redlined: str) -> None:
    assert shown(changed_words(before, after)) == redlined


def fewest_by_table(before: Sequence[str], after: Sequence[str]) -> int:
    """How many pieces differ, by the table of all pairs: slow, and plain."""
    row = list(range(len(after) + 1))
    for old in before:
        above, row = row, [row[0] + 1]
        for place, new in enumerate(after):
            row.append(above[place] if old == new else 1 + min(above[place + 1], row[place]))
    return row[-1]


WORDS = st.lists(st.sampled_from(["data", " ", "consent", ",", "数", "بيانات", "e\u0301", "\n"]), max_size=30)


@given(WORDS, WORDS)
def test_no_other_way_needs_fewer_changes(before: list[str], after: list[str]) -> None:
    edits = shortest_edits(before, after)
    assert [piece for kind, piece in edits if kind is not INSERTED] == before
    assert [piece for kind, piece in edits if kind is not DELETED] == after
    assert sum(kind is not KEPT for kind, _ in edits) == fewest_by_table(before, after)


@given(st.text(), st.text())
def test_both_texts_come_out_of_the_redline_exactly(before: str, after: str) -> None:
    parts = changed_words(before, after)
    assert (old_text(parts), new_text(parts)) == (before, after)
    assert all(part.text for part in parts)


@given(WORDS, WORDS)
def test_parts_alternate_and_a_deletion_stands_before_its_insertion(before: list[str], after: list[str]) -> None:
    kinds = [part.kind for part in changed_words("".join(before), "".join(after))]
    allowed = {(KEPT, DELETED), (KEPT, INSERTED), (DELETED, INSERTED), (DELETED, KEPT), (INSERTED, KEPT)}
    assert {*zip(kinds, kinds[1:], strict=False)} <= allowed


def test_beyond_the_limit_everything_in_between_is_replaced() -> None:
    before, after = ["a", "b", "c", "d", "z"], ["a", "1", "c", "2", "z"]
    assert [kind for kind, _ in shortest_edits(before, after, most=4)] == [
        KEPT, DELETED, INSERTED, KEPT, DELETED, INSERTED, KEPT,
    ]  # fmt: skip
    assert [kind for kind, _ in shortest_edits(before, after, most=3)] == [KEPT, *[DELETED] * 3, *[INSERTED] * 3, KEPT]


def test_a_clause_made_to_be_slow_is_not() -> None:
    """Two longest clauses without a word in common, of single letters: the worst that can be handed in."""
    before, after = "一二" * (POLICY.longest_clause // 2), "三四" * (POLICY.longest_clause // 2)
    started = time.perf_counter()
    parts = changed_words(before, after)
    assert time.perf_counter() - started < 3
    assert [part.kind for part in parts] == [DELETED, INSERTED]
    assert len(segments(before)) == POLICY.longest_clause
