"""Sealing: the manifest, the signed statement, and the entry in the log."""

from dataclasses import dataclass
from pathlib import Path

from nyhavn.exchange.bundle.durable import sync_tree
from nyhavn.exchange.bundle.layout import (
    CHECKPOINT,
    ENVELOPE,
    LEAVES,
    MANIFEST,
    SIGNER,
    Inventory,
    sha256_of,
    take_inventory,
)
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.log_files import write_leaves
from nyhavn.exchange.bundle.manifest import write_manifest
from nyhavn.exchange.bundle.statement import state, write_envelope
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release import Release


@dataclass(frozen=True)
class Sealed:
    """A sealed bundle: the place of its entry (1 is the first), who signed, and the checkpoint to publish elsewhere."""

    log_size: int
    key_fingerprint: str
    checkpoint: bytes


def seal(folder: Path, release: Release, log: ReleaseLog) -> Sealed:
    """Sign what lies in a folder and enter it in the log.

    Give it a temporary folder and rename that afterwards (durable.publish). Everything else is on the disk before the
    log is touched, so a run that dies leaves either nothing in the log, or one entry whose release never appeared.
    The same content, release and log give the same bytes and the same entry, however often this is repeated.
    Raises Refusal bundle-not-plain if the folder holds what cannot be signed, and what ReleaseLog.append raises.
    """
    return enter(folder, sign_content(folder, release, log), log)


def sign_content(folder: Path, release: Release, log: ReleaseLog) -> bytes:
    """Lay manifest, signed statement and signer beside the content, and return the statement: the entry for the log."""
    inventory = _plain_content(folder)
    hashes = {name: sha256_of(folder / name) for name in inventory.files}
    (folder / MANIFEST).write_bytes(write_manifest(hashes))
    envelope = write_envelope(state(release, hashes), log.key, log.sign)
    (folder / ENVELOPE).write_bytes(envelope)
    (folder / SIGNER).parent.mkdir()
    (folder / SIGNER).write_bytes(f"{log.verifier_key}\n".encode())
    sync_tree(folder)
    return envelope


def enter(folder: Path, envelope: bytes, log: ReleaseLog) -> Sealed:
    """Enter a signed statement in the log, and lay the log up to it beside the content."""
    entered = log.append(envelope)
    (folder / LEAVES).write_bytes(write_leaves(entered.leaves))
    (folder / CHECKPOINT).write_bytes(entered.signed.data)
    sync_tree(folder)
    return Sealed(len(entered.leaves), log.key_fingerprint, entered.signed.data)


def _plain_content(folder: Path) -> Inventory:
    inventory = take_inventory(folder)
    evidence = [name for name in inventory.files if name not in inventory.content]
    if inventory.odd or evidence or not inventory.files:
        raise refusal(
            "bundle-not-plain",
            "Only plain content files can be signed, and each folder once.",
            where=", ".join([*inventory.odd, *evidence]) or f"{folder}",
            do="Write the release again into a new folder.",
        )
    return inventory
