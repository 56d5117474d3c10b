"""Others can check a release without Nyhavn, and come to the same result."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from frictionless import Package

import nyhavn.exchange.bundle as bundle_package
from nyhavn.exchange.bundle.log import ReleaseLog
from spec.bundle.small_release import publish_release

# Every word here is a promise that a stranger may read it: nothing about persons, rules' parameters, or hashes of data.
PREDICATE_KEYS = {"basis", "issuedAt", "licence", "previous", "release", "software", "synthetic", "version"}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    log = ReleaseLog.open(tmp_path / "log")
    publish_release(log, tmp_path / "first")
    return publish_release(log, tmp_path / "second", id="agua-2026-2", previous="agua-2026-1").folder


def needs(tool: str) -> str:
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"no {tool} on this machine")
    return found


def independent_envelope(bundle: Path) -> tuple[bytes, bytes, bytes]:
    """Payload, signed bytes and signature, computed from the DSSE specification alone."""
    envelope = json.loads((bundle / "release.intoto.dsse.json").read_bytes())
    payload, kind = base64.b64decode(envelope["payload"]), envelope["payloadType"]
    signed = b" ".join(
        [b"DSSEv1", str(len(kind)).encode(), kind.encode(), str(len(payload)).encode(), payload]
    )  # fmt: skip
    return payload, signed, base64.b64decode(envelope["signatures"][0]["sig"])


def public_key(bundle: Path) -> bytes:
    return base64.b64decode((bundle / "log/signer.pub").read_text().strip().split("+", 2)[2])[1:]


def test_sha256sum_finds_all_content_and_a_changed_byte(bundle: Path) -> None:
    command = [needs("sha256sum"), "--check", "--strict", "MANIFEST.sha256"]
    whole = subprocess.run(command, cwd=bundle, capture_output=True, text=True, check=False)
    assert (whole.returncode, whole.stdout.count(": OK")) == (0, 9)
    with (bundle / "report.html").open("ab") as report:
        report.write(b" ")
    damaged = subprocess.run(command, cwd=bundle, capture_output=True, text=True, check=False)
    assert damaged.returncode == 1
    assert "report.html: FAILED" in damaged.stdout


def test_the_envelope_can_be_checked_from_the_specification_alone(bundle: Path) -> None:
    payload, signed, signature = independent_envelope(bundle)
    Ed25519PublicKey.from_public_bytes(public_key(bundle)).verify(signature, signed)
    envelope = json.loads((bundle / "release.intoto.dsse.json").read_bytes())
    assert envelope["signatures"][0]["keyid"] == hashlib.sha256(public_key(bundle)).hexdigest()
    statement = json.loads(payload)
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["predicateType"] == "urn:nyhavn:release:v1"


def test_openssl_agrees_on_the_signature(bundle: Path, tmp_path: Path) -> None:
    _, signed, signature = independent_envelope(bundle)
    pem = Ed25519PublicKey.from_public_bytes(public_key(bundle)).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    for name, data in (("key.pem", pem), ("signed", signed), ("forged", signed + b" "), ("signature", signature)):
        (tmp_path / name).write_bytes(data)
    command = [needs("openssl"), "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key.pem", "-sigfile", "signature"]

    def verdict(file: str) -> int:
        return subprocess.run([*command, "-in", file], cwd=tmp_path, capture_output=True, check=False).returncode

    assert (verdict("signed"), verdict("forged") != 0) == (0, True)


def test_the_statement_names_every_content_file_and_nothing_private(bundle: Path) -> None:
    statement = json.loads(independent_envelope(bundle)[0])
    files = {subject["name"]: subject["digest"]["sha256"] for subject in statement["subject"]}
    evidence = {"MANIFEST.sha256", "release.intoto.dsse.json", "log/leaves.txt", "log/checkpoint", "log/signer.pub"}
    present = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert set(files) == present - evidence
    assert all(hashlib.sha256((bundle / name).read_bytes()).hexdigest() == digest for name, digest in files.items())
    assert set(statement["predicate"]) == PREDICATE_KEYS
    assert (statement["predicate"]["previous"], statement["predicate"]["synthetic"]) == ("agua-2026-1", True)


def test_the_log_can_be_checked_with_a_few_lines(bundle: Path) -> None:
    """As the page on verifying says it."""
    origin, size, root, empty, signature, end = (bundle / "log/checkpoint").read_text("utf-8").split("\n")
    leaves = [bytes.fromhex(line) for line in (bundle / "log/leaves.txt").read_text().splitlines()]
    assert leaves[-1] == hashlib.sha256(b"\x00" + (bundle / "release.intoto.dsse.json").read_bytes()).digest()
    assert base64.b64decode(root) == hashlib.sha256(b"\x01" + leaves[0] + leaves[1]).digest()
    assert (int(size), empty, end) == (2, "", "")
    raw = base64.b64decode(signature.rsplit(" ", 1)[1])
    assert raw[:4] == hashlib.sha256(f"{origin}\n".encode() + b"\x01" + public_key(bundle)).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public_key(bundle)).verify(raw[4:], f"{origin}\n{size}\n{root}\n".encode())


def test_the_page_on_verifying_works_without_nyhavn(bundle: Path, repository: Path) -> None:
    """Its Python needs no package, its openssl commands are run as they stand there."""
    openssl, page = needs("openssl"), (repository / "docs/how-to/verify-a-release.md").read_text("utf-8")
    (script,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    plain = [sys.executable, "-I", "-S", "-c", script]
    subprocess.run(plain, cwd=bundle, check=True)
    commands = re.findall(r"^openssl (.*)$", page, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        found = subprocess.run(
            [openssl, *command.split()], cwd=bundle.parent / "to-check", capture_output=True, text=True, check=False
        )
        assert "Signature Verified Successfully" in found.stdout
    shutil.rmtree(bundle.parent / "to-check")
    (bundle / "README.txt").write_bytes(b"changed")
    changed = subprocess.run(plain, cwd=bundle, capture_output=True, text=True, check=False)
    assert "AssertionError: README.txt" in changed.stderr


def test_the_page_on_the_bundle_names_every_problem(repository: Path) -> None:
    page = (repository / "docs/reference/bundle.md").read_text("utf-8").split("## Problems that verify finds")[1]
    source = "".join(path.read_text("utf-8") for path in sorted(Path(bundle_package.__path__[0]).glob("*.py")))
    reported = set(re.findall(r"(?:Problem|report)\(\"([a-z-]+)\"", source))
    assert set(re.findall(r"`([a-z-]+)`", page)) == reported


def test_a_data_package_validator_accepts_the_tables(bundle: Path) -> None:
    report = Package(str(bundle / "datapackage.json")).validate()
    assert report.flatten(["type", "message"]) == []
    assert report.valid
    assert [task.name for task in report.tasks] == [
        "tables-water.total",
        "tables-water.by.functioning.place",
        "codebook",
    ]


def by_a_hash(table: str) -> str:
    return table.replace("61", "99")


def by_a_text(table: str) -> str:
    return table.replace("61", "sixty-one")


@pytest.mark.parametrize("damage", [by_a_hash, by_a_text])
def test_a_data_package_validator_notices_a_changed_table(bundle: Path, damage: Callable[[str], str]) -> None:
    table = bundle / "tables/water.total.csv"
    table.write_text(damage(table.read_text("utf-8")), "utf-8")
    assert not Package(str(bundle / "datapackage.json")).validate().valid
