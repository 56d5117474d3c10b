"""How an assessment goes: asked for, judged, answered, issued, appealed. Whose turn it is, and what may not be skipped.

An office judges only what it was asked about, says no only with a criterion and a remedy, and issues nothing before
those who made the data were heard or let the time pass.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from nyhavn.framework.refusal import Reason, check_none, refusal

RIGHT_OF_REPLY = timedelta(days=14)  # this project's decision


class AssessmentState(StrEnum):
    """Where an assessment stands."""

    REQUESTED = "requested"
    ASSESSING = "assessing"
    ISSUED = "issued"  # there is a verdict for every purpose
    TAKEN_BACK = "taken-back"


class Step(StrEnum):
    """What moves it on."""

    CHOOSE_CRITERIA = "choose-criteria"
    TAKE_ON = "take-on"
    ASSESS = "assess"  # answer, dispute, ask, confirm, propose
    ISSUE = "issue"  # a verdict, while another purpose waits for its own
    ISSUE_LAST = "issue-last"
    SEND_BACK = "send-back"  # by whoever decides an appeal
    TAKE_BACK = "take-back"


_REQUESTED, _ASSESSING = AssessmentState.REQUESTED, AssessmentState.ASSESSING
STEPS = {
    _REQUESTED: {
        Step.CHOOSE_CRITERIA: _ASSESSING,
        Step.TAKE_ON: _REQUESTED,
        Step.TAKE_BACK: AssessmentState.TAKEN_BACK,
    },
    _ASSESSING: {
        Step.TAKE_ON: _ASSESSING,
        Step.ASSESS: _ASSESSING,
        Step.ISSUE: _ASSESSING,
        Step.ISSUE_LAST: AssessmentState.ISSUED,
        Step.SEND_BACK: _ASSESSING,
        Step.TAKE_BACK: AssessmentState.TAKEN_BACK,
    },
    AssessmentState.ISSUED: {Step.SEND_BACK: _ASSESSING},
    AssessmentState.TAKEN_BACK: {},
}


def after(state: AssessmentState, step: Step) -> AssessmentState:
    """Where it stands after a step. Raises Refusal "assessment-out-of-turn"."""
    try:
        return STEPS[state][step]
    except KeyError:
        what = f"The assessment is {state.replace('-', ' ')}, so this cannot be done now."
        do = "Look at the assessment again." if state is not _REQUESTED else "Choose the criteria first."
        raise refusal("assessment-out-of-turn", what, do=do) from None


class Turn(StrEnum):
    """Who has to act."""

    OFFICE = "office"
    PRODUCER = "producer"
    NOBODY = "nobody"


@dataclass(frozen=True)
class TurnNow:
    """Who has to act now, and why."""

    who: Turn
    why: str


@dataclass(frozen=True)
class Standing:
    """What an assessment waits for. unanswered: questions to the producer. unreplied: proposals that wait for a reply.

    replied: proposals that can be issued. has_assessor: whether somebody took it on.
    """

    state: AssessmentState
    has_assessor: bool
    unanswered: int = 0
    unreplied: int = 0
    replied: int = 0

    @property
    def turn(self) -> TurnNow:
        """Who has to act. A question that is open comes first, because everything else may hang on it."""
        if self.state in (AssessmentState.ISSUED, AssessmentState.TAKEN_BACK):
            return TurnNow(Turn.NOBODY, "Nothing waits.")
        if self.unanswered:
            return TurnNow(Turn.PRODUCER, "The office asked something, and waits for an answer.")
        if self.replied:
            return TurnNow(Turn.OFFICE, "A verdict was answered, or the time for it is over; it can be issued.")
        if self.unreplied:
            return TurnNow(Turn.PRODUCER, "A verdict is proposed. Reply to it, or say that there is nothing to say.")
        if self.state is _REQUESTED:
            return TurnNow(Turn.OFFICE, "The office has to choose criteria, and somebody to take it on.")
        if not self.has_assessor:
            return TurnNow(Turn.OFFICE, "Nobody at the office has taken it on.")
        return TurnNow(Turn.OFFICE, "The office answers its criteria.")


def may_issue_from(proposed_at: datetime) -> datetime:
    """From when on a verdict may be issued without a reply."""
    return proposed_at + RIGHT_OF_REPLY


def check_heard(*, replied: bool, proposed_at: datetime, now: datetime) -> None:
    """Nobody is judged unheard. Raises Refusal "reply-awaited"."""
    if not replied and now < may_issue_from(proposed_at):
        what = "Those who made the data were shown this verdict and have not said anything to it yet."
        do = f"Wait for their reply, or until {may_issue_from(proposed_at).date().isoformat()}."
        raise refusal("reply-awaited", what, do=do)


def check_reply(*, has_something: bool, words: str) -> None:
    """A reply says something, or that there is nothing to say. Raises Refusal "reply-unclear"."""
    if has_something and not words.strip():
        what = "You chose to say something, and wrote nothing."
        raise refusal("reply-unclear", what, where="words", do="Write it, or say that there is nothing to say.")
    if not has_something and words.strip():
        what = "You wrote something, and chose that there is nothing to say."
        raise refusal("reply-unclear", what, where="words", do="Choose that you say something, or empty the text.")


def check_first_reply(*, replied: bool) -> None:
    """What was said stays. Raises Refusal "reply-already-given"."""
    if replied:
        what = "This was answered already, and what was said stays."
        raise refusal("reply-already-given", what, do="Look at it again.")


def check_proposal_holds(*, is_newest: bool, is_issued: bool, changed_since: bool) -> None:
    """A verdict is issued as it was shown.

    Raises Refusal: proposal-replaced, verdict-already-issued, proposal-outdated.
    """
    if is_issued:
        what = "This verdict is issued. It is never changed."
        raise refusal("verdict-already-issued", what, do="If something changed, offer a re-assessment.")
    if not is_newest:
        what = "Another verdict was proposed for this purpose since."
        raise refusal("proposal-replaced", what, do="Look at the newest one.")
    if changed_since:
        what = "Answers or disputes changed since the producer was shown this verdict."
        raise refusal(
            "proposal-outdated", what, do="Propose it again, so that the producer is shown what will be issued."
        )


@dataclass(frozen=True)
class SeenBy:
    """One answer that stands: who gave it, and who else confirmed it after the last change. Numbers of people."""

    given_by: object
    confirmed_by: frozenset[object]


def check_confirmed(answers: Iterable[SeenBy], *, needs_two: bool) -> None:
    """With high-risk data each answer has been looked at by two. Raises Refusal "answers-not-confirmed"."""
    if needs_two and any(not one.confirmed_by - {one.given_by} for one in answers):
        what = "These data are high-risk, and a second assessor has not confirmed the answers as they stand."
        do = "Ask another assessor to look at the answers and to confirm them."
        raise refusal("answers-not-confirmed", what, do=do)


def check_has_answers(count: int) -> None:
    """Nobody confirms nothing. Raises Refusal "nothing-to-confirm"."""
    if not count:
        raise refusal("nothing-to-confirm", "No criterion is answered yet.", do="Answer the criteria first.")


def check_taken_on(*, is_assessor: bool) -> None:
    """Only whoever took it on assesses it. Raises Refusal "assessment-not-taken-on"."""
    if not is_assessor:
        what = "You have not taken this assessment on."
        raise refusal("assessment-not-taken-on", what, do="Take it on first; then it is recorded that you do it.")


def check_request(*, is_readable: bool, is_open: bool, offices_own: bool, waits_there: bool) -> None:
    """What can be asked about. Raises Refusal with every reason."""
    check_none(_against_request(is_readable, is_open, offices_own, waits_there))


def _against_request(is_readable: bool, is_open: bool, offices_own: bool, waits_there: bool) -> Iterator[Reason]:
    if not is_readable:
        yield not_readable()
    elif not is_open:
        what = "The results are not open to everybody, so an office could not say what it rests a verdict on."
        yield Reason("assessment-of-closed", what, "release", "Ask once the community has decided to open them.")
    if offices_own:
        what = "This organisation made the data, or has a part in them."
        yield Reason("assessor-of-the-producer", what, "office", "Ask an office that has no part in them.")
    if waits_there:
        what = "This office was asked about this version already, and has not finished."
        yield Reason("assessment-already-asked", what, "release", "See the assessment that is under way.")


def not_readable() -> Reason:
    """A release that was withdrawn is judged no further."""
    what = "This version is not published any more: it was withdrawn, or is not readable."
    return Reason("assessment-of-withdrawn", what, "release", "Ask about a version that is published.")


def check_readable(*, is_readable: bool) -> None:
    """Raises Refusal "assessment-of-withdrawn"."""
    check_none(() if is_readable else (not_readable(),))


class AppealEnd(StrEnum):
    """How an appeal ends. UPHELD: the verdict stands. SENT_BACK: the office has to judge again."""

    UPHELD = "upheld"
    SENT_BACK = "sent-back"


def check_appeal(*, body_is_outside: bool, is_open: bool, is_newest: bool) -> None:
    """Who hears it, and that there is one at a time. Raises Refusal with every reason."""
    check_none(_against_appeal(body_is_outside, is_open, is_newest))


def _against_appeal(body_is_outside: bool, is_open: bool, is_newest: bool) -> Iterator[Reason]:
    if not body_is_outside:
        what = "An appeal is heard by a human-rights institution that is neither the producer nor the office."
        yield Reason("appeal-not-outside", what, "body", "Choose another body.")
    if is_open:
        yield Reason("appeal-already-open", "An appeal against this verdict is open.", "", "Wait for its decision.")
    if not is_newest:
        what = "Another verdict for this purpose was issued since."
        yield Reason("appeal-of-replaced", what, "", "Appeal against the newest one.")


def check_decides(*, belongs_to: Collection[str], has_part: Collection[str], has_assessed: bool) -> None:
    """Whoever decides an appeal has no part in it. Raises Refusal "appeal-by-concerned".

    belongs_to: organisations of the person; has_part: those of the producer's side and the office.
    """
    if has_assessed or {*belongs_to} & {*has_part}:
        what = "You belong to one of the two sides, so you cannot decide about it."
        raise refusal("appeal-by-concerned", what, do="Ask somebody else of your organisation to decide.")


def check_appeal_open(*, is_decided: bool) -> None:
    """A decision stands. Raises Refusal "appeal-already-decided"."""
    if is_decided:
        what = "This appeal is decided. What was decided stays."
        raise refusal("appeal-already-decided", what, do="Look at the verdict again.")


def check_newer(*, has_newer: bool) -> None:
    """A re-assessment is about something newer. Raises Refusal "reassessment-of-same"."""
    if not has_newer:
        what = "No newer version of this release is published."
        raise refusal("reassessment-of-same", what, do="Wait for the next one, or appeal against the verdict.")


def check_pack_new(*, is_known: bool) -> None:
    """An edition is never changed. Raises Refusal "rule-pack-known"."""
    if is_known:
        what = "There are criteria with this id already. An edition is never changed."
        raise refusal("rule-pack-known", what, where="file", do="Give the new edition an id of its own.")


def check_pack_chosen(*, is_offered: bool) -> None:
    """Raises Refusal "rule-pack-not-offered"."""
    if not is_offered:
        what = "These are none of the criteria that this office can apply."
        raise refusal("rule-pack-not-offered", what, where="criteria", do="Choose one of those that are shown.")
