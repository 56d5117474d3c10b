"""The web form: from the address to the last page, without account, script or cookie."""

from collections.abc import Mapping

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.opening import Door
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection import vault
from nyhavn.web.collection.actions import close_collection
from nyhavn.web.collection.models import Collection, Contribution, Draft
from nyhavn.web.collection.queries import with_receipt
from nyhavn.web.collection.vault import Answers, Place, Sealed
from nyhavn.web.consent.models import ConsentEvent, Notice
from nyhavn.web.consent.queries import consent_records
from web import objects
from web.cast import Cast
from web.visitors import Visitor

pytestmark = pytest.mark.django_db
ALL_YES = {"-consent-collection": "yes", "-consent-published-aggregates": "yes"}
FIRST = {"gender": "woman", "age": "34", "water": "yes"}


@pytest.fixture
def collection(village: Cast) -> Collection:
    return objects.collection(village)


@pytest.fixture
def visitor(collection: Collection) -> Visitor:
    """A person with a phone and the address of the form."""
    return Visitor(Client(enforce_csrf_checks=True), f"/c/{collection.code}/").open()


def agreed(visitor: Visitor, language: str = "en", said: Mapping[str, str] = ALL_YES) -> Visitor:
    return visitor.press(language, "-begin").say(said, "on")


def answered(visitor: Visitor) -> Visitor:
    agreed(visitor).press("on", **FIRST)
    return visitor.press("on", hours="3", sources=["tap", "well"])


def answers(found: Contribution) -> Answers:
    place = Place(found.collection.initiative.uuid, found.epoch.number, found.uuid, found.version)
    return vault.open_one(place, Sealed(bytes(found.sealed), bytes(found.wrapped_key)))


def test_from_the_address_to_thank_you(visitor: Visitor) -> None:
    answered(visitor)
    assert "Check your answers" in visitor.text
    assert "Tap, Well" in visitor.text
    visitor.say({"-receipt": "none"}, "send")
    assert "Your answers have arrived" in visitor.text
    kept = Contribution.objects.get()
    assert answers(kept) == {"gender": "woman", "age": "34", "water": "yes", "hours": "3", "sources": "tap well"}
    assert (kept.door, kept.contributed_on, kept.receipt) == (Door.FORM, timezone.localdate(), "")
    assert not Draft.objects.exists()


def test_what_a_person_agreed_to_is_recorded_purpose_by_purpose(visitor: Visitor, village: Cast) -> None:
    agreed(visitor, said={"-consent-collection": "yes", "-consent-published-aggregates": "no"})
    visitor.press("on", gender="man", age="50", water="no").say({"-receipt": "none"}, "send")
    kept = Contribution.objects.get()
    said = consent_records(village.initiative)[kept.uuid]
    assert said.state(Purpose.COLLECTION) is ConsentState.GIVEN
    assert said.state(Purpose.PUBLISHED_AGGREGATES) is ConsentState.REFUSED
    event = ConsentEvent.objects.filter(purpose="collection").get()
    assert (event.notice.version if event.notice else "", event.language, event.mode) == ("1", "en", "web-form")
    assert not AuditRecord.objects.filter(scope=village.initiative.uuid, kind="contribution").exists()


def test_no_to_the_collection_ends_kindly_and_keeps_nothing(visitor: Visitor) -> None:
    agreed(visitor, said={"-consent-collection": "no", "-consent-published-aggregates": "no"})
    assert "that is fine. Nothing was kept" in visitor.text
    assert not Contribution.objects.exists()
    assert not Draft.objects.exists()
    assert not ConsentEvent.objects.exists()


def test_nobody_agrees_by_pressing_on(visitor: Visitor) -> None:
    visitor.press("en", "-begin")
    visitor.press("on")
    assert "checked" not in visitor.html
    visitor.press("on")
    assert visitor.response is not None
    assert visitor.response.status_code == 422
    assert "Please choose yes or no" in visitor.text
    visitor.press("on", **{"-consent-collection": "yes"})
    assert "Please choose yes or no" not in visitor.text
    visitor.press("on")
    assert "Please choose yes or no" in visitor.text
    assert "age" not in visitor.page.names


def test_the_questions_cannot_be_reached_around_the_consent(visitor: Visitor) -> None:
    visitor.press("en", "-begin")
    around = {**visitor.page.values, "-at": "questions:1", "-asked": "gender age water", **FIRST, "-do": "on"}
    visitor.response = visitor.client.post(visitor.path, around)
    assert objects.ENGLISH["body"] in visitor.text
    visitor.response = visitor.client.post(visitor.path, {**around, "-at": "review", "-do": "send", "-receipt": "none"})
    assert objects.ENGLISH["body"] in visitor.text
    assert not Contribution.objects.exists()


def test_what_becomes_relevant_is_asked_on_the_same_page_and_marked(visitor: Visitor) -> None:
    agreed(visitor)
    assert "hours" not in visitor.page.names
    visitor.press("on", **FIRST)
    assert {"hours", "sources"} <= set(visitor.page.names)
    assert "one thing more on this page" in visitor.text


def test_a_wrong_answer_is_named_at_its_place_and_stays_to_be_mended(visitor: Visitor) -> None:
    agreed(visitor).press("on", gender="woman", age="340", water="no")
    assert visitor.response is not None
    assert visitor.response.status_code == 422
    assert 'href="#q-age"' in visitor.html
    assert 'value="340"' in visitor.html
    visitor.press("on", age="34")
    assert "Check your answers" in visitor.text


def test_an_answer_that_is_no_question_any_more_is_not_kept(visitor: Visitor) -> None:
    answered(visitor).press("change:1").press("on", water="no").say({"-receipt": "none"}, "send")
    assert answers(Contribution.objects.get()) == {"gender": "woman", "age": "34", "water": "no"}


def test_own_words_stay_own_words(visitor: Visitor) -> None:
    agreed(visitor).press("on", gender="own_words", age="20", water="no")
    visitor.press("on", gender_own="hijra  <b>&</b>").say({"-receipt": "none"}, "send")
    assert answers(Contribution.objects.get())["gender_own"] == "hijra  <b>&</b>"
    assert "<b>&</b>" not in visitor.html


def test_back_keeps_the_answers(visitor: Visitor) -> None:
    answered(visitor).press("back")
    assert visitor.page.values["age"] == ["34"]
    visitor.press("back")
    assert "May we publish figures made from them?" in visitor.text
    visitor.press("back")
    assert "May we keep your answers?" in visitor.text
    visitor.press("on")
    visitor.press("on")
    assert visitor.page.values["age"] == ["34"]


def test_another_language_in_the_middle_keeps_what_was_typed(visitor: Visitor) -> None:
    agreed(visitor).press("language:ar", gender="woman", age="34")
    assert 'dir="rtl"' in visitor.html
    assert "كم عمرك؟" in visitor.text
    assert visitor.page.values["age"] == ["34"]


def test_arabic_from_the_beginning_is_recorded_as_arabic(visitor: Visitor) -> None:
    agreed(visitor, "ar").press("on", gender="man", age="٤٠", water="no").say({"-receipt": "none"}, "send")
    assert answers(Contribution.objects.get())["age"] == "40"
    assert set(ConsentEvent.objects.values_list("language", flat=True)) == {"ar"}


def test_sending_twice_keeps_one_and_says_thank_you_twice(visitor: Visitor) -> None:
    answered(visitor).say({"-receipt": "words"}, "send")
    first = visitor.text
    visitor.repeat()
    assert visitor.text == first
    assert Contribution.objects.count() == 1
    assert ConsentEvent.objects.count() == 2


@pytest.mark.parametrize("kind", ["words", "paper"])
@pytest.mark.parametrize("is_witnessed", [True, False])
def test_the_last_page_says_what_a_lost_code_means_as_the_notice_does(
    visitor: Visitor, kind: str, is_witnessed: bool
) -> None:
    Notice.objects.update(witnessed_path=is_witnessed)
    answered(visitor).say({"-receipt": kind}, "send")
    assert ("They can help you, with a witness." in visitor.text) is is_witnessed
    assert ("nobody can find your answers again." in visitor.text) is not is_witnessed


def test_words_find_the_contribution_and_only_in_its_initiative(visitor: Visitor, village: Cast, harbour: Cast) -> None:
    answered(visitor).say({"-receipt": "words"}, "send")
    words = visitor.response.context["sent"].words  # type: ignore[union-attr]
    assert len(words) == 7
    assert " ".join(words) in visitor.text
    spoken = f"  {', '.join(words).upper()} "
    assert with_receipt(village.initiative, spoken) == Contribution.objects.get()
    assert with_receipt(harbour.initiative, spoken) is None
    assert with_receipt(village.initiative, " ".join(reversed(words))) is None


def test_whether_words_are_wanted_is_asked_and_never_assumed(visitor: Visitor) -> None:
    answered(visitor).press("send")
    assert "Please choose whether you want a receipt" in visitor.text
    assert not Contribution.objects.exists()


def test_a_closed_form_and_a_wrong_address_look_the_same(visitor: Visitor, village: Cast) -> None:
    wrong = Client().get("/c/abcdefghjkmn/")
    close_collection(by=village[Role.COORDINATOR], on=village.initiative, reason="Everybody was asked")
    closed = Client().get(visitor.path)
    assert (wrong.status_code, closed.status_code) == (404, 404)
    assert wrong.content == closed.content


def test_a_form_that_is_closed_in_the_middle_says_so(visitor: Visitor, village: Cast) -> None:
    answered(visitor)
    close_collection(by=village[Role.COORDINATOR], on=village.initiative, reason="Everybody was asked")
    visitor.say({"-receipt": "none"}, "send")
    assert "no open form here" in visitor.text
    assert not Contribution.objects.exists()


def test_without_the_web_door_there_is_no_form(village: Cast) -> None:
    paper = objects.collection(village, Door.ENTRY)
    assert Client().get(f"/c/{paper.code}/").status_code == 404


def test_a_new_notice_in_the_middle_is_asked_about_again(visitor: Visitor, village: Cast) -> None:
    answered(visitor)
    objects.notice_from_today(village, version="2")
    visitor.say({"-receipt": "none"}, "send")
    assert objects.ENGLISH["body"] in visitor.text
    assert not Contribution.objects.exists()
    visitor.say(ALL_YES, "on").press("on").say({"-receipt": "none"}, "send")
    assert set(ConsentEvent.objects.values_list("notice__version", flat=True)) == {"2"}
