"""What can be done about comparisons."""

from collections.abc import Mapping
from typing import Any

from nyhavn.framework.roles import Right
from nyhavn.framework.statistics import Statistic
from nyhavn.web.accounts.models import User
from nyhavn.web.comparisons import actions, asks, showing
from nyhavn.web.comparisons.models import ReleaseComparison
from nyhavn.web.comparisons.queries import breakdowns_in, content
from nyhavn.web.comparisons.subjects import COMPARISON, comparisons_home
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Choices, Done, Operation, Reading
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import is_readable
from nyhavn.web.releases.subjects import RELEASE


def _compare(by: User, on: PublicRelease, said: asks.ComparisonSaid) -> Done:
    made = actions.compare_with(by=by, on=on, said=said)
    message = "It stands beside the release from now on, as a plausibility check."
    return Done(message, at=comparisons_home(on.initiative), made=made.uuid)


def _take_back(by: User, on: ReleaseComparison, said: asks.ComparisonTakenBack) -> Done:
    actions.take_back(by=by, on=on, said=said)
    return Done("It is taken back, with your reason.")


def _to_compare(on: PublicRelease) -> Mapping[str, Choices]:
    if not (is_readable(on) and on.content):
        return {"breakdown": (), "indicator": ()}
    release = content(on)
    there = {table.indicator for table in release.tables if len(table.breakdowns) == 1}
    found = (one for one in release.indicators if one.id in there and one.statistic is not Statistic.QUANTILE)
    return {"breakdown": tuple(breakdowns_in(release)), "indicator": tuple((one.id, one.title) for one in found)}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "compare",
        "Put a census or a survey beside this release",
        Right.ASK_FOR_ASSESSMENT,
        RELEASE,
        _compare,
        asks=asks.ComparisonSaid,
        lead="Only published figures are compared. It is a plausibility check and no proof; where both sides mean "
        "something else, differences are shown as differences of definition, not as errors. Everybody reads it.",
        button="Compare",
        choices=_to_compare,
    ),
    Operation(
        "take-back",
        "Take this comparison back",
        Right.ASK_FOR_ASSESSMENT,
        COMPARISON,
        _take_back,
        asks=asks.ComparisonTakenBack,
        lead="It stays to be read, with your reason.",
        button="Take it back",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "comparisons",
        "Published figures beside those of a census or a survey",
        Right.SEE_WORKSPACE,
        INITIATIVE,
        showing.ComparisonsShown,
        showing.comparisons_shown,
    ),
)
