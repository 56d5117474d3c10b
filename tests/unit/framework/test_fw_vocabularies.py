"""The versioned vocabularies: complete, cited, and in step with the codes in the code."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest
from pydantic import ValidationError

from nyhavn.framework.adjustment import ADJUSTMENT_POLICY
from nyhavn.framework.basis import BASES, BasisKind
from nyhavn.framework.chain import CHAIN, NEEDED_STAGES, Stage, stage_name
from nyhavn.framework.definition import StageParticipation
from nyhavn.framework.design import SELECTION, Selection, Target
from nyhavn.framework.identity import IDENTITY_WORDS, IdentityQuestion
from nyhavn.framework.initiative_types import INITIATIVE_TYPES, InitiativeType, Unit, initiative_type
from nyhavn.framework.participation import PARTICIPATION, is_sufficient, level_words
from nyhavn.framework.principles import PRINCIPLES
from nyhavn.framework.release_kind import NEEDED_PURPOSES, ReleaseKind
from nyhavn.framework.rights_based import RIGHTS_BASED
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary

ALL = (
    CHAIN,
    PARTICIPATION,
    INITIATIVE_TYPES,
    BASES,
    SELECTION,
    IDENTITY_WORDS,
    PRINCIPLES,
    RIGHTS_BASED,
    ADJUSTMENT_POLICY,
)


@pytest.mark.parametrize("vocabulary", ALL, ids=lambda each: type(each).__name__)
def test_every_vocabulary_names_its_version_its_source_and_what_is_our_own(vocabulary):
    assert vocabulary.version
    assert vocabulary.source
    assert vocabulary.note


NUMBERS_OF_OTHERS = (
    "adjustment",
    "checks",
    "microdata_policies",
    "migratory_status",
    "noise",
    "plain_language",
    "quality_dimensions",
    "reliability",
    "table_policies",
    "washington_group",
)


@pytest.mark.parametrize("name", NUMBERS_OF_OTHERS)
def test_what_is_told_as_somebody_elses_number_says_whether_it_was_compared_with_the_text(name):
    content = tomllib.loads((files("nyhavn.framework") / "data" / f"{name}.toml").read_text(encoding="utf-8"))
    assert "ot checked against the text: look" in content["note"]


def test_a_vocabulary_with_an_unknown_entry_stops_the_start():
    with pytest.raises(ValidationError):
        read_vocabulary(Vocabulary, "chain")


def test_every_stage_has_an_entry_in_the_order_of_the_chain():
    assert [entry.code for entry in CHAIN.stages] == list(Stage)


def test_the_stages_cover_the_eight_phases_of_gsbpm_once_and_in_order():
    assert [phase for entry in CHAIN.stages for phase in entry.gsbpm] == list(range(1, 9))


def test_only_design_and_collection_are_the_frameworks_own():
    assert tuple(entry.code for entry in CHAIN.stages if not entry.inferred) == NEEDED_STAGES


def test_a_stage_has_a_name_and_an_unknown_code_has_none():
    assert stage_name("processing") == "processing and analysis"
    with pytest.raises(KeyError):
        stage_name("burial")


def test_there_are_five_levels_in_order():
    assert [entry.level for entry in PARTICIPATION.levels] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("level", "expected"), [(1, False), (3, False), (4, True), (5, True)])
def test_the_threshold_lies_between_three_and_four(level, expected):
    assert is_sufficient(level) is expected


def test_only_the_unknown_name_of_level_four_is_marked_as_own_wording():
    assert level_words(4) == "level 4 (shared decision, own wording)"
    assert level_words(2) == "level 2 (consultation)"
    assert [entry.level for entry in PARTICIPATION.levels if entry.own_wording] == [4]


@pytest.mark.parametrize("level", [0, 6])
def test_a_level_outside_one_to_five_cannot_be_declared(level):
    with pytest.raises(ValidationError):
        StageParticipation(stage=Stage.DESIGN, level=level)


def test_every_type_has_one_entry_and_every_unit_is_used():
    assert sorted(entry.code for entry in INITIATIVE_TYPES.types) == sorted(InitiativeType)
    assert {entry.unit for entry in INITIATIVE_TYPES.types} == set(Unit)
    assert initiative_type(InitiativeType.EVENT_REGISTER).unit is Unit.EVENT


@pytest.mark.parametrize(
    ("unit", "expected"),
    [(Unit.PERSON, True), (Unit.HOUSEHOLD, True), (Unit.GROUP_SESSION, True), (Unit.PLACE, False), (Unit.EVENT, False)],
)
def test_persons_households_and_sessions_are_made_of_persons(unit, expected):
    assert unit.is_of_persons is expected


def test_every_basis_selection_and_target_has_an_entry():
    assert [entry.kind for entry in BASES.bases] == list(BasisKind)
    assert set(SELECTION.selection) == set(Selection)
    assert set(SELECTION.target) == set(Target)


def test_every_kind_of_release_needs_collection_and_one_purpose_of_its_own():
    assert set(NEEDED_PURPOSES) == set(ReleaseKind)
    own = [purposes[1] for purposes in NEEDED_PURPOSES.values()]
    assert len(set(own)) == len(ReleaseKind)
    assert all(purposes[0] == "collection" for purposes in NEEDED_PURPOSES.values())


def test_a_declared_value_with_a_misspelt_name_is_refused_and_not_ignored():
    with pytest.raises(ValidationError):
        IdentityQuestion(question="gender", topic="gender", declines=("x",), agreed_date=date(2025, 1, 1))
