"""DOCX files made to do harm, by hand: each is refused with its name, and before it costs anything."""

import time
import zipfile
from pathlib import Path

import docx
import pytest
from in_drafts import part, refused_draft, saved, texts, with_parts

from nyhavn.exchange.incoming.docx_parts import MOST_PARTS, MOST_TAGS
from nyhavn.exchange.incoming.draft_text import read_draft_text
from nyhavn.framework.clauses import POLICY

DOCUMENT = "word/document.xml"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = docx.Document()
    made.add_paragraph("Words of the draft.")
    return saved(tmp_path, made)


def body(path: Path, xml: str) -> bytes:
    """The document with other things in it."""
    start, _, end = part(path, DOCUMENT).partition(b"<w:body>")
    return start + b"<w:body>" + xml.encode() + end


def test_the_file_that_the_others_are_made_from_is_read(path: Path) -> None:
    assert texts(read_draft_text(path)) == ["Words of the draft."]
    assert texts(read_draft_text(with_parts(path, {DOCUMENT: body(path, "<w:p/>")}))) == ["Words of the draft."]


@pytest.mark.parametrize("entity", ["<!ENTITY a SYSTEM 'file:///etc/hostname'>", "<!ENTITY a 'x'><!ENTITY b '&a;&a;'>"])
@pytest.mark.parametrize("name", [DOCUMENT, "word/styles.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"])
def test_entities_are_refused_in_every_part(path: Path, entity: str, name: str) -> None:
    content = part(path, name)
    at = content.index(b"?>") + 2
    declared = content[:at] + f"<!DOCTYPE x [{entity}]>".encode() + content[at:]
    assert refused_draft(with_parts(path, {name: declared})).code == "xml-declares-entities"


def test_entities_in_another_encoding_are_refused_as_well(path: Path) -> None:
    text = "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE x [<!ENTITY a 'x'>]><x>&a;</x>"
    assert refused_draft(with_parts(path, {DOCUMENT: text.encode("utf-16")})).code == "draft-broken"
    assert refused_draft(with_parts(path, {DOCUMENT: text.replace("16", "7").encode("utf-7")})).code == "draft-broken"
    marked = b"\xef\xbb\xbf<?xml version='1.0' encoding='cp037'?>" + "<!DOCTYPE x><x/>".encode("cp037")
    reason = refused_draft(with_parts(path, {DOCUMENT: marked}))
    assert (reason.code, "is not UTF-8" in reason.what) == ("draft-broken", True)


def test_a_bomb_is_refused_by_its_directory(path: Path) -> None:
    bomb = b"<w:p/>" + b" " * (40 * 1024**2)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/more.xml", bomb)
    started = time.process_time()
    assert refused_draft(path).code == "archive-too-large"
    assert time.process_time() - started < 1


def test_a_picture_that_expands_without_end_is_not_unpacked(path: Path) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", bytes(15 * 1024**2))
    assert texts(read_draft_text(path)) == ["Words of the draft."]


@pytest.mark.parametrize(
    "xml",
    [
        "<w:p/>" * (MOST_TAGS + 1),
        f"<w:tbl>{'<w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>' * 50_000}</w:tbl>",
        f"<w:p><w:r><w:t>{'x' * (POLICY.longest_clause + 1)}</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * (POLICY.most_clauses + 1),
    ],
)
def test_more_than_a_text_is_refused_in_seconds(path: Path, xml: str) -> None:
    started = time.process_time()
    assert refused_draft(with_parts(path, {DOCUMENT: body(path, xml)})).code == "draft-too-large"
    assert time.process_time() - started < 6


def test_too_many_parts_are_refused(path: Path) -> None:
    parts = {f"word/part{number}.xml": b"<x/>" for number in range(MOST_PARTS)}
    assert refused_draft(with_parts(path, parts)).code == "draft-too-large"


def nested(depth: int) -> str:
    return f"<w:p>{'<w:smartTag>' * depth}<w:r><w:t>deep</w:t></w:r>{'</w:smartTag>' * depth}</w:p>"


def test_elements_in_elements_without_end_are_refused(path: Path) -> None:
    assert refused_draft(with_parts(path, {DOCUMENT: body(path, nested(5_000))})).code == "draft-broken"


def test_elements_as_deep_as_the_parser_goes_are_read(path: Path) -> None:
    assert texts(read_draft_text(with_parts(path, {DOCUMENT: body(path, nested(240))})))[0] == "deep"


@pytest.mark.parametrize(
    "parts",
    [
        {DOCUMENT: b"no xml"},
        {DOCUMENT: None},
        {"[Content_Types].xml": None},
        {"word/_rels/document.xml.rels": b"<x"},
        {DOCUMENT: b"<x xmlns='y'/>"},
    ],
)
def test_a_damaged_file_is_refused_and_crashes_nothing(path: Path, parts: dict[str, bytes | None]) -> None:
    assert refused_draft(with_parts(path, parts)).code == "draft-broken"


def test_styles_that_build_on_each_other_end(path: Path) -> None:
    styles = part(path, "word/styles.xml").replace(
        b'w:styleId="Normal">', b'w:styleId="Normal"><w:basedOn w:val="Normal"/>'
    )
    assert texts(read_draft_text(with_parts(path, {"word/styles.xml": styles}))) == ["Words of the draft."]


def test_an_archive_that_is_no_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../etc/passwd", b"x")
    assert refused_draft(path).code == "archive-unsafe-path"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert refused_draft(path).code == "archive-broken"


def test_a_link_to_a_file_elsewhere_is_not_followed(path: Path) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = f'<Relationship Id="rId98" Type="{kind}" TargetMode="External" Target="file:///etc/passwd"/>'
    name = "word/_rels/document.xml.rels"
    relations = part(path, name).replace(b"</Relationships>", link.encode() + b"</Relationships>")
    assert texts(read_draft_text(with_parts(path, {name: relations}))) == ["Words of the draft."]


def test_direction_marks_in_a_document_are_taken_out_and_listed(path: Path) -> None:
    xml = "<w:p><w:r><w:t>pay \u202e001\u202c euro</w:t></w:r></w:p>"
    found = read_draft_text(with_parts(path, {DOCUMENT: body(path, xml)}))
    assert texts(found)[0] == "pay 001 euro"
    assert found.unread[0].where == "paragraph 1"
