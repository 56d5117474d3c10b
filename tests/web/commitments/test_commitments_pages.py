"""The pages of those who ask, of the authority, and of everybody; and what strangers and other authorities get."""

from collections.abc import Callable

import pytest
from django.test import Client

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.commitments.models import ActionRequest
from nyhavn.web.commitments.picturing import GAP, trail_page
from nyhavn.web.commitments.showing import trail_shown
from nyhavn.web.initiatives.models import Initiative
from web import asking_authorities as asking
from web.cast import Cast
from web.examples.public import a_public_release

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
WORK = "/work/initiatives/village-water/decisions/"
INVENTED, NOBODY = "These data are invented", "No figure on this page says anything about real people."
HERE = "/work/organisations/water-ministry/commitments/"
PUBLIC, AUTHORITY = "/initiatives/village-water/decisions/", "/authorities/water-ministry/"


@pytest.fixture
def ministry() -> asking.Authority:
    return asking.authority()


def listed(village: Cast) -> None:
    Initiative.objects.filter(id=village.initiative.id).update(is_listed=True)


def invented(cast: Cast) -> None:
    found = cast.initiative
    Initiative.objects.filter(id=found.id).update(about=found.about | {"synthetic": True}, is_listed=True)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_an_authority_answers_on_its_own_page(village: Cast, ministry: asking.Authority, signed_in: SignIn) -> None:
    made = asking.brought(village, ministry)
    client = signed_in(ministry.admin)
    assert asking.ASKED_FOR in text(client, HERE)
    do = f"{HERE}{made.uuid}/do/answer/"
    assert client.post(do, {"answer": "accept", "words": "We agree to one well."}).status_code == 302
    assert "We agree to one well." in text(client, HERE)
    assert "We agree to one well." in text(signed_in(village[Role.COORDINATOR]), WORK)
    listed(village)
    assert "We agree to one well." in text(Client(), PUBLIC)
    assert "We agree to one well." in text(Client(), AUTHORITY)


def test_what_is_refused_is_said_on_the_page_and_by_the_interface(
    village: Cast, ministry: asking.Authority, signed_in: SignIn
) -> None:
    made = asking.brought(village, ministry)
    client = signed_in(ministry.admin)
    said = {"words": "A well", "due": "2099-01-01", "office": "Mina Okoro"}
    asking.answers(ministry, made)
    page = client.post(f"{HERE}{made.uuid}/do/commit/", said)
    assert page.status_code == 422
    assert "This names a person" in page.content.decode()
    address = f"/api/v1/organisations/water-ministry/commitments/{made.uuid}/do/commit"
    problem = client.post(address, said, content_type="application/json")
    assert "office-not-person" in problem.content.decode()
    twin = client.post(address, said | {"office": "Department of wells"}, content_type="application/json")
    assert twin.status_code in (200, 201)


def test_drafts_are_read_by_those_who_may_bring_them_alone(
    village: Cast, ministry: asking.Authority, signed_in: SignIn
) -> None:
    asking.drafted(village, ministry, asked_for="Close the quarry.")
    listed(village)
    for user, address in ((ministry.admin, HERE), (village[Role.ASSESSOR], WORK), (village[Role.STEWARD], WORK)):
        assert "quarry" not in text(signed_in(user), address)
    assert "quarry" not in text(Client(), PUBLIC)
    assert Client().get(AUTHORITY).status_code == 404
    drafts = "/api/v1/initiatives/village-water/decisions/drafts"
    assert signed_in(village[Role.ASSESSOR]).get(drafts).status_code == 403
    assert signed_in(ministry.admin).get(drafts).status_code == 404
    assert "quarry" in text(signed_in(village[Role.COORDINATOR]), WORK)
    assert "quarry" in text(signed_in(village[Role.BOARD_MEMBER]), drafts)


def test_another_authority_finds_nothing_of_it(village: Cast, ministry: asking.Authority, signed_in: SignIn) -> None:
    made = asking.brought(village, ministry)
    police = asking.authority("state-police", "State police")
    client = signed_in(police.admin)
    assert client.get(HERE).status_code == 404
    for at in ("water-ministry", "state-police"):
        assert client.get(f"/work/organisations/{at}/commitments/{made.uuid}/do/answer/").status_code == 404
        assert client.get(f"/work/initiatives/village-water/decisions/{made.uuid}/do/record-answer/").status_code == 404
    assert asking.ASKED_FOR not in text(client, "/work/organisations/state-police/commitments/")


def test_who_only_belongs_to_an_authority_does_not_answer_for_it(
    village: Cast, ministry: asking.Authority, signed_in: SignIn
) -> None:
    made = asking.brought(village, ministry)
    client = signed_in(ministry.member)
    assert client.get(HERE).status_code == 403
    assert client.get(f"{HERE}{made.uuid}/do/answer/").status_code == 403


def test_an_initiative_that_is_not_public_is_on_no_page_of_an_authority(
    village: Cast, ministry: asking.Authority
) -> None:
    asking.brought(village, ministry)
    assert Client().get(PUBLIC).status_code == 404
    assert Client().get(AUTHORITY).status_code == 404
    listed(village)
    assert village.initiative.title in text(Client(), AUTHORITY)


@pytest.mark.django_db(transaction=True)
def test_words_of_needs_are_public_beside_results_only(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    assert made.need is not None
    listed(village)
    assert made.need.words not in text(Client(), PUBLIC)
    a_public_release(village)
    assert made.need.words in text(Client(), PUBLIC)
    assert made.need.words in text(Client(), AUTHORITY)


def test_a_community_that_stays_unnamed_is_on_no_page(
    village: Cast, ministry: asking.Authority, signed_in: SignIn
) -> None:
    made = asking.brought(village, ministry, asked_for="A well for the village.")
    asking.answers(ministry, made, words="The Village gets one.")
    listed(village)
    assert "the village" in text(Client(), PUBLIC).casefold()
    asking.from_now_unnamed(village)
    for client, address in ((Client(), PUBLIC), (Client(), AUTHORITY), (signed_in(ministry.admin), HERE)):
        assert "the village" not in text(client, address).casefold()


@pytest.mark.django_db(transaction=True)
def test_results_that_led_to_nothing_are_listed_with_their_day(village: Cast, ministry: asking.Authority) -> None:
    release = a_public_release(village)
    assert "No authority was asked about it" in text(Client(), PUBLIC)
    made = asking.brought(village, ministry, need="", release=str(release.uuid))
    assert "An authority was asked, and nothing followed" in text(Client(), PUBLIC)
    asking.answers(ministry, made)
    asking.commits(ministry, made)
    assert "There are none." in text(Client(), PUBLIC)


def test_the_picture_has_a_mark_for_everything_in_the_table(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    asking.answers(ministry, made)
    asking.acts(ministry, made, asking.commits(ministry, made))
    asking.sees(village, made)
    listed(village)
    page = text(Client(), PUBLIC)
    picture = page.split('class="trail"')[1].split("<svg")[1].split("</svg>")[0]
    assert [picture.count(f'class="{shape}"') for shape in ("circle", "square", "diamond")] == [3, 2, 0]
    assert page.count('<th scope="row" role="rowheader">') == 4
    assert len(page) < 100_000


def test_pages_of_invented_data_say_so(village: Cast, harbour: Cast, ministry: asking.Authority) -> None:
    asking.brought(village, ministry)
    listed(village)
    assert INVENTED not in text(Client(), PUBLIC)
    assert INVENTED not in text(Client(), AUTHORITY)
    invented(village)
    assert NOBODY in text(Client(), PUBLIC)
    assert NOBODY in text(Client(), AUTHORITY)
    asking.brought(harbour, ministry)
    listed(harbour)
    page = text(Client(), AUTHORITY)  # real data beside invented ones: said of these alone
    assert (page.count(INVENTED), NOBODY in page) == (1, False)
    assert page.index(village.initiative.title) < page.index(INVENTED)


def test_a_request_shows_what_presses_most(village: Cast, ministry: asking.Authority) -> None:
    def mark(made: ActionRequest) -> str:
        return trail_page(trail_shown(made)).stands[1]

    made = asking.brought(village, ministry, days_ago=40)
    asking.answers(ministry, made)
    assert mark(made) == "accepted"
    kept = asking.commits(ministry, made)
    assert mark(made) == "promised"
    asking.acts(ministry, made, kept)
    assert mark(made) == "kept, says the authority"
    outside = asking.brought(village, days_ago=200)
    asking.recorded_answer(village, outside)
    promise = asking.recorded_commitment(village, outside, days=-20, said_on=asking.in_days(-100))
    asking.sees(village, outside, promise)
    assert mark(outside) == "a commitment is overdue"
    listed(village)
    shown = text(Client(), PUBLIC).split('class="trail"')[-1].split("<dl")[0]
    assert ("a commitment is overdue" in shown, "accepted" in shown) == (True, False)


def test_no_mark_covers_today(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry, days_ago=0)
    asking.answers(ministry, made)
    asking.commits(ministry, made)
    picture = trail_page(trail_shown(made)).picture
    assert len(picture.marks) == 4  # asked, answered and committed today; due later
    assert all(abs(mark.x - picture.today) >= GAP for mark in picture.marks)
    assert [mark.x < picture.today for mark in picture.marks] == [True, True, True, False]


def test_what_is_due_links_the_request_by_its_name(
    village: Cast, ministry: asking.Authority, signed_in: SignIn
) -> None:
    made = asking.brought(village, ministry)
    page = text(signed_in(ministry.admin), HERE)
    assert f'answer request 1, <a href="#asked-{made.uuid}"><bdi>{village.initiative.title}</bdi></a>' in page
    asking.answers(ministry, made)
    asking.commits(ministry, made)
    assert "keep commitment 2 of request 1, <a" in text(signed_in(ministry.admin), HERE)
