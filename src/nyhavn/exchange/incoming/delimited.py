"""Tables as delimited text (RFC 4180): exact text in, faults named by row and never by what stands in the row."""

import codecs
import csv
import io
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as arrow_csv

from nyhavn.exchange.incoming.headers import SHOWN, check_headers, listed
from nyhavn.framework.refusal import Refusal, refusal

_CHUNK = 4 * 1024**2
_BLOCK = 32 * 1024**2
"""Bytes per block of the reader: no row of a survey is longer, and a cell may hold line breaks."""

_DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a vertical bar"}
LONGEST_HEADER = 10_000  # characters; no question is so long, and a quotation mark left open soon is
_WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_QUOTE = '"'


@dataclass(frozen=True)
class DelimitedText:
    """Where the text comes from and how it is written. `open` gives a fresh stream each time."""

    open: Callable[[], BinaryIO]
    where: str
    delimiter: str
    encoding: str


def read_delimited(text: DelimitedText) -> pa.Table:
    """The table, all columns strings, empty cells null. Empty lines are no rows.

    Refusals: delimiter-wrong, encoding-unknown, encoding-wrong, text-has-nul, file-empty, header-empty,
    header-duplicate, quote-unclosed, row-ragged, table-without-rows.
    """
    text = _checked(text)
    quotes = _scan(text)
    if quotes % 2:
        _check_quotes_close(text)
    headers, lines = _headers(text)
    _check_delimiter(text, headers)
    check_headers(headers, where=text.where)
    return _body(text, headers, lines)


def _checked(text: DelimitedText) -> DelimitedText:
    if len(text.delimiter) != 1 or text.delimiter in '"\r\n':
        do = 'Give one character, such as "," or ";", or "\\t" for a tab.'
        raise refusal("delimiter-wrong", "The delimiter is not a single character.", where=text.where, do=do)
    try:
        "".encode(text.encoding)  # refuses codecs between bytes, such as zip, which have a name as well
        encoding = codecs.lookup(text.encoding).name
    except LookupError:
        do = "Use utf-8, or the name that the program which wrote the file gives (for example cp1252 or utf-16)."
        what = f"There is no encoding named {text.encoding}."
        raise refusal("encoding-unknown", what, where=text.where, do=do) from None
    with text.open() as stream:
        mark = stream.read(len(codecs.BOM_UTF8))
    if mark[:2] in _WIDE_MARKS and not encoding.startswith("utf-16"):
        what = f"The file begins with the mark of {_WIDE_MARKS[mark[:2]]}, not of {encoding}."
        raise refusal("encoding-wrong", what, where=text.where, do=f"Give the encoding {_WIDE_MARKS[mark[:2]]}.")
    if encoding == "utf-8" and mark == codecs.BOM_UTF8:
        encoding = "utf-8-sig"
    return DelimitedText(text.open, text.where, text.delimiter, encoding)


def _scan(text: DelimitedText) -> int:
    """Read all of it once: it must decode and hold no NUL. Gives the number of quotes."""
    decoder = codecs.getincrementaldecoder(text.encoding)("strict")
    quotes = lines = done = length = 0
    with text.open() as stream:
        while True:
            chunk = stream.read(_CHUNK)
            pending = len(decoder.getstate()[0])
            try:
                decoded = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as fault:
                line = 1 + lines + fault.object[: fault.start].count(b"\n")
                raise _wrong_encoding(text, done - pending + fault.start, line) from None
            if "\0" in decoded:
                raise _nul(text, lines + decoded[: decoded.index("\0")].count("\n") + 1)
            if not chunk:
                break
            quotes, lines, done = quotes + decoded.count(_QUOTE), lines + decoded.count("\n"), done + len(chunk)
            length += len(decoded.strip())
    if not length:
        raise refusal("file-empty", "The file holds no text.", where=text.where, do="Export it again.")
    return quotes


def _wrong_encoding(text: DelimitedText, offset: int, line: int) -> Refusal:
    what = f"Byte {offset + 1}, in line {line}, is not {text.encoding}."
    do = "Ask the program that wrote the file for its encoding, or save it again as UTF-8."
    if text.encoding.startswith("utf-8") and _decodes(text, "cp1252"):
        do = "Try the encoding cp1252 (Windows, Western Europe), and check the accented letters that come out."
    return refusal("encoding-wrong", what, where=text.where, do=do)


def _decodes(text: DelimitedText, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with text.open() as stream:
        try:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
    return True


def _nul(text: DelimitedText, line: int) -> Refusal:
    do = "Export it again as text. If it was written as UTF-16, give the encoding utf-16-le or utf-16-be."
    what = f"Line {line} holds a NUL character: this is not plain text in {text.encoding}."
    return refusal("text-has-nul", what, where=text.where, do=do)


def _check_quotes_close(text: DelimitedText) -> None:
    """An odd number of quotes may be a stray one inside a cell, or one that swallows rows: only a strict read tells."""
    with io.TextIOWrapper(text.open(), encoding=text.encoding, newline="") as lines:
        rows = csv.reader(lines, delimiter=text.delimiter, strict=True)
        begins = 1
        try:
            for _ in rows:
                begins = rows.line_num + 1
        except csv.Error:
            what = f"A quotation mark opened in the row that begins in line {begins} is not closed where its cell ends."
            do = "Close it, or write a quotation mark inside a quoted cell twice."
            raise refusal("quote-unclosed", what, where=text.where, do=do) from None


def _headers(text: DelimitedText) -> tuple[list[str], int]:
    """The first row, and how many lines of the file it takes with what stands before it."""
    with io.TextIOWrapper(text.open(), encoding=text.encoding, newline="") as lines:
        rows = csv.reader(lines, delimiter=text.delimiter)
        try:
            headers = next(filter(None, rows), [])
        except csv.Error:
            headers = []
        if headers and max(map(len, headers)) <= LONGEST_HEADER:
            return headers, rows.line_num
    what = "The first row cannot be read: it is empty or a quotation mark in it is not closed."
    raise refusal("header-empty", what, where=text.where, do="Put the headers into the first row.")


def _other_delimiter(text: DelimitedText) -> str:
    """A delimiter that would give the first rows the same number of columns, more than one; "" if there is none."""
    return next((mark for mark in _DELIMITERS if mark != text.delimiter and _splits_evenly(text, mark)), "")


def _splits_evenly(text: DelimitedText, delimiter: str) -> bool:
    with io.TextIOWrapper(text.open(), encoding=text.encoding, newline="") as lines:
        rows = csv.reader(lines, delimiter=delimiter)
        try:
            widths = {len(row) for row in itertools.islice(rows, SHOWN) if row}
        except csv.Error:
            return False
    return len(widths) == 1 and widths != {1}


def _check_delimiter(text: DelimitedText, headers: Sequence[str]) -> None:
    other = _other_delimiter(text) if len(headers) == 1 else ""
    if other:
        what = f"Read with {_named(text.delimiter)} between cells, the file has a single column."
        do = f"Give the delimiter {other!r} ({_DELIMITERS[other]})."
        raise refusal("delimiter-wrong", what, where=text.where, do=do)


def _named(delimiter: str) -> str:
    return _DELIMITERS.get(delimiter, repr(delimiter))


def _body(text: DelimitedText, headers: list[str], lines: int) -> pa.Table:
    ragged: list[tuple[int, int]] = []

    def note(row: arrow_csv.InvalidRow) -> str:
        ragged.append((row.number - lines, row.actual_columns))
        return "skip"

    # Row numbers exist only where a single thread reads.
    how = arrow_csv.ReadOptions(
        use_threads=False, block_size=_BLOCK, column_names=headers, skip_rows=lines, encoding=_arrow_encoding(text)
    )
    parse = arrow_csv.ParseOptions(delimiter=text.delimiter, newlines_in_values=True, invalid_row_handler=note)
    strings = arrow_csv.ConvertOptions(
        column_types={header: pa.string() for header in headers},
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    try:
        with text.open() as stream:
            table = arrow_csv.read_csv(stream, read_options=how, parse_options=parse, convert_options=strings)
    except pa.ArrowInvalid:  # its message may quote a row, so it goes no further
        _check_quotes_close(text)
        table = None
    if ragged:
        raise _ragged(text, len(headers), ragged)
    if table is None or not table.num_rows:
        do = "Hand in the file with its rows."
        raise refusal("table-without-rows", "The table has headers and no rows.", where=text.where, do=do)
    return table


def _arrow_encoding(text: DelimitedText) -> str:
    return "utf-8" if text.encoding == "utf-8-sig" else text.encoding


def _ragged(text: DelimitedText, expected: int, ragged: list[tuple[int, int]]) -> Refusal:
    rows = listed([f"row {number} ({cells} cells)" for number, cells in ragged])
    what = f"The header has {expected} cells, but these rows do not (rows below the header, empty lines not counted): "
    other = _other_delimiter(text)
    do = f"Correct those rows{f', or give the delimiter {other!r}' if other else ''}."
    return refusal("row-ragged", f"{what}{rows}.", where=text.where, do=do)
