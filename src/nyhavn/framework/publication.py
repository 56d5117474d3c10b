"""Rules of the last steps to a publication: who may agree, which days are possible, what a new version is called."""

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from nyhavn.framework.consent import ConsentRecord, Notice, Purpose, decide
from nyhavn.framework.refusal import Reason, refusal

# It stands in an address and names a folder.
SAFE_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,38}")
_LAST_NUMBER = re.compile(r"(\d+)(?!.*\d)")
PRODUCE_AGAIN = "release-produce-again"  # the code of produce_again


def check_second_person(approver: UUID, starter: UUID | None) -> None:
    """Nobody lets results out alone. starter: who started the run. Raises Refusal "approval-by-starter"."""
    if approver == starter:
        what = "You started the run that this release comes from. Nobody approves results of their own."
        raise refusal("approval-by-starter", what, where="release", do="Ask another approver of the initiative.")


def check_release_date(day: date, today: date, days_ahead: int) -> None:
    """A date is known to all before it comes. Raises Refusal "release-date-too-soon"."""
    first = today + timedelta(days=days_ahead)
    if day < first:
        what = f"This date is too soon. The first possible one is {first.isoformat()}."
        do = "Choose that day or a later one, so that everybody can know of it before."
        raise refusal("release-date-too-soon", what, where="day", do=do)


def check_new_date(day: date, before: date | None) -> None:
    """A date is changed to another one. Raises Refusal "release-date-unchanged"."""
    if day == before:
        what = "This is the date that is announced already."
        raise refusal("release-date-unchanged", what, where="day", do="Choose another date.")


def check_return_day(day: date, today: date, last_contribution: date | None) -> None:
    """The community saw the results: after the last contribution, and not in time to come. Raises Refusal."""
    if day > today:
        do = "Write down the day when it has happened."
        raise refusal("return-in-future", "This day is still to come. Please check it.", where="returned_on", do=do)
    if last_contribution is not None and day < last_contribution:
        what = "This day is before the last contribution, so the community cannot have seen these results."
        raise refusal("return-before-last-contribution", what, where="returned_on", do="Check the day.")


def check_wrong_since(day: date, today: date) -> None:
    """A mistake began in the past. Raises Refusal "correction-in-future"."""
    if day > today:
        what = "This day is still to come. Please check since when the figures are wrong."
        raise refusal("correction-in-future", what, where="since", do="Write the day on which the mistake began.")


def version_reasons(
    version: str, issued: Sequence[str], *, is_taken_elsewhere: bool, field: str = "version"
) -> tuple[Reason, ...]:
    """What stands against this version. issued: versions that were announced or published, the newest first.

    is_taken_elsewhere: another initiative publishes under this name.
    """
    if is_taken_elsewhere:
        what = "Another initiative publishes under this name."
        return (Reason("release-name-already-taken", what, "id", "Choose another name for the release."),)
    if not SAFE_VERSION.fullmatch(version):
        what = "This version cannot stand in an address."
        do = "Use letters, digits, dots and hyphens, at most 39, a letter or digit first."
        return (Reason("release-version-unsafe", what, field, do),)
    if version in issued:
        what = f"Version {version} of this release is announced or published already."
        do = f"Call this one {next_version(issued)}: under “Say what is released”."
        return (Reason("release-version-already-issued", what, field, do),)
    return ()


def next_version(issued: Sequence[str]) -> str:
    """The version after those: the last number of the newest one counted up until it is free; "1" if there is none."""
    if not issued:
        return "1"
    found = _LAST_NUMBER.search(issued[0])
    stem, number, rest = (
        (issued[0][: found.start()], int(found[1]), issued[0][found.end() :]) if found else (f"{issued[0]}-", 1, "")
    )
    number += 1
    while f"{stem}{number}{rest}" in issued:
        number += 1
    return f"{stem}{number}{rest}"


def still_covers(
    record: ConsentRecord, notices: tuple[Notice, ...], purposes: Collection[Purpose], *, governs: bool
) -> bool:
    """Whether a contribution may still take part. governs: the release rests on the consent of each person.

    Where a weaker basis governs, silence is allowed, and a no is still a no.
    """
    covers = all(decide(record, notices, purpose).is_covered for purpose in purposes)
    return covers or (not governs and record.is_silent)


def produce_again() -> Reason:
    """Why a release goes back. It says nothing about whom: one withdrawal must not be seen."""
    what = "Contributions that these results rest on have changed since, or may no longer be used for them."
    return Reason(PRODUCE_AGAIN, what, "release", "Produce again; the new candidate goes the same way.")
