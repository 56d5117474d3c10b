"""What people do while everything around them is killed; run beside `nyhavn run`, on the same home and database.

python village_at_work.py ENOUGH ADDRESS: works until the file ENOUGH is there and all work has ended, then prints what
is there as one JSON object.
"""

import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any, TypeVar

import django

django.setup()

from django.conf import settings  # noqa: E402 (Django first)
from django.db import OperationalError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from nyhavn.exchange.bundle.verification import verify  # noqa: E402
from nyhavn.framework.roles import Role  # noqa: E402
from nyhavn.web.accounts.access_keys import make_key  # noqa: E402
from nyhavn.web.audit.models import AuditRecord  # noqa: E402
from nyhavn.web.audit.seals import broken_seals  # noqa: E402
from nyhavn.web.collection.asks import TakingInSaid  # noqa: E402
from nyhavn.web.collection.import_actions import declare, hand_in, take_in  # noqa: E402
from nyhavn.web.collection.models import BatchState, Contribution, ImportBatch  # noqa: E402
from nyhavn.web.collection.queries import material  # noqa: E402
from nyhavn.web.consent.models import ConsentEvent  # noqa: E402
from nyhavn.web.instruments.models import Training  # noqa: E402
from nyhavn.web.jobs.models import Job, JobState  # noqa: E402
from nyhavn.web.production.models import Run, RunState  # noqa: E402
from nyhavn.web.production.run_actions import start_run  # noqa: E402
from nyhavn.web.releases.models import EventKind, PublicRelease, ReleaseEvent  # noqa: E402
from nyhavn.web.site.example.hands import do  # noqa: E402
from nyhavn.web.site.example.releasing import REVIEW  # noqa: E402
from web import files, objects  # noqa: E402
from web.cast import Cast, cast  # noqa: E402

ROWS = 400
OPEN = (JobState.WAITING, JobState.RUNNING)
LONGEST = 400.0
T = TypeVar("T")


class Village:
    """The people, and what they have been told was done."""

    def __init__(self, enough: Path, address: str) -> None:
        self.enough, self.address = enough, address
        self.people: Cast = cast()
        objects.collection(self.people)
        self.key = make_key(by=self.people[Role.COORDINATOR], label="a program", days=2).secret
        self.acknowledged: list[str] = []
        self.rounds = 0

    def live(self) -> None:
        """Round after round: a file comes in, a run, a release; trainings are recorded through the server all along."""
        while not self.enough.exists():
            self.rounds += 1
            self._take_a_file_in()
            self._publish(self._produce())

    def _take_a_file_in(self) -> None:
        by, on = self.people[Role.COORDINATOR], self.people.initiative
        genders, waters = ("woman", "man"), ("yes", "yes", "no")
        rows = [
            files.row(gender=genders[place % 2], age=f"{18 + place % 80}", water=waters[place % 3], hours="")
            for place in range(ROWS)
        ]
        said = files.handed_in(files.table(rows), name=f"file-{self.rounds}.csv", is_again=True)
        batch = again(lambda: hand_in(by=by, on=on, said=said))
        again(lambda: declare(by=by, on=batch, said=files.declaration()))
        again(lambda: take_in(by=by, on=batch, said=TakingInSaid()))
        self._wait(lambda: ImportBatch.objects.get(id=batch.id).state == BatchState.IN)

    def _produce(self) -> Run:
        by, on = self.people[Role.COORDINATOR], self.people.initiative
        release = f'id = "village-water-2026"\nversion = "{self.rounds}"'
        text = objects.TABLES.replace('id = "village-water-2026"', release)
        again(lambda: objects.tables(self.people, text))
        run = again(lambda: start_run(by=by, on=on))
        self._wait(lambda: Run.objects.get(id=run.id).state != RunState.RUNNING)
        return Run.objects.get(id=run.id)

    def _publish(self, run: Run) -> None:
        release, today = PublicRelease.objects.get(run=run), timezone.localdate()
        keys = {"initiative": self.people.initiative.slug, "release": release.uuid}
        seen = {"returned_on": today, "ways": ["meeting"]}
        again(lambda: do(self.people[Role.APPROVER], "release.review-harm", REVIEW, **keys))
        again(lambda: do(self.people[Role.APPROVER], "release.approve", {"has_read": True}, **keys))
        again(lambda: do(self.people[Role.BOARD_MEMBER], "release.return-results", seen, **keys))
        told = {"outcome": "describes-us", "who": "The gathering at the well", "said_on": today}
        again(lambda: do(self.people[Role.BOARD_MEMBER], "release.record-validation", told, **keys))
        again(lambda: do(self.people[Role.COORDINATOR], "release.schedule", {"day": today}, **keys))
        self._wait(lambda: PublicRelease.objects.get(id=release.id).state == "published")

    def _wait(self, has_come: Callable[[], bool]) -> None:
        """Record trainings through the server until it has come."""
        until = time.monotonic() + LONGEST
        while not again(has_come):
            if time.monotonic() > until:
                raise SystemExit(f"round {self.rounds} does not come to an end")
            self._record_a_training()
            time.sleep(0.1)

    def _record_a_training(self) -> None:
        enumerator = self.people[Role.ENUMERATOR]
        said = {"enumerator": str(enumerator.uuid), "held_on": "2026-01-07", "topics": "Consent"}
        request = urllib.request.Request(
            f"{self.address}/api/v1/initiatives/{self.people.initiative.slug}/do/record-training",
            json.dumps(said).encode(),
            {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                self.acknowledged.append(json.load(answer)["made"])
        except urllib.error.HTTPError as error:
            if error.code not in (429, 500, 503):
                raise
        except (OSError, ValueError, HTTPException):
            return  # the server is gone: nothing was acknowledged


def again(step: Callable[[], T]) -> T:
    """A step of somebody who presses once more when the database was busy."""
    for _ in range(20):
        try:
            return step()
        except OperationalError:
            connection.close()
            time.sleep(0.3)
    return step()


def rest() -> None:
    """Wait until everything that was to be done is done."""
    until = time.monotonic() + LONGEST
    while again(lambda: Job.objects.filter(state__in=OPEN, not_before__lte=timezone.now()).exists()):
        if time.monotonic() > until:
            return
        time.sleep(0.2)


def found(village: Village) -> dict[str, Any]:
    """What is there in the end."""
    initiative = village.people.initiative
    published = list(PublicRelease.objects.filter(issued_at__isnull=False).order_by("id"))
    places = sorted(path for path in settings.RELEASES.glob("*/*") if path.is_dir())
    recorded = {str(uuid) for uuid in Training.objects.values_list("uuid", flat=True)}
    leaves = (settings.RELEASE_LOG / "leaves.txt").read_text().splitlines()
    key = (settings.RELEASE_LOG / "trust.pub").read_text().splitlines()
    all_files = [path for folder in (settings.RELEASES, settings.RELEASE_LOG) for path in folder.rglob("*")]
    return {
        "rounds": village.rounds,
        "rows": {str(batch.id): batch.contributions.count() for batch in ImportBatch.objects.all()},
        "rows told apart": Contribution.objects.values("batch", "row").distinct().count(),
        "contributions": Contribution.objects.count(),
        "opened": material(initiative).table.num_rows,
        "consents": ConsentEvent.objects.count(),
        "consents told apart": ConsentEvent.objects.values("contribution", "purpose").distinct().count(),
        "acknowledged": len(village.acknowledged),
        "lost": sorted(set(village.acknowledged) - recorded),
        "runs": [run.state for run in Run.objects.order_by("number")],
        "published": len(published),
        "announced as published": ReleaseEvent.objects.filter(kind=EventKind.PUBLISHED).count(),
        "leaves": len(leaves),
        "problems": [problem.sentence for place in bundles(places) for problem in checked(place, key)],
        "bundles": len(bundles(places)),
        "left behind": [path.name for path in all_files if is_unfinished(path)],
        "taken in": AuditRecord.objects.filter(action="import-taken-in").count(),
        "jobs": {state: Job.objects.filter(state=state).count() for state in (JobState.REFUSED, JobState.FAILED)},
        "still open": Job.objects.filter(state__in=OPEN, not_before__lte=timezone.now()).count(),
        "broken seals": list(broken_seals()),
    }


def bundles(places: list[Path]) -> list[Path]:
    """The folders with a signed release in them."""
    return sorted({path.parent for place in places for path in place.rglob("MANIFEST.sha256")})


def checked(place: Path, key: list[str]) -> Any:
    """What is wrong with one."""
    return verify(place, trusted=key, log_folder=settings.RELEASE_LOG).problems


def is_unfinished(path: Path) -> bool:
    """Whether it was left by somebody who died while writing."""
    return path.name.startswith(".") or path.suffix in (".partial", ".tmp")


if __name__ == "__main__":
    here = Village(Path(sys.argv[1]), sys.argv[2])
    here.live()
    rest()
    print(json.dumps(found(here)))
