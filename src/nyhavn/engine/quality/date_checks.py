"""Dates: those that programs write where nobody gave one, swapped day and month, parts that contradict the whole."""

from collections.abc import Iterator

import narwhals as nw

from nyhavn.engine.days import day_texts, read_numbers
from nyhavn.engine.quality.flags import row_numbers
from nyhavn.engine.quality.material import Found, Material, counted, marking, raised, single
from nyhavn.engine.quality.values import HELD, collapsed, rows_where, value_totals
from nyhavn.framework.checks import Check

# The first days of the clocks of Unix, of spreadsheets (with and without the leap day that never was), and of old Macs.
EPOCHS = ("1970-01-01", "1900-01-01", "1900-01-00", "1899-12-30", "1899-12-31", "1904-01-01", "0001-01-01")
DAYS_IN_YEAR = 365.25
MOST_PILES = 5  # days of which the size is kept as evidence
_DAY = "_day"
_YEAR_AND_MONTH = "^[0-9]{4}-[0-9]{2}$"


def default_date(material: Material, check: Check) -> Iterator[Found]:
    """Days on which a clock begins, the first of January far too often, and days on which many rows pile up."""
    for column in check.columns:
        yield from _epochs(material, check, column)
        yield from _januaries(material, check, column)
        if (pile := check.optional("pile")) is not None:
            yield from _piles(material, check, column, pile)


def _epochs(material: Material, check: Check, column: str) -> Iterator[Found]:
    marked = nw.col(column).str.slice(0, 10).is_in(list(EPOCHS))
    yield marking(check, "default-date", (material.header(column),), marked, material.is_answered(column), alone=column)


def _januaries(material: Material, check: Check, column: str) -> Iterator[Found]:
    """Too many of them for chance; an epoch is none, because it is found already."""
    day = day_texts(nw.col(column))
    is_day, is_january = day != "", day.str.contains("-01-01$") & ~day.is_in(list(EPOCHS))
    days, januaries = value_totals(material.answers, {column: [rows_where(is_day), rows_where(is_january)]})[column]
    if januaries >= check.number("fewest") and januaries > check.number("times") * days / DAYS_IN_YEAR:
        yield marking(check, "first-of-january", (material.header(column),), is_january, is_day, alone=column)


def _piles(material: Material, check: Check, column: str, pile: float) -> Iterator[Found]:
    days = collapsed(material.answers, [column]).select(nw.col(HELD), day_texts(nw.col(column)).alias(_DAY))
    held = days.filter(nw.col(_DAY) != "").group_by(_DAY).agg(nw.col(HELD).sum())
    piled = held.filter(nw.col(HELD) >= pile).collect("pyarrow").to_native().to_pylist()
    piled.sort(key=lambda row: (-int(row[HELD]), row[_DAY]))
    if piled:
        named = [row[_DAY] for row in piled]
        numbers = row_numbers(material.answers.filter(day_texts(nw.col(column)).is_in(named)))
        rows = sum(int(row[HELD]) for row in piled)
        out_of = value_totals(material.answers, {column: [rows_where(day_texts(nw.col(column)) != "")]})[column][0]
        sizes = [single(f"rows-{place}", int(row[HELD])) for place, row in enumerate(piled[:MOST_PILES], start=1)]
        evidence = [counted("days", len(piled)), *sizes]
        header = (material.header(column),)
        yield raised(check, "pile-of-dates", header, (rows, out_of), numbers=numbers, evidence=evidence)


def swapped_date(material: Material, check: Check) -> Iterator[Found]:
    """Days outside the period that would be inside if day and month were swapped."""
    first, last = check.text("from"), check.text("to")
    for column in check.columns:
        day = day_texts(nw.col(column))
        swapped = nw.concat_str(
            day.str.slice(0, 5), day.str.slice(8, 2), nw.lit("-"), day.str.slice(5, 2), ignore_nulls=False
        )
        is_day = day != ""
        outside = (day < first) | (day > last)
        inside = (day_texts(swapped) >= first) & (day_texts(swapped) <= last)
        header = (material.header(column),)
        yield marking(check, "swapped-date", header, outside & inside, is_day, alone=column)


def date_parts(material: Material, check: Check) -> Iterator[Found]:
    """A month ("2024-05", or a number) and a year beside a date. What is missing contradicts nothing."""
    date_column, *parts = check.columns
    day = day_texts(nw.col(date_column))
    for place, part in enumerate(parts):
        text, start, length = nw.col(part), (5, 0)[place], (2, 4)[place]
        differs = read_numbers(text) != read_numbers(day.str.slice(start, length))
        if place == 0:
            whole = text.str.contains(_YEAR_AND_MONTH)
            differs = nw.when(whole).then(text != day.str.slice(0, 7)).otherwise(differs)
        looked_at = (day != "") & ~text.is_null()
        headers = (material.header(date_column), material.header(part))
        yield marking(check, "date-parts", headers, differs, looked_at, alone=check.columns)
