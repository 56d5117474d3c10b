"""The report as a file: self-contained, well-formed, small, the same every time, and safe to open."""

import re
from dataclasses import replace

import pytest

from nyhavn.exchange.report import words
from nyhavn.exchange.report.html import report_html
from spec.report.report_reading import page_of, read, section
from spec.report.report_release import TEXTS, a_release

LARGEST = 100_000  # bytes: a page for cheap phones and slow lines
HOSTILE_ID = "<script>\"'&#%?"  # ids come from checked names; a lone surrogate cannot be in one
HOSTILE = "<script>alert(1)</script>\"'&\u202e\u2066\x00\x0b\ud800{{ 7 * 7 }}"


@pytest.mark.parametrize("language", TEXTS)
def test_the_page_stays_small(language: str) -> None:
    assert len(report_html(a_release(language))) < LARGEST


def test_the_same_release_gives_the_same_bytes() -> None:
    assert report_html(a_release(), signer_key="k") == report_html(a_release(), signer_key="k")


@pytest.mark.parametrize("language", TEXTS)
def test_every_tag_is_closed_and_every_name_is_used_once(language: str) -> None:
    page, faults = read(report_html(a_release(language)))
    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    assert faults == []
    assert len(ids) == len(set(ids))


def test_every_reference_inside_the_page_leads_somewhere() -> None:
    page = page_of(a_release())
    ids = {element.attributes["id"] for element in page.all() if "id" in element.attributes}
    wanted = {link.attributes["href"][1:] for link in page.all("a") if link.attributes["href"].startswith("#")}
    named = {name for element in page.all("svg", role="img") for name in element.attributes["aria-labelledby"].split()}
    assert wanted and wanted <= ids
    assert named and named <= ids


def test_nothing_comes_from_outside_and_nothing_runs() -> None:
    html = report_html(a_release()).decode()
    page = page_of(a_release())
    assert not any(page.all(tag) for tag in ("script", "link", "img", "iframe", "form", "object", "embed", "base"))
    assert not re.search(r"https?:|//|@import|@font-face|src=|url\((?!#)", html.replace("//-->", ""))
    policy = next(meta for meta in page.all("meta") if meta.attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy.attributes["content"].startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_the_contents_name_every_section_in_its_order() -> None:
    page = page_of(a_release())
    linked = [link.attributes["href"][1:] for link in page.all("nav")[0].all("a")]
    assert linked == [heading.attributes["id"] for heading in page.all("h2")]
    assert linked == [part.anchor for part in words.SECTIONS]


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(element.tag[1]) for element in page_of(a_release()).all() if re.fullmatch("h[1-6]", element.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def hostile_release():
    """Every text that somebody else writes, replaced by one that attacks the page."""
    release = a_release()
    return replace(
        release,
        id=HOSTILE,
        title=HOSTILE,
        summary=HOSTILE,
        headline=HOSTILE,
        community=HOSTILE,
        place=HOSTILE,
        unit=HOSTILE,
        participants=HOSTILE,
        interests=(HOSTILE,),
        limits=(HOSTILE,),
        citation=HOSTILE,
        licence=HOSTILE,
        changes=HOSTILE,
        language='es" onload="alert(1)',
        parties=tuple(replace(party, name=HOSTILE, note=HOSTILE) for party in release.parties),
        indicators=tuple(it.model_copy(update={"title": HOSTILE, "note": HOSTILE}) for it in release.indicators),
        breakdowns=tuple(it.model_copy(update={"title": HOSTILE}) for it in release.breakdowns),
        tables=tuple(replace(table, id=table.id + HOSTILE_ID) for table in release.tables),
        findings=tuple(replace(finding, wording=HOSTILE, columns=(HOSTILE,)) for finding in release.findings),
        coverage=tuple(replace(row, label=HOSTILE) for row in release.coverage),
        response=tuple(replace(row, label=HOSTILE) for row in release.response),
    )


def test_a_hostile_text_stays_a_text() -> None:
    page, faults = read(report_html(hostile_release(), signer_key=HOSTILE, signer_fingerprint=HOSTILE))
    assert faults == []
    assert not page.all("script")
    assert not any(name.startswith("on") for element in page.all() for name in element.attributes)
    assert page.all("h1")[0].text.startswith("<script>alert(1)</script>\"'&")
    assert "{{ 7 * 7 }}" in page.all("h1")[0].text


def test_characters_that_turn_words_around_are_made_visible() -> None:
    html = report_html(hostile_release()).decode()
    assert "[U+202E][U+2066][U+0000][U+000B][U+D800]" in page_of(hostile_release()).all("h1")[0].text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b]", html)


def test_joiners_and_direction_marks_of_living_scripts_are_kept() -> None:
    """The twin: Persian needs its zero-width non-joiner, Arabic its marks."""
    title = "می\u200cخواهم \u200f۴۱۲\u200e"
    assert page_of(replace(a_release("ar"), title=title)).all("h1")[0].text == title


@pytest.mark.parametrize(
    ("language", "direction"), [("es", "ltr"), ("ar", "rtl"), ("fa-AF", "rtl"), ("ur", "rtl"), ("pa-Arab", "rtl")]
)
def test_the_page_runs_the_way_of_its_language_and_marks_whose_words_are_whose(language: str, direction: str) -> None:
    """The page's own words are English for now; the release's are marked with their language and find their way."""
    page = page_of(replace(a_release(), language=language))
    assert page.all("html")[0].attributes == {"lang": "en", "dir": direction}
    assert page.all("h1")[0].attributes == {"dir": "auto", "lang": language}
    assert section(page, "parties").all("th", scope="row")[1].all("bdi")[0].attributes == {"lang": language}


def test_an_english_release_needs_no_further_mark() -> None:
    page = page_of(replace(a_release(), language="en"))
    assert page.all("h1")[0].attributes == {"dir": "auto"}


def test_every_chart_is_named_and_followed_by_its_table() -> None:
    articles = section(page_of(a_release()), "results").all("article")
    assert len(articles) == 5
    for article in articles:
        chart = article.all("svg", role="img")[0]
        assert chart.all("title")[0].text.startswith("Chart: ")
        assert chart.all("desc")[0].text == "The same values stand in the table that follows."
        assert article.all("table")


def test_every_table_of_the_release_is_there_with_its_heads() -> None:
    release = a_release()
    results = section(page_of(release), "results")
    tables = results.all("table")
    assert len(tables) == len(release.tables)
    for table, source in zip(tables, release.tables, strict=True):
        assert table.all("caption")[0].text
        assert len(table.all("th", scope="row")) == len(source.figures)
        assert [head.text for head in table.all("th", scope="col")][:2] == ["Group", "n"]
    assert all(part.attributes.items() >= {"role": "region", "tabindex": "0"}.items() for part in results.all("div"))


def test_where_no_interval_is_given_the_reason_stands_there() -> None:
    counted = section(page_of(a_release()), "results").all("article")[4]
    assert "95 % interval" not in counted.text
    assert "No interval is given: the way people were chosen allows none." in counted.text


def test_every_file_of_the_bundle_is_linked() -> None:
    release = a_release()
    links = [link.attributes["href"] for link in section(page_of(release), "files").all("a")]
    tables = [f"tables/{table.id}.csv" for table in release.tables]
    assert links == [
        *tables, "codebook.csv", "dossier.json", "dossier.schema.json", "report.json", "datapackage.json",
    ]  # fmt: skip


def test_citation_licence_and_wish_to_be_named_are_there() -> None:
    release = a_release()
    text = section(page_of(release), "cite").text
    assert release.citation in text and "CC-BY-4.0" in text and release.attribution in text
    assert "Licence not stated" in section(page_of(replace(release, licence="")), "cite").text


def test_a_release_with_nothing_in_it_still_makes_a_page() -> None:
    empty = replace(
        a_release(),
        indicators=(),
        tables=(),
        breakdowns=(),
        response=(),
        coverage=(),
        findings=(),
        principles=(),
        basis_words=(),
        summary="",
        headline="",
    )
    page, faults = read(report_html(empty))
    assert faults == []
    assert "This release holds no indicators." in section(page, "results").text
    assert "No evidence for the principles was computed" in section(page, "principles").text
    assert "The producer gave no plain-language summary." in section(page, "short").text
