"""Hide the cells of a protected release in its tables."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nyhavn.framework.protection import CellRef, Protection
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.statistics import CellStatus, Figure, StatisticalTable


def apply(tables: Sequence[StatisticalTable], protection: Protection) -> tuple[StatisticalTable, ...]:
    """The same tables with hidden figures.

    Where n is hidden, nothing of the figure is left. Where only the numerator is hidden, n stays. A hidden figure
    looks the same whether it is disclosive by itself or hidden for the sake of another, and so does a hidden group
    in which nobody answered.

    Raises Refusal "table-not-protected" for a table that did not take part in the protection.
    """
    reasons = tuple(reason for table in tables for reason in _unprotected(table, protection))
    if reasons:
        raise Refusal(*reasons)
    return tuple(
        replace(table, figures=tuple(_hide(table, figure, protection.suppressed) for figure in table.figures))
        for table in tables
    )


def _unprotected(table: StatisticalTable, protection: Protection) -> Iterator[Reason]:
    """One reason if the table shows a group that the protection has not seen."""
    for figure in table.figures:
        if figure.n and _ref(table, figure, "n") not in protection.checked:
            yield Reason(
                "table-not-protected",
                f'Table "{table.id}" holds figures that did not take part in disclosure control.',
                do="Protect all tables of a release together.",
            )
            return


def _hide(table: StatisticalTable, figure: Figure, suppressed: frozenset[CellRef]) -> Figure:
    """The figure as it may be published."""
    if _ref(table, figure, "n") in suppressed:
        return Figure(figure.categories, CellStatus.SUPPRESSED)
    if _ref(table, figure, "numerator") in suppressed:
        return Figure(figure.categories, CellStatus.SUPPRESSED, n=figure.n)
    return figure


def _ref(table: StatisticalTable, figure: Figure, part: str) -> CellRef:
    return CellRef(table.indicator, table.breakdowns, figure.categories, "n" if part == "n" else "numerator")
