"""Files of contributions for tests: the village's table, with one thing changed at a time."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from openpyxl import Workbook

from nyhavn.framework.basis import BasisKind
from nyhavn.framework.consent import Purpose
from nyhavn.web.collection.asks import BasisSaid, ConsentColumn, DeclarationSaid, FileSaid
from nyhavn.web.pages.uploads import Upload

HEAD = ("gender", "age", "water", "hours", "sources", "agreed", "publish", "notice", "language", "agreed_on", "day")
COLUMNS = {name: name for name in ("gender", "age", "water", "hours", "sources")}


def day(days_ago: int = 3) -> date:
    return timezone.localdate() - timedelta(days=days_ago)


def row(**changes: str) -> dict[str, str]:
    """One row in order; changes: cells that are otherwise."""
    said = {"gender": "woman", "age": "34", "water": "yes", "hours": "3", "sources": "tap well"}
    consent = {"agreed": "yes", "publish": "yes", "notice": "1", "language": "en"}
    return {**said, **consent, "agreed_on": day().isoformat(), "day": day().isoformat(), **changes}


def table(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The rows as a CSV, with the columns that stand in them."""
    kept = io.StringIO()
    heads = list(dict.fromkeys(name for one in rows for name in one))
    writer = csv.DictWriter(kept, heads)
    writer.writeheader()
    writer.writerows(rows)
    return kept.getvalue().encode()


def workbook(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The rows as a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEAD))
    for one in rows:
        sheet.append([one[name] for name in HEAD])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def handed_in(content: bytes, name: str = "village.csv", **changes: Any) -> FileSaid:
    return FileSaid(file=Upload(name=name, content=content), **changes)


def declaration(**changes: Any) -> DeclarationSaid:
    """What the columns of the village's table mean."""
    said: dict[str, Any] = {
        "columns": COLUMNS,
        "basis": BasisSaid(kind=BasisKind.CONSENT_RECORD_PER_PERSON),
        "consent": (
            ConsentColumn(purpose=Purpose.COLLECTION, column="agreed", given=("yes",), refused=("no",)),
            ConsentColumn(purpose=Purpose.PUBLISHED_AGGREGATES, column="publish", given=("yes",), refused=("no",)),
        ),
        "notice_version_column": "notice",
        "language_column": "language",
        "consented_on_column": "agreed_on",
        "contributed_on_column": "day",
    }
    return DeclarationSaid.model_validate({**said, **changes})
