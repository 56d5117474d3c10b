"""Turning the keys of an initiative: a new key, survivors wrapped anew, the ring written, the old key destroyed.

The order is what protects. A new key is on the disk, in both places, before a row needs it; the old one goes when no
row needs it, the ring is written and what was committed is on the disk. Every step asks what is there already, so that
it can die anywhere and is simply begun again.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.refusal import OutsideFault, Reason
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.collection import escrow, keys, ring
from nyhavn.web.collection.epochs import begin_next, current_epoch, ended_alive, key_of
from nyhavn.web.collection.freed_pages import brought_to_disk
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.collection.wrapped_tables import count_under, opens_some, wrap_some, wrapped_under
from nyhavn.web.initiatives.models import Initiative

Beat = Callable[[str, int, int], None]
"""Told a stage, a step and the number of steps: says how far it is."""


def quiet(_stage: str, _step: int, _steps: int) -> None:
    """Says nothing."""


def turn(initiative: Initiative, *, epoch: int | None = None, beat: Beat = quiet) -> None:
    """Turn away from that period (the current one), and finish turns that died. Call it outside of any transaction.

    Nothing is begun if that period is over. Raises OutsideFault: "escrow-missing", "keys-are-turning", "key-missing"
    and others; nothing is lost then, and the turn goes on from there when it is called again.
    """
    with keys.held(initiative.uuid):
        escrow.check_there()
        current = current_epoch(initiative)
        if epoch in (None, current.number):
            _check_key(current)
            escrow.keep(keys.epoch_file(initiative.uuid, current.number))
            begin_next(current)
        _finish(current_epoch(initiative), ended_alive(initiative), beat)


def _check_key(epoch: KeyEpoch) -> None:
    """Raises OutsideFault if the file does not hold the key of that period."""
    key = key_of(epoch)
    if not epoch.key_check and not opens_some(epoch, key):
        what = "None of the stored records opens with the key file, so that the file is not the right one."
        where = f"{epoch.initiative.uuid}/{epoch.number}.key"
        raise OutsideFault(Reason("key-damaged", what, where, keys.PUT_BACK))


def _finish(new: KeyEpoch, ended: list[KeyEpoch], beat: Beat) -> None:
    """Bring everything of ended periods into the current one, and destroy their keys."""
    if not ended:
        return
    uuid = new.initiative.uuid
    # Whoever began the period may have died, and a start gone on from the file that was here alone.
    escrow.keep(keys.epoch_file(uuid, new.number))
    for old in ended:
        _wrap_all(old, new, beat)
    ring.write(uuid, new.number, wrapped_under(new))
    for path in (keys.epoch_file(uuid, new.number), keys.ring_file(uuid, new.number)):
        escrow.sweep(path)
    with brought_to_disk():  # with everything that was committed before
        KeyEpoch.objects.filter(id=new.id).update(ring_at=timezone.now())
    for old in ended:
        escrow.destroy(keys.ring_file(uuid, old.number))
        escrow.destroy(keys.epoch_file(uuid, old.number))
        _note_destroyed(old, new)


def _note_destroyed(old: KeyEpoch, new: KeyEpoch) -> None:
    uuid = new.initiative.uuid
    with transaction.atomic():
        if KeyEpoch.objects.filter(id=old.id, destroyed_at=None).update(destroyed_at=timezone.now()):
            facts: dict[str, Fact] = {"ended": old.number, "current": new.number}
            record("keys-turned", by=None, kind="initiative", on=uuid, scope=uuid, facts=facts)


def _wrap_all(old: KeyEpoch, new: KeyEpoch, beat: Beat) -> None:
    """Until no row is left under the old period; nobody writes under it any more."""
    waiting = count_under(old)
    if not waiting:  # the old key may be gone already
        return
    old_key, new_key, done = key_of(old), key_of(new), 0
    while wrapped := wrap_some(old, new, old_key, new_key):
        done += wrapped
        beat("Keys", min(done, waiting), waiting)
