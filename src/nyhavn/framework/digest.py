"""The digest of one member: what became readable to them since the last one. Where there is nothing, there is no mail.

A mail cannot be taken back, and lies with strangers. So what only members may read stands in it without a word: that
there is something, and where to sign in for it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.exchange_words import Language, Topic, is_same_language
from nyhavn.framework.news import Exchanged, News, NewsKind, feed, news_for
from nyhavn.framework.organisation_consent import Reader
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class Rhythm(StrEnum):
    """How often at most."""

    NEVER = "never"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class DigestPolicy(Vocabulary):
    """days: between two digests, by rhythm. lines_each: lines of one kind, at most."""

    lines_each: int = Field(ge=1)
    days: Mapping[Rhythm, int]


DIGEST_POLICY = read_vocabulary(DigestPolicy, "digest_policy")


class Subscription(Declared):
    """What one person wants. topics, languages, kinds: empty for all. last_at: of the last digest, or of signing up."""

    rhythm: Rhythm = Rhythm.NEVER
    topics: frozenset[Topic] = frozenset()
    languages: frozenset[Language] = frozenset()
    kinds: frozenset[NewsKind] = frozenset()
    last_at: AwareDatetime


@dataclass(frozen=True)
class DigestLine:
    """One line. title, author: "" where one has to sign in to read them."""

    kind: NewsKind
    uuid: UUID
    title: str = ""
    language: str = ""
    author: str = ""

    @property
    def is_behind_sign_in(self) -> bool:
        """Whether the mail tells nothing of it."""
        return not self.title


@dataclass(frozen=True)
class Digest:
    """One mail. more: how many lines of a kind were left out. until: what is newer comes in the next one."""

    lines: tuple[DigestLine, ...]
    more: Mapping[NewsKind, int]
    until: datetime


def is_due(subscription: Subscription, now: datetime) -> bool:
    """Whether it is time for the next one."""
    days = DIGEST_POLICY.days.get(subscription.rhythm)
    return days is not None and now - subscription.last_at >= timedelta(days=days)


def digest_for(subscription: Subscription, held: Exchanged, reader: Reader, now: datetime) -> Digest | None:
    """The digest that is due; None where none is due, or nothing is new. reader: with the rights of this moment."""
    if not is_due(subscription, now):
        return None
    wanted = [one for one in news_for(held, reader, now) if subscription.last_at < one.at and _fits(one, subscription)]
    if not wanted:
        return None
    public = {(one.kind, one.uuid): one for one in feed(held, now)}
    seen: Counter[NewsKind] = Counter()
    lines = []
    for one in wanted:
        seen[one.kind] += 1
        if seen[one.kind] <= DIGEST_POLICY.lines_each:
            lines.append(_line(one, public.get((one.kind, one.uuid))))
    more = {kind: count - DIGEST_POLICY.lines_each for kind, count in seen.items() if count > DIGEST_POLICY.lines_each}
    return Digest(tuple(lines), more, now)


def _fits(news: News, subscription: Subscription) -> bool:
    """By what the reader may read of it. Without a language it is for everybody; without a topic it fits none."""
    is_topic = not subscription.topics or not subscription.topics.isdisjoint(news.topics)
    is_language = (
        not subscription.languages
        or not news.languages
        or any(is_same_language(one, other) for one in news.languages for other in subscription.languages)
    )
    return is_topic and is_language and (not subscription.kinds or news.kind in subscription.kinds)


def _line(news: News, public: News | None) -> DigestLine:
    if public is None:
        return DigestLine(news.kind, news.uuid)
    return DigestLine(public.kind, public.uuid, public.title, public.language, public.author)
