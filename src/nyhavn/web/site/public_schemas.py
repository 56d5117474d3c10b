"""What programs may read without an account, as shapes."""

from datetime import date, datetime

from nyhavn.framework.declared import Declared
from nyhavn.framework.interests import DeclaredInterest, Independence, OwnStatement
from nyhavn.framework.openness import AccessLevel
from nyhavn.framework.quality_dimensions import QualityReport
from nyhavn.framework.validation import Validation
from nyhavn.web.collection.schemas import LabelShown
from nyhavn.web.initiatives.schemas import VerdictShown


class ReleaseListed(Declared):
    """A published release in a list. address: of its page."""

    name: str
    version: str
    title: str
    headline: str
    place: str
    language: str
    licence: str
    issued_at: datetime
    address: str


class CatalogueShown(Declared):
    """The newest releases. feed: where the whole catalogue is, in DCAT-AP, page by page."""

    releases: tuple[ReleaseListed, ...]
    feed: str


class FileShown(Declared):
    """A file to download."""

    path: str
    address: str
    media_type: str
    bytes: int
    sha256: str


class CorrectionShown(Declared):
    """A public correction. since: the day since when something was wrong; figures: which."""

    at: datetime
    words: str
    figures: str
    since: date | None


class VersionShown(Declared):
    """One version. state: published, superseded or withdrawn; because: why it was withdrawn."""

    version: str
    state: str
    issued_at: datetime
    address: str
    because: str


class ReleaseShown(Declared):
    """The newest version of a release. A withdrawn one has no headline and no files; report.json has every figure.

    independence: declared interests, dates as announced, who decided and who could read before, or null.
    validation: what the community says of these results, dissent included, or null.
    access: who may read it; what is not open has no headline, no corrections and no files here.
    community, named: who wishes to be named now. labels: of Local Contexts.
    """

    name: str
    version: str
    state: str
    title: str
    summary: str
    headline: str
    language: str
    place: str
    licence: str
    author: str
    community: str
    named: tuple[str, ...]
    labels: tuple[LabelShown, ...]
    publisher: str
    initiative: str
    issued_at: datetime
    address: str
    citation: str
    indicators: tuple[str, ...]
    sdg: tuple[str, ...]
    files: tuple[FileShown, ...]
    versions: tuple[VersionShown, ...]
    corrections: tuple[CorrectionShown, ...]
    independence: Independence | None
    validation: Validation | None
    access: AccessLevel
    access_reason: str


class QualityShown(Declared):
    """The quality of the newest version, as its quality.json has it. Look figures up by their code.

    source: of the codes' meaning. A figure without a value is none, never a zero; `why` says why it is not there.
    """

    release: str
    version: str
    title: str
    issued_at: datetime
    synthetic: bool
    statement: str
    source: str
    quality: QualityReport


class PublicInitiativeShown(Declared):
    """An initiative that is public. declared: who pays, asked or may gain; own: what those who decide said, by role."""

    slug: str
    title: str
    organisation: str
    community: str
    place: str
    summary: str
    verdict: VerdictShown
    declared: tuple[DeclaredInterest, ...]
    own: tuple[OwnStatement, ...]
    releases: tuple[ReleaseListed, ...]
    address: str
