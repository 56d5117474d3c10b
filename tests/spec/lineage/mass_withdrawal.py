"""A mass withdrawal whose worker is killed, as by kill -9, before a statement that reaches the database.

Run as a program: folder, how many people, how many deaths. Prints one line of JSON.
"""

import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from uuid import UUID, uuid4

FOLDER, PEOPLE, DEATHS = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
os.environ |= {"NYHAVN_HOME": str(FOLDER), "DJANGO_SETTINGS_MODULE": "nyhavn.web.settings", "NYHAVN_LEASE_SECONDS": "1"}
DATABASE = FOLDER / "nyhavn.sqlite3"

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from migrated import put_tables  # noqa: E402
from nyhavn.framework.consent import Purpose  # noqa: E402
from nyhavn.framework.consent_ledger import ConsentMode  # noqa: E402
from nyhavn.web.collection.epochs import current_epoch  # noqa: E402
from nyhavn.web.collection.models import Contribution  # noqa: E402
from nyhavn.web.jobs.models import Job  # noqa: E402
from nyhavn.web.jobs.worker import work_once  # noqa: E402
from nyhavn.web.lineage.actions import WALK, Manner, withdraw_many  # noqa: E402
from nyhavn.web.lineage.models import Withdrawal, WithdrawalStep  # noqa: E402
from nyhavn.web.production.models import Handover, HandoverContribution, Run, RunState, RunUse  # noqa: E402
from web import objects  # noqa: E402
from web.cast import cast  # noqa: E402


def prepare() -> None:
    """So many people, all in an unpublished run and in a file that was taken out; half of them take back."""
    put_tables()
    village = cast()
    to = objects.collection(village)
    epoch, today, initiative = current_epoch(village.initiative), timezone.localdate(), village.initiative
    values = {"collection": to, "epoch": epoch, "door": "form", "contributed_on": today}
    rows = [Contribution(uuid=uuid4(), sealed=b"sealed", wrapped_key=b"key", **values) for _ in range(PEOPLE * 2)]
    Contribution.objects.bulk_create(rows, batch_size=500)
    now = timezone.now()
    run = Run.objects.create(initiative=initiative, number=1, state=RunState.JUDGED, release="{}", finished_at=now)
    handover = Handover.objects.create(initiative=initiative)
    uses = [RunUse(run=run, contribution=one.uuid, version=1) for one in rows]
    RunUse.objects.bulk_create(uses, batch_size=500)
    held = [HandoverContribution(handover=handover, contribution=one.uuid) for one in rows]
    HandoverContribution.objects.bulk_create(held, batch_size=500)
    withdraw_many(
        by=None,
        initiative=initiative,
        contributions=[one.uuid for one in rows[:PEOPLE]],
        purposes=frozenset({Purpose.COLLECTION}),
        manner=Manner(ConsentMode.ON_PAPER),
    )
    Job.objects.exclude(kind=WALK).delete()
    connection.close()


def counted(dies_at: int = 0) -> tuple[Callable[..., object], list[int]]:
    """Counts statements, and dies before one of them."""
    met = [0]

    def wrapper(execute: Callable[..., object], *arguments: object) -> object:
        met[0] += 1
        if met[0] == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    return wrapper, met


def worked(dies_at: int = 0) -> int:
    """Take the walk and carry it out; how many statements that took."""
    wrapper, met = counted(dies_at)
    Job.objects.filter(kind=WALK, lease_until__isnull=False).update(lease_until=timezone.now())
    with connection.execute_wrapper(wrapper) if dies_at >= 0 else nullcontext():
        while Job.objects.filter(kind=WALK, finished_at=None).exists() and work_once():
            pass
    connection.close()
    return met[0]


def killed(dies_at: int) -> bool:
    """Whether a process of its own died before that statement."""
    child = os.fork()
    if child == 0:
        worked(dies_at)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def end() -> list[object]:
    """Everything a proof says, of everybody, and what is left."""
    columns = ("withdrawal__contribution", "kind", "on", "outcome", "words", "on_date", "due_date")
    steps = sorted(map(str, WithdrawalStep.objects.order_by().values_list(*columns)))
    open_ones = Withdrawal.objects.filter(finished_at=None).count()
    left = [Contribution.with_shredded.count(), RunUse.objects.count(), Run.objects.get().state, open_ones]
    found = [*left, Handover.objects.filter(recalled_at__isnull=False).count(), len(steps), hash_of(steps)]
    connection.close()
    return found


def hash_of(steps: list[str]) -> int:
    return UUID(int=random.Random("".join(steps)).getrandbits(128)).int


def put_back() -> None:
    for name in (f"{DATABASE.name}-wal", f"{DATABASE.name}-shm"):
        (FOLDER / name).unlink(missing_ok=True)
    shutil.copyfile(FOLDER / "before", DATABASE)


prepare()
shutil.copyfile(DATABASE, FOLDER / "before")
statements, expected = worked(), end()
chance, deaths, different = random.Random(7), 0, 0
while deaths < DEATHS:
    put_back()
    while killed(chance.randint(1, max(statements // 8, 60))):  # and whoever goes on is killed as well
        deaths += 1
    different += end() != expected
print(json.dumps({"statements": statements, "deaths": deaths, "different": different, "end": expected[:6]}))
