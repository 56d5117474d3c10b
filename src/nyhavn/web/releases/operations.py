"""What can be done with a release, from the candidate to its correction."""

from collections.abc import Callable
from typing import Any

from nyhavn.framework.declared import Declared
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Confirmed, Done, Operation, Reading
from nyhavn.web.releases import actions, after_publication, asks, schemas, showing
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.subjects import RELEASE


def _approve(by: User, on: PublicRelease, said: asks.Approved) -> Done:
    actions.approve(by=by, on=on)
    return Done("Approved. Next, the community sees the results.")


def _return(by: User, on: PublicRelease, said: asks.ResultsReturned) -> Done:
    actions.return_results(by=by, on=on, said=said)
    return Done("It is on record. Next, a date is set.")


def _waive(by: User, on: PublicRelease, said: asks.ReturnWaived) -> Done:
    actions.waive_return(by=by, on=on, reason=said.reason)
    return Done("It is on record, with your reason. Next, a date is set.")


def _schedule(by: User, on: PublicRelease, said: asks.DateSet) -> Done:
    actions.schedule(by=by, on=on, day=said.day)
    return Done("The date is announced.")


def _reschedule(by: User, on: PublicRelease, said: asks.DateChanged) -> Done:
    actions.reschedule(by=by, on=on, day=said.day, reason=said.reason)
    return Done("The new date is announced, with your reason.")


def _abandon(by: User, on: PublicRelease, said: asks.GivenUp) -> Done:
    actions.abandon(by=by, on=on, reason=said.reason)
    return Done("It will not be published.")


def _publish_again(by: User, on: PublicRelease, said: Confirmed) -> Done:
    actions.publish_again(by=by, on=on)
    return Done("The publication has started again.")


def _correct(by: User, on: PublicRelease, said: asks.Erratum) -> Done:
    after_publication.correct(by=by, on=on, said=said)
    return Done("The correction is public. Those who asked to hear of it get a mail.")


def _withdraw(by: User, on: PublicRelease, said: asks.WithdrawnForError) -> Done:
    after_publication.withdraw(by=by, on=on, reason=said.reason)
    return Done("It is withdrawn. Those who asked to hear of it get a mail.")


def _on_release(
    name: str, title: str, right: Right, do: Callable[..., Done], asked: type[Declared], lead: str, button: str
) -> Operation[Any]:
    return Operation(name, title, right, RELEASE, do, asked, lead=lead, button=button)


OPERATIONS: tuple[Operation[Any], ...] = (
    _on_release(
        "approve",
        "Approve this release",
        Right.APPROVE_RELEASE,
        _approve,
        asks.Approved,
        "Whoever started the run cannot approve what came out of it. Nothing is published by this.",
        "Approve it",
    ),
    _on_release(
        "return-results",
        "Record that the community has seen the results",
        Right.RECORD_COMMUNITY_VIEW,
        _return,
        asks.ResultsReturned,
        "Those whom the figures are about see them before anybody else. The report says when.",
        "Record it",
    ),
    _on_release(
        "waive-return",
        "Go on without showing the results first",
        Right.RECORD_COMMUNITY_VIEW,
        _waive,
        asks.ReturnWaived,
        "Only where it cannot be done, or would put people in danger. The report will say that nothing is on record.",
        "Go on without",
    ),
    _on_release(
        "schedule",
        "Set the date",
        Right.SET_RELEASE_DATE,
        _schedule,
        asks.DateSet,
        "The date is announced to everybody at once. Later it can only be changed with a public reason.",
        "Announce this date",
    ),
    _on_release(
        "reschedule",
        "Change the date",
        Right.SET_RELEASE_DATE,
        _reschedule,
        asks.DateChanged,
        "Both dates and your reason are shown in the calendar and beside the release for ever.",
        "Announce the new date",
    ),
    _on_release(
        "abandon",
        "Give this release up",
        Right.SET_RELEASE_DATE,
        _abandon,
        asks.GivenUp,
        "It is never published. If its date was announced, everybody reads your reason.",
        "Give it up",
    ),
    _on_release(
        "publish-again",
        "Try the publication again",
        Right.SET_RELEASE_DATE,
        _publish_again,
        Confirmed,
        "For a publication that ended without a result. Whatever was signed already stays, and is not signed twice.",
        "Try again",
    ),
    _on_release(
        "correct",
        "Publish a correction",
        Right.CORRECT_RELEASE,
        _correct,
        asks.Erratum,
        "It stands beside the release for ever. The signed files stay as they are. Corrected figures need a new run.",
        "Publish the correction",
    ),
    _on_release(
        "withdraw",
        "Withdraw this release",
        Right.CORRECT_RELEASE,
        _withdraw,
        asks.WithdrawnForError,
        "Only for errors that a correction cannot mend. Its page stays with your reason; nobody is shown its files. "
        "This cannot be undone.",
        "Withdraw it",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading("releases", "The releases", Right.SEE_CANDIDATE, INITIATIVE, schemas.ReleasesShown, showing.releases_shown),
    Reading("", "A release", Right.SEE_CANDIDATE, RELEASE, schemas.ReleaseShown, showing.release_shown),
    Reading(
        "community-view",
        "The results in plain words",
        Right.SEE_CANDIDATE,
        RELEASE,
        schemas.CommunityView,
        showing.community_view,
    ),
)
