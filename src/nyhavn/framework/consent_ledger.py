"""The ledger of consent: what one person said about each purpose over time, and what of it stands.

The ledger is only ever added to. For each purpose the last entry stands; a consent rests on the entry with which it
began, because that one shows which notice came first, and when.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.consent import ConsentAnswer, ConsentRecord, ConsentState, Notice, Purpose
from nyhavn.framework.refusal import Reason, Refusal


class ConsentMode(StrEnum):
    """How something was said."""

    WEB_FORM = "web-form"  # the person ticked it
    ON_PAPER = "on-paper"  # the person signed or marked paper, and somebody copied it
    WITNESSED = "witnessed"  # said aloud in front of a witness
    IMPORTED = "imported"  # it stands in a file that was made elsewhere


@dataclass(frozen=True)
class ConsentSaid:
    """What one person said at one moment, for one contribution. notice: the one that was shown, None for none."""

    contribution: UUID
    answers: Mapping[Purpose, ConsentState]
    notice: UUID | None
    language: str
    at: datetime
    mode: ConsentMode


@dataclass(frozen=True)
class LedgerEntry:
    """One line of the ledger. notice_version: "" where no notice was shown, as for a withdrawal."""

    contribution: UUID
    purpose: Purpose
    state: ConsentState
    notice_version: str
    language: str
    day: date


@dataclass(frozen=True)
class StandingConsent:
    """What stands for one contribution. answers: the last entry per purpose; grounds: the entry it rests on."""

    answers: Mapping[Purpose, LedgerEntry]
    grounds: Mapping[Purpose, LedgerEntry]

    def state(self, purpose: Purpose) -> ConsentState:
        """The state of one purpose; unknown if nothing was ever said about it."""
        entry = self.answers.get(purpose)
        return entry.state if entry else ConsentState.UNKNOWN

    def record_for(self, purpose: Purpose, contributed_on: date | None) -> ConsentRecord:
        """The record of one purpose, as `framework.consent.decide` judges it."""
        ground = self.grounds.get(purpose)
        if ground is None:
            return ConsentRecord((), "", "", None, contributed_on)
        answers = (ConsentAnswer(purpose, self.state(purpose)),)
        return ConsentRecord(answers, ground.notice_version, ground.language, ground.day, contributed_on)

    def record(self, contributed_on: date | None) -> ConsentRecord:
        """One record for all purposes, resting on the consent to the collection itself.

        A later yes that rests on another notice, language or day is left out: one record cannot show its ground, and
        leaving it out never allows more. A no or a withdrawal is always in.
        """
        base = self.grounds.get(Purpose.COLLECTION)
        answers = tuple(
            ConsentAnswer(purpose, entry.state)
            for purpose, entry in self.answers.items()
            if not entry.state.allows_processing or _same_ground(self.grounds[purpose], base)
        )
        if base is None:
            return ConsentRecord(answers, "", "", None, contributed_on)
        return ConsentRecord(answers, base.notice_version, base.language, base.day, contributed_on)


def _same_ground(one: LedgerEntry, other: LedgerEntry | None) -> bool:
    """Whether two entries were made under the same text on the same day."""
    if other is None:
        return False
    return (one.notice_version, one.language, one.day) == (other.notice_version, other.language, other.day)


def standing(entries: Iterable[LedgerEntry]) -> Mapping[UUID, StandingConsent]:
    """What stands for every contribution. entries: in the order in which they were written."""
    answers: dict[UUID, dict[Purpose, LedgerEntry]] = {}
    grounds: dict[UUID, dict[Purpose, LedgerEntry]] = {}
    for entry in entries:
        said = answers.setdefault(entry.contribution, {})
        rests = grounds.setdefault(entry.contribution, {})
        before = said.get(entry.purpose)
        goes_on = before is not None and before.state.allows_processing and entry.state.allows_processing
        if not goes_on:
            rests[entry.purpose] = entry
        said[entry.purpose] = entry
    return {
        contribution: StandingConsent(_in_order(said), _in_order(grounds[contribution]))
        for contribution, said in answers.items()
    }


def _in_order(entries: Mapping[Purpose, LedgerEntry]) -> Mapping[Purpose, LedgerEntry]:
    """Entries in the order of the purposes, so that equal consents are equal records."""
    return {purpose: entries[purpose] for purpose in Purpose if purpose in entries}


# A person takes back, refuses or lets time pass without a notice; a yes always needs the notice it says yes to.
def entry_reasons(said: ConsentSaid, notice: Notice | None, day: date) -> tuple[Reason, ...]:
    """Why this may not be written; empty if it may. notice: the one that `said` names. day: that of `said.at`."""
    agreed = [purpose for purpose, state in said.answers.items() if state.allows_processing]
    if not agreed:
        return ()
    if notice is None:
        what = "A yes must say which notice the person saw."
        return (Reason("consent-without-notice", what, "consent", "Name the notice that was shown."),)
    reasons = []
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
