"""Promises about the text that people are consulted on: its addresses, its versions, and how it comes in."""

from functools import cache
from pathlib import Path

import pytest

from consultation_drawn import COMMENTS, ORGANISATIONS, DrawnConsultation, drawn_consultation, markdown_of
from nyhavn.exchange.incoming.draft_text import read_draft_text
from nyhavn.framework.clause_addresses import next_version, proposed
from nyhavn.framework.clauses import DraftText, FoundText, first_version
from nyhavn.framework.consultation_comments import Door
from nyhavn.framework.redline import Fate, clauses_after, clauses_before, redline
from nyhavn.framework.refusal import Refusal


@cache
def at_real_size() -> DrawnConsultation:
    return drawn_consultation(7)


def taken(before: DraftText, found: FoundText, version: str) -> DraftText:
    """What a person takes who has looked through the list."""
    return next_version(before, found, version=version, seen=proposed(before, found).fingerprint)


def test_the_consultation_has_its_real_size() -> None:
    drawn = at_real_size()
    assert len(drawn.first.clauses) == 60
    assert len(drawn.comments) == COMMENTS == 1_500
    assert len({one.speaker.organisation for one in drawn.comments}) == ORGANISATIONS == 400
    assert {one.arrival.door for one in drawn.comments} == {*Door}
    assert {one.language for one in drawn.comments} == {"en", "es", "fr", "ar"}
    assert drawn_consultation(7) == drawn


def test_every_comment_stays_on_the_clause_that_it_was_made_on() -> None:
    drawn = at_real_size()
    second = taken(drawn.first, drawn.second, "2")
    for clause in second.clauses:
        before = drawn.first.clause(clause.code)
        if before is not None:
            shared = {*before.text.split()} & {*clause.text.split()}
            assert len(shared) >= len({*before.text.split()}) / 2
    commented = {one.clause for one in drawn.comments} - {""}
    assert commented <= {*second.codes, *second.retired}


def test_a_code_never_stands_for_two_clauses_in_any_two_versions() -> None:
    drawn = at_real_size()
    second = taken(drawn.first, drawn.second, "2")
    third = taken(second, FoundText(title="x", language="en", passages=drawn.first.clauses), "3")
    gone_once = {*second.retired}
    assert gone_once
    assert gone_once <= {*third.retired}
    assert not gone_once & {*third.codes}


def test_nobody_publishes_addresses_that_nobody_has_seen() -> None:
    drawn = at_real_size()
    with pytest.raises(Refusal) as caught:
        next_version(drawn.first, drawn.second, version="2", seen="")
    assert caught.value.codes == ("clause-addresses-not-seen",)


def test_the_redline_at_real_size_says_what_became_of_each_clause_and_gives_both_versions_back() -> None:
    drawn = at_real_size()
    second = taken(drawn.first, drawn.second, "2")
    made = redline(drawn.first, second)
    assert made.count(Fate.REMOVED) == 2
    assert made.count(Fate.ADDED) == 2
    assert made.count(Fate.CHANGED) >= 10
    assert made.count(Fate.MOVED) == 1
    assert (clauses_before(made), clauses_after(made)) == (drawn.first.clauses, second.clauses)


def test_a_draft_that_goes_out_and_comes_back_in_keeps_every_address(tmp_path: Path) -> None:
    drawn = at_real_size()
    path = tmp_path / "draft.md"
    path.write_text(markdown_of(drawn.first), encoding="utf-8")
    proposal = proposed(drawn.first, read_draft_text(path, language="en"))
    assert [one.code for one in proposal.addresses] == list(drawn.first.codes)
    assert not any(one.is_changed or one.is_moved or one.is_doubtful for one in proposal.addresses)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("draft.md", "Words.\n\n<p>lost?</p>\n"),
        ("draft.html", "<p>Words.</p><script>lost()</script>"),
    ],
)
def test_nothing_of_a_file_is_lost_without_being_listed(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    found = read_draft_text(tmp_path / name, language="en")
    assert [one.text for one in first_version(found, title="T", version="1").clauses] == ["Words."]
    assert found.unread
