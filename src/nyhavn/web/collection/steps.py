"""The steps of a collection on the way through an initiative, and its parts among the ways around."""

from django.utils import timezone

from nyhavn.framework.opening import Door, opening_reasons
from nyhavn.framework.roles import Right
from nyhavn.web.collection.queries import open_collection_of, preparation, taking_part
from nyhavn.web.collection.subjects import home_of
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.steps import Step, StepState, add_step, done, next_step, not_yet, waits


def opening_state(initiative: Initiative) -> StepState:
    """Done once a collection was opened; until then why it cannot be, or that it can."""
    if initiative.collections.exists():
        return done("A collection is open." if open_collection_of(initiative) else "The collection is closed.")
    missing = opening_reasons(preparation(initiative, frozenset({Door.IMPORT}), timezone.localdate()))
    return not_yet(missing[0].what) if missing else next_step("Everything that is needed first is there.")


def contributions_state(initiative: Initiative) -> StepState:
    """Done when a collection is over and something came in. No counts: others than the team see this."""
    collection = open_collection_of(initiative)
    has_any = taking_part(initiative).exists()
    if collection is not None:
        return waits("Contributions come in." if has_any else "The collection is open; nothing has come in yet.")
    if not initiative.collections.exists():
        return not_yet("The collection is not open yet.")
    return done("The collection is closed.") if has_any else next_step("The collection closed before anything came in.")


def entry_state(initiative: Initiative) -> StepState:
    """Whether paper forms can be keyed in now."""
    collection = open_collection_of(initiative)
    if collection is None:
        return not_yet("Paper forms are entered while a collection is open. You can practise before.")
    if not collection.has_door(Door.ENTRY):
        return done("This collection takes no paper forms.")
    return next_step("Paper forms can be entered.")


def _collection(initiative: Initiative) -> str:
    return home_of(initiative, "collection")


def _entry(initiative: Initiative) -> str:
    return home_of(initiative, "entry")


add_step(Step("open-collection", "Open the collection", 60, opening_state, _collection))
add_step(Step("contributions", "Let contributions come in", 70, contributions_state, _collection))
add_step(Step("entry", "Enter paper forms, or practise", 72, entry_state, _entry, Right.CONTRIBUTE))
add_part(Part("collection", "Collection", 60, Right.SEE_WORKSPACE))
add_part(Part("credit", "Names and Labels", 65, Right.SEE_WORKSPACE))
add_part(Part("entry", "Enter", 72, Right.CONTRIBUTE))
add_part(Part("practice", "Practise", 73, Right.PRACTISE))
add_part(Part("contributions", "Contributions", 74, Right.SEE_CONTRIBUTIONS))
add_part(Part("imports", "Files", 75, Right.IMPORT_CONTRIBUTIONS))
