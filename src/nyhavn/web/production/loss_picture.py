"""Loss by group as a picture: one bar per group, cut into what is shown, hidden and left out. Geometry only.

Bars of all groups have one scale, so a short bar is a group about which little was asked. What is hidden is hatched.
"""

import textwrap
from dataclasses import dataclass

from nyhavn.exchange.report.scale import Scale, Span
from nyhavn.web.production.remedy_schemas import GroupLossShown, LossShown

# Pixels; a label of so many letters fits the narrowest phone.
LABEL_LETTERS, LINE, BAR, BELOW_LABEL, GAP, VALUE_X = 38, 20, 14, 6, 16, 60.0
KEY = (
    ("shown", "Full: figures that everybody would see."),
    ("hidden", "Hatched: hidden, so that nobody is recognised."),
    ("left_out", "Dashed: planned, and left out here."),
    ("empty", "Gap: nobody gave an answer."),
)


@dataclass(frozen=True)
class Piece:
    """A stretch of a bar. kind: shown, hidden, left_out or empty. Lengths in per cent of the width."""

    kind: str
    span: Span


@dataclass(frozen=True)
class Row:
    """One group: its label as lines that end where the bar begins, the bar, and its numbers in words."""

    label: tuple[tuple[int, str], ...]
    top: int
    pieces: tuple[Piece, ...]
    value: str
    value_top: int


@dataclass(frozen=True)
class Picture:
    """All groups of one choice of tables.

    direction: of its words, "ltr" or "rtl", whatever is around it. start, value_x: where labels and numbers begin, in
    per cent.
    """

    rows: tuple[Row, ...]
    height: int
    direction: str
    start: float
    value_x: float
    key: tuple[str, ...]


def loss_picture(loss: LossShown, *, is_mirrored: bool) -> Picture:
    """The picture. is_mirrored: on a page that runs from right to left."""
    most = max((_asked(group) for group in loss.groups), default=1) or 1
    scale = Scale(0.0, float(most), is_mirrored)
    rows, top = [], 0
    for group in loss.groups:
        rows.append(_row(group, top, scale))
        top = rows[-1].top + BAR + GAP
    present = (kind for kind in ("shown", "hidden", "left_out", "empty") if any(getattr(g, kind) for g in loss.groups))
    return Picture(
        rows=tuple(rows),
        height=top,
        direction="rtl" if is_mirrored else "ltr",
        start=scale.place(0.0),
        value_x=scale.place(VALUE_X),
        key=tuple(dict(KEY)[kind] for kind in present),
    )


def _row(group: GroupLossShown, top: int, scale: Scale) -> Row:
    lines = textwrap.wrap(group.label, LABEL_LETTERS) or [""]
    label = tuple((top + LINE * at - 5, line) for at, line in enumerate(lines, 1))
    bar = top + LINE * len(lines) + BELOW_LABEL
    return Row(label, bar, _pieces(group, scale), f"{group.shown} of {_asked(group)}", bar + BAR - 2)


def _pieces(group: GroupLossShown, scale: Scale) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for kind, _ in KEY:
        number = getattr(group, kind)
        if number:
            pieces.append(Piece(kind, scale.span(float(at), float(at + number))))
        at += number
    return tuple(pieces)


def _asked(group: GroupLossShown) -> int:
    return group.shown + group.hidden + group.left_out + group.empty
