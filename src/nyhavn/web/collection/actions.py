"""Writing: opening and closing a collection, taking in one contribution, practice, setting aside."""

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.consent_ledger import ConsentSaid
from nyhavn.framework.opening import Door, check_opening
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record, record_once_a_day
from nyhavn.web.collection import vault
from nyhavn.web.collection.aside import sealed_reason
from nyhavn.web.collection.epochs import current_epoch, note_shredding
from nyhavn.web.collection.models import Collection, Contribution, PracticeRecord
from nyhavn.web.collection.queries import open_collection_of, preparation
from nyhavn.web.collection.shredding import WIPE_JOB
from nyhavn.web.collection.vault import Answers, Place
from nyhavn.web.consent.actions import record_consent
from nyhavn.web.consent.models import Notice
from nyhavn.web.consent.queries import notice_in_use
from nyhavn.web.initiatives.access import not_found, roles_in
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.actions import freeze
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.instruments.queries import current_questionnaire, questionnaire_form
from nyhavn.web.jobs.actions import enqueue

CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 and o, 1, i and l, which look alike
CODE_LENGTH = 12  # 59 bits


def open_collection(*, by: User, on: Initiative, doors: frozenset[Door]) -> Collection:
    """Open it, freeze its questionnaire, give its form an address. Raises Refusal with everything that is missing."""
    today = timezone.localdate()
    with transaction.atomic():
        check_opening(preparation(on, doors, today))
        questionnaire, notice = current_questionnaire(on), notice_in_use(on, today)
        if questionnaire is None or notice is None:
            raise RuntimeError("the check of the opening lets nothing through without questionnaire and notice")
        current_epoch(on)
        freeze(by=by, questionnaire=questionnaire, on=today)
        collection = Collection.objects.create(
            initiative=on,
            questionnaire=questionnaire,
            notice=Notice.objects.get(uuid=notice.uuid),
            code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
            doors=sorted(door.value for door in doors),
            languages=list(questionnaire_form(questionnaire).layout.languages),
            opened_at=timezone.now(),
        )
        facts = {"doors": collection.doors, "questionnaire": questionnaire.number, "notice": notice.version}
        record("collection-opened", by=by, kind="collection", on=collection.uuid, scope=on.uuid, facts=facts)
    return collection


def close_collection(*, by: User, on: Initiative, reason: str) -> Collection:
    """Close the one that is open. Drafts that people have not sent are gone with it."""
    with transaction.atomic():
        collection = open_collection_of(on, lock=True)
        if collection is None:
            raise not_open()
        collection.closed_at, collection.closed_because = timezone.now(), reason
        collection.save(update_fields=["closed_at", "closed_because"])
        dropped, _ = collection.drafts.all().delete()
        facts = {"drafts dropped": dropped}
        record("collection-closed", by=by, kind="collection", on=collection.uuid, scope=on.uuid, facts=facts)
    return collection


def not_open() -> Refusal:
    """The answer to everything that needs an open collection."""
    return refusal("collection-closed", "No collection is open.", where="collection", do="Open one first.")


@dataclass(frozen=True)
class NewContribution:
    """One contribution as it came in through a form or an entry. receipt: keyed hash of the words, "" for none."""

    uuid: UUID
    door: Door
    answers: Answers
    consent: ConsentSaid
    contributed_on: date
    receipt: str = ""


def contribute(*, by: User | None, to: Collection, said: NewContribution) -> Contribution:
    """Seal and keep it with its consent. by: who keyed it in; None for the person itself."""
    with transaction.atomic():
        if not Collection.objects.select_for_update().get(id=to.id).has_door(said.door):
            raise not_open()
        check_guards(Act.TAKE_IN, to.initiative, by=by)
        epoch = current_epoch(to.initiative)
        sealed = vault.seal(Place(to.initiative.uuid, epoch.number, said.uuid), said.answers)
        made = Contribution.objects.create(
            uuid=said.uuid,
            collection=to,
            epoch=epoch,
            door=said.door.value,
            sealed=sealed.blob,
            wrapped_key=sealed.wrapped_key,
            receipt=said.receipt,
            entered_by=by,
            contributed_on=said.contributed_on,
        )
        record_consent(by=by, initiative=to.initiative, said=said.consent)
        if by is not None:  # a line per contribution would tell the community when each of them came
            entered = {"door": said.door.value}
            scope = to.initiative.uuid
            record_once_a_day("contributions-entered", by=by, kind="collection", on=to.uuid, scope=scope, facts=entered)
    return made


def practise(*, by: User, on: Initiative, questionnaire: Questionnaire, uuid: UUID, answers: Answers) -> PracticeRecord:
    """Keep a made-up contribution, in a table that nothing that counts ever reads."""
    with transaction.atomic():
        epoch = current_epoch(on)
        sealed = vault.seal(Place(on.uuid, epoch.number, uuid), answers)
        made = PracticeRecord.objects.create(
            uuid=uuid,
            initiative=on,
            questionnaire=questionnaire,
            epoch=epoch,
            by=by,
            sealed=sealed.blob,
            wrapped_key=sealed.wrapped_key,
        )
        record("practice-kept", by=by, kind="practice", on=uuid, scope=on.uuid)
    return made


def delete_practice(*, by: User, on: PracticeRecord) -> None:
    """Delete one made-up contribution for good."""
    with transaction.atomic():
        record("practice-deleted", by=by, kind="practice", on=on.uuid, scope=on.initiative.uuid)
        on.delete()
        note_shredding(on.initiative)


def delete_all_practice(*, by: User, on: Initiative) -> int:
    """Delete everything that this person made up. How many there were."""
    with transaction.atomic():
        count, _ = on.practice_records.filter(by=by).delete()
        if count:
            note_shredding(on)
        record("practice-emptied", by=by, kind="initiative", on=on.uuid, scope=on.uuid, facts={"records": count})
    return count


def set_aside(*, by: User, on: Contribution, reason: str) -> None:
    """From now on it takes no part in any run. Nothing is deleted."""
    _mark(by=by, on=on, reason=reason, action="contribution-set-aside", was_aside=False)


def take_back(*, by: User, on: Contribution) -> None:
    """It takes part again."""
    _mark(by=by, on=on, reason="", action="contribution-taken-back", was_aside=True)


def _mark(*, by: User, on: Contribution, reason: str, action: str, was_aside: bool) -> None:
    with transaction.atomic():
        found = Contribution.objects.select_for_update().get(id=on.id)
        if bool(found.set_aside) is not was_aside:
            state = "takes part" if was_aside else "is set aside"
            do = "Look at it again; somebody else may have been quicker."
            raise refusal("contribution-already-so", f"This contribution {state} already.", do=do)
        on.set_aside = sealed_reason(found, reason) if reason else ""
        Contribution.objects.filter(id=on.id).update(set_aside=on.set_aside)
        record(action, by=by, kind="contribution", on=on.uuid, scope=on.collection.initiative.uuid)


def show_answers(*, by: User, on: Contribution) -> Answers:
    """The answers of one contribution, for somebody who may see them; that they were looked at is recorded first."""
    with transaction.atomic():
        check_guards(Act.READ, on.collection.initiative, by=by, about=on)
        scope = on.collection.initiative.uuid
        roles: dict[str, Fact] = {"as": sorted(roles_in(by, on.collection.initiative))}
        record("contribution-seen", by=by, kind="contribution", on=on.uuid, scope=scope, facts=roles)
        # Read anew and held: a turn of keys wraps it anew before or after, and its key is there meanwhile.
        held = Contribution.objects.select_for_update(of=("self",)).select_related("epoch").filter(id=on.id).first()
        if held is None:
            raise not_found("contribution")
        place = Place(scope, held.epoch.number, held.uuid, held.version)
        return vault.open_one(place, vault.Sealed(bytes(held.sealed), bytes(held.wrapped_key)))


def correct_answers(*, contribution: UUID, version: int, answers: Answers) -> Contribution:
    """Put corrected answers in the place of the old ones, under the key they have. version: that the person saw.

    For the person alone, so nothing is audited: when somebody came is nobody's to read. That answers were corrected,
    and how often, the version says. Raises Refusal "own-answers-changed".
    """
    with transaction.atomic():
        related = ("epoch", "collection__initiative")
        found = Contribution.objects.select_for_update(of=("self",)).select_related(*related)
        kept = found.get(uuid=contribution)
        if kept.version != version:
            what = "These answers were changed in another window in the meantime."
            raise refusal("own-answers-changed", what, do="Look at your answers as they are now, then correct them.")
        enqueue(WIPE_JOB)
        place = Place(kept.collection.initiative.uuid, kept.epoch.number, kept.uuid, kept.version)
        before = vault.Sealed(bytes(kept.sealed), bytes(kept.wrapped_key))
        kept.version = version + 1
        kept.sealed = vault.seal_again(place, before, kept.version, answers).blob
        kept.save(update_fields=["version", "sealed"])
    return kept
