"""Texts in HTML: read as somebody who looks at the page reads them, and nothing is run, fetched or lost."""

import time
from pathlib import Path

import pytest
from in_drafts import lines, read_written, refused_draft, texts, unread, written

from nyhavn.exchange.incoming.draft_html import MOST_NESTED

PAGE = """<!DOCTYPE html>
<html lang="ar"><head><title>Site</title></head><body>
<h1>Draft framework</h1>
<p id="aim">The <b>aim</b><br>of it. <a href="https://example.org">More</a> <a href="#x">below</a></p>
<h2>2 Consent</h2>
<ol type="a" start="3"><li>one<ul><li>inner</li></ul></li><li><p>two</p><p>more</p></ol>
<dl><dt>Citizen data<dd>Data that people give.</dl>
<table><tr><th>A<th>B</tr><tr><td>1<td><p>x</p><p>y</p></tr></table>
<pre>as
written</pre>
</body></html>"""


def test_a_page_is_read_in_its_order(tmp_path: Path) -> None:
    found = read_written(tmp_path, "draft.html", PAGE)
    assert (found.title, found.language, found.unread) == ("Draft framework", "ar", ())
    assert lines(found) == [
        ("paragraph", "", "The aim\nof it. More (https://example.org) below"),
        ("heading", "2", "Consent"),
        ("list-item", "c.", "one"),
        ("list-item", "", "inner"),
        ("list-item", "d.", "two"),
        ("list-item", "", "more"),
        ("definition", "", "Citizen data: Data that people give."),
        ("table-row", "", "A | B"),
        ("table-row", "", "1 | x y"),
        ("paragraph", "", "as\nwritten"),
    ]
    assert found.passages[0].anchor == "aim"


NO_TEXT = {
    "<script>document.write('x')</script>": "<script> is not read.",
    "<style>p{}</style>": "<style> is not read.",
    "<iframe src='http://evil.example'>x</iframe>": "<iframe> is not read.",
    "<object data='x'>x</object>": "<object> is not read.",
    "<svg><text>x</text></svg>": "<svg> is not read.",
    "<input value='x'>": "A field of a form is not read.",
    "<textarea>x</textarea>": "A field of a form is not read.",
    "<del>x</del>": "Text that is struck out is not read.",
    "<dialog>x</dialog>": "Text that a browser would not show is not read.",
    "<p hidden>x</p>": "Text that a browser would not show is not read.",
    "<p style='display: none'>x</p>": "Text that a browser would not show is not read.",
    "<span style='font-size:0'>x</span>": "Text that a browser would not show is not read.",
    "<!-- x -->": "A comment in the file is not read.",
}


@pytest.mark.parametrize("piece", NO_TEXT)
def test_what_a_browser_would_run_fetch_or_hide_is_listed(tmp_path: Path, piece: str) -> None:
    found = read_written(tmp_path, "draft.html", f"<p>Words.</p>\n<div>{piece}</div>\n<p>More.</p>")
    assert (texts(found), unread(found)) == (["Words.", "More."], {NO_TEXT[piece]: "line 2"})


@pytest.mark.parametrize("style", ["font-size:0.9em", "font-size: 0.875rem", "opacity: .5", "opacity:0.5"])
def test_small_and_faint_text_is_shown_and_read(tmp_path: Path, style: str) -> None:
    assert texts(read_written(tmp_path, "d.html", f"<p style='{style}'>Small print.</p>")) == ["Small print."]


def test_terms_are_kept_with_their_definition_or_alone(tmp_path: Path) -> None:
    page = (
        "<dl><dt>Citizen<br>data<dd>Given.<dd>Of one's own.<dt>Steward</dt><dt>Keeper<dd>Looks after.<dt>Empty<dd>"
        "<dt>Kinds<dd><ul><li>one</ul><dt>Rows<dd><table><tr><td>two</table><dt>Last</dl><p>After.</p>"
    )
    assert texts(read_written(tmp_path, "d.html", page)) == [
        "Citizen data: Given.",
        "Citizen data: Of one's own.",
        "Steward, Keeper: Looks after.",
        "Empty",
        "Kinds",
        "one",
        "Rows",
        "two",
        "Last",
        "After.",
    ]


def test_no_cell_of_a_row_is_lost_nor_where_its_links_lead(tmp_path: Path) -> None:
    page = "<table><tr><form><td>one</td></form>loose<td>two <a href='https://example.org'>more</a></td></tr></table>"
    assert texts(read_written(tmp_path, "d.html", page)) == ["one | loose | two more (https://example.org)"]


def test_old_elements_that_stand_alone_glue_no_words(tmp_path: Path) -> None:
    found = read_written(tmp_path, "d.html", "<dialog open>a</dialog><xmp>b</xmp><listing>c</listing><dir><li>d</dir>")
    assert texts(found) == ["a", "b", "c", "d"]


def test_a_link_that_shows_its_address_says_it_once(tmp_path: Path) -> None:
    page = "<p>See <a href='https://example.org'>https://example.org</a>.</p>"
    assert texts(read_written(tmp_path, "d.html", page)) == ["See https://example.org."]


def test_text_with_a_program_in_an_attribute_is_read_without_it(tmp_path: Path) -> None:
    found = read_written(tmp_path, "draft.html", "<p onclick='steal()'>Words.</p>")
    assert texts(found) == ["Words."]
    assert unread(found) == {"A program in an attribute is not read; the text is.": "line 1"}


def test_entities_of_ones_own_are_not_expanded(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.txt", "SECRET")
    page = f"<!DOCTYPE x [<!ENTITY a SYSTEM 'file://{secret}'><!ENTITY b 'bbb'>]><p>&a;&b;&amp;</p>"
    found = read_written(tmp_path, "draft.html", page)
    assert "SECRET" not in "".join(texts(found))
    assert texts(found)[-1] == "&a;&b;&"


def test_characters_that_turn_the_text_are_taken_out_and_listed(tmp_path: Path) -> None:
    found = read_written(
        tmp_path, "draft.html", "<p>may &#x202e;ton&#x202c; be used &#xE0041;</p><p>البيانات\u200f</p>"
    )
    assert texts(found) == ["may ton be used", "البيانات\u200f"]
    assert list(unread(found).values()) == ["line 1"]


def test_the_encoding_that_a_page_declares_is_used(tmp_path: Path) -> None:
    page = "<meta charset=windows-1252><p>caf\xe9</p>".encode("cp1252")
    assert texts(read_written(tmp_path, "d.htm", page)) == ["café"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<div>" * (MOST_NESTED + 1) + "x", "draft-too-deep"),
        ("<b>" * 100_000 + "x", "draft-too-deep"),
        ("<!--" * 500_000, "draft-broken"),
        ("<a " * 500_000, "draft-empty"),
        ("<p>x" * 100_000, "draft-too-large"),
        ("<table>" + "<tr><td>x" * 100_000, "draft-too-large"),
        ("&" * 1_000_000, "draft-too-large"),
        ("<meta charset=zip><p>x</p>", "encoding-wrong"),
        ("<meta charset=punycode><p>x-" + "a" * 400_000, "encoding-wrong"),
        ("<p>" + "<a href=x>y</a>" * 60_000, "draft-too-large"),
        ("<script>x</script>", "draft-empty"),
    ],
)
def test_pages_made_to_do_harm_are_refused_at_once(tmp_path: Path, content: str, code: str) -> None:
    path = written(tmp_path, "draft.html", content)
    started = time.process_time()
    assert refused_draft(path).code == code
    assert time.process_time() - started < 3


def test_elements_nested_as_deep_as_allowed_are_read(tmp_path: Path) -> None:
    deep = MOST_NESTED - 5
    assert texts(read_written(tmp_path, "d.html", "<div>" * deep + "words" + "</div>" * deep)) == ["words"]
