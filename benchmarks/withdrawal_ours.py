"""One size of the benchmark `withdrawal`, on an installation of its own: python withdrawal_ours.py SIZE."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

from measuring import Run, measure, say

SIZE, RUNS, AT_ONCE = int(sys.argv[1]), 7, 5_000
HOME = Path(tempfile.mkdtemp(prefix="nyhavn-withdrawal-"))
os.environ |= {"DJANGO_SETTINGS_MODULE": "nyhavn.web.settings", "NYHAVN_HOME": str(HOME)}
sys.path[0] = str(Path(__file__).resolve().parent.parent / "tests")  # `web` there is the cast, and here a benchmark

import django  # noqa: E402 (settings first)

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from nyhavn.framework.consent import Purpose  # noqa: E402
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid  # noqa: E402
from nyhavn.web.collection import vault  # noqa: E402
from nyhavn.web.collection.epochs import current_epoch  # noqa: E402
from nyhavn.web.collection.models import Collection, Contribution, ContributorCredit  # noqa: E402
from nyhavn.web.collection.queries import contributions_of  # noqa: E402
from nyhavn.web.collection.turning import turn  # noqa: E402
from nyhavn.web.consent.actions import record_consents  # noqa: E402
from nyhavn.web.initiatives.models import Initiative  # noqa: E402
from nyhavn.web.jobs.models import Job  # noqa: E402
from nyhavn.web.jobs.worker import work_once  # noqa: E402
from nyhavn.web.lineage.actions import withdraw  # noqa: E402
from nyhavn.web.lineage.models import Withdrawal  # noqa: E402
from nyhavn.web.production.models import Handover, HandoverContribution, RunState, RunUse  # noqa: E402
from nyhavn.web.production.models import Run as ProductionRun  # noqa: E402
from web import objects  # noqa: E402
from web.cast import cast  # noqa: E402

ANSWERS = {**objects.SAID, "remark": "x" * 200}


def filled() -> tuple[Collection, list[UUID]]:
    """So many people, sealed by the vault, in the ledger, in a run that is not public, and in a file taken out."""
    collection = objects.collection(cast())
    initiative, people = collection.initiative, [uuid4() for _ in range(SIZE)]
    now = timezone.now()
    run = ProductionRun.objects.create(
        initiative=initiative, number=1, state=RunState.JUDGED, release="{}", finished_at=now
    )
    handover = Handover.objects.create(initiative=initiative)
    for start in range(0, SIZE, AT_ONCE):
        some = people[start : start + AT_ONCE]
        _contributed(collection, some)
        uses = [RunUse(run=run, contribution=one, version=1) for one in some]
        RunUse.objects.bulk_create(uses, batch_size=500)
        held = [HandoverContribution(handover=handover, contribution=one) for one in some]
        HandoverContribution.objects.bulk_create(held, batch_size=500)
    return collection, people


def _contributed(collection: Collection, people: Sequence[UUID]) -> None:
    initiative, now = collection.initiative, timezone.now()
    epoch = current_epoch(initiative)
    places = [vault.Place(initiative.uuid, epoch.number, one) for one in people]
    sealed = vault.seal_all((place, ANSWERS) for place in places)
    values = {"collection": collection, "epoch": epoch, "door": "form", "contributed_on": timezone.localdate()}
    rows = [
        Contribution(uuid=one, sealed=kept.blob, wrapped_key=kept.wrapped_key, **values)
        for one, kept in zip(people, sealed, strict=True)
    ]
    Contribution.objects.bulk_create(rows, batch_size=500)
    notice = collection.notice.uuid
    said = [ConsentSaid(one, objects.YES, notice, "en", now, ConsentMode.WEB_FORM) for one in people]
    record_consents(by=None, initiative=initiative, said=said)


def taken_back(initiative: Initiative, one: UUID) -> float:
    """Until the walk has ended and freed pages are wiped; how long the act took of it."""
    begun = time.perf_counter()
    withdraw(
        by=None,
        initiative=initiative,
        contribution=one,
        purposes=frozenset({Purpose.COLLECTION}),
        mode=ConsentMode.WEB_FORM,
    )
    act = time.perf_counter() - begun
    while work_once():
        pass
    return act


def surfaces(initiative: Initiative, one: UUID) -> list[bool]:
    """Whether the person is still on each record-level surface; and whether something is left to be settled."""
    return [
        contributions_of(initiative).filter(uuid=one).exists(),
        Contribution.with_shredded.filter(uuid=one).exists(),
        ContributorCredit.objects.filter(contribution__uuid=one).exists(),
        RunUse.objects.filter(contribution=one).exists(),
        Handover.objects.filter(recalled_at=None).exists(),
        Withdrawal.objects.filter(contribution=one, finished_at=None).exists(),
        Job.objects.filter(finished_at=None, not_before__lte=timezone.now()).exists(),
    ]


def measured() -> Run:
    """The median of several."""
    call_command("migrate", verbosity=0)
    collection, people = filled()
    runs, acts, peak, absent = [], [], 0.0, 0
    for one in people[:: SIZE // RUNS][:RUNS]:
        act, seconds, mb = measure(lambda one=one: taken_back(collection.initiative, one))  # type: ignore[misc]
        left = surfaces(collection.initiative, one)
        if any(left):
            raise RuntimeError(f"still there: {left}")
        absent = len(left)
        runs.append(seconds)
        acts.append(act)
        peak = max(peak, mb)
    begun = time.perf_counter()
    turn(collection.initiative)
    turned = time.perf_counter() - begun
    parts = (("act", statistics.median(acts)), ("slowest", max(runs)), ("absent", absent), ("turned", turned))
    return Run(statistics.median(runs), peak, parts=parts)


if __name__ == "__main__":
    say(measured())
