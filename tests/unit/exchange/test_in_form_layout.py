"""What a page needs is read from the form: words in every language, groups, notes, filters, messages, rows."""

import openpyxl
import pytest
from in_forms import form
from pydantic import TypeAdapter

from nyhavn.exchange.incoming.form_file import read_form_file
from nyhavn.framework.form_page import FormChoice, FormLayout, ItemKind

HEADER = [
    "type",
    "name",
    "label::English (en)",
    "label::العربية (ar)",
    "hint::English (en)",
    "required",
    "required_message::العربية (ar)",
    "relevant",
    "constraint",
    "constraint_message",
    "choice_filter",
    "appearance",
    "default",
    "parameters",
    "read_only",
    "calculation",
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::العربية (ar)", "area", "media::image::English (en)"],
    ["town", "a1", "A one", "أ واحد", "a", None],
    ["town", "b1", "B one", None, "b", None],
    ["town", "b2", None, None, "b", "b2.png"],
]


DICTIONARY = """
id = "d"
version = "1"

[[question]]
name = "a"
type = "select_one"
label = { en = "A?" }
required = true
choices = [{ code = "x", label = { en = "X" } }]

[[question]]
name = "b"
type = "calculate"
calculation = "1"
"""


def row(kind, name=None, **cells):
    by_header = {
        "type": kind,
        "name": name,
        **{key.replace("label_en", HEADER[2]): cell for key, cell in cells.items()},
    }
    return [by_header.get(header) for header in HEADER]


def layout(folder, *rows, settings=()):
    return read_form_file(form(folder, [HEADER, *rows], CHOICES, settings)).layout


def item(folder, *rows):
    return layout(folder, *rows).items[-1]


def test_texts_are_read_by_language(tmp_path):
    cells = {HEADER[2]: "Town", HEADER[3]: "المدينة", HEADER[4]: "Where now?", HEADER[6]: "مطلوب"}
    found = item(
        tmp_path, row("select_one town", "t", constraint=". != 'b1'", constraint_message="Not there.", **cells)
    )
    assert found.labels == {"en": "Town", "ar": "المدينة"}
    assert found.hints == {"en": "Where now?"}
    assert found.required_messages == {"ar": "مطلوب"}
    assert found.constraint_messages == {"": "Not there."}


def test_choices_keep_their_columns_for_filters(tmp_path):
    found = item(
        tmp_path,
        row("text", "area", label_en="A"),
        row("select_one town", "t", label_en="T", choice_filter="area = ${area}"),
    )
    assert found.choice_filter == "area = ${area}"
    assert found.choices == (
        FormChoice("a1", {"en": "A one", "ar": "أ واحد"}, {"area": "a"}),
        FormChoice("b1", {"en": "B one"}, {"area": "b"}),
        FormChoice("b2", {}, {"area": "b"}, ("image",)),
    )


def test_a_code_that_stands_twice_is_kept_twice_in_the_layout_and_once_in_the_instrument(tmp_path):
    choices = [
        ["list_name", "name", "label", "area"],
        ["t", "centre", "Centre", "a"],
        ["t", "centre", "Centre of b", "b"],
    ]
    survey = [
        ["type", "name", "label", "choice_filter"],
        ["text", "area", "A"],
        ["select_one t", "q", "Q", "area=${area}"],
    ]
    read = read_form_file(form(tmp_path, survey, choices, [["allow_choice_duplicates"], ["yes"]]))
    assert [choice.labels[""] for choice in read.layout.items[1].choices] == ["Centre", "Centre of b"]
    assert [choice.code for choice in read.instrument.questions[1].choices] == ["centre"]


@pytest.mark.parametrize(
    ("written", "condition"),
    [("yes", "true()"), ("TRUE", "true()"), ("true()", "true()"), ("no", ""), (None, ""), ("${a} = 1", "${a} = 1")],
)
def test_required_is_a_condition(tmp_path, written, condition):
    found = item(tmp_path, row("integer", "a", label_en="A"), row("text", "b", label_en="B", required=written))
    assert found.required == condition


def test_groups_are_kept_in_order_with_their_own_condition_and_their_row(tmp_path):
    found = layout(
        tmp_path,
        row("integer", "age", label_en="Age"),
        row("begin_group", "adult", label_en="Adults", relevant="${age} >= 18", appearance="field-list"),
        row("begin group", "work", label_en="Work", relevant="${age} < 65"),
        row("text", "job", label_en="Job", relevant="${age} != 20"),
        row("end group", "work"),
        row("end_group", "adult"),
        row("begin_repeat", "child", label_en="Children"),
        row("text", "name", label_en="Name"),
        row("end_repeat"),
    )
    assert [(group.path, group.relevant, group.row, group.is_repeat) for group in found.groups] == [
        ("adult", "${age} >= 18", 3, False),
        ("adult/work", "${age} < 65", 4, False),
        ("child", "", 8, True),
    ]
    assert found.groups[0].labels == {"en": "Adults"}
    assert found.groups[0].is_field_list and not found.groups[1].is_field_list
    job = found.item("job")
    assert (job.groups, job.row) == (("adult", "adult/work"), 5)
    assert job.relevant == "(${age} >= 18) and (${age} < 65) and (${age} != 20)"
    assert (found.item("name").repeat, found.item("name").row) == ("child", 9)


def test_a_name_that_stands_in_two_groups_has_its_own_row_in_each(tmp_path):
    found = layout(
        tmp_path,
        *(row("begin_group", "a"), row("text", "other", label_en="A"), row("end_group")),
        *(row("begin_group", "b"), row("text", "other", label_en="B"), row("end_group")),
    )
    assert [(one.name, one.row) for one in found.items] == [("a/other", 3), ("b/other", 6)]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"kind": "text", "label_en": "Q"}, ItemKind.QUESTION),
        ({"kind": "note", "label_en": "Q"}, ItemKind.NOTE),
        ({"kind": "select_one town", "label_en": "Q", "appearance": "label"}, ItemKind.NOTE),
        ({"kind": "text", "label_en": "Q", "read_only": "yes", "default": "x"}, ItemKind.SHOWN),
        ({"kind": "text", "label_en": "Q", "read_only": "no"}, ItemKind.QUESTION),
        ({"kind": "integer", "label_en": "Q", "calculation": "1 + 1"}, ItemKind.SHOWN),
        ({"kind": "calculate", "calculation": "1 + 1"}, ItemKind.SILENT),
        ({"kind": "calculate", "label_en": "Q", "calculation": "1 + 1"}, ItemKind.SILENT),
        ({"kind": "hidden", "default": "x"}, ItemKind.SILENT),
        ({"kind": "today"}, ItemKind.SILENT),
        ({"kind": "csv-external"}, ItemKind.SILENT),
    ],
)
def test_what_a_page_does_with_a_row_is_known(tmp_path, cells, kind):
    found = layout(tmp_path, row("text", "first", label_en="F"), row(cells.pop("kind"), "q", **cells))
    assert found.item("q").kind is kind


def test_defaults_that_are_written_down_and_those_that_are_worked_out_are_told_apart(tmp_path):
    found = layout(
        tmp_path,
        row("date", "a", label_en="A", default="2026-11-22"),
        row("date", "b", label_en="B", default="today()"),
        row("integer", "c", label_en="C", default="-5"),
    )
    assert [(one.default, one.has_computed_default) for one in found.items[:2]] == [
        ("2026-11-22", False),
        ("today()", True),
    ]


def test_appearance_and_parameters_are_kept_as_written(tmp_path):
    found = layout(
        tmp_path,
        row("text", "a", label_en="A", appearance="multiline w2", parameters="rows=4"),
        row("range", "b", label_en="B", parameters="start=0 end=5 step=0.5"),
        row("select_one town", "c", label_en="C", parameters="randomize=true"),
    )
    assert found.items[0].appearances == {"multiline", "w2"}
    assert found.items[0].parameters == {"rows": "4"}
    assert found.items[1].parameters == {"start": "0", "end": "5", "step": "0.5"}
    assert found.items[2].parameters == {"randomize": "true"}


@pytest.mark.parametrize("kind", ["select_one_from_file towns.csv", "select_multiple_from_file towns.geojson"])
def test_a_list_in_another_file_is_named(tmp_path, kind):
    assert item(tmp_path, row(kind, "q", label_en="Q")).outside_list == kind.split()[1]


def test_a_list_that_a_search_narrows_down_is_from_elsewhere(tmp_path):
    assert (
        item(tmp_path, row("select_one town", "q", label_en="Q", appearance="search('towns')")).outside_list
        == "search()"
    )
    assert item(tmp_path, row("select_one town", "q", label_en="Q")).outside_list == ""


def test_encryption_and_entities_are_noticed(tmp_path):
    question = row("text", "q", label_en="Q")
    assert not layout(tmp_path, question).is_encrypted
    assert layout(tmp_path, question, settings=[["public_key"], ["KEY"]]).is_encrypted
    path = form(tmp_path, [HEADER, question], CHOICES)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("entities")
    for cells in (["list_name", "label"], ["trees", "${q}"]):
        sheet.append(cells)
    book.save(path)
    assert read_form_file(path).layout.makes_entities


def test_a_dictionary_has_a_plain_layout(tmp_path):
    path = tmp_path / "dictionary.toml"
    path.write_text(DICTIONARY, encoding="utf-8")
    read = read_form_file(path)
    first, second = read.layout.items
    assert (first.kind, first.type, first.labels, first.required) == (
        ItemKind.QUESTION,
        "select one",
        {"en": "A?"},
        "true()",
    )
    assert first.choices == (FormChoice("x", {"en": "X"}),)
    assert second.kind is ItemKind.SILENT
    assert read.layout.languages == read.instrument.languages == ("en",)
    assert read.layout.groups == ()


def test_a_layout_can_be_written_down_and_read_again(tmp_path):
    found = layout(
        tmp_path, row("begin_group", "g", label_en="G"), row("select_one town", "q", label_en="Q"), row("end_group")
    )
    adapter = TypeAdapter(FormLayout)
    assert adapter.validate_json(adapter.dump_json(found)) == found
