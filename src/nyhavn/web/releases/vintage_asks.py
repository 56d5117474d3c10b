"""What is asked about vintages that come by themselves."""

from datetime import date
from typing import Literal

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.vintages import MOST_MONTHS
from nyhavn.web.releases.asks import IN_PUBLIC, LONG


class VintagesPlanned(Declared):
    """How often a new vintage comes, and from when on."""

    every_months: int = Field(ge=1, le=MOST_MONTHS, title="Every how many months")
    first_date: date = Field(
        title="First on",
        description="The following ones come on the same day of the month, or on its last one if it is shorter.",
    )


class VintagesAgreed(Declared):
    """What somebody says who agrees to vintages beforehand."""

    has_read: Literal[True] = Field(
        title="I have read the newest report and the tables, and agree to new vintages of exactly these tables, which "
        "I will not see before they are announced"
    )


class NotShownFirst(Declared):
    """Why the community need not see each vintage first."""

    reason: str = Field(
        min_length=3,
        max_length=1000,
        title="Why new vintages need not be shown first",
        description=IN_PUBLIC,
        json_schema_extra=LONG,
    )
