"""Digits that come too often (rounding, heaped ages), and ratios of ages and sexes that chance cannot explain."""

import math
from collections.abc import Iterator, Mapping, Sequence

import narwhals as nw

from nyhavn.engine.quality.material import Found, Material, counted, not_judged, raised, score
from nyhavn.engine.quality.values import HELD, collapsed, rows_where, value_totals
from nyhavn.framework.checks import Check

DIGITS = range(10)
WHIPPLE_FROM, WHIPPLE_TO = (
    23,
    62,
)  # Whipple's index (Shryock and Siegel 1976, ch. 8): ages that are known, ten per digit
MYERS_FROM, MYERS_YEARS = 10, 80  # Myers 1940: ten counts of eighty years, which begin at the ages 10 to 19
_VALUE = "_value"


def digit_preference(material: Material, check: Check) -> Iterator[Found]:
    """The last decimal digit of measurements: 100 * sqrt(chi-squared / (n * 9)), 0 if all digits come equally often."""
    scale = 10.0 ** check.number("decimals")
    for column in check.columns:
        counts = _whole_numbers(material, column, scale, last_digit=True)
        digits, rows = [counts.get(digit, 0) for digit in DIGITS], sum(counts.values())
        headers = (material.header(column),)
        if rows < check.number("fewest"):
            yield from not_judged(check, headers, rows, "there are too few numbers")
            continue
        found = digit_score(digits)
        if found >= check.number("cut"):
            figures = [score("score", found), *(counted(f"digit-{digit}", digits[digit]) for digit in DIGITS)]
            yield raised(check, "digit-preference", headers, (rows, rows), evidence=figures)


def digit_score(digits: Sequence[int]) -> float:
    """Digit preference score of the ten counts (Kuulasmaa et al. 1998), 0 to 100; 0 for no number."""
    rows = sum(digits)
    expected = rows / 10
    chi_squared = sum((count - expected) ** 2 for count in digits) / expected if rows else 0.0
    return 100 * math.sqrt(chi_squared / (rows * 9)) if rows else 0.0


def age_heaping(material: Material, check: Check) -> Iterator[Found]:
    """Whipple's index of the ages 23 to 62, and Myers' blended index beside it. Ages are years, cut to whole ones."""
    (column,) = check.columns
    ages = _whole_numbers(material, column, 1.0, last_digit=False)
    rows = sum(count for age, count in ages.items() if WHIPPLE_FROM <= age <= WHIPPLE_TO)
    headers = (material.header(column),)
    if rows < check.number("fewest"):
        yield from not_judged(check, headers, rows, f"there are too few ages of {WHIPPLE_FROM} to {WHIPPLE_TO}")
        return
    index = whipple(ages)
    if index >= check.number("cut"):
        figures = [score("whipple", index), score("myers", myers(ages))]
        yield raised(check, "age-heaping", headers, (rows, rows), evidence=figures)


def whipple(ages: Mapping[int, int]) -> float:
    """100 if as many ages end in 0 and 5 as in others, 500 if all do; rows by whole age."""
    all_ages = sum(count for age, count in ages.items() if WHIPPLE_FROM <= age <= WHIPPLE_TO)
    heaped = sum(count for age, count in ages.items() if WHIPPLE_FROM <= age <= WHIPPLE_TO and age % 5 == 0)
    return 500 * heaped / all_ages if all_ages else 0.0


def myers(ages: Mapping[int, int]) -> float:
    """Half the sum of the distances of the blended shares of the digits from 10 %: 0 to 90."""
    blended = [0] * len(DIGITS)
    for age, count in ages.items():
        counts = sum(first <= age < first + MYERS_YEARS for first in range(MYERS_FROM, MYERS_FROM + 10))
        blended[age % 10] += count * counts
    total = sum(blended)
    return sum(abs(100 * share / total - 10) for share in blended) / 2 if total else 0.0


def _whole_numbers(material: Material, column: str, scale: float, *, last_digit: bool) -> dict[int, int]:
    """Rows by whole number (cut, ages) or by last digit of the rounded number times the scale (measurements)."""
    cells = collapsed(material.answers, [column])
    number = material.number(column)
    if last_digit:
        rounded = (number.abs() * scale + 0.5).floor()
        number = rounded - (rounded / 10.0).floor() * 10.0
    wholes = cells.select(nw.col(HELD), number.floor().alias(_VALUE)).filter(~nw.col(_VALUE).is_null())
    rows = wholes.group_by(_VALUE).agg(nw.col(HELD).sum()).collect("pyarrow").to_native().to_pylist()
    return {int(row[_VALUE]): int(row[HELD]) for row in rows}


def age_ratio(material: Material, check: Check) -> Iterator[Found]:
    """Younger beside older children (rows with low <= age < split beside split <= age < high)."""
    (column,) = check.columns
    low, split, high = (check.number(name) for name in ("low", "split", "high"))
    age = material.number(column)
    younger, older = value_totals(
        material.answers,
        {column: [rows_where((age >= low) & (age < split)), rows_where((age >= split) & (age < high))]},
    )[column]
    yield from _ratio(material, check, "age-ratio", ("younger", younger), ("older", older))


def sex_ratio(material: Material, check: Check) -> Iterator[Found]:
    """Males beside females, by the codes that the declaration names."""
    (column,) = check.columns
    cell = nw.col(column)
    codes = [[code.strip() for code in check.text(name).split(",")] for name in ("males", "females")]
    males, females = value_totals(material.answers, {column: [rows_where(cell.is_in(each)) for each in codes]})[column]
    yield from _ratio(material, check, "sex-ratio", ("males", males), ("females", females))


def _ratio(
    material: Material, check: Check, code: str, first: tuple[str, int], second: tuple[str, int]
) -> Iterator[Found]:
    """A finding if the ratio of two counts is farther from the expected one than chance explains."""
    headers, rows = (material.header(check.columns[0]),), first[1] + second[1]
    if not second[1] or not first[1]:
        yield from not_judged(check, headers, rows, "one of the two groups is empty")
        return
    p = chance(first[1], second[1], check.number("expected"))
    if p <= check.number("cut"):
        figures = [score("ratio", first[1] / second[1]), score("p", p), counted(*first), counted(*second)]
        yield raised(check, code, headers, (rows, rows), evidence=figures)


def chance(first: int, second: int, expected: float) -> float:
    """p of a chi-squared statistic with one degree of freedom (no correction): first to second as expected to 1."""
    rows = first + second
    wanted = (rows * expected / (1 + expected), rows / (1 + expected))
    chi_squared = (first - wanted[0]) ** 2 / wanted[0] + (second - wanted[1]) ** 2 / wanted[1]
    return math.erfc(math.sqrt(chi_squared / 2))
