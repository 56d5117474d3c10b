"""Thirty real forms: each is read, or refused with a sentence that names the place and offers the repair."""

import warnings
from pathlib import Path

import pytest
from pyxform.xls2json_backends import get_xlsform

from nyhavn.exchange.incoming.form_sheets import form_sheets
from nyhavn.exchange.incoming.xlsform import read_xlsform
from nyhavn.framework.instrument import AnswerType, Instrument
from nyhavn.framework.refusal import Reason, Refusal

pytestmark = pytest.mark.data

REFUSED = {
    "hot_buildings_5lang.xls": ("survey, row 34", "choices sheet"),
    "hot_health_4lang.xls": ("survey, row 8", "choices sheet"),
    "unhcr_mena_refugee_assessment.xls": ("choices, row 160", "allow_choice_duplicates"),
    "cht_pregnancy.xlsx": ("survey, row 282", "form_meta"),
    "cht_death_report.xlsx": ("survey, row 57", "form_meta"),
    "cht_person_create.xlsx": ("survey, row 45", "form_meta"),
    "cht_delivery.xlsx": ("survey, row 292", "form_meta"),
    "edge_cases/duplicate_columns.xlsx": ("survey, row 1", "Rename or delete"),
    "edge_cases/calculate_without_calculation.xls": ("survey, row 34", "calculation column"),
    "edge_cases/unknown_question_type.xls": ("sheet survey", "Keep one"),
    "edge_cases/group_name_test.xls": ("survey, row 3", "name column"),
}
READ = (
    "hot_waterpoints.xls",
    "hot_toilets.xls",
    "unhcr_template_dari_english_rtl.xlsx",
    "xlsform_spec_test.xlsx",
    "widgets.xls",
    "attribute_columns_test.xlsx",
    "choice_filter_test.xlsx",
    "UCL_Biomass_Plot_Form.xlsx",
    "pull_data.xlsx",
    "or_other.xlsx",
    "xml_escaping.xls",
    "kobo_tutorial_arabic_labels.xls",
    "kobo_groups_in_repeats.xls",
    "kobo_grouped_gps.xls",
    "kobo_transportation_encrypted.xls",
    "kobo_unicode_in_relevant.xlsx",
    "edge_cases/bad_calc.xlsx",
    "edge_cases/badly_named_choices_sheet.xls",
    "edge_cases/xl_date_ambiguous.xlsx",
)


def instrument_of(reference_data: Path, name: str) -> Instrument:
    return read_xlsform(reference_data / "xlsforms" / name)


def test_no_form_of_the_collection_is_left_out(reference_data: Path) -> None:
    folder = reference_data / "xlsforms"
    forms = {path.relative_to(folder).as_posix() for path in folder.rglob("*.xls*")}
    assert forms == {*READ, *REFUSED}
    assert len(forms) == 30


@pytest.mark.parametrize("name", READ)
def test_a_sound_form_is_read(reference_data: Path, name: str) -> None:
    instrument = instrument_of(reference_data, name)
    assert instrument.questions
    assert instrument.source == Path(name).name
    names = [question.name for question in instrument.questions]
    assert len(set(names)) == len(names)
    for question in instrument.questions:
        assert bool(question.metadata) == (question.type is AnswerType.METADATA)
        assert {*question.dont_know, *question.refused} <= question.codes


@pytest.mark.parametrize("name", REFUSED)
def test_a_faulty_form_is_refused_with_its_place_and_a_repair(reference_data: Path, name: str) -> None:
    place, repair = REFUSED[name]
    with pytest.raises(Refusal) as caught:
        instrument_of(reference_data, name)
    reason: Reason = caught.value.reasons[0]
    assert (reason.code, place in reason.where, repair in reason.do) == ("form-broken", True, True)


@pytest.mark.parametrize("name", [name for name in (*READ, *REFUSED) if "duplicate_columns" not in name])
def test_a_form_is_read_cell_by_cell_as_pyxform_reads_it(reference_data: Path, name: str) -> None:
    """Devices get what pyxform reads; our own reading of the workbook must not differ from it."""
    path = reference_data / "xlsforms" / name
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        theirs = get_xlsform(str(path))
    ours = form_sheets(path)
    for sheet in ("survey", "choices", "settings", "external_choices", "entities"):
        assert ours.get(sheet) == (getattr(theirs, sheet) if sheet in ours else None)
        assert ours.get(f"{sheet}_header") == (getattr(theirs, f"{sheet}_header") if sheet in ours else None)


def test_languages_of_real_forms_are_kept(reference_data: Path) -> None:
    assert instrument_of(reference_data, "hot_toilets.xls").languages == ("en", "fr")
    assert instrument_of(reference_data, "UCL_Biomass_Plot_Form.xlsx").default_language == "sw"
    dari = instrument_of(reference_data, "unhcr_template_dari_english_rtl.xlsx")
    assert set(dari.languages) == {"Dari", "English"}
    labels = "".join(question.label("Dari") for question in dari.questions)
    assert sum("\u0600" <= letter <= "\u06ff" for letter in labels) > 100


def test_repeats_of_a_real_form_are_kept(reference_data: Path) -> None:
    form = instrument_of(reference_data, "UCL_Biomass_Plot_Form.xlsx")
    repeats = {question.repeat for question in form.questions}
    assert "" in repeats
    assert len(repeats) >= 4
    assert sum(len(form.in_repeat(repeat)) for repeat in repeats) == len(form.questions)


def test_the_large_form_has_the_questions_of_its_inventory(reference_data: Path) -> None:
    form = read_xlsform(reference_data / "msna2024_dummy" / "form_REACH_2024_MSNA_draft_v11.xlsx")
    kinds = [question.type for question in form.questions]
    assert sum(kind.is_select for kind in kinds) == 113
    assert kinds.count(AnswerType.CALCULATE) == 46
    assert {question.repeat for question in form.questions} == {"", "roster", "edu_ind", "health_ind", "nut_ind"}
    seeing = form.question("wgq_vision")
    assert seeing is not None
    assert (seeing.dont_know, seeing.refused) == (("dnk",), ("pnta",))
    assert seeing.relevant.startswith("(selected(${consent},'yes')) and ")
    assert form.languages == ("english", "french")
