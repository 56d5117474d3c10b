"""The words of the report for independence. Every name in capitals is for translators."""

from collections.abc import Mapping

DECLARED = "Declared with dates"
WHAT_IT_DOES = "What they do"
WHAT_EXACTLY = "What exactly"
WHEN = "When"
DECLARED_ON = "Declared on"
KINDS: Mapping[str, str] = {
    "funder": "pays for it",
    "commissioner": "asked for it",
    "interest": "gains or loses if the figures are high or low",
}
NOBODY = "nobody: this was declared"
SHARES: Mapping[str, str] = {
    "small-part": "less than a tenth of the costs",
    "up-to-half": "up to half of the costs",
    "most": "more than half of the costs",
    "all": "all of the costs",
}
SINCE = "since {since}"
FROM_TO = "{since} to {until}"
CORRECTED = "corrected later"
TAKEN_BACK = "taken back"
OWN = "What those who decide said of themselves"
ROLES: Mapping[str, str] = {
    "coordinator": "coordinator",
    "steward": "steward",
    "board-member": "board member",
    "approver": "approver",
    "assessor": "assessor",
}
OWN_KINDS: Mapping[str, str] = {
    "none": "no interest",
    "works-for-funder": "works for somebody who pays for it or asked for it",
    "related": "is related or close to somebody who pays or gains",
    "gains": "gains or loses if the figures are high or low",
    "other": "something else could sway them",
}
OWN_LINE = "{role}: {said} ({days}; declared on {day})"
ANNOUNCED = "Announced beforehand"
ANNOUNCED_LINE = "Announced on {at} for {day}."
MOVED_LINE = "Moved on {at} to {day}, because:"
CONTENT_FIXED = "The content was fixed with the date. SHA-256 of salt and content, and the salt:"
EARLY = "Who could read before publication"
EARLY_NOBODY = "Nobody outside the team."
EARLY_PARTY = "pays for it, asked for it, or may gain"
EARLY_LINE = "On record since {at}."
EARLY_NEVER = "They never looked."
