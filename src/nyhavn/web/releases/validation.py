"""Does this describe us? What is on record for a release, and the guard that lets nothing go out before it is."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from nyhavn.chain.validating import tables_sha256
from nyhavn.framework.community_body import Matter, Outcome
from nyhavn.framework.refusal import Reason
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.validation import (
    OF_A_VOTE,
    AskedIn,
    CommunitySaid,
    Describes,
    ProducerAnswer,
    Validation,
    rests_on,
    validation_reasons,
)
from nyhavn.web.community.models import MeetingItem
from nyhavn.web.community.points import DESCRIBES
from nyhavn.web.community.queries import charter_on
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.initiatives.guards import Act, Asked, add_guard
from nyhavn.web.releases.harm_review import is_vintage
from nyhavn.web.releases.home_models import EntryKind, ValidationEntry
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import READABLE, content_of

NO_REASON = "No reason was given."
ASKED_BEFORE = (Act.ANNOUNCE, Act.PUBLISH)
SPOKEN_OF = (ReleaseState.APPROVED, ReleaseState.RETURNED, ReleaseState.SCHEDULED)
ON_THE_WAY = (ReleaseState.CANDIDATE, *SPOKEN_OF)
KEPT_OF_THE_HASH = 40  # signs of it that stand with the item of a meeting


def validation_against(asked: Asked) -> tuple[Reason, ...]:
    """What stands against a release that is on its way; nothing where something else is asked about."""
    about = asked.about
    if not isinstance(about, PublicRelease) or not is_on_its_way(about):
        return ()
    return reasons_without_validation(about)


def is_on_its_way(release: PublicRelease) -> bool:
    """Whether it may still go out or not; a page can be written already before it is approved."""
    return release.state in ON_THE_WAY and release.issued_at is None


def reasons_without_validation(release: PublicRelease) -> tuple[Reason, ...]:
    """Why it may not go out; empty if people were asked about exactly these tables, or it was waived."""
    tables = tables_sha256(content_of(release))
    return validation_reasons(_with_others(release, tables), tables)


def validation_so_far(release: PublicRelease) -> Validation | None:
    """What people said of a candidate, or of one before it in this version; None where nothing is on record."""
    found = _with_others(release, tables_sha256(content_of(release)))
    return found if found != Validation() else None


def _with_others(release: PublicRelease, tables: str) -> Validation:
    """On record for these tables; where nobody was asked about them, what was said of others."""
    found = on_record(release, tables)
    return found if found.said else found.model_copy(update={"said": _of_others(release, tables)})


def _of_others(release: PublicRelease, tables: str) -> tuple[CommunitySaid, ...]:
    """What was said of other tables since the last edition, under whichever number: in candidates that were replaced.

    Votes of meetings count without anybody writing them down.
    """
    issued = PublicRelease.objects.filter(**_of_its_name(release), issued_at__isnull=False)
    last = issued.aggregate(on=Max("issued_at"))["on"]
    since = timezone.localdate(last) if last else date.min
    rows = _said_rows().filter(**_same(release), kind=EntryKind.SAID, said_on__gt=since).exclude(tables=tables)
    told = {one.item_id for one in rows}
    items = _items(release).filter(meeting__held_on__gt=since)
    others = (one for one in items if one.proposal["version"] not in ("", tables[:KEPT_OF_THE_HASH]))
    return (*map(_said, rows), *_votes((one for one in others if one.id not in told), ""))


def validation_at_issue(release: PublicRelease, content: Release) -> Validation | None:
    """What is on record; from the moment of issue on, what was fixed then. None where nothing is."""
    if release.issued_at is not None:
        return Validation.model_validate(release.validation) if release.validation else None
    found = on_record(release, tables_sha256(content))
    return found if found != Validation() else None


def fix_validation(release: PublicRelease) -> None:
    """What will be signed, with the moment of issue. Not saved."""
    validation_as_signed(release, validation_at_issue(release, content_of(release)))


def validation_as_signed(release: PublicRelease, signed: Validation | None) -> None:
    """Take over what will be signed, or what a release says that came out already. Not saved."""
    release.validation = signed.model_dump(mode="json") if signed else None


def on_record(release: PublicRelease, tables: str) -> Validation:
    """What people said of these tables in meetings and gatherings, what was answered, and why nobody was asked."""
    waived = _entries(release, EntryKind.WAIVED, tables)[-1:]
    answered = _entries(release, EntryKind.ANSWERED, tables)
    return Validation(
        said=tuple(sorted(_all_said(release, tables), key=lambda one: one.said_on)),
        answers=tuple(ProducerAnswer(answered_on=one.said_on, words=one.words) for one in answered),
        waived_on=waived[0].said_on if waived else None,
        waived_because=waived[0].words if waived else "",
        rests_on=_rests_on(release),
    )


def _entries(release: PublicRelease, kind: EntryKind, tables: str) -> list[ValidationEntry]:
    """Of these tables, whichever candidate they came with: made again without a change, they are the same."""
    return list(_said_rows().filter(**_same(release), kind=kind, tables=tables))


def _said_rows() -> QuerySet[ValidationEntry]:
    found = ValidationEntry.objects.select_related("item__meeting__body")
    return found.prefetch_related("item__dissents").order_by("id")


def _same(release: PublicRelease) -> Mapping[str, Any]:
    return {f"release__{name}": value for name, value in _of_its_name(release).items()}


def _of_its_name(release: PublicRelease) -> Mapping[str, Any]:
    return {"initiative": release.initiative, "name": release.name}


def _all_said(release: PublicRelease, tables: str) -> Iterator[CommunitySaid]:
    """Entries, and each vote of a meeting that nobody wrote more about."""
    entries = _entries(release, EntryKind.SAID, tables)
    yield from map(_said, entries)
    told = {one.item_id for one in entries}
    yield from _votes((item for item in items_about(release, tables) if item.id not in told), tables)


def _votes(items: Iterable[MeetingItem], tables: str) -> Iterator[CommunitySaid]:
    """What meetings came to. tables: that they were asked about, "" for others than these."""
    for item in items:
        vote = OF_A_VOTE.get(Outcome(item.outcome))
        if vote is not None:
            yield CommunitySaid(tables=tables, outcome=vote, reasons=_no_reason(item), **_in_meeting(item))


def items_about(release: PublicRelease, tables: str) -> tuple[MeetingItem, ...]:
    """The items of meetings in which people were asked about exactly these tables."""
    return tuple(_items(release).filter(proposal__version=tables[:KEPT_OF_THE_HASH]))


def _items(release: PublicRelease) -> QuerySet[MeetingItem]:
    """The items in which people were asked about tables of a release of this name."""
    found = MeetingItem.objects.filter(
        meeting__body__initiative=release.initiative,
        proposal__matter=Matter.OTHER.value,
        proposal__about=release.name,
    )
    return found.select_related("meeting__body").prefetch_related("dissents").order_by("id")


def key_of(release: PublicRelease, tables: str) -> str:
    """The key under which a meeting is asked about these tables."""
    return f"{DESCRIBES}:{release.name}:{tables[:KEPT_OF_THE_HASH]}"


def _said(one: ValidationEntry) -> CommunitySaid:
    told = {"tables": one.tables, "outcome": Describes(one.outcome), "reasons": one.words}
    if one.item is not None:
        return CommunitySaid(**told, **_in_meeting(one.item))
    return CommunitySaid(
        **told,
        said_on=one.said_on,
        asked_in=AskedIn.GATHERING,
        who=one.who,
        people=one.people,
        dissent=tuple(one.dissent),
        unread=one.unread,
    )


def _in_meeting(item: MeetingItem) -> Mapping[str, Any]:
    """What the meeting adds. Reasons leave this site only where whoever gave them wanted it; no vote is counted."""
    dissents = list(item.dissents.all())
    return {
        "said_on": item.meeting.held_on,
        "asked_in": AskedIn.MEETING,
        "who": _named(item.meeting.body),
        "dissent": tuple(one.words for one in dissents if one.is_public),
        "unread": any(not one.is_public for one in dissents),
    }


def _no_reason(item: MeetingItem) -> str:
    return NO_REASON if item.gave_no_reason and not item.dissents.all() else ""


def _named(body: CommunityBody) -> str:
    """A body that does not wish to be named has no name in anything that leaves this site."""
    charter = charter_on(body, timezone.localdate())
    return body.name if charter is not None and charter.is_named else ""


def _rests_on(release: PublicRelease) -> date | None:
    """For a vintage that comes by itself: the day on which an edition before it was described."""
    if not is_vintage(release):
        return None
    before = PublicRelease.objects.filter(initiative=release.initiative, name=release.name, state__in=READABLE)
    kept = [Validation.model_validate(one) for one in before.values_list("validation", flat=True) if one]
    return rests_on((one for found in kept for one in found.said), timezone.localdate())


add_guard("validation", ASKED_BEFORE, validation_against)
