"""From a candidate of the site and from its export to folders that can be compared byte by byte."""

import io
import json
import subprocess
import sys
import tomllib
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import tomli_w
from django.utils import timezone

from nyhavn.chain.signing import sign_release
from nyhavn.exchange.bundle.content import release_from_json
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.framework.interests import Independence
from nyhavn.framework.release import Release
from nyhavn.framework.roles import Role
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.production.models import Run
from nyhavn.web.releases.models import PublicRelease
from spec.one_release.doors import Way
from web.cast import Cast
from web.publishing import again, its_day_comes, work

COMMAND = Path(sys.executable).with_name("nyhavn")


def produced(way: Way, village: Cast) -> Release:
    """The candidate of a run that the coordinator starts that way."""
    way.do(village[Role.COORDINATOR], f"initiatives/{village.initiative.slug}", "produce", {})
    while work_once():
        pass
    run = Run.objects.order_by("-number").first()
    assert run is not None and run.state == "judged", run and run.reasons
    return release_from_json(run.release.encode())


def exported(way: Way, village: Cast) -> bytes:
    """What the steward takes out that way."""
    said = {"is_kept_safe": True}
    return way.do(village[Role.STEWARD], f"initiatives/{village.initiative.slug}", "export-plan", said)


def produced_by_command(export: bytes, folder: Path) -> Path:
    """The release that `nyhavn produce` makes of an export."""
    with zipfile.ZipFile(io.BytesIO(export)) as archive:
        archive.extractall(folder / "files")
    words = ["produce", folder / "files" / "plan.toml", "--out", folder / "out", "--log", folder / "log"]
    run = subprocess.run([COMMAND, *words], capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr
    return folder / "out" / "release"


def signed_like(release: Release, other: Path, folder: Path) -> Path:
    """The candidate, signed at the same moment and by the same key as another release."""
    moment = datetime.fromisoformat(json.loads((other / "report.json").read_text())["issued_at"])
    return sign_release(release, issued_at=moment, out=folder, log=ReleaseLog.open(other.parents[1] / "log")).folder


def shown(way: Way, village: Cast) -> PublicRelease:
    """The candidate, approved and shown to the community, each step by the person whose it is, done that way."""
    found = PublicRelease.objects.get(state="candidate")
    route, today = _route(village, found), timezone.localdate()
    weighed = {"benefit": "The well is repaired.", "harm": "Nobody sees one.", "may_go": "yes", "publicity": "not"}
    way.do(village[Role.APPROVER], route, "review-harm", weighed)
    way.do(village[Role.APPROVER], route, "approve", {"has_read": True})
    seen = {"returned_on": today.isoformat(), "ways": ["meeting"], "words": ""}
    way.do(village[Role.BOARD_MEMBER], route, "return-results", seen)
    told = {"outcome": "describes-us", "who": "The gathering at the well", "said_on": today.isoformat()}
    way.do(village[Role.BOARD_MEMBER], route, "record-validation", told)
    return again(found)


def published(way: Way, village: Cast, found: PublicRelease) -> PublicRelease:
    """What the community has seen, announced and published."""
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    way.do(village[Role.COORDINATOR], _route(village, found), "schedule", {"day": tomorrow})
    its_day_comes(again(found))
    work()
    done = again(found)
    assert done.state == "published"
    return done


def _route(village: Cast, release: PublicRelease) -> str:
    return f"initiatives/{village.initiative.slug}/releases/{release.uuid}"


def with_days(export: bytes, day: date, known: Independence | None) -> bytes:
    """The export with what the site learnt on the way to the public: two days, who decided, what was announced."""
    source = zipfile.ZipFile(io.BytesIO(export))
    packed = io.BytesIO()
    with source, zipfile.ZipFile(packed, "w") as archive:
        for name in source.namelist():
            text = source.read(name)
            if name == "plan.toml":
                plan = tomllib.loads(text.decode())
                plan["release"] |= {"results_returned": day, "release_date": day}
                plan["risk"] |= {"reviewed": day}
                plan["independence"] = known.model_dump(exclude_none=True) if known else {}
                text = tomli_w.dumps(plan).encode()
            archive.writestr(name, text)
    return packed.getvalue()


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a bundle, by its place."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
