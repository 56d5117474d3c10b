"""When people may be asked: what must stand before a collection opens, each lack with what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.refusal import Reason, Refusal


class Door(StrEnum):
    """The ways a contribution comes in."""

    FORM = "form"  # the person fills in the web form
    ENTRY = "entry"  # a named person keys in what stands on paper
    IMPORT = "import"  # a row of a file


ASKED_ON_PAGES = frozenset({Door.FORM, Door.ENTRY})  # what a page cannot ask, an enumerator cannot key in either


@dataclass(frozen=True)
class Preparation:
    """How far an initiative is prepared on one day.

    card: what the method card lacks, the questionnaire among it. form_obstacles: what a page cannot ask.
    languages_without_notice: languages of the form in which the notice has no text. doors: that shall open. guards:
    what others have against it, such as a risk that nobody signed.
    """

    is_open_already: bool
    card: tuple[Reason, ...]
    form_obstacles: tuple[Reason, ...]
    has_notice: bool
    languages_without_notice: tuple[str, ...]
    doors: frozenset[Door]
    guards: tuple[Reason, ...] = ()


def opening_reasons(state: Preparation) -> tuple[Reason, ...]:
    """Everything that stands in the way, in the order in which one does it; empty if the collection may open."""
    if state.is_open_already:
        do = "Close it first, or let people go on with it."
        return (Reason("collection-already-open", "A collection is open already.", "collection", do),)
    reasons = [*state.guards, *state.card, *_of_notice(state)]
    if not state.doors:
        do = "Choose at least one: web form, entry from paper, or files."
        reasons.append(Reason("opening-no-door", "No way is chosen in which contributions come in.", "doors", do))
    if state.doors & ASKED_ON_PAGES:
        reasons += state.form_obstacles
    return tuple(reasons)


def check_opening(state: Preparation) -> None:
    """Refuses to open, for all reasons at once."""
    reasons = opening_reasons(state)
    if reasons:
        raise Refusal(*reasons)


def _of_notice(state: Preparation) -> Iterator[Reason]:
    """What is wrong with what people are told before they agree."""
    if not state.has_notice:
        what = "No notice is in use today, so people would not know what they agree to."
        yield Reason("opening-no-notice", what, "notices", "Write one and put it in use.")
    elif state.languages_without_notice:
        missing = ", ".join(state.languages_without_notice)
        what = f"The questionnaire can be answered in {missing}, but the notice has no text in it."
        do = "Translate the notice, in a new version. Nobody should agree to a text they cannot read."
        yield Reason("opening-notice-language", what, "notices", do)
