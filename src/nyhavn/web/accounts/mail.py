"""Sending mail: written in the transaction that causes it, sent by the worker, gone from the database afterwards.

Nobody waits for a mail server, a crash loses no mail, and how long an answer takes does not tell whether one was sent.
"""

from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from nyhavn.framework.refusal import OutsideFault, Reason
from nyhavn.web.accounts.models import OutgoingMail
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease

SOMETHING_WAITS = "Something waits for you"  # a subject that says nothing: a mail may be seen over a shoulder
UNSENT_KEPT = timedelta(days=3)  # then the mail has lost its sense, and its link is a danger
NOT_SENT = Reason("mail-not-sent", "The mail server did not take the mail.", "", "It is tried again by itself.")


def send(to: str, subject: str, body: str) -> None:
    """Send a mail after the transaction this stands in; without one, at once after this call."""
    with transaction.atomic():
        mail = OutgoingMail.objects.create(to=to, subject=" ".join(subject.split())[:300], body=body)
        enqueue("send-mail", told={"mail": str(mail.uuid)}, key=str(mail.uuid))


@handles("send-mail")
def send_mail(lease: Lease) -> None:
    """Hand one mail to the mail server. A worker that dies between sending and this write sends it twice."""
    waiting = OutgoingMail.objects.filter(uuid=str(lease.told["mail"]))
    mail = waiting.first()
    if mail is not None:
        try:
            EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to]).send()
        except (SMTPException, OSError):
            raise OutsideFault(NOT_SENT) from None  # what the server said may name the person
    with transaction.atomic():
        waiting.delete()
        lease.done()


def forget_unsent() -> None:
    """Delete mails that could not be sent for days."""
    OutgoingMail.objects.filter(created_at__lt=timezone.now() - UNSENT_KEPT).delete()
