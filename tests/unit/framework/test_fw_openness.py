"""Levels of access: what a body's decision reaches, what is enforced, and what the records say of its part."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from nyhavn.framework.community_body import Matter, Proposal
from nyhavn.framework.community_matters import MatterDecision
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.openness import (
    AccessLevel,
    Heard,
    Material,
    access_reasons,
    check_may_grant,
    check_until,
    heard_about,
    level_that_holds,
)
from nyhavn.framework.refusal import Refusal

DAY = date(2026, 5, 4)
ELDERS, WOMEN = UUID(int=1), UUID(int=2)
STEP = CommunityStep
OPEN, REGISTERED, COMMUNITY, CLOSED = AccessLevel


def decided(step: CommunityStep, about: str = "", body: UUID = ELDERS, **changes: object) -> MatterDecision:
    values: dict[str, object] = {"version": "", "threshold": None, "starts_on": DAY, "ends_on": None}
    at = datetime(2026, 5, 4, tzinfo=UTC)
    return MatterDecision(body=body, matter=Matter.ACCESS, step=step, about=about, at=at, **(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("about", "refused"),
    [
        ("open", {OPEN}),
        ("registered", {OPEN, REGISTERED}),
        ("community-only", {OPEN, REGISTERED, COMMUNITY}),
        ("", {OPEN, REGISTERED, COMMUNITY}),
        ("closed-with-metadata", {OPEN, REGISTERED, COMMUNITY}),
    ],
)
def test_a_limit_on_a_level_reaches_everything_more_open_and_never_what_is_closed(
    about: str, refused: set[AccessLevel]
) -> None:
    for step in (STEP.VETOES, STEP.NEEDS_AGREEMENT):
        told = [decided(step, about)]
        assert {level for level in AccessLevel if access_reasons(told, Material.RESULTS, level, DAY)} == refused


def test_an_agreement_to_a_level_covers_what_is_less_open_and_nothing_more_open() -> None:
    told = [decided(STEP.NEEDS_AGREEMENT), decided(STEP.AGREES, "registered")]
    held = {level for level in AccessLevel if not access_reasons(told, Material.RESULTS, level, DAY)}
    assert held == {REGISTERED, COMMUNITY, CLOSED}


def test_no_other_body_lifts_a_limit_and_its_own_does() -> None:
    limit = decided(STEP.VETOES, "open")
    assert access_reasons([limit, decided(STEP.LIFTS_VETO, body=WOMEN)], Material.RESULTS, OPEN, DAY)
    assert not access_reasons([limit, decided(STEP.LIFTS_VETO)], Material.RESULTS, OPEN, DAY)


def test_a_limit_about_records_leaves_results_alone() -> None:
    told = [decided(STEP.VETOES, version="records")]
    assert access_reasons(told, Material.RECORDS, OPEN, DAY)
    assert not access_reasons(told, Material.RESULTS, OPEN, DAY)


@pytest.mark.parametrize("chosen", [None, *AccessLevel])
def test_what_is_enforced_is_never_more_open_than_the_choice_or_than_the_community_allows(
    chosen: AccessLevel | None,
) -> None:
    assert level_that_holds([], Material.RESULTS, chosen, DAY) is (chosen or OPEN)
    held = level_that_holds([decided(STEP.VETOES, "registered")], Material.RESULTS, chosen, DAY)
    assert held is (CLOSED if chosen is CLOSED else COMMUNITY)


def test_a_limit_holds_on_its_days_only() -> None:
    told = [decided(STEP.VETOES, ends_on=DAY)]
    assert level_that_holds(told, Material.RESULTS, OPEN, DAY) is CLOSED
    assert level_that_holds(told, Material.RESULTS, OPEN, DAY + timedelta(days=1)) is OPEN


@pytest.mark.parametrize(
    ("told", "has_body", "heard"),
    [
        ([], False, Heard.NO_BODY),
        ([], True, Heard.NOT_ASKED),
        ([decided(STEP.AGREES, "open")], True, Heard.WITHOUT_MEETING),
        ([decided(STEP.AGREES, "community-only", in_meeting=True)], True, Heard.NOT_ASKED),
        ([decided(STEP.AGREES, "open", in_meeting=True)], True, Heard.MEETING),
        ([decided(STEP.VETOES, "open", in_meeting=True)], True, Heard.MEETING),
    ],
)
def test_the_communitys_part_is_what_its_decisions_show(
    told: list[MatterDecision], has_body: bool, heard: Heard
) -> None:
    assert heard_about(told, Material.RESULTS, REGISTERED, DAY, has_body=has_body) is heard


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (366, True), (367, False)])
def test_access_ends_within_a_year(days: int, holds: bool) -> None:
    if holds:
        check_until(DAY + timedelta(days=days), DAY)
        return
    with pytest.raises(Refusal) as refused:
        check_until(DAY + timedelta(days=days), DAY)
    assert refused.value.codes == ("access-days",)


def test_who_may_give_access() -> None:
    check_may_grant(COMMUNITY, has_body=False, is_of_board=False)
    check_may_grant(COMMUNITY, has_body=True, is_of_board=True)
    check_may_grant(REGISTERED, has_body=True, is_of_board=False)
    with pytest.raises(Refusal):
        check_may_grant(COMMUNITY, has_body=True, is_of_board=False)
    with pytest.raises(Refusal):
        check_may_grant(CLOSED, has_body=True, is_of_board=True)


@pytest.mark.parametrize("changes", [{"about": "half-open"}, {"version": "photographs"}])
def test_a_proposal_about_access_names_a_level_and_a_material_that_exist(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="level"):
        Proposal(matter=Matter.ACCESS, step=STEP.VETOES, starts_on=DAY, **changes)
    assert Proposal(matter=Matter.ACCESS, step=STEP.VETOES, starts_on=DAY, about="open", version="results")
