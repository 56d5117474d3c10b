"""People who took a release and want to hear of corrections. They confirm by a link; nobody is shown the list.

The links are signed, so no secret of them is stored: whoever reads the database cannot confirm or stop for others.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.accounts import mail
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.openness.queries import level_of
from nyhavn.web.releases.models import EventKind, PublicRelease, Recipient, ReleaseEvent
from nyhavn.web.releases.queries import release_of

TELL = "tell-recipients"
CONFIRM, STOP = "recipient-confirms", "recipient-stops"
CONFIRMED_WITHIN = timedelta(days=7)
NOT_AGAIN_WITHIN = timedelta(days=1)  # a second mail to the same address
MOST_WAITING = 200  # unconfirmed addresses of one hour, over the whole site
AT_ONCE = 100  # mails written in one transaction


def ask_to_hear(*, name: str, email: str, language: str) -> None:
    """Send somebody a link to confirm with. Raises Refusal: not-found, recipients-too-many.

    Whether the address is known already changes nothing that the person at the page can see.
    """
    release = release_of(name)
    address = email.strip().casefold()
    with transaction.atomic():
        _check_not_too_many()
        values = {"language": language}
        found, is_new = Recipient.objects.get_or_create(name=release.name, email=address, defaults=values)
        if found.confirmed_at is not None or not (is_new or found.created_at < timezone.now() - NOT_AGAIN_WITHIN):
            return
        if not is_new:
            Recipient.objects.filter(id=found.id).update(created_at=timezone.now())
        told = {"link": _link("confirm", CONFIRM, found), "title": release.title, "days": CONFIRMED_WITHIN.days}
        write_to(found, "confirm", told)


def _check_not_too_many() -> None:
    recent = Recipient.objects.filter(confirmed_at=None, created_at__gt=timezone.now() - timedelta(hours=1))
    if recent.count() >= MOST_WAITING:
        what = "Many people have just left their address here, and the site sends no more mails for now."
        raise refusal("recipients-too-many", what, do="Try again in an hour.")


def confirming(token: str) -> Recipient:
    """Whom a link from a mail lets confirm. Raises Refusal "link-not-usable"."""
    return _behind(lambda: signing.loads(token, salt=CONFIRM, max_age=CONFIRMED_WITHIN))


def stopping(token: str) -> Recipient:
    """Whom a link from a mail lets stop; it works as long as the address is kept. Raises Refusal "link-not-usable"."""
    return _behind(lambda: signing.loads(token, salt=STOP))


def _behind(uuid_of: Callable[[], str]) -> Recipient:
    try:
        return recipient_numbered(uuid_of())
    except signing.BadSignature:
        raise not_usable() from None


def recipient_numbered(uuid: object) -> Recipient:
    """The recipient that a session holds. Raises Refusal "link-not-usable"."""
    found = Recipient.objects.filter(uuid=UUID(uuid)).first() if isinstance(uuid, str) else None
    if found is None:
        raise not_usable()
    return found


def not_usable() -> Refusal:
    """The one answer for a link that was never made, is too old, or whose address is gone."""
    do = "Ask for a new one at the page of the release."
    return refusal("link-not-usable", "This link does not work. It may be too old.", do=do)


def confirm(*, recipient: Recipient) -> None:
    """From now on this address hears of corrections."""
    Recipient.objects.filter(id=recipient.id, confirmed_at=None).update(confirmed_at=timezone.now())


def stop(*, recipient: Recipient) -> None:
    """The address is deleted; nothing says that it was ever here."""
    Recipient.objects.filter(id=recipient.id).delete()


def forget_unconfirmed() -> None:
    """Delete addresses that were not confirmed in time."""
    Recipient.objects.filter(confirmed_at=None, created_at__lt=timezone.now() - CONFIRMED_WITHIN).delete()


def tell_recipients(event: ReleaseEvent) -> None:
    """Let everybody who asked hear of this. Call it in the transaction that writes the event."""
    told = {"event": str(event.uuid)}
    enqueue(TELL, scope=event.release.initiative.uuid, on=event.release.uuid, told=told, key=str(event.uuid))


def tell_some(event: ReleaseEvent, lease: Lease) -> bool:
    """Write the next mails; whether there may be more. A mail is written in the transaction that moves the cursor."""
    after = lease.cursor.get("after", 0)
    asked = Recipient.objects.filter(name=event.release.name, confirmed_at__lte=event.at, id__gt=after).order_by("id")
    some = list(asked[:AT_ONCE])
    with transaction.atomic():
        for recipient in some:
            _tell(recipient, event)
        if some:
            lease.checkpoint({"after": some[-1].id})
    return bool(some)


def facts_for(recipient: Recipient, release: PublicRelease) -> dict[str, object]:
    """What every mail about a release says: which one, where it is, and how to stop."""
    return {
        "title": release.title,
        "version": release.version,
        "link": f"{settings.SITE_ADDRESS}/data/{release.name}/{release.version}/",
        "stop": _link("stop", STOP, recipient),
    }


def _tell(recipient: Recipient, event: ReleaseEvent) -> None:
    # What was wrong is told in figures; an address proves nothing, so what is not open is read at the door.
    is_open = level_of(event.release.initiative, Material.RESULTS) is AccessLevel.OPEN
    told = {
        **facts_for(recipient, event.release),
        "kind": event.kind,
        "words": event.words if is_open else "",
        "figures": event.figures if is_open else "",
        "day": event.day,
        "is_correction": event.kind == EventKind.CORRECTED,
        "is_withdrawal": event.kind == EventKind.WITHDRAWN,
    }
    write_to(recipient, "told", told)


def _link(step: str, salt: str, recipient: Recipient) -> str:
    token = signing.dumps(str(recipient.uuid), salt=salt)
    return f"{settings.SITE_ADDRESS}/hear/{step}/{token}/"


def write_to(recipient: Recipient, template: str, told: Mapping[str, object]) -> None:
    """A mail in the language in which the person asked."""
    with translation.override(recipient.language):
        subject = render_to_string(f"releases/mail/{template}_subject.txt", told)
        mail.send(recipient.email, subject, render_to_string(f"releases/mail/{template}.txt", told))
