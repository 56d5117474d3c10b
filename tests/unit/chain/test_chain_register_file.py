"""The register's file: one run at a time, private, and right after a crash at any moment."""

from pathlib import Path

import pytest

from nyhavn.chain.over_time import KEPT, RegisterBook, book_bytes
from nyhavn.chain.register_file import announce, keep_book, read_book, register_of_run
from nyhavn.engine.confidentiality.vintages import Division, Family, History, Register
from nyhavn.framework.refusal import Refusal


def book(version: str) -> RegisterBook:
    """A register after a release of that version."""
    zero = (0,)
    register = Register(
        cells=("everybody",), held=((40,),), counter=zero, refreshed=zero, settled=zero, group=zero, epoch=zero, seed=1
    )
    family = Family(division=Division(breakdowns=()), tables=register, history=History())
    return RegisterBook(release="r", version=version, declared="", vintages=("r, version 1",), family=family)


def finished(out: Path, version: str) -> None:
    """A run's folder, out."""
    (out / "restricted").mkdir(parents=True)
    (out / "restricted" / KEPT).write_bytes(book_bytes(book(version)))


def test_what_was_kept_is_read_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "register.json"
    assert read_book(path) is None
    keep_book(book("1"), path)
    assert read_book(path) == book("1")
    assert path.stat().st_mode & 0o077 == 0


def test_killed_before_the_release_was_out_the_register_is_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "register.json"
    keep_book(book("1"), path)
    announce(path, tmp_path / "out")
    assert read_book(path) == book("1")
    assert [entry.name for entry in tmp_path.iterdir()] == ["register.json"]


def test_killed_after_the_release_was_out_the_register_is_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "register.json"
    keep_book(book("1"), path)
    announce(path, tmp_path / "out")
    finished(tmp_path / "out", "2")
    assert read_book(path) == book("2")
    assert not path.with_name("register.json.next").exists()


def test_killed_after_the_first_release_the_register_begins_with_it(tmp_path: Path) -> None:
    path = tmp_path / "register.json"
    announce(path, tmp_path / "out")
    finished(tmp_path / "out", "1")
    assert read_book(path) == book("1")


def test_two_runs_do_not_go_on_from_one_register(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "register.json"
    with register_of_run(path):
        with pytest.raises(Refusal) as caught, register_of_run(path):
            pass
        assert caught.value.codes == ("register-busy",)
    with register_of_run(path):
        pass  # and once it has ended, the next one may


@pytest.mark.parametrize("content", [b"", b"{}", b"[1, 2]", b"\xff\xfe", b'{"format": 2}'])
def test_what_is_no_register_is_refused_with_where_its_copy_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "register.json"
    path.write_bytes(content)
    with pytest.raises(Refusal, match="restricted/register.json") as caught:
        read_book(path)
    assert caught.value.codes == ("register-unreadable",)
    assert path.read_bytes() == content
