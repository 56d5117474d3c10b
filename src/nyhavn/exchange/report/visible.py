"""Characters that would act on the page instead of standing in it, made visible."""

import re

# Bidirectional embeddings, overrides and isolates (UAX #9, 2.1 to 2.4) can turn the words around a text; controls,
# lone surrogates and noncharacters are errors in an HTML document (HTML Standard, 13.2.3.5). Joiners and the
# direction marks stay: Persian, Arabic and Indic texts need them, and their reach ends with the next letter.
ACTING = re.compile(
    r"[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def visible(text: str) -> str:
    """The text with every acting character replaced by its code point in brackets, such as [U+202E]."""
    return ACTING.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
