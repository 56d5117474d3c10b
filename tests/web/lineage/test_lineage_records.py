"""Single records of a published release: whoever takes their consent back is gone from them at once."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.collection.models import Contribution
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.lineage.actions import WALK
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.lineage.queries import proof
from nyhavn.web.production.models import RunState
from nyhavn.web.releases import publishing as publication
from nyhavn.web.releases.models import EventKind, PublicRelease, Recipient
from nyhavn.web.releases.queries import place_of
from web import objects, publishing
from web.cast import Cast
from web.withdrawing import said, taken_back, walked

PURPOSES = (Purpose.COLLECTION, Purpose.PUBLISHED_AGGREGATES, Purpose.OPEN_MICRODATA)
RECORDS = "microdata"
OPEN = frozenset({Purpose.OPEN_MICRODATA})
WITH_RECORDS = objects.TABLES.replace(
    'kinds = ["open-aggregates"]', 'kinds = ["open-aggregates", "open-microdata"]\nmicrodata_columns = ["water"]'
).replace("[release]", '[records]\nkeys = ["water"]\n[release]')


@pytest.fixture
def tabled(village: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A hundred people, and tables with single records."""
    monkeypatch.setattr(objects, "PURPOSES", PURPOSES)
    monkeypatch.setattr(objects, "YES", dict.fromkeys(PURPOSES, ConsentState.GIVEN))
    asked = {language: {**said, "open-microdata": "May it be open?"} for language, said in objects.QUESTIONS.items()}
    monkeypatch.setattr(objects, "QUESTIONS", asked)
    objects.contributions(objects.collection(village), 100)
    objects.tables(village, WITH_RECORDS)
    return village


@pytest.fixture
def released(tabled: Cast) -> PublicRelease:
    """A published release with single records of a hundred people."""
    return publishing.published(tabled)


def records_in(release: PublicRelease) -> list[str]:
    return [path.name for path in (place_of(release) / RECORDS).glob("*")]


def home(release: PublicRelease) -> str:
    return f"/data/{release.name}/{release.version}/"


def zipped(client: Client, release: PublicRelease) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(got(client, f"{home(release)}release.zip"))).namelist()


def got(client: Client, address: str) -> bytes:
    """What a stranger takes away."""
    answer = client.get(address)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    return content


def trust() -> tuple[str, ...]:
    return tuple((Path(settings.RELEASE_LOG) / "trust.pub").read_text("utf-8").splitlines())


@pytest.mark.django_db(transaction=True)  # a file that was sent ends its connection
def test_from_the_withdrawal_on_nobody_gets_the_records(released: PublicRelease, village: Cast, client: Client) -> None:
    (name,) = records_in(released)
    file = f"{home(released)}files/{RECORDS}/{name}"
    assert len(got(client, file).splitlines()) == 101
    taken_back(village, Contribution.objects.earliest("id").uuid)
    assert client.get(file).status_code == 404
    assert client.get(f"{home(released)}release.zip").status_code == 404
    assert name not in client.get(f"{home(released)}files/").content.decode()


@pytest.mark.django_db(transaction=True)  # a file that was sent ends its connection
def test_after_the_walk_the_records_are_in_no_file_and_the_rest_is(
    released: PublicRelease, village: Cast, client: Client
) -> None:
    before = set(zipped(client, released))
    found = walked(village, Contribution.objects.earliest("id").uuid)
    assert [trace for trace in said(found) if trace[0] in ("records", "release")] == [
        ("records", "recalled", "records-recalled"),
        ("release", "stays", "published-aggregate"),
    ]
    assert records_in(released) == []
    after = set(zipped(client, released))
    assert before - after == {name for name in before if name.startswith(RECORDS)}
    assert after - before == {"log/recall.json"}


def test_the_release_without_its_records_is_still_what_was_signed(released: PublicRelease, village: Cast) -> None:
    walked(village, Contribution.objects.earliest("id").uuid)
    for place in (place_of(released), place_of(released).with_name(f"{released.version}.zip")):
        found = verify(place, trusted=trust())
        assert found.problems == ()
        assert f"Single records were recalled on {timezone.localdate().isoformat()}" in found.notes[0]


def test_nobody_else_can_take_records_away_and_call_them_recalled(released: PublicRelease, village: Cast) -> None:
    place = place_of(released)
    for name in records_in(released):
        (place / RECORDS / name).unlink()
    (place / RECORDS).rmdir()
    assert [problem.code for problem in verify(place, trusted=trust()).problems] == ["file-missing"]
    walked(village, Contribution.objects.earliest("id").uuid)
    assert verify(place, trusted=trust()).problems == ()


def test_a_word_of_recall_that_was_changed_is_noticed(released: PublicRelease, village: Cast) -> None:
    walked(village, Contribution.objects.earliest("id").uuid)
    word = place_of(released) / "log/recall.json"
    day = timezone.localdate().isoformat()
    word.write_bytes(word.read_bytes().replace(day.encode(), b"2020-01-01"))
    codes = {problem.code for problem in verify(place_of(released), trusted=trust()).problems}
    assert codes == {"recall-wrong", "file-missing"}


def test_records_that_lie_beside_the_word_of_their_recall_are_to_be_deleted(
    released: PublicRelease, village: Cast
) -> None:
    (name,) = records_in(released)
    content = (place_of(released) / RECORDS / name).read_bytes()
    walked(village, Contribution.objects.earliest("id").uuid)
    (place_of(released) / RECORDS).mkdir()
    (place_of(released) / RECORDS / name).write_bytes(content)
    assert [problem.code for problem in verify(place_of(released), trusted=trust()).problems] == ["file-recalled"]


def test_taking_back_open_records_alone_leaves_the_figures_and_the_contribution(
    released: PublicRelease, village: Cast
) -> None:
    one = Contribution.objects.earliest("id").uuid
    assert said(walked(village, one, OPEN)) == [("records", "recalled", "records-recalled")]
    assert records_in(released) == []
    assert Contribution.objects.filter(uuid=one).exists()


def test_whoever_took_the_release_is_asked_once_to_delete_the_records(released: PublicRelease, village: Cast) -> None:
    values = {"email": "reader@paper.example", "confirmed_at": timezone.now()}
    Recipient.objects.create(name=released.name, **values)
    for one in Contribution.objects.order_by("id").values_list("uuid", flat=True)[:2]:
        walked(village, one)
    while work_once():
        pass
    (told,) = [message for message in mail.outbox if message.to == ["reader@paper.example"]]
    assert "Please delete your copies" in str(told.body)


def test_a_walk_that_comes_twice_changes_nothing(released: PublicRelease, village: Cast) -> None:
    first, second = Contribution.objects.order_by("id").values_list("uuid", flat=True)[:2]
    walked(village, first)
    zip_file = place_of(released).with_name(f"{released.version}.zip")
    before = zip_file.read_bytes()
    walked(village, second)
    assert zip_file.read_bytes() == before


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


def died_in_print(village: Cast, monkeypatch: pytest.MonkeyPatch, before: str) -> PublicRelease:
    """The worker that publishes dies before that step, and its lease is over."""

    def dies(*_: object) -> None:
        raise Killed

    release = publishing.scheduled(village)
    publishing.its_day_comes(release)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(publication, before, dies)
        publishing.work()
    lease_ends()
    return publishing.again(release)


def lease_ends() -> None:
    Job.objects.filter(state="running").update(lease_until=timezone.now())


def walk_comes_again() -> None:
    Job.objects.filter(kind=WALK, finished_at=None).update(not_before=timezone.now())
    publishing.work()


def check_is_out_without_its_records(release: PublicRelease, made: Withdrawal) -> None:
    after = publishing.again(release)
    assert (after.state, records_in(after)) == (ReleaseState.PUBLISHED, [])
    for place in (place_of(after), place_of(after).with_name(f"{after.version}.zip")):
        assert verify(place, trusted=trust()).problems == ()
    made.refresh_from_db()
    found = proof(made)
    assert found.is_finished
    assert ("records", "recalled", "records-recalled") in said(found)


def test_who_takes_back_before_it_is_signed_is_in_no_figure_and_no_file(
    tabled: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = died_in_print(tabled, monkeypatch, before="sign")
    assert release.issued_at is not None
    made = taken_back(tabled, Contribution.objects.earliest("id").uuid)
    publishing.work()
    after = publishing.again(release)
    assert (after.state, after.issued_at, after.content) == (ReleaseState.ABANDONED, None, "")
    assert (after.run.state, after.run.release) == (RunState.EMPTIED, "")
    assert not place_of(after).exists()
    assert after.events.filter(kind=EventKind.CALLED_OFF).exists()
    made.refresh_from_db()
    assert proof(made).is_finished
    assert {outcome for _, outcome, _ in said(proof(made))} == {"erased"}


def test_who_takes_back_when_it_is_signed_is_gone_from_the_records_when_it_is_out(
    tabled: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = died_in_print(tabled, monkeypatch, before="finish")
    assert records_in(release)
    made = taken_back(tabled, Contribution.objects.earliest("id").uuid)
    publishing.work()
    walk_comes_again()
    check_is_out_without_its_records(release, made)


def test_so_it_is_also_if_the_walk_comes_by_before_the_next_worker(
    tabled: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = died_in_print(tabled, monkeypatch, before="finish")
    Job.objects.filter(state="running").update(lease_until=timezone.now() + timedelta(minutes=1))
    made = taken_back(tabled, Contribution.objects.earliest("id").uuid)
    publishing.work()
    assert publishing.again(release).state == ReleaseState.SCHEDULED
    lease_ends()
    publishing.work()
    walk_comes_again()
    check_is_out_without_its_records(release, made)


@pytest.mark.parametrize("before", ["sign", "finish"])
def test_if_nobody_takes_back_it_comes_out_with_its_records(
    tabled: Cast, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    """The twin of the tests above."""
    release = died_in_print(tabled, monkeypatch, before=before)
    publishing.work()
    after = publishing.again(release)
    assert (after.state, len(records_in(after))) == (ReleaseState.PUBLISHED, 1)
