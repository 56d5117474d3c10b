"""Records are the exception: those alone who said yes to this very office, and nobody who did not, in no byte."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.notice_terms import Kept, PurposeTerms, RecipientKind
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.agreements.models import Agreement, Package, PackageContribution, PackageState
from nyhavn.web.agreements.packages import fetch, zip_of
from nyhavn.web.agreements.withdrawn import say_deleted
from nyhavn.web.collection.models import Contribution
from nyhavn.web.consent import actions as notices
from nyhavn.web.consent.models import Notice
from nyhavn.web.consent.term_asks import TermsSaid
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.lineage.queries import proof
from nyhavn.web.releases.models import PublicRelease
from web import objects
from web.agreeing import Office, handed_over, in_force
from web.cast import Cast
from web.publishing import published
from web.withdrawing import said, taken_back, walked

pytestmark = pytest.mark.django_db(transaction=True)
PURPOSES = (Purpose.COLLECTION, Purpose.PUBLISHED_AGGREGATES, Purpose.STATISTICS_OFFICE)
TO_OFFICE = frozenset({Purpose.STATISTICS_OFFICE})
YES = dict.fromkeys(PURPOSES, ConsentState.GIVEN)
NOT_TO_OFFICES = YES | {Purpose.STATISTICS_OFFICE: ConsentState.REFUSED}
MARK = "own_words"  # nobody but those who did not agree says so
PROTECTED = objects.TABLES.replace(
    "[release]", '[records]\npolicy = "scientific-use"\nkeys = ["gender"]\nsensitive = ["water"]\n[release]'
)
Village = Callable[..., PublicRelease]


def names_in_notice(village: Cast, draft: Notice, names: str) -> None:
    """The terms of the notice, with the names of offices for that purpose."""
    terms = tuple(
        PurposeTerms(
            purpose=purpose,
            kept=Kept.MONTHS,
            months=24,
            recipients=(RecipientKind.STATISTICS_OFFICE if purpose in TO_OFFICE else RecipientKind.TEAM,),
            names=names if purpose in TO_OFFICE else "",
        )
        for purpose in draft.purposes
    )
    notices.say_terms(by=village[Role.COORDINATOR], on=draft, said=TermsSaid(witnessed_path=False, terms=terms))
    draft.refresh_from_db()


@pytest.fixture
def asked(village: Cast, monkeypatch: pytest.MonkeyPatch) -> Village:
    """Sixty people say yes to offices and twenty do not; a release of them all. names: of offices, in the notice."""

    def make(names: str = "Statistics of the Valley") -> PublicRelease:
        monkeypatch.setattr(objects, "PURPOSES", PURPOSES)
        monkeypatch.setattr(objects, "YES", YES)
        words = {
            lang: {**said, "statistics-office": "May the office have it?"} for lang, said in objects.QUESTIONS.items()
        }
        monkeypatch.setattr(objects, "QUESTIONS", words)
        monkeypatch.setattr(objects, "say_terms", lambda cast, draft: names_in_notice(cast, draft, names))
        opened = objects.collection(village)
        objects.contributions(opened, 60)
        for number in range(20):
            answers = {"gender": MARK, "age": "44", "water": ("yes", "no")[number % 2]}
            objects.contribution(opened, answers, consent=NOT_TO_OFFICES)
        objects.tables(village, PROTECTED)
        return published(village)

    return make


def about_records(village: Cast, to: Office, **changes: object) -> Agreement:
    return in_force(village, to, handed="records", variables=("water", "gender"), **changes)


def handed(village: Cast, to: Office, release: PublicRelease, **changes: object) -> Package:
    return handed_over(village, about_records(village, to, **changes), release, handed="records")


def bytes_of(package: Package) -> dict[str, bytes]:
    with zipfile.ZipFile(zip_of(package)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def records_in(package: Package) -> list[dict[str, str]]:
    (name,) = (name for name in bytes_of(package) if name.endswith(".csv") and "record" in name)
    return list(csv.DictReader(io.StringIO(bytes_of(package)[name].decode("utf-8-sig"))))


def test_those_who_agreed_to_this_office_are_there_and_nobody_else(village: Cast, asked: Village, to: Office) -> None:
    release = asked()
    package = handed(village, to, release)
    assert package.reasons == []
    assert package.state == PackageState.READY
    rows = records_in(package)
    assert len(rows) == 60
    assert {row["gender"] for row in rows} == {"woman", "man"}
    assert all(set(row) <= {"gender", "water"} for row in rows)
    assert package.left_out == "20 or more"


def test_an_attacker_finds_whoever_did_not_agree_in_no_record(village: Cast, asked: Village, to: Office) -> None:
    release = asked()
    package = handed(village, to, release)
    outside = Contribution.objects.exclude(uuid__in=package.holds.values("contribution"))
    assert outside.count() == 20
    inside = bytes_of(package)
    for uuid in Contribution.objects.values_list("uuid", flat=True):  # not even those who agreed are named
        assert not any(str(uuid).encode() in content or uuid.bytes in content for content in inside.values())
    assert all(row["gender"] != MARK for row in records_in(package))


@pytest.mark.parametrize("names", ["", "Bureau of the Coast", "Statistics of the Valley, North"])
def test_if_the_notice_did_not_name_the_office_nobody_goes(
    village: Cast, asked: Village, to: Office, names: str
) -> None:
    package = handed(village, to, asked(names))
    assert package.state == PackageState.REFUSED
    assert [one["code"] for one in package.reasons] == ["handing-nobody-agreed"]
    assert not PackageContribution.objects.exists()
    assert not zip_of(package).exists()


def test_one_name_among_several_in_the_notice_is_enough(village: Cast, asked: Village, to: Office) -> None:
    release = asked("Bureau of the Coast; statistics of the valley")
    assert len(records_in(handed(village, to, release))) == 60


def test_whoever_took_it_back_before_is_not_in_it(village: Cast, asked: Village, to: Office) -> None:
    release = asked()
    person = Contribution.objects.earliest("id").uuid
    walked(village, person, TO_OFFICE)
    package = handed(village, to, release)
    assert len(records_in(package)) == 59
    assert not package.holds.filter(contribution=person).exists()
    assert package.left_out == "20 or more"  # and not one more than before


def test_without_a_rule_of_protection_no_record_goes(village: Cast, asked: Village, to: Office) -> None:
    release = asked()
    plan = release.run.plan.split("[records]")[0] + "[release]" + release.run.plan.split("[release]")[1]
    type(release.run).objects.filter(id=release.run.id).update(plan=plan)
    with pytest.raises(Refusal) as refused:
        handed(village, to, release)
    assert refused.value.codes == ("handing-records-unprotected",)


def test_before_the_cut_off_a_withdrawal_takes_the_package_back_and_a_new_one_takes_its_place(
    village: Cast, asked: Village, to: Office, post_office: Callable[[], list[str]]
) -> None:
    release = asked()
    package = handed(village, to, release)
    fetch(by=to.admin, on=package)
    person = Contribution.objects.earliest("id").uuid
    made = taken_back(village, person, TO_OFFICE)
    with pytest.raises(Refusal) as refused:
        fetch(by=to.admin, on=package)  # at once, before anything has walked
    assert refused.value.codes == ("package-not-there",)
    mails = post_office()
    package.refresh_from_db()
    assert not zip_of(package).exists()
    assert any(f"/received/{package.uuid}/" in body and "looked at soon" in body for body in mails)
    assert not any("water" in body.replace("village-water", "") for body in mails)
    newer = package.replaced_by
    assert newer is not None
    assert newer.state == PackageState.READY
    assert len(records_in(newer)) == 59
    assert ("office-records", "recalled", "office-recalled") in said(proof(Withdrawal.objects.get(id=made.id)))
    say_deleted(by=to.admin, on=package, day=timezone.localdate())
    assert ("office-records", "recalled", "office-deleted") in said(proof(Withdrawal.objects.get(id=made.id)))
    assert not package.holds.exists()


def test_after_the_cut_off_the_proof_says_that_the_agreement_holds(village: Cast, asked: Village, to: Office) -> None:
    release, today = asked(), timezone.localdate()
    agreement = about_records(village, to, starts=today - timedelta(days=9), cut_off=today - timedelta(days=1))
    package = handed_over(village, agreement, release, handed="records")
    fetch(by=to.admin, on=package)
    found = walked(village, Contribution.objects.earliest("id").uuid, TO_OFFICE)
    assert ("office-records", "stays", "office-after-cut-off") in said(found)
    package.refresh_from_db()
    assert package.asked_back_at is None
    assert not zip_of(package).exists()  # but nobody gets it from here any more
    assert package.replaced_by is not None


def test_a_package_that_nobody_fetched_is_gone_without_asking(village: Cast, asked: Village, to: Office) -> None:
    package = handed(village, to, asked())
    found = walked(village, Contribution.objects.earliest("id").uuid, TO_OFFICE)
    assert ("office-records", "erased", "office-never-fetched") in said(found)
    package.refresh_from_db()
    assert package.asked_back_at is None


def test_figures_about_groups_stay_until_their_next_edition(village: Cast, asked: Village, to: Office) -> None:
    release = asked()
    package = handed_over(village, in_force(village, to), release)
    fetch(by=to.admin, on=package)
    found = walked(village, Contribution.objects.earliest("id").uuid)
    assert ("office-figures", "stays", "office-figures") in said(found)
    assert zip_of(package).exists()
