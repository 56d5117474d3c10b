"""Somebody from outside asks to read, gets an answer with its reason, and is seen by the community when they read."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.framework.interests import OwnInterest
from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.initiatives.looks_queries import OUTSIDE, who_looked
from nyhavn.web.initiatives.models import RoleAssignment
from nyhavn.web.openness import actions
from nyhavn.web.openness.asks import AccessEnded, AccessGranted, AccessRefused
from nyhavn.web.openness.models import AccessRequest
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import place_of
from web import board, opening_up, publishing
from web.cast import Cast
from web.site.in_public import publish

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
WHO = "Lena, a student"


@pytest.fixture
def restricted(village: Cast) -> PublicRelease:
    """A release for the community only."""
    release = publish(village)
    opening_up.chosen(village, AccessLevel.COMMUNITY)
    return release


def report_at(release: PublicRelease) -> str:
    return f"/data/{release.name}/{release.version}/files/report.json"


def reads(client: Client, release: PublicRelease) -> bool:
    """Whether they get the very bytes that were signed."""
    answer = client.get(report_at(release))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    if answer.status_code == 200:
        assert content == (place_of(release) / "report.json").read_bytes()
        assert answer.headers["Cache-Control"] == "private, no-store"
    return bool(answer.status_code == 200)


def asked_on_the_page(release: PublicRelease) -> tuple[AccessRequest, Client]:
    """Without account and without address; the browser then opens the link that it was shown."""
    client, until = Client(), publishing.in_days(30).isoformat()
    form = {"material": "results", "who": WHO, "purpose": "A thesis on wells", "until": until}
    page = client.post(f"/data/{release.name}/ask-to-read/", form).content.decode()
    shown = re.search(r"/access/[\w-]+/", page)
    assert shown is not None, page
    assert client.get(shown[0]).headers["Location"] == "/access/"
    return AccessRequest.objects.get(), client


def test_whoever_asked_reads_after_a_yes_and_the_community_sees_each_look(
    village: Cast, restricted: PublicRelease, signed_in: SignIn
) -> None:
    request, client = asked_on_the_page(restricted)
    assert not reads(client, restricted)
    deciding = signed_in(village[Role.BOARD_MEMBER])
    assert WHO in deciding.get("/work/initiatives/village-water/openness/requests/").content.decode()
    said = {"until": publishing.in_days(3).isoformat(), "reason": "It helps the village."}
    deciding.post(f"/work/initiatives/village-water/access-requests/{request.uuid}/do/grant/", said)
    assert "It helps the village." in client.get("/access/").content.decode()
    assert reads(client, restricted)
    assert not reads(Client(), restricted)
    looked = AuditRecord.objects.filter(action="looked", scope=village.initiative.uuid, on=request.uuid)
    assert [one.facts["what"] for one in looked] == [OUTSIDE]
    assert OUTSIDE in [one.what for one in who_looked(village.initiative).looks]
    assert "from outside" in deciding.get("/work/initiatives/village-water/who-looked/").content.decode()


def test_nothing_that_somebody_said_of_themselves_stands_in_the_record(
    village: Cast, restricted: PublicRelease
) -> None:
    opening_up.granted(village, asked_on_the_page(restricted)[0])
    assert WHO not in str(list(AuditRecord.objects.values()))


def test_access_ends_on_its_day_and_when_somebody_ends_it(village: Cast, restricted: PublicRelease) -> None:
    request, client = asked_on_the_page(restricted)
    opening_up.granted(village, request)
    assert reads(client, restricted)
    AccessRequest.objects.update(granted_until=timezone.localdate() - timedelta(days=1))
    assert not reads(client, restricted)
    AccessRequest.objects.update(granted_until=timezone.localdate())
    assert reads(client, restricted)
    ended = AccessEnded(reason="The thesis is done.")
    actions.end(by=village[Role.BOARD_MEMBER], on=request, said=ended)
    assert not reads(client, restricted)


def test_a_no_has_a_reason_and_says_how_to_ask_again(
    village: Cast, restricted: PublicRelease, signed_in: SignIn
) -> None:
    request, client = asked_on_the_page(restricted)
    at = f"/api/v1/initiatives/village-water/access-requests/{request.uuid}/do/refuse"
    deciding = signed_in(village[Role.BOARD_MEMBER])
    assert deciding.post(at, {"reason": "Too soon."}, content_type="application/json").status_code == 422
    said = {"reason": "Too soon.", "ask_again": "After the harvest, with a letter of your school."}
    assert deciding.post(at, said, content_type="application/json").status_code == 200
    page = client.get("/access/").content.decode()
    assert "Too soon." in page
    assert "After the harvest" in page
    assert not reads(client, restricted)
    assert deciding.post(at, said, content_type="application/json").status_code == 409
    assert opening_up.asked(village)[0].state == "waiting"


def test_whoever_declared_an_interest_does_not_decide_and_somebody_else_does(
    village: Cast, restricted: PublicRelease
) -> None:
    request, client = asked_on_the_page(restricted)
    publishing.declares(village, village[Role.COORDINATOR], OwnInterest.PAID)
    yes = AccessGranted(until=publishing.in_days(3), reason="A friend of the funder.")
    no = AccessRefused(reason="A rival of the funder.", ask_again="Never.")
    for act, said in ((actions.grant, yes), (actions.refuse, no)):
        with pytest.raises(Refusal) as refused:
            act(by=village[Role.COORDINATOR], on=request, said=said)
        assert refused.value.codes == ("decision-with-interest",)
    opening_up.granted(village, request)
    assert reads(client, restricted)


def test_where_there_is_a_body_the_community_decides_who_else_reads_what_is_its_own(
    village: Cast, restricted: PublicRelease
) -> None:
    board.assembly(village)
    request, client = asked_on_the_page(restricted)
    yes = AccessGranted(until=publishing.in_days(3), reason="We need readers.")
    with pytest.raises(Refusal) as refused:
        actions.grant(by=village[Role.COORDINATOR], on=request, said=yes)
    assert refused.value.codes == ("access-needs-community",)
    opening_up.granted(village, request)
    assert reads(client, restricted)


def test_what_was_given_opens_nothing_more_when_it_is_closed(village: Cast, restricted: PublicRelease) -> None:
    request, client = asked_on_the_page(restricted)
    opening_up.granted(village, request)
    opening_up.chosen(village, AccessLevel.CLOSED)
    assert not reads(client, restricted)
    with pytest.raises(Refusal) as refused:
        opening_up.asked(village)
    assert refused.value.codes == ("access-closed",)


def test_access_to_one_initiative_or_to_results_opens_nothing_else(
    village: Cast, harbour: Cast, restricted: PublicRelease
) -> None:
    request, client = asked_on_the_page(restricted)
    other, _ = opening_up.asked(village, material=Material.RECORDS)
    opening_up.granted(village, request)
    assert reads(client, restricted)
    home = f"/data/{restricted.name}/{restricted.version}/"
    assert client.get(f"{home}files/microdata/people.csv").status_code == 403
    PublicRelease.objects.filter(id=restricted.id).update(initiative=harbour.initiative)
    opening_up.chosen(harbour, AccessLevel.COMMUNITY)
    assert not reads(client, restricted)
    assert other.state == "waiting"


def test_access_ends_within_a_year_and_so_do_requests(village: Cast, restricted: PublicRelease) -> None:
    for days in (-1, 400):
        with pytest.raises(Refusal) as refused:
            opening_up.asked(village, until=publishing.in_days(days))
        assert refused.value.codes == ("access-days",)
    request, _ = opening_up.asked(village)
    with pytest.raises(Refusal):
        opening_up.granted(village, request, days=400)
    opening_up.granted(village, request)
    long_ago = timezone.now() - timedelta(days=800)
    AccessRequest.objects.update(asked_at=long_ago, decided_at=long_ago, granted_until=long_ago.date())
    actions.forget_old()
    assert not AccessRequest.objects.exists()


def test_signed_in_readers_from_outside_leave_a_trace_and_the_team_leaves_none(
    village: Cast, restricted: PublicRelease, stranger: User, signed_in: SignIn
) -> None:
    opening_up.chosen(village, AccessLevel.REGISTERED)
    assert reads(signed_in(village[Role.ENUMERATOR]), restricted)
    looked = AuditRecord.objects.filter(action="looked", kind="openness")
    assert not looked.exists()
    assert reads(signed_in(stranger), restricted)
    assert looked.get().by == stranger.uuid


def test_what_was_given_for_registered_readers_ends_when_it_becomes_for_the_community_only(
    village: Cast, restricted: PublicRelease
) -> None:
    board.assembly(village)
    opening_up.chosen(village, AccessLevel.REGISTERED)
    request, client = asked_on_the_page(restricted)
    yes = AccessGranted(until=publishing.in_days(3), reason="A student.")
    actions.grant(by=village[Role.COORDINATOR], on=request, said=yes)
    assert reads(client, restricted)
    opening_up.chosen(village, AccessLevel.COMMUNITY)
    assert not reads(client, restricted)
    opening_up.chosen(village, AccessLevel.REGISTERED)
    assert reads(client, restricted)


def test_what_the_community_gave_goes_on_when_it_becomes_more_open(village: Cast, restricted: PublicRelease) -> None:
    request, client = asked_on_the_page(restricted)
    opening_up.granted(village, request)
    opening_up.chosen(village, AccessLevel.REGISTERED)
    assert reads(client, restricted)


def test_the_body_outside_hears_complaints_and_reads_no_more_than_others_from_outside(
    village: Cast, restricted: PublicRelease, stranger: User, signed_in: SignIn
) -> None:
    RoleAssignment.objects.create(initiative=village.initiative, user=stranger, role=Role.OUTSIDE_BODY)
    assert not reads(signed_in(stranger), restricted)
    RoleAssignment.objects.create(initiative=village.initiative, user=stranger, role=Role.OBSERVER)
    assert reads(signed_in(stranger), restricted)


def test_whoever_is_refused_further_reading_can_read_why_for_a_year(village: Cast, restricted: PublicRelease) -> None:
    request, client = asked_on_the_page(restricted)
    opening_up.granted(village, request)
    actions.end(by=village[Role.BOARD_MEMBER], on=request, said=AccessEnded(reason="The thesis is done."))
    long_ago = timezone.now() - timedelta(days=400)
    AccessRequest.objects.update(asked_at=long_ago, decided_at=long_ago, granted_until=long_ago.date())
    actions.forget_old()
    assert "The thesis is done." in client.get("/access/").content.decode()
    AccessRequest.objects.update(ended_at=long_ago)
    actions.forget_old()
    assert not AccessRequest.objects.exists()
