"""A comparison as a picture: for each group a dot for the release, a square for the reference, a line between both."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language_bidi, gettext_noop

from nyhavn.framework.comparison import Aspect, ComparedRow, RowState
from nyhavn.web.comparisons.showing import ComparisonShown
from nyhavn.web.pages.formats import count

PLUS, MINUS = "+", "\u2212"
WIDTH, MARGIN, STEP, TOP = 320.0, 12.0, 38.0, 8.0
LONGEST_LABEL = 38
ASPECTS: dict[Aspect, str] = {
    Aspect.POPULATION: gettext_noop("population"),
    Aspect.DEFINITION: gettext_noop("definition"),
    Aspect.PERIOD: gettext_noop("period"),
    Aspect.METHOD: gettext_noop("method"),
}
STATES: dict[RowState, str] = {
    RowState.COMPARED: gettext_noop("compared"),
    RowState.NOT_SHOWN: gettext_noop("not shown, to protect people"),
    RowState.NO_ANSWERS: gettext_noop("no answers"),
    RowState.ONLY_OURS: gettext_noop("not in the reference"),
    RowState.ONLY_THEIRS: gettext_noop("not in the release"),
}


@dataclass(frozen=True)
class Line:
    """One group in the picture. Places are those of a drawing, in its own units."""

    label: str
    y: float
    ours: float
    theirs: float


@dataclass(frozen=True)
class ComparisonPage:
    """A comparison as a page shows it. number: on that page. places: digits after the decimal sign.

    aspects: word and entry. means_other: what makes a difference by definition. otherwise: what does not, in words.
    compared: row and its difference with its sign, of shares in percentage points. left_out: row and why.
    """

    shown: ComparisonShown
    number: int
    lines: tuple[Line, ...]
    height: float
    start: float
    places: int
    aspects: tuple[tuple[str, object], ...]
    means_other: tuple[str, ...]
    otherwise: tuple[str, ...]
    compared: tuple[tuple[ComparedRow, str], ...]
    left_out: tuple[tuple[object, str], ...]


def comparison_pages(shown: Iterable[ComparisonShown]) -> tuple[ComparisonPage, ...]:
    """Comparisons with their pictures."""
    return tuple(_page(one, number) for number, one in enumerate(shown, start=1))


def _page(shown: ComparisonShown, number: int) -> ComparisonPage:
    lines = tuple(_lines(shown))
    places = 0 if all(_is_whole(row) for row in shown.compared) else 1
    return ComparisonPage(
        shown=shown,
        number=number,
        lines=lines,
        height=TOP + STEP * len(lines) + 4,
        start=WIDTH - MARGIN if get_language_bidi() else MARGIN,
        places=places,
        aspects=tuple((ASPECTS[one.aspect], one) for one in shown.aspects),
        means_other=tuple(ASPECTS[one] for one in shown.means_other),
        otherwise=tuple(ASPECTS[one] for one in shown.otherwise),
        compared=tuple((row, difference_said(row, places, is_share=shown.is_share)) for row in shown.compared),
        left_out=tuple((row, STATES[row.state]) for row in shown.left_out),
    )


def _lines(shown: ComparisonShown) -> list[Line]:
    rows = [(row.label, row.ours or 0.0, row.theirs or 0.0) for row in shown.compared]
    largest = max((max(ours, theirs) for _, ours, theirs in rows), default=0.0) or 1.0
    return [
        Line(label[:LONGEST_LABEL], TOP + STEP * at, _at(ours / largest), _at(theirs / largest))
        for at, (label, ours, theirs) in enumerate(rows)
    ]


def _is_whole(row: ComparedRow) -> bool:
    return all(float(value).is_integer() for value in (row.ours or 0.0, row.theirs or 0.0))


def difference_said(row: ComparedRow, places: int, *, is_share: bool) -> str:
    """With its sign: a difference without one reads as a figure of its own."""
    value = (row.difference or 0.0) * (100 if is_share else 1)
    digits = 1 if is_share else places
    sign = "" if not round(value, digits) else PLUS if value > 0 else MINUS
    return sign + count(abs(value), digits)


def _at(part: float) -> float:
    x = MARGIN + (WIDTH - 2 * MARGIN) * max(0.0, part)
    return round(WIDTH - x if get_language_bidi() else x, 1)
