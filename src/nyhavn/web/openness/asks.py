"""What people say when they choose a level, ask to read, and answer who asked."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop
from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.openness import AccessLevel, Heard, Material

LONG: dict[str, Any] = {"lines": 3}
MATERIALS: JsonDict = {
    Material.RESULTS: gettext_noop("The results"),
    Material.RECORDS: gettext_noop("Records of single people or things, where there are any"),
    Material.STORIES: gettext_noop("Stories, photographs, sound and maps, where there are any"),
}
LEVELS: JsonDict = {
    AccessLevel.OPEN: gettext_noop("Open: everybody may read"),
    AccessLevel.REGISTERED: gettext_noop("Registered: whoever is signed in"),
    AccessLevel.COMMUNITY: gettext_noop("Community only: members of its bodies, and the team"),
    AccessLevel.CLOSED: gettext_noop("Closed: everybody may know that it exists, and nobody outside the team reads it"),
}
HEARD: JsonDict = {
    Heard.MEETING: gettext_noop("a body of the community decided it in a meeting"),
    Heard.WITHOUT_MEETING: gettext_noop("a body of the community is said to agree, without a meeting"),
    Heard.NOT_ASKED: gettext_noop("there is a body of the community, and it was not asked"),
    Heard.NO_BODY: gettext_noop("no body of the community is on record"),
}
IN_PUBLIC = "Everybody reads this. Name no person."


class OpennessSaid(Declared):
    """How open something is to be, and why."""

    material: Material = Field(title="What", json_schema_extra={"labels": MATERIALS})
    level: AccessLevel = Field(
        title="Who may read it",
        description="What was open before cannot be made unread.",
        json_schema_extra={"labels": LEVELS},
    )
    licence: str = Field(
        title="Licence",
        description="Its SPDX name, such as CC-BY-4.0; LicenseRef-… for one of your own.",
        min_length=1,
        max_length=120,
    )
    reason: str = Field(title="Why", description=IN_PUBLIC, min_length=3, max_length=1000, json_schema_extra=LONG)
    with_whom: str = Field(
        title="With whom you chose it",
        description=f"Bodies or groups of the community; say it if there was nobody to ask. {IN_PUBLIC}",
        min_length=3,
        max_length=1000,
        json_schema_extra=LONG,
    )


class AccessAsked(Declared):
    """Somebody from outside asks to read."""

    material: Material = Field(
        default=Material.RESULTS, title=gettext_noop("What you ask for"), json_schema_extra={"labels": MATERIALS}
    )
    who: str = Field(
        title=gettext_noop("Who you are"),
        description=gettext_noop("A body, or your name. Those who decide read it, and nobody else."),
        min_length=3,
        max_length=300,
    )
    purpose: str = Field(
        title=gettext_noop("What for"),
        description=gettext_noop("What you want to do with it, and who gains by it."),
        min_length=3,
        max_length=2000,
        json_schema_extra=LONG,
    )
    until: date = Field(
        title=gettext_noop("Until when"), description=gettext_noop("At the latest in a year. You can ask again.")
    )


class AccessGranted(Declared):
    """Yes, until a day."""

    until: date = Field(title="Last day on which they may read", description="At the latest in a year.")
    reason: str = Field(
        title="Why",
        description="Whoever asked reads it, and so does the community.",
        min_length=3,
        max_length=1000,
        json_schema_extra=LONG,
    )


class AccessRefused(Declared):
    """No, and how to ask again."""

    reason: str = Field(
        title="Why not",
        description="Whoever asked reads it, and so does the community.",
        min_length=3,
        max_length=1000,
        json_schema_extra=LONG,
    )
    ask_again: str = Field(
        title="What would have to be different",
        description="When and how they can ask again. Say it, too, if there is no way.",
        min_length=3,
        max_length=1000,
        json_schema_extra=LONG,
    )


class AccessEnded(Declared):
    """It ends today, before its day."""

    reason: str = Field(title="Why", min_length=3, max_length=1000, json_schema_extra=LONG)
