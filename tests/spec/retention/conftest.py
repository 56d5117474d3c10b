"""The cast of the web tests, with keys, releases and a mirror of its own for each test."""

from web.conftest import harbour, quick_passwords, signed_in, static_files, stranger, village
from web.lineage.conftest import own_places

__all__ = ["harbour", "own_places", "quick_passwords", "signed_in", "static_files", "stranger", "village"]
