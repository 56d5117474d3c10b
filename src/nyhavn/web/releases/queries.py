"""Reading releases: what is public, what is announced, and what stands before a new run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from nyhavn.chain.previous import Previous
from nyhavn.exchange.bundle.content import release_from_json
from nyhavn.exchange.bundle.layout import RECORDS
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.models import Run
from nyhavn.web.releases.models import ISSUED, EventKind, PublicRelease, ReleaseEvent

READABLE = (ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED)  # the content may be shown


@dataclass(frozen=True)
class Change:
    """A change of an announced date, with its public reason. before: the date that was announced until then."""

    at: datetime
    before: date | None
    day: date | None
    words: str


@dataclass(frozen=True)
class Announcement:
    """What everybody may know of a release that is not published yet. Results are not in it.

    is_read_early: somebody outside the team may read it before.
    """

    name: str
    version: str
    title: str
    place: str
    initiative: Initiative
    day: date
    changes: tuple[Change, ...]
    is_read_early: bool = False


def published(initiative: Initiative | None = None) -> QuerySet[PublicRelease]:
    """The newest version of everything that is published, the newest first; of one initiative, or of all."""
    found = PublicRelease.objects.filter(state=ReleaseState.PUBLISHED).select_related("initiative__organisation")
    return (found.filter(initiative=initiative) if initiative else found).order_by("-issued_at", "-id")


def versions_of(name: str) -> QuerySet[PublicRelease]:
    """Every version that was ever published, withdrawn ones too, the newest first."""
    found = PublicRelease.objects.filter(name=name, state__in=ISSUED)
    return found.select_related("initiative__organisation", "replaced_by").order_by("-issued_at", "-id")


def release_of(name: str, version: str = "") -> PublicRelease:
    """One published version; without a version the newest that stands, or the newest of all if none does.

    A withdrawn one is found: its page says that it was taken back, and why. Look at `is_readable` before showing what
    is in it. Raises Refusal "not-found".
    """
    versions = versions_of(name)
    if version:
        found = versions.filter(version=version).first()
    else:
        found = versions.filter(state=ReleaseState.PUBLISHED).first() or versions.first()
    if found is None:
        raise refusal("not-found", "There is no published release with this name.", do="Look into the catalogue.")
    return found


def is_readable(release: PublicRelease) -> bool:
    """Whether everybody may see what is in it: it is published, and not withdrawn."""
    return release.state in READABLE


def content_of(release: PublicRelease) -> Release:
    """What is in a release, as a value. Raises Refusal "release-emptied" for one whose figures were destroyed."""
    if not release.content:
        do = "Start another production run."
        raise refusal("release-emptied", "The figures of this release were destroyed.", where="release", do=do)
    return release_from_json(release.content.encode())


def bundle_folder(release: PublicRelease) -> Path | None:
    """The folder with its files, for everybody; None if they are not to be seen: not published yet, or withdrawn.

    release.zip stands beside it: see zip_file.
    """
    return place_of(release) if is_readable(release) else None


def zip_file(release: PublicRelease) -> Path | None:
    """The files in one, for everybody; None as for bundle_folder, and while recalled records are still in it."""
    place = None if has_recalled_records(release) else bundle_folder(release)
    return place.with_name(f"{place.name}.zip") if place else None


def has_recalled_records(release: PublicRelease) -> bool:
    """Whether files may still hold single records that were recalled."""
    return release.records_recalled_at is not None and release.records_removed_at is None


def is_kept_back(release: PublicRelease, path: str) -> bool:
    """Whether a file of a release is shown to nobody, because its records were recalled."""
    return release.records_recalled_at is not None and path.startswith(RECORDS)


def place_of(release: PublicRelease) -> Path:
    """Where the files of a release stand, whether or not they may be seen."""
    return Path(settings.RELEASES) / release.name / release.version


def events_of(name: str) -> QuerySet[ReleaseEvent]:
    """Everything that was ever announced or changed about a release, all versions, the newest first."""
    return ReleaseEvent.objects.filter(release__name=name).select_related("release").order_by("-at", "-id")


def errata(release: PublicRelease) -> QuerySet[ReleaseEvent]:
    """The corrections of one version, the oldest first. words: what was wrong; figures: which; day: since when."""
    return release.events.filter(kind=EventKind.CORRECTED).order_by("id")


def date_changes(release: PublicRelease) -> tuple[Change, ...]:
    """How its date was moved, and why, the oldest first."""
    return tuple(_changes(release))


def _changes(release: PublicRelease) -> Iterator[Change]:
    before = None
    kinds = (EventKind.ANNOUNCED, EventKind.RESCHEDULED)
    for event in release.events.filter(kind__in=kinds).order_by("id"):
        if event.kind == EventKind.RESCHEDULED:
            yield Change(event.at, before, event.day, event.words)
        before = event.day


def announced() -> tuple[Announcement, ...]:
    """What is announced and not published yet, the nearest date first."""
    found = PublicRelease.objects.filter(state=ReleaseState.SCHEDULED).select_related("initiative__organisation")
    return tuple(announcement_of(release) for release in found.defer("content").order_by("release_date", "id"))


def announcement_of(release: PublicRelease) -> Announcement:
    """What everybody may know of a scheduled release."""
    if release.release_date is None:
        raise ValueError("a release without a date is not announced")
    return Announcement(
        name=release.name,
        version=release.version,
        title=release.title,
        place=release.place,
        initiative=release.initiative,
        day=release.release_date,
        changes=date_changes(release),
        is_read_early=release.events.filter(kind=EventKind.EARLY_READER).exists(),
    )


def called_off() -> QuerySet[ReleaseEvent]:
    """Announced dates that fell, the newest first. words: why; day: the date."""
    return ReleaseEvent.objects.filter(kind=EventKind.CALLED_OFF).select_related("release").order_by("-at", "-id")


def search(text: str) -> QuerySet[PublicRelease]:
    """The newest versions in which every word of a text occurs, in any order; all of them for an empty text."""
    wanted = Q()
    for word in text.split()[:20]:
        wanted &= Q(search_text__icontains=word)
    return published().filter(wanted)


def newest_issued(initiative: Initiative, name: str) -> PublicRelease | None:
    """The last version that was ever published: whoever has it still knows its figures, withdrawn or not."""
    return versions_of(name).filter(initiative=initiative).first()


def previous_release(initiative: Initiative, release_id: str) -> Previous | None:
    """The release before a new one, so that two releases together give nobody away."""
    newest = newest_issued(initiative, release_id)
    if newest is None:
        return None
    content = content_of(newest)
    return Previous(content.id, content.version, content.tables, content)


def run_behind_previous(initiative: Initiative, release_id: str) -> Run | None:
    """The run that the release before a new one came out of."""
    newest = newest_issued(initiative, release_id)
    return newest.run if newest is not None else None


def releases_in(initiative: Initiative) -> QuerySet[PublicRelease]:
    """Every release of an initiative, the newest first, without what is in it."""
    return initiative.releases.select_related("approved_by", "run__started_by", "replaced_by").defer(
        "content", "run__release", "run__restricted", "run__register", "run__plan"
    )


def last_contribution_of(run: Run) -> date | None:
    """The day of the last contribution that a run used; None if the records hold none."""
    day = (run.restricted or {}).get("last_contribution")
    return date.fromisoformat(day) if day else None


def issued_runs(runs: Sequence[UUID]) -> frozenset[UUID]:
    """Of these runs, those behind a release that was published, or is in print and cannot be stopped."""
    found = PublicRelease.objects.filter(run__uuid__in=runs, issued_at__isnull=False).order_by()
    return frozenset(found.values_list("run__uuid", flat=True))
