"""The cast, with places of their own."""

from web.conftest import harbour, quick_passwords, signed_in, static_files, stranger, village
from web.releases.conftest import own_places, ready

__all__ = ["harbour", "own_places", "quick_passwords", "ready", "signed_in", "static_files", "stranger", "village"]
