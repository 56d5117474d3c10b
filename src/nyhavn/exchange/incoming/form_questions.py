"""From pyxform's reading of a form to our questions: one walk over groups and repeats."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nyhavn.exchange.incoming.form_types import ACKNOWLEDGED, NOT_ASKED, answer_type, is_acknowledgement, metadata
from nyhavn.exchange.incoming.headers import listed
from nyhavn.exchange.incoming.well_known_codes import dont_know_codes, refused_codes
from nyhavn.framework.instrument import AnswerType, Choice, Question

_TAG = re.compile(r"\(([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\)\s*$")
_SIBLING = re.compile(r"(?<![\w./])\.\./([A-Za-z_][\w.-]*)(?![\w/])")
_YES = frozenset({"yes", "true", "true()"})
_NO = frozenset({"", "no", "false", "false()"})
_UNNAMED_LANGUAGE = "default"
_TABLE_HEADING = "reserved_name_for_field_list_labels_"
"""pyxform adds a row of this name to show the choices above a table of questions; nobody answers it."""

Element = Mapping[str, Any]


@dataclass(frozen=True)
class FormQuestions:
    """The questions of a form, the languages of its labels, and what could not be kept."""

    questions: tuple[Question, ...]
    languages: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass
class _Kept:
    """What the walk could not carry over, by kind, as names of questions."""

    conditional: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    ranks: list[str] = field(default_factory=list)
    loops: list[str] = field(default_factory=list)

    def sentences(self) -> Iterator[str]:
        """One sentence per kind."""
        if self.conditional:
            yield f"Required only under a condition, and read as not required: {listed(self.conditional)}."
        if self.open:
            yield f"Choices come from outside the form, so any answer is allowed: {listed(self.open)}."
        if self.ranks:
            yield f"Rankings are read as several answers, in their order: {listed(self.ranks)}."
        if self.loops:
            yield f"Loops over a list are not read, and their questions are left out: {listed(self.loops)}."


@dataclass(frozen=True)
class _Place:
    """Where in the form the walk stands. relevant: conditions of all groups around, from the outermost on."""

    groups: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    relevant: tuple[str, ...] = ()

    def within(self, element: Element, siblings: set[str]) -> "_Place":
        repeats = (*self.repeats, element["name"]) if element["type"] == "repeat" else self.repeats
        relevant = _by_name(element.get("bind", {}).get("relevant", ""), siblings)
        return _Place((*self.groups, element["name"]), repeats, (*self.relevant, relevant))


def read_questions(definition: Element) -> FormQuestions:
    """All questions of pyxform's definition of a form, in its order.

    A question's condition is that of all groups around it and its own, joined by "and", because a question in a group
    that was skipped was not asked. Names that stand in several groups are told apart by their path.
    """
    kept = _Kept()
    walk = _Walk(definition.get("choices", {}), kept)
    questions = _told_apart(list(walk.questions(definition["children"], _Place())))
    languages = dict.fromkeys(
        language
        for question in questions
        for labels in (question.labels, *(choice.labels for choice in question.choices))
        for language in labels
        if language
    )
    return FormQuestions(tuple(questions), tuple(languages), tuple(kept.sentences()))


def language_code(language: str) -> str:
    """The code in parentheses, as in "English (en)"; else the name as it is; "" for a label without language."""
    tag = _TAG.search(language)
    return "" if language == _UNNAMED_LANGUAGE else tag[1] if tag else language.strip()


@dataclass(frozen=True)
class _Walk:
    """One walk over a form."""

    lists: Mapping[str, Sequence[Element]]
    kept: _Kept

    def questions(self, elements: Sequence[Element], place: _Place) -> Iterator[Question]:
        """The questions of one level and of all levels below it."""
        siblings = {element.get("name", "") for element in elements}
        others = {name.removesuffix("_other") for name in siblings if name.endswith("_other")}
        for element in elements:
            if element["type"] == "loop":
                self.kept.loops.append(element["name"])
            elif element["name"] == "meta" and element.get("control", {}).get("bodyless"):
                yield from self.questions([part for part in element["children"] if metadata(part["type"])], place)
            elif element["type"] in ("group", "repeat"):
                yield from self.questions(element.get("children", ()), place.within(element, siblings))
            elif element["type"] not in NOT_ASKED and not element["name"].startswith(_TABLE_HEADING):
                yield self._question(element, place, siblings, open_other=element["name"] in others)

    def _question(self, element: Element, place: _Place, siblings: set[str], *, open_other: bool) -> Question:
        bind = element.get("bind", {})
        own = _by_name(bind.get("relevant", ""), siblings)
        conditions = [text for text in dict.fromkeys((*place.relevant, own)) if text]
        choices = self._choices(element)
        name, kind = element["name"], answer_type(element)
        if element["type"] == "rank":
            self.kept.ranks.append(name)
        return Question(
            name=name,
            column=name,
            type=kind,
            labels=_labels(element.get("label", "")),
            choices=choices,
            relevant=conditions[0] if len(conditions) == 1 else " and ".join(f"({text})" for text in conditions),
            constraint=_by_name(bind.get("constraint", ""), siblings),
            calculation=_by_name(bind.get("calculate", ""), siblings),
            required=self._required(name, bind.get("required", "")),
            dont_know=dont_know_codes(choices),
            refused=refused_codes(choices),
            repeat="/".join(place.repeats),
            groups=place.groups,
            metadata=metadata(element["type"]),
            open_choices=self._is_open(element, kind) or (open_other and _offers_other(element, choices)),
        )

    def _choices(self, element: Element) -> tuple[Choice, ...]:
        """The choices offered; of a code that stands twice (a choice filter) the first label counts."""
        if is_acknowledgement(element["type"]):
            return (Choice(ACKNOWLEDGED),)
        offered = element.get("choices") or self.lists.get(element.get("list_name", ""), ())
        found: dict[str, Choice] = {}
        for choice in offered:
            found.setdefault(choice["name"], Choice(choice["name"], _labels(choice.get("label", ""))))
        return tuple(found.values())

    def _is_open(self, element: Element, kind: AnswerType) -> bool:
        outside = not self.lists.get(element.get("list_name", "")) and not is_acknowledgement(element["type"])
        searched = "search(" in element.get("control", {}).get("appearance", "")
        is_open = kind.is_select and (outside or searched)
        if is_open:
            self.kept.open.append(element["name"])
        return is_open

    def _required(self, name: str, required: str) -> bool:
        said = str(required).strip().lower()
        if said not in _YES | _NO:
            self.kept.conditional.append(name)
        return said in _YES


def _offers_other(element: Element, choices: Sequence[Choice]) -> bool:
    """Whether the list has the answer that or_other adds."""
    return element["type"].startswith("select") and any(choice.code == "other" for choice in choices)


def _by_name(expression: str, siblings: set[str]) -> str:
    """An expression that names its neighbours by name, as ${name}, where the form names them by path, as ../name."""
    return _SIBLING.sub(lambda path: f"${{{path[1]}}}" if path[1] in siblings else path[0], str(expression))


def _labels(label: str | Mapping[str, str]) -> dict[str, str]:
    if isinstance(label, Mapping):
        return {language_code(language): text for language, text in label.items() if text}
    return {"": label} if label else {}


def _told_apart(questions: Sequence[Question]) -> list[Question]:
    """A name that stands twice becomes its path; expressions cannot name such a question, so none changes meaning."""
    count = Counter(question.name for question in questions)
    return [
        replace(question, name="/".join((*question.groups, question.name))) if count[question.name] > 1 else question
        for question in questions
    ]
