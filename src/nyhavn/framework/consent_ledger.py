"""The ledger of consent: what one person said about each purpose over time, and what of it stands.

The ledger is only ever added to. For each purpose the last entry stands; a consent rests on the entry with which it
began, because that one shows which notice came first, and when. Entries of one moment stand in the order in which they
were written. A yes that was said before a no does not lift it, though it be written down later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.consent import ConsentAnswer, ConsentRecord, ConsentState, Notice, Purpose, decide
from nyhavn.framework.consent_circumstances import ALONE, Circumstances, circumstance_reasons
from nyhavn.framework.refusal import Reason, Refusal


class ConsentMode(StrEnum):
    """How something was said."""

    WEB_FORM = "web-form"  # the person ticked it
    ON_PAPER = "on-paper"  # the person signed or marked paper, and somebody copied it
    WITNESSED = "witnessed"  # said aloud in front of a witness
    IMPORTED = "imported"  # it stands in a file that was made elsewhere
    TIMER = "timer"  # nobody said anything; the time for which it was said is over


# Against these no yes of an earlier moment comes through. An end by time is none: whoever renewed before, renewed.
_HOLDS = (ConsentState.REFUSED, ConsentState.WITHDRAWN, ConsentState.REVOKED, ConsentState.INVALIDATED)


_ORDER = tuple(Purpose)


@dataclass(frozen=True)
class ConsentSaid:
    """What one person said at one moment, for one contribution. notice: the one that was shown, None for none.

    valid_until: the last day on which a yes holds, None for no end. circumstances: how it was said, as far as known.
    """

    contribution: UUID
    answers: Mapping[Purpose, ConsentState]
    notice: UUID | None
    language: str
    at: datetime
    mode: ConsentMode
    valid_until: date | None = None
    circumstances: Circumstances = ALONE


@dataclass(frozen=True)
class LedgerEntry:
    """One line of the ledger. notice_version: "" where no notice was shown, as for a withdrawal.

    day: on the calendar of the place. said_at: the moment, None where nothing but the day is known.
    """

    contribution: UUID
    purpose: Purpose
    state: ConsentState
    notice_version: str
    language: str
    day: date
    said_at: datetime | None = None
    valid_until: date | None = None

    @property
    def moment(self) -> datetime:
        """The moment by which entries are compared; the first one of the day where only that is known."""
        return self.said_at or datetime.combine(self.day, time(), UTC)

    def state_on(self, day: date) -> ConsentState:
        """The state on a day: a yes is expired after the last day for which it was said."""
        is_over = self.valid_until is not None and self.valid_until < day
        return ConsentState.EXPIRED if is_over and self.state.allows_processing else self.state


@dataclass(frozen=True)
class StandingConsent:
    """What stands for one contribution. answers: the last entry per purpose; grounds: the entry it rests on."""

    answers: Mapping[Purpose, LedgerEntry]
    grounds: Mapping[Purpose, LedgerEntry]

    def state(self, purpose: Purpose) -> ConsentState:
        """The state of one purpose; unknown if nothing was ever said about it."""
        entry = self.answers.get(purpose)
        return entry.state if entry else ConsentState.UNKNOWN

    def on(self, day: date) -> "StandingConsent":
        """The same on a day: whatever was said for a time that is over by then is expired."""
        if all(entry.valid_until is None for entry in self.answers.values()):
            return self
        shown = {purpose: replace(entry, state=entry.state_on(day)) for purpose, entry in self.answers.items()}
        return StandingConsent(shown, self.grounds)

    def record_for(self, purpose: Purpose, contributed_on: date | None) -> ConsentRecord:
        """The record of one purpose, as `framework.consent.decide` judges it.

        Answers that are kept with a yes from before are there already when a further use is allowed. For that use they
        are given on the day of its yes.
        """
        ground = self.grounds.get(purpose)
        if ground is None:
            return ConsentRecord((), "", "", None, contributed_on)
        answers = (ConsentAnswer(purpose, self.state(purpose)),)
        given_on = contributed_on
        if contributed_on is not None and contributed_on < ground.day and self._is_kept(purpose, contributed_on):
            given_on = ground.day
        return ConsentRecord(answers, ground.notice_version, ground.language, ground.day, given_on)

    def _is_kept(self, purpose: Purpose, contributed_on: date) -> bool:
        """Whether this is a use of answers to whose keeping the person said yes before giving them."""
        base = self.grounds.get(Purpose.COLLECTION)
        if purpose is Purpose.COLLECTION or base is None:
            return False
        return self.state(Purpose.COLLECTION).allows_processing and base.day <= contributed_on

    def record(self, contributed_on: date | None, notices: tuple[Notice, ...] = ()) -> ConsentRecord:
        """One record for all purposes, resting on the consent to the collection itself.

        A later yes with a ground of its own is in if it covers its use by itself under these notices; else it is left
        out, which never allows more. Whether the first notice asked for that use, whoever judges the record sees. A no
        or a withdrawal is always in.
        """
        base = self.grounds.get(Purpose.COLLECTION)
        answers = tuple(
            ConsentAnswer(purpose, entry.state)
            for purpose, entry in self.answers.items()
            if not entry.state.allows_processing
            or _same_ground(self.grounds[purpose], base)
            or decide(self.record_for(purpose, contributed_on), notices, purpose).is_covered
        )
        if base is None:
            return ConsentRecord(answers, "", "", None, contributed_on)
        return ConsentRecord(answers, base.notice_version, base.language, base.day, contributed_on)


def _same_ground(one: LedgerEntry, other: LedgerEntry | None) -> bool:
    """Whether two entries were made under the same text on the same day."""
    if other is None:
        return False
    return (one.notice_version, one.language, one.day) == (other.notice_version, other.language, other.day)


@dataclass(frozen=True)
class Stands:
    """What stands for one purpose of one contribution. last: the last word; ground: the entry it rests on."""

    last: LedgerEntry
    ground: LedgerEntry


def next_stands(before: Stands | None, entry: LedgerEntry) -> Stands:
    """What stands after one more entry. Everything that tells what stands is made with this."""
    if before is None:
        return Stands(entry, entry)
    if not entry.state.allows_processing:
        return Stands(entry, entry)
    if is_said_before_no(before.last, entry.moment):
        return before
    goes_on = before.last.state_on(entry.day).allows_processing
    return Stands(entry, before.ground if goes_on else entry)


def is_said_before_no(last: LedgerEntry, moment: datetime) -> bool:
    """Whether a yes of that moment comes before the no that stands, so that it cannot lift it."""
    return last.state in _HOLDS and moment < last.moment


def standing(entries: Iterable[LedgerEntry]) -> Mapping[UUID, StandingConsent]:
    """What stands for every contribution. entries: in the order in which they were written."""
    found: dict[UUID, dict[Purpose, Stands]] = {}
    for entry in entries:
        mine = found.setdefault(entry.contribution, {})
        mine[entry.purpose] = next_stands(mine.get(entry.purpose), entry)
    return {contribution: consent_of(mine) for contribution, mine in found.items()}


def consent_of(found: Mapping[Purpose, Stands]) -> StandingConsent:
    """What stands for one contribution, from what stands for each purpose."""
    answers = {purpose: stands.last for purpose, stands in found.items()}
    grounds = {purpose: stands.ground for purpose, stands in found.items()}
    return StandingConsent(_in_order(answers), _in_order(grounds))


def _in_order(entries: Mapping[Purpose, LedgerEntry]) -> Mapping[Purpose, LedgerEntry]:
    """Entries in the order of the purposes, so that equal consents are equal records."""
    return {purpose: entries[purpose] for purpose in _ORDER if purpose in entries}


# A person takes back, refuses or lets time pass without a notice; a yes always needs the notice it says yes to.
def entry_reasons(said: ConsentSaid, notice: Notice | None, day: date) -> tuple[Reason, ...]:
    """Why this may not be written; empty if it may. notice: the one that `said` names. day: that of `said.at`."""
    agreed = [purpose for purpose, state in said.answers.items() if state.allows_processing]
    if not agreed:
        return ()
    if notice is None:
        what = "A yes must say which notice the person saw."
        return (Reason("consent-without-notice", what, "consent", "Name the notice that was shown."),)
    reasons = list(circumstance_reasons(said.circumstances))
    if said.valid_until is not None and said.valid_until < day:
        what = "This yes ends before the day on which it was said."
        reasons.append(Reason("consent-ends-before", what, "valid_until", "Choose that day or a later one."))
    for purpose in agreed:
        if purpose not in notice.purposes:
            what = f'Notice {notice.version} does not ask for the purpose "{purpose}".'
            do = "Leave this purpose out, or ask again under a notice that names it."
            reasons.append(Reason("consent-not-asked", what, "consent", do))
    if said.language.casefold() not in {language.casefold() for language in notice.languages}:
        what = f'Notice {notice.version} has no text in the language "{said.language}".'
        do = f"It has texts in: {', '.join(notice.languages)}."
        reasons.append(Reason("consent-language-unknown", what, "consent", do))
    if not notice.is_in_use(day):
        what = f"Notice {notice.version} was not in use on {day.isoformat()}."
        reasons.append(Reason("consent-outside-notice", what, "consent", "Use the notice of that day, or ask again."))
    return tuple(reasons)


def check_entry(said: ConsentSaid, notice: Notice | None, day: date) -> None:
    """Raises Refusal for a yes that no notice stands behind."""
    reasons = entry_reasons(said, notice, day)
    if reasons:
        raise Refusal(*reasons)
