"""What happens in a village before and after a restore; each step in the order named, run on a home of its own.

python village_to_restore.py STEP[=VALUE] ...: prints what the steps tell as one JSON object.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import django

django.setup()

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap  # noqa: E402 (Django first)
from django.conf import settings  # noqa: E402

from migrated import put_tables  # noqa: E402
from nyhavn.exchange.bundle.verification import verify  # noqa: E402
from nyhavn.framework.consent import Purpose  # noqa: E402
from nyhavn.framework.consent_ledger import ConsentMode  # noqa: E402
from nyhavn.framework.refusal import Refusal  # noqa: E402
from nyhavn.web.audit.models import AuditRecord  # noqa: E402
from nyhavn.web.audit.seals import broken_seals  # noqa: E402
from nyhavn.web.collection import keys, vault  # noqa: E402
from nyhavn.web.collection.models import Contribution  # noqa: E402
from nyhavn.web.collection.queries import material  # noqa: E402
from nyhavn.web.collection.turning import turn  # noqa: E402
from nyhavn.web.initiatives.models import Initiative  # noqa: E402
from nyhavn.web.lineage.actions import Manner, withdraw_many  # noqa: E402
from nyhavn.web.lineage.models import Withdrawal  # noqa: E402
from nyhavn.web.releases.models import PublicRelease  # noqa: E402
from web import objects  # noqa: E402
from web.cast import cast  # noqa: E402
from web.publishing import candidate, its_day_comes, scheduled, work  # noqa: E402

PEOPLE = 24
TOLD: dict[str, Any] = {}


def begin(_: str) -> None:
    """People contribute, each with words of their own, and a first release is announced for today."""
    put_tables()
    village = cast()
    to = objects.collection(village)
    objects.tables(village)
    for number in range(PEOPLE):
        own = {"gender": ("woman", "man")[number % 2]} if number else {"gender": "own_words", "gender_own": "canary"}
        objects.contribution(to, {**own, "age": str(20 + number), "water": ("yes", "no")[number % 3 == 0]})
    its_day_comes(scheduled(village, candidate(village)))
    TOLD["people"] = [str(one) for one in Contribution.objects.values_list("uuid", flat=True)]


def go_on(_: str) -> None:
    """A worker comes by: what is due comes out."""
    work()


def take_back(people: str) -> None:
    """Those people take their data back, and everything that follows is done."""
    withdraw_many(
        by=None,
        initiative=Initiative.objects.get(),
        contributions=[UUID(one) for one in people.split(",")],
        purposes=frozenset({Purpose.COLLECTION}),
        manner=Manner(ConsentMode.WITNESSED),
    )
    work()


def turn_keys(_: str) -> None:
    """The key of the period is destroyed."""
    turn(Initiative.objects.get())


def look(_: str) -> None:
    """What an attacker finds who has the database and every key, and what is public."""
    initiative = Initiative.objects.get()
    released = PublicRelease.objects.filter(state="published")
    key = (settings.RELEASE_LOG / "trust.pub").read_text().splitlines()
    TOLD["opened"] = dict(opened(initiative))
    TOLD["counted"] = material(initiative).table.num_rows
    TOLD["withdrawn"] = sorted(str(one.contribution) for one in Withdrawal.objects.all())
    TOLD["unfinished"] = Withdrawal.objects.filter(finished_at=None).count()
    TOLD["published"] = [f"{one.name} {one.version}" for one in released]
    TOLD["problems"] = [
        problem.sentence
        for one in released
        for problem in verify(
            settings.RELEASES / one.name / one.version, trusted=key, log_folder=settings.RELEASE_LOG
        ).problems
    ]
    TOLD["restores"] = [one.facts for one in AuditRecord.objects.filter(action="backup-restored")]
    TOLD["broken seals"] = list(broken_seals())
    TOLD["files"] = sorted(str(path.relative_to(settings.HOME)) for path in Path(settings.HOME).rglob("*"))


def opened(initiative: Initiative) -> Iterator[tuple[str, str]]:
    """Uuid and age of everybody whose answers open with any key that is left."""
    for one in Contribution.with_shredded.all():
        for number in keys.epochs_with_key(initiative.uuid):
            place = vault.Place(initiative.uuid, number, one.uuid, one.version)
            try:
                answers = vault.open_one(place, vault.Sealed(bytes(one.sealed), bytes(one.wrapped_key)))
            except (Refusal, InvalidUnwrap, ValueError):
                continue
            yield str(one.uuid), answers["age"]


STEPS: dict[str, Callable[[str], None]] = {
    "begin": begin,
    "go-on": go_on,
    "take-back": take_back,
    "turn-keys": turn_keys,
    "look": look,
}

if __name__ == "__main__":
    for step in sys.argv[1:]:
        name, _, value = step.partition("=")
        STEPS[name](value)
    print(json.dumps(TOLD))
