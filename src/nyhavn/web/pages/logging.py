"""Log lines that hold no value of a person, whatever an exception, an address or a library says.

Exceptions of a database quote rows, those of pydantic quote what was typed; an address may hold the code of a form or
of a receipt, and whatever somebody typed into the address line. What stays: the type of an error, the place in our
code, and the route instead of the address.
"""

import logging
from types import TracebackType

from django.http import HttpRequest

# These log statements with their values, or the raw line of a request.
NEVER = ("django.db.backends",)
RAW_REQUESTS = ("django.server", "django.channels.server")
UNKNOWN_ROUTE = "(no such address)"


class ErrorIn(RuntimeError):
    """Stands in a log line in the place of an error, whose own words may quote a person."""


class WithoutValues(logging.Filter):
    """Takes out of a record whatever could come from a person."""

    def filter(self, record: logging.LogRecord) -> bool:
        """False drops the record; otherwise it stays, without values."""
        if record.name.startswith(NEVER):
            return False
        if record.name.startswith(RAW_REQUESTS):
            record.msg, record.args = "a request was answered", None
        self._take_errors_out(record)
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            record.msg, record.args = f"{_event(record)}: {request.method} {route_of(request)}", None
        return True

    def _take_errors_out(self, record: logging.LogRecord) -> None:
        """Types of errors instead of errors, wherever a record can hold one."""
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_info = _without_words(record.exc_info[1], record.exc_info[2])
            record.exc_text = None  # another handler may have written it before
        if isinstance(record.msg, BaseException):
            record.msg = _named(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_named(arg) if isinstance(arg, BaseException) else arg for arg in record.args)


def route_of(request: HttpRequest) -> str:
    """The pattern of an address, as the program knows it: c/<code>/ and never the code itself."""
    match = request.resolver_match
    return f"/{match.route}" if match else UNKNOWN_ROUTE


def _event(record: logging.LogRecord) -> str:
    """What happened, in our words: the messages of Django hold addresses and the words of errors."""
    status = getattr(record, "status_code", None)
    return f"status {status}" if status else "refused"


def _without_words(
    error: BaseException, trace: TracebackType | None
) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    """An error with the same place in the code, and the names of all errors behind it."""
    names: list[str] = []
    at: BaseException | None = error
    while at is not None and len(names) < 5:
        names.append(type(at).__qualname__)
        at = at.__cause__ or at.__context__
    return ErrorIn, ErrorIn(" from ".join(names)), trace


def _named(error: BaseException) -> str:
    return type(error).__qualname__
