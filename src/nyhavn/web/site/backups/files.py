"""The files around the database: put where they are missing, and never an older one in the place of a newer one."""

import shutil
from pathlib import Path

from django.conf import settings

from nyhavn.exchange.bundle.durable import PRIVATE_FILE, PUBLIC_FILE, sync_directory, sync_tree
from nyhavn.exchange.bundle.log_files import PRIVATE_FOLDER
from nyhavn.framework.release_states import PUBLIC
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.site.backups import archive
from nyhavn.web.site.backups.archive import files_below
from nyhavn.web.site.backups.requirements import has_log, is_newer


def put_files(folder: Path) -> None:
    """Everything that was unpacked there, except the database. Repeated, it changes nothing more."""
    home = Path(settings.HOME)
    _put_missing(folder / archive.RELEASES, Path(settings.RELEASES))
    _put_all(folder / archive.LANGUAGES, Path(settings.LANGUAGES_FOLDER))
    if (folder / archive.SECRET).exists():
        _put(folder / archive.SECRET, home / archive.SECRET, PRIVATE_FILE)
    _put_log(folder / archive.LOG, Path(settings.RELEASE_LOG))
    for made in (Path(settings.RELEASES), Path(settings.LANGUAGES_FOLDER)):
        if made.is_dir():
            sync_tree(made)
    sync_directory(home)


def published_since() -> list[str]:
    """Releases whose files are here and of which the restored database does not know that they came out."""
    known = set(PublicRelease.objects.filter(state__in=PUBLIC).values_list("name", "version"))
    places = (path for path in sorted(Path(settings.RELEASES).glob("*/*")) if path.is_dir())
    return [f"{path.parent.name} {path.name}" for path in places if (path.parent.name, path.name) not in known]


def _put_missing(source: Path, to: Path) -> None:
    """What was published never changes: a file that is there stays."""
    for path in files_below(source):
        place = to / path.relative_to(source)
        if not place.exists():
            _put(path, place, PUBLIC_FILE)


def _put_all(source: Path, to: Path) -> None:
    for path in files_below(source):
        _put(path, to / path.relative_to(source), PUBLIC_FILE)


def _put(path: Path, place: Path, mode: int) -> None:
    """Both lie on one file system: the whole file, or the one before."""
    place.parent.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    path.rename(place)


def _put_log(source: Path, log: Path) -> None:
    """The log that goes further stays, or comes. Both are one log, which was checked before."""
    if not has_log(source) or (has_log(log) and not is_newer(source)):
        return
    for path in files_below(source):
        path.chmod(PUBLIC_FILE)
    private = source / PRIVATE_FOLDER
    if private.is_dir():
        private.chmod(0o700)
        for path in files_below(private):
            path.chmod(PRIVATE_FILE)
    sync_tree(source)
    aside = log.with_name(f"{log.name}.before-restore")
    shutil.rmtree(aside, ignore_errors=True)
    if log.exists():
        log.rename(aside)
    source.rename(log)
    sync_directory(log.parent)
    shutil.rmtree(aside, ignore_errors=True)
