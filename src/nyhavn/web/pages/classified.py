"""What kind of thing each stored field holds, so that export, retention and erasure can read it.

Every model of ours carries `PRIVACY`: field name -> kind. A test fails for a field without one.
"""

from collections.abc import Mapping
from enum import StrEnum


class Privacy(StrEnum):
    """The kinds of stored fields."""

    PUBLIC = "public"  # may be shown to everybody once its object is public
    PERSONAL = "personal"  # names or points at a person
    SPECIAL = "special"  # what somebody contributed, sealed: health, origin, beliefs stand in it
    DERIVED = "derived"  # computed from contributions, restricted
    TECHNICAL = "technical"  # numbers, states, moments and links that say nothing about a contributor


def classified(
    *, public: str = "", personal: str = "", special: str = "", derived: str = "", technical: str = ""
) -> Mapping[str, Privacy]:
    """The fields of a model by kind; each argument is names separated by blanks."""
    kinds = zip(Privacy, (public, personal, special, derived, technical), strict=True)
    return {name: kind for kind, names in kinds for name in names.split()}
