"""Principle 1: declared interests, a date and a content that were kept, deciders without interest, early readers."""

from dataclasses import dataclass
from datetime import date

from nyhavn.framework.interests import (
    AnnouncedDate,
    DecidedAct,
    DeclaredInterest,
    EarlyReader,
    Independence,
    InterestKind,
    InterestStanding,
    standing_declarations,
)
from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard, says_something

_DECLARED = Safeguard(
    "interests-declared",
    "Are funders, commissioners and interests declared, with dates?",
    ("declared interests", "day of approval"),
)
_DATE = Safeguard(
    "announced-and-kept",
    "Were date and content announced beforehand, and kept?",
    ("announced dates", "announced content", "day of release"),
)
_DECIDED = Safeguard(
    "decided-without-interest", "Did nobody with an interest decide?", ("decisions", "interests of those who decided")
)
_EARLY = Safeguard(
    "early-readers-public",
    "Is it public who could read before publication?",
    ("early readers", "announced dates", "day of return", "declared interests"),
)
_LOG = Safeguard(
    "log-unchanged", "Does the record of what was done hold together?", ("record of what was done", "seals")
)
_NO_RECORDS = Independence()


@dataclass(frozen=True)
class AtIssue:
    """What is known when a release is issued. funders, interests: those stated without dates, None for nothing said."""

    independence: Independence | None
    results_returned: date | None
    release_date: date | None
    funders: tuple[str, ...] | None = None
    interests: tuple[str, ...] | None = None


OnRecord = ReleaseRecords | AtIssue


def _kept(records: OnRecord) -> Independence:
    return records.independence or _NO_RECORDS


def interests_declared(records: OnRecord) -> SafeguardEvidence:
    """A declaration that came, or went, only after the results were approved is evidence against."""
    entries = _kept(records).declared
    if entries is None:
        undated = records.funders is not None or records.interests is not None
        return _DECLARED.nothing("They are stated without dates." if undated else "Nothing is declared.")
    if any(_came_late(entry, _approved_on(records)) for entry in entries):
        return _DECLARED.against("An interest was declared, or taken back, only after the results were approved.")
    standing = standing_declarations(entries)
    missing = [kind for kind in InterestKind if kind not in {entry.kind for entry in standing}]
    if missing:
        return _DECLARED.nothing(f"Nothing is declared about: {', '.join(missing)}.")
    if not all(_is_whole(entry) for entry in standing):
        return _DECLARED.nothing("A declaration lacks its first day, or does not say what it is about.")
    return _DECLARED.found(*(_in_words(entry) for entry in standing))


def _approved_on(records: OnRecord) -> date | None:
    days = [each.on for each in _kept(records).decisions or () if each.act is DecidedAct.APPROVED]
    return min(days, default=None)


def _came_late(entry: DeclaredInterest, approved_on: date | None) -> bool:
    """An interest that itself began later could not be declared before."""
    if approved_on is None or entry.declared_on <= approved_on or entry.says_none:
        return False
    return entry.taken_back or entry.since is None or entry.since <= approved_on


def _is_whole(entry: DeclaredInterest) -> bool:
    if entry.says_none:
        return True
    return entry.since is not None and says_something(entry.who) and says_something(entry.what)


def _in_words(entry: DeclaredInterest) -> str:
    if entry.says_none:
        return f"{entry.kind.capitalize()}: declared on {entry.declared_on.isoformat()} that there is none."
    since = entry.since.isoformat() if entry.since else ""
    return f"{entry.kind.capitalize()}: {entry.who}, since {since}, declared on {entry.declared_on.isoformat()}."


def announced_and_kept(records: OnRecord) -> SafeguardEvidence:
    """A date that was moved says why, and each date was known before it came."""
    found = _kept(records)
    if not found.dates or records.release_date is None:
        return _DATE.nothing("No date was announced before the release.")
    if records.release_date != found.dates[-1].day:
        return _DATE.against("The release came out on another day than was announced.")
    if any(each.announced_on >= each.day for each in found.dates):
        return _DATE.against("A date was announced only when it had come.")
    if not all(says_something(each.because) for each in found.dates[1:]):
        return _DATE.against("The date was moved, and no reason was given.")
    return _content_kept(found)


def _content_kept(found: Independence) -> SafeguardEvidence:
    if found.announced is None or found.announced.kept is None:
        return _DATE.nothing("The content was not fixed when the date was announced.")
    if not found.announced.kept:
        return _DATE.against("The content is not what was fixed when the date was announced.")
    return _DATE.found(*_dates_in_words(found.dates or ()), "The content is what was fixed then.")


def _dates_in_words(dates: tuple[AnnouncedDate, ...]) -> tuple[str, ...]:
    first, *moved = dates
    said = [f"Announced on {first.announced_on.isoformat()} for {first.day.isoformat()}."]
    said += [f"Moved on {each.announced_on.isoformat()} to {each.day.isoformat()}: {each.because}" for each in moved]
    return tuple(said)


def decided_without_interest(records: OnRecord) -> SafeguardEvidence:
    """An interest counts on the day of the decision, also where it was declared only later."""
    decisions = _kept(records).decisions
    if not decisions or DecidedAct.APPROVED not in {each.act for each in decisions}:
        return _DECIDED.nothing("It is not on record who decided.")
    with_interest = sorted(
        {each.act.replace("-", " ") for each in decisions if each.standing is InterestStanding.INTEREST}
    )
    if with_interest:
        return _DECIDED.against(f"Somebody decided who had an interest. Decisions: {', '.join(with_interest)}.")
    silent = sorted({each.act.replace("-", " ") for each in decisions if each.standing is InterestStanding.UNDECLARED})
    if silent:
        return _DECIDED.nothing(f"Somebody decided who had declared nothing. Decisions: {', '.join(silent)}.")
    return _DECIDED.found("Everybody who decided had declared beforehand that there is no interest.")


def early_readers_public(records: OnRecord) -> SafeguardEvidence:
    """Against it: reading before it was recorded, and a party that read before the community or before a change."""
    found = _kept(records)
    if found.early_readers is None:
        return _EARLY.nothing("It is not on record who could read before publication.")
    if not found.early_readers:
        return _EARLY.found("Nobody outside the team could read before publication.")
    if any(each.first_read_at and each.first_read_at < each.recorded_at for each in found.early_readers):
        return _EARLY.against("Somebody read before it was recorded that they could.")
    if not all(says_something(each.who) and says_something(each.why) for each in found.early_readers):
        return _EARLY.nothing("It is not said for everybody who they are and why they could read.")
    for each in found.early_readers:
        if _is_party(each, found) and _could_press(each, records):
            return _EARLY.against("Somebody who pays for it or may gain read it first, or before its date was moved.")
    return _EARLY.found(
        *(f"Could read before publication: {each.who}. Why: {each.why}" for each in found.early_readers)
    )


def _is_party(reader: EarlyReader, found: Independence) -> bool:
    """As was said, or as the declarations name them."""
    parties = {entry.who.casefold() for entry in standing_declarations(found.declared or ()) if entry.who}
    return reader.is_party or any(party in reader.who.casefold() for party in parties)


def _could_press(reader: EarlyReader, records: OnRecord) -> bool:
    """Whether the community had not seen it when they read, or the date was moved afterwards."""
    if reader.first_read_at is None:
        return False
    read_on = reader.first_read_at.date()
    moved = any(each.announced_on >= read_on for each in (_kept(records).dates or ())[1:])
    return moved or records.results_returned is None or read_on < records.results_returned


def log_unchanged(records: OnRecord) -> SafeguardEvidence:
    """The entries about this release, and every entry sealed with them."""
    holds = _kept(records).log_unchanged
    if holds is None:
        return _LOG.nothing("The record of what was done was not read.")
    if not holds:
        return _LOG.against("Entries about this release were changed after they were sealed.")
    return _LOG.found("What is on record about this release is unchanged since it was sealed.")


RULES = (interests_declared, announced_and_kept, decided_without_interest, early_readers_public, log_unchanged)
