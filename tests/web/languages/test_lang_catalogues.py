"""The translations that come with Nyhavn are whole, and no page holds a sentence that nobody could translate."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation import gettext, override

from nyhavn.web.pages import catalogues
from nyhavn.web.pages.extraction import PACKAGE, extracted

# Text outside of a translation tag that is a name, or is there for the eye only.
UNTRANSLATED = {"Nyhavn", "DCAT", "openapi.json", "&emsp; ☐"}
EXTENDED, INCLUDED = re.compile(r"{% extends [\"']([^\"']+)"), re.compile(r"{% include [\"']([^\"']+)")
# What is marked as English, and the names and commands that are the same in every language.
MARKED = re.compile(r"<(\w+)[^>]* (?:lang=\"en\"|translate=\"no\")[^>]*>.*?</\1>", re.DOTALL)
ATTRIBUTE = re.compile(r"\b(?:title|alt|aria-label|placeholder)=\"([^\"{}]*[^\W\d_][^\"{}]*)\"")


def test_every_message_is_translated_into_spanish_french_and_arabic() -> None:
    assert catalogues.problems() == []


def test_the_check_sees_what_is_missing_wrong_and_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in catalogues.TRANSLATED:
        path = tmp_path / code / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        path.write_bytes(catalogues.po_file(code).read_bytes() if code != "es" else b'msgid "Gone"\nmsgstr "Ido"\n')
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    found = catalogues.problems()
    assert "es: nobody says this any more: 'Gone'" in found
    assert "es: not in the file: 'Languages'" in found
    assert not [
        line for line in found if line.startswith(("fr:", "ar:")) and ("'Gone'" in line or "'Languages'" in line)
    ]


def test_messages_come_from_templates_and_from_code() -> None:
    places = {path for message in catalogues.messages_in(extracted()) for path, line in message.locations}
    assert {"languages/templates/languages/languages.html", "pages/mistakes.py"} <= places


def test_a_start_makes_the_files_that_django_reads_and_the_next_one_leaves_them(tmp_path: Path) -> None:
    made = settings.LANGUAGES_FOLDER / "es" / "LC_MESSAGES" / "django.mo"
    before = made.stat().st_mtime_ns
    catalogues.compile_all()
    assert made.stat().st_mtime_ns == before
    with override("es"):
        assert gettext("Languages") == "Idiomas"


def test_a_damaged_file_is_made_again() -> None:
    made = settings.LANGUAGES_FOLDER / "fr" / "LC_MESSAGES" / "django.mo"
    content = made.read_bytes()
    made.unlink()
    catalogues.compile_all()
    assert made.read_bytes() == content


def public_templates() -> list[Path]:
    """Every page that is no working page, with whatever it includes."""
    found = {path.as_posix().rpartition("/templates/")[2]: path for path in PACKAGE.rglob("templates/**/*.html")}
    texts = {name: path.read_text(encoding="utf-8") for name, path in found.items()}
    public = {name for name, text in texts.items() if is_whole(text) and not is_working(name, texts)}
    while more := {name for each in public for name in INCLUDED.findall(texts[each]) if name in found} - public:
        public |= more
    return sorted(found[name] for name in public)


def is_whole(text: str) -> bool:
    """Whether it is a page, and no part of one."""
    return "<html" in text or EXTENDED.search(text) is not None


def is_working(name: str, texts: dict[str, str]) -> bool:
    """Whether it is a page for people with an account, which may be in English only."""
    extended = EXTENDED.search(texts.get(name, ""))
    return name == "pages/work.html" or (extended is not None and is_working(extended[1], texts))


@pytest.mark.parametrize("path", public_templates(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_public_page_holds_a_sentence_that_cannot_be_translated(path: Path) -> None:
    assert bare_text(path.read_text(encoding="utf-8")) == []


def bare_text(template: str) -> list[str]:
    """The words that stand in a template outside of every translation tag."""
    kept, is_translated = [], False
    for token in Lexer(template).tokenize():
        words = token.contents.split()
        if token.token_type == TokenType.BLOCK and words and words[0] in ("blocktranslate", "comment"):
            is_translated = True
        elif token.token_type == TokenType.BLOCK and words and words[0] in ("endblocktranslate", "endcomment"):
            is_translated = False
        elif token.token_type == TokenType.TEXT and not is_translated:
            kept.append(token.contents)
    if "<" not in template:  # attributes of a tag that stands elsewhere
        return []
    text = MARKED.sub(" ", "\x00".join(kept))
    shown = [*ATTRIBUTE.findall(text), *re.sub(r"<[^>]*>", "\x00", text).split("\x00")]
    words = (" ".join(each.split()).strip(" :.,()/·–") for each in shown)
    return [each for each in words if re.search(r"[^\W\d_]{2}", each) and each not in UNTRANSLATED]


def test_the_search_for_bare_text_finds_it() -> None:
    assert bare_text('<p>{% translate "a" %}</p><b>Hello you</b>') == ["Hello you"]
    assert bare_text('<input placeholder="Type here">') == ["Type here"]
    assert bare_text("{% blocktranslate %}Fine{% endblocktranslate %}") == []
    assert bare_text('<p lang="en">Fine</p>') == []
    assert bare_text('<p>Take <code translate="no">trust.pub</code></p>') == ["Take"]
