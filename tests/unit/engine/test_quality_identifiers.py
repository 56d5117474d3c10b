"""Direct identifiers: what is found by header, by instrument and by values, and what must not be mistaken for one."""

import pyarrow as pa
import pytest

from engines import on_every_engine
from nyhavn.engine.quality import identifiers, profile
from nyhavn.framework.identifiers import Kind
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question

pytestmark = pytest.mark.engines
ROWS = 40
VARIED = [f"value {place}" for place in range(ROWS // 2)] * 2  # no value stands out by itself


def identified(frame, headers=(), instrument=None):
    return identifiers(frame, instrument, profile(frame, headers))


def numbered(table):
    """Headers may hold what an engine cannot name: then the frame numbers its columns."""
    return table.rename_columns([f"column{place}" for place in range(table.num_columns)])


def found(columns, instrument=None):
    """Kind and headers of what every engine finds."""
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    named = on_every_engine(numbered(table), lambda frame: identified(frame, list(columns), instrument))
    return [(each.kind, each.columns) for each in named]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Name of respondent", Kind.NAME),
        ("Respondent's name", Kind.NAME),
        ("respondent_name", Kind.NAME),
        ("household/headName", Kind.NAME),
        ("What is your full name?", Kind.NAME),
        ("Surname", Kind.NAME),
        ("firstName", Kind.NAME),
        ("¿Cuál es su nombre completo?", Kind.NAME),
        ("Apellidos", Kind.NAME),
        ("Nom et prénom du répondant", Kind.NAME),
        ("Nome do entrevistado", Kind.NAME),
        ("الاسم الكامل", Kind.NAME),
        ("اسم المستجيب", Kind.NAME),
        ("Phone number", Kind.PHONE),
        ("Mobile no.", Kind.PHONE),
        ("Número de teléfono", Kind.PHONE),
        ("Téléphone portable", Kind.PHONE),
        ("telefone celular", Kind.PHONE),
        ("رقم الهاتف", Kind.PHONE),
        ("E-mail", Kind.EMAIL),
        ("correo electrónico", Kind.EMAIL),
        ("adresse courriel", Kind.EMAIL),
        ("Address", Kind.ADDRESS),
        ("Dirección del hogar", Kind.ADDRESS),
        ("Endereço", Kind.ADDRESS),
        ("العنوان", Kind.ADDRESS),
        ("House number", Kind.ADDRESS),
        ("Additional house identifiers", Kind.ADDRESS),
        ("National ID number", Kind.NATIONAL_ID),
        ("Passport no.", Kind.NATIONAL_ID),
        ("número de cédula", Kind.NATIONAL_ID),
        ("carte nationale d'identité", Kind.NATIONAL_ID),
        ("رقم الهوية", Kind.NATIONAL_ID),
        ("IP Address", Kind.NETWORK),
        ("deviceid", Kind.DEVICE),
        ("IMEI", Kind.DEVICE),
        ("Enumerator", Kind.COLLECTOR),
        ("enum_id", Kind.COLLECTOR),
        ("Nom de l'enquêteur", Kind.COLLECTOR),
        ("Response Code", Kind.RECORD),
        ("_uuid", Kind.RECORD),
        ("meta/instanceID", Kind.RECORD),
        ("Household ID", Kind.RECORD),
        ("case number", Kind.RECORD),
    ],
)
def test_a_header_in_several_languages_says_what_stands_below(header, kind):
    assert found({header: VARIED}) == [(kind, (header,))]


@pytest.mark.parametrize(
    "header",
    [
        "gender of respondent",
        "Respondent's gender",
        "name of water point",
        "Name of the school your child attends",
        "PSU ID",
        "cluster_id",
        "Ward",
        "What is your age?",
        "telephone ownership yes/no",
        "How many mobile phones does the household own?",
        "Do you know the name of the head of the council?",
        "Has the interviewer explained the purpose of the survey?",
        "enum_gender",
        "house type",
        "Number of household members",
        "Would you contact a doctor by phone?",
        "GPS accuracy",
        "Latitude of opinions",
        "street lighting",
        "email_use",
        "Does the respondent have a national identity card?",
        "nombre de personnes dans le ménage",
        "Status",
        "hostname_known",
    ],
)
def test_a_header_that_only_sounds_like_one_is_left_alone(header):
    """A check that cries at everything is switched off, and then protects nobody."""
    assert found({header: VARIED}) == []


def test_a_yes_no_question_about_a_phone_holds_no_number():
    assert found({"Mobile phone": ["yes", "no", "don't know", "yes"] * 10}) == []
    assert found({"Mobile phone": ["+45 20 11 22 33", "+45 20 11 22 34"]}) == [(Kind.PHONE, ("Mobile phone",))]


def test_a_column_without_a_value_gives_nobody_away():
    assert found({"Name of respondent": [None] * ROWS, "a": VARIED}) == []


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (Kind.EMAIL, "person{}@example.org"),
        (Kind.NETWORK, "192.0.2.{}"),
        (Kind.NETWORK, "2001:db8:0:0:1:0:0:{}"),
        (Kind.RECORD, "uuid:123e4567-e89b-12d3-a456-4266141740{:02d}"),
        (Kind.RECORD, "R{:05d}"),
        (Kind.RECORD, "1320{:05d}.0"),
        (Kind.PHONE, "+45 20 11 22 {:02d}"),
        (Kind.PHONE, "0151-23456{:02d}"),
        (Kind.POSITION, "55.67{:02d} 12.5912 0 4.5"),
        (Kind.OWN_WORDS, "The yellow house number {} behind the mill"),
    ],
)
def test_values_give_themselves_away_under_an_innocent_header(kind, form):
    assert found({"q17": [form.format(place + 10) for place in range(ROWS)]}) == [(kind, ("q17",))]


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "12{}",
        "{}.25",
        "2024-05-{:02d}",
        "2024-05-01T10:{:02d}:00.000+02:00",
        "{:02d}-Aug-19",
        "10:{}:00",
        "code {}",
        "1.2.{}",
    ],
)
def test_numbers_dates_and_short_words_give_nobody_away(form):
    assert found({"q17": [form.format(place + 10) for place in range(ROWS)]}) == []


def test_one_address_in_free_text_is_enough():
    """Free text is where people leave their contact."""
    values = [*VARIED[:-1], "write me at a.person@example.org please"]
    assert found({"remarks": values}) == [(Kind.EMAIL, ("remarks",))]


def test_few_different_values_are_no_coincidence_to_report():
    assert found({"q17": [f"R{place:05d}" for place in range(10)]}) == []


def test_latitude_and_longitude_are_one_identifier():
    degrees = [f"{place}.25" for place in range(ROWS)]
    columns = {"home (latitude)": degrees, "x": VARIED, "home (longitude)": degrees, "home (accuracy)": degrees}
    assert found(columns) == [(Kind.POSITION, ("home (latitude)", "home (longitude)"))]
    two = {"a_lat": degrees, "a_lon": degrees, "b_lat": degrees, "b_lon": degrees}
    assert found(two) == [(Kind.POSITION, ("a_lat", "a_lon")), (Kind.POSITION, ("b_lat", "b_lon"))]
    assert found({"lat": degrees, "x": VARIED}) == []
    assert found({"lat": VARIED, "lon": VARIED}) == []


def test_the_instrument_knows_what_a_header_hides():
    form = Instrument(
        "",
        "",
        "",
        (
            Question("device", "q1", AnswerType.METADATA, metadata="deviceid"),
            Question("where", "q2", AnswerType.GEOPOINT),
            Question("start", "q3", AnswerType.METADATA, metadata="start"),
        ),
    )
    columns = {"q1": VARIED, "q2": VARIED, "q3": VARIED}
    assert found(columns, form) == [(Kind.DEVICE, ("q1",)), (Kind.POSITION, ("q2",))]
    assert found(columns) == []


def test_choices_that_are_all_different_are_no_free_text():
    """Many answers to a question with many choices look unique, and are not somebody's own words."""
    values = [f"need_{place} need_{place + 1} need_{place + 2}" for place in range(ROWS)]
    choices = tuple(Choice(f"need_{place}") for place in range(ROWS + 2))
    form = Instrument("", "", "", (Question("needs", "Needs", AnswerType.SELECT_MULTIPLE, choices=choices),))
    assert found({"Needs": values}, form) == []
    assert found({"Needs": values}) == [(Kind.OWN_WORDS, ("Needs",))]


def test_positions_and_record_codes_point_at_the_unit_and_the_rest_at_a_person():
    table = pa.table({"lat": ["1.5", "2.5"], "lon": ["1.5", "2.5"], "uuid": ["a", "b"], "Surname": ["A", "B"]})
    named = on_every_engine(table, identified)
    assert {each.columns: each.is_place for each in named} == {
        ("lat", "lon"): True,
        ("uuid",): True,
        ("Surname",): False,
    }


def test_why_holds_no_value():
    table = pa.table({"q17": [f"person{place}@example.org" for place in range(ROWS)]})
    (identifier,) = on_every_engine(table, identified)
    assert "example" not in identifier.why
