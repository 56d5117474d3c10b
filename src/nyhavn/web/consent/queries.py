"""Reading notices and the ledger of consent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from nyhavn.framework import consent
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import LedgerEntry, StandingConsent, Stands, consent_of
from nyhavn.framework.notice import NoticeShown, NoticeWords, Period, languages_without_text
from nyhavn.framework.notice_media import Medium, MediumKind
from nyhavn.framework.notice_terms import PurposeTerms
from nyhavn.web.consent.models import ConsentEvent, Notice, NoticeMedium, NoticeText, StandingRow
from nyhavn.web.consent.projection import AT_ONCE, COLUMNS, READ_AT_ONCE, Entries, rows_about, rows_of
from nyhavn.web.initiatives.models import Initiative


def notices(initiative: Initiative) -> QuerySet[Notice]:
    """All versions, the newest first, with their texts and files (without the bytes of them)."""
    return initiative.notices.prefetch_related("texts", "media").order_by("-id")


def medium_of(stored: NoticeMedium) -> Medium:
    """One stored medium as a value."""
    return Medium(
        kind=MediumKind(stored.kind),
        language=stored.language,
        title=stored.title,
        words=stored.words,
        sha256=stored.file.sha256,
        media_type=stored.file.media_type,
        captions=stored.captions.sha256 if stored.captions else "",
        sign_language=stored.sign_language,
    )


def words_of(text: NoticeText, media: Sequence[NoticeMedium] = ()) -> NoticeWords:
    """One stored text as a value, with those of the media that stand for its language."""
    here = text.language.casefold()
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
        rendered=text.rendered,
        media=tuple(medium_of(each) for each in media if each.language.casefold() == here),
    )


def notice_shown(notice: Notice) -> NoticeShown:
    """One version with all its texts as a value."""
    media = list(notice.media.all())
    return NoticeShown(
        uuid=notice.uuid,
        version=notice.version,
        purposes=tuple(Purpose(purpose) for purpose in notice.purposes),
        contact=notice.contact,
        texts=tuple(words_of(text, media) for text in notice.texts.all()),
        valid_from=notice.valid_from,
        valid_until=notice.valid_until,
        terms=tuple(PurposeTerms.model_validate(terms) for terms in notice.terms),
        witnessed_path=notice.witnessed_path,
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


def consent_records(initiative: Initiative, day: date | None = None) -> Mapping[UUID, StandingConsent]:
    """What stands for every contribution of the initiative on a day, which is today if none is named.

    Read from the projection. A yes whose last day is over is expired, whether or not that is written down yet.
    """
    return _standing(Entries(initiative), rows_of(initiative), day or timezone.localdate())


def standing_of(initiative: Initiative, contributions: Iterable[UUID]) -> Mapping[UUID, StandingConsent]:
    """What stands today for a few contributions, without reading what stands for all others."""
    entries, today, waiting = Entries(initiative), timezone.localdate(), iter(contributions)
    found: dict[UUID, StandingConsent] = {}
    while some := list(islice(waiting, AT_ONCE)):
        found.update(_standing(entries, rows_about(initiative, some), today))
    return found


def _standing(entries: Entries, rows: QuerySet[StandingRow], day: date) -> Mapping[UUID, StandingConsent]:
    found: dict[UUID, dict[Purpose, Stands]] = {}
    for row in rows.values_list(*COLUMNS).iterator(chunk_size=READ_AT_ONCE):
        (contribution, purpose), stands = entries.of_row(row)
        found.setdefault(contribution, {})[purpose] = stands
    return {contribution: consent_of(mine).on(day) for contribution, mine in found.items()}


def ledger_of(initiative: Initiative, contribution: UUID) -> tuple[LedgerEntry, ...]:
    """Everything that was said for one contribution, in the order in which it was written."""
    entries = Entries(initiative)
    events = ConsentEvent.objects.filter(initiative=initiative, contribution=contribution).order_by("id")
    return tuple(entries.of_event(event) for event in events)


def purposes_given(initiative: Initiative, contributions: Collection[UUID]) -> Mapping[UUID, frozenset[Purpose]]:
    """The purposes for which what was said last allows processing, for some hundreds of contributions at a time."""
    allowing = [state.value for state in ConsentState if state.allows_processing]
    rows = rows_about(initiative, contributions).filter(state__in=allowing)
    given: dict[UUID, set[Purpose]] = {}
    for contribution, purpose in rows.values_list("contribution", "purpose"):
        given.setdefault(contribution, set()).add(Purpose(purpose))
    return {contribution: frozenset(purposes) for contribution, purposes in given.items()}
