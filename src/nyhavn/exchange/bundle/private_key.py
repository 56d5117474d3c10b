"""The private key of a log: one Ed25519 key in one file that nobody else may read."""

import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nyhavn.exchange.bundle.durable import PRIVATE_FILE, replace_file
from nyhavn.framework.refusal import refusal

PRIVATE_FOLDER = 0o700
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def create_private_key(path: Path) -> Ed25519PrivateKey:
    """Make a key and write it (PKCS 8, PEM, mode 0600) into a folder of mode 0700."""
    path.parent.mkdir(exist_ok=True)
    path.parent.chmod(PRIVATE_FOLDER)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    replace_file(path, pem, PRIVATE_FILE)
    return key


def load_private_key(path: Path) -> Ed25519PrivateKey:
    """The key in that file. Raises Refusal log-key-exposed or log-key-unreadable."""
    for place in (path.parent, path):
        if place.is_symlink() or stat.S_IMODE(place.stat().st_mode) & OTHERS:
            raise refusal(
                "log-key-exposed",
                "Other users of this machine may be able to read the signing key.",
                where=f"{place}",
                do="Find out who could read it. If nobody did, set mode 700 for the folder and 600 for the key.",
            )
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise _unreadable(path) from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise _unreadable(path)
    return key


def _unreadable(path: Path) -> Exception:
    return refusal(
        "log-key-unreadable",
        "The signing key is damaged, locked with a password, or of another kind.",
        where=f"{path}",
        do="Put the key back from your own copy. Never make a new key for an old log.",
    )
