"""The content of a bundle: every file that says something, before any evidence is laid beside it."""

import json
from collections import deque
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json

from nyhavn.exchange.bundle.canonical import Unreadable, readable_json
from nyhavn.exchange.bundle.codebook import codebook_sheet
from nyhavn.exchange.bundle.credit import COMMITMENT, write_commitment
from nyhavn.exchange.bundle.data_package import DATA_PACKAGE, data_package
from nyhavn.exchange.bundle.dossier import DOSSIER_DATA, DOSSIER_SCHEMA, SCHEMA_BYTES, dossier_plain
from nyhavn.exchange.bundle.figures import table_sheet
from nyhavn.exchange.bundle.microdata import Microdata, microdata_sheet
from nyhavn.exchange.bundle.quality import (
    QUALITY_DATA,
    QUALITY_PAGE,
    published_quality,
    quality_plain,
    quality_sheet,
)
from nyhavn.exchange.bundle.readme import README, readme
from nyhavn.exchange.bundle.sheet import Sheet, header_of, write_sheet
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release import Release

REPORT_PAGE, REPORT_DATA = "report.html", "report.json"
_RELEASE = TypeAdapter(Release)


def write_content(
    release: Release,
    folder: Path,
    *,
    report_html: bytes,
    quality_html: bytes | None = None,
    microdata: Microdata | None = None,
) -> None:
    """Write all content files of a release into a new or empty folder. The same release gives the same bytes.

    quality_html: the page of its quality report; ValueError if the page is there without the report, or without it.
    Raises Refusal folder-not-empty, and what table_sheet, microdata_sheet and write_sheet raise.
    """
    quality = published_quality(release)
    if (quality is None) != (quality_html is None):
        raise ValueError("a quality report and its page go together")
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise refusal(
            "folder-not-empty",
            "A release is written into an empty folder, so that nothing else is signed with it.",
            where=f"{folder}",
            do="Choose a new folder.",
        )
    sheets = _sheets(release, microdata)
    for sheet in sheets:
        write_sheet(folder, sheet)
    (folder / README).write_bytes(readme(release))
    if release.credit is not None:
        (folder / COMMITMENT).write_bytes(write_commitment(release.credit.commitment))
    (folder / REPORT_PAGE).write_bytes(report_html)
    (folder / REPORT_DATA).write_bytes(readable_json(_plain(release)))
    if release.principles:
        (folder / DOSSIER_DATA).write_bytes(readable_json(dossier_plain(release)))
        (folder / DOSSIER_SCHEMA).write_bytes(SCHEMA_BYTES)
    if quality is not None and quality_html is not None:
        (folder / QUALITY_PAGE).write_bytes(quality_html)
        (folder / QUALITY_DATA).write_bytes(readable_json(quality_plain(quality)))
    (folder / DATA_PACKAGE).write_bytes(readable_json(data_package(release, folder, sheets)))


def check_content(release: Release, microdata: Microdata | None = None) -> None:
    """Raises the refusals that writing this release would raise, without writing anything."""
    for sheet in _sheets(release, microdata):
        header_of(sheet)
        deque(sheet.rows, maxlen=0)


def _sheets(release: Release, microdata: Microdata | None) -> list[Sheet]:
    """All sheets of a bundle; their rows are worked out when they are read."""
    sheets = [*(table_sheet(release, table) for table in release.tables), codebook_sheet(release)]
    if release.quality is not None:
        sheets.append(quality_sheet(release.quality))
    if microdata is not None:
        sheets.append(microdata_sheet(microdata, release.instrument))
    return sheets


def release_json(release: Release) -> bytes:
    """The whole release as JSON, to be kept until it is signed. Raises ValueError for NaN and infinity.

    Other than in report.json, whose keys are sorted, labels stay in the order of the form: the first one stands in
    where a language is lacking.
    """
    return f"{json.dumps(_plain(release), ensure_ascii=False, allow_nan=False)}\n".encode()


def _plain(release: Release) -> Any:
    """The release in the values that JSON knows."""
    return _RELEASE.dump_python(release, mode="json")


def release_from_json(data: bytes) -> Release:
    """The release that `release_json` wrote, equal in every value and in the order of its labels.

    report.json can be read as well; its labels come in the order of the alphabet. What an older version of Nyhavn wrote
    is read if all that has come since has a default. Raises Unreadable for anything else: a value that is missing, of
    another kind, or unknown to this version, which would otherwise be lost.
    """
    try:
        release = _RELEASE.validate_json(data, strict=True)
        given = from_json(data)
    except ValueError:  # pydantic's message may quote what stands there
        raise Unreadable("It does not hold a release that this version of Nyhavn can read.") from None
    if not _is_kept(given, _plain(release)):
        raise Unreadable("It holds something that this version of Nyhavn does not know.")
    return release


def _is_kept(given: Any, read: Any) -> bool:
    """Whether everything that was given is still there; names with a default may have come in addition."""
    if isinstance(given, dict) and isinstance(read, dict):
        return all(name in read and _is_kept(value, read[name]) for name, value in given.items())
    if isinstance(given, list) and isinstance(read, list):
        return len(given) == len(read) and all(map(_is_kept, given, read))
    return bool(given == read)
