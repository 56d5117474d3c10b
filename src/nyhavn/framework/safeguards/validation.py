"""Principles 2, 3 and 7: does the community find itself in the results, was it asked in time, is dissent shown?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard, says_something
from nyhavn.framework.validation import AskedIn, CommunitySaid, Describes, Validation

_RECOGNISED = Safeguard(
    "results-recognised",
    "Does the community say that these results describe it?",
    ("answers of the community", "published tables"),
)
_ASKED = Safeguard(
    "asked-before-publication",
    "Was the community asked, before publication, whether exactly these results describe it?",
    ("answers of the community", "published tables", "day of return", "day of release"),
)
_SHOWN = Safeguard(
    "agreement-and-dissent-shown",
    "Do agreement and dissent stand beside the figures?",
    ("answers of the community", "answers of the producers"),
)
OUTCOMES = {
    Describes.DESCRIBES: "the results describe them",
    Describes.IN_PART: "the results describe them in part",
    Describes.NOT: "the results do not describe them",
}
_NO_RECORDS = Validation()


@dataclass(frozen=True)
class AtIssue:
    """What is known when a release is issued. tables_sha256: SHA-256 of its table files."""

    validation: Validation | None
    tables_sha256: str
    results_returned: date | None
    release_date: date | None
    last_contribution: date | None


OnRecord = ReleaseRecords | AtIssue


def _kept(records: OnRecord) -> Validation:
    return records.validation or _NO_RECORDS


def results_recognised(records: OnRecord) -> SafeguardEvidence:
    """A no is evidence against, also where it was answered: an answer does not make people find themselves in it."""
    said = _kept(records).about(records.tables_sha256)
    if not said:
        return _RECOGNISED.nothing("Nobody was asked about these tables.")
    lines = tuple(_line(one) for one in said)
    if any(one.outcome is Describes.NOT for one in said):
        return _RECOGNISED.against(*lines)
    if not any(says_something(one.reasons) for one in said if one.outcome is Describes.IN_PART) and any(
        one.outcome is Describes.IN_PART for one in said
    ):
        return _RECOGNISED.nothing(*lines, "It is not said what is missing.")
    return _RECOGNISED.found(*lines)


def asked_before_publication(records: OnRecord) -> SafeguardEvidence:
    """Against it: asked about something else, too early to know, too late to count, or waived without a reason."""
    found = _kept(records)
    if not found.said:
        return _not_asked(found)
    said = found.about(records.tables_sha256)
    if not said:
        return _ASKED.against("People were asked about other tables than these.")
    broken = tuple(_broken(said, records))
    if broken:
        return _ASKED.against(*broken)
    if records.release_date is None or records.results_returned is None:
        return _ASKED.nothing("It is not on record when the results came back, or when they are published.")
    return _ASKED.found(*(_line(one) for one in said))


def _not_asked(found: Validation) -> SafeguardEvidence:
    if found.waived_on is not None and not says_something(found.waived_because):
        return _ASKED.against("Nobody was asked, and no reason is given.")
    if found.waived_on is not None:
        return _ASKED.nothing(f"Nobody was asked. The reason given: {found.waived_because}")
    if found.rests_on is not None:
        day = found.rests_on.isoformat()
        return _ASKED.nothing(f"An earlier edition was described on {day}. People were not asked about these figures.")
    return _ASKED.nothing("It is not on record whether the community was asked.")


def _broken(said: tuple[CommunitySaid, ...], records: OnRecord) -> Iterator[str]:
    first, last = min(one.said_on for one in said), max(one.said_on for one in said)
    released, returned = records.release_date, records.results_returned
    if released is not None and first > released:
        yield "People were asked only after publication."
    if released is not None and returned is not None and returned > released:
        yield "The results came back only after publication."
    if records.last_contribution is not None and last < records.last_contribution:
        yield "People were asked before the last contribution was in, so it was not about these results."
    elif returned is not None and last < returned:
        yield "People were asked before they had seen the results."


def agreement_and_dissent_shown(records: OnRecord) -> SafeguardEvidence:
    """Against it: a no without an answer or a reason, and dissent that fills a line and says nothing."""
    found = _kept(records)
    said = found.about(records.tables_sha256)
    if not said:
        return _SHOWN.nothing("Nothing that people said of these tables is on record.")
    if found.unanswered(records.tables_sha256) or any(not says_something(each.words) for each in found.answers):
        return _SHOWN.against("The community says that the results do not describe it, and nobody answered.")
    if any(not says_something(one.reasons) for one in said if _needs_reasons(one)):
        return _SHOWN.against("The results do not describe people, or only in part, and no reason is shown.")
    if any(not says_something(words) for one in said for words in one.dissent):
        return _SHOWN.against("Somebody saw it otherwise, and what they said is not shown.")
    answered = (f"Answered on {each.answered_on.isoformat()}: {each.words}" for each in found.answers)
    return _SHOWN.found(*(_with_dissent(one) for one in said), *answered)


def _needs_reasons(one: CommunitySaid) -> bool:
    """A meeting that votes no gives its reasons as dissent, or keeps them."""
    has_dissent = bool(one.dissent) or one.unread
    return one.outcome is not Describes.DESCRIBES and not (one.asked_in is AskedIn.MEETING and has_dissent)


def _line(one: CommunitySaid) -> str:
    who = one.who or "A body of the community"
    reasons = f" {one.reasons}" if one.reasons else ""
    return f"{who}, {one.said_on.isoformat()}: {OUTCOMES[one.outcome]}.{reasons}"


def _with_dissent(one: CommunitySaid) -> str:
    told = " ".join(f"“{words}”" for words in one.dissent)
    some = f" Some saw it otherwise: {told}" if told else ""
    kept = " Some reasons stay with the community." if one.unread else ""
    none = "" if told or kept else " Nobody is on record as having seen it otherwise."
    return f"{_line(one)}{some}{kept}{none}"


OF_PRINCIPLE = {2: (results_recognised,), 3: (asked_before_publication,), 7: (agreement_and_dissent_shown,)}
CODES = frozenset({_RECOGNISED.code, _ASKED.code, _SHOWN.code})
