"""What pages and interface show of notices, made from what is stored."""

from dataclasses import asdict
from datetime import date

from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice import NoticeShown, NoticeWords, is_as_agreed, notice_reasons, shown_parts
from nyhavn.framework.plain_language import plain_hints
from nyhavn.web.consent.models import Notice
from nyhavn.web.consent.queries import notice_shown, notices
from nyhavn.web.consent.schemas import HintShown, LackShown, NoticesShown, NoticeVersionShown, TextShown, Use
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
        texts=tuple(text_shown(shown, words) for words in shown.texts),
        lacks=tuple(LackShown.model_validate(asdict(reason)) for reason in notice_reasons(shown)),
    )


def use_of(shown: NoticeShown, day: date) -> Use:
    """How far a version is on that day."""
    if shown.valid_from is None:
        return Use.DRAFT
    if day < shown.valid_from:
        return Use.PLANNED
    return Use.ENDED if shown.valid_until is not None and shown.valid_until < day else Use.IN_USE


def text_shown(shown: NoticeShown, words: NoticeWords) -> TextShown:
    """The notice in one language."""
    parts = shown_parts(shown, words)
    hints = [hint for part in parts for hint in plain_hints(part.text, words.language, part.code)]
    return TextShown(
        language=words.language,
        title=words.title,
        parts={part.code: part.text for part in parts if not part.is_question},
        questions={Purpose(part.code): part.text for part in parts if part.is_question},
        sha256=words.sha256,
        is_as_agreed=is_as_agreed(shown, words),
        hints=tuple(HintShown(part=hint.part, sentence=hint.sentence) for hint in hints),
    )
