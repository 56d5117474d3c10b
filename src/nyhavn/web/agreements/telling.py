"""Mails about agreements and packages. They say that something waits, and nothing of what it is."""

from django.conf import settings

from nyhavn.web.accounts.mail import SOMETHING_WAITS, send
from nyhavn.web.agreements.models import Agreement, Package
from nyhavn.web.agreements.queries import who_makes, who_takes_in
from nyhavn.web.agreements.subjects import agreement_home, offer_home, package_home

BODY = "Something about an agreement of your organisation waits for you:\n\n{address}\n"
ASKED_BACK = "Something that your organisation received has to be looked at soon:\n\n{address}\n"


def tell_other_side(agreement: Agreement, *, by_recipient: bool) -> None:
    """Write to the side that did not act."""
    if by_recipient:
        tell_makers(agreement)
    else:
        tell_recipient(agreement)


def tell_makers(agreement: Agreement) -> None:
    """Write to those who make agreements for the initiative."""
    for user in who_makes(agreement.initiative):
        send(user.email, SOMETHING_WAITS, BODY.format(address=f"{settings.SITE_ADDRESS}{agreement_home(agreement)}"))


def tell_recipient(agreement: Agreement) -> None:
    """Write to those who decide for the recipient."""
    for user in who_takes_in(agreement.recipient):
        send(user.email, SOMETHING_WAITS, BODY.format(address=f"{settings.SITE_ADDRESS}{offer_home(agreement)}"))


def tell_of_package(package: Package) -> None:
    """Write to the recipient that a package is there, or is asked back: the page says which."""
    body = ASKED_BACK if package.asked_back_at else BODY
    for user in who_takes_in(package.agreement.recipient):
        send(user.email, SOMETHING_WAITS, body.format(address=f"{settings.SITE_ADDRESS}{package_home(package)}"))
