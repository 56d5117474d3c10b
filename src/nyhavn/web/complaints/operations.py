"""What can be done with complaints: complain, answer, put right; and name the body outside."""

from typing import Any

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.complaints import actions, asks, showing
from nyhavn.web.complaints.models import Complaint
from nyhavn.web.complaints.queries import REMEDY_OF, outside_body, remedies_for
from nyhavn.web.complaints.subjects import COMPLAINT, DESK
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Choices, Done, Operation, Reading


def _complain(by: User, on: Initiative, said: asks.ComplaintSaid) -> Done:
    filed = actions.complain(on=on, said=said)  # without `by`: who complains is kept nowhere
    return Done("With these words you come back, at /complaints/. They are kept nowhere.", shown_once=filed.code)


def _acknowledge(by: User, on: Complaint, said: asks.WordsSaid) -> Done:
    made = actions.acknowledge(by=by, on=on, words=said.words)
    return Done("It is on record that somebody looks into it.", made=made.uuid)


def _answer(by: User, on: Complaint, said: asks.ComplaintAnswered) -> Done:
    made = actions.answer(by=by, on=on, said=said)
    return Done("The answer is on record. Whoever complained reads it with their words.", made=made.uuid)


def _remedy(by: User, on: Complaint, said: asks.RemedyDone) -> Done:
    made = actions.remedy(by=by, on=on, said=said)
    return Done("It is on record that it is done.", made=made.uuid)


def _name(by: User, on: Initiative, said: asks.OutsideBodyNamed) -> Done:
    made = actions.name_outside_body(by=by, on=on, said=said)
    return Done("It is named. Give the role “outside body” to whoever reads there.", made=made.uuid)


def _remedies(on: Complaint) -> dict[str, Choices]:
    done = tuple(
        (str(one.uuid), f"{one.release.title}, version {one.release.version}: {asks.REMEDY_WORDS[REMEDY_OF[one.kind]]}")
        for one in remedies_for(on)
    )
    return {"done": (("", "None: it was something else"), *done)}


def _named(on: Initiative) -> dict[str, str]:
    body = outside_body(on)
    return {"name": body.name, "address": body.address} if body else {}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "complain",
        "Complain",
        Right.COMPLAIN,
        INITIATIVE,
        _complain,
        asks=asks.ComplaintSaid,
        lead="Those it is about do not read it. Who complains is kept nowhere: you get words to come back with.",
        button="Send it",
        leaves_nothing=True,
    ),
    Operation(
        "name-outside-body",
        "Name the body outside to which people can complain",
        Right.NAME_OUTSIDE_BODY,
        INITIATIVE,
        _name,
        asks=asks.OutsideBodyNamed,
        lead="For example a human-rights institution that agreed to it. Everybody reads this. It sees no data.",
        button="Name it",
        current=_named,
    ),
    Operation(
        "acknowledge",
        "Say that you have read it and look into it",
        Right.ANSWER_COMPLAINTS,
        COMPLAINT,
        _acknowledge,
        asks=asks.WordsSaid,
        lead="Whoever complained reads this with their words.",
        button="Put it on record",
    ),
    Operation(
        "answer",
        "Answer it",
        Right.ANSWER_COMPLAINTS,
        COMPLAINT,
        _answer,
        asks=asks.ComplaintAnswered,
        lead="Whoever complained reads this, and can say that it is not solved. Those it is about do not decide.",
        button="Answer",
    ),
    Operation(
        "put-right",
        "Say that what was promised is done",
        Right.ANSWER_COMPLAINTS,
        COMPLAINT,
        _remedy,
        asks=asks.RemedyDone,
        lead="First correct or withdraw the release, or publish the new version; then choose it here.",
        button="It is done",
        choices=_remedies,
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading("", "Complaints", Right.READ_COMPLAINTS, DESK, showing.ComplaintsShown, showing.complaints_shown),
)
