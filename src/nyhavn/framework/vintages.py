"""Standing vintages: the days of an edition that comes again and again, and who may agree to it beforehand."""

from datetime import date
from uuid import UUID

from nyhavn.framework.refusal import Reason, refusal
from nyhavn.framework.retention import after_months

MOST_MONTHS = 60  # own choice: whoever plans further ahead than five years plans again
AGREE_FIRST = Reason(
    "vintage-not-agreed",
    "Nobody agrees at present to vintages of these tables as they are now.",
    "vintages",
    "An approver agrees under “Releases”. Nothing is published before that.",
)
PLAN_CHANGED = Reason(
    "vintage-plan-changed",
    "The tables, the questionnaire or the protection are not those that were agreed to, so the agreement has ended.",
    "vintages",
    "An approver looks at the tables and agrees anew, or somebody takes the change back.",
)
ANOTHER_UNDER_WAY = Reason(
    "vintage-other-under-way",
    "Another candidate of this release is on its way, so the vintage waits for it.",
    "vintages",
    "Bring it to its end, or give it up.",
)


def vintage_day(first: date, every_months: int, number: int) -> date:
    """The day of a vintage, 0 for the first. A day that a month does not have is its last one."""
    return after_months(first, number * every_months)


def vintage_after(first: date, every_months: int, day: date) -> date:
    """The first day of the series that is later than a day."""
    if day < first:
        return first
    months = (day.year - first.year) * 12 + day.month - first.month
    number = months // every_months
    found = vintage_day(first, every_months, number)
    return found if found > day else vintage_day(first, every_months, number + 1)


def check_agrees_for_another(agrees: UUID, planned: UUID | None) -> None:
    """Nobody agrees to vintages that they planned. Raises Refusal "vintage-approval-by-planner"."""
    if agrees == planned:
        what = "You planned these vintages. Nobody agrees to a plan of their own."
        raise refusal("vintage-approval-by-planner", what, where="vintages", do="Ask another approver.")
