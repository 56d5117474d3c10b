"""The heat map: goals or indicators as rows, groups as columns. The picture and its table are made of the same squares.

Colour never tells alone: each mark has a pattern or a shape of its own, and a number or a sign in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nyhavn.framework.gaps import Cell, CellState
from nyhavn.framework.sdg import INDICATORS, Group
from nyhavn.web.gaps.looking import HEADLINE, Looking
from nyhavn.web.gaps.queries import GapMap
from nyhavn.web.gaps.words import group_words, state_words

COLUMNS: tuple[Group | None, ...] = (None, *Group)
SIZE, GAP, HEAD, LEFT = 30, 2, 180, 56
STEP = SIZE + GAP
MARKS = {
    CellState.PUBLISHED: "published",
    CellState.NONE_FOUND: "all",
    CellState.NO_CODE: "no-code",
    CellState.NOT_ADMITTED: "not-admitted",
    CellState.NOT_STATISTICAL: "not-statistical",
    CellState.NOT_LOOKED_AT: "not-looked-at",
}


@dataclass(frozen=True)
class Square:
    """One field of the picture and of the table. mark: its pattern; sign: in it; says: the same in words."""

    mark: str
    sign: str
    says: str
    href: str
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Line:
    """A row: a goal or an indicator. label: short, for the picture; title: for the table."""

    label: str
    title: str
    href: str
    squares: tuple[Square, ...]


@dataclass(frozen=True)
class Heading:
    """The name of a column, and where it stands."""

    words: str
    href: str
    x: int


@dataclass(frozen=True)
class Picture:
    """Rows of squares, laid out in the direction of the page."""

    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]
    labels: tuple[tuple[str, int, int], ...]
    width: int
    height: int
    is_by_goal: bool

    @property
    def squares(self) -> tuple[Square, ...]:
        """All of them."""
        return tuple(square for line in self.lines for square in line.squares)

    @property
    def view(self) -> str:
        """The part of the plane that is seen."""
        return f"0 0 {self.width} {self.height}"


def picture_of(found: GapMap, looking: Looking, *, is_mirrored: bool) -> Picture:
    """Goals by groups; within a goal, or for one group, indicators by groups."""
    lines = _by_goal(found, looking) if looking.goal is None else _by_indicator(found, looking)
    return _laid_out(tuple(lines), looking, is_mirrored)


def _laid_out(lines: Sequence[Line], looking: Looking, is_mirrored: bool) -> Picture:
    width, height = LEFT + STEP * len(COLUMNS), HEAD + STEP * len(lines)

    def place(number: int) -> int:
        x = LEFT + STEP * number
        return width - x - SIZE if is_mirrored else x

    placed = tuple(
        Line(
            line.label,
            line.title,
            line.href,
            tuple(
                Square(one.mark, one.sign, one.says, one.href, place(column), HEAD + STEP * row)
                for column, one in enumerate(line.squares)
            ),
        )
        for row, line in enumerate(lines)
    )
    headings = tuple(
        Heading(group_words(group), looking.address(group=group), place(number) + SIZE // 2)
        for number, group in enumerate(COLUMNS)
    )
    at = width - LEFT + 8 if is_mirrored else LEFT - 8
    labels = tuple((line.label, at, HEAD + STEP * row + 20) for row, line in enumerate(lines))
    return Picture(placed, headings, labels, width, height, looking.goal is None)


def _by_goal(found: GapMap, looking: Looking) -> Iterable[Line]:
    goals = dict.fromkeys(INDICATORS[cell.indicator].goal for cell in found.cells)
    for goal in goals:
        cells = [cell for cell in found.cells if INDICATORS[cell.indicator].goal == goal]
        title = INDICATORS[cells[0].indicator].goal_title
        squares = tuple(
            _together([cell for cell in cells if cell.group is group], looking.address(goal=goal, group=group))
            for group in COLUMNS
        )
        yield Line(goal, title, looking.address(goal=goal), squares)


def _together(cells: Sequence[Cell], href: str) -> Square:
    """Many fields as one: how many of those that could have a figure have none."""
    lacking = sum(cell.state is CellState.NONE_FOUND for cell in cells)
    could = lacking + sum(cell.state is CellState.PUBLISHED for cell in cells)
    if not could:
        state = next((one for one in CellState if any(cell.state is one for cell in cells)), CellState.NOT_ADMITTED)
        return Square(MARKS[state], "×" if state is CellState.NO_CODE else "–", state_words(state), href)
    says = _("no data for {lacking} of {could}").format(lacking=lacking, could=could)
    mark = "published" if not lacking else "all" if lacking == could else "most" if lacking * 2 >= could else "some"
    return Square(mark, str(lacking), says, href)


def _by_indicator(found: GapMap, looking: Looking) -> Iterable[Line]:
    cells = {(cell.indicator, cell.group): cell for cell in found.cells}
    for code in dict.fromkeys(cell.indicator for cell in found.cells):
        about = INDICATORS[code]
        if about.goal == looking.goal:
            squares = tuple(_single(found, cells[code, group]) for group in COLUMNS)
            yield Line(code, about.title, cell_address(found, code, None), squares)


def _single(found: GapMap, cell: Cell) -> Square:
    signs = {CellState.PUBLISHED: "✓", CellState.NO_CODE: "×"}
    sign = signs.get(cell.state, "!" if cell.rank else "–")
    return Square(MARKS[cell.state], sign, state_words(cell.state), cell_address(found, cell.indicator, cell.group))


def cell_address(found: GapMap, indicator: str, group: Group | None) -> str:
    """The page of a field."""
    return f"/gaps/{found.place.area}/{indicator}/{group or HEADLINE}/"
