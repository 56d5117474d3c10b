"""At the edges of an assessment: high-risk data, withdrawn releases, stops, newer versions, appeals, criteria."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from nyhavn.chain.fitness_evidence import NO_REPORT, NONE_ON_RECORD, UNKNOWN, computed_evidence, speaks_to
from nyhavn.framework.fitness.issued import recompute
from nyhavn.framework.fitness.rule_pack import SHIPPED, rule_pack
from nyhavn.framework.fitness.verdict import VerdictOutcome
from nyhavn.framework.fitness.workflow import STEPS, AppealEnd, AssessmentState, Step, after
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Membership, OutgoingMail, User
from nyhavn.web.fitness import requests
from nyhavn.web.fitness.models import AnswerGiven, DisputeRaised, IssuedVerdict, OfficePack
from nyhavn.web.fitness.queries import answers_of, computed_of, issued_of
from nyhavn.web.fitness.showing import assessment_shown, verdict_shown
from nyhavn.web.fitness.waiting import OWN_APPEAL, assessments_waiting
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of
from nyhavn.web.safety.models import Freeze, Risk, RiskVersion
from web import judging, publishing
from web.cast import Cast
from web.judging import Office
from web.people_in_danger import frozen

pytestmark = pytest.mark.django_db


def codes(do: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.codes


def a_high_risk(village: Cast) -> None:
    RiskVersion.objects.create(
        risk=Risk.objects.create(initiative=village.initiative),
        number=1,
        harm="Whoever has a well could be attacked.",
        at_risk="person",
        likelihood="expected",
        severity="grave",
        mitigation="Wells are not named.",
        review_date=publishing.in_days(90),
    )


def newer(village: Cast, release: PublicRelease) -> PublicRelease:
    """Another version of the same release, published since: as a copy, because only its being there matters here."""
    old, run = PublicRelease.objects.get(id=release.id), release.run
    PublicRelease.objects.filter(id=old.id).update(state="superseded")
    run.pk, run.uuid, run.number = None, uuid4(), run.number + 1
    run.save()
    old.pk, old.uuid, old.run, old.version, old.state = None, uuid4(), run, "2", "published"
    assert old.issued_at is not None
    old.issued_at += timedelta(days=1)
    old.content = old.content.replace('"participants": "40"', '"participants": "41"')
    old.save()
    return old


def test_two_people_stand_behind_answers_about_high_risk_data(
    village: Cast, release: PublicRelease, office: Office
) -> None:
    on = judging.answered(judging.begun(judging.requested(village, release, office), office), office)
    judging.proposed(on, office)
    a_high_risk(village)
    assert assessment_shown(on).needs_two
    assert codes(lambda: judging.proposed(on, office)) == ("answers-not-confirmed",)
    judging.assessing.confirm(by=office.first, on=on)
    assert codes(lambda: judging.proposed(on, office)) == ("answers-not-confirmed",)
    judging.confirmed(on, office)
    shown = judging.proposed(on, office)
    judging.answer(on, office.second, "need", "yes", because="I looked, too.")
    assert codes(lambda: judging.proposed(on, office)) == ("answers-not-confirmed",)
    assert codes(lambda: judging.replied(village, shown)) == ("proposal-outdated",)
    judging.assessing.confirm(by=office.first, on=on)
    judging.confirmed(on, office)
    assert issued_of(judging.issued(village, on, office)).confirmed


def test_what_was_withdrawn_or_stopped_is_judged_no_further(
    village: Cast, release: PublicRelease, office: Office
) -> None:
    on = judging.begun(judging.requested(village, release, office), office)
    judging.answer(on, office.first, "need", "yes")
    stop = frozen(village)
    assert codes(lambda: judging.answer(on, office.first, "need", "no")) == ("initiative-frozen",)
    Freeze.objects.filter(id=stop.id).update(ended_at=timezone.now())
    judging.answer(on, office.first, "need", "no")
    PublicRelease.objects.filter(id=release.id).update(state="withdrawn")
    assert codes(lambda: judging.answer(on, office.first, "need", "yes")) == ("assessment-of-withdrawn",)
    assert codes(lambda: judging.requested(village, release, judging.office("another")))[0] == "not-found"
    requests.take_back(by=village[Role.COORDINATOR], on=on)


def test_what_is_issued_never_changes_and_comes_out_the_same(
    village: Cast, release: PublicRelease, office: Office
) -> None:
    verdict = judging.judged(village, release, office, 2, 2, 2, 1, 1)
    for table in (IssuedVerdict, AnswerGiven):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.update(uuid=uuid4())
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all()._raw_delete("default")
    kept = issued_of(verdict)
    assert recompute(kept).is_same
    assert codes(lambda: judging.proposed(verdict.assessment, office)) == ("assessment-out-of-turn",)
    for update in (
        {
            "answers": tuple(
                one.model_copy(update={"says": "weak"}) if one.asked == "methods" else one for one in kept.answers
            )
        },
        {"pack_text": kept.pack_text.replace("mean_over = 1.5", "mean_over = 1.7")},
        {"lines": ("Use as headline.",)},
        {"pack_text": "no criteria"},
    ):
        forged = kept.model_copy(update=update)
        assert recompute(forged).differs
        assert forged.fingerprint != verdict.digest


def test_a_newer_version_is_told_and_judged_anew_from_the_old_answers(
    village: Cast, release: PublicRelease, office: Office
) -> None:
    verdict = judging.judged(village, release, office, 2, 2, 2, 1, 1)
    old = judging.again(verdict.assessment)
    assert codes(lambda: judging.reassessed(village, old)) == ("reassessment-of-same",)
    newer(village, release)
    assert verdict_shown(verdict).newer == "2"
    on = judging.begun(judging.reassessed(village, old), office)
    assert codes(lambda: requests.reassess(by=office.first, on=old, from_office=True)) == ("assessment-already-asked",)
    shown = assessment_shown(on)
    assert shown.version == "2"
    assert shown.answers[0].answer is None
    assert shown.answers[0].suggestion is not None
    assert answers_of(on) == ()
    assert {one.release for one in computed_of(on)} != {one.release for one in computed_of(old)}
    assert codes(lambda: judging.proposed(on, office)) == ("verdict-not-carried",)
    judging.answered(on, office, 2, 2, 2, 1, 1)
    assert issued_of(judging.issued(village, on, office)).version == "2"
    assert issued_of(verdict).version == "1"


def test_a_request_is_taken_back_until_something_is_issued(
    village: Cast, release: PublicRelease, office: Office
) -> None:
    on = judging.requested(village, release, office)
    assert codes(lambda: judging.requested(village, release, office)) == ("assessment-already-asked",)
    requests.take_back(by=village[Role.COORDINATOR], on=on)
    assert codes(lambda: judging.begun(on, office)) == ("assessment-out-of-turn",)
    verdict = judging.judged(village, release, office)
    again = judging.again(verdict.assessment)
    assert codes(lambda: requests.take_back(by=village[Role.COORDINATOR], on=again)) == ("verdict-already-issued",)


def seen_waiting(user: User) -> list[str]:
    return [one.title for one in assessments_waiting(user)]


def test_who_decides_an_appeal_stands_on_neither_side(
    village: Cast, release: PublicRelease, office: Office, institution: Office
) -> None:
    verdict = judging.judged(village, release, office)
    assert codes(lambda: judging.appealed(village, verdict, judging.office("another"))) == ("appeal-not-outside",)
    appeal = judging.appealed(village, verdict, institution)
    assert seen_waiting(village[Role.COORDINATOR]) == [OWN_APPEAL]
    assert OWN_APPEAL not in seen_waiting(village[Role.STEWARD]) + seen_waiting(office.first)
    assert codes(lambda: judging.appealed(village, verdict, institution)) == ("appeal-already-open",)
    Membership.objects.create(user=institution.second, organisation=office.organisation)
    said = judging.asks.AppealDecided(end=AppealEnd.UPHELD, reasons="It holds.")
    by = institution.second
    assert codes(lambda: judging.appeals.decide_appeal(by=by, on=appeal, said=said)) == ("appeal-by-concerned",)
    judging.decided(appeal, institution, AppealEnd.UPHELD)
    assert seen_waiting(village[Role.COORDINATOR]) == []
    assert codes(lambda: judging.decided(appeal, institution)) == ("appeal-already-decided",)
    assert judging.again(verdict.assessment).state == AssessmentState.ISSUED


def test_no_official_use_is_a_verdict_only_where_the_producer_wishes_it(
    village: Cast, release: PublicRelease, office: Office
) -> None:
    on = judging.begun(judging.requested(village, release, office), office)
    assert codes(lambda: judging.proposed(on, office, VerdictOutcome.COMMUNITY)) == ("verdict-not-wished",)
    requests.wish_no_official_use(by=village[Role.COORDINATOR], on=on)
    judging.proposed(on, office, VerdictOutcome.COMMUNITY)


def test_an_office_hands_in_its_own_criteria_and_judges_by_them(
    village: Cast, release: PublicRelease, office: Office, repository: Path
) -> None:
    content = (repository / "examples" / "rule_pack" / "national.toml").read_bytes()
    judging.handed_in(office, content)
    assert codes(lambda: judging.handed_in(office, content)) == ("rule-pack-known",)
    wrong = content.replace(b'title = "Consent"', b'name = "Consent"').replace(b'office = "', b'bureau = "')
    assert codes(lambda: judging.handed_in(office, wrong)) == ("rule-pack-wrong",) * 4
    assert codes(lambda: judging.handed_in(office, b"\xff")) == ("rule-pack-unreadable",)
    for change in (lambda: OfficePack.objects.update(text=""), lambda: OfficePack.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    asked = judging.requested(village, release, office)
    other = judging.requested(village, release, judging.office("another"))
    assert codes(
        lambda: judging.assessing.choose_criteria(
            by=other.office.memberships.first().user, on=other, criteria="lakeland-2026"
        )
    ) == ("rule-pack-not-offered",)
    on = judging.answered(judging.begun(asked, office, "lakeland-2026"), office)
    assert (
        "Criteria published by the Statistics Office of Lakeland"
        in issued_of(judging.issued(village, on, office)).lines[-1]
    )


def test_evidence_that_is_not_there_is_said_and_never_made_up(release: PublicRelease) -> None:
    content, pack = content_of(release), SHIPPED["ons-2022"]
    found = {one.code: one.words for one in computed_evidence(pack, content, digest="d")}
    assert {code for codes in speaks_to(pack).values() for code in codes} <= set(found)
    assert all(found.values())
    bare = replace(content, quality=None, principles=(), validation=None)
    words = {one.code: one.words for one in computed_evidence(pack, bare, digest="d")}
    assert words["figure-indicators"] == NO_REPORT
    assert words["safeguard-consent-per-person"] == NONE_ON_RECORD
    assert words["community-view"] == "Nobody asked the community whether the data describe it."
    text = judging_text().replace("ons-2022-coverage", "mood-of-the-day")
    other = {one.code: one.words for one in computed_evidence(rule_pack(text, where="x"), content, digest="d")}
    assert other["figure-mood-of-the-day"] == UNKNOWN


def judging_text() -> str:
    root = Path(__file__).resolve().parents[3]
    return (root / "examples" / "rule_pack" / "national.toml").read_text(encoding="utf-8")


def test_disputes_stand_beside_evidence_that_stays(village: Cast, release: PublicRelease, office: Office) -> None:
    on = judging.begun(judging.requested(village, release, office), office)
    before = computed_of(on)
    said = judging.asks.DisputeSaid(code="figure-indicators", because="There are two.")
    judging.assessing.dispute(by=office.first, on=on, said=said)
    assert computed_of(judging.again(on)) == before
    unknown = said.model_copy(update={"code": "figure-mood"})
    assert codes(lambda: judging.assessing.dispute(by=office.first, on=on, said=unknown)) == ("evidence-not-computed",)
    assert DisputeRaised.objects.count() == 1
    verdict = judging.issued(village, judging.answered(on, office), office)
    assert issued_of(verdict).disputes[0].because == "There are two."


def test_whoever_has_to_act_sees_it_waiting_and_mails_say_nothing(
    village: Cast, release: PublicRelease, office: Office
) -> None:
    OutgoingMail.objects.all().delete()
    on = judging.requested(village, release, office, words="A secret of ours.")
    assert [one.href for one in assessments_waiting(office.second)] == [
        f"/work/organisations/{office.slug}/assessments/{on.uuid}/"
    ]
    judging.begun(on, office)
    assert list(assessments_waiting(office.second)) == []
    judging.asked_back(on, office)
    assert list(assessments_waiting(office.first)) == []
    assert len(list(assessments_waiting(village[Role.COORDINATOR]))) == 1
    told = json.dumps(list(OutgoingMail.objects.values("subject", "body")))
    assert "assessments/" in told
    for kept in ("secret", "Water", "at home", "Statistics office"):
        assert kept not in told


def test_the_table_of_steps_is_total_and_ends() -> None:
    assert set(STEPS) == set(AssessmentState)
    for state in AssessmentState:
        for step in Step:
            if step in STEPS[state]:
                assert after(state, step) is STEPS[state][step]
            else:
                assert codes(lambda state=state, step=step: after(state, step)) == ("assessment-out-of-turn",)
    assert {one for steps in STEPS.values() for one in steps.values()} | {AssessmentState.REQUESTED} == set(
        AssessmentState
    )
