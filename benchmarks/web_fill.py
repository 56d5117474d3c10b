"""Fills a site with published releases, up to a number, for the benchmark `web`; it may be repeated with a larger one.

    python web_fill.py FOLDER NUMBER

FOLDER holds a real release of the example, as `nyhavn produce` wrote it. The first row is that release with its plan
and its files. Of the others, one in a hundred has the whole content and the files under a name of its own, so that
pages can be opened that no other reader has just opened; the rest are seen in lists and searches only.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection, transaction

django.setup()

from nyhavn.chain.plan_file import read_plan  # noqa: E402 (models can be imported once Django is set up)
from nyhavn.exchange.bundle.content import release_from_json, release_json  # noqa: E402
from nyhavn.framework.release import Release  # noqa: E402
from nyhavn.web.accounts.models import Organisation  # noqa: E402
from nyhavn.web.initiatives.models import Initiative  # noqa: E402
from nyhavn.web.pages.word_forms import searchable  # noqa: E402
from nyhavn.web.production.models import Run  # noqa: E402
from nyhavn.web.releases.candidates import describe  # noqa: E402
from nyhavn.web.releases.models import EventKind, PublicRelease, ReleaseEvent  # noqa: E402
from nyhavn.web.releases.queries import place_of  # noqa: E402
from nyhavn.web.site.catalogue import index  # noqa: E402
from nyhavn.web.site.models import CatalogueEntry, CatalogueGoal  # noqa: E402

PLAN = Path(__file__).resolve().parent.parent / "examples" / "services-for-all" / "plan.toml"
WHOLE_EACH, AT_ONCE = 100, 1000
RELEASES_OF_AN_INITIATIVE, INITIATIVES_OF_AN_ORGANISATION = 20, 5
FIRST_MOMENT = datetime(2024, 1, 1, 9, tzinfo=UTC)
SUBJECTS = (
    "Drinking water", "Safety on the way to school", "Waiting at the health centre", "Air at home", "Steps and doors",
    "Buses at night", "Noise of the harbour", "School meals", "Papers and permits", "Land and fences", "Rubbish",
    "Floods in our streets", "Prices at the market", "Care at home", "Work without a contract", "Toilets at school",
    "Violence nobody reports", "Language at the counter", "Internet at home", "Fish and fishing", "Heat in summer",
    "Rent and repairs", "Light at night", "Medicines", "Play and parks",
)  # fmt: skip
TOWNS = (
    "Kisumu", "Cebu", "Medellín", "Cox's Bazar", "Aarhus", "Tamale", "Sucre", "Hebron", "Pokhara", "Łódź", "Mwanza",
    "Oaxaca", "Da Nang", "Málaga", "Gaziantep", "Suva", "Cusco", "Dakar", "Bergen", "Nablus", "Jaffna", "Recife",
    "Kampala", "Tbilisi", "Surabaya",
)  # fmt: skip
PARTS = ("North", "South", "East", "West", "Old Town", "Harbour", "Hills", "Station", "Market", "Riverside")


def about(number: int) -> tuple[str, str]:
    """What a release is about, and where: every pair comes before one comes again."""
    rest, subject = divmod(number * 7, len(SUBJECTS))
    rest, town = divmod(rest, len(TOWNS))
    return SUBJECTS[subject], f"{TOWNS[town]} {PARTS[rest % len(PARTS)]}"


def released(release: Release, number: int) -> Release:
    """The release under another name, about another subject and place."""
    subject, place = about(number)
    name = f"release-{number:06}"
    return replace(release, id=name, title=f"{subject} in {place}, as people see it ({number})", place=place)


def initiatives(many: int) -> list[Initiative]:
    """So many initiatives; those that are there, and new ones."""
    plan = read_plan(PLAN)
    there = Initiative.objects.count()
    for number in range(there, many):
        of, first = divmod(number, INITIATIVES_OF_AN_ORGANISATION)
        if first == 0:
            Organisation.objects.create(slug=f"council-{of}", name=f"Council {of}", kind="civil-society")
    organisations = list(Organisation.objects.order_by("id"))
    Initiative.objects.bulk_create(
        Initiative(
            slug=f"initiative-{number}",
            organisation=organisations[number // INITIATIVES_OF_AN_ORGANISATION],
            title=plan.initiative.title,
            about=plan.initiative.model_dump(mode="json"),
            initiation=plan.initiation.model_dump(mode="json"),
            participation=[one.model_dump(mode="json") for one in plan.participation],
            is_listed=True,
        )
        for number in range(there, many)
    )
    return list(Initiative.objects.order_by("id"))


def stored(release: Release, run: Run, number: int, *, content: str) -> PublicRelease:
    """The row of a published release; not saved yet."""
    made = PublicRelease(
        initiative=run.initiative, run=run, name=release.id, version=release.version, state="published"
    )
    made.content, made.issued_at = content, FIRST_MOMENT + timedelta(minutes=number)
    made.release_date = date(2024, 1, 1)
    describe(made, release)
    return made


def with_files(made: PublicRelease, folder: Path) -> None:
    """The files of the real release in the place of this one; links, since a thousand copies would fill a disk."""
    shutil.copytree(folder / "release", place_of(made), copy_function=os.link)


@transaction.atomic
def first(folder: Path, release: Release) -> CatalogueEntry:
    """The real release, with its plan and files; its entry in the catalogue is made as a site makes it."""
    content = release_json(release).decode()
    run = Run.objects.create(
        initiative=initiatives(1)[0], number=1, state="judged", plan=PLAN.read_text("utf-8"), release=content,
        finished_at=FIRST_MOMENT,
    )  # fmt: skip
    made = stored(release, run, 0, content=content)
    made.save()
    ReleaseEvent.objects.create(release=made, kind=EventKind.ANNOUNCED, day=made.release_date)
    ReleaseEvent.objects.create(release=made, kind=EventKind.PUBLISHED, day=made.release_date)
    with_files(made, folder)
    return index(made)


def copies(model: CatalogueEntry, releases: list[PublicRelease]) -> Iterator[CatalogueEntry]:
    """The entries of other releases: all that the real one has, but for what is their own."""
    kept = {f.attname: getattr(model, f.attname) for f in CatalogueEntry._meta.concrete_fields if not f.primary_key}
    for made in releases:
        own = {name: getattr(made, name) for name in ("name", "version", "title", "place", "issued_at")}
        text = searchable(f"{made.name} {made.title} {made.place} {model.text}")
        yield CatalogueEntry(**{**kept, **own, "release_id": made.id, "text": text})


@transaction.atomic
def add(numbers: range, release: Release, folder: Path, model: CatalogueEntry, homes: list[Initiative]) -> None:
    """Some releases more, in a few statements."""
    runs = Run.objects.bulk_create(
        Run(
            initiative=homes[number // RELEASES_OF_AN_INITIATIVE], number=number + 1, state="judged", release="{}",
            plan=PLAN.read_text("utf-8") if number % WHOLE_EACH == 0 else "", finished_at=FIRST_MOMENT,
        )
        for number in numbers
    )  # fmt: skip
    made = []
    for number, run in zip(numbers, runs, strict=True):
        own = released(release, number)
        content = release_json(own).decode() if number % WHOLE_EACH == 0 else "{}"
        made.append(stored(own, run, number, content=content))
    PublicRelease.objects.bulk_create(made)
    for whole in made:
        if whole.content != "{}":
            with_files(whole, folder)
    entries = CatalogueEntry.objects.bulk_create(copies(model, made))
    goals = list(model.goals.values_list("goal", flat=True))
    CatalogueGoal.objects.bulk_create(
        CatalogueGoal(entry=entry, goal=goal, issued_at=entry.issued_at) for entry in entries for goal in goals
    )


def main(folder: Path, many: int) -> None:
    """Fill up to that number, then let PostgreSQL look at it, as it does by itself within a minute."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    release = release_from_json((folder / "release" / "report.json").read_bytes())
    model = CatalogueEntry.objects.filter(name=release.id).first() or first(folder, release)
    homes, there = initiatives(many // RELEASES_OF_AN_INITIATIVE + 1), PublicRelease.objects.count()
    for start in range(there, many, AT_ONCE):
        add(range(start, min(start + AT_ONCE, many)), release, folder, model, homes)
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
