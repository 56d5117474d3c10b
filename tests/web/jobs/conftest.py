"""Handlers of invented kinds of jobs, taken out of the registry again after each test."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from nyhavn.web.jobs import kinds
from nyhavn.web.jobs.kinds import Handler, handles

Doing = Callable[..., None]


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Names the function that carries out jobs of the kind "test"."""
    monkeypatch.setattr(kinds, "_HANDLERS", dict(kinds._HANDLERS))
    monkeypatch.setattr(kinds, "_RECURRING", [])

    def name(handler: Handler, kind: str = "test", every: timedelta | None = None) -> None:
        handles(kind, every=every)(handler)

    yield name
