"""Checking a bundle: every byte of every file, with nothing but the bundle and a key one trusts.

No file is believed. The signed statement names all content files with their hashes; the manifest must say the same;
every evidence file must be in its one canonical spelling; and nothing else may lie in the folder.
"""

import filecmp
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.checkpoint import SignedCheckpoint, read_checkpoint
from nyhavn.exchange.bundle.container import pack, unpack
from nyhavn.exchange.bundle.credit import COMMITMENT, CREDIT, MOST_BYTES, credit_note
from nyhavn.exchange.bundle.history import check_log_copy, check_older
from nyhavn.exchange.bundle.keys import VerifierKey, read_key_file, read_trusted_keys
from nyhavn.exchange.bundle.layout import (
    CHECKPOINT,
    ENVELOPE,
    LEAVES,
    MANIFEST,
    RECALL,
    RECORDS,
    SIGNER,
    UNSIGNED,
    Inventory,
    sha256_of,
    take_inventory,
)
from nyhavn.exchange.bundle.log_files import read_leaves
from nyhavn.exchange.bundle.manifest import read_manifest
from nyhavn.exchange.bundle.merkle import leaf_hash, root_hash
from nyhavn.exchange.bundle.recall import Recall, read_recall
from nyhavn.exchange.bundle.statement import Envelope, Statement, read_envelope, signed_bytes
from nyhavn.exchange.bundle.verdict import (
    NO_KEY,
    NO_OLDER,
    NO_WITNESS,
    NOT_TRUTH,
    Problem,
    Verification,
    recalled_on,
)
from nyhavn.framework.refusal import refusal

MOST_EVIDENCE_BYTES = 256 * 1024 * 1024  # four million entries of a log; more is not evidence but an attack
Read = TypeVar("Read")


@dataclass
class _Evidence:
    """The evidence files of one bundle, as far as they could be read, and the problems met so far."""

    folder: Path
    inventory: Inventory
    problems: list[Problem] = field(default_factory=list)
    key: VerifierKey | None = None
    envelope: tuple[Envelope, Statement] | None = None
    manifest: dict[str, str] | None = None
    leaves: tuple[bytes, ...] | None = None
    checkpoint: SignedCheckpoint | None = None
    credit: str = ""
    recall: Recall | None = None

    def report(self, code: str, file: str, sentence: str) -> None:
        self.problems.append(Problem(code, file, sentence))

    def bytes_of(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def read(self, name: str, parse: Callable[[bytes], Read]) -> Read | None:
        """The parsed file, or None with a problem reported."""
        if name not in self.inventory.files:
            self.report("file-missing", name, "This file is missing.")
            return None
        try:
            if (self.folder / name).stat().st_size > MOST_EVIDENCE_BYTES:
                raise Unreadable("It is far too large.")
            return parse(self.bytes_of(name))
        except Unreadable as fault:
            self.report("evidence-damaged", name, f"This file is not as it was written. {fault}")
            return None


@dataclass(frozen=True)
class Beside:
    """What was handed in beside a bundle."""

    older: bytes | None
    log_folder: Path | None
    credit: bytes | None


def verify(
    path: Path,
    *,
    trusted: Sequence[str] = (),
    older_checkpoint: bytes | None = None,
    log_folder: Path | None = None,
    credit: bytes | None = None,
) -> Verification:
    """Check a bundle: a folder, or a zip as `container.pack` writes it.

    trusted: verifier keys, one line each (trust.pub). older_checkpoint: the bytes of a checkpoint of the same log,
    from an earlier release or from anywhere. log_folder: a copy of the log (leaves.txt and checkpoint), needed only
    where the older checkpoint is in truth a newer one. credit: of the credit file beside it; one that lies in the
    bundle is read otherwise. That it was changed is a note and no problem.
    Whatever is wrong with the bundle is a problem in the result. Raises Refusal only for what was handed in beside
    it: bundle-not-found, trusted-key-unreadable, older-checkpoint-unreadable, log-copy-unreadable.
    """
    keys = read_trusted_keys(trusted) if trusted else ()
    history = Beside(older_checkpoint, log_folder, credit)
    if path.is_dir():
        return _verify_folder(path, keys, history, [])
    if not path.is_file():
        raise refusal(
            "bundle-not-found", "There is no release at this place.", where=f"{path}", do="Check the path you typed."
        )
    with tempfile.TemporaryDirectory(prefix="nyhavn-verify-") as temporary:
        return _verify_zip(path, Path(temporary), keys, history)


def _verify_zip(path: Path, temporary: Path, keys: Sequence[VerifierKey], history: Beside) -> Verification:
    folder, again = temporary / "bundle", temporary / "again.zip"
    folder.mkdir()
    try:
        unpack(path, folder)
    except Unreadable as fault:
        problem = Problem("container-damaged", path.name, f"The zip cannot be unpacked safely. {fault}")
        return _result(
            _Evidence(folder, take_inventory(folder), [problem]), keys, older_given=history.older is not None
        )
    pack(folder, again)
    same = filecmp.cmp(path, again, shallow=False)
    sentence = "The zip itself was edited: its bytes are not those that packing these files gives."
    return _verify_folder(folder, keys, history, [] if same else [Problem("container-edited", path.name, sentence)])


def _verify_folder(folder: Path, keys: Sequence[VerifierKey], history: Beside, problems: list[Problem]) -> Verification:
    evidence = _Evidence(folder, take_inventory(folder), problems)
    evidence.key = evidence.read(SIGNER, read_key_file)
    evidence.envelope = evidence.read(ENVELOPE, read_envelope)
    evidence.manifest = evidence.read(MANIFEST, read_manifest)
    evidence.leaves = evidence.read(LEAVES, read_leaves)
    evidence.checkpoint = evidence.read(CHECKPOINT, read_checkpoint)
    evidence.recall = evidence.read(RECALL, read_recall) if RECALL in evidence.inventory.files else None
    _check_signature(evidence)
    _check_files(evidence)
    _check_log(evidence)
    _check_history(evidence, keys, history.older, history.log_folder)
    _check_credit(evidence, history.credit)
    _check_trust(evidence, keys)
    return _result(evidence, keys, older_given=history.older is not None)


def _check_signature(evidence: _Evidence) -> None:
    if evidence.key is None or evidence.envelope is None:
        return
    envelope, _ = evidence.envelope
    if envelope.signatures[0].keyid != evidence.key.fingerprint:
        evidence.report("signature-wrong", ENVELOPE, "The key that it names is not the key in log/signer.pub.")
    elif not evidence.key.verifies(envelope.signature, signed_bytes(envelope.body)):
        evidence.report("signature-wrong", ENVELOPE, "The signature does not fit what it signs.")


def _check_files(evidence: _Evidence) -> None:
    """Every file that was signed is there and unchanged, and nothing else is."""
    signed = evidence.envelope[1].hashes if evidence.envelope else evidence.manifest
    if signed is None:
        return
    if evidence.manifest is not None and evidence.manifest != signed:
        evidence.report("manifest-wrong", MANIFEST, "It does not list the files that were signed.")
    present = frozenset(evidence.inventory.files)
    recalled = _recalled(evidence)
    for name in sorted(signed.keys() - present - recalled):
        evidence.report("file-missing", name, "This file was signed and is missing.")
    for name in sorted(present & recalled):
        evidence.report("file-recalled", name, "These records were recalled. Delete this file and every copy of it.")
    for name in sorted(signed.keys() & present):
        if sha256_of(evidence.folder / name) != signed[name]:
            evidence.report("file-changed", name, "This file was changed after it was signed.")
    _check_nothing_added(evidence, frozenset(signed))


def _check_nothing_added(evidence: _Evidence, signed: frozenset[str]) -> None:
    """Nothing lies there that nobody signed."""
    beside = {CREDIT} if COMMITMENT in signed else set()
    present = frozenset(evidence.inventory.files)
    for name in sorted(present - signed - UNSIGNED - beside):
        evidence.report("file-added", name, "This file was added; nobody signed it.")
    for name in evidence.inventory.other:
        evidence.report("file-added", name, "This is no plain file; a release holds no links or devices.")
    for name in evidence.inventory.empty_folders:
        evidence.report("file-added", name, "This empty folder was added.")


def _recalled(evidence: _Evidence) -> frozenset[str]:
    """Files of records that whoever signed the release took out of it; none on anybody else's word."""
    recall, key = evidence.recall, evidence.key
    if recall is None or key is None or ENVELOPE not in evidence.inventory.files:
        return frozenset()
    if not recall.signed_by(key) or recall.entry != leaf_hash(evidence.bytes_of(ENVELOPE)).hex():
        evidence.report("recall-wrong", RECALL, "It says that records were recalled, and the signer did not sign that.")
        evidence.recall = None
        return frozenset()
    return frozenset(name for name in recall.files if name.startswith(RECORDS))


def _check_log(evidence: _Evidence) -> None:
    """The statement is the last entry of the log, and the checkpoint stands for exactly these entries."""
    leaves, signed, key = evidence.leaves, evidence.checkpoint, evidence.key
    if signed is not None and key is not None and not signed.signed_by(key):
        evidence.report("checkpoint-wrong", CHECKPOINT, "The key in log/signer.pub did not sign it.")
    if leaves is None:
        return
    if ENVELOPE in evidence.inventory.files and leaves[-1:] != (leaf_hash(evidence.bytes_of(ENVELOPE)),):
        evidence.report("entry-wrong", LEAVES, "The last entry of the log is not this release.")
    if signed is not None and (signed.checkpoint.size, signed.checkpoint.root) != (len(leaves), root_hash(leaves)):
        evidence.report("checkpoint-wrong", CHECKPOINT, "It does not stand for the entries in log/leaves.txt.")


def _check_history(
    evidence: _Evidence, keys: Sequence[VerifierKey], older: bytes | None, log_folder: Path | None
) -> None:
    leaves, signed = evidence.leaves, evidence.checkpoint
    if leaves is None or signed is None:  # nothing to compare; that is a problem already
        return
    signers = (*keys, evidence.key) if evidence.key else keys
    log_leaves = None
    if log_folder is not None:
        log_leaves, problems = check_log_copy(log_folder, leaves, signers)
        evidence.problems.extend(problems)
    if older is not None:
        evidence.problems.extend(check_older(older, signed.checkpoint.origin, leaves, log_leaves, signers))


def _check_credit(evidence: _Evidence, given: bytes | None) -> None:
    """Whether the names beside the release are those that were committed to; changed ones are no fault."""
    signed = evidence.envelope[1].hashes if evidence.envelope else {}
    if COMMITMENT not in signed or COMMITMENT not in evidence.inventory.files:
        return
    within = evidence.folder / CREDIT
    if given is None and CREDIT in evidence.inventory.files and within.stat().st_size <= MOST_BYTES:
        given = within.read_bytes()
    try:
        evidence.credit = credit_note(signed, evidence.bytes_of(COMMITMENT), given)
    except Unreadable as fault:
        evidence.report("evidence-damaged", CREDIT, f"This file is not as it was written. {fault}")


def _check_trust(evidence: _Evidence, keys: Sequence[VerifierKey]) -> None:
    if keys and evidence.key is not None and evidence.key not in keys:
        sentence = f"It was signed by a key you do not trust, with the fingerprint {evidence.key.fingerprint}."
        evidence.report("signer-unknown", SIGNER, sentence)


def _result(evidence: _Evidence, keys: Sequence[VerifierKey], *, older_given: bool) -> Verification:
    key = evidence.key
    predicate = evidence.envelope[1].predicate if evidence.envelope else None
    return Verification(
        problems=tuple(evidence.problems),
        signer=key.fingerprint if key else "",
        signer_key=key.line if key else "",
        signer_trusted=key in keys if keys else None,
        release_id=predicate.release if predicate else "",
        version=predicate.version if predicate else "",
        issued_at=predicate.issued_at if predicate else "",
        log_size=evidence.checkpoint.checkpoint.size if evidence.checkpoint else 0,
        notes=_notes(evidence, is_key_given=bool(keys), older_given=older_given),
        leaves=evidence.leaves or (),
    )


def _notes(evidence: _Evidence, *, is_key_given: bool, older_given: bool) -> tuple[str, ...]:
    """What was not looked at, or has to be known beside the result."""
    recall = recalled_on(evidence.recall.on) if evidence.recall else ""
    untrusted, older = "" if is_key_given else NO_KEY, "" if older_given else NO_OLDER
    return tuple(filter(None, (recall, NOT_TRUTH, untrusted, NO_WITNESS, older, evidence.credit)))
