"""Forms made from models: shown, read back, and shown again with every mistake at its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext
from pydantic import BaseModel

from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.web.pages.asked import Asked, Kind, asked, with_choices
from nyhavn.web.pages.fields import Field, field_of
from nyhavn.web.pages.mistakes import Mistake, checked, in_order
from nyhavn.web.pages.operations import Choices
from nyhavn.web.pages.typed import Typed, raw_of, texts_of, typed

Model = TypeVar("Model", bound=BaseModel)
MORE = "more-of"  # the name of the button that asks for more empty repetitions of a group


@dataclass(frozen=True)
class Shown:
    """A mistake in the summary. anchor: of its field, "" if it belongs to none."""

    sentence: str
    anchor: str = ""
    code: str = ""


@dataclass(frozen=True)
class Form:
    """A form as a template shows it: `form.name` is the field of that name, `form.all` are all of them."""

    asks: tuple[Asked, ...]
    typed: Mapping[str, Typed]
    mistakes: tuple[Mistake, ...] = ()
    refused: tuple[Reason, ...] = ()
    more_of: str = ""
    is_sent: bool = False

    def __getitem__(self, name: str) -> Field:
        # What a form has itself goes first, even if a field is called so ("summary"); KeyError sends templates there.
        found = None if hasattr(type(self), name) else next((f for f in self.all if f.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    @property
    def all(self) -> tuple[Field, ...]:
        """Every field, in order."""
        return tuple(field_of(one, self.typed.get(one.name), self.mistakes, self.more_of) for one in self.asks)

    @property
    def has_mistakes(self) -> bool:
        """Whether anything stands in the summary."""
        return bool(self.mistakes or self.refused)

    @property
    def summary(self) -> tuple[Shown, ...]:
        """Everything that is wrong, with a way to its field."""
        at_fields = (Shown(m.reason.sentence(), _anchor(self.asks, m)) for m in self.mistakes)
        return (*at_fields, *(Shown(reason.sentence(), "", reason.code) for reason in self.refused))

    @property
    def has_files(self) -> bool:
        """Whether it sends files, and so must be multipart."""
        return any(_has_file(one) for one in self.asks)

    @property
    def files_again(self) -> bool:
        """Whether a file that was chosen has to be chosen again: browsers do not keep them."""
        return self.is_sent and self.has_files

    def with_refusal(self, refusal: Refusal) -> "Form":
        """The same form, with the reasons of a refusal: at a field if the reason names it, else in the summary."""
        placed = tuple(_placed(self.asks, reason) for reason in refusal.reasons)
        at_fields = tuple(mistake for mistake in placed if mistake.path)
        rest = tuple(mistake.reason for mistake in placed if not mistake.path)
        mistakes = in_order(self.asks, (*self.mistakes, *at_fields))
        return replace(self, mistakes=mistakes, refused=(*self.refused, *rest))


@dataclass(frozen=True)
class Posted(Generic[Model]):
    """What came back. said: the model if nothing is wrong, else None; then show the form again."""

    form: Form
    said: Model | None
    wants_more: bool = False


def empty_form(
    model: type[BaseModel], current: Mapping[str, Any] | None = None, choices: Mapping[str, Choices] | None = None
) -> Form:
    """A form to fill in. current: what stands there now. choices: answers that depend on the object."""
    fields = with_choices(asked(model), choices or {})
    return Form(fields, texts_of(fields, current or {}))


def posted(model: type[Model], request: HttpRequest, choices: Mapping[str, Choices] | None = None) -> Posted[Model]:
    """What a request says. Nothing is lost: what cannot be used stands in the form, with the reason beside it."""
    fields = with_choices(asked(model), choices or {})
    try:
        form = Form(fields, typed(fields, request.POST, request.FILES), is_sent=True)
    except Refusal as refusal:
        return Posted(Form(fields, typed(fields, request.POST, _NoFiles()), is_sent=True).with_refusal(refusal), None)
    more_of = str(request.POST.get(MORE, ""))
    if more_of:
        return Posted(replace(form, more_of=more_of), None, wants_more=True)
    raw = raw_of(fields, form.typed)
    found = checked(model, raw.values, choices or {})
    slips = tuple(Mistake(path, _at(fields, path, reason)) for path, reason in raw.slips.items())
    if not isinstance(found, tuple) and not slips:
        return Posted(form, found)
    others = found if isinstance(found, tuple) else ()
    mistakes = (*slips, *(each for each in others if each.path not in raw.slips))
    return Posted(replace(form, mistakes=in_order(fields, mistakes)), None)


class _NoFiles:
    """The files of a request none of which can be used."""

    def getlist(self, key: str) -> list[Any]:
        """None."""
        return []

    def __iter__(self) -> Iterator[str]:
        return iter(())


def _has_file(one: Asked) -> bool:
    return one.kind is Kind.FILE or any(_has_file(part) for part in one.parts)


def _placed(fields: Sequence[Asked], reason: Reason) -> Mistake:
    """A reason at the field it names: by its name or its title."""
    of = next((one for one in fields if reason.where and reason.where in (one.name, one.title)), None)
    return Mistake((of.name,), replace(reason, where=gettext(of.title))) if of else Mistake((), reason)


def _at(fields: Sequence[Asked], path: Sequence[str | int], reason: Reason) -> Reason:
    """The reason with its place in words."""
    words = ""
    for step in path:
        if isinstance(step, int):
            words = f"{words} {step + 1}"
            continue
        one = next(each for each in fields if each.name == step)
        words, fields = (f"{words}, {gettext(one.title)}" if words else gettext(one.title)), one.parts
    return replace(reason, where=words)


def _anchor(fields: Sequence[Asked], mistake: Mistake) -> str:
    """The id of the control that a mistake is about."""
    return f"field-{'-'.join(str(step) for step in mistake.path)}" if mistake.path else ""
