"""What a community decides holds on pages, in the interface, in the command and in jobs alike; lifted, work goes on."""

import io
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.utils import timezone

from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import parsed, read_plan, validated
from nyhavn.chain.plan_text import plan_text
from nyhavn.cli.main import nyhavn
from nyhavn.framework.community_body import Matter, Outcome
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.consent import Purpose
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.community.codings import codings_in
from nyhavn.web.community.recording import community_record
from nyhavn.web.community.waiting_for_board import for_board
from nyhavn.web.jobs.models import Job
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.production.models import Run
from nyhavn.web.releases import actions
from nyhavn.web.releases.queries import content_of
from web import board, objects, publishing
from web.cast import Cast
from web.own_browser import OwnBrowser
from web.receipt_holders import holder
from web.receipts.test_own_pages import corrected

pytestmark = pytest.mark.django_db
STEP = CommunityStep
HOME, API = "/work/initiatives/village-water/", "/api/v1/initiatives/village-water/"


def page(user: User, at: str, said: dict[str, object]) -> str:
    """What the page says after its button was pressed."""
    client = Client()
    client.force_login(user)
    return client.post(f"{HOME}{at}", said, follow=True).content.decode()


def told(user: User, at: str, said: dict[str, object]) -> str:
    """What the interface answers."""
    client = Client()
    client.force_login(user)
    return client.post(f"{API}{at}", said, content_type="application/json").content.decode()


# --- An opening ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "code"),
    [(STEP.VETOES, "community-opening-vetoed"), (STEP.NEEDS_AGREEMENT, "community-opening-not-agreed")],
)
def test_a_collection_opens_neither_on_the_page_nor_through_the_interface(
    village: Cast, step: CommunityStep, code: str
) -> None:
    objects.prepared(village)
    assembly = board.assembly(village)
    board.decided(village, assembly, Matter.OPENING, step)
    coordinator = village[Role.COORDINATOR]
    assert code in page(coordinator, "do/open-collection/", {"doors": ["import"]})
    assert code in told(coordinator, "do/open-collection", {"doors": ["import"]})
    with pytest.raises(Refusal) as refused:
        objects.opened(village)
    assert refused.value.codes == (code,)
    assert not Collection.objects.exists()
    board.met(village, assembly, board.point("opening"))
    assert code not in page(coordinator, "do/open-collection/", {"doors": ["import"]})
    assert Collection.objects.get().closed_at is None


def test_categories_to_which_agreement_is_needed_open_once_this_version_is_agreed(village: Cast) -> None:
    objects.prepared(village)
    assembly = board.assembly(village)
    board.decided(village, assembly, Matter.CODING, STEP.NEEDS_AGREEMENT, about="gender")
    asked = [item for item in for_board(village.initiative) if item.key.startswith("coding:gender:")]
    assert "Woman; Man; In my own words" in asked[0].words
    with pytest.raises(Refusal) as refused:
        objects.opened(village)
    assert refused.value.codes == ("community-coding-not-agreed",)
    no = board.point(asked[0].key, votes_for=1, against=4, dissent=("Two words are not enough.",))
    board.met(village, assembly, no)
    with pytest.raises(Refusal) as refused:
        objects.opened(village)
    assert refused.value.codes == ("community-coding-rejected",)
    board.met(village, assembly, board.point(asked[0].key))
    assert objects.opened(village)
    assert [one.question for one in codings_in(village.initiative)] == ["gender", "water", "sources"]


# --- A release -------------------------------------------------------------------------------


def test_a_release_is_neither_announced_nor_published_and_the_twin_is(ready: Cast) -> None:
    assembly = board.assembly(ready)
    release = publishing.returned(ready)
    key = f"release:{release.name}:{release.version}"
    assert key in [item.key for item in for_board(ready.initiative)]
    no = board.point(key, votes_for=2, against=3, gave_no_reason=True)
    board.met(ready, assembly, no)
    at, day = f"releases/{release.uuid}/do/schedule", publishing.in_days(2).isoformat()
    coordinator = ready[Role.COORDINATOR]
    assert "community-release-vetoed" in page(coordinator, f"{at}/", {"day": day})
    assert "community-release-vetoed" in told(coordinator, at, {"day": day})
    with pytest.raises(Refusal) as refused:
        actions.schedule(by=coordinator, on=release, day=publishing.in_days(2))
    assert refused.value.codes == ("community-release-vetoed",)
    board.met(ready, assembly, board.point(key))
    actions.schedule(by=coordinator, on=release, day=publishing.in_days(2))
    assert publishing.again(release).state == ReleaseState.SCHEDULED


def test_a_job_that_waited_for_its_day_publishes_nothing_that_was_vetoed_meanwhile(ready: Cast) -> None:
    assembly = board.assembly(ready)
    release = publishing.scheduled(ready)
    board.decided(ready, assembly, Matter.RELEASE, STEP.VETOES, about=release.name)
    publishing.its_day_comes(release)
    publishing.work()
    assert publishing.again(release).state == ReleaseState.SCHEDULED
    assert "community-release-vetoed" in str(Job.objects.get(uuid=release.job).reasons)
    board.decided(ready, assembly, Matter.RELEASE, STEP.LIFTS_VETO)
    actions.publish_again(by=ready[Role.COORDINATOR], on=publishing.again(release))
    publishing.work()
    assert publishing.again(release).state == ReleaseState.PUBLISHED


def test_results_are_made_for_the_community_to_look_at_before_it_agrees(ready: Cast) -> None:
    """Otherwise it would have to agree to what nobody has seen."""
    assembly = board.assembly(ready)
    board.decided(ready, assembly, Matter.RELEASE, STEP.NEEDS_AGREEMENT)
    release = publishing.returned(ready)
    with pytest.raises(Refusal) as refused:
        actions.schedule(by=ready[Role.COORDINATOR], on=release, day=publishing.in_days(2))
    assert refused.value.codes == ("community-release-not-agreed",)
    board.met(ready, assembly, board.point(f"release:{release.name}:{release.version}"))
    actions.schedule(by=ready[Role.COORDINATOR], on=release, day=publishing.in_days(2))


@pytest.fixture
def in_greenwich() -> Iterator[date]:
    """The day in Greenwich, while everything happens at a place where it is another day now."""
    greenwich = datetime.now(UTC)
    with timezone.override("Pacific/Kiritimati" if greenwich.hour >= 10 else "Etc/GMT+12"):
        yield greenwich.date()


@pytest.mark.parametrize("is_of_the_place", [True, False])
def test_a_decision_holds_on_the_days_of_the_place_where_people_decided(
    in_greenwich: date, ready: Cast, is_of_the_place: bool
) -> None:
    assembly, use = board.assembly(ready), {"purposes": (Purpose.PUBLISHED_AGGREGATES,)}
    day = timezone.localdate() if is_of_the_place else in_greenwich
    item = board.put(ready, assembly, Matter.USE, STEP.VETOES, starts_on=day, ends_on=day, **use)
    board.met(ready, assembly, board.point(f"agenda:{item.uuid}"), held_on=timezone.localdate() - timedelta(1))
    if not is_of_the_place:
        run = objects.run(ready)
        assert run.state == "judged", run.reasons
        return
    with pytest.raises(Refusal) as refused:
        objects.run(ready)
    assert refused.value.codes == ("community-vetoed",)


# --- A stricter policy -----------------------------------------------------------------------


def test_a_run_uses_the_stricter_of_both_and_never_less_than_the_plan(ready: Cast) -> None:
    assembly = board.assembly(ready)
    assert threshold_of(objects.run(ready)) == 5
    board.decided(ready, assembly, Matter.POLICY, STEP.VETOES, threshold=12)
    assert threshold_of(objects.run(ready)) == 12
    board.decided(ready, assembly, Matter.POLICY, STEP.LIFTS_VETO)
    board.decided(ready, assembly, Matter.POLICY, STEP.VETOES, threshold=3)
    assert threshold_of(objects.run(ready)) == 5


def threshold_of(run: Run) -> int:
    assert run.state == "judged", run.reasons
    return validated(Plan, tomllib.loads(run.plan), name="plan.toml").protection.threshold


def test_results_made_under_a_weaker_policy_go_out_no_more(ready: Cast) -> None:
    assembly = board.assembly(ready)
    release = publishing.returned(ready)
    board.decided(ready, assembly, Matter.POLICY, STEP.VETOES, threshold=12)
    with pytest.raises(Refusal) as refused:
        actions.schedule(by=ready[Role.COORDINATOR], on=release, day=publishing.in_days(2))
    assert refused.value.codes == ("release-produce-again",)
    board.decided(ready, assembly, Matter.POLICY, STEP.LIFTS_VETO)
    actions.schedule(by=ready[Role.COORDINATOR], on=release, day=publishing.in_days(2))


def test_the_number_of_a_policy_is_shown_to_the_board_and_to_nobody_else(ready: Cast) -> None:
    board.decided(ready, board.assembly(ready), Matter.POLICY, STEP.VETOES, threshold=4711 % 1000)
    client = Client()
    client.force_login(ready[Role.BOARD_MEMBER])
    assert "711" in client.get(f"{HOME}board/").content.decode()
    for role in (Role.OBSERVER, Role.ASSESSOR):
        client.force_login(ready[role])
        assert client.get(f"{HOME}board/").status_code == 403
        answer = client.get(f"{API}community-binding").content.decode()
        assert '"policy"' in answer and "711" not in answer


# --- The command -----------------------------------------------------------------------------


def taken_out(ready: Cast, folder: Path) -> Path:
    """The plan with its files, as the steward saved them."""
    content = export_plan(by=ready[Role.STEWARD], on=ready.initiative).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder / "plan.toml"


def codes(done: Result) -> tuple[str, ...]:
    """What the command refused."""
    assert isinstance(done.exception, Refusal)
    return done.exception.codes


def commanded(plan: Path) -> Result:
    out, log = plan.parent / "out", plan.parent / "log"
    return CliRunner().invoke(nyhavn, ["produce", str(plan), "--out", str(out), "--log", str(log)])


def test_the_command_refuses_what_the_community_vetoed_and_produces_what_it_lifted(ready: Cast, tmp_path: Path) -> None:
    assembly = board.assembly(ready)
    board.decided(ready, assembly, Matter.RELEASE, STEP.VETOES)
    assert codes(commanded(taken_out(ready, tmp_path / "vetoed"))) == ("community-release-vetoed",)
    assert not (tmp_path / "vetoed" / "out").exists()
    board.decided(ready, assembly, Matter.RELEASE, STEP.LIFTS_VETO)
    done = commanded(taken_out(ready, tmp_path / "lifted"))
    assert done.exit_code == 0, done.output
    assert (tmp_path / "lifted" / "out" / "release").is_dir()


def test_the_command_uses_the_stricter_policy_even_where_somebody_writes_a_lower_one(
    ready: Cast, tmp_path: Path
) -> None:
    board.decided(ready, board.assembly(ready), Matter.POLICY, STEP.VETOES, threshold=12)
    path = taken_out(ready, tmp_path / "out")
    plan = validated(Plan, parsed(path), name=path.name)
    weaker = plan.model_copy(update={"protection": plan.protection.model_copy(update={"threshold": 3})})
    path.write_text(plan_text(weaker))
    assert read_plan(path).protection.threshold == 12
    assert read_plan(path).community == plan.community


def test_a_use_that_is_vetoed_is_refused_by_the_command_too(ready: Cast, tmp_path: Path) -> None:
    assembly = board.assembly(ready)
    path = taken_out(ready, tmp_path / "out")
    board.decided(ready, assembly, Matter.USE, STEP.VETOES, purposes=(Purpose.PUBLISHED_AGGREGATES,))
    with pytest.raises(Refusal) as refused:
        export_plan(by=ready[Role.STEWARD], on=ready.initiative)
    assert "community-vetoed" in refused.value.codes
    plan = validated(Plan, parsed(path), name=path.name)
    path.write_text(plan_text(plan.model_copy(update={"community": community_record(ready.initiative)})))
    assert codes(commanded(path)) == ("community-vetoed",)


# --- Nobody's own rights ---------------------------------------------------------------------


def test_a_leader_who_vetoes_everything_keeps_nobody_from_copy_correction_and_withdrawal(village: Cast) -> None:
    person = holder(objects.collection(village))
    council = board.assembly(village, "The leader's council", quorum_of=1)
    board.decided(village, council, Matter.USE, STEP.VETOES, purposes=tuple(Purpose))
    for matter in (Matter.OPENING, Matter.RELEASE, Matter.CODING):
        board.decided(village, council, matter, STEP.VETOES)
    browser = OwnBrowser().come(person.words).open("/mine/held/")
    assert "How old are you? 34" in browser.text
    assert "34" in browser.client.post("/mine/copy.json", {"-once": browser.once}).content.decode()
    corrected(browser, age="35")
    assert Contribution.objects.get(uuid=person.contribution.uuid).version == 2
    browser.open("/mine/take-back/").post("/mine/take-back/", **{"-sure": "yes"})
    publishing.work()
    assert Withdrawal.objects.get().contribution == person.contribution.uuid


# --- The dossier -----------------------------------------------------------------------------


def test_the_release_shows_what_was_decided_and_the_dissent_that_is_for_everybody(ready: Cast) -> None:
    assembly = board.assembly(ready, is_named=True)
    yes = {"votes_for": 4, "against": 1}
    public = board.point(
        "release:village-water-2026:1", **yes, dissent=("The upper well is missing.",), dissent_is_public=True
    )
    board.met(ready, assembly, public)
    kept = board.point("opening", **yes, dissent=("My brother did not want it.",))
    board.met(ready, assembly, kept)
    release = publishing.published(ready)
    found = {
        one.code: one
        for principle in content_of(release).principles
        for one in principle.safeguards
        if one.code in ("community-decided", "dissent-shown")
    }
    assert {one.state for one in found.values()} == {EvidenceState.FOUND}
    words = " ".join(found["dissent-shown"].detail)
    assert "The upper well is missing." in words
    assert "brother" not in str(content_of(release))
    assert "Some reasons stay with the community." in words
    assert not [line for one in found.values() for line in one.detail if "4" in line.replace("2026-04", "")]


def test_a_meeting_without_a_quorum_is_in_the_dossier_as_undecided(ready: Cast) -> None:
    assembly = board.assembly(ready)
    board.met(ready, assembly, board.point("opening", votes_for=4), present=4)
    board.met(ready, assembly, board.point("release:village-water-2026:1"))
    assert [item.outcome for item in assembly.meetings.earliest("id").items.all()] == [Outcome.NO_QUORUM]
    release = publishing.published(ready)
    line = str([one for principle in content_of(release).principles for one in principle.safeguards])
    assert "too few members were there, so nothing was decided" in line
    assert "The assembly" not in line  # it did not say that it may be named
