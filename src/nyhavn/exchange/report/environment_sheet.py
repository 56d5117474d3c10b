"""The sheet of a workshop about the enabling environment, as one HTML file to print: A4, nothing in it runs.

Its words are those of the edition, so a country says them in its own language with its pack. What nobody has put into
that language is shown as it is and marked as English.
"""

from dataclasses import dataclass

from markupsafe import Markup, escape

from nyhavn.exchange.report.html import environment
from nyhavn.exchange.report.languages import PAGE_LANGUAGE, direction, language_attribute
from nyhavn.exchange.report.visible import visible
from nyhavn.framework.environment import Dimension
from nyhavn.framework.environment_sheet import WorkshopSheet

EXAMPLE = "a b -"


@dataclass(frozen=True)
class SheetView:
    """The sheet as it is laid out. language: of its words; direction: which way they run."""

    sheet: WorkshopSheet
    language: str
    direction: str

    def word(self, name: str) -> Markup:
        """A word of the sheet."""
        return self.marked(name, self.sheet.edition.words[name])

    def marked(self, name: str, text: str) -> Markup:
        """A text, marked as English where nobody has translated it. name: under which a pack could say it."""
        return self._in_language(name, escape(visible(text)))

    def _in_language(self, name: str, text: Markup) -> Markup:
        if name not in self.sheet.edition.untranslated:
            return text
        return Markup('<span{} dir="auto">{}</span>').format(language_attribute(PAGE_LANGUAGE, self.language), text)

    def name_of(self, dimension: Dimension, said: str) -> str:
        """The name under which a pack says what a box means."""
        return said if said in self.sheet.edition.silences else f"{dimension}.{said}"

    def called(self, code: str) -> str:
        """The name of an element in the words of the country; the framework's own where there is none."""
        entry = next(one for one in self.sheet.edition.elements if one.code == code)
        return entry.called or entry.name

    @property
    def example(self) -> Markup:
        """How to key in, with the first statement of this very sheet."""
        before, _, after = self.sheet.edition.words["key_how"].partition("{example}")
        shown = f"{self.sheet.edition.statements[0].code} {EXAMPLE}"
        parts = (visible(before), shown, visible(after))
        return self._in_language("key_how", Markup('{}<bdi dir="ltr">{}</bdi>{}').format(*parts))


def environment_sheet_html(sheet: WorkshopSheet) -> bytes:
    """The sheet as a page, UTF-8: the same bytes for the same sheet. It holds no answer of anybody."""
    language = sheet.edition.language
    view = SheetView(sheet, language, direction(language))
    return environment().get_template("environment_sheet.html.jinja").render(page=view).encode("utf-8")
