"""The cast of the web tests, with keys of its own for each test."""

from web.conftest import harbour, quick_passwords, static_files, stranger, village
from web.releases.conftest import own_places, ready

__all__ = ["harbour", "own_places", "quick_passwords", "ready", "static_files", "stranger", "village"]
