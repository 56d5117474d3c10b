"""Whether one contribution may be used for one purpose at one moment: the one function that everything asks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from nyhavn.framework.community_consent import CommunityDecision, CommunityStanding, community_stands
from nyhavn.framework.consent import ConsentDecision, ConsentRecord, ConsentStanding, Notice, Purpose, decide
from nyhavn.framework.consent_ledger import LedgerEntry, StandingConsent, standing

_OF_COMMUNITY = {
    CommunityStanding.VETOED: (ConsentStanding.COMMUNITY_VETOED, "The community has vetoed this purpose."),
    CommunityStanding.NOT_AGREED: (
        ConsentStanding.COMMUNITY_NOT_AGREED,
        "The community's agreement is needed for this purpose, and is not there.",
    ),
}


def may_use(
    entries: Iterable[LedgerEntry],
    community: Sequence[CommunityDecision],
    notices: tuple[Notice, ...],
    purpose: Purpose,
    at: datetime,
    contributed_on: date | None,
    *,
    recipient: str = "",
) -> ConsentDecision:
    """Whether the contribution may be used for the purpose at that moment, and why not.

    entries: the ledger of this one contribution, in the order written; those said after `at` are not seen. community:
    likewise. at: in the time zone of the place, because days are those of its calendar. First the person is heard: a
    yes that stands, under a notice that asked for it, before the contribution, and not past its last day. Then the
    community, which can only say no.
    """
    seen = standing(entry for entry in entries if entry.moment <= at)
    spoken = [decision for decision in community if decision.at <= at]
    return may_use_now(next(iter(seen.values()), None), spoken, notices, purpose, at.date(), contributed_on, recipient)


def may_use_now(
    stands: StandingConsent | None,
    community: Sequence[CommunityDecision],
    notices: tuple[Notice, ...],
    purpose: Purpose,
    day: date,
    contributed_on: date | None,
    recipient: str = "",
) -> ConsentDecision:
    """The same from what stands on a day, for readers of the projection. stands: None if nothing was ever said."""
    nothing = ConsentRecord((), "", "", None, contributed_on)
    record = stands.on(day).record_for(purpose, contributed_on) if stands else nothing
    own = decide(record, notices, purpose)
    if not own.is_covered:
        return own
    found = community_stands(community, purpose, day, recipient=recipient)
    return own if found is None else ConsentDecision(purpose, *_OF_COMMUNITY[found])
