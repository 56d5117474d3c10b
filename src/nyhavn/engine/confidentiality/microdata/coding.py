"""Columns of an engine's answer as positions among sorted texts, whatever type the engine keeps them in."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from nyhavn.engine.confidentiality.microdata.numbering import MISSING, Codes
from nyhavn.engine.weighting.collapse import category_text


def coded(column: pa.ChunkedArray, known: Sequence[str] | None = None) -> tuple[Codes, tuple[str, ...]]:
    """The position of each value among the category texts, MISSING where there is none; and these texts.

    known: the texts, where they are known; a value that is not among them is missing too. Otherwise numbers in order of
    size, or texts by letters.
    """
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    joined = encoded.unify_dictionaries().combine_chunks()
    if isinstance(joined, pa.ChunkedArray):  # a column without a chunk
        return np.zeros(0, dtype=np.int32), tuple(known or ())
    texts = [category_text(value) for value in joined.dictionary.to_pylist()]
    indices = joined.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
    if known is None:
        is_used = np.bincount(indices, minlength=len(texts) + 1)[:-1] > 0
        known = in_order({text for text, used in zip(texts, is_used, strict=True) if used and text is not None})
    position = {text: place for place, text in enumerate(known)}
    places = [position.get(text, MISSING) if text is not None else MISSING for text in texts]
    return np.array([*places, MISSING], dtype=np.int32)[indices], tuple(known)


def in_order(texts: set[str]) -> tuple[str, ...]:
    """Numbers in order of size where all are numbers, otherwise texts by letters."""
    numbers = {text: as_number(text) for text in texts}
    if any(number is None for number in numbers.values()):
        return tuple(sorted(texts))
    return tuple(sorted(texts, key=lambda text: (numbers[text], text)))


def as_number(text: str) -> float | None:
    """The number a text writes; None where it writes none that is finite."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if np.isfinite(number) else None
