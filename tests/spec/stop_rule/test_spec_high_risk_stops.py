"""A high risk stops the work by every door, until somebody from outside signs it as it stands; then it goes on."""

from collections.abc import Callable

import pytest
from django.test import Client

from nyhavn.framework.opening import Door
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.access_keys import make_key
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.actions import open_collection
from nyhavn.web.collection.asks import TakingInSaid
from nyhavn.web.collection.import_actions import declare, hand_in, take_in
from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.releases.actions import approve
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.safety.models import RiskVersion
from web import files, objects, publishing
from web.cast import Cast
from web.log_attacker import open_the_tables
from web.people_in_danger import outsider, risk, signed, written_anew

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/work/initiatives/village-water"
API = "/api/v1/initiatives/village-water"
SignIn = Callable[[User], Client]


def api(user: User, address: str, said: str) -> Client:
    headers = {"authorization": f"Bearer {make_key(by=user, label='a program', days=1).secret}"}
    return Client().post(f"{API}/{address}", said, "application/json", headers=headers)


def form_page(code: str) -> str:
    return Client().get(f"/c/{code}/").content.decode()


def opened_by_page(village: Cast, sign_in: SignIn) -> str:
    answer = sign_in(village[Role.COORDINATOR]).post(f"{HOME}/do/open-collection/", {"doors": ["form"]})
    return answer.content.decode()


def test_the_page_the_interface_and_the_action_refuse_to_open_and_open_once_signed(
    village: Cast, signed_in: SignIn
) -> None:
    objects.prepared(village)
    danger = risk(village)
    assert "nobody from outside the team has signed" in opened_by_page(village, signed_in)
    refused = api(village[Role.COORDINATOR], "do/open-collection", '{"doors": ["form"]}')
    assert "risk-unsigned" in refused.content.decode()
    with pytest.raises(Refusal) as error:
        open_collection(by=village[Role.COORDINATOR], on=village.initiative, doors=frozenset({Door.FORM}))
    assert error.value.codes == ("risk-unsigned",)
    assert not Collection.objects.exists()
    signed(danger, outsider(village))
    assert api(village[Role.COORDINATOR], "do/open-collection", '{"doors": ["form"]}').status_code < 300
    assert Collection.objects.exists()


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.APPROVER, Role.ASSESSOR, Role.OBSERVER])
def test_nobody_of_the_organisation_signs_and_somebody_else_in_the_same_role_does(village: Cast, role: Role) -> None:
    danger = risk(village)
    with pytest.raises(Refusal) as error:
        signed(danger, village[role])
    assert error.value.codes == ("risk-signed-from-inside",)
    signed(danger, outsider(village, role=role))


def test_a_changed_entry_voids_its_signature_also_when_it_is_written_smaller(village: Cast) -> None:
    objects.prepared(village)
    danger, orla = risk(village), outsider(village)
    signed(danger, orla)
    written_anew(village, danger, severity="slight")
    with pytest.raises(Refusal) as error:
        objects.opened(village)
    assert error.value.codes == ("risk-unsigned",)
    signed(danger, orla)
    objects.opened(village)


def test_what_was_never_high_needs_no_signature(village: Cast) -> None:
    objects.prepared(village)
    risk(village, severity="slight")
    objects.opened(village)


def test_a_signature_counts_for_the_version_that_was_read(village: Cast) -> None:
    danger, orla = risk(village), outsider(village)
    written_anew(village, danger)
    page = Client()
    page.force_login(orla)
    said = {"number": "1", "agrees": "yes", "reason": "I read it.", "publicity": "not"}
    answer = page.post(f"{HOME}/risks/{danger.uuid}/do/sign/", said)
    assert "The entry is at version 2 now" in answer.content.decode()
    assert page.post(f"{HOME}/risks/{danger.uuid}/do/sign/", {**said, "number": "2"}).status_code == 302


def test_an_overdue_review_opens_nothing_and_a_new_day_does(village: Cast) -> None:
    objects.prepared(village)
    danger = risk(village, severity="slight", days=0)
    open_the_tables(["safety_riskversion"])
    RiskVersion.objects.update(review_date=publishing.in_days(-1))
    with pytest.raises(Refusal) as error:
        objects.opened(village)
    assert error.value.codes == ("risk-review-overdue",)
    written_anew(village, danger, severity="slight")
    objects.opened(village)


def test_what_the_data_ask_is_answered_before_anybody_is_asked(village: Cast) -> None:
    objects.prepared(village)
    added = objects.form_file((*objects.SURVEY, ("text", "q", "Did you suffer violence?", "عنف؟", "", "", "")))
    objects.instruments.choose_questionnaire(
        by=village[Role.COORDINATOR],
        on=village.initiative,
        said=objects.asks.QuestionnaireChosen(questionnaire=str(objects.questionnaire(village, added).uuid)),
    )
    objects.all_needed(village)
    with pytest.raises(Refusal) as error:
        objects.opened(village)
    assert error.value.codes == ("risk-prompt-unanswered",)
    assert "looked at: q." in error.value.reasons[0].what
    objects.nothing_feared(village)
    objects.opened(village)


def test_while_it_is_open_a_risk_that_rises_takes_nothing_in_and_the_form_stands_there_as_closed(village: Cast) -> None:
    to = objects.collection(village)
    objects.contribution(to)
    closed = form_page("zzzzzzzzzzzz")
    danger = risk(village)
    with pytest.raises(Refusal) as error:
        objects.contribution(to)
    assert error.value.codes == ("risk-unsigned",)
    assert form_page(to.code) == closed
    signed(danger, outsider(village))
    objects.contribution(to)
    assert form_page(to.code) != closed


def test_the_worker_takes_no_file_in_either(village: Cast) -> None:
    objects.collection(village)
    by = village[Role.STEWARD]
    batch = hand_in(by=by, on=village.initiative, said=files.handed_in(files.table([files.row()])))
    declare(by=by, on=batch, said=files.declaration())
    job = take_in(by=by, on=batch, said=TakingInSaid())
    danger = risk(village)
    while work_once():
        pass
    job.refresh_from_db()
    assert (job.state, [one["code"] for one in job.reasons]) == (JobState.REFUSED, ["risk-unsigned"])
    assert not Contribution.objects.exists()
    signed(danger, outsider(village))


def test_a_release_is_not_approved_announced_or_published_over_an_unsigned_risk(ready: Cast) -> None:
    release = publishing.candidate(ready)
    publishing.weighed(ready, release)
    danger, orla = risk(ready), outsider(ready)
    with pytest.raises(Refusal) as error:
        approve(by=ready[Role.APPROVER], on=release)
    assert error.value.codes == ("risk-unsigned",)
    signed(danger, orla)
    release = publishing.scheduled(ready, release)
    written_anew(ready, danger)
    publishing.its_day_comes(release)
    publishing.work()
    assert publishing.again(release).state == "scheduled"
    assert [one["code"] for one in Job.objects.get(uuid=release.job).reasons] == ["risk-unsigned"]


def test_signed_it_is_published(ready: Cast) -> None:
    danger = risk(ready)
    signed(danger, outsider(ready))
    assert publishing.published(ready).state == "published"


def test_no_release_without_a_second_look_at_harm_and_a_no_stops_it(ready: Cast, signed_in: SignIn) -> None:
    release = publishing.candidate(ready)
    address = f"{HOME}/releases/{release.uuid}/do/approve/"
    approver = signed_in(ready[Role.APPROVER])
    assert "weighed their benefit and harm" in approver.post(address, {"has_read": "on"}).content.decode()
    refused = api(ready[Role.APPROVER], f"releases/{release.uuid}/do/approve", '{"has_read": true}')
    assert "harm-not-reviewed" in refused.content.decode()
    starter = signed_in(ready[Role.COORDINATOR]).post(
        f"{HOME}/releases/{release.uuid}/do/review-harm/",
        {"benefit": "Water.", "harm": "None seen.", "may_go": "yes", "publicity": "not"},
    )
    assert "You started the run" in starter.content.decode()
    publishing.weighed(ready, release, may_go="no")
    with pytest.raises(Refusal) as error:
        approve(by=ready[Role.APPROVER], on=release)
    assert error.value.codes == ("harm-review-says-no",)
    publishing.weighed(ready, release)
    approve(by=ready[Role.APPROVER], on=release)
    assert PublicRelease.objects.get().state == "approved"


def test_a_no_after_the_announcement_stops_the_worker(ready: Cast) -> None:
    release = publishing.scheduled(ready)
    publishing.weighed(ready, release, may_go="no")
    publishing.its_day_comes(release)
    publishing.work()
    assert publishing.again(release).state == "scheduled"
    assert [one["code"] for one in Job.objects.get(uuid=release.job).reasons] == ["harm-review-says-no"]
