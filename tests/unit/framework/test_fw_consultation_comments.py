"""A comment as a value: each fault alone, what is not said stays so, and the words for every code."""

from datetime import datetime

import pytest
from pydantic import ValidationError

from consultation_cast import DURING, arrival, comment
from nyhavn.framework.consultation_comments import (
    WISH_IF_NOT_SAID,
    Arrival,
    CommentType,
    Door,
    PublicationWish,
    Speaker,
    has_letters,
    is_by,
)
from nyhavn.framework.consultation_policy import CONSULTATION_POLICY
from nyhavn.framework.consultation_records import MACHINE_MADE, Outcome
from nyhavn.framework.consultation_words import (
    STAKEHOLDERS,
    WORDS,
    WORLD_REGIONS,
    Dimension,
    Entry,
    OwnWords,
    check_said,
    entries,
    values_of,
)
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.refusal import Refusal

WORKSHOP = {"door": Door.WORKSHOP, "recorder": "Chipo", "source": "Minutes of the assembly, 3 March"}


def codes(**changed: object) -> tuple[str, ...]:
    try:
        comment(**changed)
    except Refusal as refused:
        return refused.codes
    return ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"rationale": " … "}, "comment-without-words"),
        ({"type": CommentType.OBJECTION, "rationale": ""}, "comment-without-words"),
        ({"type": CommentType.QUESTION, "rationale": ""}, "comment-without-words"),
        ({"wish": PublicationWish.NAMED, "speaker": Speaker(organisation="Fishers")}, "comment-name-missing"),
        ({"wish": PublicationWish.ORGANISATION, "speaker": Speaker(name="Dada")}, "comment-organisation-missing"),
        ({"arrival": arrival(**{**WORKSHOP, "recorder": ""})}, "comment-recorder-missing"),
        ({"arrival": arrival(**{**WORKSHOP, "source": ""})}, "comment-source-missing"),
        ({"arrival": arrival(door=Door.VOICE), "rationale": ""}, "comment-without-words"),
    ],
)
def test_each_fault_alone_is_refused_with_its_code(changed: dict[str, object], code: str) -> None:
    assert codes(**changed) == (code,)


@pytest.mark.parametrize(
    "changed",
    [
        {"type": CommentType.SUPPORT, "rationale": ""},
        {"rationale": "", "proposed": "People decide."},
        {"rationale": "", "arrival": arrival(door=Door.VOICE, source="recording 7")},
        {"arrival": arrival(**WORKSHOP)},
        {"speaker": Speaker(), "wish": PublicationWish.NOT_PUBLISHED},
        {"rationale": "لا أحد سألنا"},
    ],
)
def test_the_twin_of_each_comes_through(changed: dict[str, object]) -> None:
    assert codes(**changed) == ()


@pytest.mark.parametrize(
    "changed",
    [{"language": "not a language"}, {"clause": "C" * 201}, {"speaker": {"for_how_many": 0}}, {"votes": 3}],
)
def test_what_is_no_such_value_is_none(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        comment(**changed)


def test_a_time_without_a_zone_is_no_arrival() -> None:
    with pytest.raises(ValidationError):
        Arrival(door=Door.WEB, at=datetime(2026, 3, 1), sending="s")  # noqa: DTZ001


def test_an_error_never_repeats_what_a_person_said() -> None:
    with pytest.raises(Refusal) as refused:
        comment(rationale="", wish=PublicationWish.ORGANISATION, speaker=Speaker(name="Dada", in_own_words="Luo"))
    assert "Dada" not in str(refused.value) and "Luo" not in str(refused.value)


def test_whoever_did_not_say_how_it_may_be_shown_is_not_published() -> None:
    assert WISH_IF_NOT_SAID is PublicationWish.NOT_PUBLISHED


def test_what_is_not_said_counts_under_nothing() -> None:
    said = comment(speaker=Speaker())
    assert [values_of(said, one) for one in (Dimension.REGION, Dimension.SECTOR, Dimension.GROUP)] == [frozenset()] * 3
    assert values_of(said, Dimension.DOOR) == {"web"}


def test_somebody_is_recognised_by_account_or_by_name_and_nobody_by_nothing() -> None:
    said = comment(arrival=arrival(account="a-dada"))
    assert is_by(said, "a-dada", "") and is_by(said, "", "  DADA.")
    assert not is_by(said, "a-amina", "Amina")
    assert not is_by(comment(speaker=Speaker()), "", "")
    assert not is_by(comment(speaker=Speaker(name="-")), "", "·")


def test_codes_are_those_of_the_lists_or_of_the_consultation_itself() -> None:
    check_said(Speaker(region="014", sector="statistics-office", groups=frozenset({"farmers"})), OwnWords())
    with pytest.raises(Refusal) as refused:
        check_said(Speaker(region="nowhere", sector="x", groups=frozenset({"farmers", "y"})), OwnWords())
    assert refused.value.codes == ("comment-code-unknown",) * 3
    assert "nowhere" not in str(refused.value)
    own = OwnWords(regions=(Entry(code="kisumu", name="Kisumu"),))
    check_said(Speaker(region="kisumu", sector="academia"), own)
    with pytest.raises(Refusal):
        check_said(Speaker(region="014"), own)


def test_every_code_of_an_enumeration_has_its_words_and_none_is_left_over() -> None:
    for vocabulary, codes_of in (
        (WORDS.types, CommentType),
        (WORDS.doors, Door),
        (WORDS.wishes, PublicationWish),
        (WORDS.outcomes, Outcome),
    ):
        assert [entry.code for entry in vocabulary] == [one.value for one in codes_of]
    assert {entry.code for entry in WORDS.moderation} > MACHINE_MADE


def test_sectors_hold_the_kinds_of_body_that_are_known_elsewhere() -> None:
    assert {kind.value for kind in PartyKind} - {"unknown"} <= {entry.code for entry in STAKEHOLDERS.sectors}


def test_the_regions_are_the_smallest_ones_of_the_list_and_one_of_our_own() -> None:
    codes_of = [entry.code for entry in WORLD_REGIONS.regions]
    assert len(codes_of) == len(set(codes_of)) == 23
    assert {code for code in codes_of if not code.isdigit()} == {"international"}
    assert {entry.meaning for entry in WORLD_REGIONS.regions} == {
        "Africa",
        "Americas",
        "Asia",
        "Europe",
        "Oceania",
        "World",
    }


@pytest.mark.parametrize("vocabulary", [WORDS, STAKEHOLDERS, WORLD_REGIONS, CONSULTATION_POLICY])
def test_every_list_says_whose_it_is(vocabulary: object) -> None:
    assert vocabulary.version and vocabulary.source and "own" in vocabulary.note  # type: ignore[attr-defined]


@pytest.mark.parametrize("dimension", Dimension)
def test_whatever_is_counted_has_a_list_but_languages(dimension: Dimension) -> None:
    assert bool(entries(dimension, OwnWords())) is (dimension is not Dimension.LANGUAGE)


@pytest.mark.parametrize(("text", "expected"), [("—", False), (" \n", False), ("", False), ("不", True), ("x", True)])
def test_marks_and_blanks_are_no_words(text: str, expected: bool) -> None:
    assert has_letters(text) is expected
    assert DURING.tzinfo is not None
