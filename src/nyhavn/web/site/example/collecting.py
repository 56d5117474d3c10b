"""The collection of the example opens, and its interviews come in as a file."""

from datetime import date

from nyhavn.framework.opening import Door
from nyhavn.framework.roles import Role
from nyhavn.web.collection.import_actions import IMPORT_JOB
from nyhavn.web.collection.models import ImportBatch
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.site.example.files import DAY, MOMENT, Example
from nyhavn.web.site.example.hands import do, let_work
from nyhavn.web.site.example.people import NAME, People


def open_up(people: People, initiative: str) -> None:
    """People may answer on the web; the interviews of the team come as a file."""
    doors = [Door.FORM.value, Door.ENTRY.value, Door.IMPORT.value]
    do(people.coordinator, "initiative.open-collection", {"doors": doors}, initiative=initiative)


def take_in(example: Example, people: People, initiative: str, today: date) -> int:
    """The interviews, without the rows that have errors; gives how many are in."""
    by, sent = people[Role.STEWARD], Upload(name="contributions.csv", content=example.contributions(today))
    made = do(by, "initiative.hand-in-file", {"file": sent}, initiative=initiative).made
    keys = {"initiative": initiative, "batch": made}
    do(by, "import.declare", _declaration(example), **keys)
    do(by, "import.take-in", {"leaves_out": True}, **keys)
    if made is None:
        raise RuntimeError("a file that was handed in has a uuid")
    batch = ImportBatch.objects.get(uuid=made)
    let_work(IMPORT_JOB, on=batch.uuid)
    return batch.contributions.count()


def _declaration(example: Example) -> dict[str, object]:
    """What the columns mean."""
    if example.plan.consent is None:
        raise RuntimeError("the example asks everybody for consent")
    purposes = example.plan.consent.purposes.items()
    return {
        "columns": example.columns(),
        "basis": {"by": NAME},
        "consent": [
            {"purpose": purpose, **said.model_dump(), "column": f"consent/{said.column}"} for purpose, said in purposes
        ],
        "notice_version_column": "consent/notice_version",
        "language_column": "consent/notice_language",
        "consented_on_column": MOMENT,
        "contributed_on_column": DAY,
    }
