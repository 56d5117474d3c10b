"""Tools and training that others can use: what, for whom, in which language, at what cost, usable how, still there?

Nothing is assumed: what nobody said is told as not said, and is never found as a yes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.directory import check_web_address
from nyhavn.framework.exchange_words import Language, Topic, is_same_language
from nyhavn.framework.naming import check_names_nobody
from nyhavn.framework.refusal import refusal
from nyhavn.framework.safeguards.wording import says_something
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class ResourceKind(StrEnum):
    """What it is."""

    TOOL = "tool"
    TEMPLATE = "template"
    GUIDE = "guide"
    COURSE = "course"
    RECORDING = "recording"


class Audience(StrEnum):
    """Whom it is for."""

    COMMUNITY = "community"
    COLLECTOR = "collector"
    CIVIL_SOCIETY = "civil-society"
    STATISTICS_OFFICE = "statistics-office"
    HUMAN_RIGHTS_INSTITUTION = "human-rights-institution"
    TRAINER = "trainer"


class Cost(StrEnum):
    """What it costs whoever uses it."""

    FREE = "free"
    FREE_IN_PART = "free-in-part"
    PAID = "paid"
    NOT_SAID = "not-said"


class Said(StrEnum):
    """An answer to a plain question. Not known is no "no", and no "yes" either."""

    YES = "yes"
    IN_PART = "in-part"
    NO = "no"
    NOT_KNOWN = "not-known"


class Usable(StrEnum):
    """In which ways it can be used."""

    KEYBOARD = "keyboard"
    SCREEN_READER = "screen-reader"
    CAPTIONS = "captions"
    TRANSCRIPT = "transcript"
    SIGN_LANGUAGE = "sign-language"
    EASY_READ = "easy-read"
    AUDIO = "audio"
    ON_PAPER = "on-paper"
    LOW_BANDWIDTH = "low-bandwidth"


class CheckOutcome(StrEnum):
    """What somebody found who opened the link."""

    WORKS = "works"
    FAILED = "failed"
    OTHER = "other-content"  # it opens, and holds something else: an address that somebody bought


class LinkCheck(Declared):
    """One check."""

    on: date
    outcome: CheckOutcome


class Resource(Declared):
    """One entry of the catalogue. licence: SPDX expression, or words; "" for not said, which is not open.

    usable: what somebody said of it; a way that is missing was not said. cost_words: how much, for whom it is free.
    by: the organisation that added it.
    """

    uuid: UUID
    title: str
    kind: ResourceKind
    what: str
    audiences: frozenset[Audience] = frozenset()
    topics: tuple[Topic, ...] = ()
    languages: tuple[Language, ...] = Field(min_length=1)
    cost: Cost = Cost.NOT_SAID
    cost_words: str = ""
    licence: str = ""
    usable: Mapping[Usable, Said] = Field(default_factory=dict)
    offline: Said = Said.NOT_KNOWN
    address: str
    by: UUID
    added_at: AwareDatetime
    checks: tuple[LinkCheck, ...] = ()


class LearningPolicy(Vocabulary):
    """How links age."""

    check_days: int = Field(ge=1)
    broken_checks: int = Field(ge=1)
    gone_days: int = Field(ge=1)


LEARNING_POLICY = read_vocabulary(LearningPolicy, "learning_policy")


class LinkState(StrEnum):
    """How a link stands."""

    NEVER_CHECKED = "never-checked"
    WORKS = "works"
    OLD = "not-checked-lately"
    DOUBTFUL = "failed-once"
    BROKEN = "broken"
    GONE = "gone"


LISTED = frozenset(LinkState) - {LinkState.GONE}


@dataclass(frozen=True)
class LinkStanding:
    """How a link stands, and since when; None: nobody ever opened it."""

    state: LinkState
    since: date | None = None


def link_standing(checks: Iterable[LinkCheck], today: date) -> LinkStanding:
    """How a link stands by its checks. Other content is broken at once: it leads people somewhere else."""
    done = sorted((one for one in checks if one.on <= today), key=lambda one: one.on)
    if not done:
        return LinkStanding(LinkState.NEVER_CHECKED)
    failed = _failed_lately(done)
    if not failed:
        last = done[-1].on
        is_old = today - last > timedelta(days=LEARNING_POLICY.check_days)
        return LinkStanding(LinkState.OLD if is_old else LinkState.WORKS, last)
    since = failed[0].on
    is_other = any(one.outcome is CheckOutcome.OTHER for one in failed)
    if not is_other and len({one.on for one in failed}) < LEARNING_POLICY.broken_checks:
        return LinkStanding(LinkState.DOUBTFUL, since)
    is_gone = today - since > timedelta(days=LEARNING_POLICY.gone_days)
    return LinkStanding(LinkState.GONE if is_gone else LinkState.BROKEN, since)


def _failed_lately(done: Sequence[LinkCheck]) -> Sequence[LinkCheck]:
    """The checks since it last worked."""
    worked = [number for number, one in enumerate(done) if one.outcome is CheckOutcome.WORKS]
    return done[worked[-1] + 1 :] if worked else done


def check_resource(resource: Resource) -> None:
    """Whether an entry can stand. Raises Refusal: resource-says-nothing, web-address-wrong, words-name-somebody."""
    if not says_something(resource.title) or not says_something(resource.what):
        what = "It is not said what this is."
        raise refusal("resource-says-nothing", what, where="what", do="Write a title and a sentence.")
    check_web_address(resource.address, "address")
    check_names_nobody({"title": resource.title, "what": resource.what, "cost_words": resource.cost_words})


def check_link_check(check: LinkCheck, today: date) -> None:
    """Raises Refusal "resource-checked-in-future"."""
    if check.on > today:
        what = "This day is still to come."
        raise refusal("resource-checked-in-future", what, where="on", do="Write the day on which you opened it.")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. None and empty: anything."""

    topic: str = ""
    language: str = ""
    kind: ResourceKind | None = None
    audience: Audience | None = None
    is_free: bool = False
    offline: bool = False
    usable: frozenset[Usable] = frozenset()


@dataclass(frozen=True)
class FoundResources:
    """fits: everything asked for is said of it. unsaid: nothing stands against it, and something was not said."""

    fits: tuple[Resource, ...]
    unsaid: tuple[Resource, ...]


def find(resources: Iterable[Resource], wanted: Wanted, today: date) -> FoundResources:
    """What fits, by title. Links that are gone are left out."""
    listed = sorted(
        (one for one in resources if link_standing(one.checks, today).state in LISTED),
        key=lambda one: (one.title.casefold(), str(one.uuid)),
    )
    answers = [(one, _answers(one, wanted)) for one in listed]
    return FoundResources(
        fits=tuple(one for one, said in answers if all(said)),
        unsaid=tuple(one for one, said in answers if False not in said and None in said),
    )


def _answers(one: Resource, wanted: Wanted) -> tuple[bool | None, ...]:
    """For each thing asked for: yes, no, or None for not said."""
    return (
        not wanted.topic or wanted.topic in one.topics,
        not wanted.language or any(is_same_language(code, wanted.language) for code in one.languages),
        wanted.kind in (None, one.kind),
        wanted.audience is None or (wanted.audience in one.audiences if one.audiences else None),
        not wanted.is_free or (None if one.cost is Cost.NOT_SAID else one.cost is Cost.FREE),
        not wanted.offline or _yes(one.offline),
        *(_yes(one.usable.get(way, Said.NOT_KNOWN)) for way in wanted.usable),
    )


def _yes(said: Said) -> bool | None:
    return None if said is Said.NOT_KNOWN else said is Said.YES
