"""Who took part in the example, beside a census that is as invented as everything else."""

import csv
import io
from datetime import date

from nyhavn.framework.comparison import MarginKind
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.site.example.files import Example
from nyhavn.web.site.example.hands import do
from nyhavn.web.site.example.people import People
from nyhavn.web.site.example.releasing import published

BREAKDOWN, DAY = "age_group", date(2023, 10, 1)
SAME_PEOPLE = "Adults (18 and over) who live in Meridian District"
MEANT = {
    "population": {
        "ours": f"{SAME_PEOPLE}, but for care homes and people without a home.",
        "theirs": f"{SAME_PEOPLE}, everybody.",
    },
    "definition": {"ours": "Age in whole years", "theirs": "Age in whole years", "is_same": True},
    "period": {"ours": "The weeks of the interviews", "theirs": "The day of the census in 2023"},
    "method": {
        "ours": "A sample drawn by chance, asked face to face. Here people are counted, without weights.",
        "theirs": "Everybody is counted, on paper or on the web.",
    },
}


def compare(example: Example, people: People, initiative: str) -> None:
    """The margin that the plan names, as a file."""
    reference = example.plan.reference
    margin = next((one for one in reference.margins if one.breakdown == BREAKDOWN), None) if reference else None
    if reference is None or margin is None:
        raise RuntimeError("the example has a census to hold against")
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("category", "value"), *margin.totals.items()])
    said = {
        "breakdown": BREAKDOWN,
        "file": Upload(name="census.csv", content=text.getvalue().encode()),
        "kind": MarginKind.COUNTS.value,
        "source": reference.source,
        "reference_date": DAY,
        **MEANT,
    }
    keys = {"initiative": initiative, "release": published(initiative).uuid}
    do(people.coordinator, "release.compare", said, **keys)
