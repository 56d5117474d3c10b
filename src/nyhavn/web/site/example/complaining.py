"""Accountability of the example: a body outside hears complaints, and one complaint is answered with a promise."""

from datetime import date, timedelta

from nyhavn.framework.complaints import ComplaintTopic, Reach, RemedyKind
from nyhavn.framework.roles import Role
from nyhavn.web.complaints.actions import complain
from nyhavn.web.complaints.asks import ComplaintSaid
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.site.example.hands import do
from nyhavn.web.site.example.people import People, take_role_from_outside

BODY, LISTENER, NAME = "Office of the Ombud of Meridian", "ines@ombud.example", "Ines Halvorsen"
HOW_TO_REACH = "House of the Ombud, market square. Mondays and Thursdays, 9 to 12; no appointment is needed."
COMPLAINT = ComplaintSaid(
    topic=ComplaintTopic.FIGURES,
    words="We look after somebody at home and were asked about ourselves only. In your tables we do not exist.",
    wish="Say in the release that carers are missing, and ask about them next time.",
    reach=Reach.BOTH,
    may_be_told=True,
)
PROMISED_IN = timedelta(days=60)


def let_outside_hear(people: People, initiative: str) -> None:
    """A body outside is named, and somebody reads there."""
    named = {"name": BODY, "address": HOW_TO_REACH}
    do(people.coordinator, "initiative.name-outside-body", named, initiative=initiative)
    take_role_from_outside(people, initiative, Role.OUTSIDE_BODY, LISTENER, NAME)


def complain_and_answer(people: People, initiative: str, today: date) -> None:
    """Somebody without an account complains about what is published; the steward answers and promises a new version."""
    filed = complain(on=Initiative.objects.get(slug=initiative), said=COMPLAINT)
    keys = {"initiative": initiative, "complaint": filed.complaint.uuid}
    read = {"words": "Thank you. We look into it with the federation this week."}
    do(people[Role.STEWARD], "complaint.acknowledge", read, **keys)
    answer = {
        "words": "You are right: nobody was asked about care at home. We say so beside the figures, and add questions.",
        "remedy": RemedyKind.NEW_VERSION.value,
        "remedy_by": today + PROMISED_IN,
    }
    do(people[Role.STEWARD], "complaint.answer", answer, **keys)
