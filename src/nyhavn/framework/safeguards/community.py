"""Principles 3 and 7: did bodies with a mandate decide in meetings with a quorum, and is their dissent shown?

Numbers of votes never stand here: in a small body they say who voted how.
"""

from collections.abc import Iterator

from nyhavn.framework.community_body import Matter, Outcome
from nyhavn.framework.community_matters import floor_of
from nyhavn.framework.community_record import BodyOnRecord, CommunityRecord, ItemOnRecord
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard, says_something

_DECIDED = Safeguard(
    "community-decided",
    "Did a body that speaks for the community decide, with a mandate and with enough of its members there?",
    ("bodies of the community", "meetings", "decisions"),
)
_DISSENT = Safeguard(
    "dissent-shown",
    "Is it shown that some were against, and why?",
    ("meetings", "dissent"),
)
FEWEST_WHO_MEET = 2  # this project's decision: whatever a body says of its quorum, one person alone is no meeting
MATTERS = {
    Matter.USE: "a use of the answers",
    Matter.OPENING: "opening a collection",
    Matter.RELEASE: "publishing",
    Matter.CODING: "the categories of a question",
    Matter.POLICY: "how small groups are protected",
    Matter.ACCESS: "how open results and records are",
    Matter.OTHER: "another matter",
}
STEPS = {
    CommunityStep.VETOES: "it set a limit",
    CommunityStep.LIFTS_VETO: "it lifted its limit",
    CommunityStep.NEEDS_AGREEMENT: "its agreement is needed",
    CommunityStep.NEEDS_NONE: "its agreement is not needed any more",
    CommunityStep.AGREES: "it agreed",
}
OUTCOMES = {
    Outcome.NOT_TAKEN: "it did not agree",
    Outcome.NO_QUORUM: "too few members were there, so nothing was decided",
    Outcome.PUT_OFF: "it was not decided",
}


def community_decided(records: ReleaseRecords) -> SafeguardEvidence:
    """Against if a decision counts that no mandate or no quorum carries, or protection is below what was asked."""
    on_record = records.community
    if on_record is None or not on_record.item:
        return _DECIDED.nothing("No decision of a body of the community is on record.")
    broken = list(_broken(on_record, records))
    if broken:
        return _DECIDED.against(*broken)
    lines = [_line(on_record, one) for one in on_record.item]
    if any(one.has_quorum and one.present >= FEWEST_WHO_MEET for one in on_record.taken):
        return _DECIDED.found(*lines)
    return _DECIDED.nothing(*lines, "No decision was taken in a meeting with enough members.")


def _broken(on_record: CommunityRecord, records: ReleaseRecords) -> Iterator[str]:
    for one in on_record.item:
        if one.outcome is not Outcome.TAKEN:
            continue
        body = _body(on_record, one)
        if body is None or not says_something(body.mandate) or not _could_decide(body, one):
            yield f"{_head(on_record, one)}: no mandate of a body covers that day."
        if one.meeting and not one.has_quorum:
            yield f"{_head(on_record, one)}: it counts as decided, and too few members were there."
    day = records.release_date or max(one.decided_on for one in on_record.item)
    floor = floor_of(on_record.about_matters(), day)
    if floor is not None and records.threshold < floor:
        yield "The community asked for stricter protection than this release has."


def _could_decide(body: BodyOnRecord, one: ItemOnRecord) -> bool:
    return body.mandate_from <= one.decided_on and (body.ended_on is None or one.decided_on <= body.ended_on)


def dissent_shown(records: ReleaseRecords) -> SafeguardEvidence:
    """Against if somebody was against and neither a reason is kept, nor that none was given."""
    on_record = records.community
    met = [one for one in on_record.item if one.meeting] if on_record else []
    if on_record is None or not met:
        return _DISSENT.nothing("No meeting of a body of the community is on record.")
    silent = [one for one in met if one.against and not (one.dissent or one.unread or one.no_reason)]
    empty = [one for one in met if any(not says_something(words) for words in one.dissent)]
    if silent or empty:
        return _DISSENT.against(
            *(
                f"{_head(on_record, one)}: somebody was against, and no reason is on record."
                for one in (*silent, *empty)
            )
        )
    return _DISSENT.found(*(_dissent(on_record, one) for one in met))


def _dissent(on_record: CommunityRecord, one: ItemOnRecord) -> str:
    head = _head(on_record, one)
    if not one.against:
        return f"{head}: nobody is on record as having been against it."
    told = " ".join(f"“{words}”" for words in one.dissent)
    kept = "Some reasons stay with the community." if one.unread else ""
    none = "No reason was given." if one.no_reason and not told else ""
    return f"{head}: some were against it. {told} {kept} {none}".strip()


def _line(on_record: CommunityRecord, one: ItemOnRecord) -> str:
    how = "in a meeting" if one.meeting else "without a meeting"
    came = STEPS[one.proposal.step] if one.outcome is Outcome.TAKEN else OUTCOMES[one.outcome]
    return f"{_head(on_record, one)}, {how}: {came}."


def _head(on_record: CommunityRecord, one: ItemOnRecord) -> str:
    body = _body(on_record, one)
    name = body.name if body and body.name else "A body of the community"
    return f"{name}, {one.decided_on.isoformat()}, about {MATTERS[one.proposal.matter]}"


def _body(on_record: CommunityRecord, one: ItemOnRecord) -> BodyOnRecord | None:
    return next((body for body in on_record.body if body.body == one.body), None)
