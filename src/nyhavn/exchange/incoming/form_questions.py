"""From pyxform's reading of a form to our questions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nyhavn.exchange.incoming.form_types import ACKNOWLEDGED, answer_type, is_acknowledgement, metadata
from nyhavn.exchange.incoming.form_walk import Element, Met, by_name, texts_by_language
from nyhavn.exchange.incoming.headers import listed
from nyhavn.exchange.incoming.well_known_codes import dont_know_codes, refused_codes
from nyhavn.framework.instrument import AnswerType, Choice, Question

_YES = frozenset({"yes", "true", "true()"})
_NO = frozenset({"", "no", "false", "false()"})


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


def read_questions(definition: Element, met: Sequence[Met]) -> FormQuestions:
    """All questions of pyxform's definition of a form, in its order. met: what a walk over it met.

    A question's condition is that of all groups around it and its own, joined by "and", because a question in a group
    that was skipped was not asked. Names that stand in several groups are told apart by their path.
    """
    kept = _Kept()
    reader = _Reader(definition.get("choices", {}), kept)
    kept.loops += [one.name for one in met if one.type == "loop"]
    questions = tuple(reader.question(one) for one in met if one.is_question)
    languages = dict.fromkeys(
        language
        for question in questions
        for labels in (question.labels, *(choice.labels for choice in question.choices))
        for language in labels
        if language
    )
    return FormQuestions(questions, tuple(languages), tuple(kept.sentences()))


@dataclass(frozen=True)
class _Reader:
    """Reads the elements of one form. lists: its choices, by the name of their list."""

    lists: Mapping[str, Sequence[Element]]
    kept: _Kept

    def question(self, met: Met) -> Question:
        element, kind = met.element, answer_type(met.element)
        choices = self._choices(element)
        if met.type == "rank":
            self.kept.ranks.append(element["name"])
        return Question(
            name=met.name,
            column=element["name"],
            type=kind,
            labels=texts_by_language(element.get("label", "")),
            choices=choices,
            relevant=met.relevant,
            constraint=by_name(met.bind.get("constraint", ""), met.siblings),
            calculation=by_name(met.bind.get("calculate", ""), met.siblings),
            required=self._required(element["name"], met.bind.get("required", "")),
            dont_know=dont_know_codes(choices),
            refused=refused_codes(choices),
            repeat="/".join(met.place.repeats),
            groups=met.place.groups,
            metadata=metadata(met.type),
            open_choices=self._is_open(element, kind) or (met.has_other and _offers_other(element, choices)),
        )

    def _choices(self, element: Element) -> tuple[Choice, ...]:
        """The choices offered; of a code that stands twice (a choice filter) the first label counts."""
        if is_acknowledgement(element["type"]):
            return (Choice(ACKNOWLEDGED),)
        offered = element.get("choices") or self.lists.get(element.get("list_name", ""), ())
        found: dict[str, Choice] = {}
        for choice in offered:
            found.setdefault(choice["name"], Choice(choice["name"], texts_by_language(choice.get("label", ""))))
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
