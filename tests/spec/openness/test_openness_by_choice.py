"""How open it is, the producers choose with the community; no door opens more, and who may reads every byte."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from nyhavn.cli.main import nyhavn
from nyhavn.framework.community_body import Matter
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.interests import OwnInterest
from nyhavn.framework.openness import AccessLevel, Heard, Material
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.jobs.models import Job
from nyhavn.web.openness.models import Choice
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.releases import actions
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of, place_of
from web import board, opening_up, publishing
from web.cast import Cast
from web.site.in_public import publish

pytestmark = pytest.mark.django_db
STEP = CommunityStep
HOME, API = "/work/initiatives/village-water/", "/api/v1/initiatives/village-water/"
OPEN, SIGNED_IN, COMMUNITY, CLOSED = AccessLevel
FORM = {"material": "results", "licence": "CC-BY-4.0", "reason": "The village wants it.", "with_whom": "The assembly"}
SignIn = Callable[[User], Client]
OF_THE_ADDRESS = re.compile(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"')  # where choosing a language leads back


def status(client: Client, address: str) -> int:
    """What a file answers; closed again, as a browser does."""
    answer = client.get(address)
    answer.close()
    return int(answer.status_code)


def closed_to(client: Client, release: PublicRelease) -> None:
    """No way in shows a figure or a file, and each answers the same whether or not the file is there."""
    home = f"/data/{release.name}/{release.version}/"
    answers = [
        client.get(f"{home}{path}")
        for path in ("files/", "files/report.json", "files/no-such-file.csv", "release.zip", "quality/")
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert len({OF_THE_ADDRESS.sub("", answer.content.decode()) for answer in answers[1:3]}) == 1
    figure = content_of(release).headline
    shown = [f"/data/{release.name}/", "/data/", "/", f"/initiatives/{release.initiative.slug}/"]
    machines = [f"/api/v1/data/{release.name}", "/api/v1/data", "/feeds/releases.atom", "/feeds/catalogue.ttl"]
    for address in (*shown, *machines, f"{home}cite/datacite"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert figure not in answer.content.decode(), address
        assert "/files/report.json" not in answer.content.decode(), address
    assert client.get(f"/api/v1/data/{release.name}/quality").status_code == 403


def open_to(client: Client, release: PublicRelease) -> None:
    """Everything, byte for byte as it was signed, and kept by no cache."""
    home, place = f"/data/{release.name}/{release.version}/", place_of(release)
    for path in (one for one in place.rglob("*") if one.is_file()):
        answer = client.get(f"{home}files/{path.relative_to(place).as_posix()}")
        assert b"".join(answer.streaming_content) == path.read_bytes()
    whole = client.get(f"{home}release.zip")
    assert b"".join(whole.streaming_content) == place.with_name(f"{place.name}.zip").read_bytes()
    assert content_of(release).headline in client.get(f"/data/{release.name}/").content.decode()


# --- Levels --------------------------------------------------------------------------------


@pytest.mark.slow
def test_each_level_lets_in_whom_it_names_and_nobody_else(
    village: Cast, harbour: Cast, stranger: User, signed_in: SignIn
) -> None:
    release, outside, account = publish(village), Client(), signed_in(stranger)
    team, approver = signed_in(village[Role.ENUMERATOR]), signed_in(village[Role.APPROVER])
    other = signed_in(harbour[Role.COORDINATOR])
    open_to(outside, release)
    opening_up.chosen(village, SIGNED_IN)
    closed_to(outside, release)
    open_to(account, release)
    opening_up.chosen(village, COMMUNITY)
    closed_to(account, release)
    closed_to(other, release)
    open_to(team, release)
    opening_up.chosen(village, CLOSED)
    closed_to(team, release)
    open_to(approver, release)
    opening_up.chosen(village, OPEN)
    open_to(outside, release)


def test_the_metadata_say_who_may_read_in_the_words_of_catalogues_beside_the_reason(village: Cast) -> None:
    release, client = publish(village), Client()
    cite = f"/data/{release.name}/{release.version}/cite/datacite"
    assert "access-right/PUBLIC" in client.get("/feeds/catalogue.ttl").content.decode()
    for level, eu, coar in ((COMMUNITY, "RESTRICTED", "c_16ec"), (CLOSED, "NON_PUBLIC", "c_14cb")):
        opening_up.chosen(village, level, reason="Only the village should know.")
        feed, cited = client.get("/feeds/catalogue.ttl").content.decode(), client.get(cite).json()["rightsList"]
        page = client.get(f"/data/{release.name}/").content.decode()
        assert f"access-right/{eu}" in feed
        assert "Only the village should know." in feed
        assert coar in [right["rightsIdentifier"] for right in cited]
        assert "CC-BY-4.0" in [right["rightsIdentifier"] for right in cited]
        assert "Only the village should know." in page
        assert client.get(f"/api/v1/data/{release.name}").json()["access"] == level


def test_whoever_sits_in_a_body_reads_what_is_for_the_community(
    village: Cast, stranger: User, signed_in: SignIn
) -> None:
    release, client = publish(village), signed_in(stranger)
    opening_up.chosen(village, COMMUNITY)
    assert status(client, f"/data/{release.name}/{release.version}/files/report.json") == 403
    assembly = board.assembly(village)
    seat = board.member(village, assembly)
    seat.account = stranger
    seat.save()
    assert status(client, f"/data/{release.name}/{release.version}/files/report.json") == 200


def test_nobody_chose_is_said_and_changes_nothing(village: Cast) -> None:
    release = publish(village)
    assert "Nobody chose." in Client().get(f"/data/{release.name}/").content.decode()
    assert status(Client(), f"/data/{release.name}/{release.version}/files/report.json") == 200


# --- The community -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "code"),
    [(STEP.VETOES, "openness-against-community"), (STEP.NEEDS_AGREEMENT, "openness-not-agreed")],
)
def test_more_than_a_body_decided_is_chosen_neither_on_the_page_nor_through_the_interface(
    village: Cast, signed_in: SignIn, step: CommunityStep, code: str
) -> None:
    assembly, client = board.assembly(village), signed_in(village[Role.COORDINATOR])
    board.decided(village, assembly, Matter.ACCESS, step, about="registered")
    for level in ("open", "registered"):
        assert code in client.post(f"{HOME}do/choose-openness/", {**FORM, "level": level}, follow=True).content.decode()
        sent = client.post(f"{API}do/choose-openness", {**FORM, "level": level}, content_type="application/json")
        assert sent.json()["reasons"][0]["code"] == code
    assert not Choice.objects.exists()
    sent = client.post(f"{API}do/choose-openness", {**FORM, "level": COMMUNITY}, content_type="application/json")
    assert sent.status_code == 200, sent.content
    freeing = STEP.LIFTS_VETO if step is STEP.VETOES else STEP.AGREES
    board.decided(village, assembly, Matter.ACCESS, freeing, **({} if step is STEP.VETOES else {"about": "open"}))
    assert opening_up.chosen(village, OPEN).level == OPEN


def test_whoever_declared_an_interest_does_not_choose(village: Cast) -> None:
    publishing.declares(village, village[Role.COORDINATOR], OwnInterest.PAID)
    with pytest.raises(Refusal) as refused:
        opening_up.chosen(village, OPEN)
    assert refused.value.codes == ("decision-with-interest",)


def test_a_choice_says_what_the_records_show_of_the_community_and_not_what_somebody_claims(village: Cast) -> None:
    assert opening_up.chosen(village, COMMUNITY).heard == Heard.NO_BODY
    assembly = board.assembly(village)
    assert opening_up.chosen(village, COMMUNITY).heard == Heard.NOT_ASKED
    board.alone(village, assembly, Matter.ACCESS, STEP.AGREES, about="open")
    assert opening_up.chosen(village, OPEN).heard == Heard.WITHOUT_MEETING
    board.decided(village, assembly, Matter.ACCESS, STEP.VETOES, about="registered")
    assert opening_up.chosen(village, COMMUNITY).heard == Heard.MEETING


def test_a_body_that_asks_for_more_protection_later_gets_it_at_once(village: Cast) -> None:
    release = publish(village)
    opening_up.chosen(village, OPEN)
    address = f"/data/{release.name}/{release.version}/files/report.json"
    assert status(Client(), address) == 200
    assembly = board.assembly(village)
    board.decided(village, assembly, Matter.ACCESS, STEP.VETOES, about="registered")
    assert status(Client(), address) == 403
    board.decided(village, assembly, Matter.ACCESS, STEP.LIFTS_VETO)
    assert status(Client(), address) == 200


@pytest.mark.slow
def test_a_release_that_is_more_open_than_a_body_allows_is_neither_announced_nor_published_by_a_job(
    ready: Cast,
) -> None:
    assembly, release = board.assembly(ready), publishing.returned(ready)
    board.decided(ready, assembly, Matter.ACCESS, STEP.VETOES, about="open")
    day = publishing.in_days(2)
    with pytest.raises(Refusal) as refused:
        actions.schedule(by=ready[Role.COORDINATOR], on=release, day=day)
    assert refused.value.codes == ("openness-against-community",)
    board.decided(ready, assembly, Matter.ACCESS, STEP.LIFTS_VETO)
    actions.schedule(by=ready[Role.COORDINATOR], on=release, day=day)
    board.decided(ready, assembly, Matter.ACCESS, STEP.VETOES, about="open")
    publishing.its_day_comes(publishing.again(release))
    publishing.work()
    found = publishing.again(release)
    assert found.state == ReleaseState.SCHEDULED
    assert "openness-against-community" in str(Job.objects.get(uuid=found.job).reasons)
    opening_up.chosen(ready, COMMUNITY)
    actions.publish_again(by=ready[Role.COORDINATOR], on=found)
    publishing.work()
    assert publishing.again(release).state == ReleaseState.PUBLISHED


def taken_out(village: Cast, into: Path) -> Path:
    """The workspace as the steward takes it out."""
    file = export_plan(by=village[Role.STEWARD], on=village.initiative)
    zipfile.ZipFile(io.BytesIO(file.content)).extractall(into)
    return next(into.glob("**/plan.toml"))


def commanded(plan: Path) -> Result:
    out, log = plan.parent / "out", plan.parent / "log"
    return CliRunner().invoke(nyhavn, ["produce", str(plan), "--out", str(out), "--log", str(log)])


@pytest.mark.slow
def test_the_command_refuses_what_is_more_open_and_produces_what_the_community_chose(
    ready: Cast, tmp_path: Path
) -> None:
    assembly = board.assembly(ready)
    board.decided(ready, assembly, Matter.ACCESS, STEP.VETOES, about="registered")
    refused = commanded(taken_out(ready, tmp_path / "open"))
    assert isinstance(refused.exception, Refusal)
    assert refused.exception.codes == ("openness-against-community",)
    opening_up.chosen(ready, COMMUNITY)
    done = commanded(taken_out(ready, tmp_path / "restricted"))
    assert done.exit_code == 0, done.output


@pytest.mark.slow
def test_a_restriction_that_the_community_decided_is_evidence_for_the_principle_and_not_against(ready: Cast) -> None:
    board.decided(ready, board.assembly(ready), Matter.ACCESS, STEP.VETOES, about="registered")
    opening_up.chosen(ready, COMMUNITY, licence="CC-BY-NC-4.0")
    release = publishing.published(ready)
    content = content_of(release)
    safeguards = {one.code: one for each in content.principles for one in each.safeguards}
    assert content.licence == "CC-BY-NC-4.0"
    assert safeguards["openness-chosen"].state is EvidenceState.FOUND
    assert safeguards["open-licence"].state is EvidenceState.FOUND


# --- Records -------------------------------------------------------------------------------


def test_records_are_never_more_open_than_the_results_and_can_be_less(village: Cast) -> None:
    release = publish(village)
    record = place_of(release) / "microdata" / "people.csv"
    record.parent.mkdir()
    record.write_text("id\n1\n")
    home = f"/data/{release.name}/{release.version}/"
    opening_up.chosen(village, COMMUNITY, material=Material.RECORDS)
    assert status(Client(), f"{home}files/microdata/people.csv") == 403
    assert status(Client(), f"{home}files/microdata/nobody.csv") == 403
    assert status(Client(), f"{home}release.zip") == 403
    assert "microdata/people.csv" not in Client().get(f"{home}files/").content.decode()
    assert status(Client(), f"{home}files/report.json") == 200
    opening_up.chosen(village, OPEN, material=Material.RECORDS)
    assert status(Client(), f"{home}files/microdata/people.csv") == 200
    opening_up.chosen(village, CLOSED)
    assert status(Client(), f"{home}files/microdata/people.csv") == 403
