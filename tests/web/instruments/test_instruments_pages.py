"""Pages of questionnaires and the method card, as the people of an initiative see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.instruments.models import MethodCard, Questionnaire
from web import objects
from web.cast import Cast

pytestmark = pytest.mark.django_db
HOME = "/work/initiatives/village-water/"


def as_(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_the_coordinator_uploads_a_form_and_sees_what_it_asks(client: Client, village: Cast) -> None:
    as_(client, village[Role.COORDINATOR])
    file = SimpleUploadedFile("water.xlsx", objects.form_file())
    page = client.post(f"{HOME}do/upload-questionnaire/", {"file": file}, follow=True)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Version 1 is stored. It asks 6 questions." in text
    assert "Only if the answer to “Do you have water at home?” is “Yes”." in text
    assert "كم عمرك؟" in text and 'lang="ar"' in text


def test_a_broken_form_is_refused_on_the_same_page_and_nothing_is_stored(client: Client, village: Cast) -> None:
    as_(client, village[Role.COORDINATOR])
    broken = objects.form_file((("select_one nowhere", "q", "Q", "Q", "", "", ""),))
    page = client.post(f"{HOME}do/upload-questionnaire/", {"file": SimpleUploadedFile("water.xlsx", broken)})
    assert page.status_code == 422
    assert "nowhere" in page.content.decode()
    assert not Questionnaire.objects.exists()


def test_the_file_comes_back_byte_by_byte_and_is_never_shown_in_the_browser(client: Client, village: Cast) -> None:
    content = objects.form_file()
    stored = objects.questionnaire(village, content)
    answer = as_(client, village[Role.OBSERVER]).get(f"{HOME}questionnaires/{stored.uuid}/file")
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "place", ["questionnaires/", "questionnaires/{uuid}/", "questionnaires/{uuid}/file", "method/"]
)
def test_pages_are_for_those_who_see_the_initiative_and_nobody_else(
    client: Client, village: Cast, harbour: Cast, stranger: User, place: str
) -> None:
    stored = objects.questionnaire(village)
    address = HOME + place.format(uuid=stored.uuid)
    assert as_(client, village[Role.ASSESSOR]).get(address).status_code == 200
    assert as_(client, village[Role.ENUMERATOR]).get(address).status_code == 403
    for outsider in (stranger, harbour[Role.COORDINATOR]):
        assert as_(client, outsider).get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_a_questionnaire_of_another_initiative_is_not_found_under_ones_own(
    client: Client, village: Cast, harbour: Cast
) -> None:
    foreign = objects.questionnaire(harbour)
    as_(client, village[Role.COORDINATOR])
    for place in ("", "file", "do/drop/"):
        assert client.get(f"{HOME}questionnaires/{foreign.uuid}/{place}").status_code == 404


def test_only_those_who_may_change_it_see_buttons_and_names(client: Client, village: Cast) -> None:
    objects.method_card(village, objects.questionnaire(village))
    card, records = f"{HOME}method/", f"{HOME}method/trainings/"
    as_(client, village[Role.COORDINATOR])
    assert "do/say-selection/" in client.get(card).content.decode()
    assert "Elena" in client.get(records).content.decode()
    as_(client, village[Role.OBSERVER])
    seen = client.get(card).content.decode()
    assert "do/say-selection/" not in seen
    assert "1 person who asks was trained in: Consent." in seen
    assert client.get(records).status_code == 403


def test_no_name_stands_on_the_card_that_is_printed(client: Client, village: Cast) -> None:
    objects.method_card(village, objects.questionnaire(village))
    assert "Elena" not in as_(client, village[Role.COORDINATOR]).get(f"{HOME}method/").content.decode()


def test_the_method_card_names_what_is_missing_and_leads_there(client: Client, village: Cast) -> None:
    seen = as_(client, village[Role.COORDINATOR]).get(f"{HOME}method/").content.decode()
    for part in ("population", "selection", "instrument", "asking", "training", "pretest", "error-sources"):
        assert f'href="#{part}"' in seen and f'id="{part}"' in seen


def test_a_population_of_volunteers_is_refused_in_words_and_what_was_typed_stays(client: Client, village: Cast) -> None:
    typed = {"population": "The valley", "target": "population", "selection": "volunteer", "words": "Whoever comes."}
    page = as_(client, village[Role.COORDINATOR]).post(f"{HOME}do/say-selection/", typed)
    assert page.status_code == 422
    assert "does not allow figures about a population" in page.content.decode()
    assert "Whoever comes." in page.content.decode()
    assert not MethodCard.objects.exists()
    page = client.post(f"{HOME}do/say-selection/", typed | {"target": "participants"}, follow=True)
    assert "No figure here is an estimate for a population." in page.content.decode()


def test_a_version_that_was_taken_out_has_no_page_any_more_and_keeps_its_place_in_the_list(
    client: Client, village: Cast
) -> None:
    stored = objects.questionnaire(village)
    as_(client, village[Role.COORDINATOR])
    page = client.post(f"{HOME}questionnaires/{stored.uuid}/do/drop/", follow=True)
    assert "taken out" in page.content.decode()
    assert client.get(f"{HOME}questionnaires/{stored.uuid}/").status_code == 409
    assert client.get(f"{HOME}questionnaires/{stored.uuid}/file").status_code == 409
