"""The page of a release in the languages that come with Nyhavn: ours is translated, the release's own is not."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from nyhavn.exchange.report import words
from nyhavn.exchange.report.speech import every_word
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.site.shown_release import page_parts, shown_content
from web.site.in_public import NAME

pytestmark = pytest.mark.django_db
HEADINGS = ("Who is in these numbers, and who is not", "How the data were made", "Ten principles, and the evidence",
            "How people are protected", "Questions to the producer")  # fmt: skip
PLACEHOLDER = re.compile(r"\\\{\w+\\\}")
IN_A_TEXT = 4  # from so many words on, one of ours may also be found inside of a longer text


def page_in(language: str, client: Client) -> str:
    answer = client.get(f"/data/{NAME}/", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def texts_of(page: str) -> list[str]:
    """Every text of a page between its tags, and what is said of its parts to those who hear it."""
    page = re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.DOTALL)
    found = [*re.split(r"<[^>]*>", page), *re.findall(r'aria-label="([^"]*)"', page)]
    return [text for each in found if (text := " ".join(unescape(each).split()))]


def ours_in(texts: list[str], own: str) -> set[str]:
    """The words of the report that stand in these texts, but those that the release says as well."""
    return {word for word in every_word() if word not in own and _letters(word) and _is_in(word, texts)}


def _letters(word: str) -> list[str]:
    """What is to be read in a word of the report beside its placeholders."""
    return re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", word))


def _is_in(word: str, texts: list[str]) -> bool:
    """A sentence of ours may stand among others, and take in whole texts; a short word is a text by itself."""
    is_long = len(_letters(word)) >= IN_A_TEXT
    pattern = re.compile(PLACEHOLDER.sub(".+" if is_long else r"\\S+", re.escape(" ".join(word.split()))))
    return any(pattern.search(text) if is_long else pattern.fullmatch(text) for text in texts)


@pytest.mark.parametrize("language", ["es", "fr", "ar"])
def test_no_word_of_ours_is_left_in_english(language: str, client: Client, services: PublicRelease) -> None:
    own = services.content
    english = ours_in(texts_of(page_in("en", client)), own)
    assert len(english) > 80
    with override(language):
        translated = {word for word in english if gettext(word) != word}
    assert len(translated) > 70
    assert ours_in(texts_of(page_in(language, client)), own) & translated == set()


@pytest.mark.parametrize("language", ["es", "fr", "ar"])
def test_headings_and_marks_are_in_the_language_of_the_page(
    language: str, client: Client, services: PublicRelease
) -> None:
    texts = texts_of(page_in(language, client))
    with override(language):
        for word in (*HEADINGS, words.OUTCOME[shown_content(services).verdict.outcome].word, words.GROUP, words.LADDER):
            assert word not in texts
            assert gettext(word) in texts


def test_what_the_release_says_itself_is_the_same_on_every_page(client: Client, services: PublicRelease) -> None:
    release = shown_content(services)
    said = (release.verdict.sentence, release.verdict.stages[0].reason, release.headline, release.title,
            release.indicators[0].title, f"1 · {release.principles[0].name}", release.protection.audit)  # fmt: skip
    for language in ("en", "ar"):
        texts = texts_of(page_in(language, client))
        assert [text for text in said if " ".join(text.split()) not in texts] == []
    numbers = [re.findall(r"<td>(?:[^<]*\D)?(\d[\d.,]*)\D*</td>", page_in(each, client)) for each in ("en", "ar")]
    assert numbers[0] == numbers[1] and len(numbers[0]) > 20


def test_each_language_has_parts_of_its_own(services: PublicRelease) -> None:
    made = {}
    for language in ("es", "fr", "ar", "en", "es"):
        with override(language):
            parts = page_parts(services)
            assert parts.language == language and gettext(words.RESULTS_LEAD) in parts.results
            assert made.setdefault(language, parts) == parts
    assert made["ar"].direction == "rtl" and len({parts.results for parts in made.values()}) == 4


def test_the_signed_report_is_the_same_file_for_everybody(client: Client, services: PublicRelease) -> None:
    place = f"/data/{NAME}/1/files/report.html"
    answers = [client.get(place, headers={"Accept-Language": language}) for language in ("en", "ar")]
    contents = [b"".join(answer.streaming_content) if answer.streaming else answer.content for answer in answers]
    assert contents[0] == contents[1] and b'lang="en"' in contents[0] and HEADINGS[0].encode() in contents[0]
