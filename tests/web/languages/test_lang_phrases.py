"""A translation keeps what programs need: placeholders and markup; everything else is up to its speakers."""

import pytest

from nyhavn.framework.refusal import Refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.languages.actions import add_language, propose
from nyhavn.web.languages.asks import LanguageWanted
from nyhavn.web.languages.editions import _catalogue
from nyhavn.web.languages.messages import EnglishPhrase
from nyhavn.web.languages.models import Direction
from nyhavn.web.languages.queries import PhraseIn
from nyhavn.web.pages.phrases import check_translation

ONE, MANY = "%(name)s has one boat", "%(name)s has %(n)s boats"


@pytest.mark.parametrize(
    ("english", "text"),
    [
        ("Hello", "Hola"),
        ("Hello %(name)s", "%(name)s, hola"),
        ("At least {ge}", "Al menos {ge}"),
        ('Read <a href="/words/">this</a>', 'Lea <a href="/words/">esto</a>'),
        ("100%% of %(n)s", "%(n)s: 100%%"),
        ("50% of you", "50 % de ustedes"),
        ("A &amp; B", "A &amp; B"),
        ("mixed", "مختلط mixed"),
    ],
)
def test_what_keeps_them_comes_through(english: str, text: str) -> None:
    check_translation((english,), (text,))


@pytest.mark.parametrize(
    ("english", "text", "code"),
    [
        ("Hello", "   ", "translation-empty"),
        ("Hello %(name)s", "Hola", "translation-placeholder"),
        ("Hello %(name)s", "Hola %(nombre)s %(name)s", "translation-placeholder"),
        ("Hello %(name)s", "Hola %(name)s 100%", "translation-placeholder"),
        ("At least {ge}", "Al menos {ge", "translation-placeholder"),
        ("At least {ge}", "Al menos {ge} {", "translation-placeholder"),
        ("Read <b>this</b>", "Lea esto", "translation-markup"),
        ("Read <b>this</b>", "Lea <b>esto", "translation-markup"),
        ("Hello", "Hola <img src=x>", "translation-markup"),
        ('<a href="/a/">x</a>', '<a href="https://elsewhere.example/">x</a>', "translation-markup"),
        ("Hello", "1 < 2", "translation-markup"),
        ("Hello", "&lt;b&gt;", "translation-markup"),
        ("Hello", "Ho\nla", "translation-markup"),
        ("Hello", "Hola\u2067", "translation-markup"),
        ("Hello", "Hola\x00", "translation-markup"),
    ],
)
def test_what_does_not_is_refused_with_a_sentence(english: str, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_translation((english,), (text,))
    assert set(refused.value.codes) == {code}
    assert all(reason.what and reason.do for reason in refused.value.reasons)


def test_the_sentence_names_the_placeholder_and_the_form() -> None:
    with pytest.raises(Refusal) as refused:
        check_translation((ONE, MANY), ("%(name)s: 1", "muchas"))
    assert [reason.where for reason in refused.value.reasons] == ["form 2"]
    assert "%(n)s" in refused.value.reasons[0].what and "%(name)s" in refused.value.reasons[0].what


def test_a_form_for_a_single_number_may_leave_the_number_out() -> None:
    check_translation((ONE, MANY), ("%(name)s: una", "%(name)s: %(n)s"))


@pytest.mark.django_db
def test_a_counted_phrase_needs_every_form_of_its_language_and_is_compiled_with_them(stranger: User) -> None:
    polish = LanguageWanted(code="pl", own_name="Polski", direction=Direction.LEFT_TO_RIGHT)
    language = add_language(by=stranger, said=polish)
    english = EnglishPhrase("k" * 32, ("%(n)s boat", "%(n)s boats"), "", "", ())
    forms = ("%(n)s łódź", "%(n)s łodzie", "%(n)s łodzi")
    with pytest.raises(Refusal) as refused:
        propose(by=stranger, on=PhraseIn(language, english), forms=forms[:2])
    assert refused.value.codes == ("translation-forms",)
    propose(by=stranger, on=PhraseIn(language, english), forms=forms)
    compiled = _catalogue(language, [PhraseIn(language, english, said=forms)])
    assert compiled["%(n)s boat"].string == forms
    assert compiled.num_plurals == 3
