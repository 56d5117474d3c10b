"""Somebody who speaks a language adds it, without any program but a browser, and everybody can then choose it."""

from collections.abc import Iterator

import pytest
from django.test import Client

from nyhavn.framework.refusal import Refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.languages import editions
from nyhavn.web.languages.actions import add_language, drop_proposal, propose, publish, standard_code, take_back
from nyhavn.web.languages.asks import LanguageWanted
from nyhavn.web.languages.messages import phrases, plural_forms
from nyhavn.web.languages.models import Direction, Language, Phrase
from nyhavn.web.languages.queries import PhraseIn, Standing, language_shown, next_missing, phrase_in, phrases_in
from nyhavn.web.pages.offered import offer
from web.cast import person

pytestmark = pytest.mark.django_db
HEADING = "Languages"  # the title of the page /languages/


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """The languages of one test are not those of the next."""
    yield
    offer(())
    editions._Read.edition, editions._Read.looked_at = 0, float("-inf")


@pytest.fixture
def operator(db: None) -> User:
    user = person("Olga", "site.example")
    user.is_operator = True
    user.save()
    return user


@pytest.fixture
def quechua(stranger: User) -> Language:
    wanted = LanguageWanted(code="qu", own_name="Runasimi", direction=Direction.LEFT_TO_RIGHT)
    return add_language(by=stranger, said=wanted)


def heading_in(language: Language) -> PhraseIn:
    return next(phrase for phrase in phrases_in(language) if phrase.english.texts == (HEADING,))


def choose(client: Client, code: str, there: str = "/languages/") -> None:
    client.post("/languages/", {"language": code, "next": there})


def test_a_phrase_that_is_translated_and_published_stands_on_the_page(
    client: Client, quechua: Language, stranger: User, operator: User
) -> None:
    propose(by=stranger, on=heading_in(quechua), forms=("Simikuna",))
    publish(by=operator, on=quechua)
    editions.keep_up()
    choose(client, "qu")
    answer = client.get("/languages/")
    page = answer.content.decode()
    assert "<h1>Simikuna</h1>" in page
    assert '<html lang="qu" dir="ltr">' in page
    assert "Add a language" in page  # not translated: English, and the answer says that it holds both
    assert answer["Content-Language"] == "qu, en"


def test_before_it_is_published_nobody_can_choose_it(client: Client, quechua: Language, stranger: User) -> None:
    propose(by=stranger, on=heading_in(quechua), forms=("Simikuna",))
    editions.keep_up()
    choose(client, "qu")
    assert "<h1>Languages</h1>" in client.get("/languages/").content.decode()


def test_another_process_reads_the_new_edition_within_seconds(
    client: Client, quechua: Language, stranger: User, operator: User
) -> None:
    """This process never ran the action that published: it learns it from the database, in a request."""
    propose(by=stranger, on=heading_in(quechua), forms=("Simikuna",))
    publish(by=operator, on=quechua)
    choose(client, "qu")
    editions._Read.looked_at = float("-inf")  # three seconds later
    assert "<h1>Simikuna</h1>" in client.get("/languages/", headers={"accept-language": "qu"}).content.decode()


def test_a_correction_is_shown_after_the_next_publication_and_not_before(
    client: Client, quechua: Language, stranger: User, operator: User
) -> None:
    propose(by=stranger, on=heading_in(quechua), forms=("Simi",))
    publish(by=operator, on=quechua)
    propose(by=stranger, on=heading_in(quechua), forms=("Simikuna",))
    editions.keep_up()
    browser = {"accept-language": "qu"}
    assert "<h1>Simi</h1>" in client.get("/languages/", headers=browser).content.decode()
    publish(by=operator, on=quechua)
    editions.keep_up()
    assert "<h1>Simikuna</h1>" in client.get("/languages/", headers=browser).content.decode()


def test_a_language_that_is_taken_back_is_offered_no_more_and_keeps_its_phrases(
    client: Client, quechua: Language, stranger: User, operator: User
) -> None:
    propose(by=stranger, on=heading_in(quechua), forms=("Simikuna",))
    publish(by=operator, on=quechua)
    take_back(by=operator, on=quechua)
    editions.keep_up()
    assert "<h1>Languages</h1>" in client.get("/languages/", headers={"accept-language": "qu"}).content.decode()
    assert heading_in(quechua).proposed == ("Simikuna",)
    with pytest.raises(Refusal) as refused:
        take_back(by=operator, on=quechua)
    assert refused.value.codes == ("language-not-published-out-of-turn",)


def test_a_language_without_a_phrase_is_not_published(quechua: Language, operator: User) -> None:
    with pytest.raises(Refusal) as refused:
        publish(by=operator, on=quechua)
    assert refused.value.codes == ("language-has-nothing",)


def test_a_proposal_that_is_taken_out_leaves_what_was_published(
    quechua: Language, stranger: User, operator: User
) -> None:
    propose(by=stranger, on=heading_in(quechua), forms=("Simikuna",))
    publish(by=operator, on=quechua)
    propose(by=stranger, on=heading_in(quechua), forms=("Rubbish",))
    drop_proposal(by=operator, on=heading_in(quechua))
    assert (heading_in(quechua).proposed, heading_in(quechua).standing) == (("Simikuna",), Standing.PUBLISHED)


def test_saving_the_same_words_again_writes_nothing(quechua: Language, stranger: User) -> None:
    propose(by=stranger, on=heading_in(quechua), forms=("Simikuna",))
    propose(by=stranger, on=heading_in(quechua), forms=("Simikuna",))
    assert Phrase.objects.count() == 1


def test_how_far_a_language_is_is_counted_in_phrases(quechua: Language, stranger: User, operator: User) -> None:
    propose(by=stranger, on=heading_in(quechua), forms=("Simikuna",))
    shown = language_shown(quechua)
    assert (shown.phrases, shown.translated, shown.waiting) == (len(phrases()), 1, 1)
    publish(by=operator, on=quechua)
    assert (language_shown(quechua).translated, language_shown(quechua).waiting) == (1, 0)


def test_after_a_phrase_comes_the_next_that_is_missing(quechua: Language, stranger: User) -> None:
    keys = list(phrases())
    first = phrase_in(quechua, keys[0])
    assert first is not None
    assert next_missing(quechua, after=keys[0]) == keys[1]
    assert next_missing(quechua, after=keys[-1]) == keys[0]


@pytest.mark.parametrize(
    ("forms", "code"),
    [
        (("",), "translation-empty"),
        (("Simi", "Simikuna"), "translation-forms"),
        (("Simi %(name)s",), "translation-placeholder"),
        (("<a href='https://elsewhere.example'>Simi</a>",), "translation-markup"),
        (("Simi <script>",), "translation-markup"),
        (("Simi\u202etxt",), "translation-markup"),
    ],
)
def test_a_translation_that_would_break_or_lead_astray_is_refused(
    quechua: Language, stranger: User, forms: tuple[str, ...], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        propose(by=stranger, on=heading_in(quechua), forms=forms)
    assert refused.value.codes == (code,)
    assert not Phrase.objects.exists()


@pytest.mark.parametrize(
    ("said", "standard"), [("qu", "qu"), ("PT-br", "pt-BR"), ("AZ-arab", "az-Arab"), ("es-419", "es-419")]
)
def test_a_code_is_kept_in_its_standard_form(said: str, standard: str) -> None:
    assert standard_code(said) == standard


@pytest.mark.parametrize("said", ["q", "quechua", "qu_PE", "qu-", "../x", "qu-PE-x-y", "ｑｕ"])
def test_what_is_no_code_is_refused(said: str) -> None:
    with pytest.raises(Refusal) as refused:
        standard_code(said)
    assert refused.value.codes == ("language-code-unknown",)


@pytest.mark.parametrize("code", ["en", "ES", "fr", "ar", "qu", "QU"])
def test_a_language_is_added_once(quechua: Language, stranger: User, code: str) -> None:
    way = Direction.RIGHT_TO_LEFT if code == "ar" else Direction.LEFT_TO_RIGHT
    with pytest.raises(Refusal) as refused:
        add_language(by=stranger, said=LanguageWanted(code=code, own_name="X", direction=way))
    assert refused.value.codes == ("language-already-there",)


def test_the_direction_of_a_known_script_cannot_be_declared_wrong(stranger: User) -> None:
    with pytest.raises(Refusal) as refused:
        add_language(by=stranger, said=LanguageWanted(code="fa", own_name="فارسی", direction=Direction.LEFT_TO_RIGHT))
    assert refused.value.codes == ("language-direction-wrong",)
    made = add_language(by=stranger, said=LanguageWanted(code="yua", own_name="Maaya", direction="ltr"))
    assert made.direction == Direction.LEFT_TO_RIGHT  # nobody but its speakers knows


def test_forms_are_as_many_as_the_language_counts_with() -> None:
    assert len(plural_forms("ar")) == 6
    assert plural_forms("qu") == ("1", "0, 2, 3, 5, 11, 20, 100, 101, 102")
    assert plural_forms("yua") == plural_forms("qu")


def test_everything_that_is_done_leaves_a_trace_without_words_or_names(
    quechua: Language, stranger: User, operator: User
) -> None:
    propose(by=stranger, on=heading_in(quechua), forms=("Simikuna",))
    publish(by=operator, on=quechua)
    drop_proposal(by=operator, on=heading_in(quechua))
    take_back(by=operator, on=quechua)
    done = list(AuditRecord.objects.values_list("action", "by"))
    assert done == [
        ("language-added", stranger.uuid),
        ("phrase-proposed", stranger.uuid),
        ("language-published", operator.uuid),
        ("phrase-dropped", operator.uuid),
        ("language-taken-back", operator.uuid),
    ]
    assert "Simikuna" not in str(list(AuditRecord.objects.values_list("facts", flat=True)))
