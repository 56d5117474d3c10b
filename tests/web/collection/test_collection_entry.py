"""Paper forms keyed in by named people, empty forms to print, and practice that is never counted."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.opening import Door
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Collection, Contribution, Draft, PracticeRecord
from nyhavn.web.collection.queries import material
from nyhavn.web.consent.models import ConsentEvent, Notice
from nyhavn.web.consent.queries import consent_records
from web import objects
from web.cast import Cast
from web.visitors import Visitor

pytestmark = pytest.mark.django_db
ALL_YES = {"-consent-collection": "yes", "-consent-published-aggregates": "yes"}
HOME = "/work/initiatives/village-water"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def collection(village: Cast) -> Collection:
    return objects.collection(village)


@pytest.fixture
def elena(village: Cast, collection: Collection) -> Visitor:
    """The enumerator in front of a page to key in a paper form."""
    return Visitor(signed_in(village[Role.ENUMERATOR]), f"{HOME}/entry/paper/").open()


def head(days_ago: int = 5, agreed_days_ago: int = 5, language: str = "ar") -> dict[str, str]:
    today = timezone.localdate()
    return {
        "notice": str(Notice.objects.get().uuid),
        "language": language,
        "consented_on": (today - timedelta(days=agreed_days_ago)).isoformat(),
        "contributed_on": (today - timedelta(days=days_ago)).isoformat(),
    }


def keyed(elena: Visitor, consent: dict[str, str] = ALL_YES) -> Visitor:
    elena.response = elena.client.post(elena.path, head())
    elena.path = f"{HOME}/entry/form/"
    elena.say(consent, "on")
    elena.press("on", gender="own_words", age="61", water="no")
    return elena.press("on", gender_own="hijra")


def test_a_paper_form_is_kept_with_who_keyed_it_in_and_what_stood_on_it(elena: Visitor, village: Cast) -> None:
    keyed(elena).press("send")
    kept = Contribution.objects.get()
    assert (kept.door, kept.entered_by) == (Door.ENTRY, village[Role.ENUMERATOR])
    assert kept.contributed_on == timezone.localdate() - timedelta(days=5)
    event = ConsentEvent.objects.filter(purpose="collection").get()
    assert (event.mode, event.language) == ("on-paper", "ar")
    assert event.at.date() == kept.contributed_on
    assert AuditRecord.objects.get(action="contributions-entered").by == village[Role.ENUMERATOR].uuid


def test_a_paper_form_may_say_how_it_was_and_that_the_person_is_young(elena: Visitor) -> None:
    how = {"modality": "heard", "present": ["interpreter", "witness"], "is_minor": "on"}
    page = elena.client.post(elena.path, head() | how)
    assert page.status_code == 422
    assert "what the guardian says" in page.content.decode()
    elena.response = elena.client.post(elena.path, head() | how | {"guardian_waiver": "guardian-is-the-risk"})
    elena.path = f"{HOME}/entry/form/"
    elena.say(ALL_YES, "on")
    elena.press("on", gender="own_words", age="16", water="no")
    elena.press("on", gender_own="hijra").press("send")
    event = ConsentEvent.objects.filter(purpose="collection").get()
    assert (event.modality, [one["helper"] for one in event.present]) == ("heard", ["interpreter", "witness"])
    assert (event.assent, event.guardian_agrees, event.guardian_waiver) == (True, None, "guardian-is-the-risk")


def test_what_the_paper_leaves_open_stays_unknown(elena: Visitor, village: Cast) -> None:
    keyed(elena, {"-consent-collection": "yes", "-consent-published-aggregates": ""}).press("send")
    said = consent_records(village.initiative)[Contribution.objects.get().uuid]
    assert said.state(Purpose.PUBLISHED_AGGREGATES) is ConsentState.UNKNOWN
    assert said.state(Purpose.COLLECTION) is ConsentState.GIVEN


def test_a_paper_that_says_no_is_not_kept(elena: Visitor) -> None:
    elena.response = elena.client.post(elena.path, head())
    elena.path = f"{HOME}/entry/form/"
    elena.say({"-consent-collection": "no"}, "on")
    assert elena.response is not None
    assert elena.response.status_code == 302
    assert not Contribution.objects.exists()
    assert not Draft.objects.exists()


def test_keying_in_the_same_form_twice_by_a_double_press_keeps_one(elena: Visitor) -> None:
    keyed(elena).press("send").repeat()
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"days_ago": -1}, "has not come yet"),
        ({"agreed_days_ago": 400, "days_ago": 5}, "was not in use on"),
        ({"agreed_days_ago": 2, "days_ago": 5}, "before the day on which the person agreed"),
    ],
)
def test_days_that_cannot_be_are_asked_about_before_anything_is_keyed_in(
    elena: Visitor, said: dict[str, int], words: str
) -> None:
    elena.response = elena.client.post(elena.path, head(**said))
    assert elena.response.status_code == 422
    assert words in elena.text


def test_an_enumerator_sees_how_many_forms_and_no_answer_and_nothing_of_others(
    elena: Visitor, village: Cast, collection: Collection
) -> None:
    keyed(elena).press("send")
    other = objects.contribution(collection)
    page = elena.client.get(f"{HOME}/entry/").content.decode()
    assert "You have entered 1 form here" in page
    assert str(other.uuid)[:8] not in page
    assert "hijra" not in page
    for address in (f"{HOME}/contributions/", f"{HOME}/contributions/{other.uuid}/", f"{HOME}/imports/"):
        assert elena.client.get(address).status_code == 403


def test_a_draft_of_one_enumerator_is_closed_to_another_even_with_the_secret(elena: Visitor, village: Cast) -> None:
    keyed(elena)
    stolen = signed_in(village[Role.COORDINATOR]).post(f"{HOME}/entry/form/", elena.page.values)
    assert stolen.status_code == 303
    assert "hijra" not in stolen.content.decode()


def test_a_stranger_finds_nothing_of_it(stranger: User, collection: Collection) -> None:
    client = signed_in(stranger)
    for part in ("entry", "entry/paper", "practice", "collection", "contributions", "imports", "entry/print/en"):
        assert client.get(f"{HOME}/{part}/").status_code == 404


def test_without_an_open_collection_nothing_is_keyed_in_and_the_page_says_why(village: Cast) -> None:
    objects.prepared(village)
    client = signed_in(village[Role.ENUMERATOR])
    assert "No collection is open" in client.get(f"{HOME}/entry/").content.decode()
    assert client.get(f"{HOME}/entry/paper/").status_code == 422


def test_the_printed_form_says_who_is_asked_what_and_names_no_topic_at_its_head(elena: Visitor) -> None:
    page = elena.client.get(f"{HOME}/entry/print/en/").content.decode()
    assert "<title>Form ·" in page
    assert "Water" not in page.split("Number of this sheet")[0]
    assert "5. How many hours a day?" in page
    assert "Only if:</span>" in page or "Only if:" in page
    assert "<bdi>4 = yes</bdi>" in page
    assert "(own_words)" in page
    assert "If the answer to the first question is no, stop here" in page
    arabic = elena.client.get(f"{HOME}/entry/print/ar/").content.decode()
    assert 'dir="rtl"' in arabic
    assert "كم ساعة في اليوم؟" in arabic


def test_practice_comes_before_the_collection_is_open_and_is_never_counted(village: Cast) -> None:
    objects.prepared(village)
    elena = Visitor(signed_in(village[Role.ENUMERATOR]), f"{HOME}/practice/").open()
    elena.press("en", "-begin")
    assert "Nothing you enter here is ever counted" in elena.text
    elena.path = f"{HOME}/practice/form/"
    elena.say(ALL_YES, "on").press("on", gender="woman", age="1", water="no").press("send")
    assert PracticeRecord.objects.get().by == village[Role.ENUMERATOR]
    assert not Contribution.objects.exists()
    assert not ConsentEvent.objects.exists()
    with pytest.raises(Refusal, match="No contribution takes part"):
        material(village.initiative)


def test_practice_is_deleted_one_by_one_or_all_and_only_ones_own(village: Cast) -> None:
    objects.prepared(village)
    mine = [objects.practice_record(village, Role.ENUMERATOR) for _ in range(3)]
    other = objects.practice_record(village, Role.COORDINATOR)
    client = signed_in(village[Role.ENUMERATOR])
    assert client.post(f"{HOME}/practice/{other.uuid}/do/delete/").status_code == 404
    assert client.post(f"{HOME}/practice/{mine[0].uuid}/do/delete/").status_code == 302
    assert client.post(f"{HOME}/do/delete-practice/").status_code == 302
    assert list(PracticeRecord.objects.all()) == [other]
