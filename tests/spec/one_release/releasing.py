"""From a candidate of the site and from its export to folders that can be compared byte by byte."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

from nyhavn.chain.signing import sign_release
from nyhavn.exchange.bundle.content import release_from_json
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.framework.release import Release
from nyhavn.framework.roles import Role
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.production.models import Run
from spec.one_release.doors import Way
from web.cast import Cast

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


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a bundle, by its place."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
