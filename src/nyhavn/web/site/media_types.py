"""What kind each file of a release is, by its name: only what a release holds."""

from pathlib import PurePosixPath

TYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".txt": "text/plain",
    ".pub": "text/plain",
    ".sha256": "text/plain",
    ".zip": "application/zip",
    "": "text/plain",
}
UNKNOWN = "application/octet-stream"


def media_type(name: str) -> str:
    """The media type, without a character set. What is not known is never guessed."""
    return TYPES.get(PurePosixPath(name).suffix, UNKNOWN)


def content_type(name: str) -> str:
    """The media type as a header; texts of a release are in UTF-8."""
    found = media_type(name)
    return f"{found}; charset=utf-8" if found.startswith("text/") else found
