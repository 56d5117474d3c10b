"""Pages of notices: written by the coordinator, seen as contributors will see them."""

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.consent.models import Notice
from web import notice_files, objects
from web.cast import Cast

pytestmark = pytest.mark.django_db
# As the form sends it: the first purpose for two years, the second until it is taken back.
TERMS = {
    "witnessed_path": "False",
    "terms-0-purpose": "collection",
    "terms-0-kept": "months",
    "terms-0-months": "24",
    "terms-0-recipients": ["team", "community"],
    "terms-1-purpose": "published-aggregates",
    "terms-1-kept": "until-withdrawn",
    "terms-1-recipients": ["everybody"],
}
HOME = "/work/initiatives/village-water/"


def as_(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_the_coordinator_writes_a_notice_and_puts_it_in_use(client: Client, village: Cast) -> None:
    as_(client, village[Role.COORDINATOR])
    asked = {"version": "1", "purposes": ["collection", "published-aggregates"], "contact": "The office"}
    page = client.post(f"{HOME}do/draft-notice/", asked, follow=True)
    assert "There is no text yet." in page.content.decode()
    home = page.redirect_chain[-1][0]
    questions = {f"questions-{name.replace('-', '_')}": text for name, text in objects.QUESTIONS["en"].items()}
    page = client.post(f"{home}do/add-text/", {"language": "en", **objects.ENGLISH, **questions}, follow=True)
    assert page.status_code == 200
    assert "How long, and for whom, is not said yet for:" in page.content.decode()
    page = client.post(f"{home}do/say-terms/", TERMS, follow=True)
    assert "Every part is there in every language." in page.content.decode()
    page = client.post(f"{home}do/put-in-use/", {"valid_from": timezone.localdate().isoformat()}, follow=True)
    assert "in use" in page.content.decode()
    assert Notice.objects.get().texts.get().sha256 in page.content.decode()


def test_what_is_missing_stands_on_the_page_and_again_when_one_tries(client: Client, village: Cast) -> None:
    as_(client, village[Role.COORDINATOR])
    asked = {"version": "1", "purposes": ["published-aggregates"], "contact": "The office"}
    page = client.post(f"{HOME}do/draft-notice/", asked, follow=True)
    assert "does not ask whether answers may be collected" in page.content.decode()
    home = page.redirect_chain[-1][0]
    page = client.post(f"{home}do/put-in-use/", {"valid_from": timezone.localdate().isoformat()})
    assert page.status_code == 422
    assert "The notice has no text." in page.content.decode()


def test_the_preview_shows_every_word_and_each_question_in_the_language_of_the_text(
    client: Client, village: Cast
) -> None:
    notice = objects.notice(village)
    as_(client, village[Role.BOARD_MEMBER])
    seen = client.get(f"{HOME}notices/{notice.uuid}/texts/ar/").content.decode()
    for words in (*objects.ARABIC.values(), *objects.QUESTIONS["ar"].values()):
        assert words in seen
    assert 'lang="ar" dir="rtl"' in seen
    for words in objects.ENGLISH.values():
        assert words not in seen


def test_words_of_a_notice_are_text_and_never_markup(client: Client, village: Cast) -> None:
    notice = objects.notice(village)
    notice.texts.filter(language="en").update(body="<script>alert(1)</script>", sha256="", rendered="")
    seen = as_(client, village[Role.OBSERVER]).get(f"{HOME}notices/{notice.uuid}/texts/en/").content.decode()
    assert "&lt;script&gt;" in seen and "<script>alert" not in seen


def test_hints_for_simpler_words_stand_beside_a_draft(client: Client, village: Cast) -> None:
    notice = objects.notice(village)
    Notice.objects.update(valid_from=None)
    notice.texts.filter(language="en").update(body="We retain it.")
    seen = as_(client, village[Role.COORDINATOR]).get(f"{HOME}notices/{notice.uuid}/").content.decode()
    assert "“retain” is a word of offices" in seen


@pytest.mark.parametrize("place", ["notices/", "notices/{uuid}/", "notices/{uuid}/texts/en/"])
def test_pages_are_for_those_who_see_the_initiative_and_nobody_else(
    client: Client, village: Cast, harbour: Cast, stranger: User, place: str
) -> None:
    notice = objects.notice(village)
    address = HOME + place.format(uuid=notice.uuid)
    assert as_(client, village[Role.ASSESSOR]).get(address).status_code == 200
    assert as_(client, village[Role.ENUMERATOR]).get(address).status_code == 403
    for outsider in (stranger, harbour[Role.COORDINATOR]):
        assert as_(client, outsider).get(address).status_code == 404


def test_a_notice_of_another_initiative_is_not_found_under_ones_own(
    client: Client, village: Cast, harbour: Cast
) -> None:
    foreign = objects.notice(harbour)
    as_(client, village[Role.COORDINATOR])
    for place in ("", "texts/en/", "texts/en/do/change/", "do/put-in-use/"):
        assert client.get(f"{HOME}notices/{foreign.uuid}/{place}").status_code == 404


def test_only_those_who_write_notices_see_buttons(client: Client, village: Cast) -> None:
    notice = objects.notice(village)
    assert "do/end-use/" in as_(client, village[Role.COORDINATOR]).get(f"{HOME}notices/{notice.uuid}/").content.decode()
    assert "do/" not in as_(client, village[Role.STEWARD]).get(f"{HOME}notices/{notice.uuid}/").content.decode()


def test_a_draft_says_what_it_lacks_by_place_and_in_the_words_of_its_forms(client: Client, village: Cast) -> None:
    as_(client, village[Role.COORDINATOR])
    asked = {"version": "1", "purposes": ["collection", "published-aggregates"], "contact": "The office"}
    home = client.post(f"{HOME}do/draft-notice/", asked, follow=True).redirect_chain[-1][0]
    for language in ("en", "ar"):
        client.post(f"{home}do/add-text/", {"language": language, "title": "Why we ask"})
    page = " ".join(client.get(home).content.decode().split())
    assert "How long, for whom, and lost codes: 3 things" in page
    for language in ("en", "ar"):
        assert f"The text in <bdi>{language}</bdi>: 8 things" in page
        assert f'href="{home}texts/{language}/do/change/"' in page
    assert page.count("There is no question yet for:") == 2
    assert "<li>Count them in published totals</li>" in page and "<li>What it means to lose the code</li>" in page
    assert "“published-aggregates”" not in page


def test_hints_stand_under_the_part_that_they_are_about(client: Client, village: Cast) -> None:
    draft = notice_files.draft(village)
    text = draft.texts.get(language="en")
    text.body, text.lost_code = "Notwithstanding anything, you are free.", "Unfortunately nobody could find it again."
    text.save()
    page = as_(client, village[Role.COORDINATOR]).get(f"{HOME}notices/{draft.uuid}/").content.decode()
    assert "<h4>What people are told</h4>" in page
    assert page.index("<h4>What people are told</h4>") < page.index("Notwithstanding")
