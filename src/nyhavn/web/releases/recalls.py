"""Asking back single records that were recalled: who was asked, what they said, and one reminder.

Whoever took a release answers by a signed link, without an account. Nobody is shown who they are.
"""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.lineage.actions import tell_further
from nyhavn.web.releases.models import PublicRelease, RecallAsked, Recipient
from nyhavn.web.releases.recipients import AT_ONCE, facts_for, not_usable, write_to
from nyhavn.web.releases.standing import trace

TELL_OF_RECALL, REMIND_OF_RECALL = "tell-of-recall", "remind-of-recall"
RECORDS = "records"  # the kind of thing in a proof
DELETED = "recipient-deleted"
REMIND_AFTER = timedelta(days=14)


def tell_of_recall(release: PublicRelease) -> None:
    """Ask everybody who took the release to delete its single records. Call it in the transaction of the recall."""
    scope, on, key = release.initiative.uuid, release.uuid, str(release.uuid)
    enqueue(TELL_OF_RECALL, scope=scope, on=on, key=key)
    enqueue(REMIND_OF_RECALL, scope=scope, on=on, key=key, not_before=timezone.now() + REMIND_AFTER)


def tell_some_of_recall(release: PublicRelease, lease: Lease) -> bool:
    """Write the next mails about a recall; whether there may be more."""
    after = lease.cursor.get("after", 0)
    asked = Recipient.objects.filter(name=release.name, confirmed_at__isnull=False, id__gt=after).order_by("id")
    some = list(asked[:AT_ONCE])
    with transaction.atomic():
        for recipient in some:
            _ask(RecallAsked.objects.get_or_create(release=release, recipient=recipient)[0], recipient)
        if some:
            lease.checkpoint({"after": some[-1].id})
    return bool(some)


def remind_some(release: PublicRelease, lease: Lease) -> bool:
    """Write the next reminders; whether there may be more. Nobody is reminded twice."""
    open_still = _open(release).filter(reminded_at=None).select_related("recipient").order_by("id")
    some = list(open_still[:AT_ONCE])
    with transaction.atomic():
        for asked in some:
            if asked.recipient is not None:
                _ask(asked, asked.recipient)
        RecallAsked.objects.filter(id__in=[asked.id for asked in some]).update(reminded_at=timezone.now())
        lease.renew()
    return bool(some)


def _open(release: PublicRelease) -> QuerySet[RecallAsked]:
    """Those who can still be asked, and have not said anything."""
    return RecallAsked.objects.filter(release=release, acknowledged_on=None, recipient__isnull=False)


def _ask(asked: RecallAsked, recipient: Recipient) -> None:
    token = signing.dumps(str(asked.uuid), salt=DELETED)
    told = {**facts_for(recipient, asked.release), "deleted": f"{settings.SITE_ADDRESS}/hear/deleted/{token}/"}
    write_to(recipient, "recalled", told)


def answering(token: str) -> RecallAsked:
    """Who answers by a link from a mail. It works as long as the recall is open. Raises Refusal "link-not-usable"."""
    try:
        return asked_numbered(signing.loads(token, salt=DELETED))
    except signing.BadSignature:
        raise not_usable() from None


def asked_numbered(uuid: object) -> RecallAsked:
    """The one that a session holds. Raises Refusal "link-not-usable"."""
    known = RecallAsked.objects.select_related("release__initiative")
    found = known.filter(uuid=UUID(uuid)).first() if isinstance(uuid, str) else None
    if found is None:
        raise not_usable()
    return found


def say_deleted(*, asked: RecallAsked) -> None:
    """They say that their copies are deleted; every proof that names the records says so. A second time, nothing."""
    with transaction.atomic():
        release = PublicRelease.objects.select_for_update(of=("self",)).select_related("initiative")
        held = release.get(id=asked.release.id)
        today = timezone.localdate()
        if not RecallAsked.objects.filter(id=asked.id, acknowledged_on=None).update(acknowledged_on=today):
            return
        words, day = recall_said(held)
        tell_further(kind=RECORDS, on=held.uuid, words=words, day=day or today)
        trace("recall-acknowledged", by=None, on=held)


def recall_said(release: PublicRelease) -> tuple[str, date | None]:
    """What a proof says of recalled records, and the last day on which somebody answered; None if nobody did."""
    asked = RecallAsked.objects.filter(release=release)
    last = asked.exclude(acknowledged_on=None).order_by("-acknowledged_on").first()
    if last is None:
        return "records-recalled", None
    is_over = not asked.filter(acknowledged_on=None).exists()
    return ("records-all-deleted" if is_over else "records-some-deleted"), last.acknowledged_on
