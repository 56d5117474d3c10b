"""What a form asks for that a page cannot do: each named by question and row, so that nothing is silently left out."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from graphlib import CycleError

from nyhavn.framework.expression import answer_types
from nyhavn.framework.expression_obstacles import filter_obstacles, obstacles
from nyhavn.framework.form_page import FormItem, FormLayout, ItemKind
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.interview_problems import scale
from nyhavn.framework.interview_state import order
from nyhavn.framework.interview_texts import named_in
from nyhavn.framework.refusal import Reason, Refusal

ASKED_TYPES = frozenset(
    {
        *("text", "string", "q string", "add text prompt"),
        *("integer", "int", "q int", "add integer prompt", "decimal", "q decimal", "add decimal prompt", "range"),
        *("date", "q date", "add date prompt", "time", "dateTime", "datetime", "date time", "q date time"),
        *("select one", "q select1", "add select one prompt using", "select one using"),
        *("select all that apply", "q select", "select multiple from", "select multiple using"),
        *("geopoint", "gps", "location", "q location", "q geopoint", "add location prompt"),
        *("trigger", "acknowledge", "q acknowledge", "add acknowledge prompt"),
        *("note", "q note", "add note prompt", "calculate", "q calculate", "add calculate prompt", "hidden"),
    }
)
"""The words of XLSForm for what a page can ask, show or work out. Every other word is refused."""

LEFT_EMPTY = frozenset({"deviceid", "subscriberid", "simserial", "phonenumber", "username", "email"})
"""Facts about a device and its owner: a page knows none of them, and asks for none."""

_KNOWN_FACTS = LEFT_EMPTY | {"start", "end", "today"}
_CALENDARS = frozenset({"bikram-sambat", "buddhist", "coptic", "ethiopian", "islamic", "myanmar", "persian"})
_SCALE = frozenset({"start", "end", "step"})
_WITHOUT_IT = "Take it out of the form, or collect with a device."


def unsupported_items(layout: FormLayout, instrument: Instrument) -> tuple[Reason, ...]:
    """Everything in the form that a page cannot do, in the form's order; empty if it can be offered as a page."""
    desk = _Desk(layout, instrument, {question.name: question for question in instrument.questions})
    found = [*_of_settings(layout), *desk.of_groups()]
    for item in layout.items:
        found += desk.of_item(item)
    return tuple(dict.fromkeys((*found, *desk.circle())))


def differences(layout: FormLayout, instrument: Instrument) -> tuple[str, ...]:
    """What a page does otherwise than a device, in plain sentences; none of it changes what an answer means."""
    shuffled = [item.name for item in layout.items if item.parameters.get("randomize", "").lower() in ("true", "yes")]
    facts = [question.name for question in instrument.questions if question.metadata in LEFT_EMPTY]
    sentences = []
    if shuffled:
        sentences.append(f"Choices keep the order of the list, although the form mixes them: {', '.join(shuffled)}.")
    if facts:
        sentences.append(f"Facts about a device stay empty: {', '.join(facts)}.")
    return tuple(sentences)


def place(kind: str, name: str, row: int) -> str:
    """Where something stands in a form, for people."""
    return f"survey, row {row}, {kind} {name}" if row else f"{kind} {name}"


def _of_settings(layout: FormLayout) -> Iterator[Reason]:
    if layout.is_encrypted:
        what = "The form encrypts its answers on the device; a page would send them without that."
        yield Reason("form-page-encrypted", what, "settings, public_key", "Take the key out, or collect with a device.")
    if layout.makes_entities:
        what = "Answers to this form make or change entities, which a page does not."
        yield Reason("form-page-entities", what, "entities, row 2", "Delete the sheet, or collect with a device.")


@dataclass(frozen=True)
class _Desk:
    """One look at a form."""

    layout: FormLayout
    instrument: Instrument
    questions: Mapping[str, Question]

    @property
    def types(self) -> Mapping[str, AnswerType]:
        return answer_types(self.instrument)

    def of_groups(self) -> Iterator[Reason]:
        for group in self.layout.groups:
            where = place("repeat" if group.is_repeat else "group", group.path, group.row)
            if group.is_repeat:
                what = "The form asks the same questions several times, once for each person or thing."
                yield Reason("form-page-repeat", what, where, _WITHOUT_IT)
            for obstacle in self.expression(group.relevant, ""):
                yield _expression("condition", obstacle, where)
            if group.media:
                yield _media(group.media, where)
            yield from self.texts(where, *group.labels.values())

    def of_item(self, item: FormItem) -> Iterator[Reason]:
        where = place("note" if item.kind is ItemKind.NOTE else "question", item.name, item.row)
        question = self.questions.get(item.name)
        if reason := _type(item, question, where):
            yield reason
            return
        yield from self.expressions(item, question, where)
        yield from _of_control(item, where)
        if item.media or any(choice.media for choice in item.choices):
            yield _media((*item.media, *(kind for choice in item.choices for kind in choice.media)), where)
        messages = (*item.constraint_messages.values(), *item.required_messages.values())
        words = (*item.labels.values(), *item.hints.values(), *item.guidance.values(), *messages)
        yield from self.texts(where, *words, *(text for choice in item.choices for text in choice.labels.values()))

    def expressions(self, item: FormItem, question: Question | None, where: str) -> Iterator[Reason]:
        """What its expressions need that a page cannot work out. The conditions of its groups are named with these."""
        groups: Set[str] = {
            obstacle
            for path in item.groups
            if (group := self.layout.group(path)) is not None
            for obstacle in self.expression(group.relevant, "")
        }
        said = {"condition": set(self.expression(item.relevant, "")) - groups}
        said["rule for a required answer"] = set(self.expression(item.required, item.name))
        if question is not None:
            said["constraint"] = set(self.expression(question.constraint, item.name))
            said["calculation"] = set(self.expression(question.calculation, item.name))
        columns = frozenset(column for choice in item.choices for column in choice.columns)
        said["choice filter"] = set(filter_obstacles(item.choice_filter, columns, self.types, self.facts))
        for kind, found in said.items():
            for obstacle in sorted(found):
                yield _expression(kind, obstacle, where)

    def expression(self, text: str, current: str) -> tuple[str, ...]:
        return obstacles(text, self.types, self.facts, current=current) if text else ()

    @property
    def facts(self) -> frozenset[str]:
        """Questions that a device answers by itself; of these a page knows the day."""
        return frozenset(name for name, question in self.questions.items() if question.metadata not in ("", "today"))

    def texts(self, where: str, *texts: str) -> Iterator[Reason]:
        for name in dict.fromkeys(name for text in texts for name in named_in(text)):
            if name not in self.questions or name in self.facts:
                yield _expression("text", f"speaks of {name}, which a page does not know", where)

    def circle(self) -> Iterator[Reason]:
        """Items that depend on each other, so that no order gives each its turn."""
        try:
            order([item for item in self.layout.items if not item.repeat], self.questions)
        except CycleError as fault:
            names = list(dict.fromkeys(fault.args[1]))
            what = f"These depend on each other in a circle: {', '.join(sorted(names))}."
            first = self.layout.item(min(names))
            where = place("question", first.name, first.row) if first else ""
            yield Reason("form-page-circle", what, where, "Let one of them depend on earlier questions only.")
        except Refusal:
            return  # an expression that cannot be read is named where it stands


def _type(item: FormItem, question: Question | None, where: str) -> Reason | None:
    """Why its kind cannot be on a page at all."""
    fact = question.metadata if question else ""
    known = fact in _KNOWN_FACTS if fact else item.type in ASKED_TYPES or item.type in _OF_DICTIONARIES
    if known and not item.outside_list:
        return None
    if item.outside_list:
        what = f"Its choices come from {item.outside_list}, which is not part of the form."
        return Reason("form-page-choices-elsewhere", what, where, "Write the choices into the choices sheet.")
    return Reason("form-page-type", f"A page cannot do what the type {fact or item.type} asks for.", where, _WITHOUT_IT)


def _of_control(item: FormItem, where: str) -> Iterator[Reason]:
    """What its default, appearance, parameters and triggers ask for."""
    if item.has_computed_default:
        what = "Its first answer is worked out; a page offers only one that is written down."
        yield Reason("form-page-default", what, where, "Write the answer itself as default, or leave the cell empty.")
    beyond = [word for word in item.appearance.split() if _is_beyond(word)]
    if beyond:
        what = f"A page cannot show it as {', '.join(beyond)}."
        yield Reason("form-page-appearance", what, where, "Take the word out of the appearance column.")
    if item.type == "range" and (word := _wrong_scale(item)):
        what = f"A page cannot show a scale with {word}."
        yield Reason("form-page-scale", what, where, "Use start, end and step, each a number, the step not 0.")
    if item.triggers:
        what = f"It is worked out again only when {', '.join(item.triggers)} changes; a page works out everything anew."
        yield Reason("form-page-trigger", what, where, "Empty the trigger column, or collect with a device.")


def _is_beyond(word: str) -> bool:
    return word in _CALENDARS or word in ("image-map", "bearing") or word.startswith(("ex:", "printer:", "intent:"))


def _wrong_scale(item: FormItem) -> str:
    if unusual := sorted(item.parameters.keys() - _SCALE):
        return f"the parameter {', '.join(unusual)}"
    try:
        return "" if scale(item)[2] else "a step of 0"
    except (ValueError, ZeroDivisionError):
        return "a start, end or step that is no number"


def _media(kinds: tuple[str, ...], where: str) -> Reason:
    what = f"Its text comes with {', '.join(dict.fromkeys(kinds))}, which a page does not show."
    return Reason("form-page-media", what, where, "Say it in words, or collect with a device.")


def _expression(kind: str, obstacle: str, where: str) -> Reason:
    return Reason("form-page-expression", f"Its {kind} {obstacle}.", where, "Write it without that, or use a device.")


_OF_DICTIONARIES = frozenset({kind.value for kind in AnswerType} - {AnswerType.MEDIA.value})
