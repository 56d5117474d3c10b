"""Tables, a run, a finding and a decision about it."""

from collections.abc import Mapping

from django.utils import timezone

from nyhavn.framework.findings import Severity
from nyhavn.framework.roles import Role
from nyhavn.web.production.decision_actions import keep
from nyhavn.web.production.models import FoundProblem, Handover, Run, RunState
from nyhavn.web.production.queries import tables_of
from web import objects
from web.cast import Cast
from web.examples.collection import IN, a_collection, a_contribution, of
from web.examples.registry import example

ENTRIES = """
[[identity]]
question = "gender"
topic = "gender"
[[rule]]
id = "hours"
says = "Hours of water only where there is water."
must_hold = "${water} = 'yes' or not(${hours} > 0)"
"""


def the_tables(cast: Cast) -> None:
    """What is counted, with one entry of each kind."""
    a_collection(cast)
    if not tables_of(cast.initiative).breakdown:
        objects.tables(cast, objects.TABLES + ENTRIES)


def a_run(cast: Cast) -> Run:
    """A run that came to a candidate, made once."""
    found = Run.objects.filter(initiative=cast.initiative).first()
    if found is None:
        the_tables(cast)
        objects.contributions(a_collection(cast), 20)
        found = objects.run(cast)
        assert found.state == RunState.JUDGED, found.reasons
    return found


def a_finding(cast: Cast) -> FoundProblem:
    """A finding about one contribution."""
    contribution = a_contribution(cast)
    found = FoundProblem.objects.create(
        run=a_run(cast),
        key=f"{FoundProblem.objects.count():064d}",
        check_code="same-answers",
        severity=next(iter(Severity)).value,
        columns=["age"],
        rows=1,
        out_of=1,
        wording="Please look at this.",
        named=1,
    )
    found.pointers.create(contribution=contribution.uuid)
    return found


@example(f"{IN}/questions/<str:question>")
def question(cast: Cast) -> Mapping[str, object]:
    the_tables(cast)
    return of(cast, question="age")


@example(f"{IN}/breakdowns/<str:entry>")
def breakdown(cast: Cast) -> Mapping[str, object]:
    the_tables(cast)
    return of(cast, entry="gender")


@example(f"{IN}/indicators/<str:entry>")
def indicator(cast: Cast) -> Mapping[str, object]:
    the_tables(cast)
    return of(cast, entry="water")


@example(f"{IN}/identities/<str:entry>")
def identity(cast: Cast) -> Mapping[str, object]:
    the_tables(cast)
    return of(cast, entry="gender")


@example(f"{IN}/rules/<str:entry>")
def rule(cast: Cast) -> Mapping[str, object]:
    the_tables(cast)
    return of(cast, entry="hours")


@example(f"{IN}/runs/<uuid:run>")
def run(cast: Cast) -> Mapping[str, object]:
    return of(cast, run=a_run(cast).uuid)


@example(f"{IN}/findings/<uuid:finding>")
def finding(cast: Cast) -> Mapping[str, object]:
    return of(cast, finding=a_finding(cast).uuid)


@example(f"{IN}/decisions/<uuid:decision>")
def decision(cast: Cast) -> Mapping[str, object]:
    made = keep(by=cast[Role.STEWARD], on=a_finding(cast), reason="The neighbours said so.")
    return of(cast, decision=made.uuid)


@example(f"{IN}/handovers/<uuid:handover>")
def handover(cast: Cast) -> Mapping[str, object]:
    """A file that the steward took out and was asked to delete."""
    values = {"initiative": cast.initiative, "taken_by": cast[Role.STEWARD], "recalled_at": timezone.now()}
    return of(cast, handover=Handover.objects.create(**values).uuid)
