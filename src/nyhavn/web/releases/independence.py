"""Independence of a release: content fixed with its date, who decided, and what is on record when it is issued."""

import secrets
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.chain.independence import commitment_to, locked_content
from nyhavn.framework.interests import (
    AnnouncedContent,
    AnnouncedDate,
    DecidedAct,
    EarlyReader,
    Independence,
    decided_reasons,
    locked_reasons,
)
from nyhavn.framework.refusal import Reason
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.audit.seals import SealStanding, standings
from nyhavn.web.interests.actions import note_decision
from nyhavn.web.interests.queries import decisions_about, declared_in, own_in
from nyhavn.web.releases.models import EarlyReading, EventKind, PublicRelease
from nyhavn.web.releases.queries import content_of

SALT_BYTES = 32


def decided(release: PublicRelease, by: User | None, act: DecidedAct) -> None:
    """Keep who decided. Call it in the transaction of the decision."""
    note_decision(by=by, on=release.initiative, about=release.uuid, act=act)


def fix_content(release: PublicRelease) -> None:
    """Fix what is going to be published, when its date is announced. Not saved."""
    release.announced_salt = secrets.token_hex(SALT_BYTES)
    release.announced_commitment = commitment_to(locked_content(content_of(release)), release.announced_salt)


def standing_readings(release: PublicRelease) -> QuerySet[EarlyReading]:
    """Those outside the team who can read it before publication."""
    return release.early_readings.filter(stopped_at=None).order_by("id")


def held_back(release: PublicRelease) -> tuple[Reason, ...]:
    """Why a release may not go out now, by its date, its content, and what is known by now of those who decided."""
    return (*not_as_announced(release), *decided_reasons(decisions_about(release.uuid)))


def not_as_announced(release: PublicRelease) -> tuple[Reason, ...]:
    """Why a release may not go out on this day, or with this content; empty if it may.

    What was told to everybody counts, not what the release holds of it now.
    """
    told = release.events.filter(kind__in=(EventKind.ANNOUNCED, EventKind.RESCHEDULED)).order_by("id")
    last = told.last()
    return locked_reasons(
        announced=last.day if last else None,
        planned=release.release_date,
        today=timezone.localdate(),
        is_same=_is_same(release) is not False,
    )


def _is_same(release: PublicRelease) -> bool | None:
    """Whether the content is what was fixed; None where nothing was, by a version of Nyhavn before this one."""
    told = release.events.filter(kind=EventKind.ANNOUNCED).order_by("id").last()
    if told is None or not told.figures:
        return None
    return told.figures == commitment_to(locked_content(content_of(release)), release.announced_salt)


def fix_independence(release: PublicRelease) -> None:
    """What will be signed about independence, with the moment of issue. Not saved."""
    release.independence = _on_record(release).model_dump(mode="json")


def independence_as_signed(release: PublicRelease, signed: Independence | None) -> None:
    """Take over what a release says that came out already. Not saved."""
    release.independence = signed.model_dump(mode="json") if signed else None


def independence_at_issue(release: PublicRelease) -> Independence:
    """What is on record; from the moment of issue on, what was fixed then."""
    if release.issued_at is not None:
        return Independence.model_validate(release.independence or {})
    return _on_record(release)


def _on_record(release: PublicRelease) -> Independence:
    return Independence(
        declared=declared_in(release.initiative) or None,
        own=own_in(release.initiative) or None,
        decisions=decisions_about(release.uuid),
        dates=_dates(release),
        early_readers=_early_readers(release),
        announced=_announced(release),
        log_unchanged=_log_unchanged(release),
    )


def _dates(release: PublicRelease) -> tuple[AnnouncedDate, ...]:
    told = release.events.filter(kind__in=(EventKind.ANNOUNCED, EventKind.RESCHEDULED)).order_by("id")
    return tuple(
        AnnouncedDate(announced_on=timezone.localtime(event.at).date(), day=event.day, because=event.words)
        for event in told
        if event.day is not None
    )


def _early_readers(release: PublicRelease) -> tuple[EarlyReader, ...]:
    return tuple(
        EarlyReader(
            who=row.who,
            why=row.why,
            is_party=row.is_party,
            recorded_at=_as_here(row.recorded_at),
            first_read_at=_as_here(row.first_read_at) if row.first_read_at else None,
        )
        for row in release.early_readings.order_by("id")
    )


def _as_here(moment: datetime) -> datetime:
    """With the day of this place, which is what returns and dates are compared by."""
    return timezone.localtime(moment.replace(microsecond=0))


def _announced(release: PublicRelease) -> AnnouncedContent | None:
    if not release.announced_commitment:
        return None
    return AnnouncedContent(
        commitment=release.announced_commitment, salt=release.announced_salt, kept=_is_same(release)
    )


def _log_unchanged(release: PublicRelease) -> bool | None:
    """Whether what was recorded about it holds, with everything that was sealed together with it; None unsealed."""
    entries = AuditRecord.objects.filter(kind="release", on=release.uuid).order_by("id")
    found = set(standings(entries).values()) - {SealStanding.NOT_YET}
    return SealStanding.BROKEN not in found if found else None
