"""What waits for somebody: later stages add providers when they start."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from nyhavn.web.accounts.models import User


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a decision or an act of this person. since: how long; oldest comes first."""

    title: str
    where: str  # title of the initiative or organisation
    href: str
    since: datetime


Provider = Callable[[User], Iterable[Waiting]]
_PROVIDERS: list[Provider] = []


def add_waiting(provider: Provider) -> None:
    """Ask this provider too. Call it in AppConfig.ready."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def waiting(user: User) -> tuple[Waiting, ...]:
    """Everything that waits for this person, oldest first."""
    found = [item for provider in _PROVIDERS for item in provider(user)]
    return tuple(sorted(found, key=lambda item: item.since))
