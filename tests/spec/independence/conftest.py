"""The cast of the tests of independence, with places of their own."""

from web.api.conftest import nobody_called_before
from web.conftest import harbour, quick_passwords, signed_in, static_files, stranger, village
from web.lineage.conftest import own_places, ready

__all__ = [
    "harbour",
    "nobody_called_before",
    "own_places",
    "quick_passwords",
    "ready",
    "signed_in",
    "static_files",
    "stranger",
    "village",
]
