"""The enabling environment: eight elements, statements about each, and three answers to every statement.

The names of the elements are the framework's, as reported. The statements, what counts as proof and the next steps are
this project's own words, and a country may change them (`environment_packs`). No answer is worth points, nothing is
added up, and nothing else in Nyhavn asks for an answer: whoever has none may do everything.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum

from pydantic import Field, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.plain_language import PlainHint, plain_hints
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary

CODE = r"^[a-z][a-z0-9-]{0,59}$"
PREFIX = r"^[A-Z]{2}$"
STATEMENT_CODE = r"^[A-Z]{2}(-[A-Z]{2,3})?[1-9][0-9]?$"  # with letters in between: added by a country
FIRST_MEANING = "1"


class Dimension(StrEnum):
    """What is answered to each statement, each by itself. Law without practice is not half of anything."""

    LAW = "law"
    PRACTICE = "practice"
    FUNDING = "funding"


class Law(StrEnum):
    """Whether it is in a law, a rule or a signed order; from least to most."""

    NONE = "none"
    DRAFT = "draft"
    IN_FORCE = "in-force"


class Practice(StrEnum):
    """Whether it is done; from least to most."""

    NONE = "none"
    PARTIAL = "partial"
    ROUTINE = "routine"


class Funding(StrEnum):
    """Whether there is money for it; from least to most."""

    NONE = "none"
    ONE_OFF = "one-off"
    MULTI_YEAR = "multi-year"


class Silence(StrEnum):
    """Three ways to say neither yes nor no. None of them is ever read as "none"."""

    DONT_KNOW = "dont-know"
    DECLINED = "declined"
    NOT_ANSWERED = "not-answered"


LEVELS: Mapping[Dimension, tuple[str, ...]] = {
    Dimension.LAW: tuple(Law),
    Dimension.PRACTICE: tuple(Practice),
    Dimension.FUNDING: tuple(Funding),
}


class ElementEntry(Declared):
    """One of the eight. prefix: begins the codes of its statements. called: its name in the words of a country."""

    code: str = Field(pattern=CODE)
    prefix: str = Field(pattern=PREFIX)
    name: str = Field(min_length=1)
    called: str = ""


class NextSteps(Declared):
    """What to do about a gap, by what is missing."""

    law: str = Field(min_length=1)
    practice: str = Field(min_length=1)
    funding: str = Field(min_length=1)

    def of(self, dimension: Dimension) -> str:
        """The step for a gap in that dimension."""
        return {Dimension.LAW: self.law, Dimension.PRACTICE: self.practice, Dimension.FUNDING: self.funding}[dimension]


class Statement(Declared):
    """Something that can be shown. code: never changes, and is never given to another statement.

    meaning: another text under the same code means the same as long as this stays; only then are answers compared.
    """

    code: str = Field(pattern=STATEMENT_CODE)
    element: str = Field(pattern=CODE)
    says: str = Field(min_length=1)
    proof: str = Field(min_length=1)
    next: NextSteps
    meaning: str = Field(FIRST_MEANING, pattern=r"^[a-z0-9-]{1,40}$")


class GroupEntry(Declared):
    """Whom answers come from. stands_alone: one organisation of it is published by itself; because: why, or why not."""

    code: str = Field(pattern=CODE)
    name: str = Field(min_length=1)
    stands_alone: bool = False
    because: str = Field(min_length=1)


class DimensionEntry(Declared):
    """How a dimension is asked, and what its levels are called."""

    code: Dimension
    asks: str = Field(min_length=1)
    levels: Mapping[str, str]

    @model_validator(mode="after")
    def _names_each_level(self) -> "DimensionEntry":
        if tuple(self.levels) != LEVELS[self.code]:
            raise ValueError(f"The levels of {self.code} are: {', '.join(LEVELS[self.code])}, in this order.")
        return self


class Cover(Declared):
    """How many organisations, and people, there must be so that an answer is nobody's alone. because: why so many."""

    organisations: int = Field(ge=2)
    people: int = Field(ge=2)
    because: str = Field(min_length=1)


class ReasonEntry(Declared):
    """Why a step is suggested. says: the step itself, where that of the statement does not fit."""

    code: str = Field(pattern=CODE)
    why: str = Field(min_length=1)
    says: str = ""


class Edition(Vocabulary):
    """Everything that is asked, as one version. Answers always name the edition that they were given to.

    pack: id and version of the country pack in it, "" for none. dropped: statements left out by it, with the reason.
    untranslated: names of `words` and texts that nobody has put into the language of the edition.
    """

    language: str = "en"
    pack: str = ""
    cover: Cover
    dimensions: tuple[DimensionEntry, ...]
    silences: Mapping[Silence, str]
    groups: tuple[GroupEntry, ...] = Field(min_length=2)
    elements: tuple[ElementEntry, ...]
    statements: tuple[Statement, ...]
    reasons: tuple[ReasonEntry, ...]
    words: Mapping[str, str]
    dropped: Mapping[str, str] = Field(default_factory=dict)
    untranslated: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _is_consistent(self) -> "Edition":
        faults = tuple(edition_faults(self))
        if faults:
            raise ValueError("\n".join(faults))
        return self

    @property
    def label(self) -> str:
        """What stands with every answer: the edition, and the pack if there is one."""
        return f"{self.version} ({self.pack})" if self.pack else self.version

    def statement(self, code: str) -> Statement | None:
        """The statement of that code, if this edition has it."""
        return next((one for one in self.statements if one.code == code), None)

    def group(self, code: str) -> GroupEntry | None:
        """The group of that code, if this edition has it."""
        return next((one for one in self.groups if one.code == code), None)

    def of_element(self, code: str) -> tuple[Statement, ...]:
        """The statements of an element, in order."""
        return tuple(one for one in self.statements if one.element == code)


def edition_faults(edition: Edition) -> Iterator[str]:
    """What does not fit together, a sentence each."""
    lists = {
        "elements": [one.code for one in edition.elements],
        "statements": [one.code for one in edition.statements],
        "groups": [one.code for one in edition.groups],
    }
    for name, codes in lists.items():
        for code in sorted(code for code, times in Counter(codes).items() if times > 1):
            yield f'In {name} the code "{code}" is used more than once.'
    if tuple(one.code for one in edition.dimensions) != tuple(Dimension) or set(edition.silences) != set(Silence):
        yield "Every dimension and every silence is named, once and in order."
    prefixes = {one.code: one.prefix for one in edition.elements}
    for one in edition.statements:
        if not one.code.startswith(prefixes.get(one.element, "?")):
            yield f"The code {one.code} does not begin like those of its element."
    for code in sorted(set(prefixes) - {one.element for one in edition.statements}):
        yield f'No statement is left of the element "{code}".'


def hard_to_read(edition: Edition) -> tuple[PlainHint, ...]:
    """Where statements, proofs and steps could be said more simply: hints for whoever words them, never a bar."""
    texts = ((one.code, text) for one in edition.statements for text in texts_of(one))
    return tuple(hint for code, text in texts for hint in plain_hints(text, edition.language, code))


def texts_of(statement: Statement) -> tuple[str, ...]:
    """Everything that people read of a statement."""
    return (statement.says, statement.proof, *(statement.next.of(one) for one in Dimension))


ENVIRONMENT = read_vocabulary(Edition, "environment")
