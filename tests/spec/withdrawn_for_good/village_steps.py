"""What can happen in a village, each step as the product does it. Django is set up by whoever imports this.

Each is told a random number generator. What cannot happen at the moment does not happen.
"""

import io
import json
import random
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from migrated import put_tables
from nyhavn.framework.attribution import Wish
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.collection import actions, keys, vault
from nyhavn.web.collection.asks import TakingInSaid
from nyhavn.web.collection.credits import say_credit
from nyhavn.web.collection.import_actions import declare, hand_in, row_uuid, take_in
from nyhavn.web.collection.models import Collection, Contribution, ImportBatch
from nyhavn.web.consent.actions import record_consents
from nyhavn.web.initiatives.models import Initiative, RoleAssignment
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.lineage.actions import Manner, withdraw, withdraw_many
from nyhavn.web.production.correction_actions import correct
from nyhavn.web.production.decision_actions import keep
from nyhavn.web.production.decision_queries import desk
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.production.handovers import say_deleted
from nyhavn.web.production.models import FindingDecision, Handover, TablesPlan
from nyhavn.web.production.run_actions import start_run
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.site.backups.coming_back import come_back
from web import files, objects, publishing
from web.cast import Cast, cast

PURPOSES = (Purpose.COLLECTION, Purpose.PUBLISHED_AGGREGATES, Purpose.OPEN_MICRODATA, Purpose.ATTRIBUTION)
MORE = {"open-microdata": "May single answers be open?", "attribution": "May we name you?"}
REMARK = ("text", "remark", "Anything else?", "شيء آخر؟", "", "", "")
RULE = """
[[rule]]
id = "not-so-old"
says = "Nobody of this age says that."
must_hold = "${age} < 58 or ${remark} = 'nothing'"
severity = "serious"
[protection]"""
RECORDS = """
[records]
keys = ["water"]
[release]"""
EVERYTHING = frozenset({Purpose.COLLECTION})
SAYS_SOMETHING, NOTHING = 0.6, "nothing"
PEOPLE, PEOPLE_WITH_RECORDS = 24, 60

Chance = random.Random


class NothingToDo(Exception):
    """What the step would do something with is not there."""


class Folder:
    """Where the village is. known: what the attacker is told; the installation never sees it."""

    def __init__(self, base: Path) -> None:
        self.place, self.known = base / "place", base / "known.jsonl"
        self.disk, self.thief, self.steward = (self.place / name for name in ("disk", "thief", "steward"))

    def plant(self, uuid: UUID, canary: str = "", own: bytes = b"", *, is_reason: bool = False) -> None:
        """Tell the attacker what to look for, before it can be anywhere. is_reason: a steward wrote it."""
        told = {"uuid": str(uuid), "canary": canary, "own": own.hex(), "is_reason": is_reason}
        with self.known.open("a") as stream:
            stream.write(json.dumps(told) + "\n")

    def backups(self) -> list[Path]:
        return sorted(self.disk.glob("*.tar"))


def canary() -> str:
    """Words that stand nowhere else."""
    return f"zqx{''.join(secrets.choice('abcdefghijklmnop') for _ in range(24))}zqx"


def begin(folder: Folder, *, records: bool) -> None:
    """A village with a collection, tables, and people who have contributed."""
    put_tables()
    objects.PURPOSES, objects.YES = PURPOSES, dict.fromkeys(PURPOSES, ConsentState.GIVEN)
    objects.QUESTIONS = {language: {**said, **MORE} for language, said in objects.QUESTIONS.items()}
    village = cast()
    objects.collection(village, content=objects.form_file(survey=(*objects.SURVEY, REMARK)))
    tables = objects.TABLES.replace("[protection]", RULE)
    if records:
        kinds = 'kinds = ["open-aggregates", "open-microdata"]\nmicrodata_columns = ["water"]'
        tables = tables.replace('kinds = ["open-aggregates"]', kinds).replace("[release]", RECORDS)
    objects.tables(village, tables)
    for number in range(PEOPLE_WITH_RECORDS if records else PEOPLE):
        contribute(folder, random.Random(number))
    note(folder)


def the_cast() -> Cast:
    initiative = Initiative.objects.select_related("organisation").get()
    roles = RoleAssignment.objects.filter(initiative=initiative).select_related("user")
    people = {Role(one.role): one.user for one in roles}
    return Cast(initiative.organisation, initiative, people, User.objects.get(name="Ada"))


def some(chance: Chance, count: int = 1) -> list[Contribution]:
    """A few who take part, at random."""
    found = list(Contribution.objects.select_related("epoch", "collection__initiative").order_by("uuid"))
    return chance.sample(found, min(count, len(found)))


def said_of(chance: Chance, words: str) -> dict[str, str]:
    water = chance.choice(("yes", "yes", "no"))
    answers = {"gender": chance.choice(("woman", "man")), "age": str(chance.randint(20, 70)), "water": water}
    return {**answers, "remark": words, **({"hours": "3"} if water == "yes" else {})}


def contribute(folder: Folder, chance: Chance) -> None:
    """Through the action of the form."""
    from_now = dict.fromkeys(PURPOSES, ConsentState.GIVEN)
    to, uuid = Collection.objects.get(), UUID(int=chance.getrandbits(128), version=4)
    # Where everybody says something of their own, nothing may be published: it would name them.
    words = canary() if chance.random() < SAYS_SOMETHING else NOTHING
    folder.plant(uuid, words if words != NOTHING else "")
    said = ConsentSaid(uuid, from_now, to.notice.uuid, "en", timezone.now(), ConsentMode.WEB_FORM)
    new = actions.NewContribution(
        uuid, objects.Door.FORM, said_of(chance, words), said, contributed_on=timezone.localdate()
    )
    actions.contribute(by=None, to=to, said=new)


def import_file(folder: Folder, chance: Chance) -> None:
    """A few rows; the work on them waits."""
    village, words = the_cast(), [canary() for _ in range(4)]
    rows = [files.row(age=str(chance.randint(20, 70)), remark=one) for one in words]
    by = village[Role.COORDINATOR]
    batch = hand_in(by=by, on=village.initiative, said=files.handed_in(files.table(rows)))
    for number, one in enumerate(words, start=1):
        folder.plant(row_uuid(batch.uuid, number), one)
    columns = {**files.COLUMNS, "remark": "remark"}
    declare(by=by, on=batch, said=files.declaration(columns=columns))
    take_in(by=by, on=batch, said=TakingInSaid(leaves_out=True))


def change_purpose(_folder: Folder, chance: Chance) -> None:
    """Somebody takes one purpose back, or allows it again."""
    for one in some(chance):
        initiative, purpose = one.collection.initiative, chance.choice(PURPOSES[1:])
        if chance.random() < 0.7:
            withdraw(
                by=None,
                initiative=initiative,
                contribution=one.uuid,
                purposes=frozenset({purpose}),
                mode=ConsentMode.WEB_FORM,
            )
        else:
            answers = {purpose: ConsentState.GIVEN}
            notice = one.collection.notice.uuid
            said = ConsentSaid(one.uuid, answers, notice, "en", timezone.now(), ConsentMode.WEB_FORM)
            record_consents(by=None, initiative=initiative, said=[said])


def edit(folder: Folder, chance: Chance) -> None:
    """Other words take the place of those that were said, as the person corrects them."""
    for one in some(chance):
        words = canary()
        folder.plant(one.uuid, words)
        place = vault.Place(one.collection.initiative.uuid, one.epoch.number, one.uuid, one.version)
        before = vault.Sealed(bytes(one.sealed), bytes(one.wrapped_key))
        answers = {**vault.open_one(place, before), "remark": words}
        actions.correct_answers(contribution=one.uuid, version=one.version, answers=answers)


def correct_answer(folder: Folder, chance: Chance) -> None:
    """A steward decides about what a check found; the old value and the new one are kept with the decision."""
    _correct(folder, chance, "We looked at the paper.")


def correct_telling(folder: Folder, chance: Chance) -> None:
    """The same, and the reason tells of the person."""
    _correct(folder, chance, "")


def _correct(folder: Folder, chance: Chance, reason: str) -> None:
    by = the_cast()[Role.STEWARD]
    for item in desk(Initiative.objects.get()):
        if item.finding.check_code == "inconsistent" and item.open:
            contribution, words = chance.choice(sorted(item.open)), canary()
            telling = reason or canary()
            folder.plant(contribution, words)
            folder.plant(contribution, "" if reason else telling, is_reason=not reason)
            given = {"column": "remark", "value": words, "reason": telling}
            correct(by=by, on=item.finding, contribution=contribution, **given)
            return
    raise NothingToDo


def keep_telling(folder: Folder, _chance: Chance) -> None:
    """A steward leaves all that a check found as it is, and the reason tells of each of them."""
    by = the_cast()[Role.STEWARD]
    for item in desk(Initiative.objects.get()):
        if item.finding.check_code == "inconsistent" and len(item.open) > 1:
            telling = canary()
            for contribution in item.open:
                folder.plant(contribution, telling, is_reason=True)
            keep(by=by, on=item.finding, reason=telling)
            return
    raise NothingToDo


def name(folder: Folder, chance: Chance) -> None:
    """Somebody wants to be named."""
    for one in some(chance):
        words = canary()
        folder.plant(one.uuid, words)
        say_credit(by=None, contribution=one, wish=Wish.NAMED, name=words)


def set_aside(folder: Folder, chance: Chance) -> None:
    """A steward sets one aside, and says why."""
    for one in some(chance):
        words = canary()
        folder.plant(one.uuid, words)
        actions.set_aside(by=the_cast()[Role.STEWARD], on=one, reason=f"Said twice by {words}.")


def withdraw_one(_folder: Folder, chance: Chance) -> None:
    for one in some(chance):
        initiative = one.collection.initiative
        withdraw(
            by=None,
            initiative=initiative,
            contribution=one.uuid,
            purposes=EVERYTHING,
            mode=ConsentMode.WEB_FORM,
        )


def withdraw_some(_folder: Folder, chance: Chance) -> None:
    gone = [one.uuid for one in some(chance, 3)]
    manner = Manner(ConsentMode.WITNESSED)
    withdraw_many(by=None, initiative=Initiative.objects.get(), contributions=gone, purposes=EVERYTHING, manner=manner)


def withdraw_told_of(folder: Folder, _chance: Chance) -> None:
    """Of everybody whom one reason tells of, one person leaves, and the others stay."""
    lines = [json.loads(line) for line in folder.known.read_text().splitlines()]
    gone = {said["canary"]: UUID(said["uuid"]) for said in lines if said["is_reason"]}
    manner, initiative = Manner(ConsentMode.WITNESSED), Initiative.objects.get()
    withdraw_many(by=None, initiative=initiative, contributions=list(gone.values()), purposes=EVERYTHING, manner=manner)


def mark(_folder: Folder, chance: Chance) -> None:
    """What an installation without shredding would do: the row takes no part any more."""
    for one in some(chance):
        Contribution.objects.filter(id=one.id).update(set_aside="took it back")


def export(folder: Folder, _chance: Chance) -> None:
    """The steward takes a file out, and keeps it."""
    village = the_cast()
    made = export_plan(by=village[Role.STEWARD], on=village.initiative)
    handover = Handover.objects.latest("id")
    content = made.content if isinstance(made.content, bytes) else b"".join(made.content)
    (folder.steward / f"{handover.uuid}.zip").write_bytes(content)


def acknowledge(folder: Folder, _chance: Chance) -> None:
    """The steward deletes what was recalled, and says so."""
    by = the_cast()[Role.STEWARD]
    found = list(Handover.objects.filter(recalled_at__isnull=False, deleted_on=None))
    for handover in found:
        (folder.steward / f"{handover.uuid}.zip").unlink(missing_ok=True)
        say_deleted(by=by, on=handover, day=timezone.localdate())
    if not found:
        raise NothingToDo


def produce(_folder: Folder, _chance: Chance) -> None:
    """A run begins; the work on it waits."""
    village = the_cast()
    start_run(by=village[Role.COORDINATOR], on=village.initiative)


def publish(_folder: Folder, chance: Chance) -> None:
    """What the newest run came to goes all its way; the next one gets another version."""
    release = PublicRelease.objects.filter(state="candidate").order_by("-id").first()
    if release is None:
        raise NothingToDo
    publishing.published(the_cast(), publishing.again(release))
    stored = TablesPlan.objects.get()
    stored.content["release"]["version"] = str(chance.randrange(10**9))
    stored.save()


def work(_folder: Folder, _chance: Chance) -> None:
    while work_once():
        pass


def back_up(folder: Folder, _chance: Chance) -> None:
    call_command("backup", str(folder.disk / f"{len(folder.backups())}.tar"), stdout=io.StringIO())


def copy_raw(folder: Folder, _chance: Chance) -> None:
    """A thief takes whatever lies in the home."""
    shutil.copytree(settings.HOME, folder.thief / f"{len(list(folder.thief.iterdir()))}")


def turn_keys(_folder: Folder, _chance: Chance) -> None:
    """What waits for its hour is done now."""
    Job.objects.filter(state="waiting").update(not_before=timezone.now() - timedelta(seconds=1))
    while work_once():
        pass


def bring_back(folder: Folder, chance: Chance) -> None:
    """An old backup takes the place of what is there."""
    if not folder.backups():
        raise NothingToDo
    call_command("restore", str(chance.choice(folder.backups())), replace=True, stdout=io.StringIO())


def start_again(_folder: Folder) -> None:
    """As `nyhavn run` does it after a death, when the leases of what died have run out."""
    Job.objects.filter(state="running").update(lease_until=timezone.now() - timedelta(seconds=1))
    shutil.rmtree(settings.SCRATCH / "worker", ignore_errors=True)
    come_back()


def note(folder: Folder) -> None:
    """Tell the attacker the key of everything that is sealed now."""
    stored = list(_wrapped())
    by = {epoch: keys.read(keys.epoch_file(*epoch)) for _, epoch, _ in stored}
    for uuid, epoch, wrapped in stored:
        folder.plant(uuid, own=aes_key_unwrap(by[epoch], wrapped))


def _wrapped() -> Iterator[tuple[UUID, tuple[UUID, int], bytes]]:
    keyed = (table.objects.exclude(wrapped_key=b"") for table in (ImportBatch, FindingDecision))
    for found in (Contribution.objects, *keyed):
        columns = found.values_list("uuid", "epoch__initiative__uuid", "epoch__number", "wrapped_key")  # type: ignore[attr-defined]
        for uuid, initiative, number, wrapped in columns:
            yield uuid, (initiative, number), bytes(wrapped)


STEPS: Mapping[str, Callable[[Folder, Chance], None]] = {
    step.__name__: step
    for step in (
        contribute,
        import_file,
        change_purpose,
        edit,
        correct_answer,
        name,
        set_aside,
        withdraw_one,
        withdraw_some,
        export,
        acknowledge,
        produce,
        publish,
        work,
        back_up,
        copy_raw,
        turn_keys,
        bring_back,
    )
}
NAMED_ONLY = {step.__name__: step for step in (correct_telling, keep_telling, withdraw_told_of)}  # never drawn


def taken(folder: Folder, step: Callable[[Folder, Chance], None], chance: Chance) -> str:
    """One step, and what it came to: a refusal is an answer like others."""
    said = "done"
    try:
        step(folder, chance)
    except Refusal as refusal:
        said = " ".join(refusal.codes)
    except NothingToDo:
        said = "nothing to do"
    note(folder)
    return said
