"""The signed release that a package is taken from: what stands in it, and by what it is known again."""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.content import REPORT_DATA, release_from_json
from nyhavn.exchange.bundle.layout import ENVELOPE, MANIFEST
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release import Release


@dataclass(frozen=True)
class PublishedRelease:
    """A bundle that was checked. signer: fingerprint of its key. log_size: its place in the log of releases."""

    path: Path
    signer: str
    log_size: int

    def file(self, name: str) -> bytes:
        """One file of it."""
        if self.path.is_dir():
            return (self.path / name).read_bytes()
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(name)

    def identity(self, release: Release) -> dict[str, object]:
        """By what the release is known, so that an office can hold the package beside the public one."""
        return {
            "release": release.id,
            "version": release.version,
            "title": release.title,
            "issued_at": release.issued_at.isoformat(),
            "synthetic": release.synthetic,
            "previous": release.previous,
            "licence": release.licence,
            "citation": release.citation,
            "attribution": release.attribution,
            "signed_by_key": self.signer,
            "entry_of_log": self.log_size,
            "sha256": {name: hashlib.sha256(self.file(name)).hexdigest() for name in (MANIFEST, ENVELOPE)},
        }


def published(path: Path, release: Release) -> PublishedRelease:
    """The bundle at that place, if every byte of it is as it was signed and it holds this release.

    Raises Refusal submission-bundle-unsound, submission-of-another-release, bundle-not-found.
    """
    found = verify(path)
    if found.problems:
        first = found.problems[0]
        raise refusal(
            "submission-bundle-unsound",
            f"The signed release is not as it was signed. {first.sentence}",
            where=first.file,
            do="Take the release from where it was published.",
        )
    bundle = PublishedRelease(path, found.signer, found.log_size)
    try:
        same = release_from_json(bundle.file(REPORT_DATA)) == release
    except Unreadable:
        same = False
    if not same:
        raise refusal(
            "submission-of-another-release",
            "The signed release holds other figures than those that are to be handed over.",
            where=release.id,
            do="Hand over the release that was published.",
        )
    return bundle
