"""Registering an initiative, and changing what is said about it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nyhavn.chain.plan import InitiativeSection
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.initiatives import actions, plan_parts
from nyhavn.web.initiatives.asks import AboutSaid, InitiationSaid, InterestsSaid, PartySaid, Registered
from nyhavn.web.initiatives.models import Initiative
from web.cast import Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
ABOUT = AboutSaid(title="Noise at night", type="survey-of-persons", community="The quay", place="The harbour")
FUNDER = PartySaid(name="A fund", kind=PartyKind.INTERNATIONAL, role="funder")
PAGE = {
    "id": "noise",
    "about-title": "Noise at night",
    "about-type": "survey-of-persons",
    "about-community": "The quay",
    "about-place": "The harbour",
    "about-language": "en",
    "interests-parties_are": "none",
    "interests-interests_are": "nothing",
    "initiation-kind": "community",
    "initiation-started_by": "The quay",
    "initiation-first_used_kind": "unknown",
}


def registered(**said: Any) -> Registered:
    return Registered(id="noise", about=ABOUT, **said)


def test_ada_registers_an_initiative_on_the_page_and_coordinates_it(village: Cast, signed_in: SignedIn) -> None:
    client = signed_in(village.admin)
    address = f"/work/organisations/{village.organisation.slug}/do/register/"
    assert client.get(address).status_code == 200
    answer = client.post(address, PAGE)
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/work/initiatives/noise/")
    made = Initiative.objects.get(slug="noise")
    assert (made.organisation, made.title, made.is_listed) == (village.organisation, "Noise at night", False)
    assert [(role.user, role.role) for role in made.roles.all()] == [(village.admin, "coordinator")]
    assert client.get("/work/initiatives/noise/").status_code == 200


def test_what_is_stored_is_a_section_of_a_plan(village: Cast) -> None:
    said = registered(interests=InterestsSaid(parties_are="these", parties=(FUNDER,), interests_are="none"))
    made = actions.register(by=village.admin, on=village.organisation, said=said)
    section = InitiativeSection.model_validate(Initiative.objects.get(id=made.id).about)
    assert section.parties is not None
    assert [(party.name, party.kind, party.role) for party in section.parties] == [
        ("A fund", "international", "funder")
    ]
    assert section.interests == ()


def test_to_say_none_is_an_answer_and_to_say_nothing_is_not(village: Cast) -> None:
    made = actions.register(by=village.admin, on=village.organisation, said=registered())
    assert plan_parts.about_of(made).parties is None
    said = InterestsSaid(parties_are="none", interests_are="none")
    actions.edit_interests(by=village.admin, on=made, said=said)
    assert (plan_parts.about_of(made).parties, plan_parts.about_of(made).interests) == ((), ())


@pytest.mark.parametrize(
    ("said", "code", "where"),
    [
        ({"parties_are": "these"}, "said-these-and-none", "interests.parties"),
        ({"interests_are": "these"}, "said-these-and-none", "interests.interests"),
        ({"parties_are": "none", "parties": (FUNDER,)}, "said-none-and-some", "interests.parties"),
        ({"parties_are": "nothing", "parties": (FUNDER,)}, "said-none-and-some", "interests.parties"),
        ({"interests_are": "none", "interests": ("Rents",)}, "said-none-and-some", "interests.interests"),
    ],
)
def test_answer_and_list_must_agree(village: Cast, said: dict[str, Any], code: str, where: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.register(by=village.admin, on=village.organisation, said=registered(interests=InterestsSaid(**said)))
    assert refused.value.codes == (code,)
    assert refused.value.reasons[0].where == where
    assert not Initiative.objects.filter(slug="noise").exists()


def test_a_short_name_is_given_once_on_the_whole_site(village: Cast, harbour: Cast) -> None:
    actions.register(by=village.admin, on=village.organisation, said=registered())
    with pytest.raises(Refusal) as refused:
        actions.register(by=harbour.admin, on=harbour.organisation, said=registered())
    assert refused.value.codes == ("short-name-already-taken",)
    assert Initiative.objects.filter(slug="noise").count() == 1
    assert not harbour.admin.roles.exists()


def test_a_member_who_is_no_administrator_registers_nothing(village: Cast, signed_in: SignedIn) -> None:
    address = f"/work/organisations/{village.organisation.slug}/do/register/"
    assert signed_in(village[Role.COORDINATOR]).post(address, PAGE).status_code == 403
    assert not Initiative.objects.filter(slug="noise").exists()


def test_the_form_starts_from_what_stands_there_and_saving_it_changes_nothing(
    village: Cast, signed_in: SignedIn
) -> None:
    carmen = village[Role.COORDINATOR]
    interests = InterestsSaid(parties_are="these", parties=(FUNDER,), interests_are="these", interests=("Rents",))
    actions.edit_interests(by=carmen, on=village.initiative, said=interests)
    before = plan_parts.about_of(village.initiative)
    shown = plan_parts.interests_said(before)
    assert shown == interests
    actions.edit_about(by=carmen, on=village.initiative, said=plan_parts.about_said(before))
    assert plan_parts.about_of(Initiative.objects.get(id=village.initiative.id)) == before


def test_who_started_it_and_who_used_it_first_are_two_facts(village: Cast) -> None:
    said = InitiationSaid(started_by="The village", kind=PartyKind.COMMUNITY, first_used_kind=PartyKind.GOVERNMENT)
    actions.edit_initiation(by=village[Role.COORDINATOR], on=village.initiative, said=said)
    kept = plan_parts.initiation_of(Initiative.objects.get(id=village.initiative.id))
    assert (kept.kind, kept.first_used_kind) == (PartyKind.COMMUNITY, PartyKind.GOVERNMENT)
    assert plan_parts.initiation_said(kept) == said


def test_every_change_is_recorded_with_the_part_and_no_words(village: Cast) -> None:
    said = ABOUT.model_copy(update={"title": "Secret words"})
    actions.edit_about(by=village[Role.COORDINATOR], on=village.initiative, said=said)
    entry = AuditRecord.objects.get()
    assert (entry.action, entry.facts, entry.scope) == (
        "initiative-changed", {"part": "about"}, village.initiative.uuid,
    )  # fmt: skip
    assert "Secret" not in str(AuditRecord.objects.values())


def test_the_public_page_is_shown_and_hidden(village: Cast, signed_in: SignedIn) -> None:
    client, address = signed_in(village[Role.COORDINATOR]), "/work/initiatives/village-water/do/listing/"
    client.post(address, {"is_listed": "yes"})
    assert Initiative.objects.get(slug="village-water").is_listed
    client.post(address, {})
    assert not Initiative.objects.get(slug="village-water").is_listed


def test_an_empty_form_comes_back_with_what_is_missing(village: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(village[Role.COORDINATOR]).post("/work/initiatives/village-water/do/about/", {"summary": "S"})
    assert answer.status_code == 422
    assert 'href="#field-title"' in answer.content.decode()
    assert ">\nS</textarea>" in answer.content.decode()
