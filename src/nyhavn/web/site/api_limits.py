"""How many requests a minute the programming interface takes from one caller."""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.throttling import BaseThrottle

WINDOW = 60  # seconds


class PerMinute(BaseThrottle):
    """Counts by access key, by account, or for strangers by address.

    Counted in each process of the server, in memory: an address is nowhere written down. (The throttles of ninja keep
    what belongs to one request in an object that all threads share; this one keeps nothing.)
    """

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this request is still within the limit; counts it."""
        caller = getattr(request, "auth", None)
        if caller is None:
            return _within(f"address {self.get_ident(request)}", settings.API_ANONYMOUS_PER_MINUTE)
        return _within(f"caller {caller}", settings.API_SIGNED_IN_PER_MINUTE)

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return WINDOW - time.time() % WINDOW

    def check(self, request: HttpRequest) -> None:
        """The same as an error. Raises Throttled."""
        if not self.allow_request(request):
            raise Throttled(wait=int(self.wait()))


def _within(who: str, limit: int) -> bool:
    key = f"api {int(time.time() // WINDOW)} {who}".replace(" ", "-")
    cache.add(key, 0, timeout=2 * WINDOW)
    return cache.incr(key) <= limit
