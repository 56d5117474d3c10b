"""Reading notices and the ledger of consent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from nyhavn.framework import consent
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import LedgerEntry, StandingConsent, standing
from nyhavn.framework.notice import NoticeShown, NoticeWords, Period, languages_without_text
from nyhavn.web.consent.models import ConsentEvent, Notice, NoticeText
from nyhavn.web.initiatives.models import Initiative

READ_AT_ONCE = 5_000  # rows of the ledger in memory beside what is made of them


def notices(initiative: Initiative) -> QuerySet[Notice]:
    """All versions, the newest first, with their texts."""
    return initiative.notices.prefetch_related("texts").order_by("-id")


def words_of(text: NoticeText) -> NoticeWords:
    """One stored text as a value."""
    return NoticeWords(
        language=text.language,
        title=text.title,
        body=text.body,
        retention=text.retention,
        recipients=text.recipients,
        can_take_back=text.can_take_back,
        stays=text.stays,
        lost_code=text.lost_code,
        by_purpose={Purpose(purpose): question for purpose, question in text.by_purpose.items()},
        sha256=text.sha256,
    )


def notice_shown(notice: Notice) -> NoticeShown:
    """One version with all its texts as a value."""
    return NoticeShown(
        uuid=notice.uuid,
        version=notice.version,
        purposes=tuple(Purpose(purpose) for purpose in notice.purposes),
        contact=notice.contact,
        texts=tuple(words_of(text) for text in notice.texts.all()),
        valid_from=notice.valid_from,
        valid_until=notice.valid_until,
    )


def notice_in_use(initiative: Initiative, day: date) -> NoticeShown | None:
    """The version that is in use on that day; None if there is none."""
    running = Q(valid_until=None) | Q(valid_until__gte=day)
    found = notices(initiative).filter(running, valid_from__lte=day).first()
    return notice_shown(found) if found else None


def languages_missing(initiative: Initiative, day: date, languages: Sequence[str]) -> tuple[str, ...]:
    """Languages of a questionnaire in which the notice of that day cannot be read; all of them without a notice."""
    found = notice_in_use(initiative, day)
    return languages_without_text(found, languages) if found else tuple(languages)


def periods(initiative: Initiative, *, without: Notice) -> tuple[Period, ...]:
    """When the other versions are or were in use."""
    others = initiative.notices.exclude(id=without.id).exclude(valid_from=None)
    return tuple(Period(other.version, other.valid_from, other.valid_until) for other in others if other.valid_from)


def plan_notice(notice: Notice) -> consent.Notice | None:
    """A version as a plan states it; None for a draft. document: the hash of each text that people were shown."""
    if notice.valid_from is None:
        return None
    texts = list(notice.texts.all())
    hashes = "; ".join(f"{text.language} {text.sha256}" for text in texts)
    return consent.Notice(
        version=notice.version,
        languages=tuple(text.language for text in texts),
        valid_from=notice.valid_from,
        valid_until=notice.valid_until,
        purposes=tuple(Purpose(purpose) for purpose in notice.purposes),
        document=f"SHA-256 of the texts shown: {hashes}",
    )


def plan_notices(initiative: Initiative) -> tuple[consent.Notice, ...]:
    """Every version that is or was in use, the oldest first."""
    stored = notices(initiative).order_by("valid_from", "id")
    return tuple(found for notice in stored if (found := plan_notice(notice)) is not None)


def consent_records(initiative: Initiative) -> Mapping[UUID, StandingConsent]:
    """What stands for every contribution of the initiative; the last entry per purpose stands."""
    events = ConsentEvent.objects.filter(initiative=initiative).order_by("id")
    versions = dict(initiative.notices.values_list("id", "version"))
    columns = ("contribution", "purpose", "state", "notice_id", "language", "at")
    rows = events.values_list(*columns).iterator(chunk_size=READ_AT_ONCE)
    return standing(
        LedgerEntry(
            contribution,
            Purpose(purpose),
            ConsentState(state),
            versions.get(notice_id, ""),
            language,
            timezone.localtime(at).date(),
        )
        for contribution, purpose, state, notice_id, language, at in rows
    )


def purposes_given(initiative: Initiative, contributions: Collection[UUID]) -> Mapping[UUID, frozenset[Purpose]]:
    """The purposes for which what was said last allows processing, for some hundreds of contributions at a time."""
    events = ConsentEvent.objects.filter(initiative=initiative, contribution__in=contributions).order_by("id")
    last = {(one, purpose): state for one, purpose, state in events.values_list("contribution", "purpose", "state")}
    given: dict[UUID, set[Purpose]] = {}
    for (contribution, purpose), state in last.items():
        if ConsentState(state).allows_processing:
            given.setdefault(contribution, set()).add(Purpose(purpose))
    return {contribution: frozenset(purposes) for contribution, purposes in given.items()}
