"""The parts of a DOCX file (ECMA-376), checked as bytes, and opened by python-docx without anything but text."""

import io
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from lxml import etree

from nyhavn.exchange.incoming.archive import open_archive
from nyhavn.exchange.incoming.xml_parts import xml_part
from nyhavn.framework.refusal import Refusal, refusal

MOST_PARTS = 1_000
"""Files in one document. A report of 300 pages with a picture on each has under 400."""

MOST_XML_BYTES, MOST_TAGS = 24 * 1024**2, 1_000_000
"""All text of a document with its markup: a report of 300 pages has 6 MB. A tag takes about 200 bytes of memory."""

_XML = (".xml", ".rels")
_UNREADABLE = (OpcError, KeyError, ValueError, AttributeError, TypeError, IndexError, RecursionError, etree.LxmlError)


def open_docx(path: Path) -> Document:
    """The document; pictures and embedded files are not even unpacked.

    Refusals: those of archives, xml-declares-entities, draft-too-large, draft-broken.
    """
    with open_archive(path) as archive:
        _check_sizes(archive, path.name)
        checked = io.BytesIO()
        with zipfile.ZipFile(checked, "w", zipfile.ZIP_STORED) as made:
            for name in archive.namelist():
                is_xml = name.lower().endswith(_XML)
                content = xml_part(archive, name, where=path.name, broken=_broken) if is_xml else b""
                made.writestr(name, content)
                _check_tags(content, name, path.name)
    checked.seek(0)
    try:
        return docx.Document(checked)
    except _UNREADABLE as fault:  # a file made by hand can fail anywhere inside the library
        raise _broken(path.name, "It is no document of a word processor.") from fault


def _check_sizes(archive: zipfile.ZipFile, where: str) -> None:
    entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(_XML)]
    size = sum(entry.file_size for entry in entries)
    if size > MOST_XML_BYTES or len(archive.infolist()) > MOST_PARTS:
        what = f"Its text takes {size / 1024**2:,.0f} MB in {len(archive.infolist()):,} parts; allowed are "
        what += f"{MOST_XML_BYTES / 1024**2:,.0f} MB and {MOST_PARTS:,} parts."
        raise refusal("draft-too-large", what, where=where, do="Hand it in as several texts, such as a chapter each.")


def _check_tags(content: bytes, name: str, where: str) -> None:
    if content.count(b"<") > MOST_TAGS:
        what = f"Its part {name} has more than {MOST_TAGS:,} tags."
        raise refusal("draft-too-large", what, where=where, do="Hand it in as several texts, such as a chapter each.")


def _broken(where: str, what: str) -> Refusal:
    do = "Open it in a word processor and save it again as .docx."
    return refusal("draft-broken", f"The document is damaged or incomplete. {what}", where=where, do=do)
