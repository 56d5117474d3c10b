"""What is wrong with a data dictionary, in sentences that name the question and the key."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from nyhavn.exchange.incoming.dictionary_declared import DeclaredChoice, DeclaredDictionary, DeclaredQuestion
from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.refusal import Reason

_TYPES = [kind.value for kind in AnswerType]


def faults(fault: ValidationError, content: Mapping[str, Any], file: str) -> Iterator[Reason]:
    """One reason per place that pydantic finds fault with."""
    found: dict[tuple[str, str], Reason] = {}
    for error in fault.errors(include_url=False, include_input=False, include_context=False):
        place, key = error["loc"], _key(error["type"], error["loc"])
        where = _where(place, content, file)
        found.setdefault((where, key), _reason(error["type"], key, _known_keys(place), error["msg"], where))
    yield from found.values()


def _key(kind: str, place: Sequence[int | str]) -> str:
    """The last key on the way to the fault; where a value may have several shapes, pydantic goes on to name those."""
    if kind == "extra_forbidden":
        return str(place[-1])
    keys = {*_known_keys(place), *DeclaredDictionary.model_fields}
    return next((str(part) for part in reversed(place) if part in keys), "")


def _reason(kind: str, key: str, known: Sequence[str], message: str, where: str) -> Reason:
    if kind == "extra_forbidden":
        near = get_close_matches(key, known, n=3)
        do = f"Did you mean {' or '.join(near)}?" if near else f"Known keys: {', '.join(known)}."
        return Reason("dictionary-key-unknown", f"There is no key {key}.", where, do)
    if kind == "missing":
        return Reason("dictionary-value-wrong", f"The key {key} is missing.", where, "Add it.")
    if kind == "enum":
        what, do = "There is no such type of question.", f"Use one of: {', '.join(_TYPES)}."
        return Reason("dictionary-value-wrong", what, where, do)
    if kind == "string_pattern_mismatch":
        do = "Begin with a small letter; use a to z, 0 to 9 and _."
        return Reason("dictionary-value-wrong", f"The {key} is not a plain name.", where, do)
    if kind == "value_error":
        return Reason("dictionary-value-wrong", f"{message.removeprefix('Value error, ').capitalize()}.", where)
    return Reason("dictionary-value-wrong", f"The key {key} does not fit: {message}.", where, "Correct it.")


def _known_keys(place: Sequence[int | str]) -> list[str]:
    shape: type[BaseModel] = DeclaredDictionary
    if "question" in place[:-1]:
        shape = DeclaredChoice if "choices" in place[:-1] else DeclaredQuestion
    return sorted(shape.model_fields)


def _where(place: Sequence[int | str], content: Mapping[str, Any], file: str) -> str:
    """The question by its name if it has one, else by its number; then the choice by its number."""
    parts = [file]
    for before, part in zip(place, place[1:], strict=False):
        if isinstance(part, int):
            parts.append(f"{before} {_question_name(content, part) if before == 'question' else part + 1}")
    return ", ".join(parts)


def _question_name(content: Mapping[str, Any], number: int) -> str:
    question = content["question"][number]
    name = question.get("name") if isinstance(question, Mapping) else None
    return name if isinstance(name, str) and name else f"number {number + 1}"
