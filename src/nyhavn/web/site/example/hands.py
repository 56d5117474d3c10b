"""Doing what the pages offer, as somebody, with the same checks; and letting the worker do what follows."""

import time
from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.pages.operations import Done, Operation
from nyhavn.web.site.table import operations

SEND_MAIL = "send-mail"
LOOK_SECONDS = 0.2
LONGEST_WAIT = 900.0


@cache
def _by_name() -> Mapping[str, Operation[Any]]:
    return {operation.url_name: operation for operation in operations()}


def do(by: User, name: str, said: Mapping[str, Any] | None = None, **keys: Any) -> Done:
    """Carry out the operation of that name as somebody. keys: what its address names. Raises Refusal."""
    operation = _by_name()[name]
    return operation.carry_out(by, operation.asks.model_validate(said or {}), keys)[1]


def make(by: User, name: str, said: Mapping[str, Any] | None = None, **keys: Any) -> UUID:
    """The same for what makes something; gives it. Raises Refusal."""
    made = do(by, name, said, **keys).made
    if made is None:
        raise RuntimeError(f"{name} makes nothing")
    return made


def let_work(*kinds: str, on: UUID) -> None:
    """Work until the jobs of these kinds on that object are over. A running worker may help. Raises Refusal."""
    until = time.monotonic() + LONGEST_WAIT
    while (open_ones := Job.objects.filter(kind__in=kinds, on=on, state__in=_OPEN)).exists():
        if not work_once():
            time.sleep(LOOK_SECONDS)
        if time.monotonic() > until:
            what = f"{open_ones.count()} jobs of the example do not come to an end."
            raise refusal("job-failed", what, do="Look at what the worker prints.")
    failed = Job.objects.filter(kind__in=kinds, on=on, state__in=(JobState.REFUSED, JobState.FAILED)).first()
    if failed is not None:
        raise Refusal(*(Reason(**reason) for reason in failed.reasons))


def let_mail_go() -> None:
    """Send all mail that waits, while nothing sends any: later it would leave by the server that is set up then."""
    while Job.objects.filter(kind=SEND_MAIL, state__in=_OPEN).exists():
        if not work_once():
            time.sleep(LOOK_SECONDS)


_OPEN = (JobState.WAITING, JobState.RUNNING)
