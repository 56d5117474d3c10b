"""From pyxform's reading of a form to its layout: what a page shows, in which words, from which row of the form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nyhavn.exchange.incoming.form_types import ACKNOWLEDGED, NOTES, SILENT, is_acknowledgement, metadata
from nyhavn.exchange.incoming.form_walk import Element, Met, by_name, texts_by_language
from nyhavn.framework.form_page import FormChoice, FormGroup, FormItem, ItemKind

_PLAINLY = {"yes": "true()", "true": "true()", "true()": "true()", "no": "", "false": "", "false()": ""}
"""How forms write that something always or never holds, in lower case."""

_OF_PYXFORM = frozenset({"name", "label", "media", "sms_option"})
"""What pyxform keeps of a choice that is no column of the author's."""

_END = re.compile(r"end[ _](group|repeat|loop)", re.IGNORECASE)
_MEDIA = ("image", "big-image", "audio", "video")


@dataclass(frozen=True)
class FormItems:
    """The items and groups of a form, in its order."""

    items: tuple[FormItem, ...]
    groups: tuple[FormGroup, ...]


def read_items(definition: Element, met: Sequence[Met], survey: Sequence[Mapping[str, str]]) -> FormItems:
    """The layout of a form. met: what a walk over it met. survey: the rows of its survey sheet, without the header."""
    rows = _rows(survey)
    reader = _Reader(definition.get("choices", {}))
    items: list[FormItem] = []
    groups: list[FormGroup] = []
    for one in met:
        row = next(rows.get(one.element["name"], iter(())), 0)
        if one.is_group:
            groups.append(_group(one, row))
        else:
            items.append(reader.item(one, row))
    return FormItems(tuple(items), tuple(groups))


def _rows(survey: Sequence[Mapping[str, str]]) -> Mapping[str, Iterator[int]]:
    """The numbers of the rows in which a name stands, by name; the walk meets them in the same order."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(survey, start=2):
        cells = {header.strip().lower(): cell for header, cell in row.items()}
        if not _END.match(cells.get("type", "")):
            found.setdefault(cells.get("name", ""), []).append(number)
    return {name: iter(numbers) for name, numbers in found.items()}


def _group(met: Met, row: int) -> FormGroup:
    return FormGroup(
        path="/".join((*met.place.groups, met.name)),
        labels=texts_by_language(met.element.get("label", "")),
        relevant=by_name(met.bind.get("relevant", ""), met.siblings),
        appearance=_appearance(met),
        is_repeat=met.type == "repeat",
        media=_media(met.element),
        row=row,
    )


@dataclass(frozen=True)
class _Reader:
    """Reads the elements of one form. lists: its choices, by the name of their list."""

    lists: Mapping[str, Sequence[Element]]

    def item(self, met: Met, row: int) -> FormItem:
        element, bind = met.element, met.bind
        return FormItem(
            name=met.name,
            kind=_kind(met),
            type=met.type,
            row=row,
            groups=tuple("/".join(met.place.groups[: end + 1]) for end in range(len(met.place.groups))),
            labels=texts_by_language(element.get("label", "")),
            hints=texts_by_language(element.get("hint", "")),
            guidance=texts_by_language(element.get("guidance_hint", "")),
            relevant=met.relevant,
            required=_required(bind.get("required", ""), met.siblings),
            required_messages=texts_by_language(bind.get("jr:requiredMsg", "")),
            constraint_messages=texts_by_language(bind.get("jr:constraintMsg", "")),
            choices=self._choices(element),
            choice_filter=by_name(element.get("choice_filter", ""), met.siblings),
            outside_list=self._outside(element),
            default=str(element.get("default", "")),
            has_computed_default=bool(element.get("_dynamic_default")),
            appearance=_appearance(met),
            parameters=_parameters(element.get("parameters", "")),
            triggers=tuple(element.get("trigger") or ()),
            media=_media(element),
            repeat="/".join(met.place.repeats),
        )

    def _choices(self, element: Element) -> tuple[FormChoice, ...]:
        if is_acknowledgement(element["type"]):
            return (FormChoice(ACKNOWLEDGED),)
        offered = element.get("choices") or self.lists.get(_list_name(element), ())
        return tuple(_choice(choice) for choice in offered)

    def _outside(self, element: Element) -> str:
        """Where choices come from that do not stand in the form, "" where they do."""
        if element["type"] not in ("select one", "select all that apply", "select one external", "rank"):
            return ""
        if "search(" in element.get("control", {}).get("appearance", ""):
            return "search()"
        name = _list_name(element)
        return "" if element.get("choices") or self.lists.get(name) else name or "another file"


def _list_name(element: Element) -> str:
    return str(element.get("list_name") or element.get("itemset") or "")


def _choice(choice: Element) -> FormChoice:
    columns = {name: str(value) for name, value in choice.items() if name not in _OF_PYXFORM}
    return FormChoice(choice["name"], texts_by_language(choice.get("label", "")), columns, _media(choice))


def _kind(met: Met) -> ItemKind:
    """A row that only heads a table of choices is a note: devices give it no place for an answer either."""
    if met.type in NOTES or "label" in _appearance(met).split():
        return ItemKind.NOTE
    if met.type in SILENT or not met.is_question or metadata(met.type):
        return ItemKind.SILENT
    if met.bind.get("calculate") or _PLAINLY.get(str(met.bind.get("readonly", "")).strip().lower(), ""):
        return ItemKind.SHOWN if met.element.get("label") or met.element.get("hint") else ItemKind.SILENT
    return ItemKind.QUESTION


def _required(written: Any, siblings: frozenset[str]) -> str:
    """As a condition, "" for never."""
    text = str(written).strip()
    return _PLAINLY.get(text.lower(), by_name(text, siblings))


def _parameters(written: str | Mapping[str, Any]) -> dict[str, str]:
    """By name; pyxform takes only those apart that it knows, and leaves the others as one text."""
    if isinstance(written, Mapping):
        return {str(name): str(value) for name, value in written.items()}
    return {name: value for part in written.split() for name, _, value in [part.partition("=")]}


def _appearance(met: Met) -> str:
    return str(met.element.get("control", {}).get("appearance", ""))


def _media(element: Element) -> tuple[str, ...]:
    """Which kinds of pictures and sounds stand beside its text."""
    return tuple(kind for kind in _MEDIA if element.get("media", {}).get(kind))
