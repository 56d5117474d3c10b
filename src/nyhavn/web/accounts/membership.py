"""What later stages have to say when somebody joins or leaves an organisation, or takes up an invitation.

A watcher runs inside the transaction and may refuse. Later stages add theirs when they start.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nyhavn.web.accounts.models import Invitation, Organisation, User


def _nothing(*_about: object) -> None:
    """Nothing to say."""


@dataclass(frozen=True)
class Watcher:
    """What one later stage does.

    joining: somebody becomes a member; leaving: somebody (first) is removed by somebody (last); accepted: somebody
    took up an invitation; erasing: somebody ends the account, after leaving every organisation.
    """

    joining: Callable[[User, Organisation], None] = _nothing
    leaving: Callable[[User, Organisation, User], None] = _nothing
    accepted: Callable[[User, Invitation], None] = _nothing
    erasing: Callable[[User], None] = _nothing


_WATCHERS: list[Watcher] = []


def add_watcher(watcher: Watcher) -> None:
    """Call this one too. Call it in AppConfig.ready."""
    if watcher not in _WATCHERS:
        _WATCHERS.append(watcher)


def watchers() -> tuple[Watcher, ...]:
    """All of them, in the order in which they were added."""
    return tuple(_WATCHERS)
