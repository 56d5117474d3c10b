"""The files of a package, before it is signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nyhavn.exchange.bundle.canonical import readable_json
from nyhavn.exchange.bundle.codebook import codebook_sheet
from nyhavn.exchange.bundle.data_package import data_package
from nyhavn.exchange.bundle.figures import table_sheet
from nyhavn.exchange.bundle.microdata import Microdata, microdata_sheet
from nyhavn.exchange.bundle.sheet import Sheet, sheet_bytes
from nyhavn.exchange.described.sdmx_csv import sdmx_csv
from nyhavn.exchange.described.sdmx_ml import Message, MlVersion, sdmx_ml
from nyhavn.exchange.submission import layout
from nyhavn.exchange.submission.codebook import codebook_document, codebook_plain
from nyhavn.exchange.submission.document import Document, document_html
from nyhavn.exchange.submission.evidence import about_of, evidence_of
from nyhavn.exchange.submission.published import PublishedRelease
from nyhavn.exchange.submission.readme import readme
from nyhavn.exchange.submission.terms import GivenVerdict, agreement_document, verdicts_document
from nyhavn.framework.agreement import Agreement, Handing
from nyhavn.framework.release import Release
from nyhavn.framework.sdg_table import SdgTables


@dataclass(frozen=True)
class Package:
    """What goes into a package.

    release: cut down to what is handed over. whole: as it was published. figures: None where there is no SDMX.
    not_coded: what stands in no SDMX file, in words. records: with the agreed columns only.
    """

    release: Release
    whole: Release
    bundle: PublishedRelease
    agreement: Agreement
    handing: Handing
    figures: SdgTables | None
    not_coded: tuple[str, ...]
    records: Microdata | None
    verdicts: tuple[GivenVerdict, ...]


def write_package(package: Package, folder: Path, *, fingerprint: str) -> None:
    """Writes every file but the signature into an empty folder. fingerprint: of the key that is going to sign."""
    sheets = _sheets(package)
    files = dict(_files(package))
    files |= {sheet.path: _table_file(package, sheet) for sheet in sheets}
    for name, data in files.items():
        _write(folder / name, data)
    described = data_package(package.release, folder, sheets)
    _write(folder / layout.DATA_PACKAGE, readable_json(described))
    named = frozenset((*files, layout.DATA_PACKAGE, layout.SUMS, layout.DETACHED))
    text = readme(package.release, package.agreement, package.handing, fingerprint=fingerprint, files=named)
    _write(folder / layout.README, text)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _sheets(package: Package) -> list[Sheet]:
    release = package.release
    tables = [replace(table_sheet(release, one), path=f"{layout.DATA}{one.id}.csv") for one in release.tables]
    sheets = [*tables, replace(codebook_sheet(release), path=f"{layout.CODEBOOK}codebook.csv")]
    if package.records is not None:
        sheets.append(replace(microdata_sheet(package.records, release.instrument), path=layout.RECORDS))
    return sheets


def _table_file(package: Package, sheet: Sheet) -> bytes:
    """Tables are the published files, byte for byte, so that both can be compared."""
    tables = {f"{layout.DATA}{one.id}.csv": f"tables/{one.id}.csv" for one in package.release.tables}
    return package.bundle.file(tables[sheet.path]) if sheet.path in tables else sheet_bytes(sheet)


def _files(package: Package) -> Iterable[tuple[str, bytes]]:
    release, about = package.release, about_of(package.release)
    yield layout.IDENTITY, readable_json(package.bundle.identity(package.whole))
    yield from _pair(f"{layout.CODEBOOK}codebook", codebook_document(release), codebook_plain(release))
    for one in evidence_of(release):
        yield from _pair(f"{layout.ABOUT}{one.name}", one.document, one.plain)
    agreed = {"agreement": package.agreement.model_dump(mode="json"), "handed_over": _handed(package.handing)}
    agreed["agreement"]["bans"] = sorted(package.agreement.bans)
    document = agreement_document(package.agreement, package.handing, about)
    yield from _pair(f"{layout.AGREEMENT}agreement", document, agreed)
    if package.verdicts:
        plain = {"verdicts": [_verdict(one) for one in package.verdicts]}
        yield from _pair(f"{layout.VERDICTS}verdicts", verdicts_document(package.verdicts, about), plain)
    yield from _sdmx(package)


def _pair(name: str, document: Document, plain: Mapping[str, object]) -> Iterable[tuple[str, bytes]]:
    yield f"{name}.html", document_html(document)
    yield f"{name}.json", readable_json(plain)


def _handed(handing: Handing) -> dict[str, object]:
    return {
        "recipient": handing.recipient,
        "handed": handing.handed.value,
        "variables": sorted(handing.variables),
        "purpose": handing.purpose,
        "on": f"{handing.on}",
    }


def _verdict(one: GivenVerdict) -> dict[str, object]:
    applied = one.pack.applied(", ".join(one.verdict.by))
    return {**one.verdict.model_dump(mode="json"), "edition": one.pack.edition, "applied": applied}


def _sdmx(package: Package) -> Iterable[tuple[str, bytes]]:
    if package.figures is None:
        return
    release, observations = package.release, package.figures.observations
    message = Message(
        f"{release.id}-{release.version}", release.issued_at, package.agreement.producer, release.language
    )
    yield layout.SDMX_CSV, sdmx_csv(observations)
    yield layout.SDMX_ML_3, sdmx_ml(observations, message, MlVersion.V3_0)
    yield layout.SDMX_ML_2, sdmx_ml(observations, message, MlVersion.V2_1)
    if package.not_coded:
        yield layout.LEFT_OUT, "".join(f"{line}\n" for line in package.not_coded).encode()
