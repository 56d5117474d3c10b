"""`nyhavn backup`: the database at one moment, the files around it, and what a restore will ask for."""

import os
import tarfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from nyhavn import __version__
from nyhavn.chain.workspace import outside_faults, workspace
from nyhavn.exchange.bundle.durable import PRIVATE_FILE
from nyhavn.exchange.bundle.log_files import (
    CHECKPOINT_FILE,
    CHECKPOINTS_FOLDER,
    LEAVES_FILE,
    PRIVATE_FOLDER,
    TRUST_FILE,
)
from nyhavn.framework.refusal import refusal
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.lineage import mirror
from nyhavn.web.restoring_marker import check_not_restoring
from nyhavn.web.site.backups import archive
from nyhavn.web.site.backups.archive import Archive
from nyhavn.web.site.backups.databases import database
from nyhavn.web.site.backups.manifest import MANIFEST, SEAL, Manifest, seal_of, written

# In this order a log that grows meanwhile is copied whole: no copy counts more than the one before it holds.
LOG_PARTS = (PRIVATE_FOLDER, TRUST_FILE, CHECKPOINTS_FOLDER, CHECKPOINT_FILE, LEAVES_FILE)


def back_up(to: Path) -> Path:
    """Write a backup to a file, or into a folder under a name of this moment; gives the file. Raises Refusal."""
    check_not_restoring()
    made_at = datetime.now(UTC)
    file = _place(to, made_at)
    with outside_faults(), workspace(file) as folder:
        _check_is_there()
        epochs = _epochs()
        copied = folder / archive.DATABASE
        database().copy_to(copied)
        partial = folder / "backup.tar"
        with partial.open("xb") as stream:
            partial.chmod(PRIVATE_FILE)
            with tarfile.open(fileobj=stream, mode="w") as tar:
                _fill(Archive(tar), copied, made_at, epochs)
            stream.flush()
            os.fsync(stream.fileno())
        archive.finished(partial, file)
    return file


def _fill(to: Archive, copied: Path, made_at: datetime, epochs: Mapping[UUID, int]) -> None:
    to.add(copied, archive.DATABASE)
    # After the database: a release that comes out in between is among the files, and the restored site finds it there.
    to.add_folder(Path(settings.RELEASES), archive.RELEASES)
    log = Path(settings.RELEASE_LOG)
    for part in LOG_PARTS:
        if (log / part).is_dir():
            to.add_folder(log / part, f"{archive.LOG}/{part}")
        elif (log / part).is_file():
            to.add(log / part, f"{archive.LOG}/{part}")
    to.add_folder(Path(settings.LANGUAGES_FOLDER), archive.LANGUAGES)
    secret = Path(settings.HOME) / archive.SECRET
    if secret.is_file():
        to.add(secret, archive.SECRET)
    manifest = Manifest(__version__, made_at, database().kind, mirror.head(), epochs, dict(to.files))
    content = written(manifest)
    to.add_bytes(content, MANIFEST)
    to.add_bytes(seal_of(content, mirror.make_key()), SEAL)


def _place(to: Path, made_at: datetime) -> Path:
    """Where the file will be. Raises Refusal: backup-exists, backup-folder-missing, backup-not-here."""
    wanted = to.expanduser().resolve()
    if wanted.is_dir():
        wanted = wanted / f"nyhavn-{made_at:%Y%m%dT%H%M%SZ}.tar"
    where = str(wanted.parent)
    if not wanted.parent.is_dir():
        do = "Make it, or put the disk in, and run the command again."
        raise refusal("backup-folder-missing", "There is no such folder.", where=where, do=do)
    for folder in (settings.HOME, settings.KEYS, settings.ESCROW, settings.MIRROR):
        if folder is not None and wanted.is_relative_to(folder):
            what = "A backup does not belong beside what it is a backup of, nor beside the keys and the mirror."
            raise refusal("backup-not-here", what, where=where, do="Name a folder on another disk.")
    archive.check_free(wanted)
    return wanted


def _check_is_there() -> None:
    """Raises Refusal "backup-of-nothing"."""
    if not database().is_taken():
        what = "There is no database in this installation yet."
        raise refusal("backup-of-nothing", what, where=str(settings.HOME), do="Check NYHAVN_HOME and NYHAVN_DATABASE.")


def _epochs() -> dict[UUID, int]:
    """The current period of keys of each initiative. Read before the copy, which can only be of the same or later."""
    current = KeyEpoch.objects.filter(ended_at=None)
    return dict(current.values_list("initiative__uuid", "number"))
