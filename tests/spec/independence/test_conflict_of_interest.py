"""Whoever has an interest decides nothing about a release: not by a page, a program, or beforehand. Others still do."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.framework.interests import OwnInterest
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import RoleAssignment
from nyhavn.web.interests.models import OwnDeclaration
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.safety.models import RiskSignature
from web import publishing, vintages
from web.api.conftest import program_of
from web.cast import Cast, person
from web.people_in_danger import outsider, risk
from web.publishing import again, declares, in_days

pytestmark = pytest.mark.django_db(transaction=True)
WITH_INTEREST = "Whoever declared an interest of their own does not decide this."
DECLARE_FIRST = "Declare first."
DAY = timezone.localdate().isoformat()
# Which step, in whose role, what is said, from where, and what it is afterwards.
STEPS = [
    (
        "review-harm",
        Role.APPROVER,
        {"benefit": "The well is repaired.", "harm": "Nobody sees one.", "may_go": "yes", "publicity": "not"},
        publishing.candidate,
        "candidate",
    ),
    ("approve", Role.APPROVER, {"has_read": True}, publishing.candidate_weighed, "approved"),
    ("return-results", Role.BOARD_MEMBER, {"returned_on": DAY, "ways": ["meeting"]}, publishing.approved, "returned"),
    ("waive-return", Role.BOARD_MEMBER, {"reason": "It is not safe to meet."}, publishing.approved, "returned"),
    ("schedule", Role.COORDINATOR, {"day": in_days(2).isoformat()}, publishing.returned, "scheduled"),
    ("abandon", Role.COORDINATOR, {"reason": "The fund does not like it."}, publishing.returned, "abandoned"),
    (
        "reschedule",
        Role.COORDINATOR,
        {"day": in_days(9).isoformat(), "reason": "The fund asks for it."},
        publishing.scheduled,
        "scheduled",
    ),
    (
        "let-read-early",
        Role.COORDINATOR,
        {"who": "The ministry", "why": "To prepare answers", "is_party": False},
        publishing.scheduled,
        "scheduled",
    ),
]
Bring = Callable[[Cast], PublicRelease]


def address(village: Cast, release: PublicRelease, step: str) -> str:
    return f"initiatives/{village.initiative.slug}/releases/{release.uuid}/do/{step}"


def as_form(said: dict[str, object]) -> dict[str, object]:
    return {name: ("on" if value is True else value) for name, value in said.items() if value is not False}


@pytest.mark.parametrize(("step", "role", "said", "bring", "after"), STEPS)
def test_a_page_refuses_whoever_has_an_interest_and_lets_everybody_else(
    ready: Cast,
    signed_in: Callable[[User], Client],
    step: str,
    role: Role,
    said: dict[str, object],
    bring: Bring,
    after: str,
) -> None:
    release = bring(ready)
    before = release.state
    other = newcomer(ready, role)
    declares(ready, ready[role], OwnInterest.PAID)
    there = f"/work/{address(ready, release, step)}/"
    answer = signed_in(ready[role]).post(there, as_form(said))
    assert answer.status_code == 422
    assert WITH_INTEREST in answer.content.decode()
    assert again(release).state == before
    answer = signed_in(other).post(there, as_form(said))
    assert answer.status_code in (200, 302), answer.content.decode()
    assert again(release).state == after


@pytest.mark.parametrize(("step", "role", "said", "bring", "after"), STEPS)
def test_a_program_is_refused_with_the_same_sentence_and_works_for_everybody_else(
    ready: Cast, step: str, role: Role, said: dict[str, object], bring: Bring, after: str
) -> None:
    release = bring(ready)
    other = newcomer(ready, role)
    declares(ready, ready[role], OwnInterest.RELATED)
    answer = program_of(ready[role]).post(address(ready, release, step), json.dumps(said))
    assert answer.status_code in (409, 422)
    assert WITH_INTEREST in answer.content.decode()
    answer = program_of(other).post(address(ready, release, step), json.dumps(said))
    assert answer.status_code == 200, answer.content
    assert again(release).state == after


def newcomer(village: Cast, role: Role) -> User:
    """Somebody else in the same role, who said that there is no interest."""
    other = person(f"Another {role.value}".replace(" ", "-"))
    RoleAssignment.objects.create(initiative=village.initiative, user=other, role=role.value)
    declares(village, other)
    return other


def test_whoever_said_nothing_of_themselves_declares_before_approving(
    ready: Cast, signed_in: Callable[[User], Client]
) -> None:
    release = publishing.candidate_weighed(ready)
    silent = person("Silent")
    RoleAssignment.objects.create(initiative=ready.initiative, user=silent, role=Role.APPROVER.value)
    browser, there = signed_in(silent), f"/work/{address(ready, release, 'approve')}/"
    home = f"/work/initiatives/{ready.initiative.slug}/"
    refused = browser.post(there, {"has_read": "on"})
    assert refused.status_code == 422
    assert DECLARE_FIRST in refused.content.decode()
    assert DECLARE_FIRST in browser.get(f"{home}releases/{release.uuid}/").content.decode()
    told = program_of(silent).post(address(ready, release, "approve"), json.dumps({"has_read": True}))
    assert DECLARE_FIRST in told.content.decode()
    assert browser.post(f"{home}do/declare-own-interest/", {"kind": "none", "since": DAY}).status_code == 302
    assert browser.post(there, {"has_read": "on"}).status_code == 302
    assert again(release).state == "approved"


def test_whoever_has_an_interest_signs_for_no_danger_and_others_from_outside_do(
    village: Cast, signed_in: Callable[[User], Client]
) -> None:
    danger, funded, free = risk(village), outsider(village, "Fay", Role.ASSESSOR), outsider(village, "Orla")
    declares(village, funded, OwnInterest.PAID)
    there = f"initiatives/{village.initiative.slug}/risks/{danger.uuid}/do/sign"
    said = {"number": 1, "agrees": "yes", "reason": "It will be fine.", "publicity": "not"}
    assert WITH_INTEREST in signed_in(funded).post(f"/work/{there}/", said).content.decode()
    assert WITH_INTEREST in program_of(funded).post(there, json.dumps(said)).content.decode()
    assert not RiskSignature.objects.exists()
    assert signed_in(free).post(f"/work/{there}/", said).status_code == 302
    assert RiskSignature.objects.get().signer == free


def test_nothing_comes_by_itself_under_the_agreement_of_somebody_with_an_interest(ready: Cast) -> None:
    """The worker that approves as was agreed beforehand is refused as a person would be."""
    plan = vintages.agreed(ready, publishing.published(ready))
    declares(ready, ready[Role.APPROVER], OwnInterest.GAINS)
    vintages.an_hour_passes()
    assert not PublicRelease.objects.filter(initiative=ready.initiative, state="scheduled").exists()
    assert [reason["code"] for reason in vintages.again(plan).reasons] == ["decision-with-interest"]


def test_what_was_agreed_beforehand_without_an_interest_comes(ready: Cast) -> None:
    """Twin: the same hour, and nobody has one."""
    vintages.agreed(ready, publishing.published(ready))
    vintages.an_hour_passes()
    assert vintages.announced(ready).version == "2"


def test_an_interest_is_not_shortened_backwards_to_be_free_to_decide(
    ready: Cast, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(ready[Role.APPROVER])
    there = f"/work/initiatives/{ready.initiative.slug}/do/declare-own-interest/"
    assert browser.post(there, {"kind": "gains", "since": "2026-01-05"}).status_code == 302
    ended = browser.post(there, {"kind": "gains", "since": "2026-01-05", "until": "2026-02-01"})
    assert ended.status_code == 422
    assert "does not end before today" in ended.content.decode()
    today = browser.post(there, {"kind": "gains", "since": DAY, "until": DAY})
    assert today.status_code == 302
    release = publishing.candidate(ready)
    assert browser.post(f"/work/{address(ready, release, 'approve')}/", {"has_read": "on"}).status_code == 422


def test_nobody_outside_reads_whose_interest_it_is(ready: Cast, client: Client) -> None:
    declares(ready, ready[Role.ASSESSOR], OwnInterest.RELATED)
    publishing.published(ready)
    pages = ("/data/village-water-2026/", f"/initiatives/{ready.initiative.slug}/", "/api/v1/data/village-water-2026")
    for page in pages:
        shown = client.get(page).content.decode()
        assert "related" in shown, page
        assert "Asha" not in shown
        assert str(ready[Role.ASSESSOR].uuid) not in shown
    assert OwnDeclaration.objects.filter(user=ready[Role.ASSESSOR]).exists()
