"""From a release that is ready to one that is signed and published: safe to repeat after a crash at any moment."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from nyhavn.chain.validating import check_validated
from nyhavn.chain.workspace import outside_faults, workspace
from nyhavn.exchange.bundle.container import pack
from nyhavn.exchange.bundle.content import write_content
from nyhavn.exchange.bundle.durable import is_taken, name_taken, publish_once
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.microdata import Microdata
from nyhavn.exchange.bundle.sealing import enter, sign_content
from nyhavn.exchange.report.html import report_html
from nyhavn.exchange.report.quality_html import quality_html
from nyhavn.framework.quality_dimensions import with_days
from nyhavn.framework.release import Release


@dataclass(frozen=True)
class Signed:
    """A published release.

    folder: the bundle. zip_file: the same packed, None if that was not asked for. log_size: the place of its entry in
    the log, 1 is the first. fingerprint: of the key that signed. checkpoint: bytes to publish elsewhere.
    """

    release: Release
    folder: Path
    zip_file: Path | None
    log_size: int
    fingerprint: str
    checkpoint: bytes


def sign_release(
    release: Release,
    *,
    issued_at: datetime,
    out: Path,
    log: ReleaseLog,
    microdata: Microdata | None = None,
    zipped: bool = False,
) -> Signed:
    """Writes the bundle, signs it, enters it in the log, and gives it its place `out` in one step.

    issued_at: the moment of issue, with a time zone; it replaces the release's own. zipped: packs out.zip as well.
    Repeated with the same arguments (after a crash, or by a second worker) it gives the same bytes and the same entry:
    the log holds one, and what is already in place stays. That holds for one version of the software; repeat with the
    version that began.
    Raises Refusal validation-… if what is on record of the community stands against it, and release-exists if something
    else stands at `out`; then nothing is entered. OutsideFault where the system could not write. ValueError for a
    moment without a time zone.
    """
    if issued_at.tzinfo is None:
        raise ValueError("The moment of issue has no time zone.")
    issued = issued_release(release, issued_at)
    check_validated(issued)
    with outside_faults(), workspace(out) as folder:
        bundle, zip_file = folder / "release", out.with_name(f"{out.name}.zip") if zipped else None
        envelope = _written(issued, bundle, log, microdata)
        _check_places(out, zip_file, envelope, log)
        sealed = enter(bundle, envelope, log)
        if zip_file:
            pack(bundle, folder / "release.zip")
        publish_once(bundle, out)
        if zip_file:
            publish_once(folder / "release.zip", zip_file)
    return Signed(issued, out, zip_file, sealed.log_size, sealed.key_fingerprint, sealed.checkpoint)


def issued_release(release: Release, issued_at: datetime) -> Release:
    """The release at its moment of issue, which its quality report counts days to. It is what is signed."""
    at = issued_at.astimezone(UTC).replace(microsecond=0)
    quality = release.quality
    if quality is not None:
        kept = {"announced": quality.announced, "returned": quality.returned}
        quality = with_days(quality, collected_to=release.method.collected_to, issued=at.date(), **kept)
    return replace(release, issued_at=at, quality=quality)


def _written(release: Release, bundle: Path, log: ReleaseLog, microdata: Microdata | None) -> bytes:
    """Writes content, manifest and signature; returns the entry for the log."""
    page = report_html(release, signer_key=log.verifier_key, signer_fingerprint=log.key_fingerprint)
    write_content(release, bundle, report_html=page, quality_html=quality_html(release), microdata=microdata)
    return sign_content(bundle, release, log)


def _check_places(out: Path, zip_file: Path | None, envelope: bytes, log: ReleaseLog) -> None:
    """Nothing may stand where the release goes, unless a run before this one entered it already."""
    taken = [place for place in (out, zip_file) if place is not None and is_taken(place)]
    if taken and log.state_with(envelope) is None:
        raise name_taken(taken[0])
