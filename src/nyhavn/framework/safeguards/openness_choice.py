"""Principle 10: who chose how open it is, with whom and why. To restrict is no evidence against, if it was chosen so.

What is on record as chosen is held against what bodies of the community are on record with: a choice can be filled in
from top to bottom, and still open more than they allowed.
"""

from collections.abc import Iterator

from nyhavn.framework.community_record import CommunityRecord
from nyhavn.framework.openness import AccessLevel, Heard, Material, OpennessChoice, access_reasons, heard_about
from nyhavn.framework.principles import EvidenceState, SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard, says_something

_CHOSEN = Safeguard(
    "openness-chosen",
    "Did the producers choose together with the community how open it is?",
    ("level of access", "reason", "decisions of bodies of the community"),
)
LEVELS = {
    AccessLevel.OPEN: "open to everybody",
    AccessLevel.REGISTERED: "open to whoever is signed in",
    AccessLevel.COMMUNITY: "for the community only",
    AccessLevel.CLOSED: "closed; that it exists is public",
}
_HEARD = {
    Heard.MEETING: "A body of the community decided it in a meeting.",
    Heard.WITHOUT_MEETING: "A body of the community is said to agree, without a meeting.",
    Heard.NOT_ASKED: "There is a body of the community, and it was not asked.",
    Heard.NO_BODY: "No body of the community is on record that could decide it.",
}
_STRONGEST_FIRST = tuple(Heard)
_NOBODY = CommunityRecord()


def openness_chosen(records: ReleaseRecords) -> SafeguardEvidence:
    """Against if more is open than a body allowed, nobody asked the body there is, or the choice came too late."""
    chosen = {one.material: one for one in records.openness or ()}
    needed = (Material.RESULTS, *((Material.RECORDS,) if records.has_records else ()))
    broken = [sentence for material in needed for sentence in _broken(records, chosen.get(material), material)]
    if broken:
        return _CHOSEN.against(*broken)
    if any(material not in chosen for material in needed):
        return _CHOSEN.nothing("Nobody chose how open it is. So it is open, as statistics are unless somebody says no.")
    lines = [f"{_line(chosen[material])} {_HEARD[_heard(records, chosen[material])]}" for material in needed]
    if all(_heard(records, chosen[material]) is Heard.MEETING for material in needed):
        return _CHOSEN.found(*lines)
    return _CHOSEN.nothing(*lines)


def restricted_by_choice(records: ReleaseRecords) -> bool:
    """Whether the licence is that of a choice about which a body of the community decided in a meeting."""
    is_chosen = any(one.licence == records.licence for one in records.openness or ())
    return is_chosen and openness_chosen(records).state is EvidenceState.FOUND


def _heard(records: ReleaseRecords, one: OpennessChoice) -> Heard:
    """As the records of the bodies show it, whatever the choice says of itself."""
    on_record, day = records.community or _NOBODY, one.chosen_on
    has_body = any(
        body.mandate_from <= day and (body.ended_on is None or day <= body.ended_on) for body in on_record.body
    )
    return heard_about(on_record.about_matters(), one.material, one.level, day, has_body=has_body)


def _broken(records: ReleaseRecords, one: OpennessChoice | None, material: Material) -> Iterator[str]:
    on_record, level = records.community or _NOBODY, one.level if one else AccessLevel.OPEN
    day = records.release_date or (one.chosen_on if one else None)
    if day and access_reasons(on_record.about_matters(), material, level, day):
        yield f"A body of the community decided against this: the {material} are {LEVELS[level]}."
    if one is not None:
        yield from _wrong_choice(records, one)


def _wrong_choice(records: ReleaseRecords, one: OpennessChoice) -> Iterator[str]:
    material, level, released = one.material, LEVELS[one.level], records.release_date
    if not says_something(one.reason) or not says_something(one.with_whom):
        yield f"Why the {material} are {level}, and with whom it was chosen, is filled in and says nothing."
    if released is not None and one.chosen_on > released:
        yield f"How open the {material} are was chosen after they were published."
    heard = _heard(records, one)
    if heard is Heard.NOT_ASKED:
        yield f"The {material} are {level}. {_HEARD[heard]}"
    elif _STRONGEST_FIRST.index(one.heard) < _STRONGEST_FIRST.index(heard):
        yield f"The choice about the {material} says of the community what its records do not show."


def _line(one: OpennessChoice) -> str:
    day = one.chosen_on.isoformat()
    return f"The {one.material} are {LEVELS[one.level]}, chosen on {day}. Why: {one.reason}"
