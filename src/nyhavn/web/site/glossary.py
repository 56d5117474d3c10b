"""The words that readers of public pages meet, each in a sentence or two. GLOSSARY.md has them all."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Word:
    """One word. anchor: where links to it lead; the report's words have the same anchors."""

    anchor: str
    term: str
    meaning: str


GLOSSARY = (
    Word(
        "citizen-data-word",
        _("Citizen data"),
        _(
            "Data from initiatives that people start themselves, or in which they share the decisions at least about "
            "the design or the collection. A citizen is anybody who lives in a society, with or without papers."
        ),
    ),
    Word(
        "initiative", _("Initiative"), _("People’s own work that makes data, with a community that stands behind it.")
    ),
    Word(
        "contribution",
        _("Contribution"),
        _("What one person, household, group or place gave: one filled-in questionnaire."),
    ),
    Word(
        "release", _("Release"), _("Figures that were published together, signed, and will not be changed in silence.")
    ),
    Word("version", _("Version"), _("A newer version of a release says what changed. Older versions stay readable.")),
    Word(
        "correction",
        _("Correction"),
        _("A public note that something in a release was wrong, which figures it touches, and since when."),
    ),
    Word(
        "withdrawn",
        _("Withdrawn"),
        _("A release that was taken back because it is wrong or could hurt somebody. Its page says why."),
    ),
    Word(
        "indicator",
        _("Indicator"),
        _("A figure that answers one question, such as the share of people with water nearby."),
    ),
    Word("n", _("n"), _("The number of valid answers behind a figure. A small n makes a figure uncertain.")),
    Word(
        "interval",
        _("95 % interval"),
        _("The range in which the true value would lie in 95 of 100 such surveys. It covers chance only."),
    ),
    Word(
        "not-shown",
        _("Not shown, to protect people"),
        _("The figure exists, but it could give somebody away, so nobody is shown it."),
    ),
    Word("no-answers", _("No answers"), _("Nobody in the group gave a valid answer. It is not zero.")),
    Word(
        "value-chain",
        _("Data value chain"),
        _("The stages that data pass through: design, collection, processing, publication, use, evaluation."),
    ),
    Word(
        "level",
        _("Level of participation"),
        _("How much say people had at a stage, from 1 (they were told) to 5 (they decided). From 4 on it is enough."),
    ),
    Word(
        "evidence",
        _("Evidence"),
        _("A dated document that somebody other than the one who claims something vouches for."),
    ),
    Word(
        "consent",
        _("Consent"),
        _("A person’s own yes or no to one use of their answers, asked for each use by itself."),
    ),
    Word(
        "receipt",
        _("Receipt"),
        _(
            "Seven words to keep in the head, or a code on paper, as the contributor chose. "
            "It opens that contribution alone."
        ),
    ),
    Word("safeguard", _("Safeguard"), _("A rule or habit that serves a principle and leaves a record one can read.")),
    Word(
        "synthetic",
        _("Invented data"),
        _("Answers that were made up for a demonstration. They say nothing about real people."),
    ),
    Word(
        "checkpoint",
        _("Checkpoint"),
        _("A signed note of how many releases the log holds. Old ones show whether the log was changed later."),
    ),
)
