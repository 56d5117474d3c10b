"""The instrument: what was asked, in which order, of whom, with which answers allowed.

One shape for every source: an XLSForm, or a small data dictionary where no form exists. Expressions (relevant,
constraint, calculation) are kept as the XLSForm text that the author wrote; `framework.expression` reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nyhavn.framework.checks import CheckDeclaration


class AnswerType(StrEnum):
    """What kind of answer a question takes (names follow XLSForm)."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    DATE = "date"
    DATETIME = "dateTime"
    TIME = "time"
    TEXT = "text"
    GEOPOINT = "geopoint"
    MEDIA = "media"
    CALCULATE = "calculate"
    METADATA = "metadata"

    @property
    def is_number(self) -> bool:
        """Whether answers are compared as numbers."""
        return self in (AnswerType.INTEGER, AnswerType.DECIMAL)

    @property
    def is_select(self) -> bool:
        """Whether answers come from a list of choices."""
        return self in (AnswerType.SELECT_ONE, AnswerType.SELECT_MULTIPLE)


@dataclass(frozen=True)
class Choice:
    """One answer of a list: a stable code, and labels by language code ("" where the form names no language)."""

    code: str
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One question and the column its answers stand in.

    name: the question's name in the instrument; expressions refer to it as ${name}.
    column: the header of its column in the contributions.
    relevant, constraint, calculation: XLSForm expressions, "" if there is none.
    dont_know, refused: codes that mean "don't know" and "declined to answer"; neither is ever read as "no".
    repeat: name of the repeat the question belongs to, "" for the main sheet.
    metadata: for METADATA questions which one (start, end, deviceid, username, phonenumber, email, audit ...).
    open_choices: an "other" answer outside the list is allowed (or_other, choice filters from external files).
    """

    name: str
    column: str
    type: AnswerType
    labels: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    relevant: str = ""
    constraint: str = ""
    calculation: str = ""
    required: bool = False
    dont_know: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    repeat: str = ""
    groups: tuple[str, ...] = ()
    metadata: str = ""
    open_choices: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """The choice codes allowed."""
        return frozenset(choice.code for choice in self.choices)

    def label(self, language: str = "") -> str:
        """The question's text in that language, else in the first one there is, else its name."""
        return self.labels.get(language) or next(iter(self.labels.values()), "") or self.name


@dataclass(frozen=True)
class OfficialCoding:
    """SDMX codes of one question. dimension: of the structure. codes: by choice; "" where a choice was given none.

    where: file, sheet and row of the question.
    """

    question: str
    dimension: str
    codes: Mapping[str, str]
    where: str = ""


@dataclass(frozen=True)
class Instrument:
    """A questionnaire or data dictionary, as one frozen version.

    id, version: as the form's settings say ("" where they say nothing: nothing is invented).
    source: name of the file it came from; sha256: hash of that file's bytes, lower-case hex.
    languages: language codes or names, as the form gives them.
    warnings: plain sentences about things that were read but could not be kept.
    checks: what the form itself asks to be looked at (the column `quality` of its survey sheet).
    official: SDMX codes that the form gives its answers (the column `sdmx` of its sheets survey and choices).
    """

    id: str
    version: str
    title: str
    questions: tuple[Question, ...]
    languages: tuple[str, ...] = ()
    default_language: str = ""
    source: str = ""
    sha256: str = ""
    warnings: tuple[str, ...] = ()
    checks: tuple[CheckDeclaration, ...] = ()
    official: tuple[OfficialCoding, ...] = ()

    def question(self, name: str) -> Question | None:
        """The question of that name, if there is one."""
        return next((question for question in self.questions if question.name == name), None)

    def codings(self, question: str) -> tuple[OfficialCoding, ...]:
        """The official codes that the form gives the answers of a question."""
        return tuple(one for one in self.official if one.question == question)

    def in_repeat(self, repeat: str) -> tuple[Question, ...]:
        """The questions of one sheet ("" is the main one)."""
        return tuple(question for question in self.questions if question.repeat == repeat)
