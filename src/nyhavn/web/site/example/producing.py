"""From the tables of the example to a candidate that everything is decided about."""

from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.production.decision_queries import desk
from nyhavn.web.production.models import Run, RunState
from nyhavn.web.production.run_actions import PRODUCE
from nyhavn.web.site.example.files import Example
from nyhavn.web.site.example.hands import do, let_work
from nyhavn.web.site.example.people import People

REASON = "The interviewers were asked. This is how it was."


def plan_tables(example: Example, people: People, initiative: str) -> None:
    """What is counted, protected and released."""
    sent = Upload(name="tables.toml", content=example.tables())
    do(people.coordinator, "initiative.upload-tables", {"file": sent}, initiative=initiative)


def produce(people: People, initiative: str) -> Run:
    """A run that comes to a result. Raises Refusal with the reasons of one that does not."""
    made = do(people.coordinator, "initiative.produce", {}, initiative=initiative).made
    if made is None:
        raise RuntimeError("a run that was started has a uuid")
    let_work(PRODUCE, on=made)
    run = Run.objects.get(uuid=made)
    if run.state != RunState.JUDGED:
        raise Refusal(*(Reason(**reason) for reason in run.reasons))
    return run


def decide(people: People, initiative: str) -> int:
    """The steward looks at each finding and leaves it as it is; gives how many there were."""
    items = [item for item in desk(Initiative.objects.get(slug=initiative)) if item.is_open]
    for item in items:
        keys = {"initiative": initiative, "finding": item.finding.uuid}
        do(people[Role.STEWARD], "finding.keep", {"reason": REASON}, **keys)
    return len(items)
