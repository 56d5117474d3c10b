"""Comments that were written into a sheet (.xlsx, .ods, .xls, .csv): all faults at once, and all rows or none.

Columns are those of `comment_columns`. A column that is not known is refused, so that nothing in it is lost without a
word; contact details have no column, and are not taken in.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from nyhavn.exchange.incoming.comment_columns import NEEDED, WHOLE, choices
from nyhavn.exchange.incoming.comment_rows import Row, comment_rows
from nyhavn.exchange.incoming.headers import listed
from nyhavn.exchange.incoming.plain_text import TAKEN_OUT, plain_text
from nyhavn.exchange.incoming.source_file import reading, sha256_of
from nyhavn.framework.clauses import DraftText, Unread
from nyhavn.framework.consultation_comments import (
    NOT_SAID,
    WHOLE_TEXT,
    WISH_IF_NOT_SAID,
    Arrival,
    Comment,
    CommentType,
    Door,
    PublicationWish,
    Speaker,
    SpeaksAs,
)
from nyhavn.framework.consultation_words import Entry, OwnWords
from nyhavn.framework.refusal import Reason, Refusal, check_none, refusal

MOST_ROWS = 5_000
"""Comments in one sheet: ten times what the largest organisation is known to have sent."""

MOST_FILE_BYTES = 32 * 1024**2
MOST_FAULTS = 200
"""Faults named at once. Whoever made more has misread the sheet, and mends the first ones first."""

_LONGEST_NUMBER = 9
_FIELDS = {
    **{"proposed": "proposed wording", "rationale": "rationale", "language": "language", "for_whom": "for whom"},
    **{"for_how_many": "for how many", "in_own_words": "in own words", "wish": "publication"},
}


@dataclass(frozen=True)
class SheetComments:
    """Comments with the number of the row that each stands in, and what was changed or left out on the way."""

    comments: tuple[Comment, ...]
    rows: tuple[int, ...]
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class _Taken:
    """What all rows share."""

    draft: DraftText
    own: OwnWords
    at: datetime
    language: str
    file: str
    sha256: str
    source: str


def read_comment_sheet(
    path: Path, *, draft: DraftText, at: datetime, language: str, own: OwnWords | None = None, source: str = ""
) -> SheetComments:
    """The comments of a sheet. at: when it came in. language: of comments that do not say. source: "" for the name.

    Refusals: those of tables, comment-sheet-columns, comment-sheet-too-large; and, all at once, by row and column,
    comment-sheet-cell and those of comments.
    """
    with reading(path):
        size = path.stat().st_size
    if size > MOST_FILE_BYTES:
        raise _too_large(path.name, f"The file is larger than {MOST_FILE_BYTES // 1024**2} MB.")
    rows = list(comment_rows(path))
    if len(rows) > MOST_ROWS:
        raise _too_large(path.name, f"The sheet has more than {MOST_ROWS:,} rows.")
    taken = _Taken(draft, own or OwnWords(), at, language, path.name, sha256_of(path), source or path.name)
    return _all_or_none(rows, taken)


def _all_or_none(rows: Sequence[tuple[int, Row]], taken: _Taken) -> SheetComments:
    found: list[Comment] = []
    faults: list[Reason] = []
    changed: list[int] = []
    for number, row in rows:
        cleaned = {name: plain_text(text) for name, text in row.items()}
        if any(is_changed for _, is_changed in cleaned.values()):
            changed.append(number)
        try:
            found.append(_comment({name: text for name, (text, _) in cleaned.items()}, number, taken))
        except Refusal as refused:
            faults += refused.reasons
    if faults:
        more = len(faults) - MOST_FAULTS
        kept = faults[:MOST_FAULTS]
        if more > 0:
            do = "Mend those above first, and hand it in again."
            kept.append(Reason("comment-sheet-cell", f"There are {more} more faults.", taken.file, do))
        raise Refusal(*kept)
    unread = (Unread(where=f"rows {listed(changed)}", what=TAKEN_OUT),) if changed else ()
    return SheetComments(tuple(found), tuple(number for number, _ in rows), unread)


def _comment(row: Row, number: int, taken: _Taken) -> Comment:
    """One row. Raises Refusal with every cell that is wrong."""
    faults: list[Reason] = []
    said = {name: _chosen(row, name, offered, number, taken.file, faults) for name, offered in _offered(taken.own)}
    many = _whole(row.get("for how many", ""), number, taken.file, faults)
    clause = _clause(row.get("clause", ""), number, taken, faults)
    # Made also where a cell is wrong, as a support that needs no words, so that everything else is named as well.
    kind = next(iter(said["type"]), CommentType.SUPPORT)
    speaker = {
        "speaks_as": next(iter(said["speaks as"]), SpeaksAs.NOT_SAID),
        "for_how_many": many,
        "region": next(iter(said["region"]), NOT_SAID),
        "sector": next(iter(said["sector"]), NOT_SAID),
        "groups": frozenset(said["groups"]),
        **{name: row.get(name.replace("_", " "), "") for name in ("name", "organisation", "for_whom", "in_own_words")},
    }
    try:
        comment = Comment(
            clause=clause,
            type=CommentType(kind),
            proposed=row.get("proposed wording", ""),
            rationale=row.get("rationale", ""),
            speaker=Speaker.model_validate(speaker),
            wish=PublicationWish(next(iter(said["publication"]), WISH_IF_NOT_SAID)),
            language=row.get("language") or taken.language,
            arrival=_arrival(row, taken),
        )
    except ValidationError as fault:
        faults += _too_long(fault, number, taken.file)
    except Refusal as refused:
        where = (f"{taken.file}, row {number}, column {_FIELDS.get(one.where, one.where)}" for one in refused.reasons)
        pairs = zip(refused.reasons, where, strict=True)
        faults += (Reason(one.code, one.what, place, one.do) for one, place in pairs)
    check_none(faults)
    return comment


def _offered(own: OwnWords) -> Iterator[tuple[str, Mapping[str, str]]]:
    """For each column with choices, the code by what people may write: the code or the name."""
    for name, offered in choices(own).items():
        yield name, {said: one.code for one in offered for said in _ways(one)}


def _ways(entry: Entry) -> tuple[str, ...]:
    return tuple(" ".join(said.casefold().split()) for said in (entry.code, entry.name))


def _chosen(
    row: Row, name: str, offered: Mapping[str, str], number: int, file: str, faults: list[Reason]
) -> tuple[str, ...]:
    """The codes in a cell; several only of groups."""
    cell = row.get(name, "")
    parts = cell.replace("\n", ";").split(";") if name == "groups" else [cell]
    said = [" ".join(part.casefold().split()) for part in parts if part.strip()]
    if not said and name in NEEDED:
        do = "Choose one of the choices; the template lists them."
        faults.append(_cell_fault("Nothing is chosen.", name, number, file, do))
    if any(part not in offered for part in said):
        do = f"Write one of: {listed([*dict.fromkeys(offered.values())])}."
        faults.append(_cell_fault("This is none of the choices.", name, number, file, do))
    return tuple(offered[part] for part in said if part in offered)


def _clause(cell: str, number: int, taken: _Taken, faults: list[Reason]) -> str:
    """The code in a cell. The printed number is none: it may be another one in another version."""
    said = " ".join(cell.split())
    if said.casefold() == WHOLE:
        return WHOLE_TEXT
    if code := next((one for one in taken.draft.codes if one == said.upper()), ""):
        return code
    do = f"Write a code of this version, such as {taken.draft.codes[0]}, or: {WHOLE}."
    if said.upper() in taken.draft.retired:
        what = "This clause is no longer in the text."
    else:
        what = "This is no code of a clause." if said else "It is not said which clause this is about."
    faults.append(_cell_fault(what, "clause", number, taken.file, do))
    return ""


def _whole(cell: str, number: int, file: str, faults: list[Reason]) -> int | None:
    said = cell.strip().removesuffix(".0")
    if not said:
        return None
    if said.isdecimal() and len(said) <= _LONGEST_NUMBER and int(said) > 0:
        return int(said)
    do = "Write a whole number in digits, without words and separators, or leave it empty."
    faults.append(_cell_fault("This is no number of people.", "for how many", number, file, do))
    return None


def _arrival(row: Row, taken: _Taken) -> Arrival:
    """Rows of one organisation, or else of one name, were sent together; so were all that name neither."""
    who = row.get("organisation", "") or row.get("name", "")
    key = hashlib.sha256(f"{taken.sha256}\n{' '.join(who.casefold().split())}".encode()).hexdigest()
    return Arrival(door=Door.SPREADSHEET, at=taken.at, sending=key[:32], source=taken.source)


def _cell_fault(what: str, column: str, number: int, file: str, do: str) -> Reason:
    return Reason("comment-sheet-cell", what, f"{file}, row {number}, column {column}", do)


def _too_long(fault: ValidationError, number: int, file: str) -> Iterator[Reason]:
    for one in fault.errors():
        field = str(one["loc"][-1]) if one["loc"] else ""
        column = _FIELDS.get(field, field.replace("_", " "))
        is_long = one["type"] == "string_too_long"
        what = "This is longer than it may be." if is_long else "This cannot be read."
        do = "Shorten it." if is_long else "Write it as the template says."
        yield _cell_fault(what, column, number, file, do)


def _too_large(file: str, what: str) -> Refusal:
    return refusal("comment-sheet-too-large", what, where=file, do="Hand it in as several sheets.")
