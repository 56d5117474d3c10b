"""Keys of their own for each test."""

from web.collection.conftest import keys_folder

__all__ = ["keys_folder"]
