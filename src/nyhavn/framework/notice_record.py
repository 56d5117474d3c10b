"""The record of a notice: everything a person is shown in one language, as one text whose SHA-256 anybody can take.

Second format. Blocks follow each other, each "name bytes", a line end, the text, a line end; the first line says which
format it is. The lengths keep a text from being moved from one part to another without another hash. What we say
ourselves (headings, how long, for whom) stands in it as it was shown on that day, so a new translation of our pages
never changes what people agreed to.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

FORMAT = "notice 2"


@dataclass(frozen=True)
class ShownPart:
    """One part as it is shown. code: of the part, or of the purpose that is asked; text: exactly the words shown.

    heading: above it, "" where pages choose one (first format). terms: beside a question, how long and for whom.
    """

    code: str
    text: str
    is_question: bool = False
    heading: str = ""
    terms: str = ""


@dataclass(frozen=True)
class RecordedMedium:
    """A file that was shown with the text. captions: hash of its captions, "" for none."""

    kind: str
    sha256: str
    captions: str
    sign_language: str
    title: str
    words: str


@dataclass(frozen=True)
class NoticeRecord:
    """What a record says. data: the terms of each purpose as they are kept, by code of the purpose."""

    version: str
    language: str
    parts: tuple[ShownPart, ...]
    media: tuple[RecordedMedium, ...] = ()
    data: Mapping[str, str] = field(default_factory=dict)


def written(record: NoticeRecord) -> str:
    """The record as text."""
    return f"{FORMAT}\n" + "".join(f"{name} {len(text.encode())}\n{text}\n" for name, text in _blocks(record))


def _blocks(record: NoticeRecord) -> Iterator[tuple[str, str]]:
    yield "version", record.version
    yield "language", record.language
    for part in record.parts:
        yield f"{'question' if part.is_question else 'part'}:{part.code}", part.text
        if part.heading:
            yield "heading", part.heading
        if part.terms:
            yield "terms", part.terms
        if part.code in record.data:
            yield "terms-data", record.data[part.code]
    for medium in record.media:
        yield "medium", " ".join((medium.kind, medium.sha256, medium.captions or "-", medium.sign_language or "-"))
        yield "medium-title", medium.title
        yield "medium-words", medium.words


def read(text: str) -> NoticeRecord:
    """A record out of its text. Raises ValueError for anything that is none."""
    blocks = list(_split(text))
    said = dict(blocks[:2])
    parts: list[dict[str, str]] = []
    media: list[dict[str, str]] = []
    for name, content in blocks[2:]:
        kind = name.partition(":")[0]
        if kind in ("part", "question"):
            parts.append({"code": name, "text": content})
        elif kind == "medium":
            media.append({"medium": content})
        else:
            (media if kind.startswith("medium") else parts)[-1][kind] = content
    return NoticeRecord(
        version=said["version"],
        language=said["language"],
        parts=tuple(_part(found) for found in parts),
        media=tuple(_medium(found) for found in media),
        data={found["code"].partition(":")[2]: found["terms-data"] for found in parts if "terms-data" in found},
    )


def _split(text: str) -> Iterator[tuple[str, str]]:
    first, _, rest = text.encode().partition(b"\n")
    if first.decode() != FORMAT:
        raise ValueError("not a record of a notice")
    while rest:
        head, _, rest = rest.partition(b"\n")
        name, _, size = head.decode().rpartition(" ")
        content, end, rest = rest[: int(size)], rest[int(size) : int(size) + 1], rest[int(size) + 1 :]
        if len(content) != int(size) or end != b"\n":
            raise ValueError("a record of a notice that is cut off")
        yield name, content.decode()


def _part(found: Mapping[str, str]) -> ShownPart:
    kind, _, code = found["code"].partition(":")
    return ShownPart(code, found["text"], kind == "question", found.get("heading", ""), found.get("terms", ""))


def _medium(found: Mapping[str, str]) -> RecordedMedium:
    kind, sha256, captions, sign = ("" if word == "-" else word for word in found["medium"].split(" "))
    return RecordedMedium(kind, sha256, captions, sign, found["medium-title"], found["medium-words"])


def sha256_of_record(text: str) -> str:
    """Hash of the record, lower-case hex: the same as `sha256sum` says of the file."""
    return hashlib.sha256(text.encode()).hexdigest()
