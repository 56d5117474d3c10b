"""From data to decision, in sentences: what is kept to, and who could be hurt by it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.roles import Role
from nyhavn.framework.safeguards.decisions import results_led_to_decisions
from nyhavn.web.accounts.models import User
from nyhavn.web.commitments.queries import on_record
from nyhavn.web.initiatives.models import Initiative
from spec.principles.test_spec_safeguards import GOOD
from web import asking_authorities as asking
from web.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def records(village: Cast) -> ReleaseRecords:
    return replace(GOOD, decisions=on_record(village.initiative))


def test_the_next_release_says_that_an_authority_kept_its_word(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    asking.answers(ministry, made)
    asking.acts(ministry, made, asking.commits(ministry, made))
    assert results_led_to_decisions(records(village)).state is EvidenceState.FOUND


def test_the_next_release_says_too_that_the_community_saw_otherwise(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    asking.answers(ministry, made)
    promised = asking.commits(ministry, made)
    asking.acts(ministry, made, promised)
    asking.sees(village, made, promised)
    found = results_led_to_decisions(records(village))
    assert found.state is EvidenceState.AGAINST
    assert any("did not happen" in line and "kept" in line for line in found.detail)


def test_an_authority_that_never_answers_stands_there_as_late(village: Cast, ministry: asking.Authority) -> None:
    asking.brought(village, ministry, answer_by=asking.in_days(-1))
    assert results_led_to_decisions(records(village)).state is EvidenceState.AGAINST


def test_a_village_that_asks_nobody_has_nothing_held_against_it(village: Cast) -> None:
    assert on_record(village.initiative) is None
    assert results_led_to_decisions(records(village)).state is EvidenceState.NONE


def test_an_authority_cannot_find_out_who_prepares_to_ask_it(
    village: Cast, ministry: asking.Authority, signed_in: SignIn
) -> None:
    asking.drafted(village, ministry)
    client = signed_in(ministry.admin)
    nothing = client.get("/work/organisations/water-ministry/commitments/").content
    assert village.initiative.title.encode() not in nothing
    assert client.get("/api/v1/organisations/water-ministry/commitments").json() == {"requests": []}
    assert client.get("/work/initiatives/village-water/decisions/").status_code == 404
    asking.brought(village, ministry)  # the twin: once it is brought, the authority reads it
    assert village.initiative.title.encode() in client.get("/work/organisations/water-ministry/commitments/").content


def test_no_page_of_an_authority_tells_that_a_hidden_initiative_exists(
    village: Cast, harbour: Cast, ministry: asking.Authority
) -> None:
    asking.brought(village, ministry)
    asking.brought(harbour, ministry, asked_for="Less noise at night.")
    Initiative.objects.filter(id=harbour.initiative.id).update(is_listed=True)
    page = Client().get("/authorities/water-ministry/").content.decode()
    assert "Less noise at night." in page
    assert asking.ASKED_FOR not in page
    assert "village-water" not in page


def test_nobody_is_named_whoever_acts_is_an_office(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    asking.answers(ministry, made)
    asking.commits(ministry, made)
    Initiative.objects.filter(id=village.initiative.id).update(is_listed=True)
    page = Client().get("/initiatives/village-water/decisions/").content.decode()
    assert "Department of wells" in page
    for person in (ministry.admin, ministry.member, village[Role.COORDINATOR], village[Role.BOARD_MEMBER]):
        assert person.name not in page
        assert person.email not in page
