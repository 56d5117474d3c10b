"""Nobody outside reads before publication without a grant; each grant is on record first, and public in the end."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.exchange.bundle.content import release_from_json
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.releases import actions
from nyhavn.web.releases.asks import ReturnWaived
from nyhavn.web.releases.early import let_read, stop_reading
from nyhavn.web.releases.early_asks import EarlyReaderSaid
from nyhavn.web.releases.independence import independence_at_issue
from nyhavn.web.releases.models import EarlyReading, EventKind, PublicRelease
from nyhavn.web.releases.queries import place_of
from nyhavn.web.safety.freezing import agree_to_end
from web.cast import Cast
from web.people_in_danger import frozen, outsider, risk, signed
from web.publishing import again, approved, candidate, in_days, its_day_comes, published, returned, scheduled, work

pytestmark = pytest.mark.django_db(transaction=True)
SAID = EarlyReaderSaid(who="The ministry of health, press office", why="To prepare answers for clinics")
ALL_SEEN = "Somebody outside the team may read it before."


def granted(village: Cast, release: PublicRelease, said: EarlyReaderSaid = SAID) -> str:
    """The path of the link."""
    _, link = let_read(by=village[Role.COORDINATOR], on=release, said=said)
    return "/" + link.split("/", 3)[3]


def comes_out(release: PublicRelease) -> Release:
    its_day_comes(release)
    work()
    return release_from_json((place_of(release) / "report.json").read_bytes())


def evidence(release: Release, code: str) -> EvidenceState:
    return next(one.state for each in release.principles for one in each.safeguards if one.code == code)


def test_a_grant_opens_the_report_to_whoever_has_the_link_and_to_nobody_else(ready: Cast, client: Client) -> None:
    release = scheduled(ready)
    assert client.get("/early/").status_code == 422
    assert client.get("/early/made-up/").status_code == 422
    link = granted(ready, release)
    first = client.get(link)
    assert (first.status_code, first["Location"]) == (302, "/early/")
    shown = client.get("/early/")
    assert "68" in shown.content.decode()
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "no-store" in shown["Cache-Control"]
    assert Client().get("/early/").status_code == 422


def test_it_is_on_record_before_they_can_look_and_the_first_look_as_well(ready: Cast, client: Client) -> None:
    release = scheduled(ready)
    link = granted(ready, release)
    row = EarlyReading.objects.get()
    assert (row.recorded_at is not None, row.first_read_at) == (True, None)
    client.get(link)
    client.get("/early/")
    row.refresh_from_db()
    assert row.first_read_at is not None
    assert row.first_read_at >= row.recorded_at
    recorded = AuditRecord.objects.filter(on=release.uuid).order_by("id").values_list("action", flat=True)
    assert list(recorded)[-2:] == ["early-reader-recorded", "early-reader-looked"]
    assert link.split("/")[2] not in str(list(AuditRecord.objects.values()))
    assert link.split("/")[2] not in str(EarlyReading.objects.values().get())


def test_the_announcement_says_that_there_is_somebody_and_not_who(ready: Cast, client: Client) -> None:
    release = scheduled(ready)
    assert ALL_SEEN not in client.get("/calendar/").content.decode()
    granted(ready, release)
    shown = client.get("/calendar/").content.decode()
    assert ALL_SEEN in shown
    assert "ministry" not in shown


def test_a_grant_from_before_the_announcement_is_told_with_it(ready: Cast, client: Client) -> None:
    release = returned(ready)
    granted(ready, release)
    assert not release.events.exists()
    actions.schedule(by=ready[Role.COORDINATOR], on=release, day=in_days(2))
    assert release.events.filter(kind=EventKind.EARLY_READER).count() == 1
    assert ALL_SEEN in client.get("/calendar/").content.decode()


def test_from_publication_on_everybody_reads_who_and_why(ready: Cast, client: Client) -> None:
    release = scheduled(ready)
    link = granted(ready, release)
    client.get(link)
    client.get("/early/")
    out = comes_out(release)
    assert out.independence is not None
    readers = out.independence.early_readers or ()
    assert [(each.who, each.why) for each in readers] == [(SAID.who, SAID.why)]
    assert evidence(out, "early-readers-public") is EvidenceState.FOUND
    shown = client.get(f"/data/{release.name}/").content.decode()
    assert SAID.who in shown
    assert SAID.why in shown
    told = client.get(f"/api/v1/data/{release.name}").json()["independence"]["early_readers"]
    assert told[0]["who"] == SAID.who
    assert SAID.who in client.get("/feeds/catalogue.ttl").content.decode()
    assert client.get("/early/")["Location"] == f"/data/{release.name}/{release.version}/"


def test_where_nobody_could_read_before_the_release_says_so(ready: Cast) -> None:
    """Twin: the usual case."""
    out = comes_out(scheduled(ready))
    assert out.independence is not None
    assert out.independence.early_readers == ()
    assert evidence(out, "early-readers-public") is EvidenceState.FOUND


@pytest.mark.parametrize("bring", [candidate, approved, published])
def test_no_outsider_reads_before_the_community_and_after_publication_there_is_nothing_to_grant(
    ready: Cast, bring: Callable[[Cast], PublicRelease]
) -> None:
    release = bring(ready)
    with pytest.raises(Refusal) as refused:
        let_read(by=ready[Role.COORDINATOR], on=release, said=SAID)
    assert refused.value.codes == ("early-reading-out-of-turn",)
    assert not EarlyReading.objects.exists()


def test_the_day_on_which_somebody_read_is_that_of_the_place(ready: Cast) -> None:
    """Returns and dates are days of the place; a day of Greenwich beside them would accuse, or clear, wrongly."""
    release, late = candidate(ready), datetime(2026, 5, 1, 23, 30, tzinfo=UTC)
    EarlyReading.objects.create(
        release=release, who="The fund", why="It asked.", is_party=True, recorded_at=late, first_read_at=late
    )
    for place, day in (("Pacific/Kiritimati", date(2026, 5, 2)), ("America/Bogota", date(2026, 5, 1))):
        with timezone.override(place):
            (reader,) = independence_at_issue(release).early_readers or ()
        assert reader.first_read_at is not None
        assert (reader.recorded_at.date(), reader.first_read_at.date()) == (day, day)
        assert reader.first_read_at == late


def test_a_funder_who_read_before_the_community_is_evidence_against(ready: Cast, client: Client) -> None:
    """Every field is filled, and the principle is broken all the same."""
    release = approved(ready)
    said = ReturnWaived(reason="There was no time.")
    actions.waive_return(by=ready[Role.BOARD_MEMBER], on=release, reason=said.reason)
    client.get(granted(ready, release, SAID.model_copy(update={"is_party": True})))
    client.get("/early/")
    actions.schedule(by=ready[Role.COORDINATOR], on=release, day=in_days(2))
    out = comes_out(again(release))
    assert evidence(out, "early-readers-public") is EvidenceState.AGAINST


def test_a_link_that_was_stopped_opens_nothing_and_is_told_all_the_same(ready: Cast, client: Client) -> None:
    release = scheduled(ready)
    link = granted(ready, release)
    client.get(link)
    stop_reading(by=ready[Role.COORDINATOR], on=EarlyReading.objects.get())
    assert client.get("/early/").status_code == 422
    assert client.get(link).status_code == 422
    out = comes_out(release)
    assert out.independence is not None
    assert len(out.independence.early_readers or ()) == 1


def test_while_everything_is_stopped_nobody_reads_early_and_afterwards_they_do(ready: Cast, client: Client) -> None:
    release = scheduled(ready)
    link = granted(ready, release)
    client.get(link)
    frozen(ready)
    for address in (link, "/early/"):
        shown = client.get(address)
        assert shown.status_code == 422
        assert "stopped" not in shown.content.decode()
    agree_to_end(by=ready[Role.BOARD_MEMBER], on=ready.initiative)
    agree_to_end(by=outsider(ready), on=ready.initiative)
    assert client.get("/early/").status_code == 200


def test_nobody_outside_reads_over_a_danger_that_nobody_signed_for_and_once_signed_they_do(
    ready: Cast, client: Client
) -> None:
    release = scheduled(ready)
    client.get(granted(ready, release))
    assert client.get("/early/").status_code == 200
    danger = risk(ready)
    assert client.get("/early/").status_code == 422
    with pytest.raises(Refusal) as refused:
        granted(ready, release)
    assert refused.value.codes == ("risk-unsigned",)
    signed(danger, outsider(ready))
    assert client.get("/early/").status_code == 200
    granted(ready, release)


def test_a_release_that_was_called_off_is_read_by_nobody(ready: Cast, client: Client) -> None:
    release = scheduled(ready)
    link = granted(ready, release)
    actions.abandon(by=ready[Role.COORDINATOR], on=release, reason="A column was swapped.")
    assert client.get(link).status_code == 422


def test_the_link_comes_once_and_no_page_says_it_again(ready: Cast, signed_in: Callable[[User], Client]) -> None:
    release = scheduled(ready)
    home = f"/work/initiatives/{ready.initiative.slug}/releases/{release.uuid}/"
    browser = signed_in(ready[Role.COORDINATOR])
    shown = browser.post(f"{home}do/let-read-early/", {"who": SAID.who, "why": SAID.why}).content.decode()
    found = re.search(r"/early/([\w-]+)/", shown)
    assert found is not None
    later = browser.get(home).content.decode()
    assert SAID.who in later
    assert found[1] not in later
    listed = browser.get(f"/api/v1{home.removeprefix('/work').rstrip('/')}/early-readers")
    assert found[1] not in json.dumps(listed.content.decode())
