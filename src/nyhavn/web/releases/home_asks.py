"""What is asked for the one-page result, and of what the community says of it."""

from datetime import date
from typing import Any

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.home_page import LANGUAGE, LONGEST_TEXT, LONGEST_TITLE, MOST_SENTENCES, HomePage
from nyhavn.framework.refusal import refusal
from nyhavn.framework.validation import Describes
from nyhavn.web.releases.asks import IN_PUBLIC

LONG: dict[str, Any] = {"lines": 3}
LONGER: dict[str, Any] = {"lines": 8}
MOST_PEOPLE = 1_000_000_000  # more than any gathering; what a column of the database holds
OUTCOMES: JsonDict = {
    Describes.DESCRIBES: "The results describe us",
    Describes.IN_PART: "They describe us in part",
    Describes.NOT: "They do not describe us",
}


class HomePageSaid(Declared):
    """One page in one language, as its writer types it."""

    language: str = Field(
        pattern=LANGUAGE, title="Language", description="Its code, for example ar or es. A page in it is replaced."
    )
    title: str = Field(min_length=3, max_length=LONGEST_TITLE, title="Title", description="Without numbers.")
    sentences: tuple[str, ...] = Field(
        min_length=1,
        max_length=MOST_SENTENCES,
        title="What came out, in plain words",
        description="One short sentence on each line, five at most. For a number, copy the mark of the figure from the "
        "list, curly brackets included. The number and its margin are filled in by themselves.",
        json_schema_extra=LONGER,
    )
    picture: str = Field(title="The picture", description="This table is drawn, and stands beside the picture.")
    limits: str = Field(
        min_length=3,
        max_length=LONGEST_TEXT,
        title="What these numbers do not say",
        description="For example: who is not in them.",
        json_schema_extra=LONG,
    )
    next_step: str = Field("", max_length=LONGEST_TEXT, title="What happens next", json_schema_extra=LONG)
    names: tuple[str, ...] = Field(
        (),
        title="What groups are called in this language",
        description="Only where the questionnaire does not know it. On each line: name in the report = name here.",
        json_schema_extra=LONGER,
    )

    def page(self) -> HomePage:
        """The page. Raises Refusal "home-names-unclear"."""
        names = dict(_named(line) for line in self.names if line.strip())
        own = self.model_dump(exclude={"names"})
        return HomePage.model_validate({**own, "sentences": [one for one in self.sentences if one], "names": names})


def _named(line: str) -> tuple[str, str]:
    name, sign, here = (part.strip() for part in line.partition("="))
    if not (name and sign and here):
        what, do = "A line does not say what something is called.", "Write: name in the report = name here."
        raise refusal("home-names-unclear", what, where="names", do=do)
    return name, here


class ValidationSaid(Declared):
    """What people said of the results."""

    meeting: str = Field(
        "",
        title="In which meeting",
        description="A meeting of a body that was asked about exactly these tables. Day and dissent are taken from it. "
        "Leave it empty for a gathering.",
    )
    said_on: date | None = Field(None, title="On which day", description="Of a gathering.")
    outcome: Describes = Field(title="Does this describe us?", json_schema_extra={"labels": OUTCOMES})
    who: str = Field(
        "", max_length=300, title="Who was asked", description=f"A gathering, in words. Name nobody. {IN_PUBLIC}"
    )
    people: int | None = Field(
        None,
        ge=1,
        le=MOST_PEOPLE,
        title="How many were there",
        description="Leave it empty if they were few: the words say enough.",
    )
    reasons: str = Field(
        "",
        max_length=2000,
        title="Why",
        description=f"Needed if the results describe people in part, or not. {IN_PUBLIC}",
        json_schema_extra=LONG,
    )
    dissent: tuple[str, ...] = Field(
        (),
        title="What those said who saw it otherwise",
        description="Word for word, one on each line, and only if they want everybody to read it. Without names.",
        json_schema_extra=LONG,
    )
    unread: bool = Field(False, title="There were other reasons, which stay with the community")


class ValidationWaived(Declared):
    """Why nobody is asked."""

    reason: str = Field(min_length=3, max_length=1000, title="Why", description=IN_PUBLIC, json_schema_extra=LONG)


class CommunityAnswered(Declared):
    """What those who made the figures answer to a no."""

    words: str = Field(
        min_length=3, max_length=2000, title="Your answer", description=IN_PUBLIC, json_schema_extra=LONG
    )
