"""Days in the words of the report."""

from datetime import date

from nyhavn.exchange.report import words
from nyhavn.exchange.report.speech import say


def day(on: date) -> str:
    """A day in words, so that nobody mistakes the month for the day."""
    return say(words.DATE).format(day=on.day, month=say(words.MONTHS[on.month - 1]), year=on.year)
