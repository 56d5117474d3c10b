"""Until when something may be kept: whole months on the calendar, counted from the day of a yes."""

from calendar import monthrange
from datetime import date

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice_terms import HasTerms, retention_months

MONTHS_OF_A_YEAR = 12


def after_months(day: date, months: int) -> date:
    """The day with the same number so many months later; the last one of that month where it has no such day.

    So counts Regulation (EEC, Euratom) No 1182/71, article 3 (2) (c). A day that no calendar has is the last one there
    is: a timer that ends nobody's consent too early.
    """
    years, month = divmod(day.month - 1 + months, MONTHS_OF_A_YEAR)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(notice: HasTerms, purpose: Purpose, said_on: date) -> date | None:
    """The last day on which a yes of that day holds, by the terms of the notice it was said under.

    None where no timer ends it. What is not kept holds on the day itself.
    """
    months = retention_months(notice, purpose)
    return None if months is None else after_months(said_on, months)


def earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two ends; None is no end."""
    ends = [end for end in (one, other) if end is not None]
    return min(ends, default=None)


def first_of_month(day: date) -> date:
    """The month of a day, as its first day."""
    return day.replace(day=1)
