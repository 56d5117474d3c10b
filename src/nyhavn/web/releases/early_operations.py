"""What can be done about readers before publication."""

from typing import Any
from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.pages.operations import Confirmed, Done, Operation, Reading, Subject
from nyhavn.web.releases import early
from nyhavn.web.releases.early_asks import EarlyReaderSaid
from nyhavn.web.releases.early_showing import EarlyReadersShown, early_readers_shown
from nyhavn.web.releases.models import EarlyReading, PublicRelease
from nyhavn.web.releases.subjects import RELEASE, release_home


def enter_reading(user: User, right: Right, *, initiative: str, reader: UUID) -> EarlyReading:
    """The early reader, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = EarlyReading.objects.filter(release__initiative=within, uuid=reader).select_related("release__initiative")
    row = found.first()
    if row is None:
        raise not_found("reader")
    return row


READER = Subject(
    "early-reader",
    "initiatives/<slug:initiative>/early-readers/<uuid:reader>",
    enter_reading,
    home=lambda on: release_home(on.release),
)


def _let(by: User, on: PublicRelease, said: EarlyReaderSaid) -> Done:
    made, link = early.let_read(by=by, on=on, said=said)
    message = "It is on record. Give this link to the reader now: it is shown only once."
    return Done(message, made=made.uuid, shown_once=link)


def _stop(by: User, on: EarlyReading, said: Confirmed) -> Done:
    early.stop_reading(by=by, on=on)
    return Done("The link opens nothing any more. That it did is told with the release.")


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "let-read-early",
        "Let somebody outside read it before publication",
        Right.LET_READ_EARLY,
        RELEASE,
        _let,
        asks=EarlyReaderSaid,
        lead="Only after the community has seen the results. That somebody may read is public with the date; who it is "
        "and why, from the moment of publication. The release says it for ever.",
        button="Record it, and show the link",
    ),
    Operation(
        "stop",
        "Stop the link of an early reader",
        Right.LET_READ_EARLY,
        READER,
        _stop,
        lead="What was read cannot be taken back. The release still says who could read.",
        button="Stop it",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "early-readers",
        "Who may read it before publication",
        Right.SEE_CANDIDATE,
        RELEASE,
        EarlyReadersShown,
        early_readers_shown,
    ),
)
