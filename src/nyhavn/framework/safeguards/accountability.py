"""Principle 7: people can complain, to somebody outside as well, and what they say is answered and mended in time."""

from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard

_COMPLAINTS = Safeguard(
    "complaints-answered",
    "Can people complain, is it answered in time by others than those it is about, and is what was promised done?",
    ("complaints as far as they may be told", "deadlines", "who decided", "remedies", "body outside"),
)


def complaints_answered(records: ReleaseRecords) -> SafeguardEvidence:
    """Whatever was late, decided by those concerned, or promised and not done speaks against it."""
    said = records.complaints
    if said is None:
        return _COMPLAINTS.nothing("No way to complain is on record.")
    broken = (
        (said.decided_by_concerned, "Somebody decided about a complaint that was about them."),
        (said.remedy_overdue, "A remedy was promised, and not done by its day."),
        (said.late, "A complaint was acknowledged, answered or remedied after its time, or not at all."),
    )
    against = [words for is_so, words in broken if is_so]
    if against:
        return _COMPLAINTS.against(*against)
    if not said.has_outside_body:
        return _COMPLAINTS.nothing("People can complain to those who make the data only; nobody outside is named.")
    if not said.many:
        return _COMPLAINTS.found(
            "People can complain without an account, also to a body outside. Whether anybody did is not said where "
            "few or none did."
        )
    return _COMPLAINTS.found("People complained, and were answered in time by others than those it was about.")
