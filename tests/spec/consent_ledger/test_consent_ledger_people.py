"""Whose yes counts, told of people: each protection beside the useful thing that still goes through."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from nyhavn.framework.community_consent import CommunityStep
from nyhavn.framework.consent import ConsentDecision, ConsentStanding, ConsentState, Purpose
from nyhavn.framework.consent_circumstances import (
    Circumstances,
    DecidedBy,
    DescribedAs,
    GuardianWaiver,
    Helper,
    Minor,
    Modality,
    Present,
)
from nyhavn.framework.consent_decision import may_use
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.collection.actions import show_answers
from nyhavn.web.collection.queries import material
from nyhavn.web.consent.actions import record_consent
from nyhavn.web.consent.community_actions import record_decision
from nyhavn.web.consent.community_asks import DecisionSaid
from nyhavn.web.consent.community_queries import community_decisions
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.consent.queries import ledger_of, plan_notices
from nyhavn.web.consent.third_persons import describe, withdraw_third_person
from nyhavn.web.production.run_actions import start_run
from web import objects
from web.cast import Cast
from web.consent.test_community_decisions import body, decided, decision
from web.publishing import again, candidate, its_day_comes, scheduled, work

pytestmark = pytest.mark.django_db(transaction=True)
COLLECTION, AGGREGATES = Purpose.COLLECTION, Purpose.PUBLISHED_AGGREGATES
GIVEN, WITHDRAWN = ConsentState.GIVEN, ConsentState.WITHDRAWN


def says(village: Cast, how: Circumstances, state: ConsentState = GIVEN, who: UUID | None = None) -> UUID:
    """Somebody answers the collection, in these circumstances, written down by the enumerator."""
    notice = village.initiative.notices.first() or objects.notice(village)
    who = who or uuid4()
    said = ConsentSaid(
        who, {COLLECTION: state}, notice.uuid, "en", timezone.now(), ConsentMode.WITNESSED, circumstances=how
    )
    record_consent(by=village[Role.ENUMERATOR], initiative=village.initiative, said=said)
    return who


def may(village: Cast, who: UUID, purpose: Purpose = COLLECTION) -> ConsentDecision:
    now = timezone.localtime()
    told = community_decisions(village.initiative)
    entries = ledger_of(village.initiative, who)
    return may_use(entries, told, plan_notices(village.initiative), purpose, now, now.date())


def refused(village: Cast, how: Circumstances) -> tuple[str, ...]:
    with pytest.raises(Refusal) as found:
        says(village, how)
    assert not ConsentEvent.objects.exists()
    return found.value.codes


# --- Young people -----------------------------------------------------------------------------


def test_a_girl_whose_guardian_is_the_risk_takes_part_and_nobody_asks_him(village: Cast) -> None:
    who = says(village, Circumstances(minor=Minor(assent=True, waiver=GuardianWaiver.GUARDIAN_IS_THE_RISK)))
    assert may(village, who).is_covered


def test_with_her_guardian_in_the_room_her_yes_is_not_taken(village: Cast) -> None:
    minor = Minor(assent=True, waiver=GuardianWaiver.GUARDIAN_IS_THE_RISK)
    assert refused(village, Circumstances(present=(Present(Helper.GUARDIAN),), minor=minor)) == (
        "consent-guardian-in-the-room",
    )


def test_a_guardian_cannot_agree_for_a_boy_who_does_not_want_to(village: Cast) -> None:
    against_his_will = Circumstances(minor=Minor(assent=False, guardian_agrees=True))
    assert refused(village, against_his_will) == ("consent-without-assent",)
    assert may(village, says(village, Circumstances(minor=Minor(assent=True, guardian_agrees=True)))).is_covered


def test_both_facts_stand_in_the_ledger_each_for_itself(village: Cast) -> None:
    says(village, Circumstances(minor=Minor(assent=True, guardian_agrees=True)))
    line = ConsentEvent.objects.get()
    assert (line.assent, line.guardian_agrees, line.guardian_waiver) == (True, True, "")


# --- Decisions with support ------------------------------------------------------------------


def test_a_man_decides_with_an_interpreter_and_a_supporter(village: Cast) -> None:
    interpreter = Present(Helper.INTERPRETER, village[Role.ENUMERATOR].uuid)
    how = Circumstances(Modality.SIGN_LANGUAGE, (interpreter, Present(Helper.SUPPORTER)))
    assert may(village, says(village, how)).is_covered
    line = ConsentEvent.objects.get()
    assert line.modality == "sign-language"
    assert [one["helper"] for one in line.present] == ["interpreter", "supporter"]
    assert "Elena" not in str(line.present)


def test_his_brother_cannot_decide_in_his_place(village: Cast) -> None:
    how = Circumstances(present=(Present(Helper.SUPPORTER),), decided_by=DecidedBy.SOMEBODY_ELSE)
    assert refused(village, how) == ("consent-decided-by-other",)


def test_a_no_is_heard_whoever_brings_it(village: Cast) -> None:
    who = says(village, Circumstances(Modality.HEARD))
    says(village, Circumstances(decided_by=DecidedBy.SOMEBODY_ELSE), WITHDRAWN, who)
    assert may(village, who).standing is ConsentStanding.WITHDRAWN


# --- People who are described -----------------------------------------------------------------


def test_a_neighbour_who_was_described_is_left_out_and_the_contributor_stays(ready: Cast) -> None:
    told = ready.initiative.collections.get().contributions.order_by("id")[0]
    neighbour = describe(
        by=ready[Role.STEWARD],
        initiative=ready.initiative,
        contribution=told.uuid,
        described_as=DescribedAs.NEIGHBOUR,
        columns=["hours"],
    )
    before = material(ready.initiative)
    withdraw_third_person(by=ready[Role.STEWARD], on=neighbour)
    after = material(ready.initiative)
    row = [one.uuid for one in after.contributions].index(told.uuid)
    assert before.table["hours"][row].as_py() == "3"
    assert after.table["hours"][row].as_py() is None
    assert after.table.num_rows == before.table.num_rows == 40
    assert after.table["water"][row].as_py() == before.table["water"][row].as_py() == "yes"
    with pytest.raises(Refusal) as found:
        withdraw_third_person(by=ready[Role.STEWARD], on=neighbour)
    assert found.value.codes == ("third-person-already-withdrawn",)


def test_what_was_made_with_the_neighbour_in_it_does_not_go_out(ready: Cast) -> None:
    waiting = scheduled(ready)
    told = ready.initiative.collections.get().contributions.order_by("id")[0]
    neighbour = describe(
        by=None,
        initiative=ready.initiative,
        contribution=told.uuid,
        described_as=DescribedAs.HOUSEHOLD_MEMBER,
        columns=["hours"],
    )
    withdraw_third_person(by=None, on=neighbour)
    its_day_comes(waiting)
    work()
    assert again(waiting).state == "abandoned"
    assert candidate(ready).state == "candidate"


# --- The community ----------------------------------------------------------------------------


def test_a_community_vetoes_a_release_and_a_run_is_refused_with_that_reason(ready: Cast) -> None:
    assembly = body(ready)
    decided(ready, assembly, CommunityStep.VETOES, purposes=(AGGREGATES,))
    with pytest.raises(Refusal) as found:
        start_run(by=ready[Role.COORDINATOR], on=ready.initiative)
    assert found.value.codes == ("community-vetoed",)
    decided(ready, assembly, CommunityStep.LIFTS_VETO, purposes=(AGGREGATES,))
    assert candidate(ready).state == "candidate"


def test_a_veto_of_a_transfer_does_not_stop_what_the_village_publishes(ready: Cast) -> None:
    decided(ready, body(ready), CommunityStep.VETOES, purposes=(Purpose.STATISTICS_OFFICE,))
    assert candidate(ready).state == "candidate"


def test_a_veto_stops_a_release_whose_day_has_come(ready: Cast) -> None:
    waiting = scheduled(ready)
    decided(ready, body(ready), CommunityStep.VETOES, purposes=(AGGREGATES,))
    its_day_comes(waiting)
    work()
    assert again(waiting).state == "abandoned"


def test_where_the_village_wants_to_be_asked_a_run_waits_for_its_yes(ready: Cast) -> None:
    assembly = body(ready)
    decided(ready, assembly, CommunityStep.NEEDS_AGREEMENT, purposes=(AGGREGATES,))
    with pytest.raises(Refusal) as found:
        start_run(by=ready[Role.COORDINATOR], on=ready.initiative)
    assert found.value.codes == ("community-not-agreed",)
    decided(ready, assembly, CommunityStep.AGREES, purposes=(AGGREGATES,))
    assert candidate(ready).state == "candidate"


def test_a_leader_cannot_make_a_yes_of_a_members_no(ready: Cast) -> None:
    member = ready.initiative.collections.get().contributions.order_by("id")[0].uuid
    no = ConsentSaid(member, {AGGREGATES: WITHDRAWN}, None, "", timezone.now(), ConsentMode.WEB_FORM)
    record_consent(by=None, initiative=ready.initiative, said=no)
    decided(ready, body(ready), CommunityStep.AGREES, purposes=tuple(Purpose))
    assert may(ready, member, AGGREGATES).standing is ConsentStanding.WITHDRAWN
    assert may(ready, member, COLLECTION).is_covered


def test_a_leader_who_would_silence_a_member_finds_no_place_to_name_her(ready: Cast) -> None:
    """A decision speaks of purposes, recipients and days. Whoever it stops, it stops for all."""
    assert set(DecisionSaid.model_fields) == {
        "step", "purposes", "recipients", "starts_on", "ends_on", "decided_on", "minutes",
    }  # fmt: skip
    one, other = (found.uuid for found in ready.initiative.collections.get().contributions.order_by("id")[:2])
    said = decision(CommunityStep.VETOES, purposes=(AGGREGATES,), recipients=(str(one),))
    record_decision(by=ready[Role.COORDINATOR], on=body(ready), said=said)
    assert may(ready, one, AGGREGATES).standing is may(ready, other, AGGREGATES).standing


def test_under_a_veto_of_everything_a_member_still_sees_her_answers_and_takes_them_back(ready: Cast) -> None:
    decided(ready, body(ready), CommunityStep.VETOES, purposes=tuple(Purpose))
    mine = ready.initiative.collections.get().contributions.order_by("id")[0]
    assert may(ready, mine.uuid).standing is ConsentStanding.COMMUNITY_VETOED
    assert show_answers(by=ready[Role.STEWARD], on=mine)["gender"] == "woman"
    no = ConsentSaid(mine.uuid, {COLLECTION: WITHDRAWN}, None, "", timezone.now(), ConsentMode.WEB_FORM)
    record_consent(by=None, initiative=ready.initiative, said=no)
    assert may(ready, mine.uuid).standing is ConsentStanding.WITHDRAWN


def test_what_is_decided_for_some_time_holds_for_that_time(village: Cast) -> None:
    who, today = says(village, Circumstances()), timezone.localdate()
    decided(village, body(village), CommunityStep.VETOES, purposes=(COLLECTION,), ends_on=today)
    told, notices = community_decisions(village.initiative), plan_notices(village.initiative)
    entries, now = ledger_of(village.initiative, who), timezone.localtime()
    found = [
        may_use(entries, told, notices, COLLECTION, now + timedelta(days=days), today).is_covered for days in (0, 1)
    ]
    assert found == [False, True]
