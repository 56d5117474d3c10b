"""Taking over what a run came to: a candidate, in the place of the one before it."""

from nyhavn.chain.production import Prepared
from nyhavn.framework.publication import next_version, version_reasons
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseState, ReleaseStep, after
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.interests.queries import decisions_about
from nyhavn.web.production.candidates import Since, Version
from nyhavn.web.production.models import Run
from nyhavn.web.releases.credit import fix_credit
from nyhavn.web.releases.models import ANNOUNCED, IN_THE_TEAM, PublicRelease
from nyhavn.web.releases.standing import trace
from nyhavn.web.releases.validation import validation_so_far

REPLACED = "A newer run has taken its place."


def take_candidate(run: Run, prepared: Prepared) -> None:
    """Keep it, and give up the candidate before it. Call it in the transaction that ends the run. Raises Refusal."""
    Initiative.objects.select_for_update().get(id=run.initiative.id)  # two candidates at once take turns
    release = prepared.release
    reasons = version_of(run.initiative, release.id, release.version).against
    if reasons:
        raise Refusal(*reasons)
    for older in run.initiative.releases.filter(name=release.id, state__in=IN_THE_TEAM).defer("content"):
        _replace(older)
    made = PublicRelease(initiative=run.initiative, run=run, name=release.id, version=release.version)
    made.content = run.release
    describe(made, release)
    made.save()
    fix_credit(made)
    trace("candidate-taken", by=None, on=made, run=run.number)


def _replace(older: PublicRelease) -> None:
    older.state = after(ReleaseState(older.state), ReleaseStep.ABANDON)
    older.abandoned_because = REPLACED
    older.save(update_fields=["state", "abandoned_because"])
    trace("candidate-replaced", by=None, on=older)


def describe(stored: PublicRelease, release: Release) -> None:
    """Copy what lists and searches show; not saved yet."""
    stored.title, stored.headline, stored.summary = release.title[:300], release.headline, release.summary
    stored.language, stored.place, stored.licence = release.language, release.place[:300], release.licence[:120]
    stored.search_text = "\n".join(_searched(release))


def _searched(release: Release) -> tuple[str, ...]:
    """What people search for: what it is about, where, and what was counted by what."""
    said = (release.id, release.title, release.headline, release.summary, release.place, release.community)
    counted = tuple(f"{indicator.title} {' '.join(indicator.sdg)}" for indicator in release.indicators)
    groups = tuple(
        f"{breakdown.title} {' '.join(category.label for category in breakdown.categories)}"
        for breakdown in release.breakdowns
    )
    return tuple(filter(None, (*said, *counted, *groups)))


def version_of(initiative: Initiative, name: str, version: str) -> Version:
    """What stands against publishing under this name and version, and the next version that is free."""
    announced = PublicRelease.objects.filter(name=name, state__in=ANNOUNCED)
    own = announced.filter(initiative=initiative).order_by("-release_date", "-id")
    issued = tuple(own.values_list("version", flat=True))
    elsewhere = announced.exclude(initiative=initiative).exists()
    against = version_reasons(version, issued, is_taken_elsewhere=elsewhere)
    return Version(against, next_version(issued) if version in issued else version)


def known_of_candidate(initiative: Initiative, name: str, version: str) -> Since | None:
    """What is on record of the newest candidate. Who decided about one that was given up counts for no other."""
    found = PublicRelease.objects.filter(initiative=initiative, name=name, version=version).order_by("-id").first()
    if found is None:
        return None
    is_given_up = found.state == ReleaseState.ABANDONED
    return Since(validation_so_far(found), () if is_given_up else decisions_about(found.uuid))
