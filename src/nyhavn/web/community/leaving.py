"""Whoever ends an account is named in no seat any more. The seat stays, because past quorums were counted with it."""

from nyhavn.web.accounts.membership import Watcher, add_watcher
from nyhavn.web.accounts.models import User
from nyhavn.web.community.models import Member


def _erasing(user: User) -> None:
    Member.objects.filter(account=user).update(name="", account=None)


def _nothing(*_: object) -> None:
    """Memberships of organisations and invitations are nothing to a body."""


add_watcher(Watcher(joining=_nothing, leaving=_nothing, accepted=_nothing, erasing=_erasing))
