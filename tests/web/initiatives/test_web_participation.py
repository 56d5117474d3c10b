"""Participation at each stage with evidence, the ladder and the verdict on the page."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from nyhavn.framework.chain import Stage
from nyhavn.framework.definition import Outcome, PartyKind, StageStanding
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives import actions
from nyhavn.web.initiatives.asks import DefinitionSaid, EvidenceSaid, InitiationSaid, StageSaid
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.participation_queries import participation_shown
from nyhavn.web.initiatives.plan_parts import participation_of
from nyhavn.web.initiatives.schemas import ParticipationShown
from web.cast import Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
MINUTES = EvidenceSaid(kind="workshop-minutes", date=date(2025, 3, 4), attested_by="Village board", document="Minutes")
PAGE = "/work/initiatives/village-water/participation/"


def state(village: Cast, stage: Stage, **said: Any) -> None:
    said.setdefault("claimed_by", "Council")
    actions.edit_stage(by=village[Role.COORDINATOR], on=village.initiative, stage=stage, said=StageSaid(**said))
    village.initiative.refresh_from_db()


def shown(village: Cast) -> ParticipationShown:
    return participation_shown(Initiative.objects.get(id=village.initiative.id))


def test_before_anything_is_said_one_cannot_tell_and_the_page_says_what_would_settle_it(village: Cast) -> None:
    verdict = shown(village).verdict
    assert (verdict.outcome, verdict.clause) == (Outcome.CANNOT_TELL, "open")
    assert any("in the design" in question for question in verdict.open_questions)


def test_a_shared_decision_in_the_design_with_evidence_makes_it_count_by_that_clause(village: Cast) -> None:
    state(village, Stage.DESIGN, level=4, evidence=(MINUTES,))
    verdict = shown(village).verdict
    assert (verdict.outcome, verdict.clause) == (Outcome.COUNTS, "design")
    assert "engaged in its design (level 4)" in verdict.sentence


def test_the_same_claim_without_evidence_is_unproven_and_does_not_count(village: Cast) -> None:
    state(village, Stage.DESIGN, level=4)
    found = shown(village)
    assert found.verdict.outcome is Outcome.CANNOT_TELL
    assert found.stages[0].standing is StageStanding.UNPROVEN


def test_evidence_that_the_claimant_vouches_for_is_shown_and_does_not_count(village: Cast) -> None:
    own = MINUTES.model_copy(update={"attested_by": "Council"})
    state(village, Stage.COLLECTION, level=5, evidence=(own,))
    stage = shown(village).stages[1]
    assert stage.standing is StageStanding.UNPROVEN
    assert "does not count" in stage.evidence[0]


def test_who_used_the_data_first_does_not_change_the_verdict(village: Cast) -> None:
    before = shown(village).verdict
    said = InitiationSaid(first_used_by="The office", first_used_kind=PartyKind.STATISTICS_OFFICE)
    actions.edit_initiation(by=village[Role.COORDINATOR], on=village.initiative, said=said)
    assert shown(village).verdict == before


def test_a_start_by_the_community_with_evidence_counts(village: Cast) -> None:
    said = InitiationSaid(kind=PartyKind.COMMUNITY, claimed_by="Council", evidence=(MINUTES,))
    actions.edit_initiation(by=village[Role.COORDINATOR], on=village.initiative, said=said)
    assert shown(village).verdict.clause == "initiated"


def test_the_stricter_reading_is_printed_beside_it_only_if_somebody_asks_for_it(village: Cast) -> None:
    state(village, Stage.DESIGN, level=4, evidence=(MINUTES,))
    assert shown(village).verdict.strict_outcome is None
    said = DefinitionSaid(print_strict=True)
    actions.edit_definition(by=village[Role.COORDINATOR], on=village.initiative, said=said)
    verdict = shown(village).verdict
    assert (verdict.outcome, verdict.strict_outcome) == (Outcome.COUNTS, Outcome.CANNOT_TELL)
    assert "stricter" in verdict.sentence


def test_stages_stand_in_the_order_of_the_chain_and_one_is_taken_back_without_the_others(village: Cast) -> None:
    for stage in (Stage.USE, Stage.DESIGN, Stage.COLLECTION):
        state(village, stage, level=2)
    assert [entry.stage for entry in participation_of(village.initiative)] == ["design", "collection", "use"]
    state(village, Stage.COLLECTION, level=None, claimed_by="")
    assert [entry.stage for entry in participation_of(village.initiative)] == ["design", "use"]


@pytest.mark.parametrize("said", [{"claimed_by": "Council"}, {"claimed_by": "", "evidence": (MINUTES,)}])
def test_evidence_needs_a_level_that_it_is_about(village: Cast, said: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        state(village, Stage.DESIGN, level=None, **said)
    assert refused.value.codes == ("evidence-without-level",)


def test_each_cell_of_the_ladder_stands_where_stage_and_level_meet(village: Cast) -> None:
    state(village, Stage.COLLECTION, level=5, evidence=(MINUTES,))
    found = shown(village)
    assert [rung.level for rung in found.rungs] == [5, 4, 3, 2, 1]
    assert [rung.is_sufficient for rung in found.rungs] == [True, True, False, False, False]
    here = [(rung.level, cell.stage) for rung in found.rungs for cell in rung.cells if cell.is_here]
    assert here == [(5, "collection")]


def test_the_page_shows_verdict_ladder_and_evidence_as_a_table_that_can_be_read_aloud(
    village: Cast, signed_in: SignedIn
) -> None:
    state(village, Stage.DESIGN, level=4, evidence=(MINUTES,))
    page = signed_in(village[Role.ASSESSOR]).get(PAGE).content.decode()
    assert re.search(r'class="headline">It counts as citizen data: people were', page)
    assert page.count('scope="col"') == 7
    assert page.count('scope="row"') == 6
    assert "workshop-minutes, 2025-03-04, attested by Village board" in page
    assert "do/participation-design/" not in page  # an assessor looks, and changes nothing


def test_the_coordinator_states_a_stage_on_its_page(village: Cast, signed_in: SignedIn) -> None:
    client, address = signed_in(village[Role.COORDINATOR]), "/work/initiatives/village-water/do/participation-use/"
    assert "Who decided here?" in client.get(address).content.decode()
    said = {
        "level": "5",
        "claimed_by": "Council",
        "evidence-0-kind": "decision-record",
        "evidence-0-date": "2025-03-04",
        "evidence-0-attested_by": "Village board",
        "evidence-0-shows": "supports",
    }
    assert client.post(address, said).headers["Location"] == PAGE
    (kept,) = participation_of(Initiative.objects.get(slug="village-water"))
    assert (kept.stage, kept.level, kept.evidence[0].attested_by) == (Stage.USE, 5, "Village board")
    assert 'value="5" checked' in client.get(address).content.decode().replace('id="field-level-4" ', "")


def test_two_people_who_state_two_stages_from_old_pages_lose_neither(village: Cast) -> None:
    old = Initiative.objects.get(id=village.initiative.id)
    state(village, Stage.DESIGN, level=3)
    actions.edit_stage(
        by=village[Role.COORDINATOR], on=old, stage=Stage.COLLECTION, said=StageSaid(level=2, claimed_by="Council")
    )
    assert [entry.stage for entry in participation_of(Initiative.objects.get(id=old.id))] == ["design", "collection"]
