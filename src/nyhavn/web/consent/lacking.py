"""What a draft lacks, for those who write it: by place, in the words of the form in which they mend it.

A draft in three languages can lack fifty things. One below the other nobody reads them, so those that differ only in
their part or purpose stand in one line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice import LOST_CODE_SENTENCE, Lack, NoticePart, NoticeShown, notice_lacks
from nyhavn.web.consent.asks import PURPOSES, NoticeDrafted, TextSaid
from nyhavn.web.consent.schemas import HintShown

TOGETHER: Mapping[str, str] = {
    "notice-part-missing": "Nothing is written yet under:",
    "notice-question-missing": "There is no question yet for:",
    "notice-terms-missing": "How long, and for whom, is not said yet for:",
}
WHERE_TO_MEND: Mapping[str, str] = {
    "notice-terms-missing": "say-terms",
    "notice-lost-code-unsaid": "say-terms",
    "notice-without-text": "add-text",
}


@dataclass(frozen=True)
class Line:
    """Things that one step mends. named: the parts or purposes, where there are several of a kind."""

    what: str
    do: str
    named: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class Place:
    """What one form mends. language: of the text, "" for the notice itself; mend: name of the operation."""

    language: str
    mend: str
    count: int
    lines: tuple[Line, ...]


def places_lacking(shown: NoticeShown) -> tuple[Place, ...]:
    """Where something is missing, the notice itself first."""
    by_place: dict[tuple[str, str], list[Lack]] = {}
    for lack in notice_lacks(shown):
        mend = "change" if lack.language else WHERE_TO_MEND.get(lack.reason.code, "change")
        by_place.setdefault((lack.language, mend), []).append(lack)
    return tuple(Place(language, mend, len(found), _lines(found)) for (language, mend), found in by_place.items())


def _lines(lacks: Iterable[Lack]) -> tuple[Line, ...]:
    by_kind: dict[str, list[Lack]] = {}
    for lack in lacks:
        code = lack.reason.code
        by_kind.setdefault(code if code in TOGETHER else lack.reason.what, []).append(lack)
    return tuple(_line(found) for found in by_kind.values())


def _line(lacks: list[Lack]) -> Line:
    first = lacks[0].reason
    if first.code not in TOGETHER or lacks[0].of == NoticePart.CONTACT:
        return Line(first.what, first.do, (), first.code)
    named = tuple(_label(lack.of) for lack in lacks)
    is_the_same = len({lack.reason.do for lack in lacks}) == 1
    return Line(TOGETHER[first.code], first.do if is_the_same else "", named, first.code)


def by_part(hints: Iterable[HintShown]) -> list[tuple[str, list[str]]]:
    """Hints to say something more simply, under the name of the part or purpose that they are about."""
    found: dict[str, list[str]] = {}
    for hint in hints:
        found.setdefault(_label(hint.part), []).append(hint.sentence)
    return list(found.items())


def _label(code: str) -> str:
    """A purpose or a part as the forms call it. What we say ourselves of a lost code stands under its part."""
    if code in set(Purpose):
        return str(PURPOSES[code])
    if code == NoticePart.CONTACT:
        return str(NoticeDrafted.model_fields["contact"].title)
    part = NoticePart.LOST_CODE if code == LOST_CODE_SENTENCE else NoticePart(code)
    return str(TextSaid.model_fields[part.value.replace("-", "_")].title)
