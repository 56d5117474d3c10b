"""The page of an operation: from the form to the deed and back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nyhavn.web.accounts.models import User
from web.pages.survey import GOOD

pytestmark = pytest.mark.django_db
PAGE = "/work/me/do/start-survey/"


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


def test_what_was_said_is_done_and_the_next_page_says_so(walker: Client, stranger: User) -> None:
    answer = walker.post(PAGE, GOOD)
    assert (answer.status_code, answer["Location"]) == (302, "/work/me/")
    stranger.refresh_from_db()
    assert stranger.name == "Boats of the fjord, 120, north, 1"
    assert "The survey was started." in walker.get("/parts/").text


def test_the_page_says_what_happens_next_and_what_can_not_be_changed(walker: Client) -> None:
    text = walker.get(PAGE).text
    assert "<h1>Start the survey</h1>" in text
    assert "The questions cannot be changed after that." in text


def test_a_form_starts_from_what_stands_there_now(walker: Client) -> None:
    text = walker.get("/work/me/do/change-survey/").text
    for piece in ('value="Stranger"', 'value="2026-01-02"', 'value="Wren"', 'value="sailing-boat" checked'):
        assert piece in text


def test_after_a_mistake_everything_typed_is_still_there_and_nothing_was_done(walker: Client, stranger: User) -> None:
    answer = walker.post(PAGE, {**GOOD, "households": "twelve"})
    assert answer.status_code == 422
    for piece in ('value="twelve"', 'value="Boats of the fjord"', "Who rows, who sails.", 'value="Wren"', "1 = yes"):
        assert piece in answer.text
    assert 'href="#field-households"' in answer.text
    stranger.refresh_from_db()
    assert stranger.name == "Stranger"


def test_a_refusal_of_the_deed_stands_at_the_field_it_names(walker: Client) -> None:
    answer = walker.post(PAGE, {**GOOD, "title": "Taken already"})
    assert answer.status_code == 422
    assert '<span class="mistake" id="field-title-mistake">This title is taken. Choose another one.' in answer.text
    assert 'value="Taken already"' in answer.text


def test_a_refusal_that_names_no_field_stands_above_the_form_with_its_status(walker: Client) -> None:
    answer = walker.post(PAGE, {**GOOD, "title": "Too late"})
    assert answer.status_code == 409
    assert "The survey has begun. Wait until it is over." in answer.text
    assert '<a class="why" href="/refusals/survey-out-of-turn/">' in answer.text


def test_a_chosen_file_has_to_be_chosen_again_and_the_page_says_so(walker: Client) -> None:
    sent = {**without("title"), "questionnaire": SimpleUploadedFile("wren.xlsx", b"rows")}
    answer = walker.post(PAGE, sent)
    assert "please choose them again" in answer.text
    assert "please choose them again" not in walker.get(PAGE).text


def test_more_empty_places_can_be_asked_for_without_losing_a_word(walker: Client) -> None:
    before = walker.get(PAGE).text.count("<legend>Interviewer ")
    answer = walker.post(PAGE, {**without("title"), "more-of": "walkers"})
    assert answer.status_code == 200
    assert (before, answer.text.count("<legend>Interviewer ")) == (2, 6)
    assert 'value="Wren"' in answer.text
    assert "Please check this" not in answer.text


def test_a_secret_is_shown_in_the_answer_and_nowhere_else(walker: Client) -> None:
    answer = walker.post("/work/me/do/make-secret/")
    assert "nyh_5f2c-quay-key" in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert "nyh_5f2c-quay-key" not in walker.get("/parts/").text


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_without_an_account_is_asked_to_sign_in(visitor: Client, method: str) -> None:
    answer = getattr(visitor, method)(PAGE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_other_methods_do_nothing(walker: Client) -> None:
    assert walker.put(PAGE).status_code == 405


def test_without_the_secret_of_the_form_nothing_is_done(survey_site: None, stranger: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(stranger)
    answer = careful.post(PAGE, GOOD)
    assert answer.status_code == 403
    assert "Load the page again" in answer.text or "load the page again" in answer.text
    stranger.refresh_from_db()
    assert stranger.name == "Stranger"
    token = careful.get(PAGE).text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert careful.post(PAGE, {**GOOD, "csrfmiddlewaretoken": token}).status_code == 302
