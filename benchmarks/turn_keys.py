"""How long it takes to turn the keys of many contributions: `python benchmarks/turn_keys.py [100000]`.

Contributions are written straight into the table of a database of its own, each with a wrapped key of its own, because
only the turn is measured. Prints one JSON line: seconds alone, seconds while others write, how long they waited, and
the size of the ring. There is no peer: nothing one would use instead destroys keys.
"""

import atexit
import json
import os
import secrets
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from uuid import uuid4

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
BLOB = 541  # bytes of answers as most forms give them, sealed
HOME = Path(tempfile.mkdtemp(prefix="nyhavn-turn-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "nyhavn.web.settings",
    "NYHAVN_HOME": str(HOME),
    "NYHAVN_ESCROW": str(HOME / "escrow"),
}
(HOME / "escrow").mkdir()
sys.path[0] = str(Path(__file__).resolve().parent.parent / "tests")  # `web` there is the cast, and here a benchmark

import django  # noqa: E402 (settings first)

django.setup()

from cryptography.hazmat.primitives.keywrap import aes_key_wrap  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from nyhavn.web.collection.epochs import current_epoch, key_of  # noqa: E402
from nyhavn.web.collection.models import Collection, Contribution, KeyEpoch  # noqa: E402
from nyhavn.web.collection.turning import turn  # noqa: E402
from web import objects  # noqa: E402
from web.cast import cast  # noqa: E402


def filled() -> Collection:
    """A collection with so many contributions."""
    collection = objects.collection(cast())
    epoch = current_epoch(collection.initiative)
    key, today = key_of(epoch), timezone.localdate()
    for start in range(0, COUNT, 10_000):
        Contribution.objects.bulk_create(
            Contribution(
                uuid=uuid4(),
                collection=collection,
                epoch=epoch,
                door="form",
                sealed=secrets.token_bytes(BLOB),
                wrapped_key=aes_key_wrap(key, secrets.token_bytes(32)),
                contributed_on=today,
            )
            for _ in range(start, min(COUNT, start + 10_000))
        )
    return collection


def write_meanwhile(collection: Collection, over: threading.Event, waited: list[float]) -> None:
    """Somebody contributes again and again."""
    while not over.is_set():
        begun = time.perf_counter()
        objects.contribution(collection)
        waited.append(time.perf_counter() - begun)
        time.sleep(0.05)
    connection.close()


def main() -> None:
    """Measure, and print."""
    call_command("migrate", verbosity=0)
    collection, waited, over = filled(), [0.0], threading.Event()
    begun = time.perf_counter()
    turn(collection.initiative)
    alone = time.perf_counter() - begun
    writer = threading.Thread(target=write_meanwhile, args=(collection, over, waited))
    writer.start()
    begun = time.perf_counter()
    turn(collection.initiative)
    beside = time.perf_counter() - begun
    over.set()
    writer.join()
    with transaction.atomic():
        left = Contribution.objects.exclude(epoch=current_epoch(collection.initiative)).count()
    number = KeyEpoch.objects.get(ended_at=None).number
    size = (HOME / "keys" / str(collection.initiative.uuid) / f"{number}.ring").stat().st_size
    said = {
        "name": f"turn-keys/{COUNT}",
        "seconds": round(alone, 1),
        "seconds beside others": round(beside, 1),
        "others": len(waited) - 1,
        "waited at most": round(max(waited), 2),
        "left": left,
        "ring_mb": round(size / 1e6, 1),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
