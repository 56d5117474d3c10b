"""Names that may stand nowhere, kept out of texts that others read."""

import re
from collections.abc import Collection, Iterable

from nyhavn.web.collection.community_credit import unnamed_community
from nyhavn.web.initiatives.models import Initiative

WITHHELD = "(name withheld)"


def unnamed_communities(initiatives: Iterable[Initiative]) -> frozenset[str]:
    """The names that may stand nowhere."""
    return frozenset(filter(None, map(unnamed_community, initiatives)))


def whole_or_withheld(unnamed: Collection[str], name: str) -> str:
    """A name, unless one of those stands in it: what is left of it would tell."""
    return name if without(unnamed, name) == name else WITHHELD


def without(unnamed: Collection[str], text: str) -> str:
    """A text in which these names are withheld, in whichever letters they are written."""
    names = "|".join(map(re.escape, unnamed))
    return re.sub(names, WITHHELD, text, flags=re.IGNORECASE) if names else text
