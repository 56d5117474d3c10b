"""A village with a published release, and an office that has no part in it."""

from web.conftest import harbour, quick_passwords, static_files, stranger, village
from web.fitness.conftest import institution, office, own_places, ready, release

__all__ = [
    "harbour",
    "institution",
    "office",
    "own_places",
    "quick_passwords",
    "ready",
    "release",
    "static_files",
    "stranger",
    "village",
]
