"""The second copy of the folder of keys, on another disk: kept equal, and destroyed with the first.

Its folder is never made here. If the disk is not there, whatever needs it waits, so that no key is alive in one place
only, and no key that was to be destroyed goes on living in the other.
"""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from nyhavn.chain.workspace import outside_faults
from nyhavn.framework.refusal import OutsideFault, Reason
from nyhavn.web.collection import keys
from nyhavn.web.lineage import mirror

ENDINGS = (".key", ".ring")


def copy_of(path: Path) -> Path | None:
    """Where the second copy of a file of keys lies; None if there is one copy only."""
    return None if settings.ESCROW is None else Path(settings.ESCROW) / path.relative_to(settings.KEYS)


def check_there() -> None:
    """Raises OutsideFault "escrow-missing" if a second copy is to be kept and its folder is not there."""
    if settings.ESCROW is not None and not Path(settings.ESCROW).is_dir():
        what = "The folder for the second copy of the keys is not there."
        raise OutsideFault(Reason("escrow-missing", what, "NYHAVN_ESCROW", "Put the disk in; the work then goes on."))


def keep(path: Path) -> None:
    """Have an equal second copy of a file. Raises OutsideFault "escrow-missing", "escrow-differs"."""
    copy = copy_of(path)
    if copy is None:
        return
    check_there()
    with outside_faults():
        content = path.read_bytes()
        keys.write_once(copy, content)
        is_equal = copy.read_bytes() == content
    if not is_equal:
        what = "A file of keys and its second copy are not the same, and one of them is wrong."
        do = "Find out which one opens the contributions, and put it into the other place."
        raise OutsideFault(Reason("escrow-differs", what, f"{path.parent.name}/{path.name}", do))


def sweep(path: Path) -> None:
    """Take away what killed writers left of a file that stays, in both places. Raises OutsideFault."""
    check_there()
    copy = copy_of(path)
    if copy is not None:
        keys.sweep(copy)
    keys.sweep(path)


def destroy(path: Path) -> None:
    """Destroy a file in both places. Raises OutsideFault."""
    check_there()
    copy = copy_of(path)
    if copy is not None:
        keys.destroy(copy)
    keys.destroy(path)


def keep_all() -> None:
    """Have an equal second copy of every file of keys, as after the folder was named for the first time.

    Nobody may turn keys meanwhile: a key that is destroyed here would otherwise come back there.
    """
    if settings.ESCROW is None:
        return
    for folder in folders():
        with keys.held(UUID(folder.name)):
            for path in files_in(folder):
                keep(path)
    for path in files_in(Path(settings.KEYS)):
        keep(path)
    mirror.keep_second_copy()


def folders() -> list[Path]:
    """The folders of initiatives in the folder of keys."""
    return sorted(path for path in Path(settings.KEYS).iterdir() if path.is_dir())


def files_in(folder: Path) -> Iterator[Path]:
    """Every finished key and ring in a folder, in order."""
    return (path for path in sorted(folder.iterdir()) if path.suffix in ENDINGS and not path.name.startswith("."))
