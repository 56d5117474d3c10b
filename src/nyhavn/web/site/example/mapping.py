"""The example on the map of gaps: what the office publishes of the country, and the initiative beside it."""

from datetime import date

from nyhavn.framework.gap_showing import Coverage
from nyhavn.web.gaps.actions import READ
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.site.example.files import Example
from nyhavn.web.site.example.hands import do, let_work, make
from nyhavn.web.site.example.outside import OFFICE, Outside
from nyhavn.web.site.example.people import People

AREA, PLACE = "999", "Veridia (invented)"  # a number that the UN gave to no country
SOURCE = "Invented figures, made up for the example"


def stand_on_the_map(example: Example, people: People, outside: Outside, initiative: str, today: date) -> None:
    """The office hands in its series; the coordinator lets the initiative stand there, as one of a part."""
    said = {
        "file": Upload(name="official.zip", content=example.official()),
        "area": AREA,
        "place": PLACE,
        "name": SOURCE,
        "licence": "CC-BY-4.0",
        "snapshot_on": today,
    }
    let_work(READ, on=make(outside.office, "organisation.hand-in-series", said, organisation=OFFICE))
    shown = {"area": AREA, "coverage": Coverage.PART.value}
    do(people.coordinator, "initiative.show-on-gap-map", shown, initiative=initiative)
