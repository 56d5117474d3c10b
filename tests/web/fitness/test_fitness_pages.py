"""Pages of both sides, of the body outside and for everybody: what their readers can act on, and no more."""

import pytest
from django.test import Client

from nyhavn.framework.fitness.verdict import VerdictOutcome
from nyhavn.framework.fitness.workflow import AppealEnd
from nyhavn.framework.roles import Role
from nyhavn.web.releases.models import PublicRelease
from web import judging
from web.cast import Cast
from web.judging import Office
from web.two_doors import look, read

pytestmark = pytest.mark.django_db


def public(release: PublicRelease, rest: str = "") -> str:
    return Client().get(f"/data/{release.name}/{release.version}/{rest}").content.decode()


def test_each_side_sees_whose_turn_it_is_and_what_it_can_do(
    village: Cast, release: PublicRelease, office: Office, institution: Office
) -> None:
    assert "What offices say" not in public(release)
    on = judging.begun(judging.requested(village, release, office, words="Please be quick."), office)
    ours, theirs = (
        f"initiatives/village-water/assessments/{on.uuid}",
        f"organisations/{office.slug}/assessments/{on.uuid}",
    )
    back = judging.asked_back(on, office)
    answering = look(village[Role.COORDINATOR], ours).text
    assert f"questions/{back.uuid}/do/reply-question/" in answering
    assert "You see the answers with the first verdict" in answering
    judging.answered_back(village, back, "Those who work in town.")
    assert "Those who work in town." in look(office.second, theirs).text
    judging.answered(on, office, 2, 2, 2, 1, 1)
    judging.answer(on, office.first, "relevance", "strong", because="It is the indicator itself.")
    working = look(office.first, theirs).text
    assert "It is written there." in working
    assert "Earlier answers" in working
    form = look(office.first, f"{theirs}/criteria/coverage/do/answer").text
    assert "What was computed" in form
    assert "It is written there." in form
    shown = judging.proposed(on, office, VerdictOutcome.PROXY, caveat=judging.CAVEAT)
    replying = look(village[Role.COORDINATOR], ours).text
    assert f"proposals/{shown.uuid}/do/reply/" in replying
    assert "It is the indicator itself." in replying
    assert "What offices say" not in public(release)
    judging.replied(village, shown, "We asked in the evening, too.")
    verdict = judging.issuing.issue(by=office.first, on=shown)
    assert f"verdicts/{verdict.uuid}/do/appeal/" in look(village[Role.COORDINATOR], ours).text
    appeal = judging.appealed(village, verdict, institution)
    for user, page in ((village[Role.COORDINATOR], ours), (office.first, theirs)):
        waiting = look(user, page).text
        assert f"for <bdi>{institution.organisation.name}</bdi>, which decides about a verdict" in waiting
        assert waiting.index("which decides about") < waiting.index("What follows from the answers")
    deciding = look(institution.first, f"organisations/{institution.slug}/appeals/{appeal.uuid}").text
    assert "It is the indicator itself." in deciding
    assert "What offices say" in public(release)
    everybody = public(release, "verdicts/") + public(release, f"verdicts/{verdict.uuid}/")
    assert len(everybody.encode()) < 100_000
    for text in (
        "Use as proxy or complement, with a caveat",
        judging.CAVEAT,
        "applied by Statistics office. This is not a decision of the UK Office for National Statistics.",
        "We asked in the evening, too.",
        "It is the indicator itself.",
        "Methods are described.",
        "Worked out anew from the answers and the criteria just now.",
    ):
        assert text in everybody
    for kept_from_all in ("Please be quick.", "Those who work in town.", "Nadia", "Noor", "Niels", "Earlier answers"):
        assert kept_from_all not in everybody
    judging.decided(appeal, institution, AppealEnd.UPHELD)
    assert "which decides about a verdict" not in look(office.first, theirs).text
    assert "The method card says so." in public(release, "verdicts/")
    status, told = read(office.first, f"data/{release.name}/{release.version}/verdicts")
    assert status == 200
    assert told["verdicts"][0]["is_same"] is True  # type: ignore[index]


def test_lists_and_empty_pages_say_where_one_is(village: Cast, office: Office) -> None:
    assert "No office was asked yet." in look(village[Role.COORDINATOR], "initiatives/village-water/assessments").text
    assert (
        "Nobody has asked this organisation yet." in look(office.first, f"organisations/{office.slug}/assessments").text
    )
    assert (
        "Nobody has appealed to this organisation." in look(office.first, f"organisations/{office.slug}/appeals").text
    )
    criteria = look(office.first, f"organisations/{office.slug}/criteria").text
    assert "March 2022" in criteria
    assert "hand-in-criteria" not in criteria
    assert "hand-in-criteria" in look(office.admin, f"organisations/{office.slug}/criteria").text
