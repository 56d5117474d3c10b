"""The pages of a board: what waits, a body, a meeting on one page, and who may see them."""

from uuid import UUID

import pytest
from django.test import Client

from nyhavn.framework.community_body import Matter, Outcome
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.roles import RIGHTS, Right, Role
from nyhavn.web.accounts.models import User
from nyhavn.web.community.models import Meeting
from nyhavn.web.consent.community_models import CommunityBody
from web import board, objects
from web.cast import Cast
from web.visitors import Fields

pytestmark = pytest.mark.django_db
HOME = "/work/initiatives/village-water/"
STEP = CommunityStep


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def meeting_at(body: CommunityBody) -> str:
    return f"{HOME}community-bodies/{body.uuid}/do/hold-meeting/"


def test_the_board_reads_in_plain_words_what_waits(village: Cast) -> None:
    objects.prepared(village)
    assembly = board.assembly(village)
    board.put(village, assembly, Matter.USE, STEP.VETOES, title="Shall the office get them?", purposes=("re-contact",))
    page = as_(village[Role.BOARD_MEMBER]).get(f"{HOME}board/").content.decode()
    assert "Shall the collection open?" in page
    assert "Shall the office get them?" in page
    assert "A meeting today needs 5 members." in page
    assert "<table" not in page.split("<main", 1)[1]


def test_nothing_waits_and_nobody_is_named_is_said_too(village: Cast) -> None:
    page = as_(village[Role.BOARD_MEMBER]).get(f"{HOME}board/").content.decode()
    assert "Nothing waits for us today." in page and "No body is on record." in page


def test_those_who_may_record_decisions_see_the_pages_and_nobody_else(village: Cast, stranger: User) -> None:
    assembly = board.assembly(village)
    for path in ("board/", "board/meetings/", f"board/bodies/{assembly.uuid}/"):
        for role in Role:
            may = Right.RECORD_COMMUNITY_DECISION in RIGHTS[role]
            assert as_(village[role]).get(f"{HOME}{path}").status_code == (200 if may else 403), (path, role)
        assert as_(stranger).get(f"{HOME}{path}").status_code == 404
    assert as_(stranger).get(meeting_at(assembly)).status_code == 404


def test_a_body_of_another_initiative_is_not_found_here(village: Cast, harbour: Cast) -> None:
    theirs = board.named(harbour)
    assert as_(village[Role.BOARD_MEMBER]).get(f"{HOME}board/bodies/{theirs.uuid}/").status_code == 404


def filled(client: Client, at: str) -> dict[str, list[str]]:
    """What the page of a meeting would send as it stands, with what every meeting says."""
    fields = dict(Fields(client.get(at).content.decode()).values)
    return fields | {"place_kind": ["together"], "present": ["5"]}


def test_a_whole_meeting_is_one_form_that_needs_no_script(village: Cast) -> None:
    objects.prepared(village)
    assembly = board.assembly(village)
    board.put(village, assembly, Matter.RELEASE, STEP.NEEDS_AGREEMENT, title="Shall we be asked before each release?")
    client = as_(village[Role.BOARD_MEMBER])
    said = filled(client, meeting_at(assembly))
    said |= {
        "points-0-result": ["counted"], "points-0-votes_for": ["4"], "points-0-against": ["1"],
        "points-0-dissent": ["The floods are near."], "points-1-result": ["nobody-against"],
        "points-2-title": ["The road"], "points-2-said": ["It is broken."],
    }  # fmt: skip
    answer = client.post(meeting_at(assembly), said)
    assert (answer.status_code, answer["Location"].split("#")[0]) == (302, f"{HOME}board/meetings/")
    page = client.get(answer["Location"]).content.decode()
    for words in ("The floods are near.", "For it: 4. Against it: 1. Neither: 0.", "The road", "It is broken."):
        assert words in page
    outcomes = [item.outcome for item in Meeting.objects.get().items.all()]
    assert outcomes == [Outcome.TAKEN, Outcome.TAKEN, Outcome.PUT_OFF]


def test_a_mistake_loses_nothing_of_what_was_written(village: Cast) -> None:
    objects.prepared(village)
    assembly = board.assembly(village)
    client = as_(village[Role.BOARD_MEMBER])
    said = filled(client, meeting_at(assembly)) | {"present": [""], "points-0-said": ["We talked for long."]}
    answer = client.post(meeting_at(assembly), said)
    page = answer.content.decode()
    assert answer.status_code == 422 and not Meeting.objects.exists()
    assert "We talked for long." in page and "Shall the collection open?" in page
    assert Fields(page).values["sent"] == said["sent"]  # the same meeting, not another one


def test_only_those_who_wish_to_be_named_can_be_ticked(village: Cast) -> None:
    assembly = board.assembly(village)
    named, _ = board.member(village, assembly, "Amina"), board.member(village, assembly)
    client = as_(village[Role.BOARD_MEMBER])
    assert client.get(meeting_at(assembly)).content.decode().count('name="members"') == 1
    client.post(meeting_at(assembly), filled(client, meeting_at(assembly)) | {"members": [str(named.uuid)]})
    assert [one.member for one in Meeting.objects.get().presences.all()] == [named]
    assert "Amina" in client.get(f"{HOME}board/meetings/").content.decode()


def test_the_page_of_a_meeting_is_kept_by_no_browser(village: Cast) -> None:
    answer = as_(village[Role.BOARD_MEMBER]).get(meeting_at(board.assembly(village)))
    assert "no-store" in answer["Cache-Control"]
    assert 'autocomplete="off"' in answer.content.decode()


def test_programs_read_what_the_board_sees_and_record_a_meeting(village: Cast) -> None:
    objects.prepared(village)
    assembly = board.assembly(village)
    client = as_(village[Role.BOARD_MEMBER])
    api = "/api/v1/initiatives/village-water/"
    seen = client.get(f"{api}board").json()
    assert [one["key"] for one in seen["waiting"]] == ["opening"]
    said = {
        "held_on": board.today().isoformat(), "place_kind": "online", "present": 5,
        "points": [{"on": "opening", "title": "Open?", "result": "nobody-against"}],
    }  # fmt: skip
    answer = client.post(f"{api}community-bodies/{assembly.uuid}/do/hold-meeting", said, "application/json")
    assert answer.status_code == 200, answer.content
    assert Meeting.objects.get().uuid == UUID(answer.json()["made"])
    found = client.get(f"{api}meetings").json()["meetings"][0]["items"][0]
    assert (found["outcome"], found["title"]) == ("taken", "Open?")


def test_the_page_of_decisions_says_which_were_taken_in_a_meeting(village: Cast) -> None:
    assembly = board.assembly(village)
    board.decided(village, assembly, Matter.USE, STEP.VETOES, purposes=("re-contact",))
    board.alone(village, assembly, Matter.USE, STEP.VETOES, purposes=("media",))
    page = as_(village[Role.OBSERVER]).get(f"{HOME}community-decisions/").content.decode()
    assert page.count("Taken in a meeting with enough of its members.") == 1
    assert page.count("Taken without a meeting.") == 1
