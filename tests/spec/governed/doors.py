"""The four doors by which work is done here, each asked for real, and what each of them answers."""

import html
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import uuid4

from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import parsed, validated
from nyhavn.chain.plan_text import plan_text
from nyhavn.cli.main import nyhavn
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Collection
from nyhavn.web.jobs.models import Job
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.production.models import Run
from nyhavn.web.production.run_actions import start_run
from nyhavn.web.releases.actions import publish_again
from nyhavn.web.releases.models import PublicRelease, ReleaseEvent
from nyhavn.web.releases.queries import place_of
from web import publishing
from web.api.conftest import program_of
from web.cast import Cast

HOME = "initiatives/village-water"
Changes = Callable[[], Mapping[str, object]]


class Entrance(StrEnum):
    """Where somebody, or something, comes in."""

    PAGE = "page"
    INTERFACE = "interface"
    COMMAND = "command"
    WORKER = "worker"


@dataclass(frozen=True)
class Attempt:
    """tries: does the work at one door, and gives what it was told. lifts: takes the reason away."""

    tries: Callable[[], str]
    lifts: Callable[[], object]


def pressed(door: Entrance, by: User, at: str, said: Mapping[str, Any]) -> str:
    """A button on a page, or a call of a program; a worker does what follows. "" where it went through."""
    if door is Entrance.PAGE:
        browser = Client()
        browser.force_login(by)
        form = {name: "on" if value is True else value for name, value in said.items()}
        answer = browser.post(f"/work/{HOME}/{at}/", form)
    else:
        answer = program_of(by).post(f"{HOME}/{at}", json.dumps(said))
    publishing.work()
    return "" if answer.status_code in (200, 201, 202, 302) else html.unescape(answer.content.decode())


def published_by_worker(village: Cast, release: PublicRelease) -> str:
    """The job that publishes; where it ended without a result, it is started anew."""
    if Job.objects.get(uuid=publishing.again(release).job).is_over:
        publish_again(by=village[Role.COORDINATOR], on=publishing.again(release))
    publishing.work()
    return spoken(Job.objects.get(uuid=publishing.again(release).job).reasons)


def woken(release: PublicRelease) -> None:
    """A worker takes the job up before its time."""
    Job.objects.filter(uuid=release.job).update(not_before=timezone.now())


def produced_by_worker(village: Cast, meanwhile: Callable[[], object]) -> str:
    """The job of a run, and what happens between its start and its turn."""
    started = start_run(by=village[Role.COORDINATOR], on=village.initiative)
    meanwhile()
    publishing.work()
    return spoken(Run.objects.get(id=started.id).reasons)


def taken_out(village: Cast, folder: Path) -> Path:
    """The plan with its files, as the steward saves them on another computer."""
    content = export_plan(by=village[Role.STEWARD], on=village.initiative).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder / "plan.toml"


def commanded(village: Cast, folder: Path) -> str:
    """Taken out today, and produced by the command."""
    return produced(taken_out(village, folder / uuid4().hex), folder)


def commanded_with(path: Path, folder: Path, changes: Changes) -> str:
    """The same over a plan that was taken out before, with sections as the site has them on record now."""
    path.write_text(plan_text(plan_in(path).model_copy(update=dict(changes()))))
    return produced(path, folder)


def plan_in(path: Path) -> Plan:
    return validated(Plan, parsed(path), name=path.name)


def produced(plan: Path, folder: Path) -> str:
    """`nyhavn produce`."""
    out, log = folder / "commanded" / uuid4().hex, folder / "log-of-the-command"
    out.parent.mkdir(exist_ok=True)
    done = CliRunner().invoke(nyhavn, ["produce", str(plan), "--out", str(out), "--log", str(log)])
    if isinstance(done.exception, Refusal):
        return spoken([{"code": one.code, "what": one.what} for one in done.exception.reasons])
    assert done.exit_code == 0, (done.output, done.exception)
    return ""


def spoken(reasons: Iterable[Mapping[str, str]]) -> str:
    return " ".join(f"{one['code']}: {one['what']}" for one in reasons)


def everything(folder: Path) -> object:
    """What a refusal leaves as it was: what is open, produced, on its way, told to everybody, and out."""
    releases = PublicRelease.objects.order_by("id")
    return (
        Collection.objects.count(),
        Run.objects.filter(state="judged").count(),
        list(releases.values_list("name", "version", "state", "approved_at", "release_date", "issued_at")),
        ReleaseEvent.objects.count(),
        [place_of(one).exists() for one in releases],
        sorted(path.name for path in (folder / "commanded").glob("*")),
    )
