"""What pages and interface show of notices, made from what is stored."""

from dataclasses import asdict, replace
from datetime import date

from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice import NoticeShown, NoticeWords, is_as_agreed, notice_reasons, shown_parts
from nyhavn.framework.notice_media import MediumKind
from nyhavn.framework.notice_record import ShownPart
from nyhavn.framework.plain_language import plain_hints
from nyhavn.framework.reading_ease import ease_lines, reading_ease
from nyhavn.web.consent.models import Notice, NoticeMedium
from nyhavn.web.consent.our_words import our_words
from nyhavn.web.consent.queries import notice_shown, notices
from nyhavn.web.consent.schemas import (
    EaseShown,
    HintShown,
    LackShown,
    MediumShown,
    NoticesShown,
    NoticeVersionShown,
    TextShown,
    Use,
)
from nyhavn.web.initiatives.models import Initiative


def notices_shown(initiative: Initiative) -> NoticesShown:
    """All versions, the newest first."""
    return NoticesShown(notices=tuple(version_shown(notice) for notice in notices(initiative)))


def version_shown(notice: Notice) -> NoticeVersionShown:
    """One version with its texts, what it lacks, and what could be said more simply."""
    shown = notice_shown(notice)
    return NoticeVersionShown(
        uuid=shown.uuid,
        version=shown.version,
        use=use_of(shown, timezone.localdate()),
        purposes=shown.purposes,
        contact=shown.contact,
        valid_from=shown.valid_from,
        valid_until=shown.valid_until,
        terms=shown.terms,
        witnessed_path=shown.witnessed_path,
        texts=tuple(text_shown(shown, words) for words in shown.texts),
        media=tuple(_medium_shown(medium) for medium in notice.media.all()),
        lacks=tuple(LackShown.model_validate(asdict(reason)) for reason in notice_reasons(shown)),
    )


def use_of(shown: NoticeShown, day: date) -> Use:
    """How far a version is on that day."""
    if shown.valid_from is None:
        return Use.DRAFT
    if day < shown.valid_from:
        return Use.PLANNED
    return Use.ENDED if shown.valid_until is not None and shown.valid_until < day else Use.IN_USE


def parts_shown(shown: NoticeShown, words: NoticeWords) -> tuple[ShownPart, ...]:
    """What people read: of a draft as it would stand there, of a version in use as its record has it."""
    return shown_parts(shown, words, None if words.sha256 else our_words(shown, words.language))


def text_shown(shown: NoticeShown, words: NoticeWords) -> TextShown:
    """The notice in one language. Of a record that somebody changed by hand, what is stored beside it is shown."""
    is_whole = is_as_agreed(shown, words)
    parts = parts_shown(shown, words if is_whole else replace(words, rendered=""))
    written = [part for part in parts if part.code != "contact"]
    hints = [hint for part in parts for hint in plain_hints(part.text, words.language, part.code)]
    ease = reading_ease([text for part in written for text in (part.text, part.terms) if text], words.language)
    return TextShown(
        language=words.language,
        title=words.title,
        parts={part.code: part.text for part in parts if not part.is_question},
        questions={Purpose(part.code): part.text for part in parts if part.is_question},
        sha256=words.sha256,
        rendered=words.rendered,
        is_as_agreed=is_whole,
        ease=EaseShown(lines=ease_lines(ease)),
        hints=tuple(HintShown(part=hint.part, sentence=hint.sentence) for hint in hints),
    )


def _medium_shown(medium: NoticeMedium) -> MediumShown:
    return MediumShown(
        uuid=medium.uuid,
        kind=MediumKind(medium.kind),
        language=medium.language,
        sign_language=medium.sign_language,
        title=medium.title,
        words=medium.words,
        media_type=medium.file.media_type,
        sha256=medium.file.sha256,
        captions=medium.captions.sha256 if medium.captions else "",
    )
