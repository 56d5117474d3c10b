"""How open a release is, in the words of catalogues: the EU's access rights for DCAT, COAR's for DataCite.

For the community only is "restricted" there: somebody may read it, and others can ask. Closed is "not public", and of
COAR's terms the one for something of which only the metadata can be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from nyhavn.framework.openness_levels import AccessLevel

EU_RIGHT = "http://publications.europa.eu/resource/authority/access-right/{}"
COAR_RIGHT = "http://purl.org/coar/access_right/{}"
COAR_SCHEME = "http://purl.org/coar/access_right"


@dataclass(frozen=True)
class AccessRight:
    """A level in both lists."""

    eu: str
    coar: str
    coar_words: str


_RESTRICTED = AccessRight(EU_RIGHT.format("RESTRICTED"), COAR_RIGHT.format("c_16ec"), "restricted access")
RIGHTS: Mapping[AccessLevel, AccessRight] = {
    AccessLevel.OPEN: AccessRight(EU_RIGHT.format("PUBLIC"), COAR_RIGHT.format("c_abf2"), "open access"),
    AccessLevel.REGISTERED: _RESTRICTED,
    AccessLevel.COMMUNITY: _RESTRICTED,
    AccessLevel.CLOSED: AccessRight(EU_RIGHT.format("NON_PUBLIC"), COAR_RIGHT.format("c_14cb"), "metadata only access"),
}
