"""Handing over protected tables: what was agreed goes to whom it was agreed with, and nothing else does."""

import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from nyhavn.framework.community_consent import CommunityStep
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.agreements.actions import end_agreement
from nyhavn.web.agreements.asks import AgreementEnded
from nyhavn.web.agreements.models import Agreement, Package, PackageState
from nyhavn.web.agreements.packages import fetch, zip_of
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.jobs.models import Job
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.safety.asks import FreezeSaid
from nyhavn.web.safety.freezing import freeze
from web.agreeing import (
    Office,
    agreed_by_community,
    asked_to_hand_over,
    complete,
    handed_over,
    in_force,
    office,
    said_by_community,
    signed,
)
from web.cast import Cast
from web.publishing import work

pytestmark = pytest.mark.django_db(transaction=True)


def refusal_of(village: Cast, agreement: Agreement, release: PublicRelease, **changes: object) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refused:
        asked_to_hand_over(village, agreement, release, **changes)
    assert not Package.objects.exists()
    return refused.value.codes


def test_the_office_fetches_what_was_agreed_and_each_time_leaves_a_trace(
    village: Cast, release: PublicRelease, to: Office
) -> None:
    package = handed_over(village, in_force(village, to), release)
    assert (package.state, package.reasons) == (PackageState.READY, [])
    path = fetch(by=to.admin, on=package)
    assert path.stat().st_size == package.size
    with zipfile.ZipFile(path) as packed:
        assert any("data" in name for name in packed.namelist())
    fetch(by=to.admin, on=package)
    assert package.taken.count() == 2
    told = AuditRecord.objects.filter(on=package.uuid).order_by("id").values_list("action", flat=True)
    assert list(told) == ["handing-over-asked", "handed-over", "package-fetched", "package-fetched"]


def test_only_the_agreed_tables_are_in_it(village: Cast, release: PublicRelease, to: Office) -> None:
    package = handed_over(village, in_force(village, to, variables=("water",)), release)
    assert package.state == PackageState.READY
    with zipfile.ZipFile(zip_of(package)) as packed:
        tables = [name for name in packed.namelist() if name.endswith(".csv")]
        texts = b"".join(packed.read(name) for name in tables)
    assert tables
    assert b"woman" not in texts
    with_gender = handed_over(village, in_force(village, to), release)
    with zipfile.ZipFile(zip_of(with_gender)) as packed:
        assert b"woman" in b"".join(packed.read(name) for name in packed.namelist() if name.endswith(".csv"))


def test_nothing_goes_out_without_signatures(village: Cast, release: PublicRelease, to: Office) -> None:
    made = agreed_by_community(village, to, complete(village, to))
    assert refusal_of(village, made, release) == ("agreement-not-signed", "agreement-not-signed")
    assert asked_to_hand_over(village, signed(village, to, made), release)


def test_nothing_goes_out_without_the_community(village: Cast, release: PublicRelease, to: Office) -> None:
    made = signed(village, to, complete(village, to))
    assert refusal_of(village, made, release) == ("handing-against-community",)
    agreed_by_community(village, to, made)
    assert asked_to_hand_over(village, made, release)


def test_a_veto_that_stands_refuses_and_lifted_it_does_not(village: Cast, release: PublicRelease, to: Office) -> None:
    made = in_force(village, to)
    said_by_community(village, to, CommunityStep.VETOES)
    with pytest.raises(Refusal) as refused:
        asked_to_hand_over(village, made, release)
    assert [reason.what for reason in refused.value.reasons] == ["The community vetoes it."]
    said_by_community(village, to, CommunityStep.LIFTS_VETO)
    assert asked_to_hand_over(village, made, release)


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"purpose": "Immigration control"}, "handing-for-others", "It is for other statistics."),
        ({"handed": "records"}, "handing-of-records", "It is about protected aggregates and not about records."),
        ({"variables": ("water", "age")}, "handing-of-more", "It says nothing of: age."),
    ],
)
def test_what_is_outside_of_the_terms_is_refused_with_its_sentence(
    village: Cast, release: PublicRelease, to: Office, changes: dict[str, object], code: str, sentence: str
) -> None:
    made = in_force(village, to)
    with pytest.raises(Refusal) as refused:
        asked_to_hand_over(village, made, release, **changes)
    assert (code, sentence) in [(one.code, one.what) for one in refused.value.reasons]
    assert asked_to_hand_over(village, made, release)


def test_before_its_first_day_nothing_goes_out(village: Cast, release: PublicRelease, to: Office) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    made = in_force(village, to, starts=tomorrow)
    assert refusal_of(village, made, release) == ("handing-outside-days",)


def test_an_office_that_took_the_name_of_another_gets_nothing(
    village: Cast, release: PublicRelease, to: Office
) -> None:
    made = in_force(village, to)
    to.organisation.name = "Police of the Valley"
    to.organisation.save()
    assert refusal_of(village, made, release) == ("handing-to-others",)


def test_what_was_ended_is_over_at_once(village: Cast, release: PublicRelease, to: Office) -> None:
    made = in_force(village, to)
    end_agreement(by=village[Role.COORDINATOR], on=made, said=AgreementEnded(because="We changed our minds."))
    assert refusal_of(village, made, release) == ("agreement-ended",)


def test_while_everything_is_stopped_nothing_goes_out_and_nothing_is_fetched(
    village: Cast, release: PublicRelease, to: Office
) -> None:
    made = in_force(village, to)
    package = handed_over(village, made, release)
    fetch(by=to.admin, on=package)
    freeze(by=village[Role.COORDINATOR], on=village.initiative, said=FreezeSaid())
    with pytest.raises(Refusal) as refused:
        asked_to_hand_over(village, made, release)
    assert refused.value.codes == ("initiative-frozen",)
    with pytest.raises(Refusal):
        fetch(by=to.admin, on=package)
    assert package.taken.count() == 1


def test_a_release_that_was_withdrawn_is_neither_handed_over_nor_fetched(
    village: Cast, release: PublicRelease, to: Office
) -> None:
    made = in_force(village, to)
    package = handed_over(village, made, release)
    PublicRelease.objects.filter(id=release.id).update(state="withdrawn", withdrawn_because="Wrong.")
    with pytest.raises(Refusal) as refused:
        asked_to_hand_over(village, made, release)
    assert refused.value.codes == ("handing-of-withdrawn",)
    with pytest.raises(Refusal) as refused:
        fetch(by=to.admin, on=package)
    assert refused.value.codes == ("package-not-there",)


def test_a_release_of_another_initiative_is_not_handed_over(
    village: Cast, harbour: Cast, release: PublicRelease, to: Office
) -> None:
    assert refusal_of(harbour, in_force(harbour, to), release) == ("handing-of-withdrawn",)


def test_what_changed_between_asking_and_building_is_not_handed_over(
    village: Cast, release: PublicRelease, to: Office
) -> None:
    made = in_force(village, to)
    package = asked_to_hand_over(village, made, release)
    said_by_community(village, to, CommunityStep.VETOES)
    work()
    package.refresh_from_db()
    assert package.state == PackageState.REFUSED
    assert [one["code"] for one in package.reasons] == ["handing-against-community"]
    assert not zip_of(package).exists()


def test_a_worker_that_died_is_followed_by_one_that_builds_the_same(
    village: Cast, release: PublicRelease, to: Office
) -> None:
    package = handed_over(village, in_force(village, to), release)
    first = zip_of(package).read_bytes()
    Package.objects.filter(id=package.id).update(state=PackageState.WAITING, sha256="", built_at=None)
    Job.objects.filter(on=package.uuid).update(state="waiting", finished_at=None)
    work()
    package.refresh_from_db()
    assert package.state == PackageState.READY
    assert zip_of(package).read_bytes() == first


def test_a_series_that_does_not_fit_is_refused_with_the_reason_of_the_structure(
    village: Cast, release: PublicRelease, to: Office
) -> None:
    made = in_force(village, to)
    series = ({"indicator": "water", "series": "NO_SUCH_SERIES"},)
    codes = refusal_of(village, made, release, series=series, area="50", about="The village")
    assert codes == ("sdg-series-unknown",)
    assert refusal_of(village, made, release, series=series, area="0") == ("sdg-place-missing",)


def test_two_offices_get_what_each_agreed_to(village: Cast, release: PublicRelease, to: Office) -> None:
    other = office("bureau-of-the-coast", "Bureau of the Coast")
    mine, theirs = in_force(village, to), in_force(village, other, variables=("water",))
    assert handed_over(village, mine, release).variables == ["gender", "water"]
    assert handed_over(village, theirs, release).variables == ["water"]
