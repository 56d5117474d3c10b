"""A person takes the notice in as they can, decides purpose by purpose, and nothing of it stays on the phone."""

import hashlib

import pytest
from django.test import Client

from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_circumstances import Modality
from nyhavn.framework.notice_media import MediumKind
from nyhavn.framework.notice_terms import retention_months
from nyhavn.framework.refusal import Refusal
from nyhavn.web.collection.form import drafts
from nyhavn.web.collection.models import Collection, Contribution, Draft
from nyhavn.web.consent.models import ConsentEvent, Notice
from nyhavn.web.consent.queries import notice_shown
from web import notice_files, objects
from web.cast import Cast
from web.visitors import Visitor

pytestmark = pytest.mark.django_db
ALL_YES = {"-consent-collection": "yes", "-consent-published-aggregates": "yes"}
BUTTONS = {
    MediumKind.EASY_READ: ("way:easy-read", "<img "),
    MediumKind.AUDIO: ("way:heard", '<audio controls preload="none"'),
    MediumKind.PICTOGRAMS: ("way:pictograms", "<img "),
    MediumKind.SIGN_LANGUAGE: ("way:sign-language", '<video controls preload="none"'),
}


@pytest.fixture
def collection(village: Cast) -> Collection:
    opened = objects.collection(village)
    notice_files.with_every_file(village)
    return opened


@pytest.fixture
def visitor(collection: Collection) -> Visitor:
    return Visitor(Client(), f"/c/{collection.code}/").open().press("en", "-begin")


def way_of(visitor: Visitor) -> Modality | None:
    opened = drafts.find(visitor.page.values["-secret"][0], by=None)
    assert opened is not None
    return opened.visit.way


@pytest.mark.parametrize("kind", MediumKind)
def test_a_person_takes_the_notice_in_as_they_can_and_that_is_known(visitor: Visitor, kind: MediumKind) -> None:
    button, tag = BUTTONS[kind]
    assert tag not in visitor.html
    visitor.press(button)
    sha256 = hashlib.sha256(notice_files.FILES[kind]).hexdigest()
    assert tag in visitor.html and f"/media/{sha256}/" in visitor.html
    assert objects.ENGLISH["body"] in visitor.text
    visitor.say(ALL_YES, "on")
    assert way_of(visitor) == button.removeprefix("way:")
    assert "age" in visitor.page.names


def test_whoever_reads_loads_no_sound_and_no_film(visitor: Visitor) -> None:
    for tag in ("<audio", "<video", "<img"):
        assert tag not in visitor.html
    visitor.say(ALL_YES, "on")
    assert way_of(visitor) is Modality.READ


def test_a_language_without_files_offers_its_text_alone(visitor: Visitor) -> None:
    visitor.press("language:ar")
    assert not [value for name, value in visitor.page.buttons if value.startswith("way:")]
    assert objects.ARABIC["body"] in visitor.text


def test_each_purpose_is_asked_on_a_page_of_its_own_with_no_as_near_as_yes(visitor: Visitor) -> None:
    visitor.press("on")
    assert objects.QUESTIONS["en"]["collection"] in visitor.text
    assert "It is kept for 2 years. Who gets it: the people who run this." in visitor.text
    assert [name for name in visitor.page.names if name.startswith("-consent-")] == ["-consent-collection"] * 2
    visitor.press("on", **{"-consent-collection": "yes"})
    assert set(visitor.page.names) & set(ALL_YES) == {"-consent-published-aggregates"}
    visitor.press("on", **{"-consent-published-aggregates": "no"})
    visitor.press("on", gender="woman", age="34", water="no").say({"-receipt": "none"}, "send")
    said = dict(ConsentEvent.objects.values_list("purpose", "state"))
    assert said == {"collection": "ConsentGiven", "published-aggregates": "ConsentRefused"}


def test_whoever_goes_back_decides_anew(visitor: Visitor) -> None:
    visitor.press("on").press("on", **{"-consent-collection": "yes"}).press("back")
    assert visitor.page.values["-consent-collection"] == ["yes"]
    visitor.press("on", **{"-consent-collection": "no"})
    assert "that is fine. Nothing was kept" in visitor.text
    assert not Draft.objects.exists() and not Contribution.objects.exists()


def test_a_purpose_cannot_be_jumped_over(visitor: Visitor) -> None:
    visitor.press("on")
    around = {**visitor.page.values, "-at": "consent:published-aggregates", "-consent-published-aggregates": "yes"}
    visitor.response = visitor.client.post(visitor.path, {**around, "-do": "on"})
    assert objects.QUESTIONS["en"]["collection"] in visitor.text
    assert "age" not in visitor.page.names


def test_no_file_of_a_notice_stays_on_the_phone(visitor: Visitor, village: Cast) -> None:
    notice = Notice.objects.get(version="2")
    for content in notice_files.FILES.values():
        answer = visitor.client.get(f"/notices/{notice.uuid}/media/{hashlib.sha256(content).hexdigest()}/")
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert not answer.cookies


def test_a_notice_without_terms_for_a_purpose_is_not_put_in_use_and_with_them_it_is(village: Cast) -> None:
    draft = notice_files.draft(village)
    terms = draft.terms
    Notice.objects.update(terms=terms[:1])
    with pytest.raises(Refusal) as refused:
        notice_files.use(village, draft)
    assert refused.value.codes == ("notice-terms-missing",)
    Notice.objects.update(terms=terms)
    shown = notice_shown(notice_files.use(village, draft))
    assert retention_months(shown, Purpose.PUBLISHED_AGGREGATES) == 24


def test_a_notice_that_does_not_speak_of_a_lost_code_is_not_put_in_use(village: Cast) -> None:
    draft = notice_files.draft(village)
    Notice.objects.update(witnessed_path=None)
    with pytest.raises(Refusal) as refused:
        notice_files.use(village, draft)
    assert refused.value.codes == ("notice-lost-code-unsaid",)
