"""Histories of a village, drawn at random, each on an installation of its own on disk; and the attack after each.

python random_history.py FOLDER MODE SEED COUNT [STEP ...]: prints one JSON object.

STEP: those instead of drawn ones. Every step is carried out by a process of its own, so that it can be killed.

MODE: "shredded" is the product; "marked" marks rows instead of taking them out, and "unturned" keeps every old key.
With both of them the same attacker has to win.
"""

import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BASE, MODE, SEED, COUNT = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
PLACE = BASE / "place"
PARTS = ("home", "keys", "drawer", "mirror", "disk", "thief", "steward")
for named, part in (("HOME", "home"), ("KEYS", "keys"), ("ESCROW", "drawer"), ("MIRROR", "mirror")):
    os.environ[f"NYHAVN_{named}"] = str(PLACE / part)
os.environ["NYHAVN_MAIL_BACKEND"] = "django.core.mail.backends.dummy.EmailBackend"
os.environ["DJANGO_SETTINGS_MODULE"] = "nyhavn.web.settings"
for part in PARTS:
    (PLACE / part).mkdir(parents=True, mode=0o700)

import django  # noqa: E402 (settings first)

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from nyhavn.web.collection.models import Contribution  # noqa: E402
from nyhavn.web.collection.queries import material  # noqa: E402
from nyhavn.web.initiatives.models import Initiative  # noqa: E402
from nyhavn.web.jobs.models import Job  # noqa: E402
from nyhavn.web.lineage.models import Withdrawal  # noqa: E402
from spec.withdrawn_for_good import village_steps as steps  # noqa: E402
from spec.withdrawn_for_good.file_attacker import Found, attack  # noqa: E402
from sudden_death import dies_at  # noqa: E402

FOLDER = steps.Folder(BASE)
LENGTH = 8
RESTORED = 2  # the newest backups of a history
COUNTED = ("deaths", "gone", "gone words", "there", "hidden", "restored", "reasons", "reasons read")
WITH_RECORDS = 4  # one of so many histories
KILLED = 0.3  # of the steps
CAME_TO: Counter[str] = Counter()
NEVER_KILLED = {"copy_raw", "export"}  # the hand of somebody outside does it, not the installation
# What often comes together; a copy before every withdrawal is the hardest case.
PHRASES = (
    ("produce", "work", "publish"),
    ("produce", "work", "correct_answer"),
    ("import_file", "work"),
    ("copy_raw", "withdraw_one"),
    ("copy_raw", "withdraw_one", "work"),
    ("back_up", "copy_raw", "withdraw_some"),
    ("export", "copy_raw", "withdraw_one", "work", "acknowledge"),
    *((name,) for name in steps.STEPS if not name.startswith("withdraw")),
)


@dataclass(frozen=True)
class Step:
    """name: of what happens. seed: of what it draws. dies_at: the process is killed before that step, 0 for never."""

    name: str
    seed: int
    dies_at: int = 0


def drawn(seed: int) -> list[Step]:
    """A history."""
    chance = random.Random(seed)
    found = []
    for name in (name for phrase in chance.choices(PHRASES, k=LENGTH) for name in phrase):
        dies = chance.random() < KILLED and name not in NEVER_KILLED
        found.append(Step(name, chance.getrandbits(64), chance.choice((3, 10, 30, 100, 300)) if dies else 0))
    return found


def in_child(work: Callable[[], Any], dies: int = 0) -> Any:
    """What a process of its own tells; None if it was killed. Nothing else in here touches the database."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            tempfile.tempdir = str(settings.SCRATCH / "worker")
            Path(tempfile.tempdir).mkdir(parents=True, exist_ok=True)
            if dies:
                _arm(dies)
            told = json.dumps(work())
            connection.close()
            os.write(write, told.encode())
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as stream:
        told = stream.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL and dies:
        return None
    if status:
        raise RuntimeError("a step failed without being killed")
    return json.loads(told)


def _arm(step: int) -> None:
    """Deaths come between statements of the database as well."""

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sys.audit("os.remove", sql, -1)
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(watch)
    dies_at(step)


def take(step: Step) -> bool:
    """One step in this world; whether it was killed."""
    does = {**steps.STEPS, **steps.NAMED_ONLY}[step.name]
    if MODE == "marked":
        does = {"withdraw_one": steps.mark, "withdraw_some": steps.mark, "turn_keys": steps.work}.get(step.name, does)
    if MODE == "unturned" and step.name in ("turn_keys", "bring_back"):
        does = steps.work

    said = in_child(lambda: steps.taken(FOLDER, does, random.Random(step.seed)), step.dies_at)
    CAME_TO[f"{step.name}: {said or 'died'}"] += 1
    if said is None:
        in_child(_started_again)
    return said is None


def _started_again() -> bool:
    if (settings.HOME / "restoring").exists():  # nothing starts: the same command is given again
        call_command("restore", str(FOLDER.backups()[0]), stdout=io.StringIO())
    steps.start_again(FOLDER)
    steps.note(FOLDER)
    return True


def known() -> tuple[dict[str, set[str]], dict[str, bytes]]:
    """Canaries and own keys by uuid."""
    canaries: dict[str, set[str]] = {}
    own: dict[str, bytes] = {}
    for line in FOLDER.known.read_text().splitlines():
        said = json.loads(line)
        if said["canary"]:
            canaries.setdefault(said["uuid"], set()).add(said["canary"])
        if said["own"]:
            own[said["uuid"]] = bytes.fromhex(said["own"])
    return canaries, own


def reasons_about(gone: Sequence[str]) -> set[str]:
    """What a steward wrote about people who are gone."""
    lines = [json.loads(line) for line in FOLDER.known.read_text().splitlines()]
    return {said["canary"] for said in lines if said["is_reason"] and said["uuid"] in set(gone)}


def at_the_end() -> dict[str, Any]:
    """Everything that waits is done; then what the installation itself says."""
    for _ in range(2):
        if MODE == "shredded":
            steps.taken(FOLDER, steps.turn_keys, random.Random(0))
        else:
            Job.objects.filter(kind="keys-turn").delete()
            steps.taken(FOLDER, steps.work, random.Random(0))
        steps.taken(FOLDER, steps.acknowledge, random.Random(0))
    return looked()


def looked() -> dict[str, Any]:
    """Who took everything back, who is still there and what they say, by uuid."""
    initiative = Initiative.objects.get()
    gone = {str(one.contribution) for one in Withdrawal.objects.all() if "collection" in one.purposes}
    rows = Contribution.objects.all()
    if MODE == "marked":
        gone = {str(one.uuid) for one in rows.filter(set_aside="took it back")}
    there = [str(uuid) for uuid in rows.values_list("uuid", flat=True)]
    texts = material(initiative).table.column("remark").to_pylist()
    return {
        "initiative": str(initiative.uuid),
        "gone": sorted(gone),
        "there": sorted(set(there) - gone),
        "words": sorted(text for text in texts if text != steps.NOTHING),
        "unfinished": Withdrawal.objects.filter(finished_at=None).count(),
        "failed": sorted(Job.objects.filter(state="failed").values_list("kind", flat=True)),
    }


def attacked(told: dict[str, Any], folders: Sequence[Path]) -> Found:
    _, own = known()
    return attack(folders, steps.UUID(told["initiative"]), own)


def judged(told: dict[str, Any], found: Found, where: str) -> list[str]:
    """What should not be: somebody who is gone can be read, or somebody who stayed can not."""
    canaries, _ = known()
    gone = set(told["gone"])
    wrong = [f"{where}: the key of somebody who is gone is there" for one in found.keys & gone]
    for one in gone:
        wrong += [
            f"{where}: read in {found.canaries[text]}" for text in canaries.get(one, ()) if text in found.canaries
        ]
    wrong += [f"{where}: the key of somebody who stayed is not there" for one in set(told["there"]) - found.keys]
    wrong += [f"{where}: words of somebody who stayed are lost" for text in told["words"] if text not in found.canaries]
    wrong += [f"{where}: not finished" for _ in range(told["unfinished"])]
    return wrong + [f"{where}: failed job {kind}" for kind in told["failed"]]


def lived(history: Sequence[Step], kept: str) -> dict[str, Any]:
    """A history from the beginning, and what the attacker finds after it. kept: where the beginning is."""
    _put_back(BASE / kept)
    deaths = sum(take(step) for step in history)
    told = in_child(at_the_end)  # with the last keys that turn
    found = attacked(told, [PLACE])
    wrong = judged(told, found, "files")
    if MODE == "shredded":
        for number, backup in enumerate(FOLDER.backups()[-RESTORED:]):
            wrong += _restored(backup, f"backup {number}", set(told["gone"]))
    canaries, _ = known()
    said = [canaries[one] for one in told["gone"] if one in canaries]
    counts = {"deaths": deaths, "gone": len(told["gone"]), "gone words": len(said), "there": len(told["there"])}
    hidden = sum(not some & found.canaries.keys() for some in said)
    about = reasons_about(told["gone"])
    counts |= {"reasons": len(about), "reasons read": len(about & found.canaries.keys())}
    return {**counts, "wrong": wrong, "hidden": hidden, "restored": len(FOLDER.backups()[-RESTORED:])}


def _restored(backup: Path, where: str, gone: set[str]) -> list[str]:
    """What the attacker reads in a fresh home into which that backup was brought back."""
    shutil.rmtree(PLACE / "home")
    (PLACE / "home").mkdir(mode=0o700)

    def work() -> dict[str, Any]:
        call_command("restore", str(backup), stdout=io.StringIO())
        return looked()

    told = in_child(work)
    told["gone"] = sorted(gone)
    return judged(told, attacked(told, [PLACE / "home", PLACE / "keys", PLACE / "drawer"]), where)


def _put_back(kept: Path) -> None:
    shutil.rmtree(PLACE)
    shutil.copytree(kept / "place", PLACE)
    shutil.copyfile(kept / "known.jsonl", FOLDER.known)


def begun(*, records: bool) -> str:
    """Where the beginning is that many histories have, made the first time. records: single answers are published."""
    kept = "with-records" if records else "figures-alone"
    if not (BASE / kept).exists():
        for part in PARTS:
            shutil.rmtree(PLACE / part)
            (PLACE / part).mkdir(mode=0o700)
        FOLDER.known.unlink(missing_ok=True)
        in_child(lambda: steps.begin(FOLDER, records=records))
        (BASE / kept).mkdir()
        shutil.copytree(PLACE, BASE / kept / "place")
        shutil.copyfile(FOLDER.known, BASE / kept / "known.jsonl")
    return kept


def shortened(history: list[Step], kept: str) -> list[Step]:
    """Without every step that is not needed for something to be wrong."""
    for step in list(history):
        fewer = [one for one in history if one is not step]
        if lived(fewer, kept)["wrong"]:
            history = fewer
    return history


def main() -> None:
    counted: dict[str, Any] = {"wrong": [], **dict.fromkeys(COUNTED, 0)}
    named = [Step(name, place) for place, name in enumerate(sys.argv[5:])]
    for number in range(COUNT):
        history = named or drawn(SEED + number)
        kept = begun(records=number % WITH_RECORDS == WITH_RECORDS - 1)
        told = lived(history, kept)
        for name in COUNTED:
            counted[name] += told[name]
        if told["wrong"] and MODE == "shredded":
            short = shortened(history, kept)
            counted["wrong"].append({"seed": SEED + number, "steps": [str(one) for one in short], **lived(short, kept)})
            break
    counted["came to"] = dict(sorted(CAME_TO.items()))
    counted["did"] = {name: CAME_TO[f"{name}: done"] for name in steps.STEPS}
    print(json.dumps(counted))


if __name__ == "__main__":
    main()
