"""The form as a page needs it: what is shown, in which order, in which words, and what it takes to answer.

Kept apart from the `Instrument`, so that a released instrument says what was asked and nothing about how a page looked.
Items name their questions; an instrument and its layout are read from one file by one reader.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from nyhavn.framework.instrument import AnswerType, Instrument, Question

Texts = Mapping[str, str]
"""One text by language, "" where the form names no language. May hold ${name}, which stands for an answer."""


class ItemKind(StrEnum):
    """What a page does with an item."""

    QUESTION = "question"
    """Asked, and answered by the person."""
    NOTE = "note"
    """Shown, and not answered."""
    SHOWN = "shown"
    """Shown with a value that is worked out or fixed; the person cannot change it."""
    SILENT = "silent"
    """Never shown: calculations, facts about the device, files that belong to the form."""


@dataclass(frozen=True)
class FormChoice:
    """One row of a list of choices. columns: its further columns, which choice filters look at."""

    code: str
    labels: Texts = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    media: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormGroup:
    """A group or repeat. path: the names of the groups around it and its own, joined by "/".

    relevant: the condition of this group alone; those around it are their own.
    """

    path: str
    labels: Texts = field(default_factory=dict)
    relevant: str = ""
    appearance: str = ""
    is_repeat: bool = False
    media: tuple[str, ...] = ()
    row: int = 0

    @property
    def is_field_list(self) -> bool:
        """Whether the form asks for everything in it to stand on one page."""
        return "field-list" in self.appearance.split() or "table-list" in self.appearance.split()


@dataclass(frozen=True)
class FormItem:
    """One row of the form that is not a group.

    name: of the question in the instrument, or of the note. type: the form's own word, such as "select one".
    row: in the survey sheet, 0 where there is none. groups: paths of the groups around it, the outermost first.
    relevant: its own condition and those of all groups around it. required: a condition, "" for never.
    choices: every row of its list, in order; a code may stand twice, for different answers to earlier questions.
    outside_list: the file or place that choices come from, "" where they stand in the form.
    default: as written; has_computed_default: it is an expression and not a value.
    triggers: questions whose change alone makes the value be worked out again.
    media: kinds of pictures and sounds beside its text. repeat: as in the instrument.
    """

    name: str
    kind: ItemKind
    type: str
    row: int = 0
    groups: tuple[str, ...] = ()
    labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    guidance: Texts = field(default_factory=dict)
    relevant: str = ""
    required: str = ""
    required_messages: Texts = field(default_factory=dict)
    constraint_messages: Texts = field(default_factory=dict)
    choices: tuple[FormChoice, ...] = ()
    choice_filter: str = ""
    outside_list: str = ""
    default: str = ""
    has_computed_default: bool = False
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    triggers: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    repeat: str = ""

    @property
    def appearances(self) -> frozenset[str]:
        """The single words of its appearance."""
        return frozenset(self.appearance.split())

    @property
    def is_displayed(self) -> bool:
        """Whether it stands on a page at all."""
        return self.kind is not ItemKind.SILENT


@dataclass(frozen=True)
class FormLayout:
    """All items and groups of a form, in its order.

    languages, default_language: as in the instrument. is_encrypted: the form's settings hold a public key.
    makes_entities: answers make or change things that other forms know.
    """

    items: tuple[FormItem, ...]
    groups: tuple[FormGroup, ...] = ()
    languages: tuple[str, ...] = ()
    default_language: str = ""
    is_encrypted: bool = False
    makes_entities: bool = False

    def item(self, name: str) -> FormItem | None:
        """The item of that name, if there is one."""
        return next((item for item in self.items if item.name == name), None)

    def group(self, path: str) -> FormGroup | None:
        """The group of that path, if there is one."""
        return next((group for group in self.groups if group.path == path), None)


# The words of XLSForm for the answer types of a data dictionary.
_TYPES: Mapping[AnswerType, str] = MappingProxyType(
    {
        AnswerType.SELECT_ONE: "select one",
        AnswerType.SELECT_MULTIPLE: "select all that apply",
        AnswerType.MEDIA: "file",
    }
)


def plain_layout(instrument: Instrument) -> FormLayout:
    """The layout of an instrument that comes without one: all its questions, in order, in no group."""
    items = tuple(_plain_item(question) for question in instrument.questions)
    repeats = tuple(FormGroup(path, is_repeat=True) for path in _repeats(instrument))
    return FormLayout(items, repeats, instrument.languages, instrument.default_language)


def _plain_item(question: Question) -> FormItem:
    is_silent = question.type in (AnswerType.CALCULATE, AnswerType.METADATA)
    kind = ItemKind.SILENT if is_silent else ItemKind.SHOWN if question.calculation else ItemKind.QUESTION
    return FormItem(
        name=question.name,
        kind=kind,
        type=question.metadata or _TYPES.get(question.type, question.type.value),
        labels=question.labels,
        relevant=question.relevant,
        required="true()" if question.required else "",
        choices=tuple(FormChoice(choice.code, choice.labels) for choice in question.choices),
        repeat=question.repeat,
    )


def _repeats(instrument: Instrument) -> Iterator[str]:
    yield from dict.fromkeys(question.repeat for question in instrument.questions if question.repeat)
