"""The cast, with places of their own."""

from web.conftest import harbour, quick_passwords, static_files, stranger, village
from web.releases.conftest import own_places

__all__ = ["harbour", "own_places", "quick_passwords", "static_files", "stranger", "village"]
