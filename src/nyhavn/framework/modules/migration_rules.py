"""The words of migratory status, from framework/data/migratory_status.toml."""

from collections.abc import Mapping
from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class Displacement(StrEnum):
    """What people may say about having been displaced, in the words of the EGRISS recommendations."""

    REFUGEE = "refugee"
    ASYLUM_SEEKER = "asylum_seeker"
    INTERNALLY_DISPLACED = "internally_displaced"
    RETURNED_REFUGEE = "returned_refugee"
    RETURNED_INTERNALLY_DISPLACED = "returned_internally_displaced"
    OTHER_PROTECTION = "other_protection"
    NOT_DISPLACED = "not_displaced"


class StatusWords(Declared):
    """One status: what readers see, with {country} for the country of the survey, and the official code beside it."""

    label: str
    official: str = ""


class StatusRules(Declared):
    """One breakdown by status. official: the classification of the codes."""

    title: str
    note: str
    official: str = ""
    categories: Mapping[str, StatusWords]


class MigratoryStatusRules(Vocabulary):
    """All breakdowns by migratory status, and the rule for several nationalities."""

    several: str
    birth: StatusRules
    nationality: StatusRules
    moved: StatusRules
    displacement: StatusRules


RULES = read_vocabulary(MigratoryStatusRules, "migratory_status")
