"""Categories are agreed in one version, and a version is what the categories say."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from nyhavn.framework.community_body import Matter
from nyhavn.framework.community_coding import coding_reasons, codings_of, version_of
from nyhavn.framework.community_matters import MatterDecision
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.identity import IdentityQuestion, IdentityTopic
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question

DAY = date(2026, 5, 1)


def question(name: str, *codes: str) -> Question:
    choices = tuple(Choice(code, {"en": code.capitalize()}) for code in codes)
    return Question(name, name, AnswerType.SELECT_ONE, choices=choices)


GENDER, WATER = question("gender", "woman", "man", "own"), question("water", "yes", "no")
ASKED = Instrument(id="", version="", title="", questions=(GENDER, WATER, Question("age", "age", AnswerType.INTEGER)))
MAPPED = IdentityQuestion(question="gender", topic=IdentityTopic.GENDER, mapping={"SDMX:CL_SEX": {"woman": "F"}})


def said(step: CommunityStep, about: str = "", version: str = "") -> MatterDecision:
    return MatterDecision(
        UUID(int=1), Matter.CODING, step, about, version, None, DAY, None, datetime(2026, 5, 1, tzinfo=UTC)
    )


def found(*told: MatterDecision, declared: tuple[IdentityQuestion, ...] = ()) -> list[tuple[str, str]]:
    reasons = coding_reasons(told, codings_of(ASKED, declared), DAY)
    return [(reason.code, reason.where.split(",")[0]) for reason in reasons]


NOW = version_of(GENDER, {})
NEEDED = said(CommunityStep.NEEDS_AGREEMENT)


@pytest.mark.parametrize(
    "other",
    [
        question("gender", "woman", "man"),
        question("gender", "man", "woman", "own"),
        replace(GENDER, choices=(Choice("woman", {"en": "Female"}), *GENDER.choices[1:])),
        replace(GENDER, choices=(Choice("woman", {"en": "Woman", "fr": "Femme"}), *GENDER.choices[1:])),
    ],
)
def test_any_other_list_is_another_version(other: Question) -> None:
    assert version_of(other, {}) != NOW
    assert version_of(replace(GENDER, required=True, labels={"en": "Asked in other words"}), {}) == NOW


def test_where_agreement_is_needed_an_old_version_is_not_agreed() -> None:
    assert found(NEEDED) == [("community-coding-not-agreed", "question gender")]
    assert found(NEEDED, said(CommunityStep.AGREES, "gender", NOW)) == []
    assert found(NEEDED, said(CommunityStep.AGREES, "gender", "0123456789")) == [
        ("community-coding-not-agreed", "question gender")
    ]


def test_a_mapping_to_official_codes_is_part_of_what_is_agreed() -> None:
    agreed = said(CommunityStep.AGREES, "gender", NOW)
    assert found(NEEDED, agreed, declared=(MAPPED,)) == [("community-coding-not-agreed", "question gender")]
    with_mapping = codings_of(ASKED, (MAPPED,))[0]
    assert with_mapping.mappings == ("SDMX:CL_SEX",)
    assert found(NEEDED, said(CommunityStep.AGREES, "gender", with_mapping.version), declared=(MAPPED,)) == []


def test_a_rejected_version_is_refused_and_the_next_one_is_not() -> None:
    assert found(said(CommunityStep.VETOES, "gender", NOW)) == [("community-coding-rejected", "question gender")]
    assert found(said(CommunityStep.VETOES, "gender", "0123456789")) == []


def test_a_decision_about_all_categories_is_about_identity_alone() -> None:
    assert found(NEEDED) == [("community-coding-not-agreed", "question gender")]
    by_name = said(CommunityStep.NEEDS_AGREEMENT, "water")
    assert found(by_name) == [("community-coding-not-agreed", "question water")]
    assert found(NEEDED, by_name) == [
        ("community-coding-not-agreed", "question gender"),
        ("community-coding-not-agreed", "question water"),
    ]
