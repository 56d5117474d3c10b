"""Files beside a notice: kept once, frozen with the words, sent as what they are, and nothing of them stays behind."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from nyhavn.framework.notice_media import MediumKind
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.consent import actions
from nyhavn.web.consent.asks import NoticeDrafted
from nyhavn.web.consent.media_actions import add_medium, drop_medium
from nyhavn.web.consent.models import NoticeFile, NoticeMedium
from nyhavn.web.consent.queries import notice_shown
from nyhavn.web.consent.showing import version_shown
from nyhavn.web.pages.uploads import Upload
from web import notice_files, objects
from web.cast import Cast

pytestmark = pytest.mark.django_db
HOME = "/work/initiatives/village-water/"


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_file_is_kept_with_its_words_its_type_and_its_hash(village: Cast) -> None:
    draft = notice_files.draft(village)
    notice_files.show(village, draft, notice_files.medium(MediumKind.SIGN_LANGUAGE))
    (film,) = notice_shown(draft).texts[1].media
    assert notice_shown(draft).texts[0].media == ()
    assert (film.media_type, film.sha256, film.sign_language) == ("video/mp4", sha(notice_files.MP4), "jos")
    assert film.captions == sha(notice_files.CAPTIONS)
    assert AuditRecord.objects.latest("id").facts == {"kind": "sign-language", "language": "en"}


def test_a_file_without_words_or_of_another_type_is_not_taken(village: Cast) -> None:
    draft = notice_files.draft(village)
    html = Upload(name="sign.png", content=b"<html><script>alert(1)</script>")
    with pytest.raises(Refusal) as refused:
        notice_files.show(village, draft, notice_files.medium(MediumKind.PICTOGRAMS, file=html))
    assert refused.value.codes == ("notice-medium-type",)
    with pytest.raises(ValueError):
        notice_files.medium(words="")
    with pytest.raises(Refusal) as refused:
        notice_files.show(village, draft, notice_files.medium(language="sw"))
    assert refused.value.codes == ("notice-medium-language",)
    assert not NoticeFile.objects.exists()


def test_what_is_in_use_keeps_its_files(village: Cast) -> None:
    notice, by = notice_files.with_every_file(village), village[Role.COORDINATOR]
    with pytest.raises(Refusal) as refused:
        add_medium(by=by, on=notice, said=notice_files.medium())
    assert refused.value.codes == ("notice-already-frozen",)
    with pytest.raises(Refusal) as refused:
        drop_medium(by=by, on=notice.media.first() or NoticeMedium())
    assert refused.value.codes == ("notice-already-frozen",)
    assert notice.media.count() == len(MediumKind)


def test_the_hash_of_a_text_covers_its_files(village: Cast) -> None:
    notice = notice_files.with_every_file(village)
    record = notice.texts.get(language="en").rendered
    for content in (*notice_files.FILES.values(), notice_files.CAPTIONS):
        assert sha(content) in record
    assert sha(notice_files.MP3) not in notice.texts.get(language="ar").rendered
    assert [text.is_as_agreed for text in version_shown(notice).texts] == [True, True]
    NoticeMedium.objects.filter(kind="audio").update(words="We take everything.")
    assert {text.language: text.is_as_agreed for text in version_shown(notice).texts} == {"ar": True, "en": False}


def test_the_same_file_is_kept_once_and_goes_with_the_last_that_shows_it(village: Cast) -> None:
    first, by = notice_files.draft(village), village[Role.COORDINATOR]
    notice_files.show(village, first, notice_files.medium(), notice_files.medium(MediumKind.PICTOGRAMS))
    said = NoticeDrafted(version="3", purposes=objects.PURPOSES, contact="The office", starts_from="2")
    second = actions.draft_notice(by=by, on=village.initiative, said=said)
    assert second.media.count() == 2
    assert NoticeFile.objects.count() == 2
    actions.drop_notice(by=by, on=first)
    assert NoticeFile.objects.count() == 2
    drop_medium(by=by, on=second.media.get(kind="audio"))
    assert [file.media_type for file in NoticeFile.objects.all()] == ["image/png"]
    actions.drop_text(by=by, on=second.texts.get(language="en"))
    assert not NoticeFile.objects.exists()


def test_a_new_version_starts_with_terms_and_files_of_the_one_before(village: Cast) -> None:
    first = notice_files.with_every_file(village)
    said = NoticeDrafted(version="3", purposes=objects.PURPOSES[:1], contact="The office", starts_from="2")
    second = actions.draft_notice(by=village[Role.COORDINATOR], on=village.initiative, said=said)
    assert [terms.purpose for terms in notice_shown(second).terms] == [objects.PURPOSES[0]]
    assert second.witnessed_path is False
    assert second.media.count() == first.media.count()


def test_the_database_takes_no_unknown_type_and_no_file_without_words(village: Cast) -> None:
    notice = notice_files.with_every_file(village)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeFile.objects.update(media_type="text/html")
    for wrong in ({"words": ""}, {"title": ""}, {"kind": "film"}, {"sign_language": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            notice.media.filter(kind="sign-language").update(**wrong)


# --- As answers --------------------------------------------------------------------------


def test_everybody_gets_a_file_of_a_notice_in_use_as_what_it_is(client: Client, village: Cast) -> None:
    notice = notice_files.with_every_file(village)
    answer = client.get(f"/notices/{notice.uuid}/media/{sha(notice_files.MP4)}/")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "video/mp4", notice_files.MP4)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    captions = client.get(f"/notices/{notice.uuid}/media/{sha(notice_files.CAPTIONS)}/")
    assert captions["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-1", 206, 0, 1),
        ("bytes=4-", 206, 4, 203),
        ("bytes=-4", 206, 200, 203),
        ("bytes=-9999", 206, 0, 203),
        ("bytes=200-9999", 206, 200, 203),
        ("bytes=204-", 416, 0, 0),
        ("bytes=5-2", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=0-1,3-4", 200, 0, 203),
        ("bytes=-", 200, 0, 203),
        ("lines=0-1", 200, 0, 203),
    ],
)
def test_players_may_ask_for_a_part(
    client: Client, village: Cast, asked: str, status: int, first: int, last: int
) -> None:
    notice = notice_files.with_every_file(village)
    answer = client.get(f"/notices/{notice.uuid}/media/{sha(notice_files.MP3)}/", headers={"Range": asked})
    assert answer.status_code == status
    if status != 416:
        assert answer.content == notice_files.MP3[first : last + 1]
    if status == 206:
        assert answer["Content-Range"] == f"bytes {first}-{last}/204"


def test_files_of_a_draft_are_for_those_who_work_on_it(
    client: Client, village: Cast, harbour: Cast, stranger: User
) -> None:
    draft = notice_files.draft(village)
    notice_files.show(village, draft, notice_files.medium())
    place = f"{draft.uuid}/media/{sha(notice_files.MP3)}/"
    assert client.get(f"/notices/{place}").status_code == 404
    client.force_login(village[Role.COORDINATOR])
    assert client.get(f"{HOME}notices/{place}").content == notice_files.MP3
    for outsider in (stranger, harbour[Role.COORDINATOR]):
        client.force_login(outsider)
        assert client.get(f"{HOME}notices/{place}").status_code == 404


def test_a_notice_sends_no_files_of_another(client: Client, village: Cast, harbour: Cast) -> None:
    notice_files.with_every_file(village)
    other = objects.notice(harbour)
    assert client.get(f"/notices/{other.uuid}/media/{sha(notice_files.MP3)}/").status_code == 404


def test_the_coordinator_adds_a_film_with_the_form_and_sees_it(client: Client, village: Cast) -> None:
    draft = notice_files.draft(village)
    client.force_login(village[Role.COORDINATOR])
    said = {
        "kind": "sign-language",
        "language": "en",
        "title": "In sign language",
        "words": "We ask who has water.",
        "sign_language": "jos",
        "file": SimpleUploadedFile("water.mp4", notice_files.MP4),
        "captions": SimpleUploadedFile("water.vtt", notice_files.CAPTIONS),
    }
    page = client.post(f"{HOME}notices/{draft.uuid}/do/add-medium/", said, follow=True)
    assert "In sign language" in page.content.decode()
    seen = client.get(f"{HOME}notices/{draft.uuid}/texts/en/").content.decode()
    assert '<video controls preload="none"' in seen and '<track kind="captions"' in seen
    assert f"{HOME}notices/{draft.uuid}/media/{sha(notice_files.MP4)}/" in seen
