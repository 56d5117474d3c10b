"""Starting and stopping production runs."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.production.models import Run, RunState
from nyhavn.web.production.outcomes import settle
from nyhavn.web.production.planning import missing_parts

PRODUCE = "production-run"


def start_run(*, by: User | None, on: Initiative) -> Run:
    """Start a run. by: None for a vintage that comes by itself.

    Raises Refusal with everything that is missing, or "run-already-going".
    """
    settle(on.runs.all())
    with transaction.atomic():
        Initiative.objects.select_for_update().get(id=on.id)
        if on.runs.filter(state=RunState.RUNNING).exists():
            do = "Wait for its end, or stop it."
            raise refusal("run-already-going", "A run of this initiative is under way.", where="runs", do=do)
        missing = missing_parts(on)
        if missing:
            raise Refusal(*missing)
        last = on.runs.aggregate(last=Max("number"))["last"] or 0
        made = Run.objects.create(initiative=on, number=last + 1, started_by=by)
        made.job = enqueue(PRODUCE, scope=on.uuid, on=made.uuid).uuid
        made.save(update_fields=["job"])
        record("run-started", by=by, kind="run", on=made.uuid, scope=on.uuid, facts={"number": made.number})
    return made


def stop_run(*, by: User, on: Run) -> None:
    """Stop a run. Its worker notices at the next step, and writes nothing. Raises Refusal "run-already-over"."""
    with transaction.atomic():
        values = {"state": RunState.STOPPED, "finished_at": timezone.now()}
        if not Run.objects.filter(id=on.id, state=RunState.RUNNING).update(**values):
            raise refusal("run-already-over", "This run is over.", where="runs", do="Look at what came out of it.")
        facts = {"number": on.number}
        record("run-stopped", by=by, kind="run", on=on.uuid, scope=on.initiative.uuid, facts=facts)
