"""Complaints, those who answer them, and the body outside, for tests of any folder."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.complaints import actions
from nyhavn.web.complaints.actions import Filed
from nyhavn.web.complaints.asks import ComplaintAnswered, ComplaintSaid, OutsideBodyNamed
from nyhavn.web.complaints.models import Complaint
from web.cast import Cast

WORDS = "You write that all of us have a tap. My sister in the mill house has none."
BODY = "Office of the Ombudsperson"
SAID = {"topic": "figures", "words": WORDS, "wish": "Put it right.", "reach": "producer"}


def names_outside_body(village: Cast) -> None:
    """The coordinator names the body outside; somebody of it has a role in every cast."""
    said = OutsideBodyNamed(name=BODY, address="Harbour street 2, mornings")
    actions.name_outside_body(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def nobody_hears_outside(village: Cast) -> None:
    village.initiative.roles.filter(role=Role.OUTSIDE_BODY.value).delete()


def complained(village: Cast, **said: Any) -> Filed:
    return actions.complain(on=village.initiative, said=ComplaintSaid.model_validate({**SAID, **said}))


def answer_said(remedy: str = "none", days: int = 10) -> ComplaintAnswered:
    until = None if remedy == "none" else timezone.localdate() + timedelta(days=days)
    return ComplaintAnswered.model_validate(
        {"words": "We counted the mill house as one.", "remedy": remedy, "remedy_by": until}
    )


def answered(village: Cast, on: Complaint, role: Role = Role.STEWARD, remedy: str = "none", days: int = 10) -> None:
    actions.answer(by=village[role], on=on, said=answer_said(remedy, days))


def came_in(days_ago: float) -> None:
    """As if every complaint had come in so long ago. Open the tables first."""
    Complaint.objects.update(received_at=timezone.now() - timedelta(days=days_ago))


BY_ACCIDENT = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def public_page() -> str:
    """What everybody reads of the initiative, without what differs by accident."""
    return BY_ACCIDENT.sub("", Client().get("/initiatives/village-water/").content.decode())


class Complainant:
    """A browser of somebody without an account: follows no link, keeps nothing."""

    def __init__(self) -> None:
        self.client = Client()
        self.html = ""
        self.status = 0

    def sends(self, address: str, **said: str | list[str]) -> str:
        """Complain. The words to come back with, "" where there are none."""
        self._seen(self.client.post(address, {**SAID, **said}))
        return self.html.split('dir="ltr"><strong>')[1].split("<")[0] if 'dir="ltr"><strong>' in self.html else ""

    def comes_back(self, code: str) -> "Complainant":
        return self._seen(self.client.post("/complaints/", {"code": code}))

    def does(self, step: str, words: str = "") -> "Complainant":
        """Press a button of the page that is open."""
        token = self.html.split('name="token" value="')[1].split('"')[0]
        return self._seen(self.client.post("/complaints/", {"token": token, "step": step, "words": words}))

    def _seen(self, response: Any) -> "Complainant":
        self.html, self.status = response.content.decode(), response.status_code
        return self
