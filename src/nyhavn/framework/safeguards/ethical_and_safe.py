"""Principle 8: dangers that were looked at, signed for from outside, and weighed again before the release."""

from datetime import date

from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.release_gate import SIGNATURES_AT_HIGH_RISK
from nyhavn.framework.safeguards.wording import Safeguard

_RISKS = Safeguard(
    "risks-looked-at",
    "Was it looked at who could be hurt, and what is high signed by somebody from outside?",
    ("register of risks", "signatures", "days of review", "what the questionnaire asks about"),
)
_REVIEWED = Safeguard(
    "harm-weighed-again",
    "Were benefit and harm of these results weighed again, after they were there?",
    ("day of the review", "day of the last contribution", "day of release"),
)


def risks_looked_at(records: ReleaseRecords) -> SafeguardEvidence:
    """A register with an unsigned or overdue entry, or with questions that nobody answered, speaks against it."""
    risk = records.risk
    if risk is None:
        return _RISKS.nothing("No register of risks is on record.")
    if risk.unsigned or (risk.high and risk.signatures < SIGNATURES_AT_HIGH_RISK):
        return _RISKS.against("A risk is high, or was, and nobody from outside has signed what is done against it.")
    if risk.overdue:
        return _RISKS.against("The day on which a risk was to be looked at again was over.")
    if risk.unanswered:
        return _RISKS.against("The questionnaire asks about a danger that nobody looked at.")
    if not risk.risks and not risk.prompts:
        return _RISKS.nothing("The register of risks is empty, and nothing shows that anybody looked.")
    if risk.high:
        return _RISKS.found("Dangers are on record, and what is high is signed by somebody from outside.")
    return _RISKS.found("Dangers were looked at, and none of them is high.")


def harm_weighed_again(records: ReleaseRecords) -> SafeguardEvidence:
    """What the records say about the review."""
    return review_of_harm(records.harm_reviewed, records.last_contribution, records.release_date)


def review_of_harm(reviewed: date | None, last: date | None, released: date | None) -> SafeguardEvidence:
    """The review must lie after the last contribution, and not after the release."""
    if reviewed is None:
        return _REVIEWED.nothing("It is not on record that benefit and harm were weighed again.")
    if last is not None and reviewed < last:
        return _REVIEWED.against("Benefit and harm were weighed before the last contribution, and not again.")
    if released is not None and reviewed > released:
        return _REVIEWED.against("Benefit and harm were weighed after the release.")
    return _REVIEWED.found(
        f"Benefit and harm of the results were weighed on {reviewed.isoformat()}, by somebody who did not make them."
    )
