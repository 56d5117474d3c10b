"""What a release shows of relevance, from the same records that the work uses; filled fields prove nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.chain.plan import Plan
from nyhavn.framework.principles import EvidenceState, SafeguardEvidence
from nyhavn.framework.roles import Role
from nyhavn.web.collection.models import Collection
from nyhavn.web.collection.queries import material
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.needs.queries import needs_on_record
from nyhavn.web.production.planning import plan_of
from nyhavn.web.releases.queries import content_of
from web import board, needed, publishing
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
FOUND, AGAINST, NONE = EvidenceState.FOUND, EvidenceState.AGAINST, EvidenceState.NONE
CODES = ("needs-before-questions", "needs-raised-by-others", "tables-answer-needs", "results-used")


def shown(village: Cast) -> dict[str, SafeguardEvidence]:
    """What the candidate of a new run says."""
    release = content_of(publishing.candidate(village))
    return {one.code: one for each in release.principles for one in each.safeguards if one.code in CODES}


def states(village: Cast) -> list[EvidenceState]:
    found = shown(village)
    return [found[code].state for code in CODES]


def opened_earlier(village: Cast) -> None:
    """As if the collection had opened, and the questionnaire been frozen, ten days ago; the needs are of today."""
    before = timezone.now() - timedelta(days=10)
    Questionnaire.objects.update(frozen_on=before.date())
    Collection.objects.filter(initiative=village.initiative).update(opened_at=before)


def test_needs_of_others_before_the_questions_with_their_tables_are_found(ready: Cast) -> None:
    needed.answered(ready, needed.the_need(ready), "water")
    assert states(ready) == [FOUND, FOUND, FOUND, NONE]


def test_every_field_filled_after_people_were_asked_is_evidence_against(ready: Cast) -> None:
    needed.answered(ready, needed.the_need(ready), "water")
    opened_earlier(ready)
    assert states(ready)[0] is AGAINST


def test_needs_of_the_producers_alone_are_evidence_against_and_one_of_others_beside_them_is_not(ready: Cast) -> None:
    needed.taken_back(ready, needed.the_need(ready))
    own = {"raised_by": ready.organisation.name, "kind": "producer", "questions": ("everything",)}
    needed.answered(ready, needed.raised(ready, **own), "water")
    assert states(ready) == [FOUND, AGAINST, FOUND, NONE]
    needed.raised(ready)
    assert states(ready)[1] is FOUND


def test_a_table_of_a_question_that_is_only_kept_is_evidence_against(ready: Cast) -> None:
    needed.ticked(ready, needed.the_need(ready), "gender", "gender_own", "age", "hours", "sources")
    needed.kept(ready, "water", because="The council wants a figure.")
    needed.answered(ready, needed.the_need(ready), "water")
    found = shown(ready)["tables-answer-needs"]
    assert (found.state, "water" in found.detail[0]) == (AGAINST, True)


def test_a_table_that_answers_no_need_is_evidence_against(ready: Cast) -> None:
    assert states(ready)[2] is AGAINST


def test_results_that_came_back_and_were_used_are_found_in_the_next_edition_and_a_use_alone_is_against(
    ready: Cast,
) -> None:
    need, today = needed.the_need(ready), timezone.localdate()
    needed.used(ready, need, today)
    assert states(ready)[3] is AGAINST
    needed.returned(ready, need, today)
    assert states(ready)[3] is FOUND


def test_the_plan_that_is_taken_out_says_the_same_and_can_be_read_again(ready: Cast) -> None:
    plan = plan_of(ready.initiative, material(ready.initiative))
    assert plan.needs == needs_on_record(ready.initiative)
    assert Plan.model_validate_json(plan.model_dump_json()).needs == plan.needs


def test_a_body_that_wishes_no_name_stands_nowhere_in_a_release_and_its_need_does(ready: Cast) -> None:
    body = board.assembly(ready, "The hidden council")
    needed.raised(
        ready, raised_by="", body=str(body.uuid), words="Who fetches it?", minutes="Minutes of the hidden council"
    )
    said = str(content_of(publishing.candidate(ready)))
    assert "hidden council" not in said.casefold()
    assert "Who fetches it?" in said


def test_everybody_reads_what_came_of_a_need_once_results_are_out(ready: Cast, client: Client) -> None:
    Initiative.objects.update(is_listed=True)
    address = f"/initiatives/{ready.initiative.slug}/"
    needed.used(ready, needed.the_need(ready), timezone.localdate())
    assert "The water office" not in client.get(address).content.decode()
    publishing.published(ready)
    page = client.get(address).content.decode()
    assert "The water office" in page
    assert ready[Role.COORDINATOR].name not in page
