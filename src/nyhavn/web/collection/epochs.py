"""The key periods of an initiative: one is current, those before it are ended and then destroyed."""

import hmac

from django.db import IntegrityError, transaction
from django.utils import timezone

from nyhavn.framework.refusal import OutsideFault, Reason
from nyhavn.web.collection import escrow, keys
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.initiatives.models import Initiative


def current_epoch(initiative: Initiative) -> KeyEpoch:
    """The period under whose key new contributions are sealed. The first is begun here, with its key file.

    Call it in the transaction that writes what is sealed: until its end, the period does not end. The file is written
    before the row: a row without its key would be a promise that nobody can keep. A key that is missing later is never
    made anew.
    """
    with transaction.atomic():
        found = _current(initiative)
        if found is None and not KeyEpoch.objects.filter(initiative=initiative).exists():
            _begin_first(initiative)
        # None as well where a turn ended the period while this waited for it: then the next one is there already.
        found = found or _current(initiative)
        if found is None:
            raise RuntimeError("an initiative has either no period at all or a current one")
        return found


def begin_next(ended: KeyEpoch) -> None:
    """A period takes over, with its key in every place before its row is. Writers under the old one come first."""
    check = _new_key(ended.initiative, ended.number + 1)
    with transaction.atomic():
        held = KeyEpoch.objects.select_for_update(no_key=True).get(id=ended.id)
        if held.ended_at is None:
            held.ended_at = timezone.now()
            held.save(update_fields=["ended_at"])
            KeyEpoch.objects.create(initiative=ended.initiative, number=ended.number + 1, key_check=check)


def ended_alive(initiative: Initiative) -> list[KeyEpoch]:
    """Periods that are over, and whose keys are not destroyed yet."""
    found = KeyEpoch.objects.filter(initiative=initiative, destroyed_at=None).exclude(ended_at=None)
    return list(found.order_by("number"))


def note_shredding(initiative: Initiative) -> KeyEpoch:
    """Something sealed in this period was destroyed, so that its key has to go as well. Call it in a transaction."""
    epoch = current_epoch(initiative)
    if epoch.shredded_at is None:
        epoch.shredded_at = timezone.now()
        epoch.save(update_fields=["shredded_at"])
    return epoch


def _begin_first(initiative: Initiative) -> None:
    check = _new_key(initiative, 1)
    try:
        with transaction.atomic():
            KeyEpoch.objects.create(initiative=initiative, number=1, key_check=check)
    except IntegrityError:  # somebody else began it at the same moment
        return


def _new_key(initiative: Initiative, number: int) -> str:
    """Make its file, here and in escrow; by what it is known again."""
    path = keys.epoch_file(initiative.uuid, number)
    keys.make_once(path)
    escrow.keep(path)
    return keys.check_of(keys.read(path))


def key_of(epoch: KeyEpoch) -> bytes:
    """The key of a period. Raises OutsideFault "key-missing", "key-damaged", also for the key of something else."""
    path = keys.epoch_file(epoch.initiative.uuid, epoch.number)
    key = keys.read(path)
    if epoch.key_check and not hmac.compare_digest(keys.check_of(key), epoch.key_check):
        where = f"{path.parent.name}/{path.name}"
        raise OutsideFault(Reason("key-damaged", "A key file holds another key than it should.", where, keys.PUT_BACK))
    return key


def _current(initiative: Initiative) -> KeyEpoch | None:
    """Held against a turn until the end of the transaction; others may go on to refer to it."""
    found = KeyEpoch.objects.select_for_update(no_key=True).filter(initiative=initiative, ended_at=None)
    return found.first()
