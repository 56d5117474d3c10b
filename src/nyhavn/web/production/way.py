"""The part of production on the way through an initiative, among its pages, and among what waits for somebody."""

from collections.abc import Iterator

from nyhavn.framework.roles import Right, roles_with
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.steps import Step, StepState, add_step, done, next_step, not_yet, waits
from nyhavn.web.initiatives.waiting import Waiting, add_waiting
from nyhavn.web.production.decision_queries import desk, newest_judged
from nyhavn.web.production.handovers import handovers_waiting
from nyhavn.web.production.models import RunState
from nyhavn.web.production.planning import missing_parts
from nyhavn.web.production.queries import questionnaire_of, runs_of, tables_of
from nyhavn.web.production.subjects import findings_home, runs_home, tables_home


def tables_state(on: Initiative) -> StepState:
    """Whether it is said what is counted, protected and released."""
    if questionnaire_of(on) is None:
        return not_yet("There is no questionnaire yet.")
    tables = tables_of(on)
    missing = [
        words
        for words, is_said in (
            ("what is counted", bool(tables.indicator)),
            ("how small groups are protected", tables.protection is not None),
            ("what is released", tables.release is not None),
        )
        if not is_said
    ]
    return next_step(f"Still to say: {', '.join(missing)}.") if missing else done()


def run_state(on: Initiative) -> StepState:
    """Whether a run came to a result."""
    newest = next(iter(runs_of(on)), None)
    if newest is not None and newest.state == RunState.RUNNING:
        return waits(f"Run {newest.number} is under way.")
    if newest is not None and newest.state == RunState.JUDGED:
        return done(f"Run {newest.number} came to a result.")
    missing = missing_parts(on)
    if missing:
        return not_yet(missing[0].what)
    if newest is not None and newest.state == RunState.REFUSED:
        return next_step(f"Run {newest.number} was refused. Look at the reasons, mend them, start again.")
    if newest is not None and newest.state == RunState.EMPTIED:
        return next_step(f"What run {newest.number} rests on has changed. Start another one.")
    return next_step()


def findings_state(on: Initiative) -> StepState:
    """Whether everything that was found is decided."""
    if newest_judged(on) is None:
        return not_yet("No run came to a result yet.")
    still = sum(item.is_open for item in desk(on))
    return next_step(_waiting_words(still)) if still else done()


def findings_waiting(user: User) -> Iterator[Waiting]:
    """Findings that this person may decide."""
    deciding = [role.value for role in roles_with(Right.DECIDE_FINDINGS)]
    theirs = Initiative.objects.filter(roles__user=user, roles__role__in=deciding).distinct()
    for initiative in theirs.order_by("id"):
        still = [item for item in desk(initiative) if item.is_open]
        if still:
            since = min(item.since for item in still)
            yield Waiting(_waiting_words(len(still)), initiative.title, findings_home(initiative), since)


def _waiting_words(count: int) -> str:
    return "1 finding waits for a decision." if count == 1 else f"{count} findings wait for a decision."


def add_to_way() -> None:
    """Fill the registries of the earlier stage."""
    edit, see = Right.EDIT_INSTRUMENT, Right.SEE_CANDIDATE
    add_step(Step("tables", "Say what is counted", 80, tables_state, tables_home, edit))
    add_step(Step("run", "Start a production run", 90, run_state, runs_home, Right.PRODUCE))
    add_step(Step("findings", "Decide what was found", 100, findings_state, findings_home, Right.DECIDE_FINDINGS))
    add_part(Part("tables", "Tables", 80, Right.SEE_WORKSPACE))
    add_part(Part("runs", "Runs", 90, see))
    add_part(Part("findings", "Findings", 100, Right.SEE_FINDINGS))
    add_waiting(findings_waiting)
    add_waiting(handovers_waiting)
