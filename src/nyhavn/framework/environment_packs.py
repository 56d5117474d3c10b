"""A country's own edition of the self-assessment, as a file: other words, further statements, some left out.

Every pack says which edition it follows. Statements keep their codes; a text that asks something else says so, and then
answers before and after are not compared.
"""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from nyhavn.framework.declared import Declared
from nyhavn.framework.environment import CODE, Edition, GroupEntry, NextSteps, ReasonEntry, Statement
from nyhavn.framework.refusal import Reason, Refusal, refusal

Wording = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1)
]  # left out is not said; empty is a slip


class Reworded(Declared):
    """Other words for a statement. What is left out stays as it was.

    meaning: "" while it asks the same; otherwise a name of this country's own, and because says what is asked now.
    """

    code: str
    says: str = ""
    proof: str = ""
    next: NextSteps | None = None
    meaning: str = Field("", pattern=r"^[a-z0-9-]{0,40}$")
    because: str = ""


class Dropped(Declared):
    """A statement that this country does not ask. because: everybody reads it."""

    code: str
    because: str


class CalledHere(Declared):
    """What an element is called in the language of the pack. The framework's name stands beside it."""

    code: str
    called: Wording


class CountryPack(Declared):
    """One version of a country's own edition.

    follows: version of the edition that it changes. letters: of the country, in the codes of statements that it adds.
    by: who answers for its words. add_groups: further groups, or one that is shipped, said anew.
    words, answers, asks: translations, by the names that the edition uses; answers by "law.none" and "dont-know".
    reasons: of next steps, said anew.
    """

    id: str = Field(pattern=CODE)
    version: str = Field(min_length=1)
    follows: str = Field(min_length=1)
    letters: str = Field(pattern=r"^[A-Z]{2,3}$")
    language: str = "en"
    by: str = Field(min_length=1)
    reword: tuple[Reworded, ...] = ()
    add: tuple[Statement, ...] = ()
    drop: tuple[Dropped, ...] = ()
    add_groups: tuple[GroupEntry, ...] = ()
    elements: tuple[CalledHere, ...] = ()
    words: Mapping[str, Wording] = Field(default_factory=dict)
    answers: Mapping[str, Wording] = Field(default_factory=dict)
    asks: Mapping[str, Wording] = Field(default_factory=dict)
    reasons: tuple[ReasonEntry, ...] = ()


def country_pack(text: str, *, where: str) -> CountryPack:
    """The pack that a file holds. where: its name. Raises Refusal "environment-pack-..." with every fault."""
    do = "Correct the file and hand it in again."
    try:
        content: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also numbers of endless length, and lists within lists without end
        raise refusal("environment-pack-unreadable", f"This is no TOML: {error}.", where=where, do=do) from None
    try:
        return CountryPack.model_validate(content)
    except ValidationError as error:
        places = (", ".join([where, *map(str, one["loc"])]) for one in error.errors())
        what = "This is not there, has the wrong form, or is no name that a pack knows."
        raise Refusal(*(Reason("environment-pack-wrong", what, place, do) for place in places)) from None


def in_country(edition: Edition, pack: CountryPack) -> Edition:
    """The edition as this country asks it. `check_pack` says before whether that is possible.

    Raises pydantic's ValidationError where it was not checked and does not fit.
    """
    reworded = {one.code: one for one in pack.reword}
    dropped = {one.code: one.because for one in pack.drop}
    kept = (_said_anew(one, reworded.get(one.code)) for one in edition.statements if one.code not in dropped)
    order = [one.code for one in edition.elements]
    changed = {
        "language": pack.language,
        "pack": f"{pack.id} {pack.version}, {pack.by}",
        "statements": sorted((*kept, *pack.add), key=lambda one: order.index(one.element)),
        "dropped": dropped,
        "groups": _groups(edition, pack),
        "untranslated": untranslated(edition, pack),
        **_translated(edition, pack),
    }
    return Edition.model_validate({name: getattr(edition, name) for name in Edition.model_fields} | changed)


def _said_anew(one: Statement, said: Reworded | None) -> Statement:
    if said is None:
        return one
    texts = {"says": said.says, "proof": said.proof, "next": said.next, "meaning": said.meaning}
    return one.model_copy(update={name: text for name, text in texts.items() if text})


def _groups(edition: Edition, pack: CountryPack) -> tuple[GroupEntry, ...]:
    """A shipped group that is named anew stands alone as before: a translation says nothing of that."""
    own = {one.code: one for one in pack.add_groups}
    named = ((one, own.pop(one.code, one)) for one in edition.groups)
    shipped = [said.model_copy(update={"stands_alone": one.stands_alone}) for one, said in named]
    return (*shipped, *own.values())


def _translated(edition: Edition, pack: CountryPack) -> dict[str, Any]:
    called = {one.code: one.called for one in pack.elements}
    reasons = {one.code: one for one in pack.reasons}
    dimensions = tuple(
        one.model_copy(
            update={
                "asks": pack.asks.get(one.code, one.asks),
                "levels": {level: pack.answers.get(f"{one.code}.{level}", name) for level, name in one.levels.items()},
            }
        )
        for one in edition.dimensions
    )
    return {
        "elements": tuple(one.model_copy(update={"called": called.get(one.code, "")}) for one in edition.elements),
        "dimensions": dimensions,
        "silences": {code: pack.answers.get(code, name) for code, name in edition.silences.items()},
        "words": {**edition.words, **pack.words},
        "reasons": tuple(_reason(one, reasons.get(one.code)) for one in edition.reasons),
    }


def _reason(one: ReasonEntry, said: ReasonEntry | None) -> ReasonEntry:
    """A step that is not said anew stays: without it another one would stand in its place."""
    return one if said is None else said.model_copy(update={"says": said.says or one.says})


def answer_names(edition: Edition) -> Iterator[str]:
    """The names of everything that can be ticked."""
    yield from edition.silences
    yield from (f"{one.code}.{level}" for one in edition.dimensions for level in one.levels)


def untranslated(edition: Edition, pack: CountryPack) -> frozenset[str]:
    """What stays in the language of the edition, by the name under which the pack could say it."""
    return frozenset(_not_said(edition, pack)) if pack.language != edition.language else frozenset()


def _not_said(edition: Edition, pack: CountryPack) -> Iterator[str]:
    said = {one.code for one in pack.reword if one.says and one.proof and one.next}
    yield from (one.code for one in edition.statements if one.code not in said)
    yield from set(edition.words) - set(pack.words)
    yield from set(answer_names(edition)) - set(pack.answers)
    steps = {one.code: one.says for one in pack.reasons}
    yield from (one.code for one in edition.reasons if one.code not in steps or (one.says and not steps[one.code]))
    yield from (f"asks.{one.code}" for one in edition.dimensions if one.code not in pack.asks)
    yield from ({one.code for one in edition.elements} | {one.code for one in edition.groups}) - {
        *(one.code for one in pack.elements),
        *(one.code for one in pack.add_groups),
    }
