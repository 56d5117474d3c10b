"""Does this describe us? What a community says of results before they are published, and what follows from it.

What people said holds for the tables that they were shown, and for no others. A no stops a release until those who made
it answer in public; the no and the answer then stand beside the figures.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from nyhavn.framework.community_body import Outcome
from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, refusal
from nyhavn.framework.risk import VINTAGES_REST_FOR


class Describes(StrEnum):
    """The answer of a community."""

    DESCRIBES = "describes-us"
    IN_PART = "in-part"
    NOT = "does-not-describe-us"


# From the best to the worst: whoever writes down what a meeting came to may say less than its vote, never more.
ORDER = (Describes.DESCRIBES, Describes.IN_PART, Describes.NOT)
OF_A_VOTE = {Outcome.TAKEN: Describes.DESCRIBES, Outcome.NOT_TAKEN: Describes.NOT}


class CommunityView(StrEnum):
    """What everything on record about a published release comes to: whether people find themselves described."""

    AGREES = "agrees"
    AGREES_IN_PART = "agrees in part"
    DISSENTS = "dissents"
    AGREED_BEFORE = "agreed to an edition before"
    WAIVED = "waived"
    NOT_ASKED = "not asked"


class AskedIn(StrEnum):
    """Where people were asked."""

    MEETING = "meeting"  # of a body, with enough of its members
    GATHERING = "gathering"


class CommunitySaid(Declared):
    """One answer. tables: SHA-256 of the table files that people were asked about.

    who: the body, or the people, in words; "" where they are not named. people: how many were there; None where that
    is not to be told. dissent: reasons of those who saw it otherwise, word for word, if they want everybody to read
    them. unread: there are reasons that stay with the community.
    """

    said_on: date
    tables: str
    asked_in: AskedIn
    outcome: Describes
    who: str = ""
    people: int | None = None
    reasons: str = ""
    dissent: tuple[str, ...] = ()
    unread: bool = False


class ProducerAnswer(Declared):
    """What those who made the figures answer to a no."""

    answered_on: date
    words: str


class Validation(Declared):
    """All that is on record. waived_because: why nobody was asked. rests_on: day on which an earlier edition was
    described, for a vintage that comes by itself.
    """

    said: tuple[CommunitySaid, ...] = ()
    answers: tuple[ProducerAnswer, ...] = ()
    waived_on: date | None = None
    waived_because: str = ""
    rests_on: date | None = None

    def about(self, tables: str) -> tuple[CommunitySaid, ...]:
        """What was said of exactly these tables."""
        return tuple(one for one in self.said if one.tables == tables)

    def unanswered(self, tables: str) -> tuple[CommunitySaid, ...]:
        """Every no about these tables to which nobody has answered since."""
        said_no = (one for one in self.about(tables) if one.outcome is Describes.NOT)
        return tuple(no for no in said_no if not any(each.answered_on >= no.said_on for each in self.answers))


def validation_reasons(found: Validation, tables: str) -> tuple[Reason, ...]:
    """Why a release with these tables may not be announced or published; empty if it may."""
    where = "does this describe us"
    if found.unanswered(tables):
        what = "The community says that these results do not describe it. Nobody has answered yet."
        do = "Answer in public, or make the results again. The no and the answer are published beside the figures."
        return (Reason("validation-unanswered", what, where, do),)
    if found.about(tables):
        return ()
    is_asked_again = any(one.outcome is Describes.NOT for one in found.said)  # a no to tables that were replaced
    if is_asked_again:
        what = "The community said no to the tables before these, and was not asked again. That cannot be waived."
        do = "Show it these results, ask whether they describe people, and record it."
        return (Reason("validation-of-other-tables", what, where, do),)
    if found.waived_on or found.rests_on:
        return ()
    do = "Show the results, ask whether they describe people, and record it. Or say in public why that cannot be."
    if found.said:
        what = "The community was asked about other tables than these."
        return (Reason("validation-of-other-tables", what, where, do),)
    what = "Nobody has asked the community yet whether these results describe it."
    return (Reason("validation-missing", what, where, do),)


def check_said(
    said: CommunitySaid, *, today: date, last_contribution: date | None, returned_on: date | None, threshold: int
) -> None:
    """Raises Refusal: validation-day, validation-few-people, validation-reason-missing."""
    if said.said_on > today:
        what, do = "This day is still to come.", "Write down the day when it has happened."
        raise refusal("validation-day", what, where="said_on", do=do)
    first = max((day for day in (last_contribution, returned_on) if day is not None), default=said.said_on)
    if said.said_on < first:
        what = "On this day people cannot have seen these results yet."
        raise refusal("validation-day", what, where="said_on", do="Please check the day.")
    if said.people is not None and said.people < threshold:
        what = "So few people may be known by their number."
        raise refusal("validation-few-people", what, where="people", do="Leave the number out, and say it in words.")
    if said.outcome is not Describes.DESCRIBES and not said.reasons:
        what = "It is not written down why the results do not describe people, or only in part."
        raise refusal("validation-reason-missing", what, where="reasons", do="Ask for the reason, and write it down.")


def check_not_better(outcome: Describes, vote: Outcome) -> None:
    """Nobody writes down more than a meeting decided. Raises Refusal "validation-other-than-meeting"."""
    decided = OF_A_VOTE.get(vote)
    if decided is None or ORDER.index(outcome) < ORDER.index(decided):
        what = "That is more than the meeting decided."
        do = "Write down what the meeting came to. A later meeting can come to something else."
        raise refusal("validation-other-than-meeting", what, where="outcome", do=do)


def rests_on(earlier: Iterable[CommunitySaid], today: date) -> date | None:
    """The day whose answer a vintage may rest on; None if nobody was asked within a year, or somebody said no then.

    earlier: what was said of editions before, each of its own tables.
    """
    said = tuple(earlier)
    newest = max((one.said_on for one in said), default=None)
    if newest is None or today - newest > VINTAGES_REST_FOR:
        return None
    recent = (one for one in said if today - one.said_on <= VINTAGES_REST_FOR)
    return None if any(one.outcome is Describes.NOT for one in recent) else newest


def community_view(found: Validation | None) -> CommunityView:
    """The view that stands with a published release, whose answers are about its own tables.

    One no weighs more than any yes. Whoever saw it otherwise in a meeting that agreed makes it an agreement in part.
    """
    if found is None:
        return CommunityView.NOT_ASKED
    outcomes = {one.outcome for one in found.said}
    if Describes.NOT in outcomes:
        return CommunityView.DISSENTS
    has_dissent = any(one.dissent or one.unread for one in found.said)
    if Describes.IN_PART in outcomes or (outcomes and has_dissent):
        return CommunityView.AGREES_IN_PART
    if outcomes:
        return CommunityView.AGREES
    if found.rests_on is not None:
        return CommunityView.AGREED_BEFORE
    return CommunityView.WAIVED if found.waived_on is not None else CommunityView.NOT_ASKED
