"""The cast of the web tests, with keys of its own for each test."""

from web.collection.conftest import keys_folder
from web.conftest import harbour, quick_passwords, static_files, stranger, village

__all__ = ["harbour", "keys_folder", "quick_passwords", "static_files", "stranger", "village"]
