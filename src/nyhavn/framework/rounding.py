"""How exactly a figure is published: so many significant digits, whichever engine added it up."""

from dataclasses import replace

from nyhavn.framework.statistics import Figure, StatisticalTable

# Engines, and workers of one engine, add doubles up in different orders: the last digits of a sum differ (measured:
# 5e-7 on 4e8), and a variance, made of differences of sums, loses a few more. Ten digits are the same everywhere, more
# than any survey knows, and enough for whole counts of everybody alive.
PUBLISHED_DIGITS = 10


def published(number: float | None) -> float | None:
    """The number to PUBLISHED_DIGITS significant decimal digits, half to even; None stays None."""
    return None if number is None else float(f"{number:.{PUBLISHED_DIGITS - 1}e}")


def as_published(table: StatisticalTable) -> StatisticalTable:
    """The table with every computed number as it is published. Counts are whole and stay."""
    return replace(table, figures=tuple(_figure(figure) for figure in table.figures))


def _figure(figure: Figure) -> Figure:
    return replace(
        figure,
        value=published(figure.value),
        standard_error=published(figure.standard_error),
        low=published(figure.low),
        high=published(figure.high),
    )
