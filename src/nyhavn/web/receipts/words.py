"""Our own words for uses, states and what became of things: they name no topic, and are said in every language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.lineage import Outcome

USES: Mapping[Purpose, str | Promise] = {
    Purpose.COLLECTION: _("Your answers are kept"),
    Purpose.COMMUNITY_USE: _("Your community uses your answers"),
    Purpose.PUBLISHED_AGGREGATES: _("Figures made from many answers are published"),
    Purpose.OPEN_MICRODATA: _("Your answers are published one by one, without your name"),
    Purpose.STATISTICS_OFFICE: _("The statistics office gets your answers"),
    Purpose.RE_CONTACT: _("Somebody may ask you again"),
    Purpose.MEDIA: _("Pictures, sound or film of you are used"),
    Purpose.ATTRIBUTION: _("You are named"),
}
NOT_SAID: str | Promise = _("You said nothing about this.")
STATES: Mapping[ConsentState, str | Promise] = {
    ConsentState.UNKNOWN: NOT_SAID,
    ConsentState.REQUESTED: NOT_SAID,
    ConsentState.DEFERRED: NOT_SAID,
    ConsentState.GIVEN: _("You said yes."),
    ConsentState.RENEWED: _("You said yes."),
    ConsentState.REFUSED: _("You said no."),
    ConsentState.WITHDRAWN: _("You took it back."),
    ConsentState.REVOKED: _("Those who hold the answers ended it."),
    ConsentState.EXPIRED: _("Its time is over."),
    ConsentState.INVALIDATED: _("It did not count."),
}
OUTCOMES: Mapping[Outcome, str | Promise] = {
    Outcome.ERASED: _("Erased."),
    Outcome.REAGGREGATED: _("Made again without your answers."),
    Outcome.SUPERSEDED: _("A newer one without your answers has taken its place."),
    Outcome.RECALLED: _("Whoever has it was asked to delete it."),
    Outcome.STAYS: _("It stays, because it was published as figures about many people."),
    Outcome.WAITS: _("This is still being done."),
}
THINGS: Mapping[str, str | Promise] = {
    "contribution": _("Your answers"),
    "import-file": _("The file in which your answers came"),
    "quarantine": _("Rows of a file that wait for a decision"),
    "finding": _("Notes about answers that were looked at again"),
    "decision": _("Decisions about answers"),
    "corrected-answer": _("Corrected answers"),
    "run": _("Figures being worked on"),
    "candidate": _("Figures that are not published yet"),
    "release": _("Published figures"),
    "microdata": _("Published answers without names"),
    "export": _("A copy that was handed out"),
    "package": _("A copy that an office has"),
    "job": _("Work in progress"),
}
SOMETHING: str | Promise = _("Something made from your answers")


def thing(kind: str) -> str:
    """What a kind of thing is called."""
    return str(THINGS.get(kind, SOMETHING))
