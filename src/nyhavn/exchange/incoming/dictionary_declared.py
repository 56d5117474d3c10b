"""The shape of a data dictionary file."""

import re
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, field_validator, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.instrument import AnswerType

DONT_KNOW_CODE = "_dk"
"""The answer where a separate "don't know" column is ticked."""

REFUSED_CODE = "_refused"
"""The answer where a separate "declined" column is ticked."""

_CODE = re.compile(r"[^\s]+")
Exact = Annotated[str, StringConstraints(strip_whitespace=False)]
"""Text whose blanks count: a header may begin or end with one, and a separator may be one."""

Label = str | dict[str, str]
Code = Annotated[str, BeforeValidator(lambda code: str(code) if type(code) is int else code), Field(min_length=1)]
"""A code may be written as a whole number; it is text all the same."""


def labels(label: Label) -> dict[str, str]:
    """Labels by language, "" where none is named."""
    return dict(label) if isinstance(label, dict) else {"": label} if label else {}


class DeclaredChoice(Declared):
    """One choice. text: how it stands in the file; its code if nothing is given."""

    code: Code
    label: Label = ""
    text: str = ""

    @field_validator("code")
    @classmethod
    def _without_blanks(cls, code: str) -> str:
        if not _CODE.fullmatch(code):
            raise ValueError("a code has no blanks; write how it stands in the file as text")
        return code


class DeclaredQuestion(Declared):
    """One question and the columns it reads."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: AnswerType
    column: Exact = ""
    label: Label = ""
    choices: tuple[DeclaredChoice, ...] = ()
    relevant: str = ""
    constraint: str = ""
    calculation: str = ""
    required: bool = False
    repeat: str = ""
    metadata: str = ""
    open_choices: bool = False
    dont_know: tuple[Code, ...] = ()
    refused: tuple[Code, ...] = ()
    dont_know_column: Exact = ""
    refused_column: Exact = ""
    not_applicable_column: Exact = ""
    separator: Annotated[Exact, Field(min_length=1)] = " "

    @model_validator(mode="after")
    def _select_has_choices(self) -> Self:
        if self.type.is_select and not self.choices and not self.open_choices:
            raise ValueError("a select question needs choices, or open_choices = true")
        if self.choices and not self.type.is_select:
            raise ValueError("choices belong to questions of type select_one or select_multiple")
        if self.metadata and self.type is not AnswerType.METADATA:
            raise ValueError("metadata belongs to questions of type metadata")
        return self


class DeclaredDictionary(Declared):
    """The whole file."""

    id: str
    version: str
    title: str = ""
    languages: tuple[str, ...] = ()
    question: tuple[DeclaredQuestion, ...] = ()
