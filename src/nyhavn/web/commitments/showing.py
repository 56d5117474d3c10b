"""What a trail shows: to those who asked, to the authority, and to everybody."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.commitments import AnswerState, Commitment, Due, RequestState, Trail
from nyhavn.framework.declared import Declared
from nyhavn.framework.unused_results import UnusedResult
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.collection.withheld import unnamed_communities, without
from nyhavn.web.commitments.models import ActionRequest, RequestDraft
from nyhavn.web.commitments.queries import asked_by, asked_of, drafts_of, trail_of, unused_results
from nyhavn.web.initiatives.models import Initiative

WORDS = ("authority", "how", "asked_for", "release_title")
ENTRY_WORDS = ("words", "source", "office", "reference", "seen_by")


class TrailShown(Trail):
    """A request with its state today. need_words: what had to be known. release_version: of the results asked about.

    promised: each commitment with what became of it. due: what the authority still has to do.
    """

    uuid: UUID
    initiative: str
    need_words: str
    release_version: str
    state_today: RequestState
    answer_today: AnswerState
    was_late: bool
    promised: tuple[Commitment, ...]
    due: tuple[Due, ...]


class DecisionsShown(Declared):
    """What an initiative brought to authorities, what came of it, and results that led to nothing so far."""

    requests: tuple[TrailShown, ...]
    unused: tuple[UnusedResult, ...]


class DraftShown(Declared):
    """A request that was not brought yet."""

    uuid: UUID
    authority: str
    is_here: bool
    how: str
    need: int | None
    release_title: str
    asked_for: str
    answer_by: date


class DraftsShown(Declared):
    """What was not brought to anybody yet."""

    drafts: tuple[DraftShown, ...]


class CommitmentsShown(Declared):
    """What an authority was asked, by whom, and what it said and did; the oldest first."""

    requests: tuple[TrailShown, ...]


def decisions_shown(on: Initiative) -> DecisionsShown:
    """For those who belong to the initiative, as it stands on record."""
    return DecisionsShown(requests=tuple(trail_shown(row) for row in asked_by(on)), unused=unused_results(on))


def drafts_shown(on: Initiative) -> DraftsShown:
    """For those who may bring them."""
    return DraftsShown(drafts=tuple(_draft(row) for row in drafts_of(on)))


def commitments_shown(on: Organisation) -> CommitmentsShown:
    """For those who answer for an authority; without the name of a community that wishes to stay unnamed."""
    return CommitmentsShown(requests=told(asked_of(on)))


def told(rows: Iterable[ActionRequest]) -> tuple[TrailShown, ...]:
    """For people outside: without the names of communities that wish to stay unnamed."""
    found = tuple(rows)
    unnamed = {one: unnamed_communities((one,)) for one in {row.initiative for row in found}}
    return tuple(trail_shown(row, unnamed[row.initiative]) for row in found)


def trail_shown(row: ActionRequest, unnamed: Collection[str] = ()) -> TrailShown:
    """One of them. unnamed: names that are kept out of every text."""
    trail, today = _without_names(trail_of(row), unnamed), timezone.localdate()
    return TrailShown(
        **{name: getattr(trail, name) for name in Trail.model_fields},
        uuid=row.uuid,
        initiative=without(unnamed, row.initiative.title),
        need_words=without(unnamed, row.need.words) if row.need else "",
        release_version=row.release.version if row.release else "",
        state_today=trail.state,
        answer_today=trail.answer_state(today),
        was_late=trail.is_answered_late,
        promised=trail.commitments(today),
        due=trail.dues(today),
    )


def _without_names(trail: Trail, unnamed: Collection[str]) -> Trail:
    if not unnamed:
        return trail
    entries = tuple(
        one.model_copy(update={name: without(unnamed, getattr(one, name)) for name in ENTRY_WORDS})
        for one in trail.entries
    )
    texts = {name: without(unnamed, getattr(trail, name)) for name in WORDS}
    return trail.model_copy(update={**texts, "entries": entries})


def _draft(row: RequestDraft) -> DraftShown:
    return DraftShown(
        uuid=row.uuid,
        authority=row.authority_name,
        is_here=row.authority_id is not None,
        how=row.how,
        need=row.need.number if row.need else None,
        release_title=row.release.title if row.release else "",
        asked_for=row.asked_for,
        answer_by=row.answer_by,
    )
