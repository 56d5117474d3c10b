"""What offices and coordinators say."""

from datetime import date
from typing import Any

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.gap_showing import Coverage
from nyhavn.framework.national_indicators import AREA
from nyhavn.framework.sdg import Group
from nyhavn.web.gaps.models import SourceFormat
from nyhavn.web.gaps.words import COVERAGES, FORMATS, GROUP_WORDS
from nyhavn.web.pages.uploads import Upload

_AREA: dict[str, Any] = {
    "title": "Code of the place",
    "description": "Its number in the UN's list M49, as REF_AREA of the structure has it: 826 is the United Kingdom.",
    "pattern": AREA,
}


class SeriesSaid(Declared):
    """Official series of a place, as a file."""

    file: Upload = Field(title="File")
    format: SourceFormat = Field(
        default=SourceFormat.OPEN_SDG, title="How it is made", json_schema_extra={"labels": FORMATS}
    )
    area: str = Field(**_AREA)
    place: str = Field(title="Name of the place", min_length=2, max_length=200)
    name: str = Field(
        title="Name of the source",
        description="As people know it. A newer snapshot with the same name takes the place of the older one.",
        min_length=3,
        max_length=200,
    )
    licence: str = Field(
        title="Licence", description="As you publish it, for example OGL-UK-3.0.", min_length=2, max_length=120
    )
    snapshot_on: date = Field(title="Day of the snapshot", description="On which the file was made.")


class ListSaid(Declared):
    """An own list of indicators, as a file."""

    file: Upload = Field(
        title="File", description="A list as .csv or .toml: code, title, linked global indicator, breakdowns."
    )
    area: str = Field(**_AREA)
    title: str = Field(title="Name of the list", min_length=3, max_length=200)


class CodesSaid(Declared):
    """Own codes for a group that has none in the official structure."""

    area: str = Field(**_AREA)
    group: Group = Field(default=Group.INDIGENOUS, title="Group", json_schema_extra={"labels": GROUP_WORDS})
    title: str = Field(title="Name of the code list", min_length=3, max_length=200)
    column: str = Field(
        title="Column or dimension",
        description="Under which these codes stand in your files. A figure there counts for the group.",
        min_length=1,
        max_length=100,
    )
    codes: dict[str, str] = Field(title="Codes", description="Each with its meaning.", min_length=1, max_length=500)


class ShowingSaid(Declared):
    """The initiative may stand on the map of a place."""

    area: str = Field(title="Place", pattern=AREA)
    coverage: Coverage = Field(
        default=Coverage.PART,
        title="Of what your figures speak",
        description="Figures of a part never count as those of the whole place. The map shows them beside it.",
        json_schema_extra={"labels": COVERAGES},
    )
