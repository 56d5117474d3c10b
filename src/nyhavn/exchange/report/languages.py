"""The language of a release's own texts: how it is marked, and which way it runs."""

import re

from markupsafe import Markup

PAGE_LANGUAGE = "en"
# Shape of a language tag, RFC 5646 section 2.1, without checking the registry.
TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# Languages and scripts written from right to left: Unicode CLDR, characterOrder "right-to-left".
RIGHT_TO_LEFT = frozenset(
    (
        "ar",
        "arc",
        "ckb",
        "dv",
        "fa",
        "he",
        "iw",
        "ks",
        "lrc",
        "mzn",
        "nqo",
        "pnb",
        "ps",
        "sd",
        "sdh",
        "syr",
        "ug",
        "ur",
        "yi",
    )
)
RIGHT_TO_LEFT_SCRIPTS = frozenset(("adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"))


def direction(language: str) -> str:
    """The direction of a page in that language: "rtl" or "ltr". A script in the tag decides over the language."""
    parts = language.casefold().replace("_", "-").split("-")
    scripts = [part for part in parts[1:] if len(part) == len("Arab") and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts[0] in RIGHT_TO_LEFT else "ltr"


def language_attribute(language: str, page: str = PAGE_LANGUAGE) -> Markup:
    """The attribute, with a space before it, that marks a text of the release; empty where the page's own suffices."""
    if TAG.fullmatch(language) is None or language == page:
        return Markup()
    return Markup(' lang="{}"').format(language)
