"""Published results that nobody was asked about, or from which nothing followed so far."""

from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum

from nyhavn.framework.commitments import Trail
from nyhavn.framework.declared import Declared


class PublishedResult(Declared):
    """Published results, by the name that all their versions share. since: the day of the first version."""

    name: str
    title: str
    since: date


class WhyUnused(StrEnum):
    """Why results are on the list of those that led to no decision."""

    NOBODY_ASKED = "nobody-asked"
    NOTHING_FOLLOWED = "nothing-followed"


class UnusedResult(Declared):
    """Results that nobody was asked about, or from which nothing followed. since: of that."""

    name: str
    title: str
    why: WhyUnused
    since: date


def unused(published: Collection[PublishedResult], trails: Collection[Trail]) -> tuple[UnusedResult, ...]:
    """Those that led to no commitment and no action so far, the longest wait first. That is no fault of the data."""
    return tuple(sorted(_unused(published, trails), key=lambda one: (one.since, one.name)))


def _unused(published: Collection[PublishedResult], trails: Collection[Trail]) -> Iterator[UnusedResult]:
    for one in published:
        asked = [trail for trail in trails if trail.release == one.name]
        if not asked:
            yield UnusedResult(name=one.name, title=one.title, why=WhyUnused.NOBODY_ASKED, since=one.since)
        elif not any(trail.led_somewhere for trail in asked):
            since = min(trail.asked_on for trail in asked)
            yield UnusedResult(name=one.name, title=one.title, why=WhyUnused.NOTHING_FOLLOWED, since=since)
