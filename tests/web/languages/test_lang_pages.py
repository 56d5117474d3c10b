"""The pages on which a speaker translates: from the list of languages to the next phrase, in a browser."""

import pytest
from django.test import Client

from nyhavn.web.accounts.models import User
from nyhavn.web.languages.messages import phrases
from nyhavn.web.languages.models import Language, Phrase
from web.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaker(client: Client, stranger: User) -> Client:
    client.force_login(stranger)
    return client


def key_of(text: str) -> str:
    return next(key for key, phrase in phrases().items() if phrase.texts == (text,))


def add_quechua(browser: Client) -> None:
    said = {"code": "qu", "own_name": "Runasimi", "direction": "ltr"}
    assert browser.post("/work/languages/do/add/", said)["Location"] == "/languages/qu/"


def test_from_an_added_language_to_the_next_phrase(speaker: Client) -> None:
    add_quechua(speaker)
    assert "Runasimi" in speaker.get("/languages/").content.decode()
    key = key_of("Languages")
    assert f"/work/languages/qu/phrases/{key}/do/propose/" in pages_of(speaker)
    page = speaker.get(f"/work/languages/qu/phrases/{key}/do/propose/").content.decode()
    assert "Languages</blockquote>" in page
    answer = speaker.post(f"/work/languages/qu/phrases/{key}/do/propose/", {"forms": "Simikuna"})
    assert answer["Location"].endswith("/do/propose/")
    assert key not in answer["Location"]
    assert Phrase.objects.get().forms == ["Simikuna"]


def pages_of(browser: Client) -> str:
    pages = range(1, 2 + len(phrases()) // 50)
    return "".join(browser.get(f"/languages/qu/?page={page}").content.decode() for page in pages)


def test_a_lost_placeholder_is_explained_and_the_words_are_still_there(speaker: Client) -> None:
    add_quechua(speaker)
    key = next(key for key, phrase in phrases().items() if phrase.placeholders and not phrase.is_counted)
    answer = speaker.post(f"/work/languages/qu/phrases/{key}/do/propose/", {"forms": "Mana imapas"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is missing" in page
    assert "Mana imapas" in page
    assert not Phrase.objects.exists()


def test_the_page_of_a_language_shows_what_is_still_missing(speaker: Client) -> None:
    add_quechua(speaker)
    key = key_of("Languages")
    speaker.post(f"/work/languages/qu/phrases/{key}/do/propose/", {"forms": "Simikuna"})
    assert "Simikuna" in speaker.get("/languages/qu/?show=waiting").content.decode()
    assert "Simikuna" not in speaker.get("/languages/qu/?show=missing").content.decode()
    assert "Simikuna" not in speaker.get("/languages/qu/?show=published").content.decode()


@pytest.mark.parametrize("address", ["/languages/xx/", "/languages/es/"])
def test_a_language_that_nobody_added_has_no_page(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_operator_reads_what_is_new_and_publishes_it(speaker: Client) -> None:
    add_quechua(speaker)
    speaker.post(f"/work/languages/qu/phrases/{key_of('Languages')}/do/propose/", {"forms": "Simikuna"})
    operator = person("Olga", "site.example")
    operator.is_operator = True
    operator.save()
    speaker.force_login(operator)
    assert "/edition/do/publish/" in speaker.get("/languages/qu/").content.decode()
    assert "Simikuna" in speaker.get("/work/languages/qu/edition/do/publish/").content.decode()
    speaker.post("/work/languages/qu/edition/do/publish/")
    assert Language.objects.get().state == "published"


@pytest.mark.parametrize("operation", ["edition/do/publish", "do/take-back", "phrases/{key}/do/drop"])
def test_who_does_not_run_the_site_publishes_nothing(speaker: Client, operation: str) -> None:
    add_quechua(speaker)
    address = f"/work/languages/qu/{operation.format(key=key_of('Languages'))}/"
    assert speaker.get(address).status_code == 403
    assert speaker.post(address).status_code == 403
    assert "/edition/do/publish/" not in speaker.get("/languages/qu/").content.decode()


def test_strangers_read_and_do_not_translate(client: Client, stranger: User) -> None:
    client.force_login(stranger)
    add_quechua(client)
    client.logout()
    assert client.get("/languages/qu/").status_code == 200
    key = key_of("Languages")
    answer = client.post(f"/work/languages/qu/phrases/{key}/do/propose/", {"forms": "Simikuna"})
    assert answer["Location"].startswith("/accounts/login/")
    assert not Phrase.objects.exists()
