"""An office judges what the example published: it asks back, the producers reply, and appeal against one verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from nyhavn.web.site.example.hands import do, make
from nyhavn.web.site.example.outside import INSTITUTION, OFFICE, Outside
from nyhavn.web.site.example.people import People
from nyhavn.web.site.example.releasing import published
from nyhavn.web.site.example.said_by_office import (
    ANSWERS,
    APPEAL,
    CRITERIA,
    DISPUTE,
    EXPLANATION,
    PURPOSES,
    QUESTION,
    REPLIES,
    VERDICTS,
)


@dataclass(frozen=True)
class _Sides:
    """Both sides of one assessment. ours, theirs: what addresses name on each."""

    people: People
    outside: Outside
    ours: Mapping[str, object]
    theirs: Mapping[str, object]

    def office_does(self, name: str, said: Mapping[str, object], **more: object) -> UUID | None:
        """As the assessor; gives what was made."""
        return do(self.outside.assessor, name, said, **self.theirs, **more).made

    def producer_does(self, name: str, said: Mapping[str, object], **more: object) -> UUID | None:
        """As the coordinator."""
        return do(self.people.coordinator, name, said, **self.ours, **more).made


def be_judged(people: People, outside: Outside, initiative: str) -> None:
    """From the request to a verdict for each purpose, one of them appealed against; nobody decided about that yet."""
    wanted = {"release": str(published(initiative).uuid), "office": OFFICE, "purposes": PURPOSES}
    made = make(people.coordinator, "assessments.request-assessment", wanted, initiative=initiative)
    ours = {"initiative": initiative, "assessment": made}
    sides = _Sides(people, outside, ours, {"organisation": OFFICE, "assessment": made})
    _answer(sides)
    issued = [_issue(sides, *each) for each in zip(VERDICTS, REPLIES, strict=True)]
    sides.producer_does("issued-verdict.appeal", {"body": INSTITUTION, "because": APPEAL}, verdict=issued[-1])


def _answer(sides: _Sides) -> None:
    """The assessor takes it on, asks what is unclear, and answers every criterion with what it rests on."""
    sides.office_does("assessment.choose-criteria", {"criteria": CRITERIA})
    sides.office_does("assessment.take-on", {})
    asked = sides.office_does("assessment.ask", {"words": QUESTION})
    sides.producer_does("asked-question.reply-question", {"words": EXPLANATION}, question=asked)
    for criterion, said in ANSWERS.items():
        sides.office_does("criterion.answer", said, criterion=criterion)
    sides.office_does("assessment.dispute", DISPUTE)


def _issue(sides: _Sides, verdict: Mapping[str, object], reply: str) -> UUID | None:
    """Shown to those who made the data, replied to, and issued."""
    shown = sides.office_does("assessment.propose-verdict", verdict)
    sides.producer_does("shown-verdict.reply", {"has": "something", "words": reply}, proposal=shown)
    return sides.office_does("proposed-verdict.issue", {}, proposal=shown)
