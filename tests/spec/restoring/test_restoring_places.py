"""What can be wrong with the places of a backup is said in a sentence; no site is needed to see it."""

from pathlib import Path

import pytest
from pytest_django import Settings

from nyhavn.framework.refusal import OutsideFault, Refusal
from nyhavn.web.site.backups.databases import Sqlite
from nyhavn.web.site.backups.making import back_up


@pytest.mark.parametrize("content", [None, b"no database at all" * 100])
def test_a_database_that_cannot_be_opened_is_no_defect(tmp_path: Path, content: bytes | None) -> None:
    place = Sqlite(tmp_path / "nyhavn.sqlite3")
    if content is not None:
        place.path.write_bytes(content)
    with pytest.raises(OutsideFault) as fault:
        place.copy_to(tmp_path / "copy")
    assert fault.value.codes == ("database-failed",)


def test_a_backup_does_not_lie_beside_the_second_copy_of_the_keys(settings: Settings, tmp_path: Path) -> None:
    settings.HOME, settings.ESCROW = tmp_path / "home", tmp_path / "drawer"
    for folder in (settings.HOME, settings.ESCROW):
        folder.mkdir()
    with pytest.raises(Refusal) as refused:
        back_up(settings.ESCROW / "old.tar")
    assert refused.value.codes == ("backup-not-here",)
