"""Texts in DOCX: what is read, in which order and with which number, and that what is not read is on the list."""

import re
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from in_drafts import lines, part, put_xml, read_document, saved, texts, unread, with_parts

from nyhavn.exchange.incoming.docx_words import DELETED, INSERTED
from nyhavn.exchange.incoming.draft_text import read_draft_text
from nyhavn.exchange.incoming.list_numbers import printed

RUN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"


def lists(document: Document, *levels: tuple[str, str], starts: dict[int, int] | None = None) -> str:
    """A list of these levels (format, text) in a document; the id of a list in it."""
    root = document.part.numbering_part.element
    number = str(900 + len(root))
    inner = "".join(
        f'<w:lvl w:ilvl="{deep}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for deep, (style, text) in enumerate(levels)
    )
    pattern = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>'
    root.insert(0, parse_xml(pattern))
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{deep}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for deep, start in (starts or {}).items()
    )
    of = f'<w:abstractNumId w:val="{number}"/>'
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{of}{overrides}</w:num>'))
    return number


def numbered(document: Document, text: str, list_id: str, level: int = 0) -> None:
    paragraph = document.add_paragraph(text)
    said = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(said))


def test_a_draft_is_read_in_its_order_with_its_headings(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        document.add_heading("Draft framework", 0)
        document.add_heading("1 Principles", 1)
        document.add_paragraph("People decide.")
        document.add_heading("Consent", 2)
        document.add_paragraph("Before data are collected, people are asked.")
        document.add_paragraph("in words", style="List Bullet")
        document.add_paragraph("by a picture", style="List Number")
        document.add_heading("Roadmap", 1)
        document.add_paragraph("Money is found.")

    found = read_document(tmp_path, write)
    assert found.title == "Draft framework"
    assert lines(found) == [
        ("heading", "1", "Principles"),
        ("paragraph", "", "People decide."),
        ("heading", "", "Consent"),
        ("paragraph", "", "Before data are collected, people are asked."),
        ("list-item", "", "in words"),
        ("list-item", "1.", "by a picture"),
        ("heading", "", "Roadmap"),
        ("paragraph", "", "Money is found."),
    ]
    assert [one.heading for one in found.passages][3:] == [("Principles", "Consent")] * 3 + [(), ("Roadmap",)]
    assert found.unread == ()


def test_numbers_are_counted_as_a_word_processor_does(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        legal = lists(document, ("decimal", "%1."), ("lowerLetter", "%1.%2)"), ("upperRoman", "(%3)"))
        for text, level in [("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 0), ("f", 1), ("g", 2)]:
            numbered(document, text, legal, level)

    assert [one.number for one in read_document(tmp_path, write).passages] == [
        "1.", "1.a)", "1.b)", "(I)", "2.", "2.a)", "(I)",
    ]  # fmt: skip


def test_a_list_that_begins_elsewhere_begins_there(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        later = lists(document, ("decimal", "Article %1"), starts={0: 7})
        numbered(document, "seven", later)
        document.add_paragraph("between")
        numbered(document, "eight", later)

    assert [one.number for one in read_document(tmp_path, write).passages] == ["Article 7", "", "Article 8"]


def test_a_paragraph_that_takes_its_number_away_has_none(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("no number", style="List Number")
        said = f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(said))
        document.add_paragraph("number", style="List Number")

    assert [one.number for one in read_document(tmp_path, write).passages] == ["", "1."]


def test_a_way_of_counting_that_is_not_known_is_said_to_be_left_out(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        numbered(document, "abjad", lists(document, ("arabicAbjad", "%1.")))

    found = read_document(tmp_path, write)
    assert found.passages[0].number == ""
    assert unread(found) == {"A number in a way of counting that is not known here is left out.": "paragraph 1"}


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (3, "decimal", "3"), (3, "decimalZero", "03"), (27, "lowerLetter", "aa"), (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"), (12, "hindiNumbers", "१२"), (12, "thaiNumbers", "๑๒"), (1, "chicago", ""),
        (4000, "upperRoman", ""), (0, "upperLetter", ""), (261, "upperLetter", ""), (260, "upperLetter", "Z" * 10),
    ],
)  # fmt: skip
def test_numbers_are_printed_in_their_format(number: int, style: str, text: str) -> None:
    assert printed(number, style) == text


def test_a_typed_number_stands_apart_from_the_text(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        for text in ("3.2) A rule.", "3.5 per cent are few.", "4.1\tAnother.", "1990 was a year.", "(2) More."):
            document.add_paragraph(text)

    assert lines(read_document(tmp_path, write)) == [
        ("paragraph", "3.2)", "A rule."),
        ("paragraph", "", "3.5 per cent are few."),
        ("paragraph", "4.1", "Another."),
        ("paragraph", "", "1990 was a year."),
        ("paragraph", "(2)", "More."),
    ]


def test_rows_of_tables_are_clauses(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        table = document.add_table(3, 2)
        for place, text in enumerate(["Element", "Meaning", "Trust", "People\nbelieve it", "", ""]):
            table.cell(place // 2, place % 2).text = text

    assert lines(read_document(tmp_path, write)) == [
        ("table-row", "", "Element | Meaning"),
        ("table-row", "", "Trust | People believe it"),
    ]


def test_tracked_changes_are_read_as_accepted_and_said_so(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        kept = document.add_paragraph("People ")
        changed = f'<w:ins w:author="A">{RUN.format("must")}</w:ins>'
        changed += '<w:del w:author="A"><w:r><w:delText>may</w:delText></w:r></w:del>'
        put_xml(kept, changed + RUN.format(" be asked."))
        gone = document.add_paragraph()
        put_xml(gone, '<w:del w:author="A"><w:r><w:delText>A whole paragraph.</w:delText></w:r></w:del>')

    found = read_document(tmp_path, write)
    assert texts(found) == ["People must be asked."]
    assert unread(found) == {INSERTED: "paragraph 1", DELETED: "paragraph 1, paragraph 2"}


def test_a_deleted_paragraph_takes_its_number_with_it(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        legal = lists(document, ("decimal", "%1."))
        numbered(document, "one", legal)
        numbered(document, "", legal)
        put_xml(document.paragraphs[-1], "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>")
        mark = parse_xml(f"<w:rPr {nsdecls('w')}><w:del/></w:rPr>")
        document.paragraphs[-1]._p.get_or_add_pPr().append(mark)
        numbered(document, "two", legal)

    assert [one.number for one in read_document(tmp_path, write).passages] == ["1.", "2."]


def test_moved_text_is_read_where_it_went(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        put_xml(document.add_paragraph("from"), f"<w:moveFrom>{RUN.format(' moved')}</w:moveFrom>")
        put_xml(document.add_paragraph("to"), f"<w:moveTo>{RUN.format(' moved')}</w:moveTo>")

    found = read_document(tmp_path, write)
    assert texts(found) == ["from", "to moved"]
    assert unread(found) == {DELETED: "paragraph 1", INSERTED: "paragraph 2"}


def test_a_deleted_row_is_not_read(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        table = document.add_table(2, 1)
        table.cell(0, 0).text, table.cell(1, 0).text = "stays", "goes"
        table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')}/>"))

    found = read_document(tmp_path, write)
    assert (texts(found), unread(found)) == (["stays"], {DELETED: "table 1, row 2"})


def test_footnotes_stand_behind_their_paragraph(tmp_path: Path) -> None:
    made = docx.Document()
    put_xml(made.add_paragraph("Consent"), '<w:r><w:footnoteReference w:id="2"/></w:r>' + RUN.format(" comes first."))
    put_xml(made.add_paragraph("Then"), '<w:r><w:footnoteReference w:id="7"/></w:r>')
    path = saved(tmp_path, made)
    note = f'<w:footnote w:id="2"><w:p>{RUN.format("See principle 3.")}</w:p></w:footnote>'
    notes = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>".encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = part(path, "[Content_Types].xml").replace(
        b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
    )
    schema = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relations = part(path, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        f'<Relationship Id="rId99" Type="{schema}" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    parts = {"word/footnotes.xml": notes, "[Content_Types].xml": types, "word/_rels/document.xml.rels": relations}
    found = read_draft_text(with_parts(path, parts))
    assert texts(found) == ["Consent[1] comes first.\n[1] See principle 3.", "Then[2]"]
    assert unread(found) == {"A note that is referred to is not in the file.": "paragraph 2"}


def test_a_link_is_read_with_its_address_and_never_followed(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        relation = document.part.relate_to(
            "https://example.org/x", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, True
        )
        link = f'<w:hyperlink r:id="{relation}">{RUN.format("the text")}</w:hyperlink>'
        put_xml(document.add_paragraph("See "), link)

    assert texts(read_document(tmp_path, write)) == ["See the text (https://example.org/x)"]


NOT_TEXT = {
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>": "Hidden text is not read.",
    '<w:r><w:commentReference w:id="0"/></w:r>': "A remark in the margin is not read.",
    '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>': "A symbol that stands in a font of its own is not read.",
    "<w:r><w:object/></w:r>": "An embedded file is not opened.",
    "<w:unheardOf><w:x>words</w:x></w:unheardOf>": "Text of a kind that is not known here is not read.",
}


@pytest.mark.parametrize("xml", NOT_TEXT)
def test_what_is_no_text_is_listed_with_its_place(tmp_path: Path, xml: str) -> None:
    found = read_document(tmp_path, lambda document: put_xml(document.add_paragraph("Words."), xml))
    assert (texts(found), unread(found)) == (["Words."], {NOT_TEXT[xml]: "paragraph 1"})


def test_text_that_only_looks_hidden_is_read(tmp_path: Path) -> None:
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> shown</w:t></w:r>'
    found = read_document(tmp_path, lambda document: put_xml(document.add_paragraph("Words"), shown))
    assert (texts(found), found.unread) == (["Words shown"], ())


def test_a_picture_is_listed_and_its_description_read(tmp_path: Path) -> None:
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="A map of wells"/></wp:inline></w:drawing></w:r>'
    )
    found = read_document(tmp_path, lambda document: put_xml(document.add_paragraph("Map:"), drawing))
    assert texts(found) == ["Map: A map of wells"]
    assert "A picture or drawing is not read; its description is." in unread(found)


def test_a_text_box_is_listed(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{RUN.format('boxed')}</w:p></w:txbxContent></w:pict></w:r>"
    found = read_document(tmp_path, lambda document: put_xml(document.add_paragraph("Words."), box))
    assert texts(found) == ["Words."]
    assert "Text in a text box is not read." in unread(found)


def test_heads_feet_and_contents_are_listed(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "CONFIDENTIAL"
        document.add_paragraph("Contents 1", style=document.styles.add_style("toc 1", 1))
        document.add_paragraph("Words.")

    found = read_document(tmp_path, write)
    assert texts(found) == ["Words."]
    assert unread(found) == {
        "A table of contents is not read.": "paragraph 1",
        "What stands at the head and the foot of every page is not read.": "margins",
    }


def test_text_in_a_field_of_a_form_is_read(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        field = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{RUN.format('In a field.')}</w:p></w:sdtContent></w:sdt>"
        document.element.body.insert(0, parse_xml(field))
        document.add_paragraph("After it.")

    assert texts(read_document(tmp_path, write)) == ["In a field.", "After it."]


def test_a_table_in_a_table_is_read_and_listed(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "outer"
        cell.add_table(1, 1).cell(0, 0).text = "inner"

    found = read_document(tmp_path, write)
    assert texts(found) == ["outer inner"]
    assert unread(found) == {"A table within a table is read as one text.": "table 1, row 1"}


def test_line_breaks_and_arabic_stay(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("البيانات ملك للمجتمع")
        paragraph.add_run().add_break(WD_BREAK.LINE)
        paragraph.add_run("می\u200cخواهم")

    assert texts(read_document(tmp_path, write)) == ["البيانات ملك للمجتمع\nمی\u200cخواهم"]


def test_a_style_that_builds_on_a_heading_is_one(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        own = document.styles.add_style("Chapter of ours", 1)
        own.base_style = document.styles["Heading 1"]
        document.add_paragraph("First", style=own)
        document.add_paragraph("Words.")
        document.add_paragraph("Second", style=own)
        own.base_style.element.append(parse_xml(f'<w:basedOn {nsdecls("w")} w:val="{own.style_id}"/>'))

    found = read_document(tmp_path, write)
    assert [one.kind.value for one in found.passages] == ["heading", "paragraph", "heading"]
    assert found.passages[1].heading == ("First",)


def test_an_outline_level_makes_a_heading(tmp_path: Path) -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("By outline")
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="1"/>'))
        document.add_paragraph("Words.")
        plain = document.add_heading("Not one", 1)
        plain._p.pPr.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="9"/>'))
        assert plain._p.pPr.find(qn("w:outlineLvl")) is not None

    found = read_document(tmp_path, write)
    assert (found.title, texts(found)) == ("By outline", ["Words.", "Not one"])


def test_a_document_without_properties_has_no_title_that_nobody_gave_it(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Words.")
    path = saved(tmp_path, made)
    relations = re.sub(rb"<Relationship [^>]*core-properties[^>]*/>", b"", part(path, "_rels/.rels"))
    found = read_draft_text(with_parts(path, {"_rels/.rels": relations, "docProps/core.xml": None}))
    assert (found.title, texts(found)) == ("", ["Words."])
