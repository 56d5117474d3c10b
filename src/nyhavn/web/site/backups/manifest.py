"""The list that a backup carries of itself, sealed with the key of the mirror."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.lineage.mirror import Head

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.seal"


@dataclass(frozen=True)
class Listed:
    """One file. sha256: lower-case hex."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What is in a backup. mirror: its head at that time; epochs: initiative -> number of its period of keys.

    database: "sqlite" or "postgresql". files: name in the archive -> what it holds.
    """

    version: str
    made_at: datetime
    database: str
    mirror: Head
    epochs: Mapping[UUID, int]
    files: Mapping[str, Listed]


def written(manifest: Manifest) -> bytes:
    """As JSON."""
    content = {
        "format": FORMAT,
        "nyhavn": manifest.version,
        "made_at": manifest.made_at.astimezone(UTC).isoformat(),
        "database": manifest.database,
        "mirror": asdict(manifest.mirror),
        "epochs": {str(initiative): number for initiative, number in manifest.epochs.items()},
        "files": {name: asdict(listed) for name, listed in manifest.files.items()},
    }
    return json.dumps(content, indent=1, sort_keys=True).encode() + b"\n"


def read(content: bytes) -> Manifest:
    """From JSON. Raises Refusal: backup-damaged, backup-newer."""
    try:
        told = json.loads(content)
        if int(told["format"]) > FORMAT:
            raise newer()
        return Manifest(
            str(told["nyhavn"]),
            datetime.fromisoformat(told["made_at"]),
            str(told["database"]),
            Head(int(told["mirror"]["count"]), str(told["mirror"]["digest"])),
            {UUID(initiative): int(number) for initiative, number in told["epochs"].items()},
            {str(name): Listed(str(one["sha256"]), int(one["size"])) for name, one in told["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise damaged("Its list of files cannot be read.") from None


def seal_of(content: bytes, key: bytes) -> bytes:
    """HMAC-SHA256 over the list, hex."""
    return hmac.new(key, b"nyhavn backup\0" + content, hashlib.sha256).hexdigest().encode("ascii")


def newer() -> Refusal:
    """For a backup of a later Nyhavn."""
    what = "This backup was made by a newer Nyhavn than this one."
    return refusal("backup-newer", what, do="Install that version, or a later one, and restore with it.")


def damaged(what: str) -> Refusal:
    """For an archive that is not what was written."""
    do = "Nothing was changed. Take another copy of this backup, or another backup."
    return refusal("backup-damaged", what, do=do)
