"""What can be done about harm: report it, and say what was done."""

from typing import Any

from nyhavn.framework.incidents import IncidentStep
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.incidents import actions, asks, showing
from nyhavn.web.incidents.models import Incident
from nyhavn.web.incidents.subjects import DESK, INCIDENT
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Done, Operation, Reading
from nyhavn.web.safety.subjects import safety_home


def _report(by: User, on: Initiative, said: asks.IncidentSaid) -> Done:
    actions.report_incident(on=on, said=said)  # without `by`: who reports is kept nowhere
    return Done("It is with those who can act. Nobody sees that it came from you.", at=safety_home(on))


def _acknowledge(by: User, on: Incident, said: asks.ActSaid) -> Done:
    made = actions.act_on(by=by, on=on, step=IncidentStep.ACKNOWLEDGE, words=said.words)
    return Done("It is on record that you act on it.", made=made.uuid)


def _authority(by: User, on: Incident, said: asks.AuthoritySaid) -> Done:
    made = actions.act_on(by=by, on=on, step=IncidentStep.TELL_AUTHORITY, words=said.words)
    return Done("It is on record.", made=made.uuid)


def _close(by: User, on: Incident, said: asks.ActSaid) -> Done:
    made = actions.act_on(by=by, on=on, step=IncidentStep.CLOSE, words=said.words)
    return Done("The incident is closed.", made=made.uuid)


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "report-incident",
        "Report that somebody came to harm, or could",
        Right.REPORT_INCIDENTS,
        INITIATIVE,
        _report,
        asks=asks.IncidentSaid,
        lead="Those who can act read it at once; those it is about do not. Who reports is kept nowhere. If people are "
        "in danger now, stop everything first, on the page of safety.",
        button="Send it",
    ),
    Operation(
        "acknowledge",
        "Say that you have read it and act on it",
        Right.ACT_ON_INCIDENTS,
        INCIDENT,
        _acknowledge,
        asks=asks.ActSaid,
        lead="Within a day. Nobody can change or remove what was reported.",
        button="Put it on record",
    ),
    Operation(
        "tell-authority",
        "Say what the data protection authority was told",
        Right.ACT_ON_INCIDENTS,
        INCIDENT,
        _authority,
        asks=asks.AuthoritySaid,
        lead="Where answers were lost, stolen or seen by others: within 72 hours under the law of the European Union.",
        button="Put it on record",
    ),
    Operation(
        "close",
        "Close this incident",
        Right.ACT_ON_INCIDENTS,
        INCIDENT,
        _close,
        asks=asks.ActSaid,
        lead="What was reported and done stays to be read for a year; then the words are destroyed.",
        button="Close it",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "", "What was reported about harm", Right.READ_INCIDENTS, DESK, showing.IncidentsShown, showing.incidents_shown
    ),
)
