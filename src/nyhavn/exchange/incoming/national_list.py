"""An office's own list of indicators, as CSV or TOML. Format: docs/reference/national-indicators.md."""

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from nyhavn.framework.national_indicators import NationalIndicator, list_faults
from nyhavn.framework.refusal import Reason, Refusal, check_none, refusal
from nyhavn.framework.sdg import Group

COLUMNS = ("code", "title", "global", "named", "admitted")
ENTRIES = "indicator"
MOST = 2_000
_NAMES = {"of": "global"}
_DO = {
    "code": "Letters, digits, dots and dashes, at most 40.",
    "title": "Between 3 and 500 letters.",
    "named": f"Groups, with a blank between them: {', '.join(Group)}.",
    "admitted": f"Groups, with a blank between them: {', '.join(Group)}.",
}


def national_list_in(content: bytes, *, name: str) -> tuple[NationalIndicator, ...]:
    """The indicators of a list. Raises Refusal "national-list-wrong" with every row that is wrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong("This is no text in UTF-8.", name, "Save it as UTF-8.") from None
    is_toml = name.lower().endswith(".toml")
    rows = list(_toml_rows(text, name) if is_toml else _csv_rows(text, name))
    if len(rows) > MOST:
        raise _wrong(f"The list has more than {MOST:,} indicators.", name, "Hand in what people will look at.")
    reasons: list[Reason] = []
    found = []
    for where, row in rows:
        try:
            found.append(NationalIndicator.model_validate(row))
        except ValidationError as error:
            reasons += _reasons(error, where)
    check_none(reasons)
    check_none(list_faults(found))
    return tuple(found)


def _csv_rows(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    lines = csv.reader(text.splitlines())
    try:
        header = [field.strip().casefold() for field in next(lines, [])]
        if missing := [column for column in COLUMNS if column not in header]:
            what = f"These columns are not there: {', '.join(missing)}."
            raise _wrong(what, f"{name}, row 1", f"The first row names: {', '.join(COLUMNS)}.")
        for line in lines:
            if any(line):
                yield f"{name}, row {lines.line_num}", _row(dict(zip(header, line, strict=False)))
    except csv.Error as fault:
        raise _wrong(f"This is no CSV: {fault}.", f"{name}, row {lines.line_num}", "Save it as CSV.") from None


def _row(fields: Mapping[str, str]) -> dict[str, Any]:
    groups = {column: fields.get(column, "").replace(";", " ").split() for column in ("named", "admitted")}
    return {"code": fields.get("code", ""), "title": fields.get("title", ""), "of": fields.get("global", ""), **groups}


def _toml_rows(text: str, name: str) -> Iterator[tuple[str, Any]]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _wrong(f"This is no TOML: {fault}.", name, "Correct what is named.") from None
    entries = content.get(ENTRIES, [])
    if not isinstance(entries, Sequence) or set(content) - {ENTRIES}:
        raise _wrong("There is something beside [[indicator]].", name, "Write one [[indicator]] for each.")
    for number, entry in enumerate(entries, start=1):
        row = dict(entry) if isinstance(entry, Mapping) else {}
        yield f"{name}, indicator {number}", {("of" if key == "global" else key): row[key] for key in row}


def _reasons(error: ValidationError, where: str) -> Iterator[Reason]:
    for one in error.errors():
        field = str(one["loc"][0]) if one["loc"] else "code"
        column = _NAMES.get(field, field)
        what = f"{column} is not right." if one["type"] != "missing" else f"{column} is not there."
        yield Reason("national-list-wrong", what, where, _DO.get(column, f"Known are: {', '.join(COLUMNS)}."))


def _wrong(what: str, where: str, do: str) -> Refusal:
    return refusal("national-list-wrong", what, where=where, do=do)
