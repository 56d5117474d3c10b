"""Records that were recalled: taken out of a signed bundle, with a signed word in their place.

Single records go from a release when somebody in them takes their consent back. The rest stays as it was signed. So
that nobody can take a file away and call it recalled, what was recalled, and when, is signed by the key of the release.
"""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pydantic import Field

from nyhavn.exchange.bundle.canonical import (
    Strict,
    canonical_json,
    decode_base64,
    encode_base64,
    read_model,
    write_model,
)
from nyhavn.exchange.bundle.container import pack
from nyhavn.exchange.bundle.durable import replace_file, sync_directory
from nyhavn.exchange.bundle.keys import VerifierKey
from nyhavn.exchange.bundle.layout import ENVELOPE, MANIFEST, RECALL, RECORDS
from nyhavn.exchange.bundle.manifest import read_manifest
from nyhavn.exchange.bundle.merkle import leaf_hash

CONTEXT = b"nyhavn recall of records v1\n"  # so that the signature fits nothing else


class Recall(Strict):
    """What was recalled. entry: the log's hash of the release's statement, lower-case hex. on: the day, ISO 8601."""

    entry: str = Field(pattern=r"^[0-9a-f]{64}$")
    files: tuple[str, ...] = Field(min_length=1)
    on: date
    signature: str

    def signed_by(self, key: VerifierKey) -> bool:
        """Whether that key signed it."""
        return key.verifies(decode_base64(self.signature), _message(self.entry, self.files, self.on))


def _message(entry: str, files: tuple[str, ...], on: date) -> bytes:
    return CONTEXT + canonical_json({"entry": entry, "files": list(files), "on": on.isoformat()})


def read_recall(data: bytes) -> Recall:
    """The statement in log/recall.json. Raises Unreadable."""
    return read_model(Recall, data)


def recall_records(folder: Path, zip_file: Path, sign: Callable[[bytes], bytes], on: date) -> bool:
    """Take the single records out of a published bundle and its zip; whether there were any.

    Repeated, after a crash or not, it ends the same. The signed word is on the disk before the first file goes, so that
    the bundle can be checked at every moment.
    """
    if not folder.is_dir():
        return False
    files = tuple(sorted(name for name in read_manifest((folder / MANIFEST).read_bytes()) if name.startswith(RECORDS)))
    if not files:
        return False
    if not (folder / RECALL).is_file():
        entry = leaf_hash((folder / ENVELOPE).read_bytes()).hex()
        signature = encode_base64(sign(_message(entry, files, on)))
        replace_file(folder / RECALL, write_model(Recall(entry=entry, files=files, on=on, signature=signature)))
    if (folder / RECORDS).is_dir():
        shutil.rmtree(folder / RECORDS)
        sync_directory(folder)
    if zip_file.is_file():
        pack(folder, zip_file)
    return True
