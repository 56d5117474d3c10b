"""Counts that passed the gate already, read as figures."""

from nyhavn.framework.gate_numbers import A_FEW, NONE
from nyhavn.framework.quality_dimensions import QualityFigure, computed, not_shown, said


def counted(code: str, shown: str, *, about: tuple[str, ...] = ()) -> QualityFigure:
    """The figure of a count as it may be shown: a number, "none", "a few", or words that hide it."""
    if shown == NONE:
        return computed(code, 0, about=about)
    if shown == A_FEW:
        return said(code, "few", about=about)
    return computed(code, int(shown), about=about) if shown.isascii() and shown.isdigit() else not_shown(code)


def number_of(shown: str) -> int | None:
    """The number that is shown; None where it is hidden."""
    if shown == NONE:
        return 0
    return int(shown) if shown.isascii() and shown.isdigit() else None
