"""What the page shows of independence: declarations, the dates as they were announced, early readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nyhavn.exchange.report import independence_words as words
from nyhavn.exchange.report.days import day
from nyhavn.exchange.report.speech import say
from nyhavn.framework.interests import (
    AnnouncedContent,
    DeclaredInterest,
    EarlyReader,
    Independence,
    OwnStatement,
    standing_declarations,
)


@dataclass(frozen=True)
class DeclaredRow:
    """One declaration. who: "" where there is nobody. standing: "" while it stands, else what became of it."""

    who: str
    kind: str
    what: str
    share: str
    when: str
    declared_on: str
    standing: str
    because: str


@dataclass(frozen=True)
class SaidRow:
    """A line of the page's own words, and words of somebody after it."""

    line: str
    words: str = ""


@dataclass(frozen=True)
class ReaderRow:
    """Somebody who could read before publication. notes: in the page's own words."""

    who: str
    why: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class IndependenceView:
    """Independence as it is laid out. readers: None where nothing is on record, () for nobody."""

    declared: tuple[DeclaredRow, ...]
    own: tuple[str, ...]
    dates: tuple[SaidRow, ...]
    content: AnnouncedContent | None
    readers: tuple[ReaderRow, ...] | None


def independence_view(found: Independence | None) -> IndependenceView | None:
    """What is laid out; None where a release says nothing of it."""
    if found is None:
        return None
    entries = found.declared or ()
    standing = {entry.number for entry in standing_declarations(entries)}
    return IndependenceView(
        declared=tuple(_declared(entry, stands=entry.number in standing) for entry in entries),
        own=tuple(_own(each) for each in found.own or ()),
        dates=tuple(_dates(found)),
        content=found.announced,
        readers=None if found.early_readers is None else tuple(_reader(each) for each in found.early_readers),
    )


def _declared(entry: DeclaredInterest, *, stands: bool) -> DeclaredRow:
    gone = "" if stands else say(words.TAKEN_BACK if entry.taken_back else words.CORRECTED)
    return DeclaredRow(
        who=entry.who,
        kind=_named(words.KINDS, entry.kind),
        what=entry.what,
        share=_named(words.SHARES, entry.share) if entry.share else "",
        when=_days(entry.since, entry.until),
        declared_on=day(entry.declared_on),
        standing=gone,
        because=entry.because,
    )


def _named(names: Mapping[str, str], code: str) -> str:
    return say(names[code]) if code in names else code


def _days(since: date | None, until: date | None) -> str:
    if since is None:
        return ""
    if until is None:
        return say(words.SINCE).format(since=day(since))
    return say(words.FROM_TO).format(since=day(since), until=day(until))


def _own(each: OwnStatement) -> str:
    return say(words.OWN_LINE).format(
        role=_named(words.ROLES, each.role),
        said=_named(words.OWN_KINDS, each.kind),
        days=_days(each.since, each.until),
        day=day(each.declared_on),
    )


def _dates(found: Independence) -> list[SaidRow]:
    rows = []
    for number, each in enumerate(found.dates or ()):
        line = words.MOVED_LINE if number else words.ANNOUNCED_LINE
        rows.append(SaidRow(say(line).format(at=day(each.announced_on), day=day(each.day)), each.because))
    return rows


def _reader(each: EarlyReader) -> ReaderRow:
    notes = [say(words.EARLY_LINE).format(at=day(each.recorded_at.date()))]
    if each.is_party:
        notes.insert(0, say(words.EARLY_PARTY))
    if each.first_read_at is None:
        notes.append(say(words.EARLY_NEVER))
    return ReaderRow(each.who, each.why, tuple(notes))
