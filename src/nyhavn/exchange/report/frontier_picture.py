"""The picture of risk against loss: one dot for each option, a line through those that no other one beats.

A file of its own, since it is restricted and belongs to no release. The table beside it says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nyhavn.exchange.report.html import environment
from nyhavn.exchange.report.scale import plain_scale

TITLE = "Risk against what is lost"
DESCRIPTION = (
    "Each dot is an option. Further left, less is lost; further down, fewer people are found. "
    "Filled dots joined by a line are options that no other one beats. The table says the same in numbers."
)
LOSS = "lost of what the keys tell"
RISK = "rows expected to be found"

# Pixels of the drawing, which a browser may shrink.
WIDTH, HEIGHT = 640, 440
LEFT, TOP, RIGHT, BOTTOM = 70, 30, 20, 56
FULL = 58.0  # what a scale of ours calls its whole length (report.scale.PLOT_WIDTH)


@dataclass(frozen=True)
class FrontierPoint:
    """One option. number: its line in the table. risk, loss: shares from 0 to 1. is_best: no option beats it."""

    number: int
    words: str
    risk: float
    loss: float
    is_best: bool


@dataclass(frozen=True)
class Dot:
    """A point in place, in pixels."""

    x: float
    y: float
    number: int
    words: str
    is_best: bool


@dataclass(frozen=True)
class Mark:
    """A marked value of an axis, in pixels from its start."""

    at: float
    text: str


def frontier_svg(points: Sequence[FrontierPoint]) -> bytes:
    """The picture, UTF-8; the same bytes for the same points."""
    across = plain_scale([100 * point.loss for point in points], is_mirrored=False)
    upwards = plain_scale([100 * point.risk for point in points], is_mirrored=False)
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(loss: float) -> float:
        return LEFT + width * across.at(100 * loss) / FULL

    def y(risk: float) -> float:
        return TOP + height * (1 - upwards.at(100 * risk) / FULL)

    dots = [Dot(x(one.loss), y(one.risk), one.number, one.words, one.is_best) for one in points]
    best = sorted((dot for dot in dots if dot.is_best), key=lambda dot: (dot.x, -dot.y))
    drawn = environment().get_template("frontier.svg.jinja")
    return drawn.render(
        title=TITLE,
        description=DESCRIPTION,
        loss=LOSS,
        risk=RISK,
        width=WIDTH,
        height=HEIGHT,
        plot=(LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM),
        across=[Mark(x(tick / 100), f"{tick:g} %") for tick in across.ticks],
        upwards=[Mark(y(tick / 100), f"{tick:g} %") for tick in upwards.ticks],
        others=[dot for dot in dots if not dot.is_best],
        best=best,
        path=" ".join(f"{'L' if place else 'M'}{dot.x:.1f} {dot.y:.1f}" for place, dot in enumerate(best)),
    ).encode("utf-8")
