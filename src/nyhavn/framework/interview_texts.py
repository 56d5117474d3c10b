"""The texts of a form in one language, with the answers that they speak of put in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nyhavn.framework.form_page import FormLayout, Texts
from nyhavn.framework.instrument import Instrument

_NAMED = re.compile(r"\$\{\s*([^${}]+?)\s*\}")


def named_in(text: str) -> tuple[str, ...]:
    """The questions whose answers a text speaks of."""
    return tuple(dict.fromkeys(_NAMED.findall(text)))


def in_language(texts: Texts, language: str, layout: FormLayout) -> str:
    """The text in that language, else in the form's default one, else in none, else in the first there is."""
    for tried in (language, layout.default_language, ""):
        if texts.get(tried):
            return texts[tried]
    return next((text for text in texts.values() if text), "")


@dataclass(frozen=True)
class Wording:
    """Texts of one form in one language, for one person's answers."""

    instrument: Instrument
    layout: FormLayout
    language: str
    values: Mapping[str, str] = field(repr=False)

    def text(self, texts: Texts) -> str:
        """One text, answers put in; choices are spoken of by their labels, because codes mean nothing to people."""
        plain = in_language(texts, self.language, self.layout)
        return _NAMED.sub(lambda named: self.spoken(named[1]), plain) if "${" in plain else plain

    def spoken(self, name: str) -> str:
        """The answer to a question in words, "" where there is none."""
        value = self.values.get(name, "")
        question = self.instrument.question(name)
        if question is None or not question.type.is_select:
            return value
        labels = {choice.code: choice.labels for choice in question.choices}
        codes = [value] if value in labels else value.split()
        return ", ".join(in_language(labels.get(code, {}), self.language, self.layout) or code for code in codes)
