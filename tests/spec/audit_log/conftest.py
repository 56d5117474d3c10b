"""The cast of the tests of the record of what was done."""

from web.conftest import harbour, quick_passwords, signed_in, static_files, stranger, village

__all__ = ["harbour", "quick_passwords", "signed_in", "static_files", "stranger", "village"]
