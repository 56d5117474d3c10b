"""The words of the forms that a meeting uses, named once more so that they are translated.

A form is made from its model, and a model speaks English; what stands here is found by the collector of messages.
"""

from django.utils.translation import gettext_noop

MEETING = (
    gettext_noop("Day of the meeting"),
    gettext_noop("How did you meet?"),
    gettext_noop("Together in one place"),
    gettext_noop("On the phone"),
    gettext_noop("Online"),
    gettext_noop("Some together, some elsewhere"),
    gettext_noop("In writing"),
    gettext_noop("How many members are here"),
    gettext_noop("Members only, not guests."),
    gettext_noop("Who is here"),
    gettext_noop("Only if they wish that it is written down."),
    gettext_noop("Item"),
    gettext_noop("What else belongs in the minutes"),
    gettext_noop("Without names."),
)
POINT = (
    gettext_noop("What is asked, in one sentence"),
    gettext_noop("How did it come out?"),
    gettext_noop("The votes were counted"),
    gettext_noop("Nobody was against it"),
    gettext_noop("Not decided today"),
    gettext_noop("How many were for it"),
    gettext_noop("How many were against it"),
    gettext_noop("How many did not want to say yes or no"),
    gettext_noop("Why some were against it"),
    gettext_noop("In their words, one reason on each line. Without names."),
    gettext_noop("They gave no reason"),
    gettext_noop("They want everybody to read their reasons"),
    gettext_noop("What was said"),
    gettext_noop("For the minutes. Without names."),
)
DECISIONS = (
    gettext_noop("A use of the answers"),
    gettext_noop("Opening a collection"),
    gettext_noop("Publishing a release"),
    gettext_noop("The categories of a question"),
    gettext_noop("How small groups are protected"),
    gettext_noop("How open results and records are"),
    gettext_noop("It is against it"),
    gettext_noop("It lifts its own limit"),
    gettext_noop("From now on its agreement is needed"),
    gettext_noop("Its agreement is not needed any more"),
    gettext_noop("It agrees to it"),
)
