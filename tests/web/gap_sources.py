"""Offices and what they hand in for the map of gaps; an initiative that opts in. For every test that needs a map."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nyhavn.framework.gap_showing import Coverage
from nyhavn.framework.roles import Role
from nyhavn.framework.sdg import Group
from nyhavn.web.accounts.models import Membership, Organisation, User
from nyhavn.web.gaps import actions
from nyhavn.web.gaps.asks import CodesSaid, ListSaid, SeriesSaid, ShowingSaid
from nyhavn.web.gaps.models import NationalCodes, NationalList, OptIn, Source, SourceFormat
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_on
from nyhavn.web.pages.uploads import Upload
from web import objects
from web.cast import Cast, person

AREA, PLACE = "826", "The kingdom"
TABLES = (
    objects.TABLES.replace('unit = "of those', 'sdg = ["6.1.1"]\nunit = "of those')
    .replace('label = "Woman"', 'label = "Woman", official = { "SDMX:CL_SEX" = "F" }')
    .replace('label = "Man"', 'label = "Man", official = { "SDMX:CL_SEX" = "M" }')
    + """
[[identity]]
question = "gender"
topic = "gender"
decline = ["no_answer"]
own_words_question = "gender_own"
agreed_by = "The assembly of the village"
agreed_date = 2025-02-03
mapping = { "SDMX:CL_SEX" = { woman = "F", man = "M" } }
"""
)
# 6.1.1 by urbanisation; 4.5.1 without any figure; 1.4.1 in total only; 17.5.1 is no statistics.
FILES = {
    "indicator_6-1-1.csv": "Year,Urbanisation,Value\n2023,,91\n2023,Rural,88\n2024,Rural,89\n",
    "indicator_4-5-1.csv": "Year,Value\n",
    "indicator_1-4-1.csv": "Year,Sex,Shoe size,Value\n2022,,40,7\n2022,Female,,\n",
    "indicator_17-5-1.csv": "Year,Value\nThis is a non-statistical indicator,\n",
}
LIST = """code,title,global,named,admitted
N.1,Homes with a tap within reach,6.1.1,,sex disability
N.2,Pupils taught in their own language,,indigenous-identity,indigenous-identity
"""


@dataclass(frozen=True)
class Office:
    """A statistics office. admin hands in; clerk is a member without that right."""

    organisation: Organisation
    admin: User
    clerk: User


def office(slug: str = "statistics-office", kind: str = "statistics-office") -> Office:
    """An office with an administrator and a member, made once."""
    domain = f"{slug}.example"
    found, is_new = Organisation.objects.get_or_create(slug=slug, defaults={"name": f"The {slug}", "kind": kind})
    if not is_new:
        people = [found.memberships.get(is_admin=is_admin).user for is_admin in (True, False)]
        return Office(found, *people)
    admin, clerk = person("Nadia", domain), person("Klaus", domain)
    for user in (admin, clerk):
        Membership.objects.create(user=user, organisation=found, is_admin=user is admin)
    return Office(found, admin, clerk)


def zipped(files: Mapping[str, str] = FILES) -> bytes:
    """A folder of Open SDG as a zip archive."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"data/{name}", text)
    return kept.getvalue()


def zipped_folder(folder: Path) -> bytes:
    """A folder on the disk as a zip archive."""
    return zipped({path.name: path.read_text(encoding="utf-8-sig") for path in sorted(folder.glob("*.csv"))})


def series_said(content: bytes, **changes: object) -> SeriesSaid:
    values: dict[str, object] = {
        "file": Upload(name="series.zip", content=content),
        "format": SourceFormat.OPEN_SDG,
        "area": AREA,
        "place": PLACE,
        "name": "SDG platform",
        "licence": "OGL-UK-3.0",
        "snapshot_on": date(2025, 9, 24),
    }
    return SeriesSaid.model_validate(values | changes)


def handed_in(by: Office, content: bytes | None = None, **changes: object) -> Source:
    """An office hands in series, and they are read."""
    said = series_said(zipped() if content is None else content, **changes)
    return read(actions.hand_in_series(by=by.admin, on=by.organisation, said=said))


def read(source: Source) -> Source:
    """The job that reads it runs to its end."""
    work_on(Job.objects.get(uuid=source.job))
    return Source.objects.get(uuid=source.uuid)


def a_map() -> Source:
    """There is a map of a place, from a small source of an office."""
    return handed_in(office())


def national_list(by: Office, text: str = LIST, name: str = "own.csv") -> NationalList:
    said = ListSaid(file=Upload(name=name, content=text.encode()), area=AREA, title="Our own indicators")
    return actions.hand_in_list(by=by.admin, on=by.organisation, said=said)


def national_codes(by: Office, **changes: object) -> NationalCodes:
    values: dict[str, object] = {
        "area": AREA,
        "group": Group.INDIGENOUS,
        "title": "Peoples, as agreed with their councils",
        "column": "People",
        "codes": {"KL": "Of the lakes", "NN": "Of none of them"},
    }
    return actions.hand_in_codes(by=by.admin, on=by.organisation, said=CodesSaid.model_validate(values | changes))


def may_stand_there(village: Cast) -> None:
    """Nothing is feared, and everybody can find the initiative."""
    objects.nothing_feared(village)
    village.initiative.is_listed = True
    village.initiative.save(update_fields=["is_listed"])


def opted_in(village: Cast, coverage: Coverage = Coverage.PART) -> OptIn:
    """The coordinator lets the initiative onto the map; there has to be one (see a_map)."""
    said = ShowingSaid(area=AREA, coverage=coverage)
    return actions.show_on_map(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def taken_off(village: Cast) -> None:
    actions.take_off_map(by=village[Role.COORDINATOR], on=village.initiative)


def speaks_to_water(village: Cast) -> None:
    """Its tables speak to 6.1.1, and tell women from men by the official codes that were agreed."""
    objects.questionnaire(village)
    objects.tables(village, TABLES)
