"""Days, moments and numbers are written as the reader writes them."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import translation

from nyhavn.web.pages.formats import count, day, formats_of, moment, share

DAY, MOMENT = date(2026, 11, 3), datetime(2026, 11, 3, 15, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "region", "written"),
    [
        ("en", "", "3 November 2026"),
        ("en", "en-US", "November 3, 2026"),
        ("es", "", "3 de noviembre de 2026"),
        ("fr", "fr-CA", "3 novembre 2026"),
        ("ar", "", "3 نوفمبر 2026"),
        ("ar", "ar-EG", "٣ نوفمبر ٢٠٢٦"),
        ("ar", "ar-MA", "3 نونبر 2026"),
        ("ar", "fr-CA", "3 نوفمبر 2026"),  # the region of another language says nothing
        ("ne", "ne", "२०२६ नोभेम्बर ३"),
        ("yua", "", "3 November 2026"),  # nobody knows how Maaya writes days: English
    ],
)
def test_a_day(language: str, region: str, written: str) -> None:
    with translation.override(language), formats_of(region):
        assert day(DAY) == written


@pytest.mark.parametrize(
    ("language", "region", "written"),
    [
        ("en", "", "3 November 2026, 15:04 UTC"),
        ("es", "", "3 de noviembre de 2026, 15:04 UTC"),
        ("fr", "", "3 novembre 2026, 15:04 UTC"),
        ("ar", "ar-EG", "٣ نوفمبر ٢٠٢٦، ٣:٠٤ م UTC"),
    ],
)
def test_a_moment_names_its_time_zone(language: str, region: str, written: str) -> None:
    with translation.override(language), formats_of(region):
        assert moment(MOMENT).replace("\u202f", " ") == written


def test_a_moment_is_told_on_the_day_of_this_site(settings: object) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"  # type: ignore[attr-defined]
    assert day(MOMENT) == "4 November 2026"


@pytest.mark.parametrize(
    ("language", "region", "number", "part"),
    [
        ("en", "", "1,234,567", "12.3%"),
        ("es", "", "1.234.567", "12,3 %"),
        ("fr", "", "1 234 567", "12,3 %"),
        ("ar", "", "1,234,567", "12.3%"),
        ("ar", "ar-EG", "١٬٢٣٤٬٥٦٧", "١٢٫٣%"),
    ],
)
def test_numbers_and_shares(language: str, region: str, number: str, part: str) -> None:
    marks = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u200e": None, "\u200f": None, "\u061c": None})
    with translation.override(language), formats_of(region):
        assert count(1234567).translate(marks) == number
        assert share(0.1234, 1).translate(marks) == part


def test_what_is_not_there_is_written_as_nothing() -> None:
    assert (day(None), moment(None), count(None), share(None)) == ("", "", "", "")


def test_templates_write_them_without_loading_anything() -> None:
    template = engines["django"].from_string("{{ day|day }} {{ n|count }} {{ n|count:2 }} {{ part|share }}")
    assert template.render({"day": DAY, "n": 1234, "part": 0.5}) == "3 November 2026 1,234 1,234.00 50%"
