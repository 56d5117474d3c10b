"""Comments by e-mail: divided by the clauses that they name, without a guess, and without their sender."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from in_comments import AT, DRAFT, eml, message, reasons

from nyhavn.exchange.incoming.comment_mail import LONGEST_LETTER, MailComments, Said, mail_comments, read_comment_mail
from nyhavn.exchange.incoming.mail_words import FORWARDED, QUOTED, SENDER, SENDER_LEFT_OUT, SIGNATURE
from nyhavn.framework.consultation_comments import CommentType, Door, PublicationWish, Speaker

SENT = datetime(2026, 8, 31, 7, 30, tzinfo=UTC)


def read(path: Path) -> MailComments:
    return read_comment_mail(path, draft=DRAFT, received_at=AT)


def parts(folder: Path, text: str, **headers: str) -> list[tuple[str, str]]:
    return [(one.clause, one.words) for one in read(eml(folder, message(text, **headers))).parts]


def unread(found: MailComments) -> list[str]:
    return [one.what for one in found.unread]


@pytest.mark.parametrize(
    ("text", "divided"),
    [
        ("A good draft.", [("", "A good draft.")]),
        ("C1: ask first.", [("C1", "ask first.")]),
        ("C1: ask first.\nC3: go home.", [("C1", "ask first."), ("C3", "go home.")]),
        ("Hello,\n\nOn C1: ask first.\n\nAsk all.", [("", "Hello,"), ("C1", "ask first.\n\nAsk all.")]),
        ("We like C1 and C3.", [("C1", "We like C1 and C3."), ("C3", "We like C1 and C3.")]),
        ("C1: ask first.\n\nC3 should come sooner.", [("C1", "ask first."), ("C3", "C3 should come sooner.")]),
        ("* c-1 – ask first.", [("C1", "ask first.")]),
        ("Zu C1: zuerst fragen.", [("C1", "zuerst fragen.")]),
        ("حول C١: اسألوا أولاً", [("C1", "اسألوا أولاً")]),
        ("C99: there is none.", [("", "C99: there is none.")]),
        ("C1:\nask first.", [("C1", "ask first.")]),
    ],
)  # fmt: skip
def test_a_message_is_divided_by_the_clauses_that_it_names(
    tmp_path: Path, text: str, divided: list[tuple[str, str]]
) -> None:
    assert parts(tmp_path, text) == divided


def test_a_subject_that_names_one_clause_is_about_it(tmp_path: Path) -> None:
    assert parts(tmp_path, "Ask first.", subject="Comment on C1") == [("C1", "Ask first.")]
    assert parts(tmp_path, "Ask first.", subject="C1 and C2") == [("", "Ask first.")]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("C1: Objection: it harms us.", CommentType.OBJECTION, "it harms us."),
        ("C1 (question) – who asks?", CommentType.QUESTION, "who asks?"),
        ("C1: support", CommentType.SUPPORT, ""),
        ("C1: change. Ask first.", CommentType.CHANGE, "Ask first."),
        ("C1: supporting evidence is missing.", None, "supporting evidence is missing."),
        ("C1: it is fine.", None, "it is fine."),
    ],
)
def test_a_type_is_taken_only_where_it_is_said(tmp_path: Path, text: str, kind: CommentType | None, words: str) -> None:
    (one,) = read(eml(tmp_path, message(text))).parts
    assert (one.type, one.words) == (kind, words)


def test_nobody_guesses_what_a_comment_does(tmp_path: Path) -> None:
    found = read(eml(tmp_path, message("C1: ask first.\nC3: objection: no.")))
    assert found.without_type == (1,)
    assert [one.code for one in reasons(lambda: mail_comments(found, {}, language="en"))] == ["comment-type-not-said"]
    said = {1: Said(CommentType.CHANGE, Speaker(organisation="Water for all"), PublicationWish.ORGANISATION, "fr")}
    one, two = mail_comments(found, said, language="en")
    assert (one.type, one.speaker.organisation, one.language) == (CommentType.CHANGE, "Water for all", "fr")
    assert (two.type, two.wish, two.language) == (CommentType.OBJECTION, PublicationWish.NOT_PUBLISHED, "en")
    assert (one.arrival.door, one.arrival.at, one.arrival.source) == (Door.EMAIL, SENT, "message.eml")
    assert one.arrival.sending == two.arrival.sending


def test_what_is_said_of_a_part_that_is_not_there_is_refused_with_all_other_faults(tmp_path: Path) -> None:
    found = read(eml(tmp_path, message("C1: ask first.")))
    named = Said(CommentType.CHANGE, wish=PublicationWish.NAMED)
    codes = [one.code for one in reasons(lambda: mail_comments(found, {1: named, 5: Said()}, language="en"))]
    assert codes == ["mail-part-unknown", "comment-name-missing"]


def test_the_sender_is_in_nothing_that_is_kept(tmp_path: Path) -> None:
    text = "C1: ask first.\n\nAMINA HADDAD, amina@example.org\n-- \nAmina Haddad, tel. 0123"
    found = read(eml(tmp_path, message(text)))
    kept = repr(found)
    assert not any(secret in kept.casefold() for secret in ("amina", "haddad", "0123"))
    assert {SENDER, SIGNATURE} <= {*unread(found)}
    assert found.parts[0].words == f"ask first.\n\n{SENDER_LEFT_OUT}, {SENDER_LEFT_OUT}"


@pytest.mark.parametrize(
    ("sender", "text", "kept"),
    [
        ("Will <w@example.org>", "We will ask Will.\nwill", f"We will ask {SENDER_LEFT_OUT}.\n{SENDER_LEFT_OUT}"),
        ("An <a@example.org>", "Ask an office.\n– AN", f"Ask an office.\n– {SENDER_LEFT_OUT}"),
        ("李明 <a@example.org>", "先问。\n李明", f"先问。\n{SENDER_LEFT_OUT}"),
        ("Amina Haddad <a@example.org>", "Ask first.\nBest wishes,\namina.", f"Best wishes,\n{SENDER_LEFT_OUT}"),
        ("Water for all <a@example.org>", "Ask for all.", "Ask for all."),
    ],
)
def test_a_name_is_taken_out_and_words_that_are_written_like_it_stay(
    tmp_path: Path, sender: str, text: str, kept: str
) -> None:
    assert parts(tmp_path, text, sender=sender)[0][1].endswith(kept)


def test_two_messages_have_two_keys_and_neither_follows_from_an_address(tmp_path: Path) -> None:
    keys = {
        read(eml(tmp_path, message(text, sender=sender))).parts[0].arrival.sending
        for text, sender in [("C1: a", "a@example.org"), ("C1: b", "a@example.org"), ("C1: a", "b@example.org")]
    }
    assert len(keys) == 3


@pytest.mark.parametrize(
    ("below", "what"),
    [
        ("On Monday the office wrote:\n> C3: results\n> go home", QUOTED),
        ("-----Original Message-----\nC3: results", FORWARDED),
        ("From: The office\nSent: Monday\nTo: all\n\nC3: results", FORWARDED),
        ("Von: Das Amt\nGesendet: Montag\n\nC3: results", FORWARDED),
        ("---------- Forwarded message ---------\nC3: results", FORWARDED),
        ("-- \nC3 street 5", SIGNATURE),
    ],
)
def test_what_others_wrote_is_no_comment_of_the_sender(tmp_path: Path, below: str, what: str) -> None:
    found = read(eml(tmp_path, message(f"C1: ask first.\n\n{below}\n")))
    assert [(one.clause, one.words) for one in found.parts] == [("C1", "ask first.")]
    assert what in unread(found)


def test_dashes_alone_divide_a_letter_and_end_nothing(tmp_path: Path) -> None:
    found = read(eml(tmp_path, message(f"C1: ask first.\n\n{'-' * 20}\n\nC3: go home.")))
    assert [one.clause for one in found.parts] == ["C1", "C3"]
    assert unread(found) == []


def test_a_line_of_dashes_takes_no_hours(tmp_path: Path) -> None:
    started = time.process_time()
    read(eml(tmp_path, message(f"C1: ask first.\n{'-' * 9_000}x\n{'_' * 9_000}x")))
    assert time.process_time() - started < 3


def test_attachments_are_listed_and_not_opened(tmp_path: Path) -> None:
    made = message("C1: ask first.")
    made.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="comments\u202egpj.zip")
    found = read(eml(tmp_path, made))
    assert found.attachments == 1
    assert unread(found) == ["An attachment was not opened: commentsgpj.zip (application/zip)."]


def test_a_message_in_html_is_read_without_what_it_would_run(tmp_path: Path) -> None:
    made = message("")
    made.set_content("<p>C1: ask <b>first</b>.</p><script>x()</script><p hidden>C3: no</p>", subtype="html")
    found = read(eml(tmp_path, made))
    assert [(one.clause, one.words) for one in found.parts] == [("C1", "ask first.")]
    assert {"<script> is not read.", "Text that a browser would not show is not read."} <= {*unread(found)}


def test_the_plain_words_are_read_where_there_are_both(tmp_path: Path) -> None:
    made = message("C1: plain.")
    made.add_alternative("<p>C1: other.</p>", subtype="html")
    assert [one.words for one in read(eml(tmp_path, made)).parts] == ["plain."]


def test_a_folder_of_messages_is_read_in_order(tmp_path: Path) -> None:
    made = [message("C1: one.\n\n>From here on.\n"), message("C3: two.\n"), message("")]
    text = b"".join(b"From x@y Mon Aug 31 09:30:00 2026\n" + one.as_bytes() + b"\n\n" for one in made)
    (tmp_path / "all.mbox").write_bytes(text)
    found = read(tmp_path / "all.mbox")
    assert (found.messages, [one.number for one in found.parts]) == (3, [1, 2])
    assert [(one.clause, one.where) for one in found.parts] == [
        ("C1", "all.mbox, message 1, C1"),
        ("C3", "all.mbox, message 2, C3"),
    ]
    assert "There are no words of the sender in it." in unread(found)


def dated(date: str, received: str = "") -> bytes:
    head = f"Received: from a by b; {received}\n" if received else ""
    return f"{head}Date: {date}\nSubject: x\n\nC1: ask first.\n".encode()


@pytest.mark.parametrize(
    ("content", "at", "is_said"),
    [
        (dated("Mon, 31 Aug 2026 09:30:00 +0200"), SENT, False),
        (dated("Sat, 01 Aug 2026 09:30:00 +0200", "Mon, 31 Aug 2026 09:30:00 +0200"), SENT, True),
        (dated("Mon, 31 Aug 2026 09:29:51 +0200", "Mon, 31 Aug 2026 09:30:00 +0200"), SENT, False),
        (dated("Wed, 30 Sep 2026 09:30:00 +0200", "Mon, 31 Aug 2026 09:30:00 +0200"), SENT, True),
        (dated("Mon, 31 Aug 2099 09:30:00 +0200"), AT, True),
        (dated("Mon, 31 Aug 2026 09:30:00 -0000"), AT, True),
        (dated("yesterday"), AT, True),
    ],
)
def test_a_message_came_when_its_server_says(tmp_path: Path, content: bytes, at: datetime, is_said: bool) -> None:
    (tmp_path / "m.eml").write_bytes(content)
    found = read(tmp_path / "m.eml")
    assert abs(found.parts[0].arrival.at - at) < timedelta(seconds=1)
    assert any("time" in what for what in unread(found)) is is_said


def test_characters_that_turn_the_text_are_taken_out(tmp_path: Path) -> None:
    found = read(eml(tmp_path, message("C1: pay \u202e001 euro")))
    assert found.parts[0].words == "pay 001 euro"
    assert any("Characters" in what for what in unread(found))


def deep(levels: int) -> bytes:
    made = b"C1: x"
    for level in range(levels):
        made = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'.encode() + made + b"\n"
    return made


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("m.msg", b"x", "mail-type-unknown"),
        ("m.mbox", b"", "mail-broken"),
        ("m.eml", deep(5_000), "mail-too-large"),
        ("m.eml", deep(190), ""),
        ("m.eml", b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 300, "mail-too-large"),
        ("m.eml", b"Subject: x\n\nC1: " + b"x" * 20_001, "mail-too-large"),
        ("m.mbox", b"From a\n\nx\n\n" * 2_001, "mail-too-large"),
        ("m.mbox", b"From a\n\n" * 1_000_000, "mail-too-large"),
        ("m.eml", b"From: " + b"a " * 40_000 + b"\n\nC1: x", "mail-too-large"),
        ("m.eml", b"Subject: =?punycode?q?x-" + b"a" * 400_000 + b"?=\n\nC1: x", "mail-too-large"),
        ("m.eml", b"Subject: x\n\n" + b"x" * (LONGEST_LETTER + 1), "mail-too-large"),
        ("m.mbox", b"From a\n\nC1, C2, C3\n\n" * 1_700, "mail-too-large"),
        ("m.eml", b"Content-Type: text/plain; charset=nonsense\n\n\xff\xfe", ""),
        ("m.eml", b"Content-Type: text/plain; charset=punycode\n\nx-" + b"a" * 400_000, ""),
    ],
)
def test_messages_made_to_do_harm_are_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    started = time.process_time()
    if code:
        assert reasons(lambda: read(tmp_path / name))[0].code == code
    else:
        assert "There are no words of the sender in it." in unread(read(tmp_path / name))
    assert time.process_time() - started < 3
