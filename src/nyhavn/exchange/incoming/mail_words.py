"""The words of a message: what its sender wrote, divided by the clauses that it names."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from nyhavn.framework.clauses import codes_mentioned
from nyhavn.framework.consultation_comments import WHOLE_TEXT, CommentType, has_letters
from nyhavn.framework.consultation_words import WORDS

QUOTED = "Quoted text is not read."
FORWARDED = "Text below the mark of another message is not read."
SIGNATURE = "Text below the mark of a signature is not read."
SENDER = "The name or the address of the sender was taken out of the text."
SENDER_LEFT_OUT = "[left out]"
# How mail programs of several languages begin what they quote or forward: a rule of dashes around words, or From: with
# Sent: or Date: close below. Dashes alone divide a letter. Each repetition has an end: a line of dashes takes no hours.
_OTHER_MESSAGE = re.compile(
    r"^(?:-{3,40} ?[^\s-].{0,60}?-{3,40}|_{10,})$|^\*?(?:From|Von|De|Da|Van|Fra|Från|От|من)\s?:.*\n(?:.*\n){0,3}?"
    r"\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Fecha|Data|Sendt|Skickat|Дата|التاريخ)\s?:",
    re.MULTILINE,
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_WROTE = re.compile(r"^[^\n]{0,200}:\n+(?=>)", re.MULTILINE)
_QUOTE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# A line that begins with a code, after a bullet and at most one word: "On C12:", "C12 – objection", "* C12".
_LABEL = re.compile(
    r"^\W{0,5}(?:[^\W\d]{1,20}\s+)?([Cc]-?\d{1,8}|C[ \u00a0]\d{1,8})(?!\w)\s*(?:[:.)\]–—-]+|(?=\()|$)\s*"
)
_TYPE = re.compile(r"^\(?([^\W\d]{4,12})\)?\s*(?:[:.–—-]+\s*|\n|$)")
_TYPES = {said.casefold(): CommentType(entry.code) for entry in WORDS.types for said in (entry.code, entry.name)}


@dataclass(frozen=True)
class OwnWordsOfMail:
    """What the sender wrote, and in sentences what was left out of it."""

    text: str
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Divided:
    """A part of a message. clause: code, WHOLE_TEXT for none. type: None where it does not begin with one."""

    clause: str
    words: str
    type: CommentType | None = None


def own_words(text: str, sender: Collection[str]) -> OwnWordsOfMail:
    """The text without quotations, other messages, signature and the sender's name and address."""
    left_out = []
    for mark, what in ((_OTHER_MESSAGE, FORWARDED), (_SIGNATURE, SIGNATURE)):
        if found := mark.search(text):
            text = text[: found.start()]
            left_out.append(what)
    if _QUOTE.search(text):
        text = _QUOTE.sub("", _WROTE.sub("", text))
        left_out.append(QUOTED)
    without = text
    for name in sorted(sender, key=len, reverse=True):
        without = _without(without, name)
    return OwnWordsOfMail(without, (*left_out, SENDER) if without != text else tuple(left_out))


def _without(text: str, name: str) -> str:
    """The text without an address or a name, and without one word of the name that stands alone on its line.

    One word may be one of the language too, such as Will: within a line only as it is written, or in capitals.
    """
    words = name.split()
    ways = [name] if len(words) > 1 or "@" in name else [name, name.upper()]
    flags = re.IGNORECASE if len(ways) == 1 else re.NOFLAG
    text = re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, ways))})(?!\w)", SENDER_LEFT_OUT, text, flags=flags)
    if not words or "@" in name:
        return text
    alone = rf"^[^\w\n]{{0,5}}(?:{'|'.join(map(re.escape, words))})[^\w\n]{{0,5}}$"
    return re.sub(alone, SENDER_LEFT_OUT, text, flags=re.IGNORECASE | re.MULTILINE)


def parts_of(text: str, codes: Collection[str], subject: str = "") -> tuple[Divided, ...]:
    """A part for each clause that is named, and one for the rest.

    A line that begins with a code opens a part, which goes on to the next such line, or to a paragraph that names codes
    itself; that one belongs to each of them. Where the text names none and the subject names one, it is about that one.
    """
    words: dict[str, list[str]] = {}
    opened: tuple[str, ...] = ()
    for block in _blocks(text, codes):
        label = _LABEL.match(block)
        if label and (labelled := codes_mentioned(label[1], codes)):
            opened, block = labelled, block[label.end() :]
        elif named := codes_mentioned(block, codes):
            opened = ()
            for clause in named:
                words.setdefault(clause, []).append(block)
            continue
        for clause in opened or (WHOLE_TEXT,):
            words.setdefault(clause, []).append(block)
    in_subject = codes_mentioned(subject, codes)
    if {*words} == {WHOLE_TEXT} and len(in_subject) == 1:
        words = {in_subject[0]: words[WHOLE_TEXT]}
    made = (_divided(clause, "\n\n".join(filter(None, blocks))) for clause, blocks in words.items())
    return tuple(one for one in made if has_letters(one.words) or one.type is CommentType.SUPPORT)


def _blocks(text: str, codes: Collection[str]) -> Iterator[str]:
    """Paragraphs, and within them a new one at each line that begins with a code."""
    for paragraph in _BLANK_LINE.split(text):
        lines: list[str] = []
        for line in paragraph.split("\n"):
            label = _LABEL.match(line)
            if label and codes_mentioned(label[1], codes) and lines:
                yield "\n".join(lines)
                lines = []
            lines.append(line)
        if has_letters("".join(lines)):
            yield "\n".join(lines).strip()


def _divided(clause: str, words: str) -> Divided:
    """With the kind of comment, where the words begin with its name."""
    said = _TYPE.match(words)
    kind = _TYPES.get(said[1].casefold()) if said else None
    return Divided(clause, words[said.end() :] if said and kind else words, kind)
