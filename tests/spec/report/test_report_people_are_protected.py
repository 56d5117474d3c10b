"""What the report must never show, and what must still come through."""

import re
from dataclasses import replace

from nyhavn.exchange.report.html import report_html
from nyhavn.framework.release import CoverageRow, ResponseRow
from nyhavn.framework.statistics import TOTAL, CellStatus, Figure
from spec.report.report_reading import page_of, section
from spec.report.report_release import a_release

DIGIT = re.compile(r"\d")
SECRET = Figure(("hamlet",), CellStatus.SUPPRESSED, n=3, numerator=1, value=0.3131, low=0.0907, high=0.9191)


def with_figure(figure: Figure):
    """The release in which one figure of "water by zone" is that one."""
    release = a_release()
    tables = tuple(
        replace(table, figures=(*table.figures[:-1], figure)) if table.id == "water.by.zone" else table
        for table in release.tables
    )
    return replace(release, tables=tables)


def row_of(page, caption: str, head: str, table: int):
    tables = [it for it in section(page, "results").all("table") if caption in it.text]
    return next(row for row in tables[table].all("tr") if row.all("th")[0].text == head)


def test_a_figure_that_is_not_shown_shows_no_number_at_all() -> None:
    """Neither value nor n nor interval, even if the release were to carry them by mistake."""
    html = report_html(with_figure(SECRET)).decode()
    assert not [secret for secret in ("31.3", "0.3131", ">9.1 to", "91.9") if secret in html]
    row = row_of(page_of(with_figure(SECRET)), "agua segura", "Caserío alto", 2)
    assert [cell.text for cell in row.all("td")] == ["not shown, to protect people"]
    assert not DIGIT.search(row.text)


def test_the_same_figure_is_shown_with_all_its_numbers_when_it_may_be() -> None:
    """The twin: nothing is held back that may be published."""
    shown = replace(SECRET, status=CellStatus.PUBLISHED, n=30)
    row = row_of(page_of(with_figure(shown)), "agua segura", "Caserío alto", 2)
    assert [cell.text for cell in row.all("td")] == ["30", "31.3 %", "9.1 to 91.9 %"]


def test_every_hidden_figure_looks_the_same() -> None:
    """Whoever hides first and whoever is hidden only to shield another cannot be told apart."""
    page = page_of(a_release())
    cells = section(page, "results").all("td", class_="hatch")
    assert len(cells) > 10
    assert {cell.text for cell in cells} == {"not shown, to protect people"}
    assert {cell.attributes["class"] for cell in cells} == {"hatch"}


def test_a_hidden_figure_has_no_length_in_a_chart() -> None:
    """It is hatched over the whole width, whatever its value, so nothing can be measured."""
    widths = set()
    for value in (0.01, 0.99):
        chart = page_of(with_figure(replace(SECRET, value=value))).all("svg", role="img")[0]
        hatched = chart.all("rect", class_="hatched")
        widths |= {(mark.attributes["x"], mark.attributes["width"]) for mark in hatched}
    assert widths == {("0.0%", "58.0%")}


def test_a_hidden_value_does_not_stretch_the_axis() -> None:
    """The scale of a chart is made from published figures only."""
    release = with_figure(replace(SECRET, value=1.0, high=1.0))
    low = replace(SECRET, status=CellStatus.PUBLISHED, categories=(TOTAL,), value=0.02, low=0.01, high=0.03, n=90)
    tables = tuple(
        replace(table, figures=(low, replace(SECRET, value=1.0, high=1.0)))
        for table in release.tables
        if table.id == "water.by.zone"
    )
    chart = page_of(replace(release, tables=tables)).all("svg", role="img")[0]
    assert "5 %" in chart.text and "100 %" not in chart.text


def test_no_answers_is_not_zero() -> None:
    """Nobody answered, and everybody said no, are told apart in words, in the table and in the chart."""
    page = page_of(a_release())
    nobody = row_of(page, "municipalidad", "Caserío alto", 0)
    zero = row_of(page, "municipalidad", "Ladera norte", 0)
    assert [cell.text for cell in nobody.all("td")] == ["no answers"]
    assert [cell.text for cell in zero.all("td")] == ["96", "0.0 %", "0.0 to 3.8 %"]
    chart = section(page, "results").all("svg", role="img")[3]
    assert "Caserío alto no answers" in chart.text and "Ladera norte 0.0 % n 96" in chart.text
    assert len(chart.all("line", class_="blank")) == 1


def test_a_share_that_is_too_small_to_show_is_hidden_in_words() -> None:
    """Response and coverage follow the same rule as tables; a true zero stays a zero."""
    rows = (ResponseRow("q", "Pregunta", 0.9, None, 0.0, 0.1),)
    coverage = (CoverageRow("zone", "hamlet", "Caserío", None, 0.2),)
    who = section(page_of(replace(a_release(), response=rows, coverage=coverage)), "who")
    cells = [[cell.text for cell in row.all("td")] for row in who.all("tr") if row.all("td")]
    hidden = "not shown, to protect people"
    assert cells == [[hidden, "20.0 %"], ["90.0 %", hidden, "0.0 %", "10.0 %"]]


def test_a_count_is_shown_as_the_gate_left_it() -> None:
    """The page counts nothing anew: "a few" stays "a few"."""
    page = page_of(a_release())
    assert "did not cover this use: a few." in section(page, "who").text
    quality = section(page, "quality").text
    assert "Rows concerned: 17." in quality and "Rows concerned: a few." in quality


def test_protection_is_told_by_kind_of_rule() -> None:
    text = section(page_of(a_release()), "protection").text
    assert "Small groups are not shown." in text
    assert "Figures checked: 64. Not shown: 19." in text
    assert "Their exact settings are not published." in text


def test_a_release_without_protection_says_so() -> None:
    release = a_release()
    open_release = replace(release, protection=replace(release.protection, applies=False, rules=()))
    assert "No rule against disclosure was applied" in section(page_of(open_release), "protection").text
