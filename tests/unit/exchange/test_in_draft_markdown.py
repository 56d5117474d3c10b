"""Texts in Markdown: what becomes a clause, and what is listed instead of being lost."""

import time
from pathlib import Path

import pytest
from in_drafts import lines, read_written, refused_draft, texts, unread, written

from nyhavn.framework.clauses import POLICY

DRAFT = """---
author: somebody
---
# Draft framework

Citizen data come *from* citizens.

## 1. Consent

1. People are **asked**, see [the notice](https://example.org/n).
   - in words
   - by pictures

   More on the first.
2) Other list.

> What was said
> in a meeting.

| Element | Meaning |
|---------|---------|
| Trust   | a\\|b   |

```
kept as written
```
"""


def test_a_draft_is_read_in_its_order(tmp_path: Path) -> None:
    found = read_written(tmp_path, "draft.md", DRAFT)
    assert found.title == "Draft framework"
    assert lines(found) == [
        ("paragraph", "", "Citizen data come from citizens."),
        ("heading", "1.", "Consent"),
        ("list-item", "1.", "People are asked, see the notice (https://example.org/n)."),
        ("list-item", "", "in words"),
        ("list-item", "", "by pictures"),
        ("list-item", "", "More on the first."),
        ("list-item", "2)", "Other list."),
        ("paragraph", "", "What was said in a meeting."),
        ("table-row", "", "Element | Meaning"),
        ("table-row", "", "Trust | a|b"),
        ("paragraph", "", "kept as written"),
    ]
    assert found.passages[2].heading == ("Consent",)
    assert unread(found) == {"The block of settings at the beginning is not read.": "line 1"}


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("Words.\n\n<script>alert(1)</script>", "HTML within the Markdown is not read.", "line 3"),
        ("Words <b>bold</b>", "HTML within the Markdown is not read.", "line 1, line 1"),
        ("Words.\n\n<!-- aside -->", "HTML within the Markdown is not read.", "line 3"),
        ("Words.\n\n![A map](http://evil.example/x.png)", "A picture is not read; its description is.", "line 3"),
        (
            "Words.\n\n[unused]: https://example.org",
            "The address of a link, given apart from it, is not kept where no link uses it.",
            "line 3",
        ),
    ],
)
def test_what_is_no_text_is_listed_with_its_line(tmp_path: Path, text: str, what: str, where: str) -> None:
    found = read_written(tmp_path, "draft.md", text)
    assert unread(found) == {what: where}
    assert texts(found)[0].startswith("Words")


def test_a_line_break_of_a_page_keeps_two_words_apart(tmp_path: Path) -> None:
    found = read_written(tmp_path, "draft.md", "one<br>two\n\n| a |\n|---|\n| x<br/>y |\n")
    assert texts(found) == ["one\ntwo", "a", "x y"]
    assert found.unread == ()


def test_a_rule_at_the_beginning_is_no_block_of_settings(tmp_path: Path) -> None:
    found = read_written(tmp_path, "draft.md", "---\n\nWords that matter.\n\n---\n\nMore.\n")
    assert (texts(found), found.unread) == (["Words that matter.", "More."], ())


def test_a_title_that_is_cut_is_on_the_list(tmp_path: Path) -> None:
    found = read_written(tmp_path, "draft.md", f"# {'T' * 301}\n\nWords.\n")
    assert (len(found.title), unread(found)) == (300, {"The title is cut off after 300 characters.": "title"})


def test_a_footnote_of_one_word_is_not_lost(tmp_path: Path) -> None:
    found = read_written(tmp_path, "draft.md", "Consent[^1] comes first.\n\n[^1]: Always.\n")
    assert texts(found) == ["Consent[^1] comes first.", "[^1]: Always."]


def test_several_chapters_leave_the_title_to_a_person(tmp_path: Path) -> None:
    found = read_written(tmp_path, "draft.md", "# One\n\na\n\n# Two\n\nb\n")
    assert (found.title, texts(found)) == ("", ["One", "a", "Two", "b"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_in_any_script_is_read(tmp_path: Path, encoding: str) -> None:
    assert texts(read_written(tmp_path, "d.txt", "البيانات ملك للمجتمع\n\n数据属于社区".encode(encoding))) == [
        "البيانات ملك للمجتمع",
        "数据属于社区",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \n\n ", "draft-empty"),
        (b"caf\xe9", "encoding-wrong"),
        (b"a\0b", "draft-broken"),
        (b"> " * 200 + b"x", "draft-too-deep"),
        (b"- " * 200 + b"x", "draft-too-deep"),
        (b"[" * 60_000, "draft-too-large"),
        (b"*a_ " * 15_000, "draft-too-large"),
        (b"x" * (POLICY.longest_clause + 1), "draft-too-large"),
        (b"x\n\n" * (POLICY.most_clauses + 1), "draft-too-large"),
        (b"x" * (4 * POLICY.most_characters + 1), "draft-too-large"),
    ],
)
def test_what_cannot_be_read_is_refused_at_once(tmp_path: Path, content: bytes, code: str) -> None:
    started = time.process_time()
    assert refused_draft(written(tmp_path, "draft.md", content)).code == code
    assert time.process_time() - started < 3


def test_the_longest_clause_is_read(tmp_path: Path) -> None:
    assert len(texts(read_written(tmp_path, "d.md", "x" * POLICY.longest_clause))[0]) == POLICY.longest_clause


@pytest.mark.parametrize("name", ["draft.doc", "draft.pdf", "draft.odt", "draft.docm", "draft"])
def test_other_files_are_refused_with_a_way_out(tmp_path: Path, name: str) -> None:
    reason = refused_draft(written(tmp_path, name, "words"))
    assert (reason.code, ".docx" in reason.do) == ("draft-type-unknown", True)


def test_a_place_of_a_fault_is_named(tmp_path: Path) -> None:
    long = "x" * (POLICY.longest_clause + 1)
    assert refused_draft(written(tmp_path, "d.md", f"one\n\n{long}\n\ntwo")).where == "d.md, line 3"
