"""The parts of a report on another page: our words in the reader's language, the release's own words as they are."""

import re
from collections.abc import Iterator

import pytest

from nyhavn.exchange.bundle.content import release_json
from nyhavn.exchange.report import words
from nyhavn.exchange.report.html import SHARED, Parts, report_html, report_parts
from nyhavn.exchange.report.speech import Say, as_written, every_word, say, speaking
from nyhavn.framework.release import Release
from spec.report.report_reading import Element, read
from spec.report.report_release import TEXTS, a_release

LATIN = re.compile(r"[A-Za-z]{2,}")
PLACEHOLDER = re.compile(r"(\{\w+\})")


def dotted(word: str) -> str:
    """A language in which every letter of ours is a dot, so that whatever is left in letters is not ours."""
    return "".join(part if part[:1] == "{" else re.sub(r"\w", "•", part) for part in PLACEHOLDER.split(word))


def parts(release: Release, language: str = "en", said: Say = as_written) -> Parts:
    return report_parts(release, files_at="/files/", words_at="/words/", open_results=2, language=language, say=said)


def read_parts(made: Parts) -> Element:
    html = "".join(getattr(made, name) for name in SHARED)
    page, faults = read(f'<div lang="{made.language}">{html}</div>'.encode())
    assert faults == []
    return page


def texts_with_language(element: Element, language: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the language it is marked with."""
    language = element.attributes.get("lang", language)
    for part in element.inside:
        if isinstance(part, str):
            yield " ".join(part.split()), language
        else:
            yield from texts_with_language(part, language)


def own_words(release: Release) -> str:
    return " ".join(release_json(release).decode().replace("\\n", " ").split())


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_all_that_is_left_in_english_was_said_by_the_release(language: str) -> None:
    release = a_release(language)
    page = read_parts(parts(release, "ar", dotted))
    own = own_words(release)
    shown = [text for text, _ in texts_with_language(page) if LATIN.search(text)]
    assert len(shown) > 100
    pieces = {piece for text in shown for piece in re.split(r" · |; |, |tables/|\.csv|[•()]+", text)}
    assert {piece for piece in pieces if LATIN.search(piece) and piece.strip(" .:") not in own} == set()


def test_every_english_sentence_of_the_release_is_marked_as_english() -> None:
    release = a_release("es")
    marked = dict(texts_with_language(read_parts(parts(release, "ar", dotted))))
    principle, verdict = release.principles[0], release.verdict
    computed = (
        verdict.sentence, verdict.reading, verdict.stages[0].reason, verdict.stages[0].evidence[0], release.limits[0],
        release.basis_words[0], release.findings[0].wording, f"{principle.number} · {principle.name}",
        principle.explanation, principle.cannot_show, principle.safeguards[0].question,
        principle.safeguards[0].detail[0], release.protection.rules[0], release.protection.audit,
        release.protection.over_time,
    )  # fmt: skip
    assert {text: marked.get(text) for text in computed} == dict.fromkeys(computed, "en")
    assert marked[release.indicators[0].title] == "es"
    assert marked[release.parties[0].name] == "es"


def test_what_the_release_says_itself_is_the_same_in_every_language() -> None:
    release = a_release("es")
    english, other = (read_parts(parts(release, *spoken)).text for spoken in (("en", as_written), ("ar", dotted)))
    for text in (release.verdict.sentence, release.indicators[1].title, release.limits[1], "59.8", "tables/water.csv"):
        assert text in english and text in other, text


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("es", "ltr"), ("en", "ltr")])
def test_the_parts_run_as_the_reader_reads(language: str, direction: str) -> None:
    made = parts(a_release("ar" if language == "en" else "es"), language)
    assert (made.language, made.direction) == (language, direction)
    starts = re.findall(r'<text x="(\d+\.\d)%"', made.results)
    assert starts and set(starts) == {"100.0" if direction == "rtl" else "0.0"}


def test_a_translation_cannot_bring_markup() -> None:
    made = parts(a_release(), "fr", lambda word: f"<b>{word}</b>")
    assert "<b>" not in "".join(getattr(made, name) for name in SHARED) and "&lt;b&gt;" in made.results


def test_the_signed_report_stays_english_whatever_is_spoken_around_it() -> None:
    before = report_html(a_release("ar"), signer_key="quay")
    with speaking(dotted):
        assert report_html(a_release("ar"), signer_key="quay") == before
        assert say(words.NO_ANSWERS) == "•• •••••••"
    assert say(words.NO_ANSWERS) == words.NO_ANSWERS
    assert words.HEADINGS["citizen-data"] in before.decode()


def test_translators_are_given_every_word_once_and_no_code() -> None:
    given = every_word()
    assert len(set(given)) == len(given) > 250
    assert {words.NOT_SHOWN, words.SECTIONS[0].heading, words.GLOSSARY[0].meaning, "December", "shared decision"} <= {
        *given
    }
    codes = {"citizen-data", "codebook.csv", "holds", "✓", "documented-events", "_T", ""}
    assert codes.isdisjoint(given)
