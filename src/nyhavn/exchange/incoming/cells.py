"""Cells of one column made canonical, column by column: every distinct text is looked at once."""

from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

TRUE_TEXTS = frozenset({"1", "1.0", "true", "yes"})
"""How exports write that something was ticked, in lower case."""

FALSE_TEXTS = frozenset({"0", "0.0", "false", "no"})
"""How exports write that something was not ticked, in lower case."""


def trimmed(column: pa.ChunkedArray) -> pa.Array:
    """Text without blanks around it; blank text is null."""
    text = pc.utf8_trim_whitespace(column.combine_chunks())
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def mapped(column: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """The column with every text changed; `change` runs once per distinct text."""
    encoded = pc.dictionary_encode(column)
    changed = pa.array([change(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return changed.take(encoded.indices)


def whole_numbers(column: pa.Array) -> pa.Array:
    """Whole numbers without the ".0" that spreadsheets and data frames add."""
    return pc.replace_substring_regex(column, r"^([+-]?\d+)\.0+$", r"\1")


def ticked(column: pa.ChunkedArray) -> pa.Array:
    """True where a tick stands, False where an empty box stands, null where nothing or something else stands."""
    text = pc.utf8_lower(trimmed(column))
    is_true = pc.is_in(text, value_set=pa.array(sorted(TRUE_TEXTS)))
    is_false = pc.is_in(text, value_set=pa.array(sorted(FALSE_TEXTS)))
    return pc.if_else(pc.or_(is_true, is_false), is_true, pa.scalar(None, pa.bool_()))


def joined_point(table: pa.Table, parts: Mapping[str, str]) -> pa.Array:
    """A point as devices write it, "latitude longitude altitude accuracy", from a column per part.

    Null without latitude or longitude; an altitude or accuracy that nobody measured is left out with what follows it.
    """
    lengths = [parts[part] for part in ("latitude", "longitude", "altitude") if part in parts]
    lengths += [parts[part] for part in ("accuracy", "precision") if part in parts and "altitude" in parts][:1]
    text = None
    for place, header in enumerate(lengths):
        part = trimmed(table.column(header))
        longer = part if text is None else pc.binary_join_element_wise(text, part, " ")
        text = longer if text is None or place < len(("latitude", "longitude")) else pc.coalesce(longer, text)
    return text


def one_code(texts: Mapping[str, str], codes: frozenset[str]) -> Callable[[str], str]:
    """From the text of one answer to its code. A text that stands for no choice stays, for the checks to find."""

    def code(text: str) -> str:
        if text in texts:
            return texts[text]
        whole = text.removesuffix(".0")
        return whole if text not in codes and whole in codes else text

    return code


def several_codes(texts: Mapping[str, str], codes: frozenset[str], separator: str) -> Callable[[str], str]:
    """From the text of several answers to their codes, joined by single blanks, each once, in the order given.

    Texts of choices may contain the separator themselves, so at every place the longest known text is taken. A part
    that stands for no choice stays as one word, its blanks turned into "_", for the checks to find.
    """
    known = sorted({*texts, *codes}, key=len, reverse=True)
    code = one_code(texts, codes)
    between = separator.strip() or separator

    def parts(text: str) -> Iterator[str]:
        while text:
            part = next((choice for choice in known if _begins_with(text, choice, between)), None)
            part = text.split(between, 1)[0] if part is None else part
            yield code(part.strip())
            text = text[len(part) :].lstrip().removeprefix(between).lstrip()

    def joined(text: str) -> str:
        words = map(code, text.split()) if separator == " " and not texts else parts(text)
        return " ".join(dict.fromkeys("_".join(word.split()) for word in words if word))

    return joined


def _begins_with(text: str, choice: str, between: str) -> bool:
    rest = text[len(choice) :]
    ends = not rest or rest.startswith(between) or rest.lstrip().startswith(between)
    return bool(choice) and text.startswith(choice) and ends
