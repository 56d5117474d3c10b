"""One door to every file that holds a text to be consulted on: Markdown, DOCX, HTML, or a questionnaire."""

import codecs
import re
from pathlib import Path

from nyhavn.exchange.incoming.draft_docx import read_docx
from nyhavn.exchange.incoming.draft_form import read_form_text
from nyhavn.exchange.incoming.draft_html import read_html
from nyhavn.exchange.incoming.draft_markdown import read_markdown
from nyhavn.exchange.incoming.plain_text import is_encoding
from nyhavn.exchange.incoming.source_file import reading
from nyhavn.framework.clauses import POLICY, FoundText
from nyhavn.framework.refusal import Refusal, refusal

MARKDOWN, HTML, DOCX = (".md", ".markdown", ".txt"), (".html", ".htm"), (".docx",)
FORMS = (".xlsx", ".xls", ".toml")
SUFFIXES = (*MARKDOWN, *HTML, *DOCX, *FORMS)

MOST_TEXT_BYTES = 4 * POLICY.most_characters
"""Bytes of Markdown or HTML: every character of the longest text in four bytes."""

MOST_FILE_BYTES = 64 * 1024**2
"""Bytes of a DOCX file or a workbook, most of them pictures."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_LOOKED_AT = 4096


def read_draft_text(path: Path, *, language: str = "") -> FoundText:
    """The text of a file, and a list of everything in it that was not read. Nothing is run, fetched or unpacked.

    language: which one is wanted of a questionnaire; of other texts, the one it is in where the file does not say.
    Refusals: draft-type-unknown, draft-broken, draft-empty, draft-too-large, draft-too-deep, draft-not-text,
    encoding-wrong, those of archives, of forms, and of files that cannot be opened.
    """
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        what = f"Texts in files whose names end in {suffix or 'nothing'} are not read."
        do = "Save it as .docx, .html or .md; a questionnaire as .xlsx. A text with macros is saved without them."
        raise refusal("draft-type-unknown", what, where=path.name, do=do)
    with reading(path):
        size = path.stat().st_size
    if size > (MOST_FILE_BYTES if suffix in (*DOCX, *FORMS) else MOST_TEXT_BYTES):
        raise _too_large(path.name)
    if not size:
        raise refusal("file-empty", "The file is empty.", where=path.name, do="Save it again.")
    found = _read(path, suffix, language)
    return found if found.language else found.model_copy(update={"language": language})


def _read(path: Path, suffix: str, language: str) -> FoundText:
    if suffix in FORMS:
        return read_form_text(path, language=language)
    if suffix in DOCX:
        return read_docx(path)
    with reading(path):
        content = path.read_bytes()
    if suffix in HTML:
        return read_html(_decoded(content, path.name, is_html=True), path.name)
    return read_markdown(_decoded(content, path.name), path.name)


def _decoded(content: bytes, file: str, *, is_html: bool = False) -> str:
    """The characters of a text: in UTF-8, in UTF-16 with its mark, or, in HTML, in what the page says."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    encoding = next((name for mark, name in marks if content.startswith(mark)), "utf-8")
    declared = _CHARSET.search(content[:_LOOKED_AT]) if is_html and encoding == "utf-8" else None
    if declared:
        encoding = declared[1].decode("ascii")
    try:
        text = content.decode(encoding) if is_encoding(encoding) else None
    except UnicodeError:
        text = None
    if text is None:
        raise refusal("encoding-wrong", "Its characters cannot be read.", where=file, do="Save it as UTF-8.")
    if "\0" in text:
        raise refusal("draft-broken", "This is no text.", where=file, do="Save it again, as text in UTF-8.")
    return text


def _too_large(file: str) -> Refusal:
    what = f"The file is larger than {MOST_TEXT_BYTES / 1024**2:,.0f} MB of text, or {MOST_FILE_BYTES // 1024**2} MB."
    return refusal("draft-too-large", what, where=file, do="Take pictures out of it, or hand it in as several texts.")
