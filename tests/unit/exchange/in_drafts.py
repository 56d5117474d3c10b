"""Writes real DOCX files, and breaks them by hand, for tests only."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from nyhavn.exchange.incoming.draft_text import read_draft_text
from nyhavn.framework.clauses import FoundText
from nyhavn.framework.refusal import Reason, Refusal


def saved(folder: Path, made: Document, name: str = "draft.docx") -> Path:
    path = folder / name
    made.save(str(path))
    return path


def read_document(folder: Path, write: Callable[[Document], object]) -> FoundText:
    """What is read of a document that `write` writes."""
    made = docx.Document()
    write(made)
    return read_draft_text(saved(folder, made))


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read_written(folder: Path, name: str, text: str | bytes) -> FoundText:
    return read_draft_text(written(folder, name, text))


def put_xml(paragraph: Paragraph, xml: str) -> None:
    """Elements of the word processor's own language at the end of a paragraph."""
    for child in parse_xml(f"<w:p {nsdecls('w', 'wp', 'r', 'm')}>{xml}</w:p>"):
        paragraph._p.append(child)


def with_parts(path: Path, parts: Mapping[str, bytes | None]) -> Path:
    """The same archive with parts put in, exchanged, or, as None, taken out."""
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in {**kept, **parts}.items():
            if content is not None:
                new.writestr(name, content)
    path.write_bytes(made.getvalue())
    return path


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def refused_draft(path: Path, **options: str) -> Reason:
    with pytest.raises(Refusal) as caught:
        read_draft_text(path, **options)
    reason = caught.value.reasons[0]
    assert path.name in reason.where
    assert reason.do
    return reason


def lines(found: FoundText) -> list[tuple[str, str, str]]:
    """Kind, number and text of all passages."""
    return [(one.kind.value, one.number, one.text) for one in found.passages]


def texts(found: FoundText) -> list[str]:
    return [one.text for one in found.passages]


def unread(found: FoundText) -> dict[str, str]:
    """What was not read, with its places."""
    return {one.what: one.where for one in found.unread}
