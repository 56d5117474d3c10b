"""Verifier keys and signed checkpoints are those of C2SP signed notes."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nyhavn.exchange.bundle.canonical import Unreadable, decode_base64
from nyhavn.exchange.bundle.checkpoint import Checkpoint, read_checkpoint, sign_checkpoint
from nyhavn.exchange.bundle.keys import VerifierKey, read_key_file, read_trusted_keys, read_verifier_key
from nyhavn.framework.refusal import Refusal

# The example of the signed note package of the Go project: an independent implementation of the same format.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_TEXT = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NEUMANN_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey("harbour.example/log", PRIVATE.public_key().public_bytes_raw())
CHECKPOINT = Checkpoint("harbour.example/log", 3, b"\x07" * 32)
SIGNED = sign_checkpoint(CHECKPOINT, KEY, PRIVATE.sign)


def test_a_key_of_another_implementation_is_read_and_its_signature_holds() -> None:
    key = read_verifier_key(NEUMANN)
    signature = decode_base64(NEUMANN_SIGNATURE)
    assert (key.name, key.line) == ("PeterNeumann", NEUMANN)
    assert signature[:4] == key.key_hash
    assert key.verifies(signature[4:], NEUMANN_TEXT)
    assert not key.verifies(signature[4:], NEUMANN_TEXT + b"!")


def test_the_fingerprint_is_of_the_key_and_not_of_its_name() -> None:
    assert replace(KEY, name="other").fingerprint == KEY.fingerprint
    assert replace(KEY, name="other").key_hash != KEY.key_hash


@pytest.mark.parametrize(
    "line",
    [
        "",
        "PeterNeumann",
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN.replace("c74f20a3", "C74F20A3"),
        NEUMANN.replace("PeterNeumann", "Peter Neumann"),
        NEUMANN.replace("PeterNeumann", "PeterNeuman"),
        NEUMANN.replace("ARpc", "BRpc"),
        NEUMANN[:-4],
        NEUMANN + "\n",
        NEUMANN + "+",
    ],
)
def test_a_key_in_any_other_spelling_is_not_read(line: str) -> None:
    with pytest.raises(Unreadable):
        read_verifier_key(line)


@pytest.mark.parametrize("data", [b"", NEUMANN.encode(), NEUMANN.encode() + b"\n\n", b"\xff\n"])
def test_a_key_file_is_one_whole_line(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_key_file(data)
    assert read_key_file(f"{NEUMANN}\n".encode()).line == NEUMANN


def test_trusted_keys_may_stand_between_comments() -> None:
    lines = ["# the water network", "", f"  {NEUMANN}\n", KEY.line]
    assert [key.name for key in read_trusted_keys(lines)] == ["PeterNeumann", "harbour.example/log"]


@pytest.mark.parametrize("lines", [[NEUMANN, "garbage"], [""], ["# nobody"], []])
def test_a_trust_file_without_a_readable_key_is_refused_and_never_taken_for_no_wish(lines: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        read_trusted_keys(lines)
    assert refused.value.codes == ("trusted-key-unreadable",)


def test_a_checkpoint_has_three_lines_and_a_signature_line() -> None:
    lines = SIGNED.data.decode().split("\n")
    assert lines[:4] == ["harbour.example/log", "3", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=", ""]
    assert lines[4].startswith("— harbour.example/log ")
    assert lines[5:] == [""]


def test_a_checkpoint_comes_back_and_its_signature_holds() -> None:
    again = read_checkpoint(SIGNED.data)
    assert again == SIGNED
    assert again.signed_by(KEY)


@pytest.mark.parametrize(
    "forged",
    [
        replace(SIGNED, checkpoint=replace(CHECKPOINT, size=4)),
        replace(SIGNED, checkpoint=replace(CHECKPOINT, root=b"\x08" * 32)),
        replace(SIGNED, checkpoint=replace(CHECKPOINT, origin="other.example/log")),
        replace(SIGNED, key_name="other.example/log"),
        replace(SIGNED, key_hash=b"\x00" * 4),
        replace(SIGNED, signature=b"\x00" * 64),
    ],
)
def test_a_checkpoint_with_one_forged_part_is_not_signed_by_the_key(forged: object) -> None:
    assert not forged.signed_by(KEY)


def test_a_checkpoint_under_the_name_of_another_log_is_not_signed_by_the_key() -> None:
    """A key may not sign for a log of another name, even with a whole signature."""
    foreign = sign_checkpoint(replace(CHECKPOINT, origin="other.example/log"), KEY, PRIVATE.sign)
    assert not foreign.signed_by(KEY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n3\n", "\n03\n"),
        ("\n3\n", "\n+3\n"),
        ("\n3\n", "\n٣\n"),
        ("\n3\n", "\n-3\n"),
        ("\n3\n", f"\n{'9' * 5000}\n"),
        ("BwcHBwc=", "BwcHBwd="),
        ("BwcHBwc=", "BwcHBw=="),
        ("— ", "- "),
        ("\n\n", "\n"),
        ("\n\n", "\nextension\n\n"),
        ("harbour", "har\tbour\n"),
    ],
)
def test_a_checkpoint_in_any_other_spelling_is_not_read(old: str, new: str) -> None:
    with pytest.raises(Unreadable):
        read_checkpoint(SIGNED.data.decode().replace(old, new, 1).encode())


def test_a_second_signature_is_not_read() -> None:
    with pytest.raises(Unreadable):
        read_checkpoint(SIGNED.data + SIGNED.data.split(b"\n\n")[1])
