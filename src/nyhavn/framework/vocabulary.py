"""Versioned vocabularies: TOML files in `framework/data`, each with its version and the source of what it says.

Code reads them once, at import, into frozen `Declared` values, so that a wrong entry stops the start.
"""

import tomllib
from importlib.resources import files
from typing import Any, TypeVar

from nyhavn.framework.declared import Declared

AVocabulary = TypeVar("AVocabulary", bound="Vocabulary")


class Vocabulary(Declared):
    """What every vocabulary file states about itself.

    version: changes whenever a word or a number does. source: who says so. note: what is this project's own.
    """

    version: str
    source: str
    note: str = ""


def read_vocabulary(model: type[AVocabulary], name: str) -> AVocabulary:
    """The vocabulary file of that name (without ".toml"). Raises pydantic's ValidationError: a defect of ours."""
    text = (files("nyhavn.framework") / "data" / f"{name}.toml").read_text(encoding="utf-8")
    content: dict[str, Any] = tomllib.loads(text)
    return model.model_validate(content)
