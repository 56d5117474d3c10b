"""`nyhavn restore`: a backup comes back, and nobody who took their data back comes with it.

Everything is checked before anything is changed. From the first change until the end a marker stands in the home, and
nothing starts. A restore that died is begun again with the same command.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from nyhavn.chain.workspace import outside_faults, workspace
from nyhavn.web import restoring_marker
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.lineage import mirror
from nyhavn.web.restoring_marker import Marker
from nyhavn.web.site.backups import archive, requirements
from nyhavn.web.site.backups.coming_back import CameBack, come_back
from nyhavn.web.site.backups.databases import Database, database
from nyhavn.web.site.backups.files import published_since, put_files
from nyhavn.web.site.backups.manifest import Manifest


@dataclass(frozen=True)
class Restored:
    """What a restore did. since: releases that came out after the backup, of which the database knows nothing."""

    made_at: datetime
    came_back: CameBack
    since: list[str]


def restore(file: Path, *, replaces: bool) -> Restored:
    """Bring a backup back. Call it with the home held. replaces: what is there may be lost. Raises Refusal."""
    requirements.check_file(file)
    place = database()
    requirements.check_place(place, replaces=replaces)
    with outside_faults(), workspace(Path(settings.HOME) / "restored") as folder:
        manifest = _checked(file, folder, place)
        _put_database(place, folder / archive.DATABASE)
        put_files(folder)
        return _finished(manifest, place)


def _checked(file: Path, folder: Path, place: Database) -> Manifest:
    """Unpack, and ask everything that can be asked before anything is changed. Raises Refusal."""
    content, seal, found = archive.unpack(file, folder)
    manifest = requirements.manifest_of(content, seal, found)
    requirements.check_kind(manifest, place)
    requirements.check_keys(manifest.epochs)
    requirements.check_log(folder / archive.LOG)
    mirror.mend()
    mirror.check(manifest.mirror)
    return manifest


def _put_database(place: Database, file: Path) -> None:
    """The marker, then the old one aside, then the new one in."""
    connection.close()
    before = restoring_marker.standing()
    marker = before or Marker(replaces=place.is_taken())
    restoring_marker.put(marker)
    if marker.replaces and not place.is_aside():
        place.set_aside()
    place.clear()  # what a restore that died put there
    place.put(file)


def _finished(manifest: Manifest, place: Database) -> Restored:
    """Before anybody may read it: this version, the keys of today, every withdrawal, one record; then the marker."""
    call_command("migrate", interactive=False, verbosity=0)
    came_back = come_back()
    facts: dict[str, Fact] = {
        "made_at": manifest.made_at.isoformat(),
        "mirror_lines": came_back.replayed.lines,
        "withdrawn_again": came_back.replayed.withdrawn,
        "unknown": came_back.replayed.unknown,
        "keys_opened": came_back.opened,
        "keys_gone": came_back.gone,
    }
    with transaction.atomic():
        record("backup-restored", by=None, kind="installation", on=None, facts=facts)
    restored = Restored(manifest.made_at, came_back, published_since())
    connection.close()
    place.drop_aside()
    restoring_marker.take_away()
    return restored
