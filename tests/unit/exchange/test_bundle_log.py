"""The log folder: one key, one history, and no signing on when something is wrong with either."""

import os
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed448

from nyhavn.exchange.bundle.keys import read_verifier_key
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.merkle import leaf_hash, root_hash
from nyhavn.framework.refusal import Refusal


@pytest.fixture
def log(tmp_path: Path) -> ReleaseLog:
    """A log with three entries."""
    opened = ReleaseLog.open(tmp_path / "log", origin="water.example/releases")
    for entry in (b"one", b"two", b"three"):
        opened.append(entry)
    return opened


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def refused_code(folder: Path, origin: str = "") -> str:
    with pytest.raises(Refusal) as refused:
        ReleaseLog.open(folder, origin=origin)
    (code,) = refused.value.codes
    return code


def test_the_first_opening_makes_a_key_and_an_empty_log(tmp_path: Path) -> None:
    log = ReleaseLog.open(tmp_path / "deep" / "log")
    assert (log.state().leaves, log.state().signed.checkpoint.root) == ((), root_hash([]))
    assert (log.folder / "trust.pub").read_text() == f"{log.verifier_key}\n"
    assert log.key.name == f"nyhavn-log-{log.key_fingerprint[:16]}"


def test_only_the_owner_can_read_the_key_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = ReleaseLog.open(tmp_path / "log").folder
    finally:
        os.umask(before)
    assert (mode(folder / "private"), mode(folder / "private/key.pem")) == (0o700, 0o600)


def test_the_key_is_never_in_what_an_error_could_print(log: ReleaseLog) -> None:
    assert "Private" not in repr(log)
    assert read_verifier_key(log.verifier_key) == log.key


def test_an_entry_adds_one_leaf_and_a_signed_checkpoint(log: ReleaseLog) -> None:
    state = log.append(b"four")
    assert state.leaves == tuple(map(leaf_hash, (b"one", b"two", b"three", b"four")))
    assert (state.signed.checkpoint.size, state.signed.checkpoint.root) == (4, root_hash(state.leaves))
    assert state.signed.signed_by(log.key)
    assert log.state() == state == ReleaseLog.open(log.folder).state()


def test_a_log_keeps_its_key_and_its_name(log: ReleaseLog) -> None:
    assert ReleaseLog.open(log.folder).verifier_key == log.verifier_key
    assert ReleaseLog.open(log.folder, origin="water.example/releases").verifier_key == log.verifier_key
    assert refused_code(log.folder, "other.example") == "log-other-origin"


@pytest.mark.parametrize("origin", ["two words", "a+b", "line\nfeed", "x" * 201])
def test_a_name_that_a_checkpoint_can_not_hold_is_refused_before_anything_is_made(tmp_path: Path, origin: str) -> None:
    assert refused_code(tmp_path / "log", origin) == "log-origin-invalid"
    assert not (tmp_path / "log").exists()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Dear Ana")
    assert refused_code(tmp_path) == "log-without-key"
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_log_whose_key_is_gone_gets_no_new_key(log: ReleaseLog) -> None:
    (log.folder / "private/key.pem").unlink()
    assert refused_code(log.folder) == "log-without-key"
    shutil.rmtree(log.folder / "private")
    assert refused_code(log.folder) == "log-without-key"


@pytest.mark.parametrize(
    ("place", "bits"), [("private", 0o750), ("private/key.pem", 0o640), ("private/key.pem", 0o604)]
)
def test_a_key_that_others_may_read_is_refused(log: ReleaseLog, place: str, bits: int) -> None:
    (log.folder / place).chmod(bits)
    assert refused_code(log.folder) == "log-key-exposed"


def test_a_key_that_is_a_link_is_refused(log: ReleaseLog, tmp_path: Path) -> None:
    key = log.folder / "private/key.pem"
    key.rename(tmp_path / "elsewhere.pem")
    key.symlink_to(tmp_path / "elsewhere.pem")
    assert refused_code(log.folder) == "log-key-exposed"


def pem(password: bytes | None) -> bytes:
    lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    key = ed448.Ed448PrivateKey.generate()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


@pytest.mark.parametrize(
    "data", [b"", b"garbage", pem(None), pem(b"secret")], ids=["empty", "garbage", "kind", "locked"]
)
def test_a_key_that_can_not_be_used_is_refused(log: ReleaseLog, data: bytes) -> None:
    (log.folder / "private/key.pem").write_bytes(data)
    assert refused_code(log.folder) == "log-key-unreadable"


def test_the_key_of_another_log_is_refused(log: ReleaseLog, tmp_path: Path) -> None:
    other = ReleaseLog.open(tmp_path / "other", origin="water.example/releases")
    shutil.copy(other.folder / "private/key.pem", log.folder / "private/key.pem")
    assert refused_code(log.folder) == "log-damaged"


@pytest.mark.parametrize("file", ["leaves.txt", "checkpoint"])
@pytest.mark.parametrize("position", [0, 30, 64, 65, 100, 180])
def test_a_changed_byte_in_the_log_is_refused_and_nothing_is_signed(log: ReleaseLog, file: str, position: int) -> None:
    path = log.folder / file
    data = path.read_bytes()
    path.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
    signed = sorted(path.name for path in (log.folder / "checkpoints").iterdir())
    assert refused_code(log.folder) in {"log-damaged", "log-other-origin"}
    with pytest.raises(Refusal):
        log.append(b"four")
    assert sorted(path.name for path in (log.folder / "checkpoints").iterdir()) == signed
    path.write_bytes(data)
    assert log.append(b"four").signed.checkpoint.size == 4


@pytest.mark.parametrize("file", ["leaves.txt", "checkpoint"])
def test_a_missing_file_of_the_log_is_refused(log: ReleaseLog, file: str) -> None:
    (log.folder / file).unlink()
    assert refused_code(log.folder) == "log-damaged"


def test_a_log_with_fewer_leaves_than_its_checkpoint_counts_is_refused(log: ReleaseLog) -> None:
    path = log.folder / "leaves.txt"
    path.write_bytes(path.read_bytes()[:-65])
    assert refused_code(log.folder) == "log-damaged"


def test_a_log_set_back_to_an_earlier_state_is_refused(log: ReleaseLog) -> None:
    """An old copy put back over the log would sign a second history."""
    shutil.copy(log.folder / "checkpoints/2", log.folder / "checkpoint")
    assert refused_code(log.folder) == "log-damaged"


def test_two_checkpoints_of_one_size_are_refused(log: ReleaseLog, tmp_path: Path) -> None:
    fork = tmp_path / "fork"
    shutil.copytree(log.folder, fork)
    ReleaseLog.open(fork).append(b"four")
    log.append(b"another four")
    shutil.copy(fork / "checkpoints/4", log.folder / "checkpoints/4")
    assert refused_code(log.folder) == "log-damaged"


def test_a_trust_file_that_is_not_the_logs_own_is_refused_and_a_missing_one_written_again(
    log: ReleaseLog, tmp_path: Path
) -> None:
    """Whoever hands out a wrong trust.pub hands out trust in somebody else."""
    path = log.folder / "trust.pub"
    path.unlink()
    ReleaseLog.open(log.folder)
    assert path.read_text() == f"{log.verifier_key}\n"
    path.write_text(f"{ReleaseLog.open(tmp_path / 'other').verifier_key}\n")
    assert refused_code(log.folder) == "log-damaged"
