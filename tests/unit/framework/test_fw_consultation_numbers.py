"""Numbers, who is missing, claims, what readers see, and the tables: what each tells, and what it never tells."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation_cast import (
    AFTER,
    ANSWERS_SHOWN,
    CHIPO,
    DURING,
    OUT,
    answer,
    arrival,
    by_number,
    comment,
    consultation,
    contest,
    hiding,
    merged,
    record,
)
from nyhavn.framework.consultation import Consultation, Wanted
from nyhavn.framework.consultation_comments import CommentType, Door, PublicationWish, Speaker, SpeaksAs
from nyhavn.framework.consultation_moderation import Reader, SeenComment, seen
from nyhavn.framework.consultation_numbers import (
    FEW_OR_NONE,
    Heard,
    NumbersBy,
    check_numbers_public,
    claims,
    inner_numbers,
    public_numbers,
    who_is_missing,
    whole_thresholds,
)
from nyhavn.framework.consultation_policy import CONSULTATION_POLICY
from nyhavn.framework.consultation_records import CommentRecord
from nyhavn.framework.consultation_table import INNER_COLUMNS, PUBLIC_COLUMNS, inner_table, public_table
from nyhavn.framework.consultation_words import Dimension
from nyhavn.framework.refusal import Refusal

ANSWERED = consultation(ANSWERS_SHOWN)
T = CONSULTATION_POLICY.told_from
ANONYMOUS, NAMED = PublicationWish.ANONYMOUS, PublicationWish.NAMED
ORGANISATION, UNPUBLISHED = PublicationWish.ORGANISATION, PublicationWish.NOT_PUBLISHED


def said_by(
    number: int, region: str, wish: PublicationWish, *, groups: Sequence[str] = (), **more: object
) -> CommentRecord:
    speaker = Speaker(
        name=f"Person {number}",
        organisation=f"Body {number}",
        region=region,
        sector="academia",
        groups=frozenset(groups),
    )
    return record(number, answer(), said=comment(number, **{"speaker": speaker, "wish": wish, **more}))


def village(*regions: tuple[str, PublicationWish, int]) -> list[CommentRecord]:
    """So many commenters of each region and wish."""
    spread = [(region, wish) for region, wish, number in regions for _ in range(number)]
    return [said_by(number, region, wish) for number, (region, wish) in enumerate(spread, start=1)]


def by(dimension: Dimension, records: Sequence[CommentRecord], about: Consultation = ANSWERED) -> NumbersBy:
    return public_numbers(about, records, OUT)[dimension]


# What is counted --------------------------------------------------------------------------------------------------


def test_organisations_that_are_shown_are_counted_exactly_and_people_in_whole_thresholds() -> None:
    records = village(("014", ORGANISATION, 3), ("014", NAMED, 7), ("014", ANONYMOUS, 12), ("011", ANONYMOUS, 30))
    assert by(Dimension.REGION, records).of("014") == 3 + 0 + 10  # of seven named people none may be elsewhere
    records = village(("014", ORGANISATION, 3), ("014", NAMED, 7), ("011", NAMED, 9), ("014", ANONYMOUS, 42))
    assert by(Dimension.REGION, records).of("014") == 3 + 5 + 35


def test_few_are_never_told_from_none_and_a_row_never_appears_because_of_somebody() -> None:
    few = by(Dimension.REGION, village(("014", ANONYMOUS, T - 1), ("011", ANONYMOUS, 20)))
    none = by(Dimension.REGION, village(("011", ANONYMOUS, 20 + T - 1)))
    assert [row.code for row in few.rows] == [row.code for row in none.rows]
    assert few.of("014") == none.of("014") == 0
    assert next(row for row in few.rows if row.code == "014").words == FEW_OR_NONE


def test_a_language_stands_there_only_when_it_may_be_told() -> None:
    swahili = [said_by(number, "014", ANONYMOUS, language="sw") for number in range(1, 21)]
    one = said_by(21, "014", ANONYMOUS, language="luo")
    assert [row.code for row in by(Dimension.LANGUAGE, [*swahili, one]).rows] == ["sw"]


def test_whoever_writes_much_is_one_commenter() -> None:
    twenty = [said_by(n, "014", ANONYMOUS, arrival=arrival(sending="one form")) for n in range(1, 21)]
    assert by(Dimension.REGION, twenty).of("014") == 0
    assert inner_numbers(ANSWERED, twenty)[Dimension.REGION].of("014") == 1
    name = Speaker(organisation="Fishers of the lake", region="014")
    again = [record(n, said=comment(n, wish=ORGANISATION, speaker=name)) for n in (1, 2, 3)]
    assert by(Dimension.REGION, again).of("014") == 1


def test_what_is_not_said_is_a_row_of_its_own_and_never_a_no() -> None:
    found = by(Dimension.REGION, village(("", ANONYMOUS, 12), ("014", ANONYMOUS, 12)))
    assert (found.not_said.at_least, found.of("014")) == (10, 10)
    assert "" not in [row.code for row in found.rows]


def test_somebody_of_two_groups_is_in_both_rows() -> None:
    records = [said_by(number, "014", ANONYMOUS, groups=("women", "farmers")) for number in range(1, 21)]
    found = by(Dimension.GROUP, records)
    assert found.of("women") == found.of("farmers") == 15


def test_of_which_group_a_named_organisation_says_it_is_is_not_told_of_few() -> None:
    records = [said_by(number, "014", ORGANISATION, groups=("persons-with-disabilities",)) for number in (1, 2)]
    assert by(Dimension.GROUP, records).of("persons-with-disabilities") == 0
    assert by(Dimension.REGION, records).of("014") == 2


def test_late_ones_and_what_machines_made_are_not_in_the_numbers() -> None:
    late = [said_by(number, "014", ORGANISATION, arrival=arrival(number, at=AFTER)) for number in (1, 2)]
    machine = record(3, said=comment(3, wish=ORGANISATION), moderation=(hiding("machine-made"),))
    assert by(Dimension.REGION, [*late, machine]).of("014") == 0
    assert inner_numbers(ANSWERED, [*late, machine])[Dimension.REGION].of("014") == 2


@pytest.mark.parametrize("about", [consultation(acts=()), consultation()])
def test_no_numbers_before_the_answers_are_shown(about: Consultation) -> None:
    with pytest.raises(Refusal) as refused:
        public_numbers(about, [], AFTER)
    assert refused.value.codes == ("consultation-numbers-not-yet",)
    check_numbers_public(ANSWERED, OUT)


@pytest.mark.parametrize(
    ("there", "everybody", "told"),
    [(4, 100, 0), (5, 100, 5), (9, 100, 5), (10, 100, 10), (5, 9, 0), (5, 10, 5), (10, 10, 5), (0, 0, 0), (3, 3, 0)],
)
def test_both_sides_of_each_boundary(there: int, everybody: int, told: int) -> None:
    assert whole_thresholds(there, everybody) == told


# The attacker -----------------------------------------------------------------------------------------------------

REGIONS = ("014", "011", "005")
PEOPLE = st.lists(st.tuples(st.sampled_from(REGIONS), st.sampled_from(PublicationWish)), max_size=40)


@given(PEOPLE)
def test_whoever_subtracts_the_named_from_the_numbers_is_left_with_nothing_or_a_threshold(
    people: list[tuple[str, PublicationWish]],
) -> None:
    records = [said_by(number, region, wish) for number, (region, wish) in enumerate(people, start=1)]
    found = by(Dimension.REGION, records)
    unnamed = [region for region, wish in people if wish in (ANONYMOUS, UNPUBLISHED)]
    for region in REGIONS:
        organisations = sum(one == (region, ORGANISATION) for one in people)
        named = sum(one == (region, NAMED) for one in people)
        all_named = sum(wish is NAMED for _, wish in people)
        # The attacker knows every name, where each is, and how people with a name are counted.
        left = found.of(region) - organisations - whole_thresholds(named, all_named)
        assert left == 0 or T <= left <= unnamed.count(region)
        assert left <= max(0, len(unnamed) - T)


@given(st.integers(1, 60), st.integers(1, 4), st.sampled_from(REGIONS))
def test_that_all_the_anonymous_are_of_one_place_is_never_told(together: int, elsewhere: int, region: str) -> None:
    other = next(one for one in REGIONS if one != region)
    elsewhere = min(elsewhere, together)
    all_there = village((region, ANONYMOUS, together))
    some_not = village((region, ANONYMOUS, together - elsewhere), (other, ANONYMOUS, elsewhere))
    told = [[by(Dimension.REGION, records).of(one) for one in REGIONS] for records in (all_there, some_not)]
    assert told[0] == told[1]
    assert sum(told[0]) <= max(0, together - T)


def test_a_single_anonymous_commenter_is_told_nothing_about() -> None:
    for region in REGIONS:
        records = village(*((one, ORGANISATION, 6) for one in REGIONS), (region, ANONYMOUS, 1))
        assert [by(Dimension.REGION, records).of(one) for one in REGIONS] == [6, 6, 6]


def test_somebody_named_once_and_anonymous_once_is_not_joined_by_a_count() -> None:
    both = [
        said_by(1, "014", ORGANISATION, type=CommentType.SUPPORT, arrival=arrival(sending="same")),
        said_by(2, "014", ANONYMOUS, type=CommentType.OBJECTION, arrival=arrival(sending="same")),
    ]
    assert by(Dimension.TYPE, both).of("support") == 1
    assert by(Dimension.TYPE, both).of("objection") == 0


def test_whoever_writes_with_a_name_and_without_is_one_commenter() -> None:
    both = [
        said_by(number, "014", wish, type=kind, arrival=arrival(sending=f"form {number // 2}"))
        for number, (wish, kind) in enumerate(
            [(ORGANISATION, CommentType.SUPPORT), (ANONYMOUS, CommentType.OBJECTION)] * 12, start=2
        )
    ]
    both = [one.model_copy(update={"number": place}) for place, one in enumerate(both, start=1)]
    assert inner_numbers(ANSWERED, both)[Dimension.REGION].of("014") == by(Dimension.REGION, both).of("014") == 12
    assert by(Dimension.TYPE, both).of("objection") == 0


# Who is missing, and claims ---------------------------------------------------------------------------------------


def test_those_who_are_missing_most_come_first() -> None:
    wanted = tuple(
        Wanted(dimension=Dimension.REGION, code=code, commenters=10) for code in ("014", "011", "005", "013")
    )
    about = consultation(ANSWERS_SHOWN, wanted=wanted)
    records = village(("014", ORGANISATION, 12), ("011", ORGANISATION, 4), ("005", ORGANISATION, 9))
    rows = who_is_missing(about, public_numbers(about, records, OUT))
    assert [(row.wanted.code, row.at_least, row.heard) for row in rows] == [
        ("013", 0, Heard.FEW_OR_NONE),
        ("011", 4, Heard.FEWER),
        ("005", 9, Heard.FEWER),
        ("014", 12, Heard.HEARD),
    ]
    assert rows[0].name == "Central America"


def test_people_spoken_for_are_shown_as_said_beside_a_name_and_make_nobody_more() -> None:
    speaker = Speaker(
        speaks_as=SpeaksAs.ORGANISATION, organisation="Union", for_whom="members", for_how_many=90_000, region="014"
    )
    shown = record(1, said=comment(1, speaker=speaker, wish=ORGANISATION))
    unnamed = record(2, said=comment(2, speaker=speaker))
    assert [(one.who, one.for_how_many) for one in claims([shown, unnamed])] == [("Union", 90_000)]
    assert inner_numbers(ANSWERED, [shown, unnamed])[Dimension.REGION].of("014") == 2


# What is seen -----------------------------------------------------------------------------------------------------


def looks(one: CommentRecord, reader: Reader, about: Consultation = ANSWERED) -> SeenComment:
    return seen(about, one, reader, by_number(one, record(2, answer())))


@pytest.mark.parametrize(
    ("wish", "who"), [(NAMED, "Dada"), (ORGANISATION, "Fishers of the lake"), (ANONYMOUS, ""), (UNPUBLISHED, "")]
)
def test_a_comment_is_shown_exactly_as_its_author_wishes(wish: PublicationWish, who: str) -> None:
    one = record(1, answer(), said=comment(wish=wish))
    everybody, body = looks(one, Reader.EVERYBODY), looks(one, Reader.BODY)
    assert everybody.who == who
    assert bool(everybody.rationale) is bool(everybody.reason) is (wish is not UNPUBLISHED)
    assert (body.who, body.decided_by) == ("Dada", "a-amina")
    assert everybody.decided_by == ""


def test_hidden_words_are_read_by_the_author_and_the_body_with_the_reason_and_only_the_body_reads_by_whom() -> None:
    one = record(1, answer(), said=comment(wish=NAMED), moderation=(hiding(),))
    everybody, author, body = (looks(one, reader) for reader in (Reader.EVERYBODY, Reader.AUTHOR, Reader.BODY))
    assert (everybody.rationale, everybody.who, everybody.words_of_moderator) == ("", "", "")
    assert everybody.hidden_because and everybody.outcome == "accepted"
    assert author.rationale and author.words_of_moderator == "Send it again without the name."
    assert (author.moderator, body.moderator) == ("", CHIPO.account)


def test_an_answer_is_seen_by_the_body_first_and_by_others_when_all_are_shown() -> None:
    one = record(1, answer(), said=comment(wish=NAMED))
    before = [looks(one, reader, consultation()).outcome for reader in Reader]
    assert before == ["", "", "accepted"]
    assert [looks(one, reader).outcome for reader in Reader] == ["accepted"] * 3


def test_a_merged_comment_points_to_the_other_by_its_reference() -> None:
    assert looks(record(1, merged(2)), Reader.AUTHOR).merged_into == record(2).reference


# The tables -------------------------------------------------------------------------------------------------------


def table(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


FULL = Speaker(
    speaks_as=SpeaksAs.GROUP,
    name="Dada",
    organisation="Fishers of the lake",
    for_whom="fishers of Kisumu",
    for_how_many=214,
    region="014",
    sector="community",
    groups=frozenset({"farmers"}),
    in_own_words="Jo-nam",
)
SAID = comment(
    wish=ANONYMOUS,
    speaker=FULL,
    arrival=arrival(
        door=Door.WORKSHOP, recorder="Chipo", source="Minutes of Kisumu", account="a-dada", sending="table 3"
    ),
)
PRIVATE = (
    "Dada",
    "Fishers",
    "Kisumu",
    "214",
    "014",
    "community",
    "farmers",
    "Jo-nam",
    "workshop",
    "Chipo",
    "a-dada",
    "table 3",
    "2026-03",
    "a-amina",
    "a-chipo",
    "second sentence",
)


def test_the_public_table_tells_nothing_of_whoever_wrote_without_a_name() -> None:
    one = record(1, answer(), said=SAID, contest=contest())
    text = repr(public_table(ANSWERED, by_number(one)))
    assert [word for word in PRIVATE if word in text] == []
    assert "Reason number 1." in text and "It is clearer so." in text  # the twin: what was said is read
    inner = repr(inner_table(ANSWERED, by_number(one)))
    assert [word for word in PRIVATE if word not in inner] == ["a-dada", "a-chipo"]


def test_whoever_is_shown_with_a_name_has_the_claim_beside_it() -> None:
    shown = comment(wish=ORGANISATION, speaker=FULL)
    row = table(public_table(ANSWERED, by_number(record(1, answer(), said=shown))))[0]
    assert (row["who"], row["says for how many"], row["outcome"]) == ("Fishers of the lake", "214", "accepted")


def test_what_is_not_to_be_published_has_a_row_that_tells_only_that_it_is_answered() -> None:
    one = record(1, answer(), said=comment(wish=UNPUBLISHED, speaker=FULL))
    row = table(public_table(ANSWERED, by_number(one)))[0]
    assert {name: value for name, value in row.items() if value} == {
        "reference": one.reference,
        "shown as": "not-published",
        "answered": "yes",
    }


def test_the_order_of_the_public_table_is_not_the_order_in_which_comments_came() -> None:
    records = by_number(*(record(number, answer(), said=comment(number)) for number in range(1, 9)))
    references = [row["reference"] for row in table(public_table(ANSWERED, records))]
    assert references == sorted(references) != [one.reference for one in records.values()]
    assert "number" not in PUBLIC_COLUMNS
    assert [row["number"] for row in table(inner_table(ANSWERED, records))] == [str(n) for n in range(1, 9)]


def test_late_contested_and_merged_stand_in_the_public_table() -> None:
    late = record(1, merged(2), said=comment(1, at=OUT - timedelta(days=1)), contest=contest())
    records = by_number(late, record(2, answer(), said=comment(2)))
    row = next(row for row in table(public_table(ANSWERED, records)) if row["reference"] == late.reference)
    assert (row["late"], row["contested"], row["merged into"]) == ("yes", "yes", record(2).reference)


def test_what_is_merged_into_a_comment_without_an_answer_is_not_answered_in_any_table() -> None:
    records = by_number(record(1, merged(2)), record(2), record(3, answer()))
    for made in (public_table(ANSWERED, records), inner_table(ANSWERED, records)):
        answered = {row["reference"]: row["answered"] for row in table(made)}
        assert answered == {record(1).reference: "no", record(2).reference: "no", record(3).reference: "yes"}


def test_the_second_clause_stands_before_the_tenth() -> None:
    records = by_number(*(record(n, said=comment(n, clause=c)) for n, c in enumerate(("C10", "", "C2"), start=1)))
    assert [row["clause"] for row in table(public_table(ANSWERED, records))] == ["", "C2", "C10"]


@pytest.mark.parametrize("dimension", [one for one in Dimension if one is not Dimension.LANGUAGE])
def test_nobody_is_wanted_under_a_code_that_nobody_can_say(dimension: Dimension) -> None:
    with pytest.raises(Refusal) as refused:
        consultation(wanted=(Wanted(dimension=dimension, code="atlantis", commenters=1),))
    assert refused.value.codes == ("comment-code-unknown",)
    consultation(wanted=(Wanted(dimension=Dimension.LANGUAGE, code="sw", commenters=1),))


def test_the_table_of_the_body_holds_every_public_column_and_more() -> None:
    assert set(PUBLIC_COLUMNS) - set(INNER_COLUMNS) == {"who"}
    assert DURING.isoformat() in repr(inner_table(ANSWERED, by_number(record())))
