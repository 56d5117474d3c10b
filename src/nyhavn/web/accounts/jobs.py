"""What the accounts app does by itself."""

from datetime import timedelta

from django.core.management import call_command

from nyhavn.web.accounts.invitations import forget_old_invitations
from nyhavn.web.accounts.mail import forget_unsent
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease


@handles("tidy-accounts", every=timedelta(hours=1))
def tidy_accounts(lease: Lease) -> None:
    """Delete what has lost its sense: ended sessions, old invitations, mails that could not be sent."""
    forget_old_invitations()
    forget_unsent()
    call_command("clearsessions", verbosity=0)
