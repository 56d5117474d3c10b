"""What pages and interface show of retention."""

from datetime import date, datetime
from uuid import UUID

from nyhavn.framework.consent import Purpose
from nyhavn.framework.declared import Declared
from nyhavn.framework.lineage import Outcome


class BecameOfKind(Declared):
    """What became of things of one kind; how many is not said."""

    kind: str
    outcomes: tuple[Outcome, ...]


class CertificateShown(Declared):
    """That the time was over which a notice had promised for one use, in one month. size: of the group, as a size."""

    uuid: UUID
    month: date
    purpose: Purpose
    notices: tuple[str, ...]
    size: str
    became: tuple[BecameOfKind, ...]
    issued_at: datetime


class CertificatesShown(Declared):
    """All certificates of an initiative, the newest first."""

    certificates: tuple[CertificateShown, ...]
