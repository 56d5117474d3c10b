"""Dates and numbers as people of a language write them, with the digits they read.

Which digits: what Unicode's locale data (CLDR) says for the reader's language and region. So a browser set to Arabic
of Egypt (ar-EG) is shown Arabic-Indic digits, and plain Arabic (ar), whose readers live in both worlds, the digits 0-9,
which also stand in every file that can be downloaded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
from babel.numbers import format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language

# Day before month, and no AM or PM of one country: English is read in all of them.
WITHOUT_REGION = {"en": "en-GB"}
# The first digit of each set of digits; Babel writes numbers in them, but dates always with 0-9.
ZERO = {
    "arab": 0x0660, "arabext": 0x06F0, "beng": 0x09E6, "deva": 0x0966, "gujr": 0x0AE6, "guru": 0x0A66, "khmr": 0x17E0,
    "knda": 0x0CE6, "laoo": 0x0ED0, "mlym": 0x0D66, "mymr": 0x1040, "olck": 0x1C50, "orya": 0x0B66, "tamldec": 0x0BE6,
    "telu": 0x0C66, "thai": 0x0E50, "tibt": 0x0F20, "mtei": 0xABF0, "nkoo": 0x07C0, "vaii": 0xA620, "cakm": 0x11136,
    "adlm": 0x1E950, "rohg": 0x10D30, "hmnp": 0x1E140,
}  # fmt: skip

_region: ContextVar[str] = ContextVar("nyhavn_formats", default="")


@contextmanager
def formats_of(code: str) -> Iterator[None]:
    """Within this block write numbers and dates as in that language and region, e.g. "ar-EG"."""
    before = _region.set(code)
    try:
        yield
    finally:
        _region.reset(before)


def current_locale() -> Locale:
    """The reader's locale: their region if it belongs to the language of the page, else the language alone."""
    language = get_language() or "en"
    region = _region.get()
    fitting = region if region.split("-")[0].casefold() == language.split("-")[0].casefold() else ""
    for code in (fitting if "-" in fitting else "", WITHOUT_REGION.get(language, language), language.split("-")[0]):
        found = _known(code)
        if found is not None:
            return found
    return Locale.parse("en_GB")


def _known(code: str) -> Locale | None:
    try:
        return Locale.parse(code, sep="-") if code else None
    except (ValueError, UnknownLocaleError):
        return None


def day(value: date | None) -> str:
    """A day in words: 3 November 2025. A moment is that of the time zone of this site."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    locale = current_locale()
    return _digits(format_date(local, "long", locale=locale), locale)


def month(value: date | None) -> str:
    """A month in words: November 2025."""
    if value is None:
        return ""
    locale = current_locale()
    return _digits(format_skeleton("yMMMM", value, locale=locale), locale)


def moment(value: datetime | None) -> str:
    """A day and a time, with the name of the time zone: 3 November 2025, 15:04 UTC."""
    if value is None:
        return ""
    local, locale = timezone.localtime(value), current_locale()
    time = f"{format_time(local.time(), 'short', locale=locale)} {local.tzname()}"
    pattern = str(get_datetime_format("medium", locale=locale))
    whole = pattern.replace("'", "").replace("{0}", time).replace("{1}", format_date(local, "long", locale=locale))
    return _digits(whole, locale)


def count(value: int | float | Decimal | None, places: int = 0) -> str:
    """A number with the separators of the language. places: digits after the decimal sign."""
    if value is None:
        return ""
    pattern = f"#,##0.{'0' * places}" if places else "#,##0"
    locale = current_locale()
    return _digits(format_decimal(value, pattern, locale, numbering_system="default"), locale)


def share(value: float | Decimal | None, places: int = 0) -> str:
    """A part of a whole (between 0 and 1) in per cent: 12 %."""
    if value is None:
        return ""
    locale = current_locale()
    pattern = locale.percent_formats[None].pattern
    if places:
        pattern = pattern.replace("#,##0", f"#,##0.{'0' * places}")
    return _digits(format_percent(value, pattern, locale, numbering_system="default"), locale)


def _digits(text: str, locale: Locale) -> str:
    """The text with the digits of the locale."""
    zero = ZERO.get(locale.default_numbering_system)
    if zero is None:
        return text
    return text.translate({ord("0") + digit: chr(zero + digit) for digit in range(10)})
