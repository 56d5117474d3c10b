"""Digests and feeds in sentences: what is new and theirs to read, quiet otherwise, and a mail tells no secret."""

from dataclasses import fields
from datetime import datetime

import pytest

from exchange_cast import (
    AT_THE_MINISTRY,
    AT_THE_RIVER,
    AT_THE_WATER,
    DAY,
    HOUR,
    MINISTRY,
    NOW,
    RIVER,
    SHELTER,
    WATER,
    case,
    listing,
    number,
    posting,
    says,
    unnamed,
    word,
)
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.digest import DIGEST_POLICY, Digest, Rhythm, Subscription, digest_for, is_due
from nyhavn.framework.directory import ListingField
from nyhavn.framework.gatherings import GatheringStep
from nyhavn.framework.news import Exchanged, News, NewsKind, feed, news_for
from nyhavn.framework.organisation_consent import PASSER_BY, Circle, Reader
from nyhavn.framework.peer_matching import Side
from spec.members.test_spec_peer_exchange import BOTH, DONE, NAMED, share
from unit.framework.test_fw_gatherings import gathering
from unit.framework.test_fw_learning import resource

LAST = NOW - 30 * DAY


def wants(**more: object) -> Subscription:
    return Subscription.model_validate({"rhythm": Rhythm.MONTHLY, "last_at": LAST} | more)


def digest(held: Exchanged, reader: Reader = AT_THE_MINISTRY, **more: object) -> Digest | None:
    return digest_for(wants(**more), held, reader, NOW)


FULL = Exchanged(
    listings={
        WATER: listing(WATER, "Water for all", topics=("services",)),
        RIVER: listing(RIVER, "River people", topics=("environment",), languages=("fr",)),
    },
    postings=(posting(1, RIVER, Side.OFFER, Circle.EVERYBODY, topics=("mapping",), languages=("fr-SN",)),),
    exchanges=(DONE,),
    shared={DONE.uuid: (*BOTH, *NAMED)},
    cases=(case(),),
    resources=(resource(40, topics=("consent",)),),
    gatherings=(gathering(GatheringStep.ANNOUNCE, topics=("consent",)),),
)


def kinds(found: Digest | None) -> list[NewsKind]:
    return sorted({line.kind for line in found.lines}) if found is not None else []


def test_everything_new_that_everybody_may_read_comes_through_with_its_words() -> None:
    found = digest(FULL)
    assert kinds(found) == sorted(NewsKind)
    assert found is not None
    assert not any(line.is_behind_sign_in for line in found.lines)
    assert "Water for all and River people" in [line.author for line in found.lines]


def test_where_nothing_is_new_there_is_no_mail() -> None:
    assert digest(Exchanged()) is None
    assert (
        digest_for(wants(rhythm=Rhythm.WEEKLY, last_at=NOW - 7 * DAY), Exchanged(FULL.listings), AT_THE_MINISTRY, NOW)
        is None
    )


@pytest.mark.parametrize("rhythm", [Rhythm.WEEKLY, Rhythm.MONTHLY])
def test_a_digest_is_due_after_its_days_and_not_before(rhythm: Rhythm) -> None:
    days = DIGEST_POLICY.days[rhythm] * DAY
    assert is_due(wants(rhythm=rhythm, last_at=NOW - days), NOW)
    assert not is_due(wants(rhythm=rhythm, last_at=NOW - days + HOUR), NOW)
    assert digest_for(wants(rhythm=rhythm, last_at=NOW - days + HOUR), FULL, AT_THE_MINISTRY, NOW) is None


def test_whoever_never_asked_gets_none() -> None:
    assert Subscription(last_at=LAST).rhythm is Rhythm.NEVER
    assert digest(FULL, rhythm=Rhythm.NEVER) is None


def test_nothing_is_told_twice_and_nothing_is_lost_between_two_digests() -> None:
    moments = [NOW - 40 * DAY + 7 * DAY * step for step in range(7)]
    told: list[tuple[NewsKind, object]] = []
    for last, now in zip(moments, moments[1:], strict=False):
        found = digest_for(wants(rhythm=Rhythm.WEEKLY, last_at=last), FULL, AT_THE_MINISTRY, now)
        told += [(line.kind, line.uuid) for line in found.lines] if found is not None else []
    everything = [(one.kind, one.uuid) for one in news_for(FULL, AT_THE_MINISTRY, moments[-1])]
    assert sorted(told, key=str) == sorted(everything, key=str)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"topics": {"consent"}}, [NewsKind.GATHERING, NewsKind.RESOURCE]),
        ({"topics": {"mapping"}}, [NewsKind.EXCHANGE, NewsKind.POSTING]),
        ({"kinds": {NewsKind.CASE}}, [NewsKind.CASE]),
        ({"topics": {"mapping"}, "languages": {"fr"}}, [NewsKind.EXCHANGE, NewsKind.POSTING]),
        ({"topics": {"consent"}, "languages": {"gse"}}, [NewsKind.GATHERING]),
        ({"topics": {"hiv"}}, []),
    ],
)
def test_what_somebody_wants_is_what_they_get(wish: dict[str, object], expected: list[NewsKind]) -> None:
    assert kinds(digest(FULL, **wish)) == expected


def test_what_ones_own_organisation_did_is_no_news() -> None:
    assert kinds(digest(FULL, AT_THE_WATER)) == [NewsKind.LISTING, NewsKind.POSTING]


def test_long_lists_are_cut_and_the_rest_is_told_as_a_number() -> None:
    many = {number(100 + of): listing(number(100 + of), f"Organisation {of}") for of in range(13)}
    found = digest(Exchanged(many))
    assert found is not None
    assert (len(found.lines), found.more) == (DIGEST_POLICY.lines_each, {NewsKind.LISTING: 3})


# --- Rights ------------------------------------------------------------------------------------

MEMBERS_ONLY = Exchanged(
    {SHELTER: listing(SHELTER, "A shelter", Circle.MEMBERS, is_at_risk=True, topics=("migration",))},
    (posting(2, SHELTER, Side.REQUEST),),
)


def test_a_mail_says_of_what_members_only_may_read_that_it_is_there_and_not_a_word_more() -> None:
    found = digest(MEMBERS_ONLY)
    assert found is not None
    assert [(line.kind, line.is_behind_sign_in) for line in found.lines] == [
        (NewsKind.POSTING, True),
        (NewsKind.LISTING, True),
    ]
    assert not any(secret in repr(found) for secret in ("shelter", "migration", "advice"))


def test_signed_in_a_member_reads_it_and_a_passer_by_does_not() -> None:
    assert [one.author for one in news_for(MEMBERS_ONLY, AT_THE_RIVER, NOW)] == ["A shelter", "A shelter"]
    assert feed(MEMBERS_ONLY, NOW) == ()
    assert digest(MEMBERS_ONLY, PASSER_BY) is None


def test_a_member_who_is_kept_out_gets_no_mail_about_it_at_all() -> None:
    kept = listing(SHELTER, "A shelter", Circle.MEMBERS, not_for=frozenset({PartyKind.GOVERNMENT}))
    held = Exchanged({SHELTER: kept}, (posting(2, SHELTER, Side.REQUEST),))
    assert digest(held, AT_THE_MINISTRY) is None
    assert digest(held, AT_THE_RIVER) is not None


def test_whoever_lost_their_rights_since_the_last_digest_gets_what_everybody_gets() -> None:
    held = Exchanged({**FULL.listings, **MEMBERS_ONLY.listings}, MEMBERS_ONLY.postings)
    left, member = digest(held, PASSER_BY), digest(held, AT_THE_MINISTRY)
    assert left is not None and member is not None
    assert (len(left.lines), len(member.lines)) == (2, 4)


def test_what_was_taken_back_before_the_mail_is_in_no_mail() -> None:
    gone = word(ListingField.NAME, Circle.NOBODY, SHELTER, NOW)
    before = MEMBERS_ONLY.listings[SHELTER]
    held = Exchanged({SHELTER: before.model_copy(update={"words": (*before.words, gone)})}, MEMBERS_ONLY.postings)
    assert digest(held) is None


def test_a_hidden_organisation_adds_nothing_to_any_digest_or_feed_not_even_to_a_number() -> None:
    hidden = Exchanged(
        {**FULL.listings, SHELTER: unnamed(SHELTER)}, (*FULL.postings, posting(2, SHELTER, Side.REQUEST))
    )
    without = Exchanged(FULL.listings, FULL.postings)
    assert digest(hidden) == digest(without)
    assert feed(hidden, NOW) == feed(without, NOW)


@pytest.mark.parametrize(("again", "at"), [(NOW - DAY, NOW - 9 * DAY), (None, NOW - 9 * DAY)])
def test_a_yes_said_again_is_no_news(again: datetime | None, at: datetime) -> None:
    said = says(WATER, Circle.EVERYBODY)
    more = says(WATER, Circle.EVERYBODY, at=again) if again is not None else ()
    (found,) = feed(Exchanged({WATER: listing(WATER, "Water", words=(*said, *more))}), NOW)
    assert found.at == at


def test_an_exchange_that_both_shared_is_no_news_again_when_one_of_them_says_so_again() -> None:
    again = share(RIVER, Circle.EVERYBODY, at=NOW)
    stranger = share(MINISTRY, Circle.EVERYBODY, at=NOW)
    no_and_yes = (share(RIVER, Circle.NOBODY, at=NOW - HOUR / 2), again)
    for said, at in ((BOTH, NOW - HOUR), ((*BOTH, again, stranger), NOW - HOUR), ((*BOTH, *no_and_yes), NOW)):
        held = Exchanged(exchanges=(DONE,), shared={DONE.uuid: said})
        assert [one.at for one in feed(held, NOW)] == [at]


def test_for_a_member_it_is_new_since_members_could_read_it() -> None:
    for_members = tuple(share(by, Circle.MEMBERS, at=NOW - 9 * HOUR) for by in (WATER, RIVER))
    held = Exchanged(exchanges=(DONE,), shared={DONE.uuid: (*for_members, *BOTH)})
    assert [one.at for one in news_for(held, AT_THE_MINISTRY, NOW)] == [NOW - 9 * HOUR]
    assert [one.at for one in feed(held, NOW)] == [NOW - HOUR]


def test_a_yes_after_a_no_is() -> None:
    said = (
        *says(WATER, Circle.EVERYBODY),
        *says(WATER, Circle.MEMBERS, at=NOW - 5 * DAY),
        *says(WATER, Circle.EVERYBODY, at=NOW - DAY),
    )
    held = Exchanged({WATER: listing(WATER, "Water", words=said)})
    assert [one.at for one in feed(held, NOW)] == [NOW - DAY]
    assert [one.at for one in news_for(held, AT_THE_MINISTRY, NOW)] == [NOW - 9 * DAY]


def test_a_feed_has_what_an_entry_needs_and_names_no_person() -> None:
    found = feed(FULL, NOW)
    assert {field.name for field in fields(News)} >= {"uuid", "at", "title", "language", "summary", "author"}
    assert all(one.title and one.language and one.at.tzinfo is not None for one in found)
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)
    assert MINISTRY not in {one.uuid for one in found}
