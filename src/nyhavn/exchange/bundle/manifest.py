"""MANIFEST.sha256: every content file with its hash, as `sha256sum -c` reads it."""

import re
from collections.abc import Mapping

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.layout import is_file_name

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def write_manifest(hashes: Mapping[str, str]) -> bytes:
    """The manifest: one line a file, sorted by name. hashes: file name to lower-case hex SHA-256."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def read_manifest(data: bytes) -> dict[str, str]:
    """File name to hash. Raises Unreadable for any spelling but the canonical one."""
    try:
        lines = data.decode("ascii").split("\n")
    except UnicodeDecodeError as fault:
        raise Unreadable("It is not plain text.") from fault
    hashes: dict[str, str] = {}
    for line in lines[:-1]:
        match = _LINE.fullmatch(line)
        if match is None or not is_file_name(match[2]):
            raise Unreadable("A line is not a hash, two spaces and a file name.")
        hashes[match[2]] = match[1]
    if write_manifest(hashes) != data:
        raise Unreadable("Its lines are not sorted, not unique, or not complete.")
    return hashes
