"""What every description of a release is made from: its words, its place on the web, its files."""

from dataclasses import dataclass
from datetime import date, datetime

from nyhavn.framework.attribution import NOBODY, CreditLine, spoken_names
from nyhavn.framework.interests import DeclaredInterest, Independence, standing_declarations
from nyhavn.framework.labels import CommunityLabel
from nyhavn.framework.openness_levels import AccessLevel


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
    access: who may read it; with its reason where it was chosen. What is not open has no figure and no file here.
    credit: who may be named now. labels: of Local Contexts, as far as the community still puts them.
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
    credit: CreditLine = NOBODY
    labels: tuple[CommunityLabel, ...] = ()
    files: tuple[DescribedFile, ...] = ()
    is_withdrawn: bool = False
    independence: Independence | None = None
    access: AccessLevel = AccessLevel.OPEN
    access_reason: str = ""

    @property
    def standing(self) -> tuple[DeclaredInterest, ...]:
        """Those who pay, asked or may gain, as declared and not corrected since."""
        declared = (self.independence.declared or ()) if self.independence else ()
        return tuple(entry for entry in standing_declarations(declared) if entry.who)

    def provenance(self) -> tuple[str, ...]:
        """When it was announced, and who could read before publication, in sentences for machines to carry along."""
        found = self.independence
        if found is None:
            return ()
        dates = (
            f"Announced on {each.announced_on.isoformat()} for {each.day.isoformat()}."
            + (f" Why it was moved: {each.because}" if each.because else "")
            for each in found.dates or ()
        )
        readers = (f"Could read before publication: {each.who}. Why: {each.why}" for each in found.early_readers or ())
        return (*dates, *readers)

    @property
    def description(self) -> str:
        """What it is about and what it found, in one text."""
        return " ".join(filter(None, (self.summary, self.headline))) or self.title

    @property
    def creators(self) -> tuple[str, ...]:
        """Whom to cite as authors: the community under the name it wishes, and the producers."""
        return tuple(dict.fromkeys(filter(None, (self.credit.community, self.author))))

    @property
    def source_line(self) -> str:
        """Authors and everybody named, in one text for charts and lists."""
        return "; ".join(filter(None, (*self.creators, spoken_names(self.credit))))

    def label_texts(self) -> tuple[str, ...]:
        """Each Label with the community's words, in the language of the release where there are any."""
        return tuple(f"{label.title}: {label.text(self.language).text}" for label in self.labels)

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
