"""Moving a release from state to state: held until the end of the transaction, by the one table of steps."""

from datetime import date

from nyhavn.framework.release_states import ReleaseState, ReleaseStep, after
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.releases.models import EventKind, PublicRelease, ReleaseEvent


def held(release: PublicRelease) -> PublicRelease:
    """The release as it stands now, held until the end of the transaction."""
    found = PublicRelease.objects.select_for_update(of=("self",)).select_related("initiative", "run__started_by")
    return found.get(id=release.id)


def moved(release: PublicRelease, step: ReleaseStep) -> PublicRelease:
    """The held release in the state after that step; not saved yet. Raises Refusal "release-step-out-of-turn"."""
    found = held(release)
    found.state = after(ReleaseState(found.state), step)
    return found


def tell_everybody(
    release: PublicRelease, kind: EventKind, *, day: date | None = None, words: str = "", figures: str = ""
) -> ReleaseEvent:
    """Write what everybody may know. Nothing of it is ever changed or deleted."""
    return ReleaseEvent.objects.create(release=release, kind=kind, day=day, words=words, figures=figures)


def trace(action: str, *, by: User | None, on: PublicRelease, **facts: Fact) -> None:
    """The record of what was done with a release: its state afterwards, and codes or days; no words of anybody."""
    told: dict[str, Fact] = {"release": on.name, "version": on.version, "state": str(on.state), **facts}
    record(action, by=by, kind="release", on=on.uuid, scope=on.initiative.uuid, facts=told)
