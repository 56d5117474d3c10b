"""Two data sets that others collected, brought through the site by a cast: households in Dhaka, water points in Malawi.

What the plans of examples/published-data say stays as it is; the columns with identifiers are never handed in.
"""

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from nyhavn.chain.tables_plan import TablesPlan
from nyhavn.framework.basis import BasisKind
from nyhavn.framework.design import Selection, Target
from nyhavn.framework.opening import Door
from nyhavn.framework.roles import Role
from nyhavn.web.collection.asks import BasisSaid, DeclarationSaid, FileSaid, TakingInSaid
from nyhavn.web.collection.import_actions import declare, hand_in, take_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments import actions as instruments
from nyhavn.web.instruments import asks
from nyhavn.web.instruments.uploading import upload
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.production.actions import change_tables
from nyhavn.web.production.tables import replaced
from nyhavn.web.releases.models import PublicRelease
from web import objects, publishing
from web.cast import Cast, cast

PLANS = Path("examples") / "published-data"
WEIGHT = '\n[[question]]\nname = "weight"\ncolumn = "weight"\ntype = "decimal"\nlabel = "Weight of the household"\n'


@dataclass(frozen=True)
class Published:
    """One of the data sets. rows: as its producers published them. dictionary: what the columns mean."""

    slug: str
    plan: Mapping[str, Any]
    dictionary: str
    rows: Sequence[Mapping[str, str]]
    day: date

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that are handed in."""
        asked = tomllib.loads(self.dictionary)["question"]
        named = [one.get("column", one["name"]) for one in asked]
        return (*named, *(one["dont_know_column"] for one in asked if "dont_know_column" in one))

    def file(self, rows: Sequence[Mapping[str, str]]) -> bytes:
        """Some of the rows, as a CSV."""
        kept = io.StringIO()
        writer = csv.DictWriter(kept, self.columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        return kept.getvalue().encode()


def dhaka(repository: Path, data: Path) -> Published:
    """Households, each with the people of its unit divided by the households that were asked there."""
    folder = data / "dhaka_slum_wash_2017"
    rows = _rows(folder / "household_survey.csv")
    people = {one["psu"]: float(one["pop"]) for one in _rows(folder / "psu_population.csv")}
    asked: dict[str, int] = {}
    for row in rows:
        asked[row["PSU ID"]] = asked.get(row["PSU ID"], 0) + 1
    weighted = [row | {"weight": str(people[row["PSU ID"]] / asked[row["PSU ID"]])} for row in rows]
    found = _published(repository / PLANS / "dhaka", rows, date(2017, 3, 31))
    return replace(found, dictionary=found.dictionary + WEIGHT, rows=weighted)


def malawi(repository: Path, data: Path) -> Published:
    """Water points."""
    rows = _rows(data / "malawi_waterpoints" / "raw_survey.csv")
    return _published(repository / PLANS / "malawi-waterpoints", rows, date(2026, 4, 10))


def _published(folder: Path, rows: Sequence[Mapping[str, str]], day: date) -> Published:
    plan = tomllib.loads((folder / "plan.toml").read_text(encoding="utf-8"))
    dictionary = (folder / "dictionary.toml").read_text(encoding="utf-8")
    return Published(plan["initiative"]["id"], plan, dictionary, rows, day)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def founded(found: Published, domain: str) -> Cast:
    """An initiative with somebody in every role, open for files."""
    people = cast(found.slug, domain)
    about = {name: found.plan["initiative"][name] for name in ("id", "title", "type", "community", "place", "summary")}
    Initiative.objects.filter(id=people.initiative.id).update(title=about["title"], about=about)
    people.initiative.refresh_from_db()
    _prepared(people, found)
    objects.opened(people, Door.IMPORT)
    return people


def _prepared(people: Cast, found: Published) -> None:
    by, on = people[Role.COORDINATOR], people.initiative
    sent = Upload(name="dictionary.toml", content=found.dictionary.encode())
    asked = upload(by=by, on=on, said=asks.QuestionnaireSent(file=sent))
    objects.method_card(people, asked)
    design, method = found.plan["design"], found.plan["method"]
    selection = asks.SelectionSaid(
        population=method["population"],
        target=Target(design["target"]),
        selection=Selection(design["selection"]),
        words=design["words"],
    )
    instruments.say_selection(by=by, on=on, said=selection)
    instruments.say_asking(by=by, on=on, said=asks.AskingSaid(mode=method["mode"]))
    if "cluster" in design:
        groups = asks.GroupsSaid(weights_words=method["weights"], weights="weight", cluster=design["cluster"])
        instruments.say_groups(by=by, on=on, said=groups)
    objects.nothing_feared(people)
    objects.notice(people)


def taken_in(people: Cast, found: Published, rows: Sequence[Mapping[str, str]]) -> None:
    """Somebody hands these rows in, says on which basis they are used, and takes them in.

    The water points have no day of the visit; whoever takes them in has to state one, and states that of the file.
    """
    by = people[Role.COORDINATOR]
    file = FileSaid(file=Upload(name="rows.csv", content=found.file(rows)))
    batch = hand_in(by=by, on=people.initiative, said=file)
    stated = {name: found.plan["basis"][name] for name in ("licence", "source", "by")}
    asked = tomllib.loads(found.dictionary)["question"]
    said = DeclarationSaid(
        columns={one["name"]: one.get("column", one["name"]) for one in asked},
        basis=BasisSaid(kind=BasisKind(found.plan["basis"]["kind"]), **stated),
        contributed_on=found.day,
    )
    batch = declare(by=by, on=batch, said=said)
    take_in(by=by, on=batch, said=TakingInSaid(leaves_out=bool(batch.faulty_rows)))
    publishing.work()


def published(people: Cast, found: Published, counted: Sequence[str], *, version: str) -> PublicRelease:
    """What is counted, produced, approved and published. counted: ids of indicators of the plan, in total only."""
    plan = found.plan
    made = TablesPlan.model_validate(
        {
            "indicator": [{**one, "by": []} for one in plan["indicator"] if one["id"] in counted],
            "protection": plan["protection"],
            "release": {
                "id": f"{found.slug}-figures",
                "version": version,
                "kinds": ["open-aggregates"],
                **{name: plan["release"][name] for name in ("licence", "attribution", "citation")},
            },
        }
    )
    change_tables(by=people[Role.COORDINATOR], on=people.initiative, change=replaced(made))
    return publishing.published(people)
