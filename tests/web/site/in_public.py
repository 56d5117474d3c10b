"""Published releases for tests: a real release of the chain, signed into a real bundle, and its row."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from nyhavn.chain.inputs import read_inputs
from nyhavn.chain.places import places_of
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.plan_rules import check_plan
from nyhavn.chain.plan_text import plan_text
from nyhavn.chain.production import Prepared, prepare_release
from nyhavn.chain.signing import sign_release
from nyhavn.exchange.bundle.content import release_json
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.production.models import Run
from nyhavn.web.releases.candidates import describe
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.site.catalogue import index_some
from web.cast import Cast

EXAMPLE = Path(__file__).parents[3] / "examples" / "services-for-all" / "plan.toml"
FIRST_ISSUE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NAME = "services-for-all-2025"


@cache
def prepared_example() -> Prepared:
    """The example initiative, as the chain prepares it: a quarter of a minute, so once for all tests that only read."""
    plan = read_plan(EXAMPLE)
    check_plan(plan)
    return prepare_release(plan, read_inputs(plan, places_of(EXAMPLE, None)), before=None, step=_quiet)


def example_release() -> Release:
    """The release of the example initiative, as the chain makes it."""
    return prepared_example().release


def _quiet(stage: str, step: int, steps: int) -> None:
    """Nobody watches."""


@cache
def example_plan() -> str:
    return plan_text(read_plan(EXAMPLE))


def candidate(village: Cast, *, release: Release | None = None, plan: str = "", **changed: object) -> PublicRelease:
    """A release that nobody outside the team may see."""
    content = replace(release or example_release(), **changed)  # type: ignore[arg-type]  # names of a Release
    number = Run.objects.filter(initiative=village.initiative).count() + 1
    run = Run.objects.create(
        initiative=village.initiative,
        number=number,
        plan=plan or example_plan(),
        state="judged",
        release="{}",
        finished_at=FIRST_ISSUE,
    )
    stored = PublicRelease(initiative=village.initiative, run=run, name=content.id, version=content.version)
    stored.content = release_json(content).decode()
    describe(stored, content)
    stored.save()
    return stored


def publish(
    village: Cast, *, release: Release | None = None, plan: str = "", days: int = 0, **changed: object
) -> PublicRelease:
    """A release with its signed files, published some days after the first issue, and in the catalogue."""
    stored = candidate(village, release=release, plan=plan, **changed)
    issued = FIRST_ISSUE + timedelta(days=days)
    content = replace(release or example_release(), **changed)  # type: ignore[arg-type]  # names of a Release
    place = Path(settings.RELEASES) / stored.name / stored.version
    place.parent.mkdir(parents=True, exist_ok=True)
    log = ReleaseLog.open(Path(settings.RELEASE_LOG))
    signed = sign_release(content, issued_at=issued, out=place, log=log, zipped=True)
    stored.content = release_json(signed.release).decode()
    PublicRelease.objects.filter(name=stored.name, state=ReleaseState.PUBLISHED).update(
        state=ReleaseState.SUPERSEDED, replaced_by=stored
    )
    stored.state, stored.issued_at, stored.release_date = ReleaseState.PUBLISHED, issued, issued.date()
    stored.save()
    while index_some():
        pass
    return stored
