"""The words of the roadmap: its picture, its table, its calendar. Every name in capitals is for translators."""

from collections.abc import Mapping

from nyhavn.framework.roadmap_bodies import UNNAMED_BODY
from nyhavn.framework.roadmap_standing import BEFORE_IT_BEGAN, OF_EARLIER_CLAIM, PROGRESS_ONLY
from nyhavn.framework.roadmap_vocabulary import ROADMAP

ROADMAP_STRANDS: Mapping[str, str] = {entry.code.value: entry.name for entry in ROADMAP.strands}
ROADMAP_STATUSES: Mapping[str, str] = {entry.code.value: entry.name for entry in ROADMAP.statuses}
ROADMAP_FUNDING: Mapping[str, str] = {entry.code.value: entry.name for entry in ROADMAP.funding}
ROADMAP_PAYMENT: Mapping[str, str] = {entry.code.value: entry.name for entry in ROADMAP.payment}
ROADMAP_UNNAMED = UNNAMED_BODY

ROADMAP_PICTURE = "{title}: the actions along the years"
ROADMAP_DESC = "A bar for each action, from its first to its last day. The same facts stand in the table that follows."
ROADMAP_EMPTY = "No action is on the roadmap yet."
ROADMAP_TODAY = "today"
ROADMAP_TODAY_IS = "Today is {day}."
ROADMAP_DAYS = "{starts} to {ends}"
ROADMAP_FIRST_PLANNED = "first planned: {starts} to {ends}"
ROADMAP_LATE = "late by {days} days"
ROADMAP_LATE_ONE = "late by 1 day"
ROADMAP_NOT_SHOWN = "days past its last day, and not shown: {days}"
ROADMAP_SLIPPED = "moved back by {days} days in all"
ROADMAP_FORWARD = "moved forward by {days} days in all"
ROADMAP_LABEL = "{code}: {what}"

ROADMAP_MARKS: Mapping[str, str] = {
    "earlier-end": "last day as it was planned before: {day}",
    "begun": "began: {day}",
    "shown-done": "done, and shown: {day}",
    "said-done": "said to be done: {day}",
    "dropped": "dropped: {day}",
}
ROADMAP_KEY: Mapping[str, str] = {
    "earlier-end": "Hollow diamond: a last day that was moved.",
    "begun": "Triangle: it began.",
    "shown-done": "Filled circle: done, and evidence shows it.",
    "said-done": "Hollow circle: said to be done, and not shown.",
    "dropped": "Cross: dropped.",
}
ROADMAP_KEY_TODAY = "Dashed line: today."
ROADMAP_KEY_LATE = "Striped: late."

ROADMAP_TABLE = "The roadmap as a table"
ROADMAP_ACTION = "Action"
ROADMAP_OWNER = "Who answers for it, and with whom"
ROADMAP_WHEN = "When"
ROADMAP_STANDS = "Where it stands, and what shows it"
ROADMAP_WAITS = "Waits for"
ROADMAP_MONEY = "Money"
ROADMAP_PAY = "Pay of communities"
ROADMAP_WITH = "With: {partners}"
ROADMAP_MOVED = "Moved on {day}, from {was} to {now}. Why: {because}"
ROADMAP_BECAUSE = "Why: {because}"
ROADMAP_CONFLICTS: Mapping[str, str] = {
    "starts-before-end": "Conflict: it starts before {code} ends.",
    "begun-before-done": "Conflict: it began before {code} is shown to be done.",
    "needs-dropped": "Conflict: {code} was dropped.",
}
ROADMAP_EVIDENCE: Mapping[str, str] = {
    "supports": "Shown by: {reference}, {day}, vouched for by {by}",
    "contradicts": "Contradicted by: {reference}, {day}, vouched for by {by}",
}
ROADMAP_NOT_COUNTING = "Does not count: {fault}."
ROADMAP_FAULTS: Mapping[str, str] = {
    fault: fault
    for fault in (
        PROGRESS_ONLY,
        OF_EARLIER_CLAIM,
        BEFORE_IT_BEGAN,
        "not dated",
        "dated in the future",
        "attested by nobody",
        "nobody is named as making the claim",
        "attested by the one who makes the claim",
    )
}
ROADMAP_NO_DAY = "not dated"
ROADMAP_NOBODY = "nobody"
ROADMAP_AMOUNT = "{currency} {amount} {kind}"
ROADMAP_AMOUNT_SHOWN = "of this, shown: {amount}"
ROADMAP_NO_MONEY = "nothing was said"
ROADMAP_BEYOND = "More was spent than was received."
ROADMAP_PAYER = "{community}. Who pays: {payer}"
ROADMAP_NO_PAYER = "not said"
ROADMAP_SAYS_COMMUNITY = "The community says: {said}"
ROADMAP_SAYS_PAYER = "Those who run the action say: {said}"
ROADMAP_SAYS_NOTHING = "nothing"
ROADMAP_PEOPLE_PAID = "{said} (people: {people})"
ROADMAP_HOURS = "Hours without pay, as said: {hours}"
ROADMAP_NO_HOURS = "Hours without pay: nobody said how many"
ROADMAP_DIFFERS = "Both sides do not say the same."

CALENDAR_DESCRIPTION = "Days of actions and events. Times of actions are whole days, the last day included."
CALENDAR_STRAND = "Strand: {strand}"
CALENDAR_OWNER = "Who answers for it: {owner}"
CALENDAR_MOVED = "Moved from {was} to {now}. Why: {because}"
CALENDAR_CANCELLED = "Cancelled. Why: {because}"
CALENDAR_DONE = "Said to be done on {day}. The page of the roadmap says what shows it."
CALENDAR_INVITES = "Who invites: {organiser}"
