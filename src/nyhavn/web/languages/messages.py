"""The phrases to translate: what pages say in English, each with a stable key and the places where it is said."""

from dataclasses import dataclass
from functools import cache
from gettext import c2py
from hashlib import sha256

from babel import Locale, UnknownLocaleError
from babel.messages import Message
from babel.messages.plurals import get_plural

from nyhavn.web.pages.catalogues import english, english_of, messages_in
from nyhavn.web.pages.phrases import placeholders_in

KEY_LENGTH = 32
# The parts of the site by the folder of their templates, in words that people see in the menu.
PLACES = {
    "accounts": "signing in and accounts",
    "collection": "the form for contributors",
    "consent": "agreeing, and what follows from it",
    "exchange": "the page of a release",
    "initiatives": "initiatives",
    "languages": "languages",
    "pages": "every page",
    "releases": "published data",
    "site": "the front page and the catalogue",
}
TWO_FORMS = (2, "n != 1")  # for languages that Babel does not know: one, and many
NUMBERS_TO_SHOW = (0, 1, 2, 3, 5, 11, 20, 100, 101, 102)


@dataclass(frozen=True)
class EnglishPhrase:
    """One phrase. texts: the text, or singular and plural. context: what the word is, where English is unclear."""

    key: str
    texts: tuple[str, ...]
    context: str
    comment: str
    places: tuple[str, ...]

    @property
    def is_counted(self) -> bool:
        """Whether it has a form for one and a form for many."""
        return len(self.texts) > 1

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names of its placeholders."""
        return tuple(sorted(frozenset().union(*(placeholders_in(text) for text in self.texts))))


@cache
def phrases() -> dict[str, EnglishPhrase]:
    """All phrases by key, in the order of the English text."""
    found = (_phrase(message) for message in messages_in(english()))
    return {phrase.key: phrase for phrase in found}


def _phrase(message: Message) -> EnglishPhrase:
    texts, context = english_of(message), message.context or ""
    key = sha256("\x04".join((context, *texts)).encode()).hexdigest()[:KEY_LENGTH]
    folders = sorted({path.split("/")[0] for path, line in message.locations})
    places = tuple(PLACES.get(folder, folder) for folder in folders)
    return EnglishPhrase(key, texts, context, " ".join(message.auto_comments), places)


def plural_forms(code: str) -> tuple[str, ...]:
    """The plural forms of a language, each by numbers it is used for: "1", "2, 3, 5". At least one."""
    count, rule = plural_rule(code)
    form_for = c2py(rule)
    numbers = [[n for n in NUMBERS_TO_SHOW if form_for(n) == form] for form in range(count)]
    return tuple(", ".join(map(str, found)) for found in numbers)


def plural_rule(code: str) -> tuple[int, str]:
    """How many plural forms a language has, and the rule that picks one, as gettext writes it."""
    try:
        count, rule = get_plural(Locale.parse(code, sep="-"))
    except (ValueError, UnknownLocaleError):
        return TWO_FORMS
    return int(count), str(rule)
