"""One walk over pyxform's definition of a form: every element, with where it stands."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nyhavn.exchange.incoming.form_types import NOT_ASKED, metadata

_TAG = re.compile(r"\(([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\)\s*$")
_SIBLING = re.compile(r"(?<![\w./])\.\./([A-Za-z_][\w.-]*)(?![\w/])")
_UNNAMED_LANGUAGE = "default"
_TABLE_HEADING = "reserved_name_for_field_list_labels_"
"""pyxform adds a row of this name to show the choices above a table of questions; nobody answers it."""

Element = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """Where in the form the walk stands. relevant: conditions of all groups around, from the outermost on."""

    groups: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    relevant: tuple[str, ...] = ()

    def within(self, element: Element, siblings: frozenset[str]) -> "Place":
        """The place inside a group or repeat."""
        repeats = (*self.repeats, element["name"]) if element["type"] == "repeat" else self.repeats
        relevant = by_name(element.get("bind", {}).get("relevant", ""), siblings)
        return Place((*self.groups, element["name"]), repeats, (*self.relevant, relevant))


@dataclass(frozen=True)
class Met:
    """One element as the walk met it. siblings: names of all elements of its level.

    name: the element's own, or its path where that name stands in several groups.
    """

    element: Element
    place: Place
    siblings: frozenset[str]
    name: str

    @property
    def type(self) -> str:
        """The form's own word for what it is."""
        return str(self.element["type"])

    @property
    def is_group(self) -> bool:
        """Whether it is a group or repeat."""
        return self.type in ("group", "repeat")

    @property
    def is_question(self) -> bool:
        """Whether it has answers, given by somebody or worked out."""
        return not self.is_group and self.type != "loop" and self.type not in NOT_ASKED

    @property
    def bind(self) -> Mapping[str, Any]:
        """What binds its answers: conditions, calculation, messages."""
        found: Mapping[str, Any] = self.element.get("bind", {})
        return found

    @property
    def relevant(self) -> str:
        """Its own condition and those of all groups around it, because a skipped group was not asked."""
        own = by_name(self.bind.get("relevant", ""), self.siblings)
        conditions = [text for text in dict.fromkeys((*self.place.relevant, own)) if text]
        return conditions[0] if len(conditions) == 1 else " and ".join(f"({text})" for text in conditions)

    @property
    def has_other(self) -> bool:
        """Whether a neighbour asks for another answer in own words."""
        return f"{self.element['name']}_other" in self.siblings


def walk(definition: Element) -> tuple[Met, ...]:
    """All elements of pyxform's definition of a form, in its order; questions of one name are told apart by path."""
    met = list(_level(definition["children"], Place()))
    count = Counter(one.name for one in met if one.is_question)
    return tuple(_told_apart(one) if one.is_question and count[one.name] > 1 else one for one in met)


def _level(elements: Sequence[Element], place: Place) -> Iterator[Met]:
    """The elements of one level and of all levels below it."""
    siblings = frozenset(element.get("name", "") for element in elements)
    for element in elements:
        if element["name"] == "meta" and element.get("control", {}).get("bodyless"):
            yield from _level([part for part in element["children"] if metadata(part["type"])], place)
        elif not element["name"].startswith(_TABLE_HEADING):
            yield Met(element, place, siblings, element["name"])
            if element["type"] in ("group", "repeat"):
                yield from _level(element.get("children", ()), place.within(element, siblings))


def _told_apart(one: Met) -> Met:
    """A name that stands twice becomes its path; expressions cannot name such a question, so none changes meaning."""
    return replace(one, name="/".join((*one.place.groups, one.name)))


def by_name(expression: str, siblings: frozenset[str]) -> str:
    """An expression that names its neighbours by name, as ${name}, where the form names them by path, as ../name."""
    return _SIBLING.sub(lambda path: f"${{{path[1]}}}" if path[1] in siblings else path[0], str(expression))


def texts_by_language(text: str | Mapping[str, str]) -> dict[str, str]:
    """A text of the form by language code, "" where it names no language."""
    if isinstance(text, Mapping):
        return {language_code(language): words for language, words in text.items() if words}
    return {"": text} if text else {}


def language_code(language: str) -> str:
    """The code in parentheses, as in "English (en)"; else the name as it is; "" for a label without language."""
    tag = _TAG.search(language)
    return "" if language == _UNNAMED_LANGUAGE else tag[1] if tag else language.strip()
