"""Migratory status: birth, nationality and moving are three things; what is unknown or was not asked stays so."""

import pytest
from modules_cast import QUESTIONNAIRE, groups, migration, said

from engines import Engine
from nyhavn.framework.statistics import DECLINED, NOT_STATED


def answered(question: str, *answers: str | None) -> list[dict[str, str | None]]:
    return [{question: answer} for answer in answers]


def test_native_born_and_foreign_born_are_told_by_the_country_of_birth(engine: Engine) -> None:
    people = answered("born", "KEN", "SOM", "UGA", "UNK", "dk", "ref", None)

    found = groups(engine, migration(born_in="born", unknown=["UNK"]), people)

    assert found == ["native_born", "foreign_born", "foreign_born", NOT_STATED, NOT_STATED, DECLINED, NOT_STATED]


def test_a_code_for_not_known_is_a_country_only_if_nobody_says_what_it_means(engine: Engine) -> None:
    assert groups(engine, migration(born_in="born"), answered("born", "UNK")) == ["foreign_born"]


def test_an_answer_that_the_list_does_not_hold_is_no_other_country(engine: Engine) -> None:
    assert groups(engine, migration(born_in="born"), answered("born", "Atlantis")) == [NOT_STATED]


def test_birth_and_nationality_are_different_things(engine: Engine) -> None:
    declared = migration(born_in="born", nationality="nation")
    people = [{"born": "SOM", "nation": "Kenya"}, {"born": "KEN", "nation": "Somalia"}]

    assert groups(engine, declared, people, of="migration_birth") == ["foreign_born", "native_born"]
    assert groups(engine, declared, people, of="migration_nationality") == ["national", "foreigner"]


NATIONS = [
    ("Kenya", "national"),
    (" kenya", "national"),
    ("KEN", "national"),
    ("Somalia", "foreigner"),
    ("Somalia, Kenya", "national"),
    ("Kenya/Uganda", "national"),
    ("Somalia;Uganda", "foreigner"),
    ("Stateless", "stateless"),
    ("stateless, Somalia", "foreigner"),
    ("UNK", NOT_STATED),
    ("Somalia, UNK", NOT_STATED),
    ("Kenya, UNK", "national"),
    ("rather not say", DECLINED),
    (None, NOT_STATED),
]


@pytest.mark.parametrize(("cell", "group"), NATIONS)
def test_several_nationalities_in_a_cell_are_read_and_none_is_a_group_of_its_own(
    engine: Engine, cell: str | None, group: str
) -> None:
    declared = migration(nationality="nation", stateless=["stateless"], unknown=["UNK"], decline=["Rather not say"])

    assert groups(engine, declared, answered("nation", cell)) == [group]


@pytest.mark.parametrize(
    ("chosen", "group"),
    [
        ("KEN", "national"),
        ("SOM KEN", "national"),
        ("SOM", "foreigner"),
        ("SOM UGA", "foreigner"),
        ("none", "stateless"),
        ("none SOM", "foreigner"),
        ("UNK", NOT_STATED),
        ("SOM UNK", NOT_STATED),
        ("SOM dk", NOT_STATED),
        ("SOM ref", DECLINED),
        ("ref", DECLINED),
        ("Atlantis", NOT_STATED),
        (None, NOT_STATED),
    ],
)
def test_several_nationalities_that_were_chosen_are_read_alike(engine: Engine, chosen: str | None, group: str) -> None:
    declared = migration(nationality="nations", stateless=["none"], unknown=["UNK"])

    assert groups(engine, declared, answered("nations", chosen)) == [group]


def test_a_name_with_a_comma_is_not_cut_if_it_is_that_of_the_country(engine: Engine) -> None:
    declared = migration(nationality="nation", country=["Tanzania, United Republic of"], country_name="Tanzania")
    people = answered("nation", "Tanzania, United Republic of", "Korea, Republic of")

    assert groups(engine, declared, people) == ["national", "foreigner"]


def test_statelessness_that_nobody_could_state_is_not_zero(engine: Engine) -> None:
    unasked = migration(nationality="nations")
    (breakdown,) = unasked.published(QUESTIONNAIRE)

    assert [category.code for category in breakdown.categories] == ["national", "foreigner"]
    assert "no nationality; that is not 0 %" in said(engine, unasked, answered("nations", "KEN"))
    asked = migration(nationality="nations", stateless=["none"])
    assert "no nationality; that is not 0 %" not in said(engine, asked, answered("nations", "KEN"))


def test_where_people_moved_from_says_nothing_about_birth(engine: Engine) -> None:
    declared = migration(moved_from="moved", never_moved=["never"])

    found = groups(engine, declared, answered("moved", "never", "KEN", "SOM", "dk", None))

    assert found == ["never_moved", "moved_within", "moved_across", NOT_STATED, NOT_STATED]


def test_displacement_is_shown_only_if_it_was_asked_and_only_as_answered(engine: Engine) -> None:
    words = {"refugee": ["refugee"], "internally_displaced": ["idp"], "not_displaced": ["no"]}
    asked = migration(born_in="born", displacement={"question": "displaced", "answers": words})
    people = [{"born": "SOM", "displaced": answer} for answer in ("refugee", "idp", "no", "ref", None)]

    found = groups(engine, asked, people, of="migration_displacement")

    assert found == ["refugee", "internally_displaced", "not_displaced", DECLINED, NOT_STATED]
    ids = [breakdown.id for breakdown in migration(born_in="born").published(QUESTIONNAIRE)]
    assert ids == ["migration_birth"]


def test_what_was_not_asked_is_said_to_be_not_zero(engine: Engine) -> None:
    printed = said(engine, migration(born_in="born"), answered("born", "KEN"))

    assert (
        "Not asked here: nationality, where people moved from, displacement. What was not asked is not 0 %." in printed
    )


def test_a_question_that_nobody_answered_was_not_collected(engine: Engine) -> None:
    declared = migration(born_in="born", nationality="nations")

    printed = said(engine, declared, answered("born", "KEN"))

    assert "Nationality: not collected. Nobody answered, so no figure here is 0 %." in printed
    assert "Country of birth: not collected" not in printed


def test_the_rule_for_several_nationalities_is_printed_where_nationality_is_shown(engine: Engine) -> None:
    rule = "counted as a national if one of them is that of the country"

    assert rule in said(engine, migration(nationality="nations"), answered("nations", "KEN"))
    assert rule not in said(engine, migration(born_in="born"), answered("born", "KEN"))


def test_migrant_codes_stand_beside_birth_alone_and_no_words_of_anybody_are_published() -> None:
    birth, nation = migration(born_in="born", nationality="nation").published(QUESTIONNAIRE)

    classification = "IAEG-SDGs:CL_COMP_BREAKDOWN"
    codes = [dict(category.official) for category in birth.categories]
    assert codes == [{classification: "MS_NOMIGRANT"}, {classification: "MS_MIGRANT"}]
    assert all(not category.official for category in nation.categories)
    assert all(not (category.when or category.answers) for category in (*birth.categories, *nation.categories))
    assert birth.categories[0].label == "Born in Kenya"
