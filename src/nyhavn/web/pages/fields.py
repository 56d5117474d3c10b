"""One field as a page shows it: its name, its id, what stands in it, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from nyhavn.web.pages.asked import FIELDSETS, Asked, Kind
from nyhavn.web.pages.mistakes import Mistake
from nyhavn.web.pages.typed import SEPARATOR, Path, Typed, texts_of

EMPTY_REPETITIONS, MORE_REPETITIONS = 2, 5
# The width of an input hints at the length of the answer.
WIDTHS = {Kind.WHOLE: "short", Kind.NUMBER: "short", Kind.DAY: "short"}
INPUT_MODES = {Kind.WHOLE: "numeric", Kind.NUMBER: "decimal"}


@dataclass(frozen=True)
class Choice:
    """One answer to choose."""

    value: str
    label: str
    id: str
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    """A field ready to be shown. value: as typed. parts: of a group. repetitions: of a repeated one."""

    asks: Asked
    path: Path
    value: Any
    mistakes: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    parts: tuple["Field", ...] = ()
    repetitions: tuple["Field", ...] = ()

    @property
    def name(self) -> str:
        """As it is sent."""
        return SEPARATOR.join(str(step) for step in self.path)

    @property
    def id(self) -> str:
        """Where the summary of mistakes leads."""
        return f"field-{self.name}"

    @property
    def kind(self) -> str:
        """The part that shows it."""
        return "radios" if self.asks.has_radios else self.asks.kind.value

    @property
    def title(self) -> str:
        """The label; of a repetition with its number."""
        title = _translated(self.asks.title)
        last = self.path[-1]
        return f"{title} {last + 1}" if isinstance(last, int) else title

    @property
    def hint(self) -> str:
        """What helps to answer."""
        return _translated(self.asks.hint)

    @property
    def is_optional(self) -> bool:
        """Whether it may stay empty, and says so."""
        quiet = (Kind.TICK, Kind.GROUPS)
        return self.asks.may_be_empty and self.asks.kind not in quiet and not isinstance(self.path[-1], int)

    @property
    def described_by(self) -> str:
        """The ids of hint and mistake, for aria-describedby."""
        return " ".join([f"{self.id}-hint"] * bool(self.asks.hint) + [f"{self.id}-mistake"] * bool(self.mistakes))

    @property
    def is_fieldset(self) -> bool:
        """Whether several controls answer it."""
        return self.asks.kind in FIELDSETS or self.asks.has_radios

    @property
    def width(self) -> str:
        """short, middle or as wide as the column."""
        return self.asks.width or WIDTHS.get(self.asks.kind, "")

    @property
    def input_mode(self) -> str:
        """Which keyboard a phone shows."""
        return INPUT_MODES.get(self.asks.kind, "")


def field_of(one: Asked, value: Typed, mistakes: Sequence[Mistake], more_of: str = "", at: Path = ()) -> Field:
    """The field with what was typed into it and what is wrong."""
    path = (*at, one.name)
    found = Field(one, path, value, _at(path, mistakes))
    if one.kind is Kind.GROUP:
        return Field(one, path, value, found.mistakes, parts=_parts(one, value, mistakes, more_of, path))
    if one.kind is Kind.GROUPS:
        empty = MORE_REPETITIONS if found.name == more_of else EMPTY_REPETITIONS
        entries = (*(value or ()), *(texts_of(one.parts, None) for _ in range(empty)))
        rows = tuple(_repetition(one, entry, mistakes, more_of, (*path, n)) for n, entry in enumerate(entries))
        return Field(one, path, value, found.mistakes, repetitions=rows)
    return Field(one, path, value, found.mistakes, choices=_choices(found)) if one.choices else found


def _parts(one: Asked, value: Typed, mistakes: Sequence[Mistake], more_of: str, path: Path) -> tuple[Field, ...]:
    return tuple(field_of(part, (value or {}).get(part.name), mistakes, more_of, path) for part in one.parts)


def _repetition(one: Asked, entry: Typed, mistakes: Sequence[Mistake], more_of: str, path: Path) -> Field:
    return Field(one, path, entry, _at(path, mistakes), parts=_parts(one, entry, mistakes, more_of, path))


def _at(path: Path, mistakes: Sequence[Mistake]) -> tuple[str, ...]:
    """The sentences at this field; the place is plain from where they stand."""
    return tuple(f"{m.reason.what} {m.reason.do}".strip() for m in mistakes if m.path == path)


def _choices(field: Field) -> tuple[Choice, ...]:
    chosen = field.value if isinstance(field.value, tuple) else (field.value or "",)
    return tuple(
        # The first has the id of the field, so that the summary leads to a control that can be used at once.
        Choice(value, _translated(label), f"{field.id}-{number}" if number else field.id, value in chosen)
        for number, (value, label) in enumerate(field.asks.choices)
    )


def _translated(text: str) -> str:
    return gettext(text) if text else ""
