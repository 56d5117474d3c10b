"""Who wishes to be named is named where that was promised; who does not stands nowhere."""

import itertools
import json
from hashlib import sha256

import pytest
from django.test import Client

from nyhavn.exchange.bundle.canonical import canonical_json
from nyhavn.exchange.bundle.credit import CREDIT_CHANGED, CREDIT_SAME
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.attribution import Wish
from nyhavn.framework.consent import Purpose
from nyhavn.framework.roles import Role
from nyhavn.web.collection.community_credit import put_label, say_community_credit
from nyhavn.web.collection.credits import credit_of, forget_credit, say_credit
from nyhavn.web.collection.models import ContributorCredit
from nyhavn.web.collection.shredding import shred
from nyhavn.web.releases.credit import credit_shown, drop_unwilling
from nyhavn.web.releases.models import PublicRelease, ReleaseCredit
from nyhavn.web.releases.queries import place_of
from spec.attribution.naming import audited, described, holding, signed, somebody, takes_back
from web import publishing
from web.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CANARY, NAMED, MADE_UP, OWN = "Xanthippe Quillfeather", "Zacharia Nyberg", "Blue Heron", "Ottoline Vasquez"


def home_of(release: PublicRelease) -> str:
    return f"/data/{release.name}/{release.version}/"


def names_in(release: PublicRelease) -> list[str]:
    said: list[str] = Client().get(f"{home_of(release)}credit.json").json()["named"]
    return said


@pytest.fixture
def release(asking: Cast) -> PublicRelease:
    """Somebody named, somebody under another name, somebody who wished no name, and somebody who said nothing."""
    somebody(asking, Wish.NAMED, NAMED)
    somebody(asking, Wish.PSEUDONYM, MADE_UP, age="78")
    hidden = somebody(asking, Wish.NAMED, CANARY, age="79")
    say_credit(by=None, contribution=hidden, wish=Wish.ANONYMOUS)
    silent = somebody(asking, Wish.NAMED, CANARY, age="80")
    forget_credit(by=None, contribution=silent)
    by = asking[Role.BOARD_MEMBER]
    say_community_credit(by=by, on=asking.initiative, wish=Wish.COLLECTIVE, name="People of the Well", says_others=True)
    put_label(by=by, on=asking.initiative, code="TK A", language="en", text="Say that the water is ours.")
    return publishing.published(asking)


def test_names_stand_where_it_was_promised_and_nowhere_else(release: PublicRelease) -> None:
    found, home = described(release), home_of(release)
    promised = [home, f"{home}credit.json", "/feeds/catalogue.jsonld", "/feeds/catalogue.ttl", "/feeds/catalogue.rdf"]
    promised += [f"/api/v1/data/{release.name}"]
    promised += [f"{home}cite/{code}" for code in ("text", "bibtex", "ris", "csl", "datacite", "cff")]
    for name in (NAMED, MADE_UP):
        assert set(promised) <= set(holding(found, name))
        assert holding(signed(), name) == []
        assert name not in audited()
    chart = found[home].partition('class="source"')[2].partition("</p>")[0]
    assert NAMED in chart and MADE_UP in chart and "People of the Well" in chart
    # Whoever wished no name, or said nothing in the end, stands nowhere, and nobody can count them.
    assert holding(found | signed() | {"log": audited()}, CANARY) == []
    assert names_in(release) == [MADE_UP, NAMED]  # by the alphabet, not by who came first


def test_datacite_and_dcat_carry_community_and_labels(release: PublicRelease) -> None:
    cited = Client().get(f"{home_of(release)}cite/datacite").json()
    assert cited["creators"][0] == {"name": "People of the Well", "nameType": "Organizational"}
    assert [one["name"] for one in cited["contributors"]] == ["People of the Well", MADE_UP, NAMED]
    label = next(one for one in cited["rightsList"] if one["rightsIdentifierScheme"] == "Local Contexts")
    assert label["rightsIdentifier"] == "TK A" and "Say that the water is ours." in label["rights"]
    assert "TK Attribution (TK A)" in Client().get("/feeds/catalogue.ttl").content.decode()
    assert "Say that the water is ours." in Client().get(home_of(release)).content.decode()
    assert "Say that the water is ours." in (place_of(release) / "README.txt").read_text()


def test_a_changed_wish_counts_at_once_and_the_signed_files_stay_good(release: PublicRelease) -> None:
    before = Client().get(f"{home_of(release)}credit.json").content
    assert CREDIT_SAME in verify(place_of(release), credit=before).notes
    who = next(row.contribution for row in ContributorCredit.objects.all() if credit_of(row.contribution).name == NAMED)
    page = Client().get(home_of(release))
    say_credit(by=None, contribution=who, wish=Wish.ANONYMOUS)
    assert holding(described(release), NAMED) == []
    assert Client().get(home_of(release), headers={"if-none-match": page["ETag"]}).status_code == 200
    after = Client().get(f"{home_of(release)}credit.json").content
    found = verify(place_of(release), credit=after)
    assert found.ok and CREDIT_CHANGED in found.notes
    # Who changed the mind again waits for the next release.
    say_credit(by=None, contribution=who, wish=Wish.NAMED, name=NAMED)
    assert holding(described(release), NAMED) == []


def test_whoever_takes_the_consent_back_is_named_no_more(asking: Cast, release: PublicRelease) -> None:
    one, other = (row.contribution for row in ContributorCredit.objects.order_by("id"))
    takes_back(asking, one, Purpose.ATTRIBUTION)
    assert holding(described(release), NAMED) == []
    assert names_in(release) == [MADE_UP]
    publishing.work()  # the rows go for good, hour by hour; here at once
    assert drop_unwilling(release) in (0, 1)
    assert [row.contribution for row in ReleaseCredit.objects.all()] == [other]
    takes_back(asking, other, Purpose.COLLECTION)
    assert names_in(release) == []


def test_a_destroyed_key_takes_the_name_along(release: PublicRelease) -> None:
    who = ContributorCredit.objects.order_by("id")[0].contribution
    shred(contributions=[who.uuid])
    assert names_in(release) == [MADE_UP]
    assert holding(described(release), NAMED) == []


def test_a_wish_between_candidate_and_publication(asking: Cast) -> None:
    leaves, stays = somebody(asking, Wish.NAMED, NAMED), somebody(asking, Wish.NAMED, OWN, age="78")
    found = publishing.candidate(asking)
    say_credit(by=None, contribution=leaves, wish=Wish.COLLECTIVE)
    late = asking.initiative.collections.get().contributions.exclude(id__in=[leaves.id, stays.id]).first()
    assert late is not None
    release = publishing.published(asking, found)
    assert names_in(release) == [OWN]
    assert verify(place_of(release), credit=Client().get(f"{home_of(release)}credit.json").content).ok


def test_nobody_guesses_a_name_once_the_salt_is_gone(asking: Cast, release: PublicRelease) -> None:
    """The attacker knows both names, the format and everything public, and tries every spelling of the old file."""
    commitment = (place_of(release) / "credit.sha256").read_text().split()[0]
    public = json.loads(Client().get(f"{home_of(release)}credit.json").content)
    assert sha256(canonical_json(public)).hexdigest() == commitment  # with the salt, the file can be compared
    who = ContributorCredit.objects.order_by("id")[0].contribution
    say_credit(by=None, contribution=who, wish=Wish.ANONYMOUS)
    now = json.loads(Client().get(f"{home_of(release)}credit.json").content)
    assert now["salt"] == ""
    stored = PublicRelease.objects.get(id=release.id)
    known = ["", stored.credit_share, stored.credit_commitment, sha256(stored.credit_share.encode()).hexdigest()]
    guesses = ([*now["named"], NAMED], [NAMED], sorted([*now["named"], NAMED]))
    for salt, named in itertools.product(known, guesses):
        assert sha256(canonical_json({**now, "named": named, "salt": salt})).hexdigest() != commitment
    assert ReleaseCredit.objects.filter(contribution=who).count() == 0


def test_a_community_that_stays_unnamed_stands_in_no_output(asking: Cast) -> None:
    about = {**asking.initiative.about, "community": "Hollow of Saint Brannoc", "summary": "Who has water?"}
    asking.initiative.about = about
    asking.initiative.save()
    by = asking[Role.COORDINATOR]
    name = "Hollow of Saint Brannoc"
    say_community_credit(by=by, on=asking.initiative, wish=Wish.ANONYMOUS, name=name, says_others=False)
    release = publishing.published(asking)
    assert holding(described(release) | signed() | {"log": audited()}, name) == []
    assert "Who has water?" in described(release)[home_of(release)]


def test_a_community_that_wishes_to_be_unnamed_later_goes_from_every_page(asking: Cast, release: PublicRelease) -> None:
    assert holding(described(release), "People of the Well") != []
    by, on = asking[Role.BOARD_MEMBER], asking.initiative
    say_community_credit(by=by, on=on, wish=Wish.ANONYMOUS, name="People of the Well", says_others=False)
    assert holding(described(release) | signed(), "People of the Well") == []
    assert credit_shown(PublicRelease.objects.get(id=release.id)).names == (MADE_UP, NAMED)
