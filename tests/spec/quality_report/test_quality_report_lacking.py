"""What cannot be computed says why, and is never a zero: in the value, in the JSON, in the table, on the page."""

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from nyhavn.chain.signing import sign_release
from nyhavn.exchange.bundle.content import release_from_json, release_json
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.verification import verify
from nyhavn.exchange.report.quality_html import quality_html
from nyhavn.framework.quality_dimensions import QUALITY, Dimension, FigureState, QualityReport, Unit, with_days
from nyhavn.framework.release import Release
from spec.bad_input.village import METHOD
from spec.quality_report.village_of_forty import REFERENCE, Village
from spec.report.report_reading import read

ISSUED = datetime(2026, 6, 20, 9, tzinfo=UTC)
LARGEST = 100_000
FROM_OUTSIDE = ("<script", "<link", "<img", "http:", "https:", "@import")
JUDGING = ("✓", "✕", "mark holds", "mark against")
FILES = ("quality.html", "quality.json", "quality.csv")
WAYS = f"{METHOD}collected_from = 2026-05-01\ncollected_to = 2026-05-31\n"


@pytest.fixture(scope="module")
def plain() -> Release:
    """Nothing was said but what a plan must say."""
    return Village().release()


def report(release: Release) -> QualityReport:
    assert release.quality is not None
    return release.quality


def published(release: Release, folder: Path) -> Path:
    return sign_release(release, issued_at=ISSUED, out=folder / "out", log=ReleaseLog.open(folder / "log")).folder


def test_every_figure_there_is_stands_in_every_report_with_its_formula_and_its_source(plain: Release) -> None:
    figures = report(plain).figures
    assert [figure.code for figure in figures] == [entry.code for entry in QUALITY.figures]
    assert all(figure.formula and figure.computed_from for figure in figures)
    assert {figure.dimension for figure in figures} == set(Dimension)


def test_a_figure_has_a_number_or_words_or_a_reason_and_never_two_of_them(plain: Release) -> None:
    figures = report(plain).figures
    lacking = [figure for figure in figures if figure.standing is FigureState.NOT_COMPUTED]
    assert len(lacking) > 15
    for figure in figures:
        says = [figure.value is not None, bool(figure.text), bool(figure.why)]
        assert sum(says) == 1, figure.code
        assert bool(figure.why) == (figure.standing is not FigureState.COMPUTED), figure.code


LACKING = {
    "largest-cv": "allows none", "unit-nonresponse": "Nobody recorded", "key-duplicates": "No key",
    "answers-changed": "No cleaning log", "design-effect": "not weighted", "revision": "no earlier release",
    "time-lag": "not stated", "punctuality": "No date was announced", "results-first": "not on record",
    "collection-days": "not stated", "form-frozen": "not on record", "breaks": "no earlier release",
    "languages": "does not say", "consultations": "Nobody counts", "over-coverage": "Nobody recorded",
    "reference-difference": "not compared", "r-indicator": "No adjustment",
}  # fmt: skip


@pytest.mark.parametrize(("code", "why"), LACKING.items())
def test_why_it_is_not_there(plain: Release, code: str, why: str) -> None:
    figure = report(plain).figure(code)
    assert figure.standing is FigureState.NOT_COMPUTED and why in figure.why
    assert report(plain).number(code, figure.unit) is None


def test_once_it_is_on_record_it_is_there() -> None:
    village = Village(plan=REFERENCE + WAYS + '[quality]\nkeys = [["age"]]\n')
    quality = with_days(
        report(village.release()),
        collected_to=date(2026, 5, 31),
        issued=ISSUED.date(),
        announced=date(2026, 6, 18),
        returned=date(2026, 6, 13),
    )
    expected = {"time-lag": 20, "punctuality": 2, "results-first": 7, "collection-days": 31}
    assert {code: quality.number(code, Unit.DAYS) for code in expected} == expected
    duplicates = quality.figure("key-duplicates")
    assert duplicates is not None and duplicates.text == "none, or a few"
    assert quality.number("reference-difference", Unit.POINTS) == 0


def test_a_lookup_by_code_tells_a_wrong_code_and_a_wrong_unit(plain: Release) -> None:
    with pytest.raises(KeyError):
        report(plain).figure("loudness")
    with pytest.raises(ValueError, match="counted in share"):
        report(plain).number("declined", Unit.COUNT)


def test_the_files_say_the_same_and_are_signed(plain: Release, tmp_path: Path) -> None:
    folder = published(plain, tmp_path)
    told = json.loads((folder / "quality.json").read_bytes())["quality"]["figures"]
    with (folder / "quality.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    page, faults = read((folder / "quality.html").read_bytes())
    assert faults == []
    assert [row["code"] for row in rows] == [figure["code"] for figure in told] == [e.code for e in QUALITY.figures]
    for figure, row in zip(told, rows, strict=True):
        assert row["value"] == ("" if figure["value"] is None else f"{figure['value']!r}")
        assert row["why"] == figure["why"] and figure["why"] in page.text
        assert figure["title"] in page.text and figure["formula"] in page.text
    manifest = (folder / "MANIFEST.sha256").read_text()
    assert all(name in manifest for name in FILES)
    described = json.loads((folder / "datapackage.json").read_bytes())["resources"]
    assert "quality.csv" in {resource["path"] for resource in described}
    assert "quality.html" in (folder / "README.txt").read_text()
    (folder / "quality.json").write_text("{}")
    assert "file-changed" in {problem.code for problem in verify(folder, trusted=()).problems}


def test_the_page_is_light_and_holds_no_script_and_nothing_from_outside(plain: Release) -> None:
    example = Village(dk=6, declined=8, missing=10, old=9, plan=REFERENCE).release()
    for release in (plain, replace(example, language="ar")):
        html = _page(release)
        assert len(html) < LARGEST
        assert [part for part in FROM_OUTSIDE if part in html] == []
        assert 'dir="rtl"' in html if release.language == "ar" else 'dir="ltr"' in html
    assert html.count("<svg role") == 2 and html.count("<table") == 3  # each picture has its table; the checks, too


def _page(release: Release) -> str:
    made = quality_html(release)
    assert made is not None
    return made.decode()


def test_nothing_is_scored(plain: Release) -> None:
    """No total, no tick, no colour that judges."""
    html = _page(plain)
    assert [mark for mark in JUDGING if mark in html] == []
    assert not [figure.code for figure in report(plain).figures if "score" in figure.code or "total" in figure.code]


def test_a_release_of_an_older_version_is_still_read_and_has_no_quality_report(plain: Release, tmp_path: Path) -> None:
    older = json.loads(release_json(plain))
    del older["quality"]
    release = release_from_json(json.dumps(older).encode())
    assert release == replace(plain, quality=None)
    folder = published(release, tmp_path)
    assert not [name for name in FILES if (folder / name).exists()]
    assert "quality.html" not in (folder / "report.html").read_text() + (folder / "README.txt").read_text()


def test_a_newer_one_is_read_back_equal(plain: Release) -> None:
    assert release_from_json(release_json(plain)) == plain


def test_every_code_is_documented_with_its_formula(repository: Path) -> None:
    page = (repository / "docs" / "reference" / "quality-report.md").read_text(encoding="utf-8")
    for entry in QUALITY.figures:
        assert f"| `{entry.code}` | {entry.ess} | {entry.unit.value} | {entry.formula} |" in page
