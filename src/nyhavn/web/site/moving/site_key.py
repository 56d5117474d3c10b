"""The key of this installation for workspaces that are sent to it."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.workspace.recipients import Opener, SiteKey
from nyhavn.web.collection import escrow, keys, vault


def private_half() -> X25519PrivateKey:
    """Made from the installation's own key, so that it is in no other file and in no backup."""
    private = vault.installation_key(b"workspaces that come here")
    escrow.keep(keys.own_file())
    return X25519PrivateKey.from_private_bytes(private)


def site_key() -> SiteKey:
    """What others need to send a workspace here."""
    return SiteKey(private_half().public_key().public_bytes_raw(), ReleaseLog.open(settings.RELEASE_LOG).key)


def opener(passphrase: str) -> Opener:
    """What opens a file here."""
    return Opener(passphrase, private_half())
