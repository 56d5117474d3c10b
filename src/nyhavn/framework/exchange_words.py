"""The words of the exchange: topics, kinds of help, regions, languages; and the policy of the directory.

All three lists are data with a version. Codes are stored; names are shown.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from nyhavn.framework.declared import Declared
from nyhavn.framework.plain_language import base_language
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class TopicEntry(Declared):
    """One topic. danger: people are hunted, shunned or punished for it somewhere, as this project judges."""

    code: str
    name: str
    meaning: str
    danger: bool


class HelpEntry(Declared):
    """One kind of help."""

    code: str
    name: str
    meaning: str


class ExchangeTopics(Vocabulary):
    """What organisations exchange about, and how they help each other."""

    topics: tuple[TopicEntry, ...]
    help: tuple[HelpEntry, ...]


class RegionEntry(Declared):
    """One region of M49. within: code of the wider one, "" for the world."""

    code: str
    name: str
    within: str


class ExchangeRegions(Vocabulary):
    """The regions, each after the one that it lies in."""

    regions: tuple[RegionEntry, ...]


class ListingPolicy(Vocabulary):
    """Numbers of the directory. unnamed_from: organisations behind a line without names, at least."""

    lasts_days: int = Field(ge=1)
    remind_days: int = Field(ge=0)
    unnamed_from: int = Field(ge=3)


EXCHANGE_TOPICS = read_vocabulary(ExchangeTopics, "exchange_topics")
EXCHANGE_REGIONS = read_vocabulary(ExchangeRegions, "exchange_regions")
LISTING_POLICY = read_vocabulary(ListingPolicy, "listing_policy")
TOPICS = {entry.code: entry for entry in EXCHANGE_TOPICS.topics}
HELP = {entry.code: entry for entry in EXCHANGE_TOPICS.help}
REGIONS = {entry.code: entry for entry in EXCHANGE_REGIONS.regions}
WORLD = "001"
# ISO 3166-1: the form only. Which codes are given out changes, and the list is not ours to keep.
CountryCode = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]
# BCP 47, and ISO 639-3 for sign languages, such as ase or bfi.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)


def _topic(code: str) -> str:
    if code not in TOPICS:
        raise ValueError("no such topic")
    return code


def _help(code: str) -> str:
    if code not in HELP:
        raise ValueError("no such kind of help")
    return code


def _region(code: str) -> str:
    if code not in REGIONS:
        raise ValueError("no such region")
    return code


def _language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise ValueError("no language code")
    return code


Topic = Annotated[str, AfterValidator(_topic)]
Help = Annotated[str, AfterValidator(_help)]
Region = Annotated[str, AfterValidator(_region)]
Language = Annotated[str, AfterValidator(_language)]


def around(region: str) -> tuple[str, ...]:
    """The region itself and all wider ones, up to the world. Raises KeyError for a code that is no region."""
    within = REGIONS[region].within
    return (region, *around(within)) if within else (region,)


def regions_meet(one: str, other: str) -> bool:
    """Whether they are the same, or one lies in the other."""
    return one in around(other) or other in around(one)


def narrower(one: str, other: str) -> str:
    """Of two that meet the one that lies in the other: where both can be."""
    return one if other in around(one) else other


def is_same_language(one: str, other: str) -> bool:
    """Whether people who use these codes understand each other, as far as codes tell: pt and pt-BR are the same."""
    return base_language(_own_code(one)) == base_language(_own_code(other))


def _own_code(language: str) -> str:
    """Without the mark of sign languages as a whole: sgn-ase is ase, and not the same as sgn-bfi."""
    return language.casefold().removeprefix("sgn-")


def has_danger(topics: tuple[str, ...]) -> bool:
    """Whether one of the topics is one that people are hunted, shunned or punished for."""
    return any(TOPICS[topic].danger for topic in topics)
