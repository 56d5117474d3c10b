"""Small real beginnings of files that can stand beside a notice, and drafts that show them."""

from datetime import timedelta

from django.utils import timezone

from nyhavn.framework.notice_media import MediumKind
from nyhavn.framework.roles import Role
from nyhavn.web.consent import actions
from nyhavn.web.consent.asks import FirstDay, NewTextSaid, NoticeDrafted, questions_of
from nyhavn.web.consent.media_actions import add_medium
from nyhavn.web.consent.models import Notice, NoticeMedium
from nyhavn.web.consent.term_asks import MediumSaid
from nyhavn.web.pages.uploads import Upload
from web import objects
from web.cast import Cast

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
MP3 = b"ID3\x04" + bytes(range(200))
MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(range(250)) * 4
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nWe ask who has water.\n"
FILES = {
    MediumKind.EASY_READ: PNG,
    MediumKind.AUDIO: MP3,
    MediumKind.PICTOGRAMS: PNG,
    MediumKind.SIGN_LANGUAGE: MP4,
}


def medium(kind: MediumKind = MediumKind.AUDIO, language: str = "en", **changed: object) -> MediumSaid:
    """A file of that kind with its words."""
    is_film = kind is MediumKind.SIGN_LANGUAGE
    said = {
        "kind": kind,
        "language": language,
        "title": f"The notice: {kind.value}",
        "words": f"We ask who has water, as {kind.value}.",
        "file": Upload(name="file", content=FILES[kind]),
        "captions": Upload(name="captions", content=CAPTIONS) if is_film else None,
        "sign_language": "jos" if is_film else "",
    }
    return MediumSaid.model_validate({**said, **changed})


def draft(village: Cast, version: str = "2") -> Notice:
    """A draft that says everything in English and Arabic."""
    by = village[Role.COORDINATOR]
    said = NoticeDrafted(version=version, purposes=objects.PURPOSES, contact="The office")
    made = actions.draft_notice(by=by, on=village.initiative, said=said)
    objects.say_terms(village, made)
    for language, words in (("en", objects.ENGLISH), ("ar", objects.ARABIC)):
        asked = questions_of(objects.QUESTIONS[language])
        actions.add_text(by=by, on=made, said=NewTextSaid(language=language, questions=asked, **words))
    return made


def show(village: Cast, notice: Notice, *said: MediumSaid) -> list[NoticeMedium]:
    """The coordinator adds files."""
    return [add_medium(by=village[Role.COORDINATOR], on=notice, said=one) for one in said]


def use(village: Cast, notice: Notice) -> Notice:
    """In use from today; any other version ended yesterday."""
    today = timezone.localdate()
    others = village.initiative.notices.exclude(id=notice.id).exclude(valid_from=None)
    others.update(valid_from=today - timedelta(days=300), valid_until=today - timedelta(days=1))
    actions.put_in_use(by=village[Role.COORDINATOR], on=notice, said=FirstDay(valid_from=today))
    notice.refresh_from_db()
    return notice


def with_every_file(village: Cast) -> Notice:
    """A notice in use that can be read, heard, seen in pictures and seen signed, in English."""
    made = draft(village)
    show(village, made, *(medium(kind) for kind in MediumKind))
    return use(village, made)
