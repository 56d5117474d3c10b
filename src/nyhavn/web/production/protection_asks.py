"""What is asked about protection: its numbers, wider groups that a community agreed on, and records."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.grouping import Grouping
from nyhavn.framework.over_time import Never
from nyhavn.web.production.asks import pattern_of


class AskedWider(Declared):
    """Groups that are shown as one."""

    label: str = Field(title="What readers see")
    code: str = Field("", title="Code", description="Leave it empty: it is then made of the codes in it.")
    of: tuple[str, ...] = Field(title="Which groups are in it", description="The code of each, one a line.")


class AskedGrouping(Declared):
    """[[breakdown.groupings]]"""

    id: str = Field(
        pattern=pattern_of(Grouping, "id"),
        title="Short name",
        description="Small letters, digits and underscores, a letter first.",
    )
    agreed_by: str = Field(title="Who agreed", description="The body that speaks for the people in these groups.")
    agreed_date: date = Field(title="When")
    record: str = Field(
        "", title="Where it is written down", description="For example: minutes of the assembly, item 4"
    )
    category: tuple[AskedWider, ...] = Field(title="Wider groups", description="Every group stands in exactly one.")


class AskedGroupingChoice(Declared):
    """[breakdown.chosen]"""

    grouping: str = Field(title="Wider groups")
    chosen_by: str = Field(
        title="Who chose them", description="After seeing which groups vanish without and with them."
    )
    chosen_date: date = Field(title="When")
    record: str = Field("", title="Where it is written down")


class AskedProtection(Declared):
    """[protection]"""

    threshold: int = Field(
        5,
        ge=1,
        title="The smallest number of contributions that a shown figure may stand for",
        description="At least 3 where data are about persons. This number is never published.",
    )
    complementary: bool = Field(True, title="Hide more figures, so that hidden ones cannot be worked out")
    group_disclosure: bool = Field(True, title="Hide it where all or none of a group gave a sensitive answer")
    protect_nonresponse: bool = Field(False, title="How many did not answer is sensitive too")
    version: str = Field(
        "", title="Version of these rules", description="Changes whenever a number does. It is public."
    )
    source: str = Field("", title="Why these numbers", description="A handbook, a law, or what people fear here.")
    decided_by: tuple[str, ...] = Field((), title="Who decided", description="One a line.")
    decided_on: date | None = Field(None, title="When")


class AskedOverTime(Declared):
    """[over_time]"""

    changes: int = Field(
        10,
        ge=2,
        title="How many contributions of a group must have changed before its numbers move",
        description="New ones, changed ones and ones that were taken back. This number is never published.",
    )
    never: Never = Field(
        Never.MERGE,
        title="What happens to a group that waits too long",
        json_schema_extra={
            "labels": {
                "hold": "It goes on being shown as it was",
                "merge": "It moves together with a group beside it",
                "stop": "Nothing is released until somebody decides",
            }
        },
    )
    patience: int = Field(4, ge=1, title="How many releases are too long")


class AskedWiderCodes(Declared):
    """Answers of one question that records show as one."""

    column: str = Field(title="Question")
    codes: Mapping[str, str] = Field(title="Wider answers", description="One a line: answer = wider answer.")


class AskedReview(Declared):
    """That somebody looked at every entry of a column."""

    column: str = Field(title="Question")
    by: str = Field(title="Who looked at every entry")
    on: date = Field(title="When")


class AskedRecords(Declared):
    """[records]"""

    policy: Literal["public-use", "scientific-use"] = Field(
        "public-use",
        title="Who gets them",
        json_schema_extra={
            "labels": {"public-use": "Everybody", "scientific-use": "Known people who signed that they look for nobody"}
        },
    )
    keys: tuple[str, ...] = Field(
        title="What somebody may know of a person", description="Questions, one a line: age, place, occupation."
    )
    sensitive: tuple[str, ...] = Field((), title="What they would learn", description="Questions, one a line.")
    weight: str = Field("", title="The column that says how many people a row stands for")
    dates: Mapping[str, str] = Field(
        {}, title="How coarse days become", description="One a line: question = month, quarter, year or five-years."
    )
    wider: tuple[AskedWiderCodes, ...] = Field((), title="Answers that are shown as one")
    blank: bool = Field(True, title="Single answers may be left blank, as few as possible")
    importance: tuple[str, ...] = Field(
        (), title="What should be kept first", description="Of what somebody may know, one a line."
    )
    reviewed: tuple[AskedReview, ...] = Field(
        (), title="Free text and media that a person has looked at", description="Without this they do not leave."
    )
