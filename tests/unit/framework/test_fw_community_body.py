"""Quorum, votes and dissent: both sides of each boundary, and the plain twin of the rule that lets limits hold."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nyhavn.framework.community_body import (
    Ballot,
    BodyRules,
    DecidesBy,
    Matter,
    Outcome,
    Proposal,
    QuorumKind,
    Result,
    ballot_reasons,
    check_present,
    outcome_of,
)
from nyhavn.framework.community_matters import Aim, MatterDecision, floor_of, matter_reasons, stricter
from nyhavn.framework.community_standing import CommunityStep, meeting_reasons
from nyhavn.framework.refusal import Refusal

DAY = date(2026, 5, 1)
ELDERS, WOMEN = UUID(int=1), UUID(int=2)
FIVE = BodyRules(quorum=QuorumKind.NUMBER, quorum_of=5, decides_by=DecidesBy.MAJORITY)
HALF = BodyRules(quorum=QuorumKind.SHARE, quorum_of=50, decides_by=DecidesBy.CONSENSUS)
STEP = CommunityStep


def counted(votes_for: int, against: int = 0, abstained: int = 0) -> Ballot:
    return Ballot(result=Result.COUNTED, votes_for=votes_for, against=against, abstained=abstained)


@pytest.mark.parametrize(
    ("rules", "members", "needed"),
    [(FIVE, 0, 5), (FIVE, 80, 5), (HALF, 8, 4), (HALF, 9, 5), (HALF, 1, 1), (HALF, 0, 1)],
)
def test_how_many_must_be_there(rules: BodyRules, members: int, needed: int) -> None:
    assert rules.needed(members) == needed


def test_without_a_quorum_nothing_is_decided_whatever_the_votes_say() -> None:
    assert outcome_of(FIVE, counted(4), members=9, present=4) is Outcome.NO_QUORUM
    assert outcome_of(FIVE, counted(4), members=9, present=5) is Outcome.TAKEN
    assert outcome_of(FIVE, Ballot(result=Result.NOBODY_AGAINST), members=9, present=4) is Outcome.NO_QUORUM
    assert outcome_of(FIVE, Ballot(result=Result.PUT_OFF), members=9, present=4) is Outcome.PUT_OFF


@pytest.mark.parametrize(
    ("by", "ballot", "outcome"),
    [
        (DecidesBy.MAJORITY, counted(3, 2), Outcome.TAKEN),
        (DecidesBy.MAJORITY, counted(2, 2), Outcome.NOT_TAKEN),
        (DecidesBy.MAJORITY, counted(0, 0, 5), Outcome.NOT_TAKEN),
        (DecidesBy.TWO_THIRDS, counted(4, 2), Outcome.TAKEN),
        (DecidesBy.TWO_THIRDS, counted(3, 2), Outcome.NOT_TAKEN),
        (DecidesBy.TWO_THIRDS, counted(0, 0, 5), Outcome.NOT_TAKEN),
        (DecidesBy.CONSENSUS, counted(5, 0, 2), Outcome.TAKEN),
        (DecidesBy.CONSENSUS, counted(8, 1), Outcome.NOT_TAKEN),
        (DecidesBy.CONSENSUS, Ballot(result=Result.NOBODY_AGAINST), Outcome.TAKEN),
    ],
)
def test_when_something_is_decided(by: DecidesBy, ballot: Ballot, outcome: Outcome) -> None:
    rules = FIVE.model_copy(update={"decides_by": by})
    assert outcome_of(rules, ballot, members=9, present=9) is outcome


def test_a_share_needs_members_and_counts_no_guests() -> None:
    for present, members, code in ((3, 0, "community-members-missing"), (9, 8, "community-more-present-than-members")):
        with pytest.raises(Refusal) as refused:
            check_present(HALF, members=members, present=present)
        assert refused.value.codes == (code,)
    check_present(HALF, members=8, present=8)
    check_present(FIVE, members=0, present=300)  # an open assembly


@pytest.mark.parametrize(
    ("ballot", "dissent", "no_reason", "codes"),
    [
        (counted(3, 1, 1), 1, False, []),
        (counted(3, 1, 1), 0, True, []),
        (counted(3, 1, 1), 0, False, ["community-dissent-missing"]),
        (counted(3, 1, 2), 1, False, ["community-more-votes-than-present"]),
        (
            Ballot(result=Result.NOBODY_AGAINST, against=1),
            1,
            False,
            ["community-consensus-with-votes-against"],
        ),
    ],
)
def test_each_fault_of_an_item_alone(ballot: Ballot, dissent: int, no_reason: bool, codes: list[str]) -> None:
    found = ballot_reasons(ballot, present=5, where="item 1", dissent=dissent, gave_no_reason=no_reason)
    assert [reason.code for reason in found] == codes


@pytest.mark.parametrize(
    "said",
    [
        {"matter": Matter.USE, "step": STEP.VETOES},
        {"matter": Matter.OPENING, "step": STEP.VETOES, "purposes": ("collection",)},
        {"matter": Matter.POLICY, "step": STEP.VETOES},
        {"matter": Matter.POLICY, "step": STEP.VETOES, "threshold": 2},
        {"matter": Matter.POLICY, "step": STEP.AGREES},
        {"matter": Matter.RELEASE, "step": STEP.VETOES, "threshold": 9},
        {"matter": Matter.CODING, "step": STEP.AGREES, "about": "gender"},
        {"matter": Matter.OPENING, "step": STEP.VETOES, "ends_on": DAY - timedelta(1)},
        {"matter": Matter.OPENING, "step": STEP.VETOES, "person": "Boris"},
    ],
)
def test_a_proposal_that_says_too_little_or_too_much(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Proposal.model_validate({"starts_on": DAY} | said)


def decided(body: UUID, step: CommunityStep, matter: Matter = Matter.RELEASE, **changes: object) -> MatterDecision:
    values: dict[str, object] = {
        "about": "",
        "version": "",
        "threshold": None,
        "starts_on": DAY,
        "ends_on": None,
        "at": datetime(2026, 5, 1, tzinfo=UTC),
    }
    return MatterDecision(body=body, matter=matter, step=step, **{**values, **changes})  # type: ignore[arg-type]


def stands(*told: MatterDecision, aim: Aim | None = None, day: date = DAY) -> list[str]:
    return [reason.code for reason in matter_reasons(told, Matter.RELEASE, day, aim)]


def test_a_veto_on_one_release_leaves_the_others_alone() -> None:
    veto = decided(WOMEN, STEP.VETOES, about="water", version="1")
    assert stands(veto, aim=Aim("water", "1")) == ["community-release-vetoed"]
    assert stands(veto, aim=Aim("water", "2")) == stands(veto, aim=Aim("roads", "1")) == []
    assert stands(veto) == ["community-release-vetoed"]  # nobody knows yet which one it is
    assert stands(veto, decided(WOMEN, STEP.LIFTS_VETO, about="water"), aim=Aim("water", "1")) == []
    assert stands(veto, decided(ELDERS, STEP.LIFTS_VETO), aim=Aim("water", "1")) == ["community-release-vetoed"]
    assert stands(veto, decided(WOMEN, STEP.LIFTS_VETO, about="roads"), aim=Aim("water", "1")) == [
        "community-release-vetoed"
    ]


def test_a_decision_holds_on_its_days_only() -> None:
    veto = decided(WOMEN, STEP.VETOES, ends_on=DAY + timedelta(5))
    assert stands(veto, day=DAY - timedelta(1)) == stands(veto, day=DAY + timedelta(6)) == []
    assert stands(veto, day=DAY) == stands(veto, day=DAY + timedelta(5)) == ["community-release-vetoed"]


def test_the_strictest_of_all_bodies_holds_and_never_less_than_the_plan() -> None:
    ten = decided(ELDERS, STEP.VETOES, Matter.POLICY, threshold=10)
    twenty = decided(WOMEN, STEP.VETOES, Matter.POLICY, threshold=20)
    assert (floor_of((), DAY), floor_of((ten, twenty), DAY)) == (None, 20)
    assert floor_of((ten, twenty, decided(ELDERS, STEP.LIFTS_VETO, Matter.POLICY)), DAY) == 20
    assert floor_of((ten, twenty, decided(WOMEN, STEP.LIFTS_VETO, Matter.POLICY)), DAY) == 10
    assert (stricter(30, 20), stricter(5, 20), stricter(5, None)) == (30, 20, 5)


@given(st.lists(st.tuples(st.sampled_from((ELDERS, WOMEN)), st.sampled_from((3, 5, 10)), st.booleans()), max_size=8))
def test_what_a_community_asks_for_is_what_a_slow_reader_finds(said: list[tuple[UUID, int, bool]]) -> None:
    told = [
        decided(body, STEP.VETOES if asks else STEP.LIFTS_VETO, Matter.POLICY, threshold=number if asks else None)
        for body, number, asks in said
    ]
    asked: dict[UUID, set[int]] = {ELDERS: set(), WOMEN: set()}
    for body, number, asks in said:
        asked[body] = asked[body] | {number} if asks else set()
    everything = asked[ELDERS] | asked[WOMEN]
    assert floor_of(told, DAY) == (max(everything) if everything else None)


def test_what_a_meeting_limited_only_a_meeting_takes_back() -> None:
    limit = decided(WOMEN, STEP.VETOES, in_meeting=True)
    for step, codes in (
        (STEP.LIFTS_VETO, ["community-lift-needs-meeting"]),
        (STEP.VETOES, []),
        (STEP.NEEDS_NONE, []),
    ):
        assert [one.code for one in meeting_reasons((limit,), decided(WOMEN, step))] == codes
    assert not meeting_reasons((limit,), decided(WOMEN, STEP.LIFTS_VETO, in_meeting=True))
    assert not meeting_reasons((decided(WOMEN, STEP.VETOES),), decided(WOMEN, STEP.LIFTS_VETO))
    needed = decided(WOMEN, STEP.NEEDS_AGREEMENT, in_meeting=True)
    assert meeting_reasons((needed,), decided(WOMEN, STEP.AGREES, about="water"))


@pytest.mark.parametrize(
    ("need", "agreed"),
    [
        ({"version": "1"}, {"about": "water"}),  # neither is wider than the other, and both are about water 1
        ({"about": "water"}, {"version": "1"}),
        ({}, {"about": "water", "version": "1"}),
    ],
)
def test_an_agreement_that_somebody_recorded_alone_meets_no_need_of_a_meeting(
    need: dict[str, object], agreed: dict[str, object]
) -> None:
    needed = decided(WOMEN, STEP.NEEDS_AGREEMENT, in_meeting=True, **need)
    alone, together = (decided(WOMEN, STEP.AGREES, in_meeting=met, **agreed) for met in (False, True))
    aim = Aim("water", "1")
    assert [one.code for one in meeting_reasons((needed,), alone)] == ["community-lift-needs-meeting"]
    assert stands(needed, alone, aim=aim) == ["community-release-not-agreed"]
    assert stands(alone, needed, aim=aim) == ["community-release-not-agreed"]  # recorded before there was a need
    assert stands(needed, together, aim=aim) == stands(together, needed, aim=aim) == []
    without = decided(WOMEN, STEP.NEEDS_AGREEMENT, **need)
    assert stands(without, alone, aim=aim) == []


def test_what_is_about_something_else_needs_no_meeting() -> None:
    needed = decided(WOMEN, STEP.NEEDS_AGREEMENT, about="water", in_meeting=True)
    assert not meeting_reasons((needed,), decided(WOMEN, STEP.AGREES, about="roads"))
    levels = decided(WOMEN, STEP.NEEDS_AGREEMENT, Matter.ACCESS, about="registered", in_meeting=True)
    assert meeting_reasons((levels,), decided(WOMEN, STEP.AGREES, Matter.ACCESS, about="open"))


def test_a_plan_from_anywhere_lifts_alone_nothing_that_a_meeting_limited() -> None:
    veto = decided(WOMEN, STEP.VETOES, in_meeting=True)
    assert stands(veto, decided(WOMEN, STEP.LIFTS_VETO)) == ["community-release-vetoed"]
    assert stands(veto, decided(WOMEN, STEP.LIFTS_VETO, in_meeting=True)) == []
