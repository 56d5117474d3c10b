"""What pages and the interface show of a collection. Nowhere in it is an answer."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from nyhavn.framework.attribution import Wish
from nyhavn.framework.declared import Declared
from nyhavn.framework.opening import Door


class CollectionShown(Declared):
    """A collection. address: of its web form, "" where that door is shut."""

    uuid: UUID
    is_open: bool
    opened_at: datetime
    closed_at: datetime | None
    closed_because: str
    doors: tuple[Door, ...]
    address: str
    questionnaire: int
    notice: str
    languages: tuple[str, ...]


class CollectionsShown(Declared):
    """All collections of an initiative, the newest first."""

    collections: tuple[CollectionShown, ...]


class ContributionShown(Declared):
    """One contribution, without what was said in it."""

    uuid: UUID
    door: Door
    contributed_on: date
    received_on: date
    version: int
    is_set_aside: bool


class ContributionsShown(Declared):
    """The newest contributions, and how many there are."""

    total: int
    set_aside: int
    contributions: tuple[ContributionShown, ...]


class ProblemShown(Declared):
    """One error in one row, without what stands there."""

    row: int
    column: str
    question: str
    code: str
    what: str
    do: str


class ImportShown(Declared):
    """One file. problems: the first of them; faulty_rows: all rows with an error."""

    uuid: UUID
    file_name: str
    state: str
    rows: int
    taken_in: int
    headers: tuple[str, ...]
    remarks: tuple[str, ...]
    faulty_rows: tuple[int, ...]
    leaves_out: bool
    problems: tuple[ProblemShown, ...]
    handed_in_at: datetime
    job: UUID | None


class ImportsShown(Declared):
    """All files, the newest first."""

    imports: tuple[ImportShown, ...]


class LabelShown(Declared):
    """A Label of Local Contexts. texts: by language, in the community's own words."""

    code: str
    title: str
    texts: Mapping[str, str]


class CommunityCreditShown(Declared):
    """How a community wishes to be named."""

    wish: Wish
    name: str
    says_others: bool
    labels: tuple[LabelShown, ...]
