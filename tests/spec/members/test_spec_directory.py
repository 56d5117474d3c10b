"""The directory in sentences: whoever stands there wished it, and whoever hides is not found by looking at the rest."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange_cast import (
    AT_THE_MINISTRY,
    AT_THE_RIVER,
    AT_THE_WATER,
    DAY,
    EAST_AFRICA,
    HOUR,
    MINISTRY,
    NOW,
    RIVER,
    SHELTER,
    WATER,
    listing,
    number,
    posting,
    says,
    unnamed,
    word,
)
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.directory import (
    Listing,
    ListingField,
    UnnamedLine,
    check_said,
    check_web_address,
    check_word,
    directory,
    listing_reasons,
    shown_listing,
    unnamed_lines,
)
from nyhavn.framework.exchange_words import LISTING_POLICY
from nyhavn.framework.news import Exchanged, feed, news_for
from nyhavn.framework.organisation_consent import PASSER_BY, Circle, Reader, is_ending
from nyhavn.framework.peer_matching import Side, matches_for
from nyhavn.framework.refusal import Refusal

NAME = ListingField.NAME


def names(found: tuple[Listing, ...], reader: Reader = PASSER_BY) -> list[str]:
    return [one.name for one in directory(found, reader, NOW)]


# --- Nobody is listed by others ----------------------------------------------------------------


def test_an_organisation_that_said_nothing_is_not_listed() -> None:
    assert names((listing(WATER, "Water for all", words=()),)) == []


def test_an_organisation_that_said_yes_is_listed_with_what_it_let_others_read() -> None:
    said = says(WATER, Circle.EVERYBODY, NAME, ListingField.TOPICS)
    shown = shown_listing(listing(WATER, "Water for all", words=said), PASSER_BY, NOW)
    assert shown is not None
    assert (shown.name, shown.topics, shown.regions, shown.languages) == ("Water for all", ("services",), None, None)


def test_nobody_can_list_another_organisation() -> None:
    theirs = listing(SHELTER, "A shelter", words=())
    with pytest.raises(Refusal) as refused:
        check_word(theirs, word(NAME, Circle.EVERYBODY, SHELTER, NOW), speaks_for={MINISTRY}, now=NOW)
    assert refused.value.codes == ("listing-not-own",)
    with pytest.raises(Refusal) as refused:
        check_word(theirs, word(NAME, Circle.EVERYBODY, MINISTRY, NOW), speaks_for={SHELTER, MINISTRY}, now=NOW)
    assert refused.value.codes == ("listing-not-own",)


def test_a_word_that_was_slipped_in_for_another_organisation_counts_for_nothing() -> None:
    slipped_in = says(MINISTRY, Circle.EVERYBODY)
    assert names((listing(SHELTER, "A shelter", words=slipped_in),)) == []


def test_its_own_administrator_lists_it() -> None:
    own = listing(WATER, "Water for all", words=())
    said = word(NAME, Circle.EVERYBODY, WATER, NOW)
    check_word(own, said, speaks_for={WATER}, now=NOW)
    assert names((own.model_copy(update={"words": (said,)}),)) == ["Water for all"]


# --- What ended is gone at once ----------------------------------------------------------------


@pytest.mark.parametrize(("after", "is_there"), [(-HOUR, True), (0 * HOUR, False), (HOUR, False)])
def test_a_yes_that_is_taken_back_ends_in_that_moment(after: object, is_there: bool) -> None:  # noqa: FBT001
    taken_back = word(NAME, Circle.NOBODY, WATER, NOW - HOUR)
    gone = listing(WATER, "Water for all", words=(*says(WATER, Circle.EVERYBODY), taken_back))
    assert (shown_listing(gone, PASSER_BY, NOW - HOUR + after) is not None) is is_there  # type: ignore[operator]


def test_a_yes_until_a_moment_ends_in_that_moment() -> None:
    own = listing(WATER, "Water", words=(word(NAME, Circle.EVERYBODY, WATER, NOW - DAY, until=NOW),))
    assert shown_listing(own, PASSER_BY, NOW - HOUR) is not None
    assert shown_listing(own, PASSER_BY, NOW) is None


def test_a_yes_that_was_forgotten_ends_by_itself_and_somebody_is_reminded_before() -> None:
    lasts = LISTING_POLICY.lasts_days * DAY
    said = word(NAME, Circle.EVERYBODY, WATER, NOW - lasts + DAY)
    own = listing(WATER, "Water", words=(said,))
    assert shown_listing(own, PASSER_BY, NOW) is not None
    assert shown_listing(own, PASSER_BY, NOW + DAY) is None
    assert is_ending(said, NOW)
    assert not is_ending(said, NOW + DAY)
    assert not is_ending(said, NOW - lasts + 2 * DAY)


def test_to_let_fewer_people_read_is_never_refused() -> None:
    dangerous = listing(SHELTER, "A shelter", is_at_risk=True, topics=("migration",))
    for circle in (Circle.MEMBERS, Circle.NOBODY):
        check_word(dangerous, word(NAME, circle, SHELTER, NOW), speaks_for={SHELTER}, now=NOW)


# --- Who could come to harm --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"is_at_risk": True}, "listing-too-open"),
        ({"is_at_risk": None, "topics": ("migration",)}, "listing-danger-not-answered"),
        ({"not_for": frozenset({PartyKind.GOVERNMENT})}, "listing-exclusion-empty"),
    ],
)
def test_a_name_is_not_opened_to_everybody_while_it_could_hurt(changes: dict[str, object], code: str) -> None:
    own = listing(SHELTER, "A shelter", **(changes | {"words": ()}))
    said = word(NAME, Circle.EVERYBODY, SHELTER, NOW)
    with pytest.raises(Refusal) as refused:
        check_word(own, said, speaks_for={SHELTER}, now=NOW)
    assert refused.value.codes == (code,)
    stored_all_the_same = own.model_copy(update={"words": (said,)})
    assert shown_listing(stored_all_the_same, PASSER_BY, NOW) is None
    assert shown_listing(stored_all_the_same, AT_THE_WATER, NOW) is not None
    assert [reason.code for reason in listing_reasons(stored_all_the_same, NOW)] == [code]


@pytest.mark.parametrize("changes", [{"is_at_risk": False, "topics": ("migration",)}, {"is_at_risk": None}])
def test_a_name_is_open_where_they_said_it_is_no_danger_or_nothing_points_at_one(changes: dict[str, object]) -> None:
    own = listing(SHELTER, "A shelter", **(changes | {"words": ()}))
    said = word(NAME, Circle.EVERYBODY, SHELTER, NOW)
    check_word(own, said, speaks_for={SHELTER}, now=NOW)
    assert names((own.model_copy(update={"words": (said,)}),)) == ["A shelter"]


def test_what_is_for_members_is_read_by_members_only() -> None:
    own = listing(SHELTER, "A shelter", Circle.MEMBERS, is_at_risk=True)
    assert names((own,)) == []
    assert names((own,), AT_THE_WATER) == ["A shelter"]


@pytest.mark.parametrize(
    "kinds", [{PartyKind.GOVERNMENT}, {PartyKind.GOVERNMENT, PartyKind.CITIZENS}, {PartyKind.UNKNOWN}, set()]
)
def test_a_member_of_a_kind_that_is_kept_out_or_of_no_known_kind_reads_nothing(kinds: set[PartyKind]) -> None:
    own = listing(SHELTER, "A shelter", Circle.MEMBERS, not_for=frozenset({PartyKind.GOVERNMENT}))
    assert names((own,), Reader(frozenset({MINISTRY}), frozenset(kinds))) == []
    assert names((own,), AT_THE_RIVER) == ["A shelter"]


def test_nobody_is_told_that_somebody_is_at_risk() -> None:
    own = listing(SHELTER, "A shelter", Circle.MEMBERS, is_at_risk=True)
    shown = shown_listing(own, AT_THE_WATER, NOW)
    assert shown is not None
    assert not any("risk" in field for field in asdict(shown))


# --- By region and topic only ------------------------------------------------------------------

MANY = LISTING_POLICY.unnamed_from


def shelters(count: int) -> tuple[Listing, ...]:
    return tuple(unnamed(number(100 + of), f"Shelter {of}") for of in range(count))


def test_a_line_without_names_is_told_where_enough_stand_behind_it() -> None:
    assert unnamed_lines(shelters(MANY), NOW) == (UnnamedLine(EAST_AFRICA, "migration"),)
    assert unnamed_lines(shelters(MANY - 1), NOW) == ()


def test_one_organisation_does_not_count_as_many_and_named_ones_do_not_count() -> None:
    few = shelters(MANY - 1)
    assert unnamed_lines((*few, few[0], few[0]), NOW) == ()
    known = listing(WATER, "Known", topics=("migration",))
    for_members = listing(RIVER, "For members", Circle.EVERYBODY, topics=("migration",), is_at_risk=True)
    assert unnamed_lines((*few, known, for_members), NOW) == ()


def test_a_line_holds_no_name_no_number_and_no_day() -> None:
    (line,) = unnamed_lines(shelters(MANY), NOW)
    assert asdict(line) == {"region": EAST_AFRICA, "topic": "migration"}


def test_who_leaves_a_line_is_out_of_it_at_once() -> None:
    first, *others = shelters(MANY)
    gone = word(ListingField.TOPICS, Circle.NOBODY, first.organisation, NOW)
    assert unnamed_lines((first.model_copy(update={"words": (*first.words, gone)}), *others), NOW) == ()


KNOWN = (
    listing(WATER, "Water for all", topics=("services", "migration")),
    listing(RIVER, "River people", topics=("environment",)),
    listing(MINISTRY, "Ministry of the Interior", topics=("migration",)),
)
BAIT = posting(900, MINISTRY, Side.OFFER, help=("advice", "visit"), regions=("001",))


@given(
    region=st.sampled_from([EAST_AFRICA, "011", "002", "001"]),
    topics=st.sets(st.sampled_from(["migration", "refugees", "services"]), min_size=1),
    side=st.sampled_from(Side),
    circle=st.sampled_from([None, *Circle]),
    is_at_risk=st.sampled_from([True, None, False]),
    count=st.integers(1, MANY - 1),
)
def test_an_intelligence_service_sees_the_same_whether_hidden_shelters_are_there_or_not(
    region: str, topics: set[str], side: Side, circle: Circle | None, is_at_risk: bool | None, count: int
) -> None:
    """It reads the directory, the lines, the feed, its own news, and baits with an offer that everything fits."""
    hidden = [
        unnamed(number(200 + of), regions=(region,), topics=tuple(topics), is_at_risk=is_at_risk) for of in range(count)
    ]
    theirs = [
        posting(300 + of, one.organisation, side, circle, topics=tuple(topics), regions=(region,))
        for of, one in enumerate(hidden)
    ]
    with_them = Exchanged({one.organisation: one for one in (*KNOWN, *hidden)}, (BAIT, *theirs))
    without = Exchanged({one.organisation: one for one in KNOWN}, (BAIT,))
    for reader in (PASSER_BY, AT_THE_MINISTRY):
        assert everything(with_them, reader) == everything(without, reader)


def everything(held: Exchanged, reader: Reader) -> tuple[object, ...]:
    found = held.listings.values()
    matches = matches_for(BAIT, held.postings, held.listings, reader, NOW) if reader.is_member else ()
    return (
        directory(found, reader, NOW),
        unnamed_lines(found, NOW),
        feed(held, NOW),
        news_for(held, reader, NOW),
        matches,
        tuple(match.because for match in matches),
    )


def test_the_same_shelter_named_for_members_comes_through() -> None:
    """The twin: what was compared above does differ where somebody wished to be seen."""
    seen = listing(SHELTER, "A shelter", Circle.MEMBERS, topics=("migration",))
    asks = posting(301, SHELTER, Side.REQUEST)
    held = Exchanged({one.organisation: one for one in (*KNOWN, seen)}, (BAIT, asks))
    without = Exchanged({one.organisation: one for one in KNOWN}, (BAIT,))
    got, had = everything(held, AT_THE_MINISTRY), everything(without, AT_THE_MINISTRY)
    assert "A shelter" in [one.name for one in got[0]]  # type: ignore[attr-defined]
    assert [match.name for match in got[4]] == ["A shelter"]  # type: ignore[attr-defined]
    assert had[4] == ()
    assert everything(held, PASSER_BY) == everything(without, PASSER_BY)


# --- Nothing of persons ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "about",
    [
        "Ask Amina Odhiambo.",
        "Ask AMINA  ODHIAMBO!",
        "Write to amina@example.org",
        "Call +254 700 123 456",
        "We sit at -1.28333, 36.81667",
    ],
)
def test_what_an_organisation_says_of_itself_holds_no_person_and_nothing_that_leads_to_one(about: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_said(listing(WATER, "Water", about=about), ["Amina Odhiambo"])
    assert refused.value.codes == ("words-name-somebody",)
    assert "Amina" not in str(refused.value)


def test_what_it_says_of_its_work_comes_through() -> None:
    about = "Since 2019 we count wells, 2020-2024 with 300 people. Aminata is a river."
    check_said(listing(WATER, "Water", about=about, web="https://water.example.org/about"), ["Amina Odhiambo", ""])


@pytest.mark.parametrize("name", [" ", "\u200b", "-"])
def test_an_organisation_without_a_name_is_not_listed(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_said(listing(WATER, name))
    assert refused.value.codes == ("listing-name-missing",)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://me:secret@example.org/", "https://example.org/?token=1", "https://localhost", "x"],
)
def test_an_address_that_holds_a_secret_or_leads_nowhere_is_refused(address: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_web_address(address)
    assert refused.value.codes == ("web-address-wrong",)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("address", ["https://example.org", "http://example.org:8080/a/b", "https://مثال.إختبار/صفحة"])
def test_an_address_that_everybody_can_open_comes_through(address: str) -> None:
    check_web_address(address)


def test_every_field_has_a_yes_of_its_own() -> None:
    for left_out in set(ListingField) - {NAME}:
        said = says(WATER, Circle.EVERYBODY, *(set(ListingField) - {left_out}))
        full = listing(
            WATER, "Water", kind=PartyKind.COMMUNITY, country="KE", about="We count.", web="https://a.org", words=said
        )
        shown = shown_listing(full, PASSER_BY, NOW)
        assert shown is not None
        assert [field for field, value in asdict(shown).items() if value is None] == [left_out.value]
        assert replace(shown, name="") != shown
