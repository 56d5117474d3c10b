"""Invites somebody: for the person at the machine itself."""

from django.core.management.base import BaseCommand, CommandParser

from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.asks import AdminInvited
from nyhavn.web.accounts.invitations import invite, invite_operator
from nyhavn.web.site.beginning import prepare


class Command(BaseCommand):
    """Prints the link, which is also sent by mail."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom, and as what."""
        parser.add_argument("email")
        parser.add_argument("--operator", action="store_true")

    def handle(self, *args: object, email: str, operator: bool, **options: object) -> None:
        """Invite, and show the link this one time. Raises Refusal."""
        try:
            said = AdminInvited(email=email)
        except ValueError:
            do = "Write it as name@place.example."
            raise refusal("email-not-usable", "This is no e-mail address.", do=do) from None
        prepare()
        sent = invite_operator(email=said.email) if operator else invite(by=None, email=said.email, to_what="this site")
        gets = "runs this site" if operator else "gets an account"
        self.stdout.write(f"This link works once, for 14 days. Whoever opens it {gets}:\n{sent.link}")
