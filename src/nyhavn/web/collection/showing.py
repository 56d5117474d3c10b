"""What is shown of collections, contributions and files, the same on pages and through the interface."""

from django.conf import settings
from django.utils import timezone

from nyhavn.framework.opening import Door
from nyhavn.web.collection.models import Collection, Contribution, ImportBatch
from nyhavn.web.collection.queries import contributions_of, imports_of
from nyhavn.web.collection.schemas import (
    CollectionShown,
    CollectionsShown,
    ContributionShown,
    ContributionsShown,
    ImportShown,
    ImportsShown,
    ProblemShown,
)
from nyhavn.web.initiatives.models import Initiative

NEWEST = 500  # contributions in one answer of the interface


def collection_shown(collection: Collection) -> CollectionShown:
    """One collection."""
    has_form = Door.FORM.value in collection.doors
    return CollectionShown(
        uuid=collection.uuid,
        is_open=collection.closed_at is None,
        opened_at=collection.opened_at,
        closed_at=collection.closed_at,
        closed_because=collection.closed_because,
        doors=tuple(Door(door) for door in collection.doors),
        address=f"{settings.SITE_ADDRESS}/c/{collection.code}/" if has_form else "",
        questionnaire=collection.questionnaire.number,
        notice=collection.notice.version,
        languages=tuple(collection.languages),
    )


def collections_shown(on: Initiative) -> CollectionsShown:
    """All collections, the newest first. No counts: they are shown to the team only."""
    found = on.collections.select_related("questionnaire", "notice").defer("questionnaire__content").order_by("-id")
    return CollectionsShown(collections=tuple(collection_shown(collection) for collection in found))


def contribution_shown(found: Contribution) -> ContributionShown:
    """One contribution without its answers. The day of arrival, not the moment: who sat there then may be known."""
    return ContributionShown(
        uuid=found.uuid,
        door=Door(found.door),
        contributed_on=found.contributed_on,
        received_on=timezone.localtime(found.received_at).date(),
        version=found.version,
        is_set_aside=bool(found.set_aside),
    )


def contributions_shown(on: Initiative) -> ContributionsShown:
    """The newest contributions."""
    found = contributions_of(on)
    return ContributionsShown(
        total=found.count(),
        set_aside=found.exclude(set_aside="").count(),
        contributions=tuple(contribution_shown(one) for one in found[:NEWEST]),
    )


def import_shown(batch: ImportBatch) -> ImportShown:
    """One file."""
    return ImportShown(
        uuid=batch.uuid,
        file_name=batch.file_name,
        state=batch.state,
        rows=batch.rows,
        taken_in=batch.contributions.count(),
        headers=tuple(batch.headers),
        remarks=tuple(batch.remarks),
        faulty_rows=tuple(batch.faulty_rows),
        leaves_out=batch.leaves_out,
        problems=tuple(ProblemShown.model_validate(problem) for problem in batch.problems),
        handed_in_at=batch.created_at,
        job=batch.job,
    )


def imports_shown(on: Initiative) -> ImportsShown:
    """All files."""
    return ImportsShown(imports=tuple(import_shown(batch) for batch in imports_of(on)))
