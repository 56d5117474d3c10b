"""Handing over: page and interface refuse the same with the same sentence, and let the same through."""

import json

import pytest
from django.test import Client

from nyhavn.framework.community_consent import CommunityStep
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.access_keys import make_key
from nyhavn.web.agreements.actions import end_agreement
from nyhavn.web.agreements.asks import AgreementEnded
from nyhavn.web.agreements.models import Agreement, Package
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.safety.asks import FreezeSaid
from nyhavn.web.safety.freezing import freeze
from web.agreeing import STATISTICS, Office, agreed_by_community, complete, in_force, said_by_community, signed
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
CASES = {
    "another purpose": ({"purpose": "Immigration control"}, "It is for other statistics."),
    "records": ({"handed": "records"}, "It is about protected aggregates and not about records."),
    "more variables": ({"variables": ["age"]}, "It says nothing of: age."),
    "no signature": ({}, "Statistics of the Valley has not signed it."),
    "no community": ({}, "The community has not agreed to it."),
    "a veto": ({}, "The community vetoes it."),
    "ended": ({}, "It has been ended."),
    "a stop": ({}, "Everything in this initiative is stopped for the safety of people."),
    "withdrawn": ({}, "It was withdrawn or replaced, or was never published."),
    "another recipient": ({}, "It is with another recipient."),
}


def prepared(case: str, village: Cast, to: Office, release: PublicRelease) -> Agreement:
    """An agreement against which this one thing stands."""
    if case == "no signature":
        return agreed_by_community(village, to, complete(village, to))
    if case == "no community":
        return signed(village, to, complete(village, to))
    made = in_force(village, to)
    if case == "a veto":
        said_by_community(village, to, CommunityStep.VETOES)
    if case == "ended":
        end_agreement(by=village[Role.COORDINATOR], on=made, said=AgreementEnded(because="It was a mistake."))
    if case == "a stop":
        freeze(by=village[Role.COORDINATOR], on=village.initiative, said=FreezeSaid())
    if case == "withdrawn":
        PublicRelease.objects.filter(id=release.id).update(state="withdrawn", withdrawn_because="Wrong.")
    if case == "another recipient":
        to.organisation.name = "Ministry of the Interior"
        to.organisation.save()
    return made


def by_page(village: Cast, agreement: Agreement, said: dict[str, object]) -> tuple[int, str]:
    browser = Client()
    browser.force_login(village[Role.COORDINATOR])
    lines = {name: "\n".join(value) if isinstance(value, list) else value for name, value in said.items()}
    address = f"/work/initiatives/village-water/agreements/{agreement.uuid}/do/hand-over/"
    answer = browser.post(address, lines)
    return answer.status_code, answer.content.decode()


def by_interface(village: Cast, agreement: Agreement, said: dict[str, object]) -> tuple[int, str]:
    key = make_key(by=village[Role.COORDINATOR], label="test", days=1).secret
    address = f"/api/v1/initiatives/village-water/agreements/{agreement.uuid}/do/hand-over"
    answer = Client().post(address, said, "application/json", headers={"Authorization": f"Bearer {key}"})
    return answer.status_code, json.dumps(answer.json(), ensure_ascii=False)


@pytest.mark.parametrize("case", CASES)
def test_page_and_interface_refuse_with_the_same_sentence(
    village: Cast, release: PublicRelease, to: Office, case: str
) -> None:
    changes, sentence = CASES[case]
    made = prepared(case, village, to, release)
    said = {"release": str(release.uuid), "handed": "protected-aggregates", "purpose": STATISTICS, **changes}
    for status, body in (by_page(village, made, said), by_interface(village, made, said)):
        assert 400 <= status < 500
        assert sentence in body
    assert not Package.objects.exists()


def test_page_and_interface_let_the_same_through(village: Cast, release: PublicRelease, to: Office) -> None:
    made = in_force(village, to)
    said: dict[str, object] = {
        "release": str(release.uuid),
        "handed": "protected-aggregates",
        "purpose": STATISTICS,
    }
    assert by_page(village, made, said)[0] == 302
    assert by_interface(village, made, said)[0] in (200, 201)
    assert Package.objects.count() == 2
