"""What can be wrong with an answer, as messages that translators find. The sentences are those of the framework.

A test holds both lists to the same words: the framework knows no language but English.
"""

from django.utils.translation import gettext_noop

PROBLEMS = (
    gettext_noop("An answer is needed here."),
    gettext_noop("This answer is outside what the form expects. Please check it."),
    gettext_noop("This is not a number. Please write it with digits."),
    gettext_noop("Please write a whole number, without a point."),
    gettext_noop("This number has a comma. Please write it without one; decimals take a point, as in 3.5."),
    gettext_noop("This number has too many digits. Please check it."),
    gettext_noop("This number is not on the scale. Please check it."),
    gettext_noop("This is not a date. Please write year, month and day, as in 2026-11-22."),
    gettext_noop(
        "This year is not between 1500 and 2200. Please write the date of the international calendar, as in 2026-11-22."
    ),
    gettext_noop("This is not a time of day. Please write hours and minutes, as in 14:30."),
    gettext_noop("This is not a date with a time. Please write it as in 2026-11-22 14:30."),
    gettext_noop("This is not a place. Please write latitude and longitude, as in 55.6797 12.5911."),
    gettext_noop("This place is not on the map. Latitude is between -90 and 90, longitude between -180 and 180."),
    gettext_noop("Please choose from the list."),
    gettext_noop("Please choose one answer only."),
    gettext_noop("This text is too long. Please keep it under 10,000 characters."),
    gettext_noop("This text holds a sign that cannot be kept. Please write it again."),
)
