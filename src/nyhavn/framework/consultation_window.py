"""The window of a consultation: clock times at a place, and which moments these are, also when clocks are changed.

What is printed is what the clock on the wall shows. Where one clock time comes twice in a night, a beginning is the
first and an end is the second, so that nobody who reads the notice comes too late. One that never comes is refused.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import NaiveDatetime, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal


class Window(Declared):
    """From when to when, as the clock shows it in a time zone of the IANA list. The end itself is outside.

    Raises Refusal: consultation-zone-unknown, consultation-time-not-there, consultation-ends-before-it-begins.
    """

    zone: str
    begins: NaiveDatetime
    ends: NaiveDatetime

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        check_zone(self.zone)
        check_clock_time(self.begins, self.zone, "begins")
        check_clock_time(self.ends, self.zone, "ends")
        if self.ends_at <= self.begins_at:
            do = "Please check both times."
            raise refusal("consultation-ends-before-it-begins", "It ends before it begins.", where="ends", do=do)
        return self

    @property
    def begins_at(self) -> datetime:
        """The moment from which comments come in, in UTC."""
        return earliest(self.begins, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The moment from which comments are late, in UTC, without extensions."""
        return latest(self.ends, self.zone)


def check_zone(zone: str) -> None:
    """Raises Refusal "consultation-zone-unknown"."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        what = "This time zone is not known."
        do = "Write it as in Africa/Nairobi or America/Bogota."
        raise refusal("consultation-zone-unknown", what, where="zone", do=do) from None


def check_clock_time(clock: datetime, zone: str, where: str) -> None:
    """Raises Refusal "consultation-time-not-there" for a time that clocks jump over in that zone."""
    if earliest(clock, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != clock:
        what = f"Clocks are put forward in that night, and it is never {clock:%H:%M}."
        raise refusal("consultation-time-not-there", what, where=where, do="Choose a time before or after that.")


def earliest(clock: datetime, zone: str) -> datetime:
    """The first moment at which clocks show it, in UTC."""
    return min(_moments(clock, zone))


def latest(clock: datetime, zone: str) -> datetime:
    """The last moment at which clocks show it, in UTC."""
    return max(_moments(clock, zone))


def _moments(clock: datetime, zone: str) -> tuple[datetime, datetime]:
    there = clock.replace(tzinfo=ZoneInfo(zone))
    return there.replace(fold=0).astimezone(UTC), there.replace(fold=1).astimezone(UTC)


@lru_cache(maxsize=4096)  # answers are shown at one moment to all, and very many comments ask
def end_of_day(moment: datetime, zone: str, *, days: int) -> datetime:
    """The end of the day that is so many days later at that place, in UTC: the first moment of the day after it."""
    day = moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=days + 1)
    return latest(datetime.combine(day, time()), zone)


def reminders(begins_at: datetime, ends: datetime, zone: str, days_before: Iterable[int]) -> tuple[datetime, ...]:
    """When people are reminded, in UTC and in order: at the clock time of the end, so many days before it.

    ends: as the clock shows it, extensions included. What would come before the beginning is left out.
    """
    found = (latest(ends - timedelta(days=days), zone) for days in days_before)
    return tuple(sorted(moment for moment in found if moment > begins_at))
