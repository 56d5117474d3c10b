"""Putting a reference beside published figures, and taking that back."""

from django.db import transaction
from django.utils import timezone

from nyhavn.exchange.incoming.margins import read_margins
from nyhavn.framework.comparison import Aspect, AspectSaid, check_reference_day
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.comparisons.asks import AspectTyped, ComparisonSaid, ComparisonTakenBack
from nyhavn.web.comparisons.models import ReleaseComparison
from nyhavn.web.comparisons.queries import content, worked_out
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import is_readable


@transaction.atomic
def compare_with(*, by: User, on: PublicRelease, said: ComparisonSaid) -> ReleaseComparison:
    """Put a margin beside what is published. Raises Refusal.

    comparison-nothing-published, comparison-definitions-missing, comparison-unit, comparison-nothing-common,
    comparison-day-in-future, margins-wrong, and those of the guards.
    """
    check_guards(Act.SPEAK_UP, on.initiative, by=by)
    if not is_readable(on):
        what = "This release is not published, or was taken back."
        raise refusal("comparison-nothing-published", what, where="release", do="Compare what everybody can read.")
    check_reference_day(said.reference_date, timezone.localdate())
    theirs, aspects = read_margins(said.file.content), _aspects(said)
    worked_out(
        content(on),
        breakdown=said.breakdown,
        indicator=said.indicator,
        kind=said.kind,
        theirs=theirs,
        aspects=aspects,
    )
    _check_kind(said)
    made = ReleaseComparison.objects.create(
        release=on,
        breakdown=said.breakdown,
        indicator=said.indicator,
        kind=said.kind.value,
        source=said.source,
        address=said.address,
        reference_date=said.reference_date,
        margins=[one.model_dump(mode="json") for one in theirs],
        aspects=[one.model_dump(mode="json") for one in aspects],
        recorded_on=timezone.localdate(),
        recorded_by=by,
    )
    _trace("comparison-made", by, made)
    return made


@transaction.atomic
def take_back(*, by: User, on: ReleaseComparison, said: ComparisonTakenBack) -> None:
    """It should not be read any more; it stays, with the reason. Raises Refusal "comparison-taken-back"."""
    held = ReleaseComparison.objects.select_for_update(of=("self",)).get(id=on.id)
    if held.taken_back_on is not None:
        raise refusal("comparison-taken-back", "This comparison was taken back already.", do="Make a new one.")
    held.taken_back_on, held.taken_back_because = timezone.localdate(), said.because
    held.save(update_fields=["taken_back_on", "taken_back_because"])
    _trace("comparison-taken-back", by, on)


def _aspects(said: ComparisonSaid) -> tuple[AspectSaid, ...]:
    typed: dict[Aspect, AspectTyped] = {
        Aspect.POPULATION: said.population,
        Aspect.DEFINITION: said.definition,
        Aspect.PERIOD: said.period,
        Aspect.METHOD: said.method,
    }
    return tuple(
        AspectSaid(aspect=aspect, ours=one.ours, theirs=one.theirs, is_same=one.is_same)
        for aspect, one in typed.items()
    )


def _check_kind(said: ComparisonSaid) -> None:
    if (said.kind.value == "figures") is not bool(said.indicator):
        what = "Who took part is compared with counts or shares, an indicator with its figures."
        do = "Choose what the numbers of the file are."
        raise refusal("comparison-unit", what, where="kind", do=do)


def _trace(action: str, by: User, on: ReleaseComparison) -> None:
    facts = {"release": on.release.name, "version": on.release.version}
    record(action, by=by, kind="comparison", on=on.uuid, scope=on.release.initiative.uuid, facts=facts)
