"""From the results of the example to those who decide: one authority commits itself here, another one is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from nyhavn.framework.commitments import Seen
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.commitments.models import TrailEntry
from nyhavn.web.commitments.words import AuthorityAnswer
from nyhavn.web.needs.models import NeedRaised
from nyhavn.web.site.example.hands import do, make
from nyhavn.web.site.example.outside import TOWN, Outside
from nyhavn.web.site.example.people import People
from nyhavn.web.site.example.releasing import published

ANSWER_IN, DONE_IN = timedelta(days=30), timedelta(days=120)
ASKED_AGO, ANSWERED_AGO, LATE_SINCE = timedelta(days=150), timedelta(days=130), timedelta(days=20)
WISH = "Take away the steps at the health centre and the ID office, and say which building comes first."
ANSWER = {
    "answer": AuthorityAnswer.ACCEPT.value,
    "words": "The figures match what our staff tell us. The ID office comes first: people have to go there.",
}
COMMITMENT = {
    "words": "The ID office gets a ramp, a door that opens by itself, and a toilet for wheelchairs.",
    "office": "Department of buildings",
}
# An authority that has no page here: what it said is recorded by the initiative, with where it stands.
BUSES = "Transport Authority of Meridian (invented)"
EARLIER_WISH = "Let line 4 stop at the health centre, with a bus that has no step."
OUR_LETTER, LETTER = "Letter no. 7 of the federation", "Letter no. 18 of the transport authority"
EARLIER_ANSWER = {
    "answer": AuthorityAnswer.ACCEPT.value,
    "words": "The stop is planned already.",
    "source": LETTER,
}
LATE = {
    "words": "Line 4 stops at the health centre, and every second bus is a low one.",
    "office": "Planning section",
    "source": LETTER,
}
SEEN = {
    "seen": Seen.NOT.value,
    "seen_by": "Forum of Users of Public Services in Meridian",
    "words": "Line 4 does not stop there. People still walk from the market.",
}


def bring_to_authorities(people: People, outside: Outside, initiative: str, today: date) -> None:
    """The municipality has a page here and speaks for itself; the transport authority has none, and is late."""
    steps = _Request(people, initiative, *_ground(initiative))
    town = Organisation.objects.get(slug=TOWN)
    wish = {"authority": str(town.uuid), "asked_for": WISH, "answer_by": today + ANSWER_IN}
    asked = steps.brought(wish, today)
    keys = {"organisation": TOWN, "asked": asked}
    do(outside.town, "asked.answer", ANSWER, **keys)
    do(outside.town, "asked.commit", {**COMMITMENT, "due": today + DONE_IN}, **keys)
    _was_promised_before(steps, today)


def _ground(initiative: str) -> tuple[str, str]:
    """The first need and the release that answers it."""
    need = NeedRaised.objects.filter(initiative__slug=initiative).earliest("number")
    return str(need.uuid), str(published(initiative).uuid)


@dataclass(frozen=True)
class _Request:
    """Writing and bringing, as the coordinator."""

    people: People
    initiative: str
    need: str
    release: str

    def brought(self, said: Mapping[str, object], on: date, *, with_results: bool = True) -> UUID:
        """Written down and brought; gives the request."""
        by, keys = self.people.coordinator, {"initiative": self.initiative}
        about = {"need": self.need, "release": self.release if with_results else ""}
        draft = make(by, "initiative.write-request", {**about, **said}, **keys)
        return make(by, "request-draft.bring", {"asked_on": on}, draft=draft, **keys)


def _was_promised_before(steps: _Request, today: date) -> None:
    """Asked by letter before there were results; what was promised did not happen."""
    asked_on, answered_on, due = today - ASKED_AGO, today - ANSWERED_AGO, today - LATE_SINCE
    wish = {
        "authority_name": BUSES,
        "how": OUR_LETTER,
        "asked_for": EARLIER_WISH,
        "answer_by": asked_on + ANSWER_IN,
    }
    asked = steps.brought(wish, asked_on, with_results=False)
    by, keys = steps.people.coordinator, {"initiative": steps.initiative, "asked": asked}
    accepts = {**EARLIER_ANSWER, "said_on": answered_on}
    do(by, "request.record-answer", accepts, **keys)
    made = make(by, "request.record-commitment", {**LATE, "due": due, "said_on": answered_on}, **keys)
    number = TrailEntry.objects.get(uuid=made).number
    do(by, "request.say-what-happened", {**SEEN, "about": str(number), "seen_on": today}, **keys)
