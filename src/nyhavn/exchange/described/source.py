"""What every description of a release is made from: its words, its place on the web, its files."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class DescribedFile:
    """A file that can be downloaded. sha256: "" where it was not worked out."""

    address: str
    media_type: str
    title: str
    bytes: int
    sha256: str = ""


@dataclass(frozen=True)
class Described:
    """A published version of a release, as others list and cite it.

    address: of this version. author: how the producers wish to be named, else the organisation; never a person who
    wished not to be named. unit: of the data. topics: titles of the indicators. sdg: codes of SDG indicators.
    """

    name: str
    version: str
    address: str
    title: str
    summary: str
    headline: str
    author: str
    publisher: str
    site: str
    site_address: str
    language: str
    place: str
    licence: str
    issued_at: datetime
    collected_from: date | None = None
    collected_to: date | None = None
    topics: tuple[str, ...] = ()
    sdg: tuple[str, ...] = ()
    previous: str = ""
    files: tuple[DescribedFile, ...] = ()
    is_withdrawn: bool = False

    @property
    def description(self) -> str:
        """What it is about and what it found, in one text."""
        return " ".join(filter(None, (self.summary, self.headline))) or self.title

    @property
    def year(self) -> int:
        """The year of publication."""
        return self.issued_at.year

    @property
    def collected(self) -> str:
        """When the contributions came in, as an ISO 8601 interval; "" if that is not stated."""
        if self.collected_from is None and self.collected_to is None:
            return ""
        ends = (self.collected_from, self.collected_to)
        return "/".join(end.isoformat() if end else ".." for end in ends)


# Where the text of a licence stands, by SPDX identifier.
LICENCE_ADDRESS = "https://spdx.org/licenses/{}.html"


def licence_address(licence: str) -> str:
    """The address of a single licence; "" for none and for an expression of several."""
    is_single = bool(licence) and all(letter.isalnum() or letter in ".-+" for letter in licence)
    return LICENCE_ADDRESS.format(licence) if is_single else ""
