"""A person with a receipt: sees, switches, corrects, copies, takes back; and nothing says what it is about."""

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.lineage import WORDS
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection import withdrawal_pages
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.receipts import paper_code_for, receipt_hash
from nyhavn.web.consent.models import ConsentEvent, NoticeText
from nyhavn.web.consent.queries import consent_records
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.lineage import pages as certificate_pages
from nyhavn.web.lineage.actions import withdraw
from nyhavn.web.lineage.kinds import kinds_for
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.receipts.models import OwnSession, ProofKey
from nyhavn.web.receipts.words import THINGS, TOLD
from nyhavn.web.releases.impact_showing import KIND_WORDS
from web.cast import Cast
from web.own_browser import OwnBrowser
from web.receipt_holders import Person

pytestmark = pytest.mark.django_db
TOPIC = ("water", "village", "Water in our village", "office, Harbour Road")


def test_words_open_a_page_that_names_no_topic_and_shows_no_answer(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words)
    assert browser.path == "/mine/menu/"
    assert "What would you like to do?" in browser.text
    assert not [word for word in TOPIC if word.casefold() in browser.html.casefold()]
    assert "34" not in browser.text
    assert "<title>My page</title>" in browser.html


def test_answers_are_shown_in_the_words_of_the_questionnaire_once_they_are_asked_for(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words).open("/mine/held/")
    assert "How old are you? 34" in browser.text
    assert "Where does it come from? Tap, Well" in browser.text


def test_a_code_from_paper_opens_the_same_page(amina: Person) -> None:
    code = paper_code_for(b"another secret")
    Contribution.objects.filter(id=amina.contribution.id).update(
        receipt=receipt_hash(code, amina.contribution.collection.initiative.uuid)
    )
    assert OwnBrowser().come(code.lower().replace("-", "  ")).path == "/mine/menu/"


def test_the_code_stands_in_no_address_and_no_cookie(amina: Person) -> None:
    client = Client()
    answer = client.post("/mine/", {"code": amina.words})
    cookie = client.cookies["visit"]
    first = amina.words.split()[0]
    assert (answer.status_code, answer["Location"]) == (303, "/mine/menu/")
    assert first not in cookie.value
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/mine/")
    assert not cookie["max-age"] and not cookie["expires"]
    assert client.get("/mine/", {"code": amina.words}).content.decode().count(first) == 0


@pytest.mark.parametrize("page", ["", "menu/", "held/", "uses/", "name/", "texts/", "results/", "take-back/"])
def test_no_page_is_kept_or_tells_where_somebody_came_from(amina: Person, page: str) -> None:
    browser = OwnBrowser().come(amina.words)
    answer = browser.client.get(f"/mine/{page}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert 'href="/mine/leave/"' in answer.content.decode()
    assert "<title>My page</title>" in answer.content.decode()


@pytest.mark.parametrize("page", ["menu/", "held/", "uses/", "name/", "texts/", "results/", "take-back/", "proof/"])
def test_a_stranger_without_a_code_is_led_to_the_door(amina: Person, page: str) -> None:
    answer = Client().get(f"/mine/{page}")
    assert (answer.status_code, answer["Location"]) == (303, "/mine/")


@pytest.mark.parametrize("page", ["uses/", "name/", "correct/", "copy.json", "copy.html", "take-back/", "proof/end/"])
def test_another_site_presses_no_button_of_a_visit(amina: Person, page: str) -> None:
    browser = OwnBrowser().come(amina.words)
    answer = browser.client.post(f"/mine/{page}", {"-sure": "yes", "-use": "stop:published-aggregates"})
    assert (answer.status_code, answer["Location"]) == (303, "/mine/")
    assert not Withdrawal.objects.exists()


def test_leaving_quickly_ends_the_visit_and_goes_elsewhere(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words).open("/mine/leave/")
    assert "wikipedia.org" in browser.html
    assert not OwnSession.objects.exists()
    assert browser.open("/mine/held/").path == "/mine/"


def test_being_done_ends_the_visit(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words).post("/mine/end/")
    assert "The page is closed" in browser.text
    assert browser.open("/mine/menu/").path == "/mine/"


def test_a_visit_ends_by_itself(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words)
    OwnSession.objects.update(expires_at=timezone.now())
    assert browser.open("/mine/held/").path == "/mine/"


def test_one_use_is_taken_back_and_given_again_and_nothing_else_moves(amina: Person, village: Cast) -> None:
    browser = OwnBrowser().come(amina.words).open("/mine/uses/")
    assert "Figures made from many answers are published You said yes." in browser.text
    browser.post("/mine/uses/", **{"-use": "stop:published-aggregates"})
    assert browser.status == 200
    assert "Figures made from many answers are published You took it back." in browser.text
    standing = consent_records(village.initiative)[amina.contribution.uuid]
    assert standing.state(Purpose.PUBLISHED_AGGREGATES) is ConsentState.WITHDRAWN
    assert standing.state(Purpose.COLLECTION) is ConsentState.GIVEN
    assert "May we publish figures made from them?" in browser.text
    browser.post("/mine/uses/", **{"-use": "allow:published-aggregates"})
    assert "Figures made from many answers are published You said yes." in browser.text
    last = ConsentEvent.objects.last()
    assert last is not None and last.notice is not None
    assert (last.state, last.mode, last.language) == ("ConsentGiven", "web-form", "en")


def test_the_keeping_itself_is_no_switch(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words).open("/mine/uses/")
    before = ConsentEvent.objects.count()
    browser.post("/mine/uses/", **{"-use": "stop:collection"})
    browser.post("/mine/uses/", **{"-use": "allow:no-such-use"})
    assert ConsentEvent.objects.count() == before


def test_with_somebody_who_helps_it_is_noted_as_said_before_a_witness(amina: Person) -> None:
    browser = OwnBrowser().open("/mine/").post("/mine/", **{"code": amina.words, "-helped": "yes"})
    assert "said in front of a witness" in browser.text
    browser.open("/mine/uses/").post("/mine/uses/", **{"-use": "stop:published-aggregates"})
    event = ConsentEvent.objects.filter(state="ConsentWithdrawn").get()
    assert (event.mode, event.present) == ("witnessed", [{"helper": "witness", "account": ""}])
    browser.post("/mine/uses/", **{"-use": "allow:published-aggregates"})
    assert ConsentEvent.objects.latest("id").present == [{"helper": "witness", "account": ""}]


def test_whoever_comes_alone_has_nobody_beside_them_on_record(amina: Person) -> None:
    OwnBrowser().come(amina.words).open("/mine/uses/").post("/mine/uses/", **{"-use": "stop:published-aggregates"})
    assert ConsentEvent.objects.filter(state="ConsentWithdrawn").get().present == []


def test_the_text_that_was_shown_is_there_word_by_word_with_its_fingerprint(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words).open("/mine/texts/")
    text = amina.collection.notice.texts.get(language="en")
    assert text.sha256 and text.sha256 in browser.text
    assert "We ask who has water. Taking part is free." in browser.text
    assert "How long your answers are kept" in browser.text
    assert "It is kept for 2 years." in browser.text
    assert "notice 2" in browser.text


def test_a_text_that_was_changed_behind_the_record_is_not_shown_as_the_one_they_read(amina: Person) -> None:
    NoticeText.objects.filter(language="en").update(body="Something else.")
    browser = OwnBrowser().come(amina.words).open("/mine/texts/")
    assert "Something else." not in browser.text
    assert "This text was changed after people agreed to it." in browser.text


def corrected(browser: OwnBrowser, **said: str) -> OwnBrowser:
    """Through the pages of the correction with these answers changed."""
    browser.post("/mine/correct/")
    while "-receipt" not in browser.html and "Check your answers" not in browser.text:
        kept = browser.fields
        browser.post("/mine/correct/", **{**kept, **{k: v for k, v in said.items() if k in kept}, "-do": "on"})
        if browser.status == 422:
            return browser
    return browser.post("/mine/correct/", **{**browser.fields, "-do": "send"})


def test_a_correction_takes_the_place_of_the_answers_and_says_that_it_was_made(amina: Person) -> None:
    old = Contribution.objects.get()
    browser = corrected(OwnBrowser().come(amina.words), age="35")
    assert browser.path == "/mine/held/"
    assert "How old are you? 35" in browser.text
    assert "Your answers were corrected since." in browser.text
    new = Contribution.objects.get()
    assert (old.version, new.version) == (1, 2)
    assert bytes(old.sealed) != bytes(new.sealed)
    assert bytes(old.wrapped_key) == bytes(new.wrapped_key)  # what is sealed beside them still opens
    assert "Where does it come from? Tap, Well" in browser.text


def test_a_correction_is_checked_like_every_answer(amina: Person) -> None:
    browser = corrected(OwnBrowser().come(amina.words), age="340")
    assert browser.status == 422
    assert Contribution.objects.get().version == 1


def test_a_correction_from_an_old_window_does_not_undo_a_newer_one(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words).post("/mine/correct/")
    Contribution.objects.update(version=1)
    old = browser.fields
    other = corrected(OwnBrowser().come(amina.words), age="36")
    assert "36" in other.text
    for _ in range(3):
        browser.post("/mine/correct/", **{**old, "-do": "on"})
        old = browser.fields
    browser.post("/mine/correct/", **{**browser.fields, "-do": "send"})
    assert "Your correction was not kept" in browser.text
    assert "36" in other.open("/mine/held/").text


def test_a_copy_has_everything_and_its_name_says_nothing(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words)
    sent = {"-once": browser.once}
    data = browser.client.post("/mine/copy.json", sent)
    assert data["Content-Disposition"] == 'attachment; filename="copy.json"'
    found = json.loads(data.content)
    assert {"question": "How old are you?", "answer": "34"} in found["answers"]
    assert found["answers_as_stored"]["sources"] == "tap well"
    assert {use["use"]: use["state"] for use in found["uses"]}["collection"] == "ConsentGiven"
    assert found["texts_shown"][0]["sha256"]
    assert found["everything_held"]["contribution"][0]["answers"]["age"] == "34"
    assert {row["purpose"] for row in found["everything_held"]["consent"]} == {"collection", "published-aggregates"}
    page = browser.client.post("/mine/copy.html", sent)
    assert page["Content-Disposition"] == 'attachment; filename="copy.html"'
    to_read = page.content.decode()
    assert "How old are you?" in to_read
    for part, rows in found["everything_held"].items():
        assert f">{part}</h3>" in to_read
        assert all(f"<dt>{name}</dt>" in to_read for row in rows for name, value in row.items() if _is_one(value))
    assert "<dt>answers age</dt>" in to_read


def _is_one(value: object) -> bool:
    return bool(value) and not isinstance(value, dict)


def test_a_use_whose_time_is_over_is_off_before_a_job_writes_it_down(amina: Person) -> None:
    rows = amina.collection.initiative.standing_rows.filter(purpose=Purpose.PUBLISHED_AGGREGATES.value)
    rows.update(valid_until=timezone.localdate())
    browser = OwnBrowser().come(amina.words).open("/mine/uses/")
    assert "stop:published-aggregates" in browser.html
    rows.update(valid_until=timezone.localdate() - timedelta(days=1))
    browser.open("/mine/uses/")
    assert "Its time is over." in browser.text
    assert "stop:published-aggregates" not in browser.html


def test_before_everything_is_taken_back_it_is_said_what_will_happen_and_nothing_is_done(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words).open("/mine/take-back/")
    assert "Your answers are erased at once" in browser.text
    assert "What stays, and why" in browser.text
    assert "No day is announced for the next figures." in browser.text
    browser.post("/mine/take-back/")
    assert not Withdrawal.objects.exists()


def test_after_everything_is_taken_back_the_same_code_opens_the_proof_alone(amina: Person, village: Cast) -> None:
    browser = OwnBrowser().come(amina.words).open("/mine/take-back/").post("/mine/take-back/", **{"-sure": "yes"})
    assert browser.path == "/mine/proof/"
    assert "You took everything back on:" in browser.text
    standing = consent_records(village.initiative)[amina.contribution.uuid]
    assert standing.state(Purpose.COLLECTION) is ConsentState.WITHDRAWN
    for page in ("menu", "held", "uses", "texts", "results", "take-back"):
        assert browser.open(f"/mine/{page}/").path == "/mine/proof/"
    again = OwnBrowser().come(amina.words)
    assert again.path == "/mine/proof/"
    assert again.open("/mine/held/").path == "/mine/proof/"


def test_taking_back_twice_is_one_withdrawal(amina: Person) -> None:
    one, other = OwnBrowser().come(amina.words), OwnBrowser().come(amina.words)
    for browser in (one, other):
        browser.open("/mine/take-back/")
    one.post("/mine/take-back/", **{"-sure": "yes"})
    other.post("/mine/take-back/", **{"-sure": "yes"})
    assert other.path == "/mine/proof/"
    assert Withdrawal.objects.count() == 1


def test_an_ended_code_is_like_one_that_never_was(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words).open("/mine/take-back/").post("/mine/take-back/", **{"-sure": "yes"})
    browser.post("/mine/proof/end/")
    assert "Your code opens nothing any more." in browser.text
    assert not ProofKey.objects.exists()
    ended = OwnBrowser().come(amina.words)
    unknown = OwnBrowser().come(" ".join(reversed(amina.words.split())))
    assert (ended.status, ended.html) == (unknown.status, unknown.html) == (422, ended.html)


def test_what_a_person_does_alone_leaves_no_moment_in_the_audit(amina: Person) -> None:
    before = AuditRecord.objects.count()
    browser = corrected(OwnBrowser().come(amina.words), age="35").open("/mine/uses/")
    browser.post("/mine/uses/", **{"-use": "stop:published-aggregates"}).open("/mine/texts/")
    browser.open("/mine/take-back/").post("/mine/take-back/", **{"-sure": "yes"})
    assert AuditRecord.objects.count() == before


def test_a_person_changes_the_language_of_the_pages(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words).post("/mine/language/", language="ar")
    assert browser.path == "/mine/menu/"
    assert 'dir="rtl"' in browser.html


def test_the_code_opens_the_proof_whoever_wrote_the_withdrawal_down(amina: Person, village: Cast) -> None:
    withdraw(
        by=village[Role.COORDINATOR],
        initiative=village.initiative,
        contribution=amina.contribution.uuid,
        purposes=frozenset({Purpose.COLLECTION}),
        mode=ConsentMode.ON_PAPER,
    )
    assert OwnBrowser().come(amina.words).path == "/mine/proof/"


def test_the_proof_says_what_became_of_the_answers(amina: Person) -> None:
    browser = OwnBrowser().come(amina.words).open("/mine/take-back/").post("/mine/take-back/", **{"-sure": "yes"})
    while work_once():
        pass
    browser.open("/mine/proof/")
    assert "Your answers What you said was destroyed, together with the only key that opens it." in browser.text
    assert "Not everything is done yet" not in browser.text


def test_the_words_of_a_proof_are_those_of_the_lineage() -> None:
    assert {code: str(text) for code, text in TOLD.items()} == WORDS


@pytest.mark.parametrize("named", [THINGS, KIND_WORDS, withdrawal_pages.THINGS, certificate_pages.THINGS])
def test_every_kind_of_thing_that_a_withdrawal_reaches_has_a_name_and_no_other(named: Mapping[str, object]) -> None:
    assert set(named) == {kind.code for kind in kinds_for(Purpose)}
