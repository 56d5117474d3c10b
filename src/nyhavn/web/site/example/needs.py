"""Who needs to know what in the example: before anybody is asked, which tables answer it, and who got the result."""

from django.utils import timezone

from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.needs.models import NeedRaised
from nyhavn.web.needs.offering import questions_in_use
from nyhavn.web.site.example.files import Example
from nyhavn.web.site.example.hands import do
from nyhavn.web.site.example.people import People

DESIGN = "It says how people were chosen and asked."


def raise_needs(example: Example, people: People, initiative: str) -> None:
    """The needs of the plan, each with its questions; what they leave is kept, each for its reason."""
    stated, by = example.plan.needs, people.coordinator
    if stated is None:
        raise RuntimeError("the example says who needs what")
    there = {one.name for one in questions_in_use(Initiative.objects.get(slug=initiative))}
    for need in stated.need:
        said = need.model_dump(include={"words", "raised_by", "kind", "raised_on", "minutes"})
        asked = [link.name for link in need.questions if link.name in there]
        do(by, "initiative.raise-need", {**said, "questions": asked}, initiative=initiative)
    for kept in stated.kept:
        if kept.question in there:
            said = {"questions": [kept.question], "because": kept.because}
            do(by, "initiative.keep-questions", said, initiative=initiative)
    if there - stated.asked_for - stated.kept_questions:
        do(by, "initiative.keep-questions", {"questions": ["everything"], "because": DESIGN}, initiative=initiative)


def link_tables(example: Example, people: People, initiative: str) -> None:
    """Which tables answer which need. One answers none, as in the plan."""
    for need in example.plan.needs.need if example.plan.needs else ():
        keys = {
            "initiative": initiative,
            "need": NeedRaised.objects.get(initiative__slug=initiative, number=need.number).uuid,
        }
        said = {"tables": [link.name for link in need.tables]}
        do(people.coordinator, "need.link-tables", said, **keys)


def give_back(people: People, initiative: str) -> None:
    """Whoever raised the first need gets the result before everybody else; nobody used it yet."""
    first = NeedRaised.objects.filter(initiative__slug=initiative).earliest("number")
    said = {"on": timezone.localdate(), "how": "The tables were read out to the forum, and talked over."}
    do(people.coordinator, "need.return-result", said, initiative=initiative, need=first.uuid)
