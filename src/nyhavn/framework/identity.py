"""Identity questions: identity is what a person says.

From the principle of self-identification (OHCHR HRBAD): disclosure is the person's choice, identities are not
computed or imputed, and an official classification stands beside the person's own words, never instead of them.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared


class IdentityTopic(StrEnum):
    """What an identity question is about."""

    GENDER = "gender"
    DISABILITY = "disability"
    ETHNICITY = "ethnicity"
    INDIGENOUS = "indigenous"
    RELIGION = "religion"
    MIGRATION = "migration"
    NATIONALITY = "nationality"
    SEXUAL_ORIENTATION = "sexual-orientation"
    LANGUAGE = "language"
    OTHER = "other"


class IdentityQuestion(Declared):
    """One question about identity, as a plan declares it.

    question: its name in the instrument. decline: answer codes that mean "I prefer not to say".
    own_words_question: the free-text question beside it. several: more than one answer may be chosen.
    agreed_by, agreed_date: who agreed the categories and their mapping, and when.
    mapping: classification -> {own code -> official code}, e.g. {"SDMX:CL_SEX": {"woman": "F"}}; stands beside.
    """

    question: str = Field(min_length=1)
    topic: IdentityTopic
    decline: tuple[str, ...] = ()
    own_words_question: str = ""
    several: bool = False
    agreed_by: str = ""
    agreed_date: date | None = None
    mapping: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
