"""Pages of agreements: both sides, fetching, what everybody may know, and nothing for strangers."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.framework.attribution import Wish
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.agreements.models import Agreement, Package
from nyhavn.web.agreements.queries import newest
from nyhavn.web.collection.community_credit import say_community_credit
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of
from web.agreeing import STATISTICS, Office, complete, drafted, handed_over, in_force, office, said_by_community
from web.cast import Cast
from web.publishing import work

SignIn = Callable[[User], Client]
WORK = "/work/initiatives/village-water"
OFFICE = "/work/organisations/statistics-of-the-valley"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_coordinator_drafts_one_and_the_page_says_what_is_missing(
    village: Cast, to: Office, signed_in: SignIn
) -> None:
    browser, today = signed_in(village[Role.COORDINATOR]), timezone.localdate()
    form = text(browser, f"{WORK}/do/draft-agreement/")
    assert "Statistics of the Valley" in form
    assert "Council of village-water" not in form.split("<form", 1)[1]
    sent = {
        "recipient": to.organisation.slug,
        "handed": "protected-aggregates",
        "variables": "water\ngender",
        "purposes": STATISTICS,
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=365)).isoformat(),
    }
    answer = browser.post(f"{WORK}/do/draft-agreement/", sent)
    assert answer.status_code == 302
    page = text(browser, answer["Location"])
    assert "What is missing" in page
    assert "It is not stated who answers for the data after the transfer." in page
    assert "Nothing for police or prosecution" in page
    assert "Sign it" not in page


def test_the_ban_is_shown_as_a_sentence_beside_the_form(village: Cast, to: Office, signed_in: SignIn) -> None:
    browser, today = signed_in(village[Role.COORDINATOR]), timezone.localdate().isoformat()
    sent = {"recipient": to.organisation.slug, "handed": "protected-aggregates", "purposes": "Lists for the police"}
    answer = browser.post(f"{WORK}/do/draft-agreement/", sent | {"starts": today, "ends": today})
    assert answer.status_code == 422
    assert "In every agreement both promise: nothing for police or prosecution." in answer.content.decode()
    assert not Agreement.objects.exists()


def test_both_sides_go_all_the_way_by_their_own_pages(village: Cast, to: Office, signed_in: SignIn) -> None:
    made = complete(village, to)
    ours, theirs = signed_in(village[Role.COORDINATOR]), signed_in(to.admin)
    words = {"fingerprint": newest(made).fingerprint, "as_role": "Whoever coordinates it"}
    assert ours.post(f"{WORK}/agreements/{made.uuid}/do/sign/", words).status_code == 302
    assert theirs.post(f"{OFFICE}/agreements/{made.uuid}/do/sign/", words).status_code == 302
    decision = said_by_community(village, to)
    assert "The assembly" in text(ours, f"{WORK}/agreements/{made.uuid}/do/link-decision/")
    linked = ours.post(f"{WORK}/agreements/{made.uuid}/do/link-decision/", {"decision": str(decision.uuid)})
    assert linked.status_code == 302
    assert "in force" in text(theirs, f"{OFFICE}/agreements/{made.uuid}/")
    assert "in force" in text(ours, f"{WORK}/agreements/")


@pytest.mark.django_db(transaction=True)
def test_the_office_fetches_by_its_page_and_an_ordinary_member_reads_only(
    village: Cast, release: PublicRelease, to: Office, signed_in: SignIn
) -> None:
    made = in_force(village, to)
    ours = signed_in(village[Role.COORDINATOR])
    assert release.title in text(ours, f"{WORK}/agreements/{made.uuid}/do/hand-over/")
    sent = {"release": str(release.uuid), "handed": "protected-aggregates", "purpose": STATISTICS}
    assert ours.post(f"{WORK}/agreements/{made.uuid}/do/hand-over/", sent).status_code == 302
    work()
    package = Package.objects.get()
    admin, member = signed_in(to.admin), signed_in(to.member)
    assert "Fetch the package" in text(admin, f"{OFFICE}/received/{package.uuid}/")
    assert "Data were handed to you" in text(admin, "/work/")
    assert "Fetch the package" not in text(member, f"{OFFICE}/received/{package.uuid}/")
    assert member.post(f"{OFFICE}/received/{package.uuid}/file/").status_code == 403
    answer = admin.post(f"{OFFICE}/received/{package.uuid}/file/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith('for-statistics-of-the-valley.zip"')
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert "fetched: 1" in text(ours, f"{WORK}/agreements/{made.uuid}/")


@pytest.mark.django_db(transaction=True)
def test_everybody_may_know_who_gets_what_and_until_when_without_a_name(
    village: Cast, release: PublicRelease, to: Office
) -> None:
    made = in_force(village, to)
    handed_over(village, made, release)
    anybody = Client()
    assert f"/agreements/{made.uuid}/" in text(anybody, "/initiatives/village-water/")
    page = text(anybody, f"/initiatives/village-water/agreements/{made.uuid}/")
    for said in ("Statistics of the Valley", "Council of village-water", STATISTICS, "Nothing for police", "In force"):
        assert said in page
    assert "These data are invented" not in page
    stated = ("Statistics Act, section 9", "The council of the village, by name", "The office, within a month")
    for said in (*stated, "The office says so beside the figures", "Yes, first and by itself"):
        assert said in page
    for said in ("The assembly", "Minutes of the assembly, item 3", "signed on"):
        assert said in page
    content = content_of(release)
    titles = {one.id: one.title for one in (*content.indicators, *content.breakdowns)}
    assert titles["water"] in page
    assert titles["gender"] in page
    for private in ("Head of social statistics", "Whoever coordinates it", "Nadia", "Carmen"):
        assert private not in page


@pytest.mark.parametrize("name", ["Assembly", "council of the village", "council of village-water"])
def test_a_community_that_stays_unnamed_is_named_by_no_term_signature_or_decision(
    village: Cast, release: PublicRelease, to: Office, name: str
) -> None:
    made = in_force(village, to)
    address = f"/initiatives/village-water/agreements/{made.uuid}/"
    assert name.casefold() in text(Client(), address).casefold()
    carmen = village[Role.COORDINATOR]
    say_community_credit(by=carmen, on=village.initiative, wish=Wish.ANONYMOUS, name=name, says_others=False)
    page = text(Client(), address)
    assert name.casefold() not in page.casefold()
    assert "(name withheld)" in page


@pytest.mark.django_db(transaction=True)
def test_an_agreement_about_invented_data_says_so(village: Cast, release: PublicRelease, to: Office) -> None:
    made = in_force(village, to)
    Initiative.objects.filter(id=village.initiative.id).update(about=village.initiative.about | {"synthetic": True})
    page = text(Client(), f"/initiatives/village-water/agreements/{made.uuid}/")
    assert "These data are invented for a demonstration." in page


@pytest.mark.django_db(transaction=True)
def test_drafts_are_nobody_elses_affair(village: Cast, release: PublicRelease, to: Office) -> None:
    made = drafted(village, to)
    text(Client(), f"/initiatives/village-water/agreements/{made.uuid}/", 404)
    assert "Who gets data" not in text(Client(), "/initiatives/village-water/")


def test_strangers_learn_of_no_agreement(
    village: Cast, harbour: Cast, to: Office, stranger: User, signed_in: SignIn
) -> None:
    made = in_force(village, to)
    for nobody in (stranger, harbour[Role.COORDINATOR], harbour.admin):
        browser = signed_in(nobody)
        for address in (
            f"{WORK}/agreements/",
            f"{WORK}/agreements/{made.uuid}/",
            f"{OFFICE}/agreements/",
            f"{OFFICE}/agreements/{made.uuid}/",
            f"{OFFICE}/received/",
            f"{OFFICE}/received/{uuid4()}/",
        ):
            text(browser, address, 404)


def test_an_office_does_not_see_the_agreement_of_another(village: Cast, to: Office, signed_in: SignIn) -> None:
    other = office("bureau-of-the-coast", "Bureau of the Coast")
    made = in_force(village, to)
    text(signed_in(other.admin), f"/work/organisations/bureau-of-the-coast/agreements/{made.uuid}/", 404)
    text(signed_in(to.admin), f"{OFFICE}/agreements/{made.uuid}/")
