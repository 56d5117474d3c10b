"""datapackage.json: what the files of a bundle are, for machines (Data Package 2.0, datapackage.org)."""

import re
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from nyhavn.exchange.bundle.layout import sha256_of
from nyhavn.exchange.bundle.sheet import Column, Sheet
from nyhavn.framework.labels import SCHEME_ADDRESS, CommunityLabel
from nyhavn.framework.release import Party, Release

DATA_PACKAGE = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_MISSING = ("",)  # an empty cell; codes such as _U and _D are values and say something


def data_package(release: Release, folder: Path, sheets: Sequence[Sheet]) -> object:
    """The descriptor of the sheets of a bundle, which are already in the folder; hashes and sizes are theirs.

    Documents (report, README) are left to the manifest: the widely used validator takes any report.json for a report of
    its own and calls the package invalid.
    """
    described: dict[str, object] = {
        "$schema": _PROFILE,
        "name": release.id,
        "title": release.title,
        "description": release.summary,
        "version": release.version,
        "created": release.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "contributors": _contributors(release.parties),
        "resources": [_table(sheet, folder) for sheet in sheets],
    }
    if release.licence:
        described["licenses"] = [{"name": release.licence}]
    if release.credit and release.credit.labels:
        described["labels"] = [_label(label) for label in release.credit.labels]
    return {name: value for name, value in described.items() if value not in ("", [])}


def _label(label: CommunityLabel) -> dict[str, object]:
    """A Label of Local Contexts: a property of our own, which the profile allows."""
    texts = {each.language: each.text for each in label.texts}
    return {"code": label.code, "title": label.title, "scheme": SCHEME_ADDRESS, "text": texts}


def _contributors(parties: Sequence[Party]) -> list[dict[str, object]]:
    roles: dict[str, list[str]] = {}
    for party in parties:
        roles.setdefault(party.name, []).append(party.role)
    return [{"title": name, "roles": sorted(set(played))} for name, played in roles.items()]


def _table(sheet: Sheet, folder: Path) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(column) for column in sheet.columns],
        "missingValues": list(_MISSING),
    }
    if sheet.key:
        schema["primaryKey"] = list(sheet.key)
    file = folder / sheet.path
    return {
        "name": re.sub(r"[^a-z0-9._-]", "-", sheet.path.lower().removesuffix(".csv")),
        "path": sheet.path,
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256_of(file)}",
        "type": "table",
        "title": sheet.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, object]:
    described: dict[str, object] = {"name": column.name, "type": column.type}
    if column.title:
        described["title"] = column.title
    if column.description:
        described["description"] = column.description
    if column.categories:
        described["categories"] = [{"value": code, "label": label} for code, label in column.categories]
    return described
