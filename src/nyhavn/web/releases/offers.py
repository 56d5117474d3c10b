"""Which steps of a release somebody can take now, and why the next one is not theirs."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from nyhavn.framework.publication import check_second_person
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release_states import STEPS, ReleaseState, ReleaseStep
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.guards import Act, Asked, guarding_reasons
from nyhavn.web.jobs.models import Job
from nyhavn.web.pages.operations import Operation
from nyhavn.web.releases.harm_operations import OPERATIONS as HARM
from nyhavn.web.releases.harm_review import starter_of
from nyhavn.web.releases.models import IN_THE_TEAM, PublicRelease
from nyhavn.web.releases.operations import OPERATIONS

# Operations that are no step of their own name.
STEP_OF = {"waive-return": ReleaseStep.RETURN_RESULTS}
ON_THE_WAY = (*IN_THE_TEAM, ReleaseState.SCHEDULED)
QUIET, DANGER = "quiet", "danger"
TONES = {"waive-return": QUIET, "reschedule": QUIET, "correct": QUIET, "abandon": DANGER, "withdraw": DANGER}


@dataclass(frozen=True)
class Offer:
    """A button. tone: its class."""

    name: str
    title: str
    tone: str


def steps_open_to(release: PublicRelease, rights: Collection[Right], user: User) -> tuple[Offer, ...]:
    """The operations that this person may do on the release as it stands."""
    steps = tuple(
        Offer(one.name, one.title, TONES.get(one.name, ""))
        for one in OPERATIONS
        if one.right in rights and _allows(release, one) and not (_approves(one) and _blocked(release, user))
    )
    return (*_reviews_open_to(release, rights, user), *steps)


def _reviews_open_to(release: PublicRelease, rights: Collection[Right], user: User) -> tuple[Offer, ...]:
    """Weighing benefit and harm is no step of the way, but stands before each of them."""
    is_theirs = user.uuid != starter_of(release.run) and release.state in ON_THE_WAY
    return tuple(Offer(one.name, one.title, QUIET) for one in HARM if is_theirs and one.right in rights)


def blocked_because(release: PublicRelease, rights: Collection[Right], user: User) -> str:
    """Why an approver may not approve this one; "" if that is not the case."""
    is_candidate = release.state == ReleaseState.CANDIDATE
    return _blocked(release, user) if is_candidate and Right.APPROVE_RELEASE in rights else ""


def _approves(operation: Operation[Any]) -> bool:
    return operation.name == ReleaseStep.APPROVE


def _blocked(release: PublicRelease, user: User) -> str:
    starter = release.run.started_by
    try:
        check_second_person(user.uuid, starter.uuid if starter else None)
    except Refusal as refused:
        return f"{refused.reasons[0].what} {refused.reasons[0].do}"
    against = guarding_reasons(Asked(Act.APPROVE, release.initiative, user, release))
    return " ".join(f"{reason.what} {reason.do}" for reason in against)


def _allows(release: PublicRelease, operation: Operation[Any]) -> bool:
    """Whether the state of things allows it."""
    if operation.name == "publish-again":
        return is_stuck(release)
    step = STEP_OF.get(operation.name) or ReleaseStep(operation.name)
    in_print = release.state == ReleaseState.SCHEDULED and release.issued_at is not None
    return step in STEPS[ReleaseState(release.state)] and not in_print


def is_stuck(release: PublicRelease) -> bool:
    """Whether the publication ended without a result."""
    if release.state != ReleaseState.SCHEDULED:
        return False
    job = Job.objects.filter(uuid=release.job).first() if release.job else None
    return job is None or job.is_over
