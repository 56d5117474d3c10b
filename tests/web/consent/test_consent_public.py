"""The notice under an address that holds for years: exactly what people agreed to, or nothing."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from nyhavn.framework.notice import sha256_of_notice
from nyhavn.web.consent.models import Notice
from nyhavn.web.consent.queries import notice_shown
from web import notice_files, objects
from web.cast import Cast

pytestmark = pytest.mark.django_db


def address(notice: Notice, language: str = "en") -> str:
    return f"/notices/{notice.uuid}/{language}/"


def test_anybody_reads_the_text_and_takes_its_hash(client: Client, village: Cast) -> None:
    notice = notice_files.with_every_file(village)
    page = client.get(address(notice, "ar"))
    assert 'lang="ar" dir="rtl"' in page.content.decode()
    for words in (*objects.ARABIC.values(), *objects.QUESTIONS["ar"].values()):
        assert words in page.content.decode()
    record = client.get(f"{address(notice)}record.txt")
    assert record["Content-Type"] == "text/plain; charset=utf-8"
    hashed = hashlib.sha256(record.content).hexdigest()
    assert hashed in client.get(address(notice)).content.decode()
    assert notice.texts.get(language="en").sha256 == hashed


def test_how_long_and_for_whom_stands_beside_each_question_in_the_language_of_the_text(
    client: Client, village: Cast
) -> None:
    notice = objects.notice(village)
    assert "It is kept for 2 years." in client.get(address(notice)).content.decode()
    arabic = client.get(address(notice, "ar")).content.decode()
    assert "يُحفظ سنتين" in arabic and "القائمون على هذا العمل" in arabic
    assert "It is kept" not in arabic


def test_a_lost_code_is_spoken_of_before_anybody_agrees(client: Client, village: Cast) -> None:
    notice = objects.notice(village)
    assert "you cannot take your answers back" in client.get(address(notice)).content.decode()
    assert "لا يمكنك سحب إجاباتك" in client.get(address(notice, "ar")).content.decode()
    Notice.objects.update(valid_from=None, witnessed_path=True)
    notice.texts.update(sha256="", rendered="")
    notice.refresh_from_db()
    used = notice_files.use(village, notice)
    assert "You will need a witness" in client.get(address(used)).content.decode()


def test_the_text_stays_after_its_last_day_and_when_we_say_things_otherwise(client: Client, village: Cast) -> None:
    notice = objects.notice(village)
    first = client.get(f"{address(notice)}record.txt").content
    notice_files.use(village, notice_files.draft(village))
    with translation.override("fr"):
        assert client.get(f"{address(notice)}record.txt").content == first
    assert objects.ENGLISH["body"] in client.get(address(notice)).content.decode()


def test_a_changed_text_is_not_shown_as_the_one_people_agreed_to(client: Client, village: Cast) -> None:
    notice = objects.notice(village)
    notice.texts.filter(language="en").update(recipients="Everybody sees them.")
    page = client.get(address(notice)).content.decode()
    assert "changed after people agreed" in page
    assert "Everybody sees them." not in page
    assert "changed after" not in client.get(address(notice, "ar")).content.decode()


def test_a_text_of_the_first_format_is_shown_and_checked_as_before(client: Client, village: Cast) -> None:
    notice = objects.notice(village)
    Notice.objects.update(terms=[], witnessed_path=None)
    notice.texts.update(rendered="")
    shown = notice_shown(Notice.objects.get())
    for words in shown.texts:
        notice.texts.filter(language=words.language).update(sha256=sha256_of_notice(shown, words))
    page = client.get(address(notice)).content.decode()
    assert objects.ENGLISH["recipients"] in page and "hash that was put on record" in page
    assert client.get(f"{address(notice)}record.txt").status_code == 404


def test_drafts_and_planned_versions_have_no_public_address(client: Client, village: Cast) -> None:
    draft = notice_files.draft(village)
    assert client.get(address(draft)).status_code == 404
    planned = objects.notice(village)
    Notice.objects.filter(id=planned.id).update(valid_from=timezone.localdate() + timedelta(days=1))
    assert client.get(address(planned)).status_code == 404
    assert client.get(f"{address(planned)}record.txt").status_code == 404


def test_search_engines_do_not_list_it(client: Client, village: Cast) -> None:
    page = client.get(address(objects.notice(village)))
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "no-referrer")
