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
TOLD: Mapping[str, str | Promise] = {
    "not-settled": _("This was found and is being dealt with."),
    "contribution-destroyed": _("What you said was destroyed, together with the only key that opens it."),
    "file-destroyed": _("The file that your answers came in was destroyed."),
    "material-destroyed": _(
        "A story, photograph, sound or map that came with what you said was taken off this site and destroyed. "
        "If it was shown, somebody may have kept a copy."
    ),
    "finding-erased": _("A question that a check raised does not point to your answers any more."),
    "decision-erased": _("What was decided about your answers was deleted."),
    "run-stopped": _("A computation that used your answers was stopped, and nothing of it was kept."),
    "run-emptied": _("Results that were not published were destroyed. They can be made again without you."),
    "candidate-dropped": _("A release that was not published was given up. It can be made again without you."),
    "release-goes-back": _("A release that was announced does not go out with these results."),
    "published-aggregate": _(
        "These figures were published about groups of people, and cannot be called back. Nobody is "
        "named in them, and your answers cannot be read from them. No further edition is planned; if "
        "one comes, it is made without you."
    ),
    "next-edition": _(
        "These figures were published about groups of people, and cannot be called back. Nobody is "
        "named in them, and your answers cannot be read from them. A new edition, made without your "
        "answers, takes their place on the day that is named. A number moves only when enough "
        "contributions have changed, so that nobody sees that it was you."
    ),
    "release-superseded": _(
        "A new edition, made without your answers, has taken the place of these figures. A number "
        "moves only when enough contributions have changed, so some numbers may still be those of "
        "before."
    ),
    "records-recalled": _(
        "The file of single records was taken off this site, and those who asked to hear of changes "
        "were asked to delete their copies. We cannot see whether they did."
    ),
    "records-some-deleted": _(
        "The file of single records was taken off this site, and those who asked to hear of changes "
        "were asked to delete their copies. Some of them said that they did, the last one so far on "
        "this day."
    ),
    "records-all-deleted": _(
        "The file of single records was taken off this site, and those who asked to hear of changes "
        "were asked to delete their copies. All of them said that they did."
    ),
    "export-recalled": _("Somebody of the team had taken a file with your answers out. They were asked to delete it."),
    "export-deleted": _("Somebody of the team had taken a file with your answers out. They said that they deleted it."),
    "office-never-fetched": _(
        "A file with your answers was ready for an office. The office had not fetched it, and it was destroyed."
    ),
    "office-recalled": _(
        "An office had received your answers in a file of single records. It was asked to delete it, "
        "and gets another one without you. We cannot see whether it did."
    ),
    "office-deleted": _("An office had received your answers in a file of single records. It said that it deleted it."),
    "office-after-cut-off": _(
        "An office had received your answers in a file of single records, and the day until which "
        "it has to delete them is over. The agreement with the office says what holds now. Nobody gets the file "
        "from this site any more."
    ),
    "office-figures": _(
        "An office received figures about groups of people. Nobody is named in them, and your answers "
        "cannot be read from them. When a new edition without you is out, the office gets it in their place."
    ),
}
"""What a trace says (framework.lineage.WORDS), where it can be translated; a test compares the two."""
THINGS: Mapping[str, str | Promise] = {
    "contribution": _("Your answers"),
    "import-file": _("The file in which your answers came"),
    "material": _("A story, photograph, sound or map"),
    "finding": _("Notes about answers that were looked at again"),
    "decision": _("Decisions about answers"),
    "run": _("Figures being worked on"),
    "candidate": _("Figures that are not published yet"),
    "release": _("Published figures"),
    "records": _("Published answers without names"),
    "export": _("A copy that was handed out"),
    "office-records": _("Single answers that an office received"),
    "office-figures": _("Figures that an office received"),
}
SOMETHING: str | Promise = _("Something made from your answers")


def thing(kind: str) -> str:
    """What a kind of thing is called."""
    return str(THINGS.get(kind, SOMETHING))


def told(code: str, outcome: Outcome) -> str:
    """What became of a thing, as exactly as there are words for it."""
    return str(TOLD.get(code, OUTCOMES[outcome]))
