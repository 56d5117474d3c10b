"""What pages and interface show of releases."""

from datetime import date, datetime
from uuid import UUID

from nyhavn.framework.declared import Declared
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.production.remedy_schemas import LossShown
from nyhavn.web.production.schemas import JobShown
from nyhavn.web.releases.models import EventKind


class EventShown(Declared):
    """Something that everybody may know of a release."""

    kind: EventKind
    at: datetime
    day: date | None
    words: str
    figures: str


class ReleaseListed(Declared):
    """A release in the list of an initiative. waits_for: what happens next, in a sentence."""

    uuid: UUID
    name: str
    version: str
    state: ReleaseState
    title: str
    run: int
    release_date: date | None
    issued_at: datetime | None
    waits_for: str


class ReleasesShown(Declared):
    """All releases of an initiative, the newest first."""

    releases: tuple[ReleaseListed, ...]


class ReleaseShown(ReleaseListed):
    """One release for those who work on it.

    loss: what protection hides, group by group. job: how far its publication is, or null.
    """

    headline: str
    next_by: tuple[str, ...]
    approved_at: datetime | None
    returned_on: date | None
    returned_how: str
    waived_because: str
    abandoned_because: str
    withdrawn_because: str
    replaced_by: str
    loss: LossShown | None
    events: tuple[EventShown, ...]
    job: JobShown | None


class PlainFigure(Declared):
    """One group and what came out for it, in words. instead: why nothing is shown."""

    group: str
    within: str
    value: str
    answers: str
    instead: str


class PlainResult(Declared):
    """One thing that was counted."""

    title: str
    by: str
    figures: tuple[PlainFigure, ...]


class CommunityView(Declared):
    """The results in plain words, for those whom they are about. is_public: whether they are published."""

    title: str
    headline: str
    summary: str
    participants: str
    language: str
    is_public: bool
    results: tuple[PlainResult, ...]
    limits: tuple[str, ...]
