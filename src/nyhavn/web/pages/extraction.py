"""Every message that pages say, collected from templates, Python code and the words of the release report.

Needs no gettext programs.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from nyhavn.exchange.report.speech import every_word

PACKAGE = Path(__file__).resolve().parent.parent  # nyhavn/web
TEMPLATES = (".html", ".txt")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
REPORT = "exchange/report/words.py"
FOR_TRANSLATORS = ("Translators:",)


def extracted(package: Path = PACKAGE) -> Catalog:
    """All messages below a folder and in the report, with the files they stand in, in a stable order."""
    catalogue = Catalog(project="Nyhavn", charset="utf-8", header_comment="# The messages of Nyhavn, in English.")
    for path in _sources(package):
        where = path.relative_to(package).as_posix()
        for _line, message, comments, context in _messages(path):
            catalogue.add(message, locations=[(where, 0)], auto_comments=comments, context=context)
    for word in every_word():
        catalogue.add(word, locations=[(REPORT, 0)])
    return catalogue


def _sources(package: Path) -> Iterator[Path]:
    found = (path for path in package.rglob("*") if path.suffix in TEMPLATES or path.suffix == ".py")
    templates = (path for path in found if path.suffix == ".py" or "templates" in path.parts)
    yield from sorted(path for path in templates if "migrations" not in path.parts)


def _messages(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix in TEMPLATES:
        text = templatize(text, origin=path.name)
    yield from extract("python", BytesIO(text.encode()), KEYWORDS, FOR_TRANSLATORS, strip_comment_tags=True)
