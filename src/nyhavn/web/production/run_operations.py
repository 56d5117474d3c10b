"""What can be done with runs: start one, stop one, take plan and contributions out."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Confirmed, Done, Operation, Reading
from nyhavn.web.production import remedy_schemas, remedy_showing, risk_page, schemas, showing
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.production.handovers import say_deleted
from nyhavn.web.production.models import Handover, Run
from nyhavn.web.production.remedy_actions import compare_remedies
from nyhavn.web.production.run_actions import start_run, stop_run
from nyhavn.web.production.subjects import HANDOVER, RUN, run_home


class KeptSafe(Declared):
    """Before contributions leave the site."""

    is_kept_safe: Literal[True] = Field(
        title="I keep this file where only people may look who may see single contributions",
        description="It holds what people answered. Delete it when you are done.",
    )


class SaidDeleted(Declared):
    """That a file is gone."""

    deleted_on: date = Field(title="The day on which you deleted it, with every copy")


def _say_deleted(by: User, on: Handover, said: SaidDeleted) -> Done:
    say_deleted(by=by, on=on, day=said.deleted_on)
    return Done("Thank you. Those who took their consent back can see that it is deleted.", at="/work/")


def _produce(by: User, on: Initiative, said: Confirmed) -> Done:
    made = start_run(by=by, on=on)
    return Done(f"Run {made.number} has started.", at=run_home(made), made=made.uuid)


def _stop(by: User, on: Run, said: Confirmed) -> Done:
    stop_run(by=by, on=on)
    return Done(f"Run {on.number} is stopped.")


def _compare(by: User, on: Run, said: Confirmed) -> Done:
    compare_remedies(by=by, on=on)
    return Done("Other choices of tables are being compared, or have been.", at=run_home(on))


def _export(by: User, on: Initiative, said: KeptSafe) -> Done:
    return Done("The file is ready.", file=export_plan(by=by, on=on))


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "produce",
        "Start a production run",
        Right.PRODUCE,
        INITIATIVE,
        _produce,
        lead="The contributions are checked, counted and protected, and it is judged whether that may be released. "
        "Nothing is published by this.",
        button="Start it",
    ),
    Operation(
        "stop",
        "Stop this run",
        Right.PRODUCE,
        RUN,
        _stop,
        lead="Nothing of it is kept. You can start another one.",
        button="Stop it",
    ),
    Operation(
        "compare-remedies",
        "Compare what loses less",
        Right.PRODUCE,
        RUN,
        _compare,
        lead="Up to eight other choices of tables are counted and protected, from the tables and contributions of "
        "today: without a breakdown, or without crossing two. You see which people would disappear under each. This "
        "can take some minutes, is done once for this run, and changes and publishes nothing.",
        button="Compare them",
    ),
    Operation(
        "export-plan",
        "Take plan and contributions out",
        Right.EXPORT_PLAN,
        INITIATIVE,
        _export,
        KeptSafe,
        lead="You get the plan, the questionnaire and all contributions that take part, with what people answered and "
        "agreed to. With them the command line makes the same release. That you took them out is recorded. If one of "
        "these people takes their consent back, you are asked to delete the file.",
        button="Save the file",
    ),
    Operation(
        "say-deleted",
        "Say that you deleted the file",
        Right.EXPORT_PLAN,
        HANDOVER,
        _say_deleted,
        SaidDeleted,
        lead="Somebody who is in a file that you took out has taken their consent back. Delete the file and every copy "
        "of it, also in backups. Say here when you did; that person can see it.",
        button="It is deleted",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading("runs", "The production runs", Right.SEE_CANDIDATE, INITIATIVE, schemas.RunsShown, showing.runs_shown),
    Reading(
        "loss",
        "The figures of a run that would be shown and hidden, by group",
        Right.SEE_CANDIDATE,
        RUN,
        remedy_schemas.RunLossShown,
        remedy_showing.run_loss,
    ),
    # What is at risk says more about small groups than the candidate does: to the steward alone.
    Reading(
        "risk",
        "The figures of a run that could give somebody away, by group",
        Right.DECIDE_FINDINGS,
        RUN,
        remedy_schemas.RunRiskShown,
        risk_page.run_risk,
    ),
    # Several protections side by side say more than a candidate does: only to those who choose the tables.
    Reading(
        "remedies",
        "Other choices of tables for a run, and what each would show and hide",
        Right.PRODUCE,
        RUN,
        remedy_schemas.RemediesShown,
        remedy_showing.remedies_shown,
    ),
    Reading("", "A production run", Right.SEE_CANDIDATE, RUN, schemas.RunShown, showing.run_shown),
)
