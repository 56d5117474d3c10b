"""What the installation has on record about the safety of the answers, as a section of the plan."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.security import SecurityRecord
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.audit.seals import scope_holds
from nyhavn.web.collection.models import Contribution, KeyEpoch
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.models import Withdrawal

GRACE = timedelta(days=1)  # a turn that was begun may die and be gone on with; after a day it is late

REPLAYED = "mirror_lines"  # the fact that the list was applied, in the record of a restore


def security_record(initiative: Initiative) -> SecurityRecord:
    """[security]: yes, no and days; nothing that says which setting is weak, or that somebody took answers back."""
    first = KeyEpoch.objects.filter(initiative=initiative).order_by("number").first()
    restored = AuditRecord.objects.filter(action="backup-restored").order_by("id").last()
    kept = _taken_back_kept(initiative)
    return SecurityRecord(
        keys_since=timezone.localtime(first.begun_at).date() if first else None,
        old_keys_kept=_old_keys_kept(initiative) if first else None,
        taken_back_kept=kept,
        settings_safe=settings_are_safe(),
        log_unchanged=scope_holds(initiative.uuid),
        restored_on=timezone.localtime(restored.at).date() if restored else None,
        withdrawn_again=REPLAYED in restored.facts and not kept if restored else None,
    )


def settings_are_safe() -> bool:
    """Encrypted on the way, no page of errors that shows what is inside, and a second copy of the keys elsewhere."""
    return bool(settings.HTTPS and not settings.DEBUG and settings.ESCROW is not None)


def _old_keys_kept(initiative: Initiative) -> bool:
    now = timezone.now()
    late = Q(ended_at=None, shredded_at__lt=now - settings.TURN_DAYS - GRACE) | Q(ended_at__lt=now - GRACE)
    return KeyEpoch.objects.filter(late, initiative=initiative, destroyed_at=None).exists()


def _taken_back_kept(initiative: Initiative) -> bool:
    """Whether a contribution still opens whose person took back that it was collected at all."""
    left = Withdrawal.objects.filter(initiative=initiative)
    # By hand and not by a query into JSON, which no two databases ask alike.
    all_of_it = {one.contribution for one in left.iterator() if Purpose.COLLECTION.value in one.purposes}
    held = Contribution.objects.filter(collection__initiative=initiative).values_list("uuid", flat=True)
    return not all_of_it.isdisjoint(held.iterator()) if all_of_it else False
