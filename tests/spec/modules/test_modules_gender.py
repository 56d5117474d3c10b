"""Gender in people's own words: grouped as a community agreed, never recoded, never "other" by silence."""

from datetime import date

import pytest
from modules_cast import GROUPS, QUESTIONNAIRE, answers_of, gender, groups, said
from pydantic import ValidationError

from engines import Engine
from nyhavn.chain.modules import counted_groups
from nyhavn.framework.identity import IdentityQuestion, IdentityTopic
from nyhavn.framework.modules import module_reasons
from nyhavn.framework.modules.own_words import matched
from nyhavn.framework.statistics import DECLINED, NOT_STATED

NOT_GROUPED = "not_grouped"
SEX = "IAEG-SDGs:CL_SEX"


def in_words(*words: str | None) -> list[dict[str, str | None]]:
    return [{"gender": word} for word in words]


@pytest.mark.parametrize("word", ["female", "Female", "FEMALE", "  female ", "ｆｅｍａｌｅ", "\u00a0female"])
def test_blanks_capitals_and_the_spelling_of_unicode_make_no_difference(engine: Engine, word: str) -> None:
    assert groups(engine, gender(), in_words(word)) == ["woman"]


def test_a_letter_is_the_same_whether_unicode_writes_it_in_one_piece_or_two(engine: Engine) -> None:
    agreed = gender(groups=[{"code": "man", "label": "Man", "words": ["Mu\u0308nnlich", "STRASSE"]}])

    assert groups(engine, agreed, in_words("m\u00fcnnlich", "straße")) == ["man", "man"]


@pytest.mark.parametrize("word", ["malr", "male.", "fe male", "man!", "mа le"])
def test_a_slip_of_the_pen_is_another_word_until_the_community_agrees(engine: Engine, word: str) -> None:
    assert groups(engine, gender(), in_words(word)) == [NOT_GROUPED]
    agreed = [GROUPS[0], {"code": "man", "label": "Man", "words": ["man", "male", "m", word]}]
    assert groups(engine, gender(groups=agreed), in_words(word)) == ["man"]


def test_words_that_nobody_grouped_are_a_group_of_their_own_and_called_so(engine: Engine) -> None:
    people = in_words("enby", "agender", "unicorn", "male 9:1 female, roughly", 'it\'s "complicated"', "other")

    assert groups(engine, gender(), people) == [NOT_GROUPED] * 6
    (breakdown,) = gender().published(QUESTIONNAIRE)
    assert breakdown.categories[-1].label == "In own words, not grouped"
    assert "other" not in breakdown.categories[-1].label.lower().split()


def test_nobody_is_dropped_and_silence_stays_silence(engine: Engine) -> None:
    people = in_words("m", "Woman", "enby", "None of your business", "no idea", None, "")
    agreed = gender(decline=["none of your business"], dont_know=["no idea"])

    found = groups(engine, agreed, people)

    assert found == ["man", "woman", NOT_GROUPED, DECLINED, NOT_STATED, NOT_STATED, NOT_STATED]


def test_declining_words_are_the_communitys_and_not_ours(engine: Engine) -> None:
    assert groups(engine, gender(), in_words("None of your business")) == [NOT_GROUPED]


def test_nothing_is_read_from_a_name(engine: Engine) -> None:
    people = [{"name": "Maria Woman", "gender": None}, {"name": "John Man", "gender": "woman"}]

    assert groups(engine, gender(), people) == [NOT_STATED, "woman"]
    (reason,) = module_reasons([gender(question="gender_of_name")], QUESTIONNAIRE, ())
    assert reason.code == "module-computed"


def test_own_words_stay_as_they_are(engine: Engine) -> None:
    frame = engine.frame(answers_of(in_words("  FEMALE", "enby")))
    counted_groups((), [gender()], QUESTIONNAIRE, (), frame)

    assert sorted(frame.collect("pyarrow")["gender"].to_list()) == ["  FEMALE", "enby"]


def test_no_word_stands_in_what_is_published_and_the_agreement_does() -> None:
    (breakdown,) = gender(groups=[*GROUPS, {"code": "hijra", "label": "Third", "words": ["kinnar"]}]).published(
        QUESTIONNAIRE
    )

    text = breakdown.model_dump_json()
    assert "kinnar" not in text
    assert "female" not in text
    assert "agreed by Assembly of the settlement on 2025-01-15" in breakdown.note
    assert [category.code for category in breakdown.categories] == ["woman", "man", "hijra", NOT_GROUPED]


@pytest.mark.parametrize("lacking", ["agreed_by", "agreed_date"])
def test_a_grouping_that_nobody_agreed_is_no_grouping(lacking: str) -> None:
    with pytest.raises(ValidationError):
        gender(**{lacking: "" if lacking == "agreed_by" else None})
    assert gender(agreed_by="Assembly", agreed_date=date(2025, 2, 1))


# --- From a list, and with own words beside -------------------------------------------------------

LISTED = ({"code": "woman", "label": "Woman", "words": ["woman"]}, {"code": "man", "label": "Man", "words": ["man"]})


def test_a_list_is_grouped_by_its_answers(engine: Engine) -> None:
    people = [{"gender_one": code} for code in ("woman", "man", "own", "dk", "ref", None)]

    found = groups(engine, gender(question="gender_one", groups=LISTED), people)

    assert found == ["woman", "man", NOT_GROUPED, NOT_STATED, DECLINED, NOT_STATED]


def test_words_beside_a_list_count_where_the_person_chose_own_words(engine: Engine) -> None:
    beside = gender(
        question="gender_one",
        own_words_question="gender_words",
        own_words_answer="own",
        groups=[*GROUPS, {"code": "hijra", "label": "Hijra", "words": ["Kinnar", "hijra"]}],
        decline=["rather not"],
    )
    people = [
        {"gender_one": "woman", "gender_words": "kinnar"},
        {"gender_one": "own", "gender_words": " KINNAR"},
        {"gender_one": "own", "gender_words": "Female"},
        {"gender_one": "own", "gender_words": "two-spirit"},
        {"gender_one": "own", "gender_words": None},
        {"gender_one": "own", "gender_words": "Rather not"},
        {"gender_one": "ref", "gender_words": None},
    ]

    found = groups(engine, beside, people)

    assert found == ["woman", "hijra", "woman", NOT_GROUPED, NOT_GROUPED, DECLINED, DECLINED]


SEVERAL = (
    {"code": "woman", "label": "Woman", "words": ["woman"]},
    {"code": "third", "label": "Third gender", "words": ["hijra", "own"]},
    {"code": "man", "label": "Man", "words": ["man"]},
)


@pytest.mark.parametrize(
    ("answer", "apart", "together"),
    [
        ("woman", "woman", "woman"),
        ("man", "man", "man"),
        ("hijra", "third", "third"),
        ("hijra own", "third", "third"),
        ("woman man", NOT_GROUPED, "third"),
        ("hijra man", NOT_GROUPED, "third"),
        ("woman ref", DECLINED, DECLINED),
        ("ref", DECLINED, DECLINED),
        ("dk", NOT_STATED, NOT_STATED),
        (None, NOT_STATED, NOT_STATED),
    ],
)
def test_who_chose_several_is_grouped_only_as_the_community_agreed(
    engine: Engine, answer: str | None, apart: str, together: str
) -> None:
    declared = gender(question="gender_several", groups=SEVERAL)
    agreed = gender(question="gender_several", groups=SEVERAL, several="third")

    assert groups(engine, declared, [{"gender_several": answer}]) == [apart]
    assert groups(engine, agreed, [{"gender_several": answer}]) == [together]


# --- SDMX SEX ---------------------------------------------------------------------------------------

WITH_SEX = (GROUPS[0] | {"official": {SEX: "F"}}, GROUPS[1])


def identity(**changes: object) -> IdentityQuestion:
    mapped = {SEX: {"woman": "F", "female": "F", "f": "F"}}
    good = {"question": "gender", "topic": IdentityTopic.GENDER, "mapping": mapped, "agreed_by": "Assembly"}
    return IdentityQuestion(**(good | {"agreed_date": date(2025, 1, 15)} | changes))


@pytest.mark.parametrize(
    "declarations",
    [
        (),
        (identity(agreed_by=""),),
        (identity(agreed_date=None),),
        (identity(mapping={SEX: {"woman": "F", "female": "F"}}),),
        (identity(mapping={SEX: {"woman": "F", "female": "F", "f": "M"}}),),
    ],
    ids=["nothing", "by nobody", "on no day", "not every word", "another code"],
)
def test_gender_is_not_sex_unless_every_word_is_mapped_by_agreement(declarations) -> None:
    reasons = module_reasons([gender(groups=WITH_SEX)], QUESTIONNAIRE, declarations)

    assert [reason.code for reason in reasons] == ["identity-mapping-not-agreed"]


def test_an_agreed_mapping_of_every_word_lets_sex_stand_beside() -> None:
    assert module_reasons([gender(groups=WITH_SEX)], QUESTIONNAIRE, (identity(),)) == ()
    (breakdown,) = gender(groups=WITH_SEX).published(QUESTIONNAIRE)
    assert breakdown.categories[0].official == {SEX: "F"}


def test_where_nobody_answered_it_is_not_collected(engine: Engine) -> None:
    assert "not collected" in said(engine, gender(), in_words(None, None))
    assert said(engine, gender(), in_words(None, "enby")) == ""


@pytest.mark.parametrize(("one", "other"), [("İ", "i"), ("ﬁ", "FI"), ("Å", "å"), ("ς", "Σ")])
def test_matching_follows_unicode(one: str, other: str) -> None:
    assert (matched(one) == matched(other)) is (one != "İ")
