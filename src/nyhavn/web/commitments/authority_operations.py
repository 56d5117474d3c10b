"""What an authority does on its own page: answer, commit itself, say what it did, correct what it said."""

from typing import Any

from nyhavn.framework.roles import OrganisationRight
from nyhavn.web.accounts.models import User
from nyhavn.web.accounts.operations import ORGANISATION
from nyhavn.web.commitments import asks, saying, showing
from nyhavn.web.commitments.models import ActionRequest
from nyhavn.web.commitments.offering import commitments_to_choose, entries_to_correct
from nyhavn.web.commitments.subjects import ASKED
from nyhavn.web.pages.operations import Done, Operation, Reading

SAID = "It is on record, and those who asked get a mail. What was wrong is corrected beside it."


def _answer(by: User, on: ActionRequest, said: asks.AnswerSaid) -> Done:
    return Done(SAID, made=saying.answer(by=by, on=on, said=said).uuid)


def _commit(by: User, on: ActionRequest, said: asks.CommitmentSaid) -> Done:
    return Done(SAID, made=saying.commit(by=by, on=on, said=said).uuid)


def _act(by: User, on: ActionRequest, said: asks.ActionSaid) -> Done:
    return Done(SAID, made=saying.act(by=by, on=on, said=said).uuid)


def _correct(by: User, on: ActionRequest, said: asks.CorrectionSaid) -> Done:
    return Done(SAID, made=saying.correct(by=by, on=on, said=said, as_authority=True).uuid)


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "answer",
        "Answer this request",
        OrganisationRight.ANSWER_FOR,
        ASKED,
        _answer,
        asks=asks.AnswerSaid,
        lead="With your reasons. Once the initiative is public, everybody reads it, and it cannot be changed.",
        button="Answer",
    ),
    Operation(
        "commit",
        "Say what you commit yourselves to",
        OrganisationRight.ANSWER_FOR,
        ASKED,
        _commit,
        asks=asks.CommitmentSaid,
        lead="What, until when, and which office. You are reminded before and after that day.",
        button="Commit to it",
    ),
    Operation(
        "act",
        "Say what you did",
        OrganisationRight.ANSWER_FOR,
        ASKED,
        _act,
        asks=asks.ActionSaid,
        lead="With something that others can look up. The community says beside it what it saw.",
        button="Put it on record",
        choices=commitments_to_choose,
    ),
    Operation(
        "correct",
        "Correct what you said",
        OrganisationRight.ANSWER_FOR,
        ASKED,
        _correct,
        asks=asks.CorrectionSaid,
        lead="What was said stays to be read, and this beside it.",
        button="Put the correction on record",
        choices=lambda on: entries_to_correct(on, as_authority=True),
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "commitments",
        "What the organisation was asked, and what it said",
        OrganisationRight.ANSWER_FOR,
        ORGANISATION,
        showing.CommitmentsShown,
        showing.commitments_shown,
    ),
)
