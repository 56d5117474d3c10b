"""Files that are shown with a draft of a notice: kept once each, by what is in them, gone when nothing shows them."""

import hashlib

from django.db import transaction

from nyhavn.framework.notice_media import CAPTIONS_TYPE, check_medium, media_type_of
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.consent.drafts import draft_of, note
from nyhavn.web.consent.models import Notice, NoticeFile, NoticeMedium
from nyhavn.web.consent.term_asks import MediumSaid


def add_medium(*, by: User, on: Notice, said: MediumSaid) -> NoticeMedium:
    """Show a file with the text in one language. Raises Refusal."""
    captions = said.captions.content if said.captions else b""
    check_medium(said.kind, said.file.content, captions, said.sign_language)
    with transaction.atomic():
        notice = draft_of(on)
        text = notice.texts.filter(language__iexact=said.language).first()
        if text is None:
            what = f"The notice has no text in “{said.language}”."
            raise refusal("notice-medium-language", what, where="language", do="Write the text in this language first.")
        medium = NoticeMedium.objects.create(
            notice=notice,
            kind=said.kind.value,
            language=text.language,
            sign_language=said.sign_language,
            title=said.title,
            words=said.words,
            file=_file(said.file.content, media_type_of(said.file.content) or ""),
            captions=_file(captions, CAPTIONS_TYPE) if captions else None,
        )
        note("notice-medium-added", by, notice, {"kind": said.kind.value, "language": text.language})
    return medium


def drop_medium(*, by: User, on: NoticeMedium) -> None:
    """Show a file no longer. Raises Refusal for a version that is in use."""
    with transaction.atomic():
        notice = draft_of(on.notice)
        notice.media.get(id=on.id).delete()
        note("notice-medium-dropped", by, notice, {"kind": on.kind, "language": on.language})
        forget_files()


def copy_media(source: Notice, to: Notice) -> None:
    """The same files for a new version."""
    for medium in source.media.all():
        NoticeMedium.objects.create(
            notice=to,
            kind=medium.kind,
            language=medium.language,
            sign_language=medium.sign_language,
            title=medium.title,
            words=medium.words,
            file_id=medium.file_id,
            captions_id=medium.captions_id,
        )


def forget_files() -> None:
    """Delete files that no notice shows."""
    NoticeFile.objects.filter(shown_by=None, captions_of=None).delete()


def _file(content: bytes, media_type: str) -> NoticeFile:
    sha256 = hashlib.sha256(content).hexdigest()
    return NoticeFile.objects.get_or_create(sha256=sha256, defaults={"media_type": media_type, "content": content})[0]
