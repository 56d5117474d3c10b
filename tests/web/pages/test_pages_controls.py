"""Every kind of control: shown as a person needs it, and read back into the value the model holds."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any, Literal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import RequestFactory
from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.web.pages.asked import Kind, asked
from nyhavn.web.pages.forms import empty_form, posted
from web.pages.survey import GOOD, HARBOURS, Boat, Month, Place, Survey, Walker


def said(**changed: Any) -> Survey:
    """What comes through when this is sent; "" stands for an empty field."""
    sent = posted(Survey, RequestFactory().post("/", {**GOOD, **changed}), HARBOURS)
    assert sent.said is not None, sent.form.summary
    return sent.said


def shown(model: type[Declared] = Survey, **current: Any) -> str:
    html = render_to_string("pages/parts/form.html", {"form": empty_form(model, current, HARBOURS)})
    return re.sub(r"\s+", " ", html)


def control(name: str, html: str) -> str:
    """The tag with that name."""
    found = re.search(rf'<(?:input|select|textarea)[^>]* name="{name}"[^>]*>', html)
    assert found, name
    return found[0]


def test_good_answers_come_through_as_values() -> None:
    survey = said()
    assert survey == Survey(
        title="Boats of the fjord",
        code="fjord-26",
        about="Who rows, who sails.",
        households=120,
        share=0.5,
        price=Decimal("12.50"),
        starts=date(2026, 11, 22),
        boat=Boat.SAILING,
        month=Month.MAY,
        weather="calm",
        boats=(Boat.ROWING, Boat.FERRY),
        villages=("Upper", "Lower"),
        words={"1": "yes", "2": "no"},
        is_paid=True,
        has_guide=False,
        place=Place(town="Fjordby", people=900),
        walkers=(Walker(name="Wren", boat=Boat.FERRY, days=2),),
        harbour="north",
        is_agreed=True,
    )


def test_what_comes_through_can_be_shown_and_sent_again_without_a_change() -> None:
    html = shown(**said().model_dump())
    for piece in ('value="120"', 'value="0.5"', 'value="12.50"', 'value="2026-11-22"', "Upper Lower", "1 = yes 2 = no"):
        assert piece in html
    assert 'value="may" selected' in html
    # boat, weather, two boats, is_paid, has_guide, the boats of a walker and two new ones, harbour, is_agreed
    assert html.count(" checked") == 11


def test_every_control_has_a_label_of_its_own() -> None:
    html = shown()
    ids = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', html)
    assert len(ids) == 39
    assert [each for each in ids if html.count(f'<label for="{each}"') != 1] == []


def test_answers_to_one_question_are_held_together_by_its_words() -> None:
    html = shown()
    assert re.search(r"<fieldset[^>]*> <legend>Boats that were asked</legend>", html)
    assert re.search(r"<legend>Where</legend>.*Town.*</fieldset>", html)
    assert '<label for="field-boat-2">The ferry</label>' in html


def test_few_answers_are_all_seen_and_many_are_a_list() -> None:
    html = shown()
    assert 'type="radio"' in control("boat", html)
    assert control("month", html).startswith("<select")


def test_the_hint_is_read_out_with_its_field() -> None:
    html = shown()
    assert 'aria-describedby="field-title-hint"' in control("title", html)
    assert '<span class="hint" id="field-title-hint">As people will read it.</span>' in html


def test_what_may_stay_empty_says_so_and_what_must_be_filled_in_does_not() -> None:
    html = shown()
    assert 'Month <span class="optional">(optional)</span>' in html
    assert "Title <span" not in html
    assert "Boat <span" not in html


def test_names_of_people_are_not_offered_to_the_next_user_of_the_browser() -> None:
    html = shown()
    assert 'autocomplete="off"' in control("walkers-0-name", html)
    assert "autocomplete" not in control("place-town", html)


def test_a_phone_shows_the_keyboard_for_numbers() -> None:
    html = shown()
    assert 'inputmode="numeric"' in control("households", html)
    assert 'inputmode="decimal"' in control("share", html)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("120", 120), (" 1 200 ", 1200), ("١٢٠", 120), ("१२०", 120), ("１２０", 120), ("+7", 7), ("1\u202f200", 1200)],
)
def test_a_number_may_be_written_in_the_digits_of_any_script(typed: str, value: int) -> None:
    assert said(households=typed).households == value


@pytest.mark.parametrize("typed", ["0.5", ".5", "٠٫٥", "0.50"])
def test_decimals_come_after_a_point(typed: str) -> None:
    assert said(share=typed).share == 0.5


@pytest.mark.parametrize("typed", ["2026-11-02", "2026-11-2", "٢٠٢٦-١١-٠٢", "2026–11–02"])
def test_a_date_is_year_month_and_day(typed: str) -> None:
    assert said(starts=typed).starts == date(2026, 11, 2)


def test_empty_fields_that_may_be_empty_are_empty() -> None:
    nothing = dict.fromkeys(
        ("code", "about", "share", "price", "month", "weather", "villages", "words", "has_guide"), ""
    )
    survey = said(**nothing)
    assert (survey.code, survey.about, survey.villages, survey.words) == ("", "", (), {})
    assert (survey.share, survey.price, survey.month, survey.weather, survey.has_guide) == (None,) * 5


def test_a_file_comes_through_with_its_name() -> None:
    survey = said(questionnaire=SimpleUploadedFile("boats.xlsx", b"\x00rows"))
    assert survey.questionnaire is not None
    assert (survey.questionnaire.name, survey.questionnaire.content) == ("boats.xlsx", b"\x00rows")


def test_empty_repetitions_are_left_out_wherever_they_stand() -> None:
    more = {"walkers-0-name": "", "walkers-0-days": "", "walkers-0-boat": "rowing-boat"}
    more |= {"walkers-3-name": "Tern", "walkers-3-days": "0", "walkers-3-boat": "ferry"}
    assert said(**more).walkers == (Walker(name="Tern", boat=Boat.FERRY, days=0),)


def test_an_optional_group_that_nobody_filled_in_is_none() -> None:
    class Trip(Declared):
        guide: Walker | None = None

    sent = posted(Trip, RequestFactory().post("/", {"guide-name": "", "guide-days": "", "guide-boat": "rowing-boat"}))
    assert sent.said == Trip()
    sent = posted(Trip, RequestFactory().post("/", {"guide-name": "Wren", "guide-days": "1", "guide-boat": "ferry"}))
    assert sent.said == Trip(guide=Walker(name="Wren", days=1, boat=Boat.FERRY))


def test_answers_that_are_no_texts_come_through_as_what_they_are() -> None:
    class Size(IntEnum):
        SMALL = 1
        LARGE = 2

    class Order(Declared):
        size: Size
        decks: Literal[1, 2]
        sizes: tuple[Size, ...] = ()

    sent = posted(Order, RequestFactory().post("/", {"size": "2", "decks": "1", "sizes": ["1", "2"]}))
    assert sent.said == Order(size=Size.LARGE, decks=1, sizes=(Size.SMALL, Size.LARGE))


def test_what_somebody_typed_is_shown_as_text_and_never_as_a_tag() -> None:
    html = shown(title='"><script>alert(1)</script>', about="</textarea><b>", words={"<i>": "<u>"})
    assert not re.search("<(script|b|i|u)>", html)
    assert "&lt;script&gt;" in html


def test_a_model_that_no_form_can_show_is_a_defect_and_named() -> None:
    class Odd(Declared):
        when: Mapping[str, int] = Field({})

    with pytest.raises(TypeError, match="Odd.when"):
        asked(Odd)


def test_the_survey_asks_with_every_kind_of_control() -> None:
    assert {one.kind for one in asked(Survey)} == set(Kind)
