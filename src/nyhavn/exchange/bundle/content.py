"""The content of a bundle: every file that says something, before any evidence is laid beside it."""

from pathlib import Path

from pydantic import TypeAdapter

from nyhavn.exchange.bundle.canonical import readable_json
from nyhavn.exchange.bundle.codebook import codebook_sheet
from nyhavn.exchange.bundle.data_package import DATA_PACKAGE, data_package
from nyhavn.exchange.bundle.figures import table_sheet
from nyhavn.exchange.bundle.microdata import Microdata, microdata_sheet
from nyhavn.exchange.bundle.readme import README, readme
from nyhavn.exchange.bundle.sheet import write_sheet
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release import Release

REPORT_PAGE, REPORT_DATA = "report.html", "report.json"
_RELEASE = TypeAdapter(Release)


def write_content(release: Release, folder: Path, *, report_html: bytes, microdata: Microdata | None = None) -> None:
    """Write all content files of a release into a new or empty folder. The same release gives the same bytes.

    Raises Refusal folder-not-empty, and what table_sheet, microdata_sheet and write_sheet raise.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise refusal(
            "folder-not-empty",
            "A release is written into an empty folder, so that nothing else is signed with it.",
            where=f"{folder}",
            do="Choose a new folder.",
        )
    sheets = [*(table_sheet(release, table) for table in release.tables), codebook_sheet(release)]
    if microdata is not None:
        sheets.append(microdata_sheet(microdata, release.instrument))
    for sheet in sheets:
        write_sheet(folder, sheet)
    (folder / README).write_bytes(readme(release))
    (folder / REPORT_PAGE).write_bytes(report_html)
    (folder / REPORT_DATA).write_bytes(release_json(release))
    (folder / DATA_PACKAGE).write_bytes(readable_json(data_package(release, folder, sheets)))


def release_json(release: Release) -> bytes:
    """The whole release as JSON with sorted keys."""
    return readable_json(_RELEASE.dump_python(release, mode="json"))
