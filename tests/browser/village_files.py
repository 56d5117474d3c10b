"""Two sets of papers for the village: those of the tutorial, and a questionnaire in two languages of script."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import FilePayload

from browser.people_at_work import Said
from web import files, objects

TUTORIAL = Path(__file__).parents[2] / "examples" / "first-initiative"
HOUSES = 300


@dataclass(frozen=True)
class Papers:
    """meaning: of the columns of the answers. said: by people with a phone, page by page.

    share: of those in the answers who may be counted, the number with water, and the number of all.
    """

    questionnaire: Path | FilePayload
    answers: Path | FilePayload
    meaning: Mapping[str, Said]
    said: Sequence[Sequence[Mapping[str, str]]]
    rows: int
    share: tuple[int, int]


def of_the_tutorial() -> Papers:
    """The files that a newcomer is told to use, and what the newcomer is told to say."""
    today = timezone.localdate().isoformat()
    rows = list(csv.DictReader((TUTORIAL / "answers.csv").read_text().splitlines()))
    counted = [row for row in rows if row["may_publish"] == "yes"]
    meaning = {
        **_consent(collection="may_keep", **{"published-aggregates": "may_publish"}),
        "notice_version": "1",
        "language": "en",
        "consented_on": today,
        "contributed_on": today,
    }
    said = [[{"gender": gender, "water": "yes"}, {"hours": "3"}] for gender in ("woman", "man", "woman")]
    share = (sum(row["water"] == "yes" for row in counted), len(counted))
    return Papers(TUTORIAL / "questionnaire.toml", TUTORIAL / "answers.csv", meaning, said, len(rows), share)


def in_two_languages() -> Papers:
    """A form as its author saves it, and the table of a device."""
    columns = {"notice_version": "notice", "language": "language", "consented_on": "agreed_on", "contributed_on": "day"}
    meaning = {
        **_consent(collection="agreed", **{"published-aggregates": "publish"}),
        **{f"{fact}_column": column for fact, column in columns.items()},
    }
    people = (("woman", "34"), ("man", "51"), ("woman", "27"))
    said = [
        [{"gender": gender, "age": age, "water": "yes"}, {"hours": "3", "sources": "tap"}] for gender, age in people
    ]
    with_water = sum(number % 3 < 2 for number in range(HOUSES))
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Papers(
        FilePayload(name="water.xlsx", mimeType=sheet, buffer=objects.form_file()),
        FilePayload(name="houses.csv", mimeType="text/csv", buffer=_of_a_device()),
        meaning,
        said,
        HOUSES,
        (with_water, HOUSES),
    )


def _consent(**columns: str) -> Mapping[str, Said]:
    """Which column says what people answered to which purpose."""
    return {
        f"consent-{number}-{part}": said
        for number, (purpose, column) in enumerate(columns.items())
        for part, said in {"purpose": purpose, "column": column, "given": "yes", "refused": "no"}.items()
    }


def _of_a_device() -> bytes:
    """A table of people who agreed today."""
    today = timezone.localdate().isoformat()
    rows = [
        files.row(
            gender=("woman", "man")[number % 2],
            age=str(18 + number % 60),
            water="yes" if number % 3 < 2 else "no",
            hours="3" if number % 3 < 2 else "",
            sources="tap" if number % 3 < 2 else "",
            agreed_on=today,
            day=today,
        )
        for number in range(HOUSES)
    ]
    return files.table(rows)
