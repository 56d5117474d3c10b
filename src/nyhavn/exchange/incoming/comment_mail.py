"""Comments that came by e-mail (.eml, .mbox), through the standard library's parser; nothing is opened, run or fetched.

What a message says is divided by the codes of clauses in it. What kind of comment each part is, a message seldom says;
where it does not, a person does, and nobody guesses. The sender's name and address are not kept, neither in a comment
nor beside it: whoever holds the message answers it. Text that is quoted, forwarded or stands under a signature mark is
not the sender's comment, and is listed as not read.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from nyhavn.exchange.incoming.draft_html import read_html
from nyhavn.exchange.incoming.mail_words import Divided, own_words, parts_of
from nyhavn.exchange.incoming.plain_text import TAKEN_OUT, is_encoding, one_line, plain_text
from nyhavn.exchange.incoming.source_file import reading
from nyhavn.framework.clauses import DraftText, Unread
from nyhavn.framework.consultation_comments import (
    LONGEST_WORDS,
    WISH_IF_NOT_SAID,
    Arrival,
    Comment,
    CommentType,
    Door,
    PublicationWish,
    Speaker,
)
from nyhavn.framework.refusal import Reason, Refusal, check_none, refusal

SUFFIXES = (".eml", ".mbox")
MOST_MESSAGES, MOST_FILE_BYTES, MOST_MESSAGE_BYTES = 2_000, 128 * 1024**2, 32 * 1024**2
"""Limits of one file: as many messages as a team answers, and one with the attachments that mail servers let pass."""

MOST_PARTS = 200
"""Parts of one message. The parser goes into each."""

LONGEST_HEADER = 2_000
"""Bytes of one line of the head that is parsed. Its time grows with their square: 80,000 take half a minute."""

LONGEST_LETTER, MOST_COMMENTS = 5 * LONGEST_WORDS, 5_000
"""Characters of one letter, and comments in one file: a paragraph that names all clauses becomes a comment on each."""

ON_THE_WAY = timedelta(hours=1)
"""So long a message may take to its server without a word about it."""

_MULTIPLE = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_PARSED = re.compile(
    rb"^(?:from|sender|reply-to|subject|date|received|content-[a-z-]{1,40}):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
_BETWEEN = re.compile(rb"(?:\A|(?<=\n)\r?\n)From [^\r\n]*\r?\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


@dataclass(frozen=True)
class MailPart:
    """What one message says on one clause. number: from 1, through the whole file. type: None where it is not said.

    clause: code, WHOLE_TEXT for what names none. where: message and part, for people.
    """

    number: int
    clause: str
    words: str
    type: CommentType | None
    arrival: Arrival
    where: str


@dataclass(frozen=True)
class MailComments:
    """What was found in a file. attachments: how many there are, none of which was opened; unread lists them."""

    parts: tuple[MailPart, ...]
    messages: int
    attachments: int = 0
    unread: tuple[Unread, ...] = ()

    @property
    def without_type(self) -> tuple[int, ...]:
        """Numbers of the parts that a person has to look at."""
        return tuple(part.number for part in self.parts if part.type is None)


@dataclass(frozen=True)
class Said:
    """What a person who read a part says of it; nothing of it was guessed."""

    type: CommentType | None = None
    speaker: Speaker = Speaker()
    wish: PublicationWish = WISH_IF_NOT_SAID
    language: str = ""


def read_comment_mail(path: Path, *, draft: DraftText, received_at: datetime, source: str = "") -> MailComments:
    """What the messages of a file say. received_at: when the file came in; no message is later.

    Refusals: mail-type-unknown, mail-too-large, mail-broken, and those of files that cannot be opened.
    """
    content = _content(path)
    messages = _messages(content) if path.suffix.casefold() == ".mbox" else [content]
    if not messages:
        raise _broken(path.name, "There is no message in it.")
    if len(messages) > MOST_MESSAGES:
        raise _too_large(path.name, f"It holds more than {MOST_MESSAGES:,} messages.")
    found: list[MailPart] = []
    unread: list[Unread] = []
    attachments = 0
    for number, one in enumerate(messages, start=1):
        where = f"message {number}"
        if len(one) > MOST_MESSAGE_BYTES:
            raise _too_large(f"{path.name}, {where}", f"It is larger than {MOST_MESSAGE_BYTES // 1024**2} MB.")
        if len(_MULTIPLE.findall(one)) > MOST_PARTS:  # before the parser, which takes long over parts in parts
            raise _too_large(f"{path.name}, {where}", f"It has more than {MOST_PARTS} parts.")
        if any(len(line[0]) > LONGEST_HEADER for line in _PARSED.finditer(one)):  # before it as well
            raise _too_large(
                f"{path.name}, {where}", f"Its head has a line of more than {LONGEST_HEADER:,} characters."
            )
        reader = _Reader(draft, received_at, source or path.name, f"{path.name}, {where}")
        found += reader.read(one)
        unread += reader.unread
        attachments += reader.attachments
        if len(found) > MOST_COMMENTS:
            raise _too_large(path.name, f"It holds more than {MOST_COMMENTS:,} comments on single clauses.")
    parts = tuple(replace(part, number=number) for number, part in enumerate(found, start=1))
    return MailComments(parts, len(messages), attachments, tuple(unread))


def mail_comments(found: MailComments, said: Mapping[int, Said], *, language: str) -> tuple[Comment, ...]:
    """The comments of a file: all, or none. said: by the number of the part. language: of what nothing is said of.

    Raises Refusal: comment-type-not-said, mail-part-unknown, and those of comments.
    """
    reasons: list[Reason] = []
    made: list[Comment] = []
    if {*said} - {part.number for part in found.parts}:
        do = "Look through the parts of the messages again."
        reasons.append(Reason("mail-part-unknown", "Something is said of a part that is not there.", "said", do))
    for part in found.parts:
        about = said.get(part.number, Said())
        kind = about.type or part.type
        if kind is None:
            what = "It is not said whether this supports, asks, objects or wants a change."
            reasons.append(Reason("comment-type-not-said", what, part.where, "Read it, and choose."))
            continue
        try:
            made.append(
                Comment(
                    clause=part.clause,
                    type=kind,
                    rationale=part.words,
                    speaker=about.speaker,
                    wish=about.wish,
                    language=about.language or language,
                    arrival=part.arrival,
                )
            )
        except Refusal as refused:
            reasons += (Reason(one.code, one.what, part.where, one.do) for one in refused.reasons)
    check_none(reasons)
    return tuple(made)


def _content(path: Path) -> bytes:
    if path.suffix.casefold() not in SUFFIXES:
        what = f"Messages in files whose names end in {path.suffix or 'nothing'} are not read."
        do = "Save the message as .eml, or the folder as .mbox."
        raise refusal("mail-type-unknown", what, where=path.name, do=do)
    with reading(path):
        if path.stat().st_size > MOST_FILE_BYTES:
            raise _too_large(path.name, f"The file is larger than {MOST_FILE_BYTES // 1024**2} MB.")
        return path.read_bytes()


def _messages(content: bytes) -> list[bytes]:
    """The messages of an mbox file: each begins with a line "From ", which quoted lines of a text do not (RFC 4155)."""
    first, *messages = _BETWEEN.split(content, maxsplit=MOST_MESSAGES + 1)  # so that one too many is noticed
    return [_QUOTED_FROM.sub(rb"\1", one) for one in ((first, *messages) if first.strip() else messages)]


class _Reader:
    """Reads one message."""

    def __init__(self, draft: DraftText, received_at: datetime, source: str, where: str) -> None:
        self.unread: list[Unread] = []
        self.attachments = 0
        self._draft, self._received, self._source, self._where = draft, received_at, source, where

    def read(self, content: bytes) -> Iterator[MailPart]:
        try:
            message = message_from_bytes(content, policy=policy.default)
            many = sum(1 for _ in message.walk())
            body, sender = self._body(message), self._sender(message)
            subject = one_line(str(message.get("subject", "")))
            sent = self._sent(message)
        except _FAULTS as fault:
            raise _broken(self._where, "It cannot be read.") from fault
        if many > MOST_PARTS:
            raise _too_large(self._where, f"It has more than {MOST_PARTS} parts.")
        text, was_changed = plain_text_of_mail(body)
        if was_changed:
            self._list(TAKEN_OUT)
        words = own_words(text, sender)
        for what in words.left_out:
            self._list(what)
        if len(words.text) > LONGEST_LETTER:
            raise _too_large(self._where, f"It has more than {LONGEST_LETTER:,} characters of its sender's own.")
        parts = parts_of(words.text, self._draft.codes, subject)
        if not parts:
            self._list("There are no words of the sender in it.")
        key = hashlib.sha256(content).hexdigest()[:32]
        arrival = Arrival(door=Door.EMAIL, at=sent, sending=key, source=self._source)
        yield from (self._part(one, arrival) for one in parts)

    def _part(self, one: Divided, arrival: Arrival) -> MailPart:
        where = f"{self._where}, {one.clause or 'on no clause'}"
        if len(one.words) > LONGEST_WORDS:
            raise _too_large(where, f"This is longer than {LONGEST_WORDS:,} characters.")
        return MailPart(0, one.clause, one.words, one.type, arrival, where)

    def _list(self, what: str) -> None:
        self.unread.append(Unread(where=self._where, what=what))

    def _body(self, message: EmailMessage) -> str:
        body = message.get_body(preferencelist=("plain", "html"))
        for part in message.iter_attachments():
            self.attachments += 1
            name = one_line(part.get_filename() or "")[:80] or "without a name"
            self._list(f"An attachment was not opened: {name} ({part.get_content_type()}).")
        if body is None:
            return ""
        try:
            content = body.get_content() if is_encoding(str(body.get_param("charset", "ascii"))) else None
        except (LookupError, UnicodeError):
            content = None
        if not isinstance(content, str):
            self._list("Its text is in a form, or in characters, that cannot be read.")
            return ""
        if body.get_content_subtype() != "html":
            return content
        try:
            found = read_html(content, self._where)
        except Refusal as refused:
            self._list(" ".join(reason.what for reason in refused.reasons))
            return ""
        self.unread += (Unread(where=f"{self._where}, {one.where}", what=one.what) for one in found.unread)
        return "\n\n".join(" ".join(filter(None, (one.number, one.text))) for one in found.passages)

    def _sender(self, message: EmailMessage) -> frozenset[str]:
        """Address and name of whoever sent it, to be taken out of the text, and for nothing else."""
        said = set()
        for header in ("from", "reply-to", "sender"):
            for address in getattr(message.get(header), "addresses", ()):
                said |= {address.addr_spec, address.display_name}
        return frozenset(one for one in said if len(one) > 1)

    def _sent(self, message: EmailMessage) -> datetime:
        """When the server that kept it wrote that it came; without one, when it says. Never after the file came in.

        The day in a message is written by whoever sends it: a window that has closed must not open by it, and nobody
        is late because of a clock that is fast.
        """
        said = _moment(str(message.get("date", "")))
        came = _moment(str(message.get("received", "")).rpartition(";")[2])
        known = came or said
        if known is None:
            self._list("It does not say when it was sent; the time of the file is taken.")
        moment = min(known or self._received, self._received)
        if said is not None and abs(moment - said) > ON_THE_WAY:
            self._list("It gives another time than its server or its file; theirs is taken.")
        return moment


def plain_text_of_mail(text: str) -> tuple[str, bool]:
    """The text with its empty lines, which tell paragraphs apart, and whether anything was taken out."""
    cleaned = [plain_text(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(line for line, _ in cleaned), any(was_changed for _, was_changed in cleaned)


def _moment(said: str) -> datetime | None:
    """A moment with its zone, None for anything else."""
    try:
        moment = parsedate_to_datetime(said.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else None


def _broken(where: str, what: str) -> Refusal:
    do = "Save it again from the mail program."
    return refusal("mail-broken", f"This is no message, or it is damaged. {what}", where=where, do=do)


def _too_large(where: str, what: str) -> Refusal:
    return refusal("mail-too-large", what, where=where, do="Hand in fewer messages at a time, without attachments.")
