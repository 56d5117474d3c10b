"""The pictures of the quality report: response by question, and groups beside the reference. Tables say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from nyhavn.exchange.report import quality_words, words
from nyhavn.exchange.report.charts import Bar, Chart, Tick, bar_lines, bar_tops, chart_of, mark_top
from nyhavn.exchange.report.quality_values import MINUS, points
from nyhavn.exchange.report.scale import plain_scale, share_scale
from nyhavn.exchange.report.speech import say
from nyhavn.exchange.report.values import SHARE
from nyhavn.framework.release import CoverageRow, Release, ResponseRow

MOST_QUESTIONS = 10  # one screen of a phone; all of them stand in the release report


@dataclass(frozen=True)
class ResponsePicture:
    """The questions with the highest share without an answer. questions: how many there are whose share is shown."""

    chart: Chart
    rows: tuple[ResponseRow, ...]
    questions: int


@dataclass(frozen=True)
class GroupsPicture:
    """The groups of one breakdown beside the reference."""

    by: str
    chart: Chart
    rows: tuple[tuple[CoverageRow, str], ...]


def response_picture(release: Release, *, is_mirrored: bool) -> ResponsePicture | None:
    """None where no share of response is shown."""
    shares = [(1 - row.answered, row) for row in release.response if row.answered is not None]
    most = sorted(shares, key=lambda one: -one[0])[:MOST_QUESTIONS]
    if not most:
        return None
    scale = share_scale([share for share, _ in most], is_mirrored=is_mirrored)
    labels = [row.label or row.question for _, row in most]
    bars = tuple(
        Bar(
            label=bar_lines(label),
            label_top=top,
            top=mark_top(top, label),
            value=SHARE.value(share),
            length=scale.span(0.0, share),
        )
        for (share, _), label, top in zip(most, labels, bar_tops(labels), strict=True)
    )
    chart = chart_of(say(quality_words.RESPONSE_PICTURE), bars, scale, SHARE)
    return ResponsePicture(chart, tuple(row for _, row in most), len(shares))


def group_pictures(release: Release, *, is_mirrored: bool) -> tuple[GroupsPicture, ...]:
    """One for each breakdown that was compared with the reference."""
    titles = {breakdown.id: breakdown.title for breakdown in release.breakdowns}
    found = groupby(release.coverage, key=lambda row: row.breakdown)
    return tuple(_groups(titles.get(name, name), tuple(rows), is_mirrored=is_mirrored) for name, rows in found)


def _groups(by: str, rows: Sequence[CoverageRow], *, is_mirrored: bool) -> GroupsPicture:
    differences = [_difference(row) for row in rows]
    known = [100 * difference for difference in differences if difference is not None]
    scale = plain_scale([*known, *(-value for value in known)], is_mirrored=is_mirrored)  # zero in the middle
    labels = [row.label for row in rows]
    bars = tuple(
        Bar(
            label=bar_lines(row.label),
            label_top=top,
            top=mark_top(top, row.label),
            value="" if difference is None else points(difference),
            length=None if difference is None else scale.span(0.0, 100 * difference),
            is_hatched=difference is None,
        )
        for row, difference, top in zip(rows, differences, bar_tops(labels), strict=True)
    )
    ticks = tuple(Tick(scale.at(value), f"{value:+g}".replace("-", MINUS) if value else "0") for value in scale.ticks)
    chart = chart_of(say(quality_words.GROUPS_PICTURE).format(by=by), bars, scale, SHARE, ticks=ticks)
    shown = tuple(
        (row, say(words.NOT_SHOWN) if difference is None else points(difference))
        for row, difference in zip(rows, differences, strict=True)
    )
    return GroupsPicture(by, chart, shown)


def _difference(row: CoverageRow) -> float | None:
    return None if row.participants is None or row.reference is None else row.participants - row.reference
