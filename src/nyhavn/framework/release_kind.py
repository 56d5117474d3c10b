"""The kinds of release, and the purposes that a person must have agreed to for each."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from nyhavn.framework.consent import Purpose


class ReleaseKind(StrEnum):
    """What somebody wants to do with the data. Community use asks least, transfer to an office asks most."""

    COMMUNITY_USE = "community-use"
    OPEN_AGGREGATES = "open-aggregates"
    OPEN_MICRODATA = "open-microdata"
    TRANSFER_TO_OFFICE = "transfer-to-office"

    @property
    def words(self) -> str:
        """The kind as it stands in a sentence."""
        return self.value.replace("-", " ")


NEEDED_PURPOSES: Mapping[ReleaseKind, tuple[Purpose, ...]] = {
    ReleaseKind.COMMUNITY_USE: (Purpose.COLLECTION, Purpose.COMMUNITY_USE),
    ReleaseKind.OPEN_AGGREGATES: (Purpose.COLLECTION, Purpose.PUBLISHED_AGGREGATES),
    ReleaseKind.OPEN_MICRODATA: (Purpose.COLLECTION, Purpose.OPEN_MICRODATA),
    ReleaseKind.TRANSFER_TO_OFFICE: (Purpose.COLLECTION, Purpose.STATISTICS_OFFICE),
}


def purposes_of(kinds: Iterable[ReleaseKind]) -> tuple[Purpose, ...]:
    """Every purpose that these kinds need, once each, in the order of the purposes."""
    needed = {purpose for kind in kinds for purpose in NEEDED_PURPOSES[kind]}
    return tuple(purpose for purpose in Purpose if purpose in needed)
