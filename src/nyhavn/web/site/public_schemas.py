"""What programs may read without an account, as shapes."""

from datetime import date, datetime

from nyhavn.framework.declared import Declared
from nyhavn.framework.quality_dimensions import QualityReport
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
    """An initiative that is public."""

    slug: str
    title: str
    organisation: str
    community: str
    place: str
    summary: str
    verdict: VerdictShown
    releases: tuple[ReleaseListed, ...]
    address: str
