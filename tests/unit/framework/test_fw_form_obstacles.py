"""What a page cannot do is named, each alone; a form with all that a page can do is not refused."""

from dataclasses import replace

import pytest
from interview_village import YES_NO, form, question, with_note

from nyhavn.framework.explanations import explanations
from nyhavn.framework.form_obstacles import differences, unsupported_items
from nyhavn.framework.form_page import FormChoice, FormGroup
from nyhavn.framework.instrument import AnswerType

CAN = (
    question("device", AnswerType.METADATA, metadata="deviceid"),
    question("day", AnswerType.METADATA, metadata="today"),
    question("area", AnswerType.SELECT_ONE, choices=YES_NO, required=True),
    question("town", AnswerType.SELECT_ONE, choices=YES_NO, relevant="${area} = 'yes' and ${day} <= today()"),
    question("age", AnswerType.INTEGER, constraint=". > 0 and . < 120"),
    question("double", AnswerType.CALCULATE, calculation="${age} * 2"),
    question("when", AnswerType.TIME),
    question("pain", AnswerType.INTEGER),
    question("place", AnswerType.GEOPOINT),
)
BY_ITEM = {
    "area": {"appearance": "minimal likert", "parameters": {"randomize": "true"}},
    "town": {"choices": (FormChoice("yes", columns={"in": "yes"}),), "choice_filter": "in = ${area}", "row": 5},
    "age": {"default": "18", "required": "${area} = 'no'", "row": 6, "constraint_messages": {"": "Not ${age}?"}},
    "pain": {"type": "range", "parameters": {"start": "0", "end": "1", "step": "0.1"}},
}


def refused(instrument, layout):
    return [(reason.code, reason.where, reason.what) for reason in unsupported_items(layout, instrument)]


def with_item(name, **more):
    """The form that a page can do, with one item that is otherwise."""
    return form(*CAN, **{**BY_ITEM, name: {**BY_ITEM.get(name, {}), **more}})


def with_question(name, **more):
    """The form that a page can do, with one question that is otherwise."""
    changed = [replace(one, **more) if one.name == name else one for one in CAN]
    return form(*changed, **BY_ITEM)


def test_a_form_with_all_that_a_page_can_do_is_not_refused():
    instrument, layout = form(*CAN, **BY_ITEM)
    assert refused(instrument, with_note(layout, "bye", "You said ${area}.", relevant="${age} > 3")) == []
    assert differences(layout, instrument) == (
        "Choices keep the order of the list, although the form mixes them: area.",
        "Facts about a device stay empty: device.",
    )


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"type": "geoshape"}, "form-page-type", "geoshape"),
        ({"type": "rank"}, "form-page-type", "rank"),
        ({"type": "a word nobody knows"}, "form-page-type", "a word nobody knows"),
        ({"outside_list": "towns.csv"}, "form-page-choices-elsewhere", "towns.csv"),
        ({"media": ("image",)}, "form-page-media", "image"),
        ({"choices": (FormChoice("yes", columns={"in": "yes"}, media=("audio",)),)}, "form-page-media", "audio"),
        ({"has_computed_default": True, "default": "${age}"}, "form-page-default", "worked out"),
        ({"appearance": "quick image-map"}, "form-page-appearance", "image-map"),
        ({"appearance": "ex:org.example.app"}, "form-page-appearance", "ex:org.example.app"),
        ({"appearance": "ethiopian"}, "form-page-appearance", "ethiopian"),
        ({"triggers": ("age",)}, "form-page-trigger", "when age changes"),
        ({"relevant": "pulldata('a', 'b', 'c', ${age}) = 1"}, "form-page-expression", "condition uses pulldata()"),
        ({"relevant": "${absent} = 1"}, "form-page-expression", "condition names absent, which is not"),
        ({"relevant": "${device} != ''"}, "form-page-expression", "asks for device, which only a device knows"),
        ({"relevant": "${when} > '08:00'"}, "form-page-expression", "with a time of day"),
        ({"relevant": ". = 1"}, "form-page-expression", "stands for no question"),
        ({"relevant": "${age} >"}, "form-page-expression", "condition cannot be read"),
        ({"required": "once(1)"}, "form-page-expression", "rule for a required answer uses once()"),
        ({"choice_filter": "in = ${absent}"}, "form-page-expression", "choice filter names absent"),
        ({"choice_filter": "out = ${area}"}, "form-page-expression", "the column out, which its choices do not have"),
        ({"choice_filter": "in = ${device}"}, "form-page-expression", "asks for device"),
        ({"choice_filter": "in ="}, "form-page-expression", "choice filter cannot be read"),
        ({"choice_filter": ". = ${area}"}, "form-page-expression", "stands for no question"),
        ({"labels": {"": "Is ${device} yours?"}}, "form-page-expression", "speaks of device"),
        ({"hints": {"": "Not ${absent}"}}, "form-page-expression", "speaks of absent"),
        ({"required_messages": {"": "${last-saved#age}"}}, "form-page-expression", "speaks of last-saved#age"),
        ({"choice_filter": "in = ${town}"}, "form-page-circle", "town"),
    ],
)
def test_each_thing_that_a_page_cannot_do_is_named_alone_with_its_question_and_row(changed, code, words):
    ((found, where, what),) = refused(*with_item("town", **changed))
    assert (found, where) == (code, "survey, row 5, question town")
    assert words in what


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"start": "1", "end": "5", "step": "0"}, "a step of 0"),
        ({"start": "one"}, "no number"),
        ({"end": "1/0"}, "no number"),
        ({"start": "1", "tick_interval": "2"}, "tick_interval"),
    ],
)
def test_an_unusual_scale_is_named(parameters, words):
    ((code, _, what),) = refused(*with_item("pain", parameters=parameters))
    assert code == "form-page-scale"
    assert words in what


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"constraint": ". < indexed-repeat(${age}, ${area}, 1)"}, "constraint uses indexed-repeat()"),
        ({"constraint": ". < sum(${age})"}, "constraint uses sum()"),
        ({"calculation": "jr:choice-name(${area}, '${area}')"}, "calculation uses jr:choice-name()"),
    ],
)
def test_expressions_of_the_instrument_are_looked_at_too(changed, words):
    ((code, where, what),) = refused(*with_question("age", **changed))
    assert (code, where) == ("form-page-expression", "survey, row 6, question age")
    assert words in what


@pytest.mark.parametrize("fact", ["audit", "start-geopoint", "background-geopoint"])
def test_what_a_device_records_by_itself_is_refused(fact):
    ((code, _, what),) = refused(*with_question("device", metadata=fact))
    assert code == "form-page-type"
    assert fact in what


def test_media_are_refused():
    ((code, where, _),) = refused(*form(question("photo", AnswerType.MEDIA)))
    assert (code, where) == ("form-page-type", "question photo")


def test_repeats_are_refused_by_their_name_and_row():
    instrument, layout = form(question("child", AnswerType.TEXT, repeat="children"))
    assert [(code, where) for code, where, _ in refused(instrument, layout)] == [
        ("form-page-repeat", "repeat children")
    ]
    layout = replace(layout, groups=(FormGroup("home/children", is_repeat=True, row=9),))
    assert [(code, where) for code, where, _ in refused(instrument, layout)] == [
        ("form-page-repeat", "survey, row 9, repeat home/children")
    ]


def test_the_condition_of_a_group_is_named_once_at_the_group():
    condition = "pulldata('a', 'b', 'c', 'd') = 1"
    instrument, layout = form(
        *CAN,
        **{**BY_ITEM, **{name: {**BY_ITEM[name], "relevant": condition, "groups": ("g",)} for name in ("age", "pain")}},
    )
    layout = replace(layout, groups=(FormGroup("g", relevant=condition, row=4),))
    assert [(code, where) for code, where, _ in refused(instrument, layout)] == [
        ("form-page-expression", "survey, row 4, group g")
    ]


def test_pictures_and_unknown_answers_in_the_heading_of_a_group_are_named():
    instrument, layout = form(*CAN, **BY_ITEM)
    layout = replace(layout, groups=(FormGroup("g", {"": "About ${absent}"}, media=("video",)),))
    assert [code for code, _, _ in refused(instrument, layout)] == ["form-page-media", "form-page-expression"]


@pytest.mark.parametrize(
    ("setting", "code"), [("is_encrypted", "form-page-encrypted"), ("makes_entities", "form-page-entities")]
)
def test_what_the_whole_form_asks_for_is_looked_at(setting, code):
    instrument, layout = form(*CAN, **BY_ITEM)
    assert [found for found, _, _ in refused(instrument, replace(layout, **{setting: True}))] == [code]


def test_questions_that_depend_on_each_other_in_a_circle_are_named_together():
    instrument, layout = form(
        question("hen", AnswerType.TEXT, relevant="${egg} != ''"),
        question("egg", AnswerType.TEXT, relevant="${sum} > 0"),
        question("sum", AnswerType.CALCULATE, calculation="string-length(${hen})"),
        question("farm", AnswerType.TEXT, relevant="${egg} != ''"),
    )
    ((code, where, what),) = refused(instrument, layout)
    assert (code, where) == ("form-page-circle", "question egg")
    assert what == "These depend on each other in a circle: egg, hen, sum."


def test_several_reasons_come_together_and_all_are_explained():
    instrument, layout = with_item("town", media=("image",), appearance="ex:a", triggers=("age",))
    codes = [code for code, _, _ in refused(instrument, layout)]
    assert codes == ["form-page-appearance", "form-page-trigger", "form-page-media"]
    assert set(codes) <= set(explanations())
