"""A calendar that others subscribe to: iCalendar, RFC 5545, with RFC 7986 for its name and how often to look.

Days of actions are whole days; meetings have a time zone. Nobody is an attendee and nobody an organiser in it, since
those properties are mail addresses. The same records give the same bytes, whatever the day.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event, Timezone, vDuration, vText, vUri

from nyhavn.exchange.report import roadmap_words as words
from nyhavn.exchange.report.speech import say
from nyhavn.exchange.report.visible import visible
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roadmap_bodies import without_addresses
from nyhavn.framework.roadmap_evidence import is_web_address
from nyhavn.framework.roadmap_history import EARLIEST, LATEST

PRODUCT = "-//Nyhavn//Calendar//EN"
LOOK_AGAIN = timedelta(hours=12)  # this project's own: twice a day reaches people before a meeting, and is no burden
DAY = timedelta(days=1)
AROUND = timedelta(days=366)  # a zone is described from a year before what happens to a year after
_KEY = re.compile(r"\A[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z")
_HOST = re.compile(r"\A[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\Z")
_BREAK = re.compile(r"[\s\u0085\u2028\u2029]+")


@dataclass(frozen=True)
class WholeDays:
    """From a first to a last day, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("the last day is before the first one")


@dataclass(frozen=True)
class Meeting:
    """From one moment to another, as clocks show it in a zone (IANA name). Raises Refusal: calendar-zone-unknown,
    calendar-times-out-of-order."""

    starts_at: datetime
    ends_at: datetime
    zone: str

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("a moment without a time zone")
        zone_of(self.zone)
        is_meant = self.starts_at.date() >= EARLIEST and self.ends_at.date() <= LATEST
        if self.ends_at <= self.starts_at or not is_meant:  # days are not compared: each moment may be told in its zone
            what = "It would end before it starts, or a year cannot be meant."
            raise refusal("calendar-times-out-of-order", what, where="ends_at", do="Please check both times.")


@dataclass(frozen=True)
class CalendarEntry:
    """One action or event, in words that everybody may read.

    key: of the thing, never used for another one. changes: how often it was changed, only ever growing; changed_at:
    when it was last. lines: of the description. organiser: in words. cancelled: why; "" while it takes place.
    """

    key: str
    title: str
    when: WholeDays | Meeting
    changed_at: datetime
    changes: int
    lines: tuple[str, ...] = ()
    place: str = ""
    organiser: str = ""
    address: str = ""
    cancelled: str = ""

    def __post_init__(self) -> None:
        if not _KEY.match(self.key):
            raise ValueError("a key of letters, digits, dots, hyphens and underscores")
        if self.changed_at.tzinfo is None or self.changes < 0:
            raise ValueError("an aware moment, and a number of changes")
        if self.address and not is_web_address(self.address):
            raise ValueError("an address of a page")


@dataclass(frozen=True)
class Feed:
    """A calendar. host: of the site that keeps it, behind every key. address: of the page that says the same."""

    name: str
    host: str
    address: str = ""

    def __post_init__(self) -> None:
        if not _HOST.match(self.host) or (self.address and not is_web_address(self.address)):
            raise ValueError("a host, and an address of a page")


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that IANA name, such as Africa/Nairobi. Raises Refusal "calendar-zone-unknown"."""
    try:
        if "/" in name or name == "UTC":
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    what = "This time zone is not known."
    raise refusal("calendar-zone-unknown", what, where="zone", do="Choose one by its place, such as Africa/Nairobi.")


def calendar_bytes(feed: Feed, entries: Iterable[CalendarEntry]) -> bytes:
    """The calendar as a file, UTF-8, in the language that is spoken. Raises ValueError for a key used twice."""
    found = sorted(entries, key=lambda one: one.key)
    if len({one.key for one in found}) < len(found):
        raise ValueError("two entries have the same key")
    calendar = _head(feed)
    for zone in _zones(found):
        calendar.add_component(zone)
    for one in found:
        calendar.add_component(_event(one, feed.host))
    return bytes(calendar.to_ical())


def _head(feed: Feed) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    for name in ("NAME", "X-WR-CALNAME"):
        calendar.add(name, vText(one_line(feed.name)))  # of a name that begins with X- the library escapes nothing
    for name in ("DESCRIPTION", "X-WR-CALDESC"):
        calendar.add(name, vText(say(words.CALENDAR_DESCRIPTION)))
    if feed.address:
        calendar.add("URL", vUri(feed.address))
    calendar.add("REFRESH-INTERVAL", vDuration(LOOK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(LOOK_AGAIN))
    return calendar


def _event(one: CalendarEntry, host: str) -> Event:
    event = Event()
    event.add("UID", f"{one.key}@{host}")
    event.add("DTSTAMP", one.changed_at.astimezone(UTC))  # without METHOD: when it was last revised (RFC 5545, 3.8.7.2)
    event.add("LAST-MODIFIED", one.changed_at.astimezone(UTC))
    event.add("SEQUENCE", one.changes)
    event.add("SUMMARY", one_line(one.title))
    event.add("STATUS", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("CLASS", "PUBLIC")
    _add_when(event, one.when)
    if one.place:
        event.add("LOCATION", one_line(one.place))
    description = "\n".join(one_line(line) for line in _lines(one))
    if description:
        event.add("DESCRIPTION", description)
    if one.address:
        event.add("URL", vUri(one.address))
    return event


def _lines(one: CalendarEntry) -> Sequence[str]:
    cancelled = (say(words.CALENDAR_CANCELLED).format(because=one.cancelled),) if one.cancelled else ()
    invites = (say(words.CALENDAR_INVITES).format(organiser=one.organiser),) if one.organiser else ()
    return (*cancelled, *one.lines, *invites, *filter(None, (one.address,)))


def _add_when(event: Event, when: WholeDays | Meeting) -> None:
    if isinstance(when, WholeDays):
        event.add("DTSTART", when.first)
        event.add("DTEND", when.last + DAY)  # the end is not included (RFC 5545, 3.6.1)
        event.add("TRANSP", "TRANSPARENT")  # a month of work keeps nobody from meeting
        return
    starts, ends = (moment.astimezone(zone_of(when.zone)) for moment in (when.starts_at, when.ends_at))
    if (
        starts.fold or ends.fold
    ):  # clocks were put back, and the later of two equal hours cannot be written by the clock
        starts, ends = starts.astimezone(UTC), ends.astimezone(UTC)
    event.add("DTSTART", starts)
    event.add("DTEND", ends)
    event.add("TRANSP", "OPAQUE")


def _zones(entries: Sequence[CalendarEntry]) -> list[Timezone]:
    """Every zone that is used, by the alphabet, so that the same entries give the same bytes."""
    meetings = [one.when for one in entries if isinstance(one.when, Meeting)]
    names = sorted({one.zone for one in meetings} - {"UTC"})
    if not names:
        return []
    first = min(one.starts_at for one in meetings).date() - AROUND
    last = max(one.ends_at for one in meetings).date() + AROUND
    return [Timezone.from_tzid(name, first_date=first, last_date=last) for name in names]


def one_line(text: str) -> str:
    """A text on one line, in which nothing acts and no mail address stands."""
    return without_addresses(visible(_BREAK.sub(" ", text).strip()))
