"""Stopping everything in one action, and agreeing together that it may go on."""

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.freezing import may_end
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.safety.asks import FreezeSaid
from nyhavn.web.safety.models import Freeze, FreezeAgreement
from nyhavn.web.safety.queries import agreed_to_end, freeze_of, is_outside_of

KIND = "freeze"


@transaction.atomic
def freeze(*, by: User, on: Initiative, said: FreezeSaid) -> Freeze:
    """Stop everything, from this moment. Raises Refusal "already-frozen"."""
    Initiative.objects.select_for_update().get(id=on.id)
    if freeze_of(on) is not None:
        raise refusal("already-frozen", "Everything is stopped already.", do="Nothing needs to be done.")
    made = Freeze.objects.create(initiative=on, reason=said.reason, publicity=said.publicity.value, frozen_by=by)
    record("initiative-frozen", by=by, kind=KIND, on=made.uuid, scope=on.uuid)
    return made


@transaction.atomic
def agree_to_end(*, by: User, on: Initiative) -> bool:
    """Agree that the stop may end; it ends with the second person, if one of them is from outside.

    True if it has ended now. Raises Refusal: not-frozen, freeze-agreed-already.
    """
    Initiative.objects.select_for_update().get(id=on.id)
    found = freeze_of(on, lock=True)
    if found is None:
        raise refusal("not-frozen", "Nothing is stopped.", do="Nothing needs to be done.")
    if found.agreements.filter(agreed_by=by).exists():
        do = "Ask somebody else to look and to agree."
        raise refusal("freeze-agreed-already", "You agreed already.", do=do)
    FreezeAgreement.objects.create(freeze=found, agreed_by=by, is_outside=is_outside_of(by, on))
    record("freeze-end-agreed", by=by, kind=KIND, on=found.uuid, scope=on.uuid)
    if not may_end(agreed_to_end(found)):
        return False
    found.ended_at = timezone.now()
    found.save(update_fields=["ended_at"])
    record("freeze-ended", by=by, kind=KIND, on=found.uuid, scope=on.uuid)
    return True
