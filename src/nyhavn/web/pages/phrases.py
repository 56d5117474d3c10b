"""Whether a translation says what the English says in the parts that programs need: placeholders and markup.

A translation is put into pages as it stands. So one that brings markup or an address of its own could lead people
somewhere else, and one that lost a placeholder would tell them less than the English. Both are refused.
"""

import re
from collections import Counter
from collections.abc import Sequence

from nyhavn.framework.refusal import Reason, Refusal

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
ESCAPED_PERCENT = "%%"
MARKUP = re.compile(r"<[^<>]*>|&(?:#\d+|#x[\da-fA-F]+|\w+);|[<>]")
INVISIBLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u202a-\u202e\u2066-\u2069]")  # control, and what turns text around


def check_translation(english: Sequence[str], texts: Sequence[str]) -> None:
    """Raises Refusal with everything that is wrong. english: the text, or its singular and plural; texts: the forms."""
    reasons = [reason for number, text in enumerate(texts) for reason in _wrong_with(english, text, number, len(texts))]
    if reasons:
        raise Refusal(*reasons)


def placeholders_in(text: str) -> frozenset[str]:
    """The names of the placeholders in a text: %(name)s or {name}."""
    return frozenset(first or second for first, second in PLACEHOLDER.findall(text))


def _wrong_with(english: Sequence[str], text: str, number: int, forms: int) -> list[Reason]:
    where = f"form {number + 1}" if forms > 1 else ""
    if not text.strip():
        return [Reason("translation-empty", "There is no text.", where, "Please write it, or skip this phrase.")]
    return [*_placeholders_wrong(english, text, where, forms), *_markup_wrong(english[-1], text, where)]


def _placeholders_wrong(english: Sequence[str], text: str, where: str, forms: int) -> list[Reason]:
    needed = frozenset().union(*(placeholders_in(each) for each in english))
    found = placeholders_in(text)
    strange, missing = sorted(found - needed), sorted(needed - found)
    reasons = []
    if strange:
        what = f"The placeholder {_quoted(text, strange)} is not in the English text."
        reasons.append(Reason("translation-placeholder", what, where, "Copy the placeholders from the English."))
    # "One boat", "two boats": a form for a single number may leave out the number, and nothing else.
    if len(missing) > (1 if forms > 1 else 0):
        what = f"The placeholder {_quoted(' '.join(english), missing)} is missing."
        reasons.append(Reason("translation-placeholder", what, where, "Put it where the word it stands for belongs."))
    if _stray(english, text):
        what = "There is a percent sign or a curly bracket that belongs to no placeholder."
        do = "Write %% for a percent sign, or copy the placeholder again."
        reasons.append(Reason("translation-placeholder", what, where, do))
    return reasons


def _stray(english: Sequence[str], text: str) -> bool:
    """Whether formatting the text would fail: single percent signs, or brackets in a text that is formatted."""
    rest = PLACEHOLDER.sub("", text)
    is_braced = any("{" in each for each in english)
    has_percent = any("%(" in each or ESCAPED_PERCENT in each for each in english)
    return (has_percent and "%" in rest.replace(ESCAPED_PERCENT, "")) or (is_braced and ("{" in rest or "}" in rest))


def _quoted(text: str, names: Sequence[str]) -> str:
    """The placeholders as they stand in a text."""
    written = {first or second: whole for whole, first, second in _whole(text)}
    return ", ".join(written.get(name, name) for name in names)


def _whole(text: str) -> list[tuple[str, str, str]]:
    return [(found.group(0), found.group(1) or "", found.group(2) or "") for found in PLACEHOLDER.finditer(text)]


def _markup_wrong(english: str, text: str, where: str) -> list[Reason]:
    reasons = []
    if Counter(MARKUP.findall(english)) != Counter(MARKUP.findall(text)):
        what = "The parts in angle brackets, such as <strong>, are not the same as in the English text."
        reasons.append(Reason("translation-markup", what, where, "Copy them, and change only the words around them."))
    if INVISIBLE.search(text):
        what = "The text holds a line break or a character that cannot be seen."
        reasons.append(Reason("translation-markup", what, where, "Write it again by hand, in one line."))
    return reasons
