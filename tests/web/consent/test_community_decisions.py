"""What a community decides: recorded by those who may, seen by the team, and never changed."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from nyhavn.framework.community_consent import CommunityStep
from nyhavn.framework.consent import Purpose
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import RIGHTS, Right, Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.consent.community_actions import end_body, name_body, record_decision
from nyhavn.web.consent.community_asks import BodyEnded, BodySaid, DecisionSaid
from nyhavn.web.consent.community_queries import community_against
from nyhavn.web.consent.models import CommunityBody, CommunityDecision
from nyhavn.web.pages.added_only import SAYS
from web.cast import Cast

pytestmark = pytest.mark.django_db
HOME = "/work/initiatives/village-water/"
OFFICE = Purpose.STATISTICS_OFFICE


def body(village: Cast, name: str = "The assembly", follows: CommunityBody | None = None) -> CommunityBody:
    said = BodySaid(
        name=name,
        mandate="The village, on water.",
        decides_how="By consensus.",
        mandate_from=date(2025, 1, 7),
        follows=str(follows.uuid) if follows else "",
    )
    return name_body(by=village[Role.BOARD_MEMBER], on=village.initiative, said=said)


def decision(step: CommunityStep, *, days: int = 0, **changes: object) -> DecisionSaid:
    day = timezone.localdate() - timedelta(days=days)
    values = {"step": step, "purposes": (OFFICE,), "starts_on": day, "decided_on": day, "minutes": "Minutes 7"}
    return DecisionSaid(**{**values, **changes})


def decided(village: Cast, on: CommunityBody, step: CommunityStep, **changes: object) -> CommunityDecision:
    return record_decision(by=village[Role.BOARD_MEMBER], on=on, said=decision(step, **changes))


def against(village: Cast, purpose: Purpose = OFFICE) -> list[str]:
    found = community_against(village.initiative, (purpose,), timezone.localdate())
    return [reason.code for reason in found]


def test_a_body_vetoes_and_lifts_its_own_veto(village: Cast) -> None:
    assembly = body(village)
    assert against(village) == []
    decided(village, assembly, CommunityStep.VETOES)
    assert against(village) == ["community-vetoed"]
    assert against(village, Purpose.COMMUNITY_USE) == []
    decided(village, assembly, CommunityStep.LIFTS_VETO)
    assert against(village) == []


def test_one_body_does_not_lift_the_veto_of_another(village: Cast) -> None:
    decided(village, body(village, "The women's group"), CommunityStep.VETOES)
    decided(village, body(village, "The chief's council"), CommunityStep.LIFTS_VETO)
    decided(village, CommunityBody.objects.get(name="The chief's council"), CommunityStep.AGREES)
    assert against(village) == ["community-vetoed"]


def test_where_agreement_is_needed_silence_is_none(village: Cast) -> None:
    assembly = body(village)
    decided(village, assembly, CommunityStep.NEEDS_AGREEMENT)
    assert against(village) == ["community-not-agreed"]
    decided(village, assembly, CommunityStep.AGREES, recipients=("statistics-office",))
    assert against(village) == ["community-not-agreed"]  # it is not known yet who receives it
    decided(village, assembly, CommunityStep.AGREES, ends_on=timezone.localdate())
    assert against(village) == []
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert [one.code for one in community_against(village.initiative, (OFFICE,), tomorrow)] == ["community-not-agreed"]


def test_ending_a_body_lifts_nothing_and_the_one_that_follows_can(village: Cast) -> None:
    assembly = body(village)
    decided(village, assembly, CommunityStep.VETOES)
    with pytest.raises(Refusal) as refused:
        body(village, "A new assembly", assembly)
    assert refused.value.codes == ("community-body-not-ended",)
    end_body(by=village[Role.BOARD_MEMBER], on=assembly, said=BodyEnded(ended_on=timezone.localdate() - timedelta(1)))
    with pytest.raises(Refusal) as refused:
        decided(village, assembly, CommunityStep.LIFTS_VETO)
    assert refused.value.codes == ("community-body-ended",)
    decided(village, body(village, "A body of its own"), CommunityStep.LIFTS_VETO)
    assert against(village) == ["community-vetoed"]
    decided(village, body(village, "A new assembly", assembly), CommunityStep.LIFTS_VETO)
    assert against(village) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"decided_on": date(2024, 12, 31)}, "community-before-mandate"),
        ({"decided_on": date(2999, 1, 1)}, "community-day-ahead"),
    ],
)
def test_a_decision_needs_a_mandate_on_its_day(village: Cast, changes: dict[str, object], code: str) -> None:
    assembly = body(village)
    with pytest.raises(Refusal) as refused:
        decided(village, assembly, CommunityStep.VETOES, **changes)
    assert refused.value.codes == (code,)
    assert not CommunityDecision.objects.exists()
    decided(village, assembly, CommunityStep.VETOES)


def test_a_body_is_named_once_and_ends_once(village: Cast) -> None:
    assembly = body(village)
    with pytest.raises(Refusal) as refused:
        body(village)
    assert refused.value.codes == ("community-body-already-there",)
    said = BodyEnded(ended_on=timezone.localdate())
    end_body(by=village[Role.COORDINATOR], on=assembly, said=said)
    with pytest.raises(Refusal) as refused:
        end_body(by=village[Role.COORDINATOR], on=assembly, said=said)
    assert refused.value.codes == ("community-body-already-ended",)


def test_what_was_decided_is_never_changed_or_deleted(village: Cast) -> None:
    assembly = body(village)
    veto = decided(village, assembly, CommunityStep.VETOES)
    for change in (
        veto.delete,
        lambda: CommunityDecision.objects.update(step="agrees"),
        lambda: CommunityBody.objects.update(mandate="Everything"),
        lambda: CommunityBody.objects.filter(id=assembly.id).delete(),
    ):
        with pytest.raises(DatabaseError, match=f"{SAYS}|protected"), transaction.atomic():
            change()
    assert against(village) == ["community-vetoed"]


def test_an_account_can_go_and_the_decision_stays(village: Cast) -> None:
    veto = decided(village, body(village), CommunityStep.VETOES)
    CommunityDecision.objects.update(recorded_by=None)
    veto.refresh_from_db()
    assert (veto.recorded_by, against(village)) == (None, ["community-vetoed"])


def test_who_recorded_what_is_in_the_record_of_what_was_done(village: Cast) -> None:
    decided(village, body(village), CommunityStep.VETOES)
    found = AuditRecord.objects.filter(kind="community-body").order_by("id")
    assert [entry.action for entry in found] == ["community-body-named", "community-decision-recorded"]
    assert found[1].facts == {"step": "vetoes", "purposes": ["statistics-office"]}


# --- Pages and interface ------------------------------------------------------------------


def as_(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_a_member_of_the_board_records_a_veto_on_pages(client: Client, village: Cast) -> None:
    as_(client, village[Role.BOARD_MEMBER])
    asked = {"name": "The assembly", "mandate": "The village", "decides_how": "By consensus"}
    page = client.post(f"{HOME}do/name-community-body/", asked | {"mandate_from": "2025-01-07"}, follow=True)
    assert "Nothing is on record yet." in page.content.decode()
    made, today = CommunityBody.objects.get(), timezone.localdate().isoformat()
    said = {"step": "vetoes", "purposes": ["statistics-office"], "starts_on": today, "decided_on": today}
    at = f"{HOME}community-bodies/{made.uuid}/do/record-decision/"
    page = client.post(at, said | {"minutes": "Minutes 7"}, follow=True)
    shown = page.content.decode()
    assert "What the community stands against today" in shown
    assert "It vetoes the use" in shown and "Minutes 7" in shown


def test_everybody_in_the_team_reads_and_those_with_the_right_record(client: Client, village: Cast) -> None:
    decided(village, body(village), CommunityStep.VETOES)
    for role in Role:
        page = as_(client, village[role]).get(f"{HOME}community-decisions/")
        sees = Right.SEE_WORKSPACE in RIGHTS[role]
        assert page.status_code == (200 if sees else 403), role
        may = Right.RECORD_COMMUNITY_DECISION in RIGHTS[role]
        assert ("do/name-community-body/" in page.content.decode()) is may
    assert {role for role in Role if Right.RECORD_COMMUNITY_DECISION in RIGHTS[role]} == {
        Role.COORDINATOR,
        Role.BOARD_MEMBER,
    }


def test_a_stranger_does_not_learn_that_there_is_a_council(client: Client, village: Cast, stranger: User) -> None:
    body(village)
    assert as_(client, stranger).get(f"{HOME}community-decisions/").status_code == 404
    assert client.get("/api/v1/initiatives/village-water/community-decisions").status_code == 404


def test_programs_read_what_the_page_shows(client: Client, village: Cast) -> None:
    decided(village, body(village), CommunityStep.VETOES)
    answer = as_(client, village[Role.OBSERVER]).get("/api/v1/initiatives/village-water/community-decisions").json()
    assert answer["stopped"] == [{"purpose": "statistics-office", "standing": "community-vetoed"}]
    assert answer["bodies"][0]["decisions"][0]["minutes"] == "Minutes 7"
