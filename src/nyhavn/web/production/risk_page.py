"""What is at risk in a run, and risk beside use for every choice of tables: values, and a picture. Geometry only."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from nyhavn.framework.at_risk import at_risk
from nyhavn.framework.protection import Audit
from nyhavn.framework.statistics import Breakdown
from nyhavn.framework.trade_off import is_beaten
from nyhavn.web.production.models import Run
from nyhavn.web.production.remedy_schemas import AtRiskShown, GroupAtRiskShown, RunRiskShown, TriedShown
from nyhavn.web.production.remedy_showing import group_label
from nyhavn.web.production.showing import candidate_of

AUDIT = TypeAdapter(Audit)
# The picture in per cent of its width, and in pixels of its height; numbers stand inside the plot.
LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 6.0, 94.0, 48.0, 196.0, 220


@dataclass(frozen=True)
class Point:
    """One choice. name: its number, a star for the plan. x: per cent. y: pixels. is_best: none shows more for less."""

    name: str
    x: float
    y: float
    is_best: bool


@dataclass(frozen=True)
class Frontier:
    """Every choice of tables, and the line through those that nothing else beats. Ends of the axes are figures.

    is_mirrored: more is shown to the left.
    """

    points: tuple[Point, ...]
    line: tuple[tuple[Point, Point], ...]
    most_shown: int
    most_at_risk: int
    is_mirrored: bool
    height: int = HEIGHT


def run_risk(on: Run) -> RunRiskShown:
    """What is at risk in the tables that came out of a run."""
    candidate = candidate_of(on)
    if candidate is None or on.restricted is None or not on.restricted["primary"]:
        return RunRiskShown(at_risk=None)
    found = at_risk(AUDIT.validate_python(on.restricted["audit"], strict=False))
    by_id: dict[str, Breakdown] = {breakdown.id: breakdown for breakdown in candidate.breakdowns}
    groups = tuple(
        GroupAtRiskShown(
            breakdown=one.breakdown, category=one.category, label=group_label(one.breakdown, one.category, by_id),
            few=one.few, all_or_none=one.all_or_none, unanswered=one.unanswered,
        )
        for one in found.groups
    )  # fmt: skip
    return RunRiskShown(
        at_risk=AtRiskShown(
            few=found.few,
            all_or_none=found.all_or_none,
            unanswered=found.unanswered,
            with_them=max(0, on.restricted["hidden"] - on.restricted["primary"]),
            groups=groups,
        )
    )


def frontier(planned: TriedShown, tried: Sequence[TriedShown], *, is_mirrored: bool) -> Frontier | None:
    """Risk beside use: figures that would give somebody away, by figures shown. None with fewer than two choices."""
    named = [("★", planned), *((f"{number}", one) for number, one in enumerate(tried, 1))]
    known = [(name, one.loss.shown, one.at_risk) for name, one in named if one.loss and one.at_risk is not None]
    if len(known) < 2:
        return None
    most_shown, most_risk = max(shown for _, shown, _ in known), max(risk for _, _, risk in known)
    points, harms = [], [(-shown, risk) for _, shown, risk in known]
    for name, shown, risk in known:
        part = shown / max(most_shown, 1)
        x = LEFT + (RIGHT - LEFT) * (1 - part if is_mirrored else part)
        y = BOTTOM - (BOTTOM - TOP) * risk / max(most_risk, 1)
        points.append(Point(name, x, y, not is_beaten((-shown, risk), harms)))
    best = sorted((point for point in points if point.is_best), key=lambda point: point.x)
    return Frontier(tuple(points), tuple(zip(best, best[1:], strict=False)), most_shown, most_risk, is_mirrored)
