"""What is not open stands on no other page either: the page that goes home, corrections, the ten principles."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from nyhavn.chain.validating import tables_sha256
from nyhavn.exchange.report.home_html import FORMS
from nyhavn.framework.openness import AccessLevel
from nyhavn.framework.roles import Role
from nyhavn.framework.validation import AskedIn, CommunitySaid, Describes, Validation
from nyhavn.web.accounts.models import User
from nyhavn.web.releases.after_publication import correct, withdraw
from nyhavn.web.releases.asks import Erratum
from nyhavn.web.releases.home_models import HomeText
from nyhavn.web.releases.models import PublicRelease
from spec.results_go_home.home_pages import home_page
from web import opening_up
from web.cast import Cast
from web.site.in_public import example_release, publish

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
WRONG = "The share of Harbour Street was 98765 too high."


@pytest.fixture
def corrected(village: Cast) -> PublicRelease:
    """A release with a page that went home and with an erratum."""
    release = publish(village)
    page = home_page(example_release(), "es").model_dump(mode="json")
    HomeText.objects.create(release=release, language="es", content=page)
    said = Erratum(wrong=WRONG, figures="water 98765", since=date(2026, 3, 2))
    correct(by=village[Role.COORDINATOR], on=release, said=said)
    return release


def statuses(client: Client, release: PublicRelease) -> set[int]:
    home = f"/data/{release.name}/{release.version}/"
    doors = [f"{home}principles/", *(f"{home}home/es/{form}/" for form in FORMS)]
    answers = [client.get(door) for door in doors]
    kept = {answer.headers.get("Cache-Control") for answer in answers if answer.status_code == 200}
    assert AccessLevel(release.initiative.openness_choices.last().level) is AccessLevel.OPEN or kept <= {
        "private, no-store"
    }
    return {answer.status_code for answer in answers}


def test_the_page_that_goes_home_and_the_principles_are_as_open_as_the_results(
    village: Cast, corrected: PublicRelease, signed_in: SignIn
) -> None:
    outside, team = Client(), signed_in(village[Role.COORDINATOR])
    opening_up.chosen(village, AccessLevel.OPEN)
    assert statuses(outside, corrected) == {200}
    for level in (AccessLevel.REGISTERED, AccessLevel.COMMUNITY, AccessLevel.CLOSED):
        opening_up.chosen(village, level)
        assert statuses(outside, corrected) == {403}
        assert statuses(team, corrected) == {200}


def test_corrections_tell_what_was_wrong_only_where_the_results_are_open(
    village: Cast, corrected: PublicRelease
) -> None:
    assert WRONG in Client().get("/corrections/").content.decode()
    opening_up.chosen(village, AccessLevel.COMMUNITY)
    page = Client().get("/corrections/").content.decode()
    assert "98765" not in page
    assert corrected.title in page  # that there was one stays known
    withdraw(by=village[Role.COORDINATOR], on=corrected, reason="It was about another village.")
    page = Client().get(f"/data/{corrected.name}/{corrected.version}/")
    assert page.status_code == 410
    assert "98765" not in page.content.decode()
    assert "It was about another village." in Client().get("/corrections/").content.decode()


def test_the_interface_tells_what_people_said_of_figures_only_beside_the_figures(village: Cast) -> None:
    said = CommunitySaid(
        said_on=date(2026, 3, 1),
        tables=tables_sha256(example_release()),
        asked_in=AskedIn.GATHERING,
        outcome=Describes.IN_PART,
        reasons="It is 98765 and not less.",
    )
    release = publish(village, validation=Validation(said=(said,)))
    at = f"/api/v1/data/{release.name}"
    assert "98765" in Client().get(at).content.decode()
    opening_up.chosen(village, AccessLevel.CLOSED)
    assert "98765" not in Client().get(at).content.decode()


@pytest.mark.parametrize(
    "address",
    ["a%00b/", "a%00b/ask-to-read/", "a/%00/", "a/1/home/%00/page/", "{home}home/%00/page/", "{home}home/es/%00/"],
)
def test_no_address_asks_the_database_for_what_it_cannot_look_for(corrected: PublicRelease, address: str) -> None:
    """PostgreSQL stumbles over a NUL, and the page would crash."""

    def clean(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 (Django's own)
        assert "\0" not in str(params).replace("\\x00", "\0")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(clean):
        home = f"{corrected.name}/{corrected.version}/"
        assert Client().get(f"/data/{address.format(home=home)}").status_code == 404


@pytest.mark.parametrize("level", [AccessLevel.OPEN, AccessLevel.COMMUNITY])
def test_why_it_is_so_open_holds_no_name_of_somebody_who_asked_not_to_be_named(
    village: Cast, level: AccessLevel
) -> None:
    release = publish(village, plan='[[release.credits]]\nname = "Rosa"\nwish = "anonymous"\n')
    opening_up.chosen(village, level, reason="Rosa wants it, and so does the hill.", with_whom="Rosa and the hill")
    home = f"/data/{release.name}/{release.version}/"
    for door in (home, f"{home}cite/datacite", "/feeds/catalogue.ttl", f"/api/v1/data/{release.name}"):
        answer = Client().get(door).content.decode()
        assert "Rosa" not in answer, door
        assert "so does the hill." in answer, door


def test_corrections_hold_no_name_of_somebody_who_asked_not_to_be_named(village: Cast) -> None:
    plan = '[[release.credits]]\nname = "Rosa"\nwish = "anonymous"\n'
    release = publish(village, title="What Rosa counted", plan=plan)
    correct(
        by=village[Role.COORDINATOR], on=release, said=Erratum(wrong=WRONG, figures="Water", since=date(2026, 3, 2))
    )
    assert "Rosa" not in Client().get("/corrections/").content.decode()
