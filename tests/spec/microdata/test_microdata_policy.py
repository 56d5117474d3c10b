"""A policy decides whether records are handed over: both sides of every limit, and every fault alone."""

from dataclasses import replace
from datetime import date

import pytest

from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.microdata_policy import (
    KIND_OF_ANSWER,
    MICRODATA_POLICIES,
    ColumnKind,
    MicrodataFacts,
    RecordColumn,
    Review,
    check_microdata,
)
from nyhavn.framework.refusal import Refusal

TODAY = date(2026, 11, 26)
COLUMNS = (RecordColumn("age", ColumnKind.CODE), RecordColumn("illness", ColumnKind.CODE))
SAFE = MicrodataFacts(rows=1000, risky=0, distinct=(("illness", 3),))
STORY, PHOTO = RecordColumn("story", ColumnKind.FREE_TEXT), RecordColumn("photo", ColumnKind.MEDIA)


def codes(policy: str, facts=SAFE, columns=COLUMNS, reviews=()) -> tuple[str, ...]:
    try:
        check_microdata(MICRODATA_POLICIES.named(policy), facts, columns, reviews)
    except Refusal as refused:
        return refused.codes
    return ()


@pytest.mark.parametrize("policy", MICRODATA_POLICIES.ids)
def test_a_file_within_all_limits_passes(policy) -> None:
    assert codes(policy) == ()


@pytest.mark.parametrize("policy", MICRODATA_POLICIES.ids)
@pytest.mark.parametrize("column", [STORY, PHOTO])
def test_free_text_and_media_are_refused_unless_a_named_person_looked_at_that_column(policy, column) -> None:
    columns = (*COLUMNS, column)
    assert codes(policy, columns=columns) == ("microdata-not-reviewed",)
    assert codes(policy, columns=columns, reviews=[Review(column=column.name, by="Amina", on=TODAY)]) == ()
    assert codes(policy, columns=columns, reviews=[Review(column="age", by="Amina", on=TODAY)]) == (
        "microdata-not-reviewed",
    )
    nobody = codes(policy, columns=columns, reviews=[Review(column=column.name, by="", on=TODAY)])
    assert set(nobody) == {"microdata-review-without-name", "microdata-not-reviewed"}


@pytest.mark.parametrize("policy", MICRODATA_POLICIES.ids)
def test_a_review_opens_no_door_for_what_leads_straight_to_a_person(policy) -> None:
    for kind in (ColumnKind.DIRECT_IDENTIFIER, ColumnKind.POSITION):
        columns = (*COLUMNS, RecordColumn("who", kind))
        assert codes(policy, columns=columns, reviews=[Review(column="who", by="Amina", on=TODAY)]) == (
            "microdata-kind-refused",
        )


@pytest.mark.parametrize("policy", MICRODATA_POLICIES.ids)
def test_a_column_of_which_nobody_said_what_it_holds_is_refused(policy) -> None:
    assert codes(policy, columns=(*COLUMNS, RecordColumn("x7", ColumnKind.UNKNOWN))) == ("microdata-kind-unknown",)


@pytest.mark.parametrize("policy", MICRODATA_POLICIES.ids)
def test_one_row_above_the_allowed_share_is_refused(policy) -> None:
    allowed = int(MICRODATA_POLICIES.named(policy).risky_share.value * SAFE.rows)
    assert codes(policy, replace(SAFE, risky=allowed)) == ()
    assert codes(policy, replace(SAFE, risky=allowed + 1)) == ("microdata-rows-at-risk",)


@pytest.mark.parametrize("policy", MICRODATA_POLICIES.ids)
def test_one_value_fewer_than_asked_for_is_refused(policy) -> None:
    least = int(MICRODATA_POLICIES.named(policy).distinct.value)
    assert codes(policy, replace(SAFE, distinct=(("illness", least),))) == ()
    assert codes(policy, replace(SAFE, distinct=(("illness", least - 1),))) == ("microdata-values-alike",)


def test_what_is_for_everybody_is_held_to_more_than_what_is_for_researchers() -> None:
    research, public = (MICRODATA_POLICIES.named(name) for name in ("scientific-use", "public-use"))
    assert public.k.value > research.k.value
    assert public.distinct.value > research.distinct.value
    assert public.individual_risk.value < research.individual_risk.value
    assert set(public.refused.kinds) > set(research.refused.kinds)
    for kind in set(public.refused.kinds) - set(research.refused.kinds):
        columns = (*COLUMNS, RecordColumn("day", kind))
        assert (codes("scientific-use", columns=columns), codes("public-use", columns=columns)) == (
            (),
            ("microdata-kind-refused",),
        )


def test_every_number_of_every_policy_has_a_source() -> None:
    for policy in MICRODATA_POLICIES.policy:
        for limit in (policy.k, policy.distinct, policy.risky_share, policy.individual_risk, policy.refused):
            assert limit.source.endswith(".") and limit.date <= TODAY


def test_all_reasons_are_given_at_once_and_none_shows_a_value() -> None:
    found = codes("public-use", MicrodataFacts(10, 4, (("illness", 1),)), (*COLUMNS, STORY))
    assert found == ("microdata-not-reviewed", "microdata-rows-at-risk", "microdata-values-alike")


def test_every_kind_of_answer_has_a_kind_of_column_and_words_and_pictures_need_a_person() -> None:
    assert set(KIND_OF_ANSWER) == set(AnswerType)
    assert KIND_OF_ANSWER[AnswerType.TEXT] is ColumnKind.FREE_TEXT
    assert KIND_OF_ANSWER[AnswerType.MEDIA] is ColumnKind.MEDIA
    assert KIND_OF_ANSWER[AnswerType.GEOPOINT] is ColumnKind.POSITION


def test_a_policy_nobody_made_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal) as refused:
        MICRODATA_POLICIES.named("everybody")
    assert refused.value.codes == ("microdata-policy-unknown",) and "public-use" in str(refused.value)
