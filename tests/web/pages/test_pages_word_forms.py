"""Words are found in any of their forms, and no mark of ours is found by what somebody types."""

import pytest

from nyhavn.web.pages.word_forms import MARKS, folded, forms, searchable

SAME = {
    "en": (("survey", "surveys"), ("waiting", "waited"), ("disability", "disabilities"), ("women's", "women")),
    "es": (("encuesta", "encuestas"), ("satisfacción", "satisfacciones"), ("satisfacción", "satisfaccion")),
    "fr": (("enquête", "enquêtes"), ("enquête", "enquetes"), ("handicapé", "handicapées"), ("nationale", "nationaux")),
    "ar": (
        ("المياه", "مياه"),
        ("مهاجر", "المهاجرون"),
        ("مَدْرَسَة", "مدرسة"),
        ("إحصاء", "احصاء"),
        ("بيانات", "البيانات"),
        ("خدمات", "الخدمة"),
    ),
}
OTHER = {"en": ("water", "waiter"), "es": ("casa", "cosa"), "fr": ("pain", "pin"), "ar": ("ماء", "مال")}


def finds(word: str, text: str, language: str) -> bool:
    """As a database looks: the word as it is, or one of its forms, in the text that is kept."""
    kept = searchable(text, language)
    return folded(word) in kept or any(form in kept for form in forms(word, MARKS))


@pytest.mark.parametrize(("language", "one", "other"), [(code, *pair) for code, all_ in SAME.items() for pair in all_])
def test_each_form_finds_the_other(language: str, one: str, other: str) -> None:
    assert finds(one, f"x {other}, y", language)
    assert finds(other, f"x {one}. y", language)


@pytest.mark.parametrize(("language", "pair"), OTHER.items())
def test_another_word_is_not_found(language: str, pair: tuple[str, str]) -> None:
    assert not finds(pair[0], pair[1], language)
    assert not finds(pair[1], pair[0], language)


def test_a_language_without_forms_is_searched_as_it_is_written() -> None:
    assert searchable("Chakula cha watoto chakula", "sw") == "chakula cha watoto"
    assert finds("watoto", "Chakula cha watoto", "sw")


def test_the_language_of_a_region_has_the_forms_of_its_language() -> None:
    assert searchable("surveys", "en-GB") == searchable("surveys", "en")


@pytest.mark.parametrize("mark", MARKS.values())
def test_no_search_has_a_mark(mark: str) -> None:
    assert mark not in folded(f"a{mark}b{mark}")
    assert all(form.strip("".join(MARKS.values())).isalnum() for form in forms(f"{mark}survey{mark}", MARKS))


@pytest.mark.parametrize("word", ["", "—", "%", "''", "a" * 5000, "\x00", "👩‍🌾", "ـــ", "\u0301"])
def test_nonsense_has_no_forms_or_finds_itself(word: str) -> None:
    assert all(form in searchable(word, code) for code in MARKS for form in forms(word, [code]))
