"""A notice as people read it: its parts in order, the hash of the text as shown, and what has to be in it.

The hash covers every word and every file that is shown, in order, so that years later anybody can tell whether a text
is the one that people agreed to. Texts of the first format keep theirs; it covered the words of the initiative alone.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice_media import Medium
from nyhavn.framework.notice_record import (
    NoticeRecord,
    RecordedMedium,
    ShownPart,
    read,
    sha256_of_record,
    written,
)
from nyhavn.framework.notice_terms import PurposeTerms, purposes_without_terms
from nyhavn.framework.refusal import Reason, Refusal


class NoticePart(StrEnum):
    """The parts of a notice, in the order in which they are shown. Questions about the purposes follow them."""

    TITLE = "title"
    BODY = "body"
    RETENTION = "retention"
    RECIPIENTS = "recipients"
    CAN_TAKE_BACK = "can-take-back"
    STAYS = "stays"
    LOST_CODE = "lost-code"
    CONTACT = "contact"


@dataclass(frozen=True)
class NoticeWords:
    """A notice in one language.

    retention: how long answers are kept. recipients: who sees them. can_take_back: what a person can undo, and how.
    stays: what cannot be undone, such as figures that are published. lost_code: what it means to lose the code of the
    receipt. by_purpose: one question per purpose, in the words of the person who answers. media: files shown with it,
    in order. rendered: the record of what is shown, with its hash; "" for a draft and for texts of the first format.
    """

    language: str
    title: str
    body: str = ""
    retention: str = ""
    recipients: str = ""
    can_take_back: str = ""
    stays: str = ""
    lost_code: str = ""
    by_purpose: Mapping[Purpose, str] = field(default_factory=dict)
    sha256: str = ""
    rendered: str = field(default="", repr=False)
    media: tuple[Medium, ...] = ()


@dataclass(frozen=True)
class NoticeShown:
    """One version of a notice with all its texts. purposes: in the order in which they are asked.

    terms: how long and for whom, by purpose; empty where only the text says it. witnessed_path: whether somebody who
    lost the code can still withdraw with a witness; None where nobody said.
    """

    uuid: UUID
    version: str
    purposes: tuple[Purpose, ...]
    contact: str
    texts: tuple[NoticeWords, ...]
    valid_from: date | None = None
    valid_until: date | None = None
    terms: tuple[PurposeTerms, ...] = ()
    witnessed_path: bool | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in."""
        return tuple(words.language for words in self.texts)

    def text(self, language: str) -> NoticeWords | None:
        """The text in that language, if there is one."""
        return next((words for words in self.texts if words.language.casefold() == language.casefold()), None)


@dataclass(frozen=True)
class OurWords:
    """What we say ourselves around the words of an initiative, in one language.

    headings: by part. lost_code: the sentence about a lost code. terms: how long and for whom, by purpose.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    lost_code: str = ""
    terms: Mapping[Purpose, str] = field(default_factory=dict)


# Why each part has to be there, as the person who writes the notice needs to hear it.
_MISSING: Mapping[NoticePart, str] = {
    NoticePart.TITLE: "Give the notice a title.",
    NoticePart.BODY: "Say who asks, what for, and that taking part is free.",
    NoticePart.RETENTION: "Say how long the answers are kept.",
    NoticePart.RECIPIENTS: "Say who sees the answers.",
    NoticePart.CAN_TAKE_BACK: "Say what people can take back later, and how.",
    NoticePart.STAYS: "Say what cannot be taken back: published figures may stand.",
    NoticePart.LOST_CODE: "Say what it means to lose the code: nobody can find the answers again.",
    NoticePart.CONTACT: "Say whom people can ask.",
}
_FIRST = "Write a text in at least one language."
_COLLECTION = "Add the purpose “collection”: without this yes nothing may be kept."


def part_text(shown: NoticeShown, words: NoticeWords, part: NoticePart) -> str:
    """What one part says, "" if it says nothing."""
    said = shown.contact if part is NoticePart.CONTACT else str(getattr(words, part.value.replace("-", "_")))
    return _plain(said)


LOST_CODE_SENTENCE = "lost-code-path"  # the part in which we say ourselves what holds for a lost code


def shown_parts(shown: NoticeShown, words: NoticeWords, ours: OurWords | None = None) -> tuple[ShownPart, ...]:
    """Everything a person reads in that language, in order. Pages show these texts and no others.

    What was put in use is read from its record. ours: what we would say around a draft.
    """
    if words.rendered:
        return read(words.rendered).parts
    ours = ours or OurWords()
    parts = []
    for part in NoticePart:
        parts.append(ShownPart(part.value, part_text(shown, words, part), heading=ours.headings.get(part.value, "")))
        if part is NoticePart.LOST_CODE and ours.lost_code:
            parts.append(ShownPart(LOST_CODE_SENTENCE, ours.lost_code))
    asked = (
        ShownPart(p.value, _plain(words.by_purpose.get(p, "")), is_question=True, terms=ours.terms.get(p, ""))
        for p in shown.purposes
    )
    return (*parts, *asked)


def record_of(shown: NoticeShown, words: NoticeWords, ours: OurWords) -> str:
    """The record of what a person is shown in that language, for a text that is put in use now."""
    draft = replace(words, rendered="")
    media = tuple(
        RecordedMedium(each.kind.value, each.sha256, each.captions, each.sign_language, each.title, each.words)
        for each in words.media
    )
    data = {terms.purpose.value: terms.model_dump_json() for terms in shown.terms if terms.purpose in shown.purposes}
    return written(NoticeRecord(shown.version, words.language, shown_parts(shown, draft, ours), media, data))


def _ours_in(record: NoticeRecord) -> OurWords:
    """What we said ourselves on the day of the record."""
    return OurWords(
        {part.code: part.heading for part in record.parts if part.heading},
        next((part.text for part in record.parts if part.code == LOST_CODE_SENTENCE), ""),
        {Purpose(part.code): part.terms for part in record.parts if part.terms},
    )


def sha256_of_notice(shown: NoticeShown, words: NoticeWords) -> str:
    """Hash in the first format of the words of the initiative in that language, lower-case hex.

    Over UTF-8: version and language, then each part as code, number of bytes and text, so that no text can be moved
    from one part to another without another hash. Texts that are put in use now have a record and its hash.
    """
    digest = hashlib.sha256(f"notice 1\n{shown.version}\n{words.language}\n".encode())
    for part in shown_parts(shown, words):
        text = part.text.encode()
        digest.update(f"{part.code} {len(text)}\n".encode() + text + b"\n")
    return digest.hexdigest()


def is_as_agreed(shown: NoticeShown, words: NoticeWords) -> bool:
    """Whether a text that is or was in use still is the one whose hash was put on record. A draft has none yet.

    The record has to have that hash, and what is stored beside it (words, terms, files) has to give that record.
    """
    if not words.sha256:
        return True
    if not words.rendered:
        return words.sha256 == sha256_of_notice(shown, words)
    if words.sha256 != sha256_of_record(words.rendered):
        return False
    return words.rendered == record_of(shown, words, _ours_in(read(words.rendered)))


def _plain(text: str) -> str:
    """A text as it is shown: composed letters, one kind of line end, no blanks at its ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


@dataclass(frozen=True)
class Lack:
    """Something that a notice lacks. language: of the text, "" for the notice itself; of: a part or purpose, or ""."""

    reason: Reason
    language: str = ""
    of: str = ""


def notice_lacks(shown: NoticeShown) -> tuple[Lack, ...]:
    """What has to be there before the notice may be used, place by place; empty if it may."""
    return tuple(_lacks(shown))


def notice_reasons(shown: NoticeShown) -> tuple[Reason, ...]:
    """Why the notice may not be used yet, each with what to do; empty if it may."""
    return tuple(lack.reason for lack in _lacks(shown))


def check_notice(shown: NoticeShown) -> None:
    """Raises Refusal with everything that the notice lacks."""
    reasons = notice_reasons(shown)
    if reasons:
        raise Refusal(*reasons)


def _lacks(shown: NoticeShown) -> Iterator[Lack]:
    if Purpose.COLLECTION not in shown.purposes:
        what = "The notice does not ask whether answers may be collected at all."
        yield Lack(Reason("notice-without-collection", what, "purposes", _COLLECTION))
    if not _plain(shown.contact):
        yield Lack(_missing(NoticePart.CONTACT, "contact"), of=NoticePart.CONTACT)
    if not shown.texts:
        yield Lack(Reason("notice-without-text", "The notice has no text.", "texts", _FIRST))
    for purpose in purposes_without_terms(shown, shown.purposes):
        what = f"Nobody said how long answers are kept for “{purpose}”, and who gets them."
        reason = Reason("notice-terms-missing", what, "terms", "Say it for each purpose that is asked.")
        yield Lack(reason, of=purpose)
    if shown.witnessed_path is None:
        what = "Nobody said whether people who lose their code can still take their answers back."
        do = "Say it, so that people know before they agree."
        yield Lack(Reason("notice-lost-code-unsaid", what, "witnessed_path", do))
    for words in shown.texts:
        yield from _lacks_in(shown, words)


def _lacks_in(shown: NoticeShown, words: NoticeWords) -> Iterator[Lack]:
    """What one language lacks."""
    where = f"text in “{words.language}”"
    for part in NoticePart:
        if part is not NoticePart.CONTACT and not part_text(shown, words, part):
            yield Lack(_missing(part, where), words.language, part)
    for purpose in shown.purposes:
        if not _plain(words.by_purpose.get(purpose, "")):
            what = f"There is no question for the purpose “{purpose}”."
            do = "Write the question in the words of the person who answers it."
            yield Lack(Reason("notice-question-missing", what, where, do), words.language, purpose)
    yield from (Lack(reason, words.language) for reason in _asked_together(shown, words, where))


def _missing(part: NoticePart, where: str) -> Reason:
    return Reason("notice-part-missing", f"The part “{part.value.replace('-', ' ')}” is empty.", where, _MISSING[part])


def _asked_together(shown: NoticeShown, words: NoticeWords, where: str) -> Iterator[Reason]:
    """Two purposes under one question: nobody can say yes to one and no to the other."""
    by_question: dict[str, list[Purpose]] = {}
    for purpose in shown.purposes:
        question = " ".join(_plain(words.by_purpose.get(purpose, "")).casefold().split())
        if question:
            by_question.setdefault(question, []).append(purpose)
    for purposes in by_question.values():
        if len(purposes) > 1:
            what = f"The same question is asked for {' and '.join(f'“{purpose}”' for purpose in purposes)}."
            do = "Ask one question for each purpose, so that people can say yes to one and no to another."
            yield Reason("notice-question-twice", what, where, do)


@dataclass(frozen=True)
class Period:
    """The days on which a version of a notice is in use. until: None while no end is set."""

    version: str
    first: date
    until: date | None


def period_reasons(others: Sequence[Period], first: date, today: date) -> tuple[Reason, ...]:
    """Why a version may not be put in use from that day; empty if it may.

    One version is in use on any day, so that a day says which text a person saw. A version that is in use ends the day
    before the new one begins; it cannot end before today, because people may have agreed under it today.
    """
    if first < today:
        what = "A notice cannot have been in use before it was put in use."
        return (Reason("notice-day-past", what, "valid_from", "Choose today or a later day."),)
    for other in others:
        is_over = other.until is not None and other.until < first
        if not is_over and (other.first >= first or first == today):
            what = f"Version {other.version} is in use from {other.first.isoformat()}, and each day has one notice."
            return (Reason("notice-days-overlap", what, "valid_from", _later(other, today)),)
    return ()


def _later(other: Period, today: date) -> str:
    earliest = max(other.first, today) + timedelta(days=1)
    return f"Choose {earliest.isoformat()} or a later day."


def check_period(others: Sequence[Period], first: date, today: date) -> None:
    """Raises Refusal if a version may not be put in use from that day."""
    reasons = period_reasons(others, first, today)
    if reasons:
        raise Refusal(*reasons)


def languages_without_text(shown: NoticeShown, languages: Sequence[str]) -> tuple[str, ...]:
    """Languages of a questionnaire in which the notice cannot be read. A question without a language asks for none."""
    written = {language.casefold() for language in shown.languages}
    return tuple(language for language in languages if language and language.casefold() not in written)
