"""The rules of the Washington Group Short Set, from framework/data/washington_group.toml."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class CutOff(StrEnum):
    """From where on somebody is counted as having difficulty. The names say it; the identifiers are in the data."""

    SOME_IN_ONE = "some-in-one"
    SOME_IN_TWO_OR_A_LOT_IN_ONE = "some-in-two-or-a-lot-in-one"
    A_LOT_IN_ONE = "a-lot-in-one"
    CANNOT_IN_ONE = "cannot-in-one"


class Unanswered(StrEnum):
    """What happens to people who left some of the six questions open and do not meet the cut-off."""

    ALL_SIX = "all-six"  # not stated: the open question may be the one that decides
    AS_PUBLISHED = "as-published"  # without difficulty, if one was answered: the Washington Group's own syntax


class Part(Declared):
    """At least this level in at least so many domains."""

    level: int = Field(ge=2, le=4)
    domains: int = Field(ge=1, le=6)


class CutOffRule(Declared):
    """One cut-off: met if one of its parts is. identifier: its name in the analytic guidelines."""

    identifier: str
    parts: tuple[Part, ...] = Field(min_length=1)
    with_difficulty: str
    without_difficulty: str
    note: str


class OfficialCodes(Declared):
    """The official codes that stand beside the two groups."""

    classification: str
    with_difficulty: str
    without_difficulty: str


class WashingtonGroupRules(Vocabulary):
    """Ages in years; labels and sentences as they are printed."""

    universe_from: int
    adult_from: int
    recommended: CutOff
    title: str
    counting: str
    official: OfficialCodes
    cut_offs: Mapping[CutOff, CutOffRule]
    unanswered: Mapping[Unanswered, str]


RULES = read_vocabulary(WashingtonGroupRules, "washington_group")
