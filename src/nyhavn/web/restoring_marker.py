"""While a backup is brought back, nothing of Nyhavn starts: a file in the home says so until the very end."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from nyhavn.exchange.bundle.durable import PRIVATE_FILE, replace_file, sync_directory
from nyhavn.framework.refusal import refusal

NAME = "restoring"


@dataclass(frozen=True)
class Marker:
    """replaces: whether there was a database before, which is kept aside until the end."""

    replaces: bool


def path() -> Path:
    """Where the marker stands."""
    return Path(settings.HOME) / NAME


def check_not_restoring() -> None:
    """Raises Refusal "restore-not-finished"."""
    if path().exists():
        what = "A backup is being brought back here, and that has not come to its end."
        do = "Run nyhavn restore again, with the same file. Until it is done, nothing may be read."
        raise refusal("restore-not-finished", what, where=str(path()), do=do)


def standing() -> Marker | None:
    """The marker of a restore that did not come to its end; None if there is none."""
    if not path().exists():
        return None
    return Marker(bool(json.loads(path().read_text(encoding="ascii"))["replaces"]))


def put(marker: Marker) -> None:
    """From now on nothing starts."""
    replace_file(path(), json.dumps({"replaces": marker.replaces}).encode("ascii"), PRIVATE_FILE)


def take_away() -> None:
    """The restore is done."""
    path().unlink(missing_ok=True)
    sync_directory(path().parent)
