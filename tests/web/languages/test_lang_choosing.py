"""A page speaks the language that somebody chose, else the one of their browser, else English."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import get_language

from nyhavn.web.pages.languages import COOKIE, ChooseLanguage, language_of
from nyhavn.web.pages.offered import BUILT_IN

pytestmark = pytest.mark.django_db


def asking(accept: str = "", cookie: str = "") -> HttpRequest:
    request = RequestFactory().get("/", headers={"accept-language": accept} if accept else {})
    request.COOKIES = {COOKIE: cookie} if cookie else {}
    return request


@pytest.mark.parametrize(
    ("accept", "cookie", "spoken"),
    [
        ("", "", "en"),
        ("fr", "", "fr"),
        ("fr-CA,en;q=0.8", "", "fr"),
        ("AR-eg", "", "ar"),
        ("da,es;q=0.7,en;q=0.3", "", "es"),  # the first that there is
        ("da", "", "en"),
        ("*", "", "en"),
        ("es;q=0, fr;q=0.1", "", "fr"),  # weight 0 says: not this one
        ("fr", "ar", "ar"),  # the choice stands over the browser
        ("fr", "klingon", "fr"),
        ("fr", "../../etc", "fr"),
        (";;;,,q=", "", "en"),
        ("x" * 5000, "", "en"),
    ],
)
def test_the_language_of_a_request(accept: str, cookie: str, spoken: str) -> None:
    assert language_of(asking(accept, cookie)).code == spoken


def test_the_answer_says_its_language_and_on_what_it_depends() -> None:
    answer = ChooseLanguage(lambda request: HttpResponse(get_language()))(asking("fr"))
    assert (answer.content, answer["Content-Language"]) == (b"fr", "fr")
    assert {"Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))
    assert get_language() == "en"  # the next request of this thread starts anew


def test_arabic_runs_from_right_to_left_and_the_others_do_not(client: Client) -> None:
    for language in BUILT_IN:
        page = client.get("/languages/", headers={"accept-language": language.code}).content.decode()
        assert f'<html lang="{language.code}" dir="{language.direction}">' in page
    assert {language.code for language in BUILT_IN if language.direction == "rtl"} == {"ar"}


def test_a_choice_is_kept_until_the_browser_is_closed_and_leads_back(client: Client) -> None:
    answer = client.post("/languages/", {"language": "es", "next": "/api/"})
    assert answer["Location"] == "/api/"
    cookie = client.cookies[COOKIE]
    assert (cookie.value, cookie["max-age"], cookie["expires"]) == ("es", "", "")
    assert client.get("/languages/")["Content-Language"] == "es"


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_a_choice_leads_nowhere_else(client: Client, there: str) -> None:
    assert client.post("/languages/", {"language": "es", "next": there})["Location"] == "/languages/"


def test_a_language_that_is_not_offered_cannot_be_chosen(client: Client) -> None:
    assert client.post("/languages/", {"language": "xx"}).status_code == 404


def test_choosing_needs_a_form_of_this_site() -> None:
    assert Client(enforce_csrf_checks=True).post("/languages/", {"language": "es"}).status_code == 403


def test_pages_of_other_packages_follow(client: Client) -> None:
    """Signing in comes from a package of its own, with its own translations."""
    page = client.get("/accounts/password/reset/", headers={"accept-language": "fr"}).content.decode()
    assert 'lang="fr"' in page
