"""The shapes in which pages and interface show assessments and verdicts. No name of a person stands in any."""

from datetime import date, datetime
from uuid import UUID

from nyhavn.framework.declared import Declared
from nyhavn.framework.fitness.answering import EvidenceGround
from nyhavn.framework.fitness.verdict import OfficialPurpose, VerdictOutcome
from nyhavn.framework.fitness.workflow import AppealEnd, AssessmentState, Turn


class EvidenceShown(Declared):
    """Computed evidence as the release says it. dispute: why an assessor holds it to be wrong; "" if nobody does.

    before: what the version before said, where it says something else now; "" otherwise.
    """

    code: str
    title: str
    words: str
    dispute: str = ""
    before: str = ""


class RestsOn(Declared):
    """One thing that an answer rests on. title: of what was computed, where the reference is its code; "" otherwise."""

    ground: EvidenceGround
    reference: str
    title: str = ""


class AnswerShown(Declared):
    """An answer. says_words: the answer in the words of the criteria. by: an assessor, by number."""

    says: str
    says_words: str
    because: str
    evidence: tuple[RestsOn, ...]
    by: str
    on: date


class CriterionShown(Declared):
    """One thing that is asked, with what was computed about it, and its answer.

    earlier: answers that were replaced. suggestion: what was answered about the version before, to be looked at anew.
    """

    code: str
    part: str
    asks: str
    evidence: tuple[EvidenceShown, ...]
    answer: AnswerShown | None
    earlier: tuple[AnswerShown, ...] = ()
    suggestion: AnswerShown | None = None


class CriteriaShown(Declared):
    """An edition of criteria. handed_in_on: None for one that comes with Nyhavn."""

    id: str
    title: str
    edition: str
    office: str
    fingerprint: str
    note: str = ""
    unknown: str = ""
    asks: int = 0
    handed_in_on: date | None = None


class QuestionBackShown(Declared):
    """A question back. answer: "" while it is open."""

    uuid: UUID
    words: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class FixShown(Declared):
    """What would have to change."""

    criterion: str
    what: str
    remedy: str


class ProposalShown(Declared):
    """A verdict that is not issued yet. may_be_issued_from: the day on which it can be, without a reply.

    reply: what the producer says; "" with a day means that there was nothing to say. is_current: nothing changed since.
    """

    uuid: UUID
    number: int
    purpose: OfficialPurpose
    outcome: VerdictOutcome
    outcome_words: str
    because: str
    caveat: str
    fixes: tuple[FixShown, ...]
    proposed_at: datetime
    may_be_issued_from: date
    reply: str
    replied_at: datetime | None
    is_current: bool


class AppealShown(Declared):
    """An appeal. end: None while it is open; end_words: as people read it."""

    uuid: UUID
    body: str
    because: str
    appealed_at: datetime
    end: AppealEnd | None
    end_words: str
    reasons: str
    decided_at: datetime | None


class VerdictShown(Declared):
    """A verdict as it was issued, and what came after.

    address: of its public page. caveat: printed with it, as a line as well; "" if there is none. can_be_appealed: it
    holds, and no appeal is open. is_same: whether the same follows from its answers today; differs: why not.
    is_replaced: another one was issued for this purpose since. newer: the version that is published by now, where it is
    another one; "" otherwise.
    """

    uuid: UUID
    address: str
    number: int
    release: str
    version: str
    newer: str
    title: str
    office: str
    purpose: OfficialPurpose
    outcome: VerdictOutcome
    outcome_words: str
    caveat: str
    can_be_appealed: bool
    lines: tuple[str, ...]
    report: tuple[str, ...]
    reply: str
    replied_on: date | None
    issued_on: date
    criteria: CriteriaShown
    answers: tuple[CriterionShown, ...]
    others: tuple[EvidenceShown, ...]
    appeals: tuple[AppealShown, ...]
    is_replaced: bool
    was_sent_back: bool
    digest: str
    is_same: bool
    differs: tuple[str, ...]


class AssessmentListed(Declared):
    """One assessment in a list. appeal_at: who decides an appeal that is open now; "" if none is."""

    uuid: UUID
    release: str
    version: str
    title: str
    office: str
    state: AssessmentState
    turn: Turn
    why: str
    appeal_at: str
    asked_at: datetime
    purposes: tuple[OfficialPurpose, ...]
    newer: str
    is_taken_on: bool


class AssessmentsShown(Declared):
    """The assessments of one side, the newest first."""

    assessments: tuple[AssessmentListed, ...]


class AssessmentShown(AssessmentListed):
    """All of one. answers: empty for the producer until a verdict is proposed. others: evidence about it as a whole.

    needs_two: the data are high-risk. report: what follows from the answers so far. before: the assessment of an older
    version, from which the suggestions come.
    """

    address: str
    words: str
    producers_wish: bool
    needs_two: bool
    is_confirmed: bool
    assessors: int
    criteria: CriteriaShown | None
    answers: tuple[CriterionShown, ...]
    others: tuple[EvidenceShown, ...]
    report: tuple[str, ...]
    questions: tuple[QuestionBackShown, ...]
    proposals: tuple[ProposalShown, ...]
    verdicts: tuple[VerdictShown, ...]
    before: UUID | None


class CriteriaListShown(Declared):
    """All criteria that an office can apply."""

    criteria: tuple[CriteriaShown, ...]


class AppealListed(Declared):
    """One appeal in a list."""

    uuid: UUID
    title: str
    office: str
    purpose: OfficialPurpose
    outcome: VerdictOutcome
    outcome_words: str
    appealed_at: datetime
    end: AppealEnd | None
    end_words: str


class AppealsShown(Declared):
    """The appeals of a body, the newest first."""

    appeals: tuple[AppealListed, ...]


class AppealWhole(Declared):
    """An appeal with the verdict that it is about."""

    appeal: AppealShown
    verdict: VerdictShown


class VerdictsShown(Declared):
    """What was issued about one version, the newest first."""

    release: str
    version: str
    verdicts: tuple[VerdictShown, ...]
