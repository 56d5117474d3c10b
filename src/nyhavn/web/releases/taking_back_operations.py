"""What can be read about taking back: what it would reach, and what was asked back."""

from nyhavn.framework.roles import Right
from nyhavn.web.collection.subjects import CONTRIBUTION
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Reading
from nyhavn.web.releases.impact_showing import FigureImpactShown, impact_shown
from nyhavn.web.releases.recall_showing import RecallsShown, recalls_shown

READINGS: tuple[Reading, ...] = (
    Reading(
        "impact-on-figures",
        "What taking a contribution back would do to published figures",
        Right.SEE_CONTRIBUTIONS,
        CONTRIBUTION,
        FigureImpactShown,
        impact_shown,
    ),
    Reading(
        "recalls",
        "Records and files that were asked back",
        Right.CORRECT_RELEASE,
        INITIATIVE,
        RecallsShown,
        recalls_shown,
    ),
)
