"""What the machine points at in texts, and what it leaves alone."""

from time import process_time

import pytest

from nyhavn.framework.exchange_words import EXCHANGE_REGIONS, EXCHANGE_TOPICS, HELP, REGIONS, TOPICS, WORLD, around
from nyhavn.framework.material import Subject
from nyhavn.framework.naming import holds_name, pointing_at, spots


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ask Amina Odhiambo.", "amina odhiambo"),
        ("Amina/Luis did it", "Luis"),
        ("by O’Neill, 2020", "O'Neill"),
        ("with José-María there", "José María"),
        ("जहाँ सीता देवी रहती हैं", "सीता देवी"),
        ("田中花子さんが始めた", "田中花子"),
        ("Ａmina did", "Amina"),
    ],
)
def test_a_name_is_found_whatever_its_signs(text: str, name: str) -> None:
    assert holds_name(text, [name])


@pytest.mark.parametrize(
    ("text", "name"), [("Aminata did it", "Amina"), ("Nothing", ""), ("Nothing", " . "), ("सीताफल", "सीता"), ("", "A")]
)
def test_a_part_of_a_word_is_no_name(text: str, name: str) -> None:
    assert not holds_name(text, [name])


@pytest.mark.parametrize(
    "text", ["2020-2024", "from 2026-06-01 until 2026-08-31", "2019/20", "1,250 wells", "300 people"]
)
def test_days_years_and_counts_are_no_telephone_numbers(text: str) -> None:
    assert tuple(pointing_at("words", text)) == ()


@pytest.mark.parametrize("text", ["+254 700 123 456", "0700-123-456", "a@b.org", "https://a.org/x"])
def test_what_leads_to_somebody_is_pointed_at(text: str) -> None:
    assert [spot.subject for spot in pointing_at("words", text)] == [Subject.NAMES]


def test_a_long_text_without_blanks_is_read_in_no_time() -> None:
    began = process_time()
    assert tuple(pointing_at("words", "ก" * 200_000)) == ()
    assert process_time() - began < 5, "it took minutes where each letter was tried as the beginning of an address"


def test_a_spot_repeats_no_name_and_is_told_once() -> None:
    found = spots({"a": "Amina, Amina, in the village, la aldea", "b": "nothing"}, ["Amina", "Amina"])
    assert [(spot.part, spot.subject) for spot in found] == [("a", Subject.NAMES), ("a", Subject.PLACES)]
    assert all("Amina" not in spot.words for spot in found)


def test_the_vocabularies_say_whose_they_are_and_hold_each_code_once() -> None:
    for vocabulary in (EXCHANGE_TOPICS, EXCHANGE_REGIONS):
        assert vocabulary.version and vocabulary.source and vocabulary.note
    assert "own wording" in EXCHANGE_TOPICS.note
    assert len(TOPICS) == len(EXCHANGE_TOPICS.topics)
    assert len(HELP) == len(EXCHANGE_TOPICS.help)
    assert len(REGIONS) == len(EXCHANGE_REGIONS.regions)
    assert any(topic.danger for topic in EXCHANGE_TOPICS.topics)


def test_every_region_lies_in_the_world() -> None:
    assert all(around(code)[-1] == WORLD for code in REGIONS)
