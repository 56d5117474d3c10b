"""How open something can be, and what the level is chosen for."""

from enum import StrEnum


class AccessLevel(StrEnum):
    """Who may read, the most open first. Title, method and reason are public at every level."""

    OPEN = "open"
    REGISTERED = "registered"  # whoever is signed in
    COMMUNITY = "community-only"  # members of the community's bodies, and the team
    CLOSED = "closed-with-metadata"


class Material(StrEnum):
    """What a level is chosen for."""

    RESULTS = "results"
    RECORDS = "records"  # of single people or things, where a release holds any
    STORIES = "stories"  # of single people, photographs, sound and maps, shown beside a release
