"""The kinds of jobs and who carries them out. Later stages fill this registry when they start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from nyhavn.web.jobs.lease import Lease

Handler = Callable[[Lease], None]


@dataclass(frozen=True)
class Recurring:
    """A job that the scheduler writes once per period."""

    kind: str
    every: timedelta


_HANDLERS: dict[str, Handler] = {}
_RECURRING: list[Recurring] = []


def handles(kind: str, *, every: timedelta | None = None) -> Callable[[Handler], Handler]:
    """Names the function that carries out a kind of job; every: the scheduler makes one in each period.

    The handler does its work in transactions that call `lease.checkpoint` or `lease.done`; after a crash it is called
    again with the cursor of the last checkpoint. It may raise Refusal: the job ends with those reasons.
    """

    def register(handler: Handler) -> Handler:
        if _HANDLERS.get(kind, handler) is not handler:
            raise RuntimeError(f"two handlers for the job kind {kind}")
        _HANDLERS[kind] = handler
        if every is not None:
            _RECURRING.append(Recurring(kind, every))
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """Who carries out that kind."""
    return _HANDLERS[kind]


def recurring() -> tuple[Recurring, ...]:
    """Everything the scheduler makes by itself."""
    return tuple(_RECURRING)
