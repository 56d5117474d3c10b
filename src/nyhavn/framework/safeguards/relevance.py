"""Principle 2: needs that were there before the questions, raised by others, answered by tables, and followed up."""

from collections.abc import Iterator
from datetime import date

from nyhavn.framework.needs import (
    Need,
    Needs,
    RaisedBy,
    asked_of_people,
    is_same_body,
    without_need,
    without_question,
)
from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard, says_something

_FIRST = Safeguard(
    "needs-before-questions",
    "Was every question asked because of a need that was on record before anybody was asked?",
    ("needs", "questions", "day on which the questionnaire was frozen", "day of the first contribution"),
)
_OTHERS = Safeguard(
    "needs-raised-by-others",
    "Were needs raised by somebody else than whoever makes the data?",
    ("needs", "minutes", "parties"),
)
_TABLES = Safeguard(
    "tables-answer-needs",
    "Does every published table answer a need, from questions that a need asks for?",
    ("needs", "tables", "questions that the tables show"),
)
_USED = Safeguard(
    "results-used",
    "Did those who raised the needs get results, and did somebody act on them?",
    ("results returned", "uses", "days of the needs", "day of the last contribution"),
)
_NOTHING = "No need is on record."


def needs_before_questions(records: ReleaseRecords) -> SafeguardEvidence:
    """A question without a need, or whose need was written down once people had been asked, is evidence against."""
    needs, first = records.needs, _first_day(records)
    if needs is None or not needs.need:
        return _FIRST.nothing(_NOTHING)
    asked = asked_of_people(records.instrument, consent=records.consent_questions)
    if without_need(asked, needs):
        return _FIRST.against("Questions were asked that no need asks for, and nothing says why.")
    if without_question(asked, needs):
        return _FIRST.against("A need is on record that no question asks about, and nothing says why.")
    if first is None:
        return _FIRST.nothing("It is not on record when people were asked.")
    if any(name not in _in_time(needs, first) for name in asked):
        return _FIRST.against(
            "A need, or a reason for a question without one, was recorded only once people had been asked."
        )
    if not all(map(_is_whole, needs.need)) or not all(says_something(one.because) for one in needs.kept):
        return _FIRST.nothing("It is not said of every need what it is, who raised it, or where it is written down.")
    return _FIRST.found(*(_in_words(need) for need in needs.need), *_kept_in_words(needs, asked))


def _first_day(records: ReleaseRecords) -> date | None:
    """What comes after the questionnaire was frozen, or after somebody answered, shaped no question."""
    return min((day for day in (records.instrument_frozen, records.first_contribution) if day), default=None)


def _in_time(needs: Needs, first: date) -> frozenset[str]:
    """Questions whose need, or whose reason, was there by that day."""
    linked = {
        link.name
        for need in needs.need
        for link in need.questions
        if max(need.raised_on, need.recorded_on, link.on) <= first
    }
    return frozenset(linked | {one.question for one in needs.kept if one.on <= first})


def _is_whole(need: Need) -> bool:
    is_named = need.kind is RaisedBy.COMMUNITY_BODY or says_something(need.raised_by)
    return is_named and says_something(need.words) and says_something(need.minutes)


def _in_words(need: Need) -> str:
    return f"Raised on {need.raised_on.isoformat()} by {need.whose}: {need.words}"


def _kept_in_words(needs: Needs, asked: tuple[str, ...]) -> Iterator[str]:
    kept = [one for one in needs.kept if one.question in asked and one.question not in needs.asked_for]
    yield from (f"Asked without a need: {one.question}. Why: {one.because}" for one in kept)


def needs_raised_by_others(records: ReleaseRecords) -> SafeguardEvidence:
    """Needs that all come from the producers themselves are evidence against, whatever they are called."""
    found = records.needs.need if records.needs else ()
    if not found:
        return _OTHERS.nothing(_NOTHING)
    of_others = [need for need in found if not _is_own(need, records.producers)]
    if not of_others:
        return _OTHERS.against("All needs were raised by those who make the data themselves.")
    named = [need for need in of_others if _is_whole(need)]
    if not named:
        return _OTHERS.nothing("It is not said who raised the needs, or where that is written down.")
    own = () if len(of_others) == len(found) else ("Others were raised by those who make the data.",)
    return _OTHERS.found(*dict.fromkeys(f"{need.whose} ({_kind(need)}): {need.minutes}" for need in named), *own)


def _is_own(need: Need, producers: tuple[str, ...]) -> bool:
    return need.kind is RaisedBy.PRODUCER or any(is_same_body(need.raised_by, name) for name in producers)


def _kind(need: Need) -> str:
    return need.kind.replace("-", " ")


def tables_answer_needs(records: ReleaseRecords) -> SafeguardEvidence:
    """What is published should be what was asked for; a question kept for a reason is no need of anybody."""
    needs = records.needs
    if needs is None or not needs.need:
        return _TABLES.nothing(_NOTHING)
    if not records.tables:
        return _TABLES.nothing("No table is on record.")
    unasked = [one.title for one in records.tables if one.id not in needs.answered_by]
    if unasked:
        return _TABLES.against(f"Tables that answer no need: {', '.join(unasked)}.")
    shown = {name for one in records.tables for name in one.questions}
    beyond = sorted(shown - needs.asked_for - frozenset(records.consent_questions))
    if beyond:
        return _TABLES.against(f"The tables show questions that no need asks for: {', '.join(beyond)}.")
    there = {one.id for one in records.tables}
    left = [need for need in needs.need if not need.kept_because and not there & {link.name for link in need.tables}]
    waiting = (f"No table answers it yet: {need.words}" for need in left)
    return _TABLES.found("Every table answers a need, from questions that a need asks for.", *waiting)


def results_used(records: ReleaseRecords) -> SafeguardEvidence:
    """A result from before the data were there, and a use while nobody who asked got anything, speak against it."""
    needs = records.needs
    if needs is None or not needs.need:
        return _USED.nothing(_NOTHING)
    returned = [(need, one) for need in needs.need for one in need.returned]
    used = [(need, one) for need in needs.need for one in need.used]
    if not returned and not used:
        return _USED.nothing("It is not on record that results came back to those who raised the needs, or were used.")
    last = records.last_contribution
    days = [*(one.on for _, one in returned), *(one.on for _, one in used)]
    if last is not None and min(days) < last:
        return _USED.against("A result, or its use, is older than the last contribution.")
    if any(need.number not in {each.number for each, _ in returned} for need, _ in used):
        return _USED.against("A result was used, and those who raised the need did not get it.")
    if not all(says_something(one.how) for _, one in returned):
        return _USED.nothing("It is not said how results came back.")
    if not all(says_something(one.who) and says_something(one.what) for _, one in used):
        return _USED.nothing("It is not said who used results, or for what.")
    back = (f"Returned on {one.on.isoformat()} to {need.whose}: {one.how}" for need, one in returned)
    acted = (f"Used on {one.on.isoformat()} by {one.who}: {one.what}" for _, one in used)
    return _USED.found(*back, *(acted if used else ("Nobody is on record yet who acted on them.",)))


RULES = (needs_before_questions, needs_raised_by_others, tables_answer_needs, results_used)
