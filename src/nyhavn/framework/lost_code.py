"""A lost code: two people of the team hear the person, and then there is a new code, or the answers are taken back.

Nobody is found by answers, only by what is on record anyway. What the person said is kept as codes. The two people are
different, because one alone could take over the answers of somebody who lost nothing.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.refusal import refusal

OPEN_FOR = timedelta(days=7)  # for both people to hear the person, also where the second one has to travel
KEPT_FOR = timedelta(days=30)  # after its end, so that somebody can ask what was done
GROUNDS_TO_READ = 2  # a new code opens the answers, so more is needed than for taking them back


class Ground(StrEnum):
    """Why the team believes that it is this person. Codes; what the person said is not kept."""

    KNOWS_DAY_AND_PLACE = "knows-day-and-place"
    KNOWN_TO_TEAM = "known-to-the-team"
    REMEMBERED_BY_INTERVIEWER = "remembered-by-the-interviewer"
    DOCUMENT_SHOWN = "document-shown"
    VOUCHED_FOR = "vouched-for-by-the-community"


class LostCodeWish(StrEnum):
    """What the person wants."""

    NEW_CODE = "new-code"
    TAKE_BACK = "take-back"


class LostCodeState(StrEnum):
    """How far it is."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"  # a second person heard the same
    DONE = "done"
    REFUSED = "refused"


class LostCodeStep(StrEnum):
    """What can be done with a request."""

    CONFIRM = "confirm"
    REFUSE = "refuse"
    FINISH = "finish"


OPEN = frozenset({LostCodeState.REQUESTED, LostCodeState.CONFIRMED})
NEXT: Mapping[LostCodeState, Mapping[LostCodeStep, LostCodeState]] = {
    LostCodeState.REQUESTED: {
        LostCodeStep.CONFIRM: LostCodeState.CONFIRMED,
        LostCodeStep.REFUSE: LostCodeState.REFUSED,
    },
    LostCodeState.CONFIRMED: {
        LostCodeStep.FINISH: LostCodeState.DONE,
        LostCodeStep.REFUSE: LostCodeState.REFUSED,
    },
    LostCodeState.DONE: {},
    LostCodeState.REFUSED: {},
}


def next_state(state: LostCodeState, step: LostCodeStep, *, asked_at: datetime, now: datetime) -> LostCodeState:
    """The state after a step. Raises Refusal "lost-code-too-late", "lost-code-step-unfitting"."""
    if now >= asked_at + OPEN_FOR:
        what = f"This was asked more than {OPEN_FOR.days} days ago."
        raise refusal("lost-code-too-late", what, do="Hear the person again, and ask anew.")
    after = NEXT[state].get(step)
    if after is None:
        what = f"This request is {state}, so it cannot be done now."
        do = "A second person confirms first." if state is LostCodeState.REQUESTED else "Nothing needs to be done."
        raise refusal("lost-code-step-unfitting", what, do=do)
    return after


def check_notice_allows(witnessed_path: bool | None) -> None:
    """Raises Refusal "lost-code-no-path": what people were told before they agreed holds."""
    if not witnessed_path:
        what = "The notice said that nobody can help with a lost code."
        if witnessed_path is None:
            what = "The notice did not say that a lost code can be helped."
        do = "Tell the person so. A notice for later contributions can offer this way."
        raise refusal("lost-code-no-path", what, do=do)


def check_grounds(grounds: Collection[Ground], wish: LostCodeWish) -> None:
    """Raises Refusal "lost-code-grounds"."""
    needed = GROUNDS_TO_READ if wish is LostCodeWish.NEW_CODE else 1
    if len(set(grounds)) < needed:
        what = f"{needed} different grounds are needed." if needed > 1 else "A ground is needed."
        do = "A new code opens the answers. Hear more, or take the answers back, if the person wants that."
        raise refusal("lost-code-grounds", what, where="grounds", do=do)


def check_found(fitting: int) -> None:
    """Whether exactly one contribution fits. Raises Refusal "lost-code-nobody-fits", "lost-code-several-fit"."""
    if fitting == 0:
        what = "No contribution fits what is said."
        raise refusal("lost-code-nobody-fits", what, do="Check the day and the way in with the person.")
    if fitting > 1:
        what = "More than one contribution fits, so nobody can tell which one is of this person."
        do = "Say more of what is on record: the hour, who typed it in, the row of the file. Answers are not searched."
        raise refusal("lost-code-several-fit", what, do=do)


def check_other_person(asked_by: UUID | None, by: UUID) -> None:
    """Raises Refusal "lost-code-same-person" if somebody would be the witness of an own request."""
    if asked_by is None or asked_by == by:
        what = "Whoever asked cannot be the witness too."
        raise refusal("lost-code-same-person", what, do="Let another person of the team hear this person.")


def check_asker(asked_by: UUID | None, by: UUID) -> None:
    """Raises Refusal "lost-code-other-asker" if somebody else than the asker would finish a request."""
    if asked_by != by:
        what = "Only the person who asked can finish this."
        raise refusal("lost-code-other-asker", what, do="Ask that person, or hear the person anew yourself.")
