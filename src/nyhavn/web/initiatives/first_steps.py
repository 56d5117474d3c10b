"""The first steps of the way: those that belong to the initiative itself."""

from nyhavn.framework.definition import Outcome
from nyhavn.framework.roles import Right, Role
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.participation_queries import verdict_of
from nyhavn.web.initiatives.steps import Step, StepState, add_step, done, next_step

# Without these a release cannot come about: one looks after the contributions, another agrees as a second person.
NEEDED_LATER = (Role.STEWARD, Role.APPROVER)


def _registered(on: Initiative) -> StepState:
    return done()


def _staffed(on: Initiative) -> StepState:
    held = frozenset(on.roles.values_list("role", flat=True))
    missing = [role.value for role in NEEDED_LATER if role.value not in held]
    if missing:
        return next_step(f"Nobody is {' or '.join(missing)} yet. A release needs a steward and an approver.")
    return done()


def _judged(on: Initiative) -> StepState:
    verdict = verdict_of(on)
    return next_step(verdict.sentence) if verdict.outcome is Outcome.CANNOT_TELL else done(verdict.sentence)


def _address(part: str) -> str:
    return f"/work/initiatives/%s/{part}"


def add_first_steps() -> None:
    """Put them on the way."""
    add_step(Step("register", "Register the initiative", 10, _registered, lambda on: _address("about/") % on.slug))
    add_step(
        Step(
            "people",
            "Give roles to people",
            15,
            _staffed,
            lambda on: _address("people/") % on.slug,
            Right.MANAGE_PEOPLE,
        )
    )
    add_step(
        Step(
            "participation",
            "Say who decides at which stage, with evidence",
            20,
            _judged,
            lambda on: _address("participation/") % on.slug,
        )
    )


def add_first_parts() -> None:
    """Put them among the ways around."""
    add_part(Part("about", "About", 10, Right.SEE_WORKSPACE))
    add_part(Part("people", "People", 15, Right.MANAGE_PEOPLE))
    add_part(Part("participation", "Participation", 20, Right.SEE_WORKSPACE))
    add_part(Part("log", "Log", 900, Right.READ_LOG))
    add_part(Part("who-looked", "Who looked", 910, Right.READ_LOG))
