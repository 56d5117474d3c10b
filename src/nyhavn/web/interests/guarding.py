"""Whoever declared an interest does not decide: asked where the decision is carried out, whoever carries it out."""

from collections.abc import Iterable

from django.utils import timezone

from nyhavn.framework.interests import conflict_reasons
from nyhavn.framework.refusal import Reason
from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.initiatives.guards import DECISIONS, Act, Asked, add_guard
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.steps import Step, StepState, add_step, done, next_step
from nyhavn.web.interests.queries import declared_in, own_of
from nyhavn.web.interests.showing import kinds_missing

NEEDS_A_WORD = frozenset({Act.APPROVE})  # silence is no answer where results leave the team


def without_interest(asked: Asked) -> Iterable[Reason]:
    """What stands against this person's deciding; nothing where nobody decides."""
    if asked.by is None:
        return ()
    said = own_of(asked.by, asked.initiative)
    return conflict_reasons(said, timezone.localdate(), must_have_declared=asked.act in NEEDS_A_WORD)


def declared_state(on: Initiative) -> StepState:
    """Whether something is declared about each kind."""
    missing = kinds_missing(declared_in(on))
    return next_step(f"Nothing is declared about: {', '.join(missing)}.") if missing else done()


def independence_home(on: Initiative) -> str:
    """The address of the page."""
    return f"/work/initiatives/{on.slug}/independence/"


def add_to_initiative() -> None:
    """Fill the registries of the earlier stage."""
    add_guard("interests", DECISIONS, without_interest)
    add_part(Part("independence", "Independence", 25, Right.SEE_WORKSPACE))
    add_step(Step("interests", "Declare who pays, who asked and who may gain", 25, declared_state, independence_home))
