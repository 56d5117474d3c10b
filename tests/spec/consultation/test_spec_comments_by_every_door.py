"""Promises about comments that come in as files and go out as tables."""

import csv
import io
from datetime import timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from consultation_drawn import BEGINS, DrawnConsultation, drawn_consultation
from nyhavn.exchange.comment_template import comment_template
from nyhavn.exchange.incoming.comment_columns import NAMES, WHOLE
from nyhavn.exchange.incoming.comment_mail import Said, mail_comments, read_comment_mail
from nyhavn.exchange.incoming.comment_sheet import SheetComments, read_comment_sheet
from nyhavn.exchange.spreadsheet_text import csv_table, xlsx_table
from nyhavn.framework.consultation_comments import Comment, CommentType, Door
from nyhavn.framework.refusal import Refusal

LATER = BEGINS + timedelta(days=60)


@cache
def at_real_size() -> DrawnConsultation:
    return drawn_consultation(11)


def as_row(comment: Comment) -> list[str]:
    said = comment.speaker
    told = {
        "clause": comment.clause or WHOLE,
        "type": comment.type.value,
        "proposed wording": comment.proposed,
        "rationale": comment.rationale,
        "speaks as": said.speaks_as.value,
        "name": said.name,
        "organisation": said.organisation,
        "for whom": said.for_whom,
        "for how many": str(said.for_how_many or ""),
        "region": said.region,
        "sector": said.sector,
        "groups": "; ".join(sorted(said.groups)),
        "publication": comment.wish.value,
        "language": comment.language,
    }
    return [told.get(name, "") for name in NAMES]


def filled_in(folder: Path, comments: tuple[Comment, ...]) -> Path:
    """The template, as somebody fills it in."""
    path = folder / "comments.xlsx"
    path.write_bytes(comment_template(at_real_size().first))
    book = openpyxl.load_workbook(path)
    for comment in comments:
        book["comments"].append(as_row(comment))
    book.save(path)
    return path


def read(path: Path) -> SheetComments:
    return read_comment_sheet(path, draft=at_real_size().first, at=LATER, language="en")


def words(comment: Comment) -> tuple[object, ...]:
    """Everything that the sheet says."""
    return comment.clause, comment.type, comment.proposed, comment.rationale, comment.speaker, comment.wish


def test_every_comment_of_every_organisation_comes_in_by_the_sheet_as_it_was_written(tmp_path: Path) -> None:
    sent = at_real_size().comments[:400]
    found = read(filled_in(tmp_path, sent))
    assert [words(one) for one in found.comments] == [words(one) for one in sent]
    senders = {one.speaker.organisation for one in sent}
    assert len({one.arrival.sending for one in found.comments}) == len(senders)


def test_one_wrong_cell_keeps_the_whole_sheet_out(tmp_path: Path) -> None:
    sent = at_real_size().comments[:50]
    path = filled_in(tmp_path, sent)
    book = openpyxl.load_workbook(path)
    book["comments"]["A31"] = "C999"
    book.save(path)
    with pytest.raises(Refusal) as caught:
        read(path)
    assert [one.where for one in caught.value.reasons] == ["comments.xlsx, row 31, column clause"]


def test_a_letter_says_what_it_says_and_not_who_sent_it(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["From"], letter["Date"] = "Salma K. <salma@example.org>", "Wed, 02 Sep 2026 10:00:00 +0300"
    letter.set_content("C5: objection: this harms families.\n\nC7 is good.\n\nSalma K.\nsalma@example.org\n")
    (tmp_path / "letter.eml").write_bytes(letter.as_bytes())
    found = read_comment_mail(tmp_path / "letter.eml", draft=at_real_size().first, received_at=LATER)
    said = {number: Said(CommentType.SUPPORT) for number in found.without_type}
    comments = mail_comments(found, said, language="en")
    assert [(one.clause, one.type) for one in comments][:2] == [("C5", "objection"), ("C7", "support")]
    assert {one.arrival.door for one in comments} == {Door.EMAIL}
    assert "salma" not in repr((found, comments)).casefold()


def test_no_comment_is_run_by_whoever_opens_the_table() -> None:
    rows = [("reference", "rationale"), ("AB12", "=HYPERLINK('http://evil.example','x')"), ("AB13", "\u202e+1")]
    read_back = list(csv.reader(io.StringIO(csv_table(rows).decode("utf-8-sig"), newline="")))
    assert read_back[1][1].startswith("'=")
    assert read_back[2][1] == "[U+202E]+1"
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_table(rows, "comments"))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_what_people_wrote_comes_out_of_the_table_in_every_script() -> None:
    said = [(one.clause, one.rationale) for one in at_real_size().comments[:300]]
    read_back = csv.reader(io.StringIO(csv_table(said).decode("utf-8-sig"), newline=""))
    assert [tuple(row) for row in read_back] == said
